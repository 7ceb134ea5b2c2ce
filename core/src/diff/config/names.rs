//! What the names of members tell.

/// Returns the words of a name, in lower case: `maxRetryCount`, `max_retry_count` and
/// `max-retry-count` have the same.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let characters: Vec<char> = name.chars().collect();
    for (index, c) in characters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|i| characters.get(i));
        let after = characters.get(index + 1);
        let lower = |c: Option<&char>| c.is_some_and(|c| c.is_lowercase() || c.is_ascii_digit());
        // `maxSize`, and `TLSVerify` before the last capital of many.
        // The `s` of `URLs` is no word.
        let plural = after == Some(&'s') && !lower(characters.get(index + 2));
        let begins = c.is_uppercase()
            && (lower(before)
                || (before.is_some_and(|c| c.is_uppercase()) && lower(after) && !plural));
        if (begins || !c.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// What a member is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// What a rule does.
    Effect,
    /// What happens where no rule applies.
    DefaultEffect,
    /// When a rule applies, or, when `negated`, when it does not.
    Condition {
        negated: bool,
    },
    /// To what a rule applies, or does not.
    Scope {
        negated: bool,
    },
    Severity,
    Mode,
    Exemptions,
    Annotation,
    Owner,
    Version,
    Aliases,
    Other,
}

/// Names with their role, as words joined by `_`.
const ROLES: &[(Role, &[&str])] = &[
    (Role::Effect, &["effect", "action", "decision", "verdict", "outcome", "access"]),
    (
        Role::DefaultEffect,
        &[
            "default",
            "default_effect",
            "default_action",
            "default_decision",
            "default_policy",
            "default_verdict",
            "default_behavior",
            "default_behaviour",
            "fallback_action",
        ],
    ),
    (
        Role::Condition { negated: false },
        &[
            "when",
            "if",
            "condition",
            "conditions",
            "where",
            "match",
            "matches",
            "expression",
            "expr",
            "criteria",
            "filter",
        ],
    ),
    (Role::Condition { negated: true }, &["unless", "except_when", "exclude", "except"]),
    (
        Role::Scope { negated: false },
        &[
            "target",
            "targets",
            "scope",
            "scopes",
            "path",
            "paths",
            "environment",
            "environments",
            "resource",
            "resources",
            "service",
            "services",
            "branch",
            "branches",
            "repository",
            "repositories",
            "namespace",
            "namespaces",
            "subject",
            "subjects",
            "principal",
            "principals",
            "actions",
            "verbs",
            "methods",
            "operations",
            "hosts",
            "users",
            "groups",
            "roles",
            "teams",
            "kinds",
            "api_groups",
            "selector",
            "regions",
            "applies_to",
            "sources",
            "source",
            "destinations",
            "destination",
            "ports",
            "protocols",
            "tools",
            "host",
            "user",
            "method",
            "port",
            "protocol",
            "proto",
            "cidr",
            "cidrs",
            "cidr_blocks",
            "source_ip",
            "source_ips",
            "source_ranges",
            "destination_ranges",
            "resource_names",
            "non_resource_urls",
        ],
    ),
    (
        Role::Scope { negated: true },
        &[
            "excluded_paths",
            "exclude_paths",
            "excluded_namespaces",
            "not_action",
            "not_actions",
            "not_resource",
            "not_resources",
            "not_principal",
        ],
    ),
    (Role::Severity, &["severity", "level", "criticality"]),
    (
        Role::Mode,
        &[
            "mode",
            "enforcement",
            "enforcement_mode",
            "enforcement_action",
            "enforcement_level",
            "validation_failure_action",
            "failure_policy",
            "policy_mode",
        ],
    ),
    (
        Role::Exemptions,
        &[
            "exemption",
            "exemptions",
            "exception",
            "exceptions",
            "waiver",
            "waivers",
            "exempt",
            "ignored",
            "suppressions",
            "bypass",
            "bypass_actors",
        ],
    ),
    (
        Role::Annotation,
        &[
            "description",
            "title",
            "comment",
            "comments",
            "summary",
            "note",
            "notes",
            "doc",
            "docs",
            "documentation",
            "label",
            "labels",
            "annotations",
            "display_name",
            "message",
            "help",
            "rationale",
            "reason",
            "justification",
            "ticket",
            "approved_by",
            "author",
            "created_at",
            "updated_at",
            "last_modified",
        ],
    ),
    (
        Role::Owner,
        &["owner", "owners", "owned_by", "maintainer", "maintainers", "contact", "contacts"],
    ),
    (Role::Version, &["version", "api_version", "schema_version", "config_version"]),
    (Role::Aliases, &["alias", "aliases", "x_aliases", "previously", "x_previously"]),
];

/// Returns what a member of that name is for.
pub(super) fn role(name: &str) -> Role {
    let plain = words(name).join("_");
    let row = ROLES.iter().find(|(_, names)| names.contains(&plain.as_str()));
    row.map_or(Role::Other, |(role, _)| *role)
}

/// Members that say why something is as it is.
pub(super) fn justifies(name: &str) -> bool {
    let plain = words(name).join("_");
    let names = [
        "reason",
        "reasons",
        "justification",
        "rationale",
        "ticket",
        "tickets",
        "issue",
        "approved_by",
        "approval",
        "change_request",
    ];
    names.contains(&plain.as_str()) || plain.ends_with("_reason") || plain.ends_with("_ticket")
}

/// Lists whose items take effect one after the other.
pub(super) fn is_ordered(name: &str) -> bool {
    const LAST: &[&str] = &[
        "steps",
        "stages",
        "pipeline",
        "chain",
        "middleware",
        "middlewares",
        "order",
        "command",
        "args",
        "script",
        "entrypoint",
        "fallbacks",
        "interceptors",
        "plugins",
        "hooks",
        "routes",
        "filters",
        "rules",
        "policies",
        "locations",
        "listeners",
        "matchers",
        "handlers",
    ];
    let words = words(name);
    words.last().is_some_and(|word| LAST.contains(&word.as_str()))
        || words.ends_with(&["init".to_owned(), "containers".to_owned()])
}

/// Lists of items with names whose order counts for nothing.
pub(super) fn is_unordered(name: &str) -> bool {
    const LAST: &[&str] = &[
        "env",
        "envs",
        "variables",
        "vars",
        "headers",
        "labels",
        "tags",
        "containers",
        "volumes",
        "mounts",
        "ports",
        "services",
        "users",
        "groups",
        "roles",
        "teams",
        "members",
        "owners",
        "environments",
        "secrets",
        "parameters",
        "dependencies",
        "features",
        "flags",
        "resources",
        "outputs",
        "inputs",
        "tools",
        "agents",
        "models",
        "queues",
        "topics",
        "tables",
        "columns",
    ];
    words(name).last().is_some_and(|word| LAST.contains(&word.as_str()))
}

/// Maps and lists of what callers hand in.
pub(super) fn holds_inputs(name: &str) -> bool {
    const NAMES: &[&str] = &["inputs", "parameters", "params", "variables", "arguments", "fields"];
    words(name).last().is_some_and(|word| NAMES.contains(&word.as_str()))
}
