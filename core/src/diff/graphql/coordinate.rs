//! Schema coordinates (GraphQL specification, "Schema Coordinates"), as people name what they use.

use crate::document::pointer;

/// Returns the JSON Pointers that a schema coordinate may mean: `User.name` is a field, or a value of an
/// enum. None for what is no coordinate.
pub(in crate::diff) fn pointers(coordinate: &str) -> Vec<String> {
    let text = coordinate.trim();
    let (name, argument) = match text.strip_suffix(":)").map(|text| text.split_once('(')) {
        None => (text, None),
        Some(Some((name, argument))) => (name, Some(argument)),
        Some(None) => return Vec::new(),
    };
    if !argument.is_none_or(is_name) {
        return Vec::new();
    }
    let places = match (name.strip_prefix('@'), name.split_once('.')) {
        (Some(directive), _) if is_name(directive) => vec![at(&["directives", directive])],
        (None, None) if is_name(name) && argument.is_none() => whole(name),
        (None, Some((ty, member))) if is_name(ty) && is_name(member) => {
            of_type(ty, member, argument.is_none())
        }
        _ => Vec::new(),
    };
    let Some(argument) = argument else { return places };
    places.iter().map(|place| format!("{place}/args/{argument}")).collect()
}

/// Messages call the schema itself `schema`.
fn whole(name: &str) -> Vec<String> {
    let schema = (name == "schema").then(|| at(&[name]));
    schema.into_iter().chain([at(&["types", name])]).collect()
}

/// What has arguments is a field.
fn of_type(ty: &str, member: &str, may_be_value: bool) -> Vec<String> {
    let mut places = vec![at(&["types", ty, "fields", member])];
    if may_be_value {
        places.push(at(&["types", ty, "values", member]));
        places.extend((ty == "schema").then(|| at(&[ty, member])));
    }
    places
}

fn at(names: &[&str]) -> String {
    names.iter().fold(String::new(), |place, name| pointer::push(&place, name))
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(|first: char| first.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::pointers;

    #[test]
    fn coordinates_lead_to_parts() {
        for (coordinate, places) in [
            ("User", vec!["/types/User"]),
            ("User.name", vec!["/types/User/fields/name", "/types/User/values/name"]),
            ("User.posts(first:)", vec!["/types/User/fields/posts/args/first"]),
            ("@auth", vec!["/directives/auth"]),
            ("@auth(role:)", vec!["/directives/auth/args/role"]),
            ("schema", vec!["/schema", "/types/schema"]),
        ] {
            assert_eq!(pointers(coordinate), places, "{coordinate}");
        }
        for odd in [
            "",
            "User.",
            ".name",
            "User(first:)",
            "User.posts(first)",
            "User.posts(:)",
            "@",
            "@a.b",
            "User.posts.first",
            "GET /users",
            "1User",
            "first:)",
            "a.b(c:)(d:)",
        ] {
            assert!(pointers(odd).is_empty(), "{odd}");
        }
    }
}
