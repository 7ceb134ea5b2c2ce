//! How names, contracts and events are written.

/// A contract as a manifest names it: `name@version`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContractRef<'a> {
    /// Name of the contract.
    pub name: &'a str,
    /// Version behind the `@`, as written.
    pub version: &'a str,
}

/// Splits `name@version`; the version is the part behind the last `@`.
pub fn split_contract(text: &str) -> Option<ContractRef<'_>> {
    let (name, version) = text.rsplit_once('@')?;
    (!name.is_empty() && !version.is_empty()).then_some(ContractRef { name, version })
}

/// Splits `name` or `name@range`, as dependencies are written; scoped names keep their first `@`.
pub fn split_dependency(text: &str) -> (&str, Option<&str>) {
    // No other character has this byte in it.
    let Some(at) = text.bytes().skip(1).position(|byte| byte == b'@') else { return (text, None) };
    let (name, rest) = text.split_at(at + 1);
    (name.trim_end(), rest.strip_prefix('@').map(str::trim).filter(|range| !range.is_empty()))
}

/// Tells whether `text` is a semantic version (SemVer 2.0.0).
pub(super) fn is_semver(text: &str) -> bool {
    semver::Version::parse(text).is_ok()
}

/// Tells whether `name` identifies a service: at most 63 lower-case letters, digits, `-`, `_` and
/// `.`, starting and ending in a letter or digit.
pub(super) fn is_service_name(name: &str) -> bool {
    let edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    name.len() <= 63
        && edge(name.as_bytes().first())
        && edge(name.as_bytes().last())
        && name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.'))
}

/// Tells whether `name` is an event: at least two dotted segments and a version `vN`.
pub(super) fn is_event_name(name: &str) -> bool {
    let Some((stem, version)) = name.rsplit_once('.') else { return false };
    let number = version.strip_prefix('v').unwrap_or_default();
    let versioned = !number.is_empty()
        && !number.starts_with('0')
        && number.bytes().all(|b| b.is_ascii_digit());
    let segments: Vec<&str> = stem.split('.').collect();
    versioned && segments.len() >= 2 && segments.iter().all(|segment| is_segment(segment))
}

fn is_segment(segment: &str) -> bool {
    !segment.is_empty()
        && segment.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_split_at_the_version() {
        assert_eq!(split_dependency("auth"), ("auth", None));
        assert_eq!(split_dependency("redis@7.2"), ("redis", Some("7.2")));
        assert_eq!(split_dependency("@scope/lib@^1"), ("@scope/lib", Some("^1")));
        assert_eq!(split_dependency("auth@"), ("auth", None));
        assert_eq!(split_dependency("é @ 1"), ("é", Some("1")));
        assert_eq!(split_dependency(""), ("", None));
    }

    #[test]
    fn events_end_in_a_version() {
        assert!(is_event_name("pricing.curve.updates.v1"));
        assert!(is_event_name("orders.placed.v12"));
        for wrong in
            ["orders", "orders.v1", "orders..placed.v1", "orders.placed.v0", "A.b.v1", "a.b.1"]
        {
            assert!(!is_event_name(wrong), "{wrong}");
        }
    }

    #[test]
    fn service_names_are_identifiers() {
        for right in ["a", "gateway", "curve-api", "mlflow_server", "x.y"] {
            assert!(is_service_name(right), "{right}");
        }
        for wrong in ["", "-a", "a-", "Gateway", "a b", "ä", &"a".repeat(64)] {
            assert!(!is_service_name(wrong), "{wrong}");
        }
    }
}
