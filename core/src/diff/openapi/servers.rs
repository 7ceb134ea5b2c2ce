//! Addresses of servers, with their variables filled in (OpenAPI 3.1.1 section 4.8.6).

use crate::diff::fields::Spot;

/// Addresses that one server stands for; beyond it the address is taken as it is written.
const MOST: usize = 100;

/// Returns the address of a server as it is written; `/` is where the description itself was found.
pub(super) fn address<'a>(server: &Spot<'a>) -> &'a str {
    server.member("url").and_then(|url| url.text()).unwrap_or_default().trim_end_matches('/')
}

/// Returns the addresses that a server stands for: those that its variables give, where their values are listed.
pub(super) fn addresses(server: &Spot<'_>) -> Vec<String> {
    let template = address(server);
    let variables = server.member("variables").map(|all| all.members()).unwrap_or_default();
    let mut found = vec![template.to_owned()];
    for (name, variable) in variables {
        let place = format!("{{{name}}}");
        let values = variable.member("enum").map(|values| values.items()).unwrap_or_default();
        let values: Vec<&str> = values.iter().filter_map(Spot::text).collect();
        if values.is_empty() || !template.contains(&place) {
            continue;
        }
        if found.len().saturating_mul(values.len()) > MOST {
            return vec![template.to_owned()];
        }
        let filled = |address: &String| -> Vec<String> {
            values.iter().map(|value| address.replace(&place, value)).collect()
        };
        found = found.iter().flat_map(filled).collect();
    }
    found
}
