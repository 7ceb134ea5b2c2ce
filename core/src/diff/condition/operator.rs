//! The operators that policy languages know, by their names.

use super::constant::Comparison;

/// What an operator asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Is,
    Order(Comparison),
    /// The subject is one of a list.
    In,
    /// The argument is one of the subject, or a part of it.
    Contains,
    Exists,
    StartsWith,
    EndsWith,
    Glob,
    /// The subject is an address in a network.
    Address,
    /// An operator of which only the name is known.
    Other(String),
}

/// Names in lower case without separators, what they ask, and whether they ask for the opposite.
const NAMES: &[(&[&str], Operator, bool)] = &[
    (
        &[
            "==",
            "=",
            "===",
            "eq",
            "is",
            "equal",
            "equals",
            "equalto",
            "stringequals",
            "numericequals",
            "dateequals",
            "arnequals",
            "bool",
        ],
        Operator::Is,
        false,
    ),
    (
        &[
            "!=",
            "!==",
            "<>",
            "ne",
            "neq",
            "isnot",
            "notequal",
            "notequals",
            "doesnotequal",
            "stringnotequals",
            "numericnotequals",
            "datenotequals",
            "arnnotequals",
        ],
        Operator::Is,
        true,
    ),
    (
        &["<", "lt", "lessthan", "below", "before", "numericlessthan", "datelessthan"],
        Operator::Order(Comparison::Below),
        false,
    ),
    (
        &[
            "<=",
            "lte",
            "le",
            "atmost",
            "lessthanorequal",
            "lessthanorequalto",
            "lessthanequals",
            "numericlessthanequals",
            "datelessthanequals",
        ],
        Operator::Order(Comparison::AtMost),
        false,
    ),
    (
        &[
            ">=",
            "gte",
            "ge",
            "atleast",
            "greaterthanorequal",
            "greaterthanorequalto",
            "greaterthanequals",
            "numericgreaterthanequals",
            "dategreaterthanequals",
        ],
        Operator::Order(Comparison::AtLeast),
        false,
    ),
    (
        &[">", "gt", "greaterthan", "above", "after", "numericgreaterthan", "dategreaterthan"],
        Operator::Order(Comparison::Above),
        false,
    ),
    (&["in", "oneof", "isoneof", "memberof", "anyof"], Operator::In, false),
    (&["notin", "nin", "noneof", "isnotoneof", "notoneof"], Operator::In, true),
    (&["contains", "includes", "has"], Operator::Contains, false),
    (&["notcontains", "doesnotcontain", "excludes"], Operator::Contains, true),
    (&["exists", "present", "isset", "defined"], Operator::Exists, false),
    (&["doesnotexist", "notexists", "absent", "null", "isnull"], Operator::Exists, true),
    (&["startswith", "beginswith", "prefix", "hasprefix"], Operator::StartsWith, false),
    (&["endswith", "suffix", "hassuffix"], Operator::EndsWith, false),
    (&["like", "glob", "stringlike", "arnlike"], Operator::Glob, false),
    (&["notlike", "stringnotlike", "arnnotlike"], Operator::Glob, true),
    (&["ipaddress"], Operator::Address, false),
    (&["notipaddress"], Operator::Address, true),
];

/// Returns the operator of a name, and whether it asks for the opposite.
pub(super) fn named(name: &str) -> Option<(Operator, bool)> {
    let plain = plain(name);
    if matches!(plain.as_str(), "=~" | "matches" | "regex" | "match") {
        return Some((Operator::Other("matches".to_owned()), false));
    }
    if matches!(plain.as_str(), "!~" | "notmatches" | "doesnotmatch") {
        return Some((Operator::Other("matches".to_owned()), true));
    }
    let row = NAMES.iter().find(|(names, ..)| names.contains(&plain.as_str()))?;
    Some((row.1.clone(), row.2))
}

/// Returns the operator of a name; an unknown one is known by its name only.
pub(super) fn any(name: &str) -> (Operator, bool) {
    named(name).unwrap_or_else(|| (Operator::Other(plain(name)), false))
}

/// Returns a name in lower case, without separators and without the `$` of query languages.
fn plain(name: &str) -> String {
    let name = name.strip_prefix('$').unwrap_or(name);
    name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

/// Which of the values of a subject an operator asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Values {
    All,
    Any,
}

/// An operator as access policies qualify it, such as `ForAllValues:StringLikeIfExists`.
pub(super) struct Qualified<'n> {
    pub(super) name: &'n str,
    pub(super) values: Option<Values>,
    /// Whether a subject that is absent passes.
    pub(super) if_exists: bool,
}

impl<'n> Qualified<'n> {
    pub(super) fn of(name: &'n str) -> Self {
        let (values, name) = match name.split_once(':') {
            Some(("ForAllValues", name)) => (Some(Values::All), name),
            Some(("ForAnyValue", name)) => (Some(Values::Any), name),
            _ => (None, name),
        };
        let plain = name.strip_suffix("IfExists");
        Self { name: plain.unwrap_or(name), values, if_exists: plain.is_some() }
    }

    /// Tells whether the operator compares numbers, however they are written.
    pub(super) fn is_numeric(&self) -> bool {
        plain(self.name).starts_with("numeric")
    }
}
