//! Where the two sides of a change stand in their schemas.

use crate::diff::draft::Part;
use crate::document::pointer;

/// Which of the two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

/// A place in both schemas: names differ where something was renamed.
#[derive(Clone, Copy)]
pub(super) struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    before: &'p str,
    after: &'p str,
}

impl<'p> Path<'p> {
    /// Returns the place of the member `name` of the schema.
    pub(super) fn root(name: &'p str) -> Self {
        Self { parent: None, before: name, after: name }
    }

    /// Returns the place of the member `name` here.
    pub(super) fn at(&'p self, name: &'p str) -> Self {
        self.pair(name, name)
    }

    /// Returns the place of what has two names.
    pub(super) fn pair(&'p self, before: &'p str, after: &'p str) -> Self {
        Self { parent: Some(self), before, after }
    }

    fn segments(&self, side: Side) -> Vec<&'p str> {
        let here = std::iter::successors(Some(self), |path| path.parent);
        let name = |path: &Path<'p>| if side == Side::Before { path.before } else { path.after };
        let mut names: Vec<&str> = here.map(name).collect();
        names.reverse();
        names
    }

    /// Returns the JSON Pointer on one side.
    pub(super) fn pointer(&self, side: Side) -> String {
        let mut whole = String::new();
        for name in self.segments(side) {
            pointer::append(&mut whole, name);
        }
        whole
    }

    /// Returns the schema coordinate on one side, such as `User.posts(first:)`: how the specification
    /// and its tools name a part.
    pub(super) fn coordinate(&self, side: Side) -> String {
        let mut names = self.segments(side).into_iter();
        let mut whole = match names.next() {
            Some("types") => String::new(),
            Some("directives") => "@".to_owned(),
            _ => return "schema".to_owned(),
        };
        whole.push_str(names.next().unwrap_or_default());
        while let (Some(list), Some(name)) = (names.next(), names.next()) {
            match list {
                "fields" | "values" => whole.extend([".", name]),
                "args" => whole.extend(["(", name, ":)"]),
                _ => {}
            }
        }
        whole
    }

    /// Returns one side of a change here.
    pub(super) fn part(&self, side: Side, value: impl Into<serde_json::Value>) -> Part {
        Part::new(self.pointer(side), value)
    }
}

#[cfg(test)]
mod tests {
    use super::{Path, Side};

    #[test]
    fn places_have_pointers_and_coordinates() {
        let types = Path::root("types");
        let user = types.pair("User", "Account");
        let fields = user.at("fields");
        let posts = fields.at("posts");
        let args = posts.at("args");
        let first = args.at("first");
        assert_eq!(first.pointer(Side::After), "/types/Account/fields/posts/args/first");
        assert_eq!(first.coordinate(Side::Before), "User.posts(first:)");
        let directives = Path::root("directives");
        let auth = directives.at("auth");
        let args = auth.at("args");
        assert_eq!(args.at("role").coordinate(Side::After), "@auth(role:)");
    }
}
