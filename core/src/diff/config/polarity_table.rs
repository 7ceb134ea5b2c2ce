//! Which way fields guard, by the words in their names.
//!
//! A verb that begins the name decides, as in `require_limits`; else bounds before verbs, as in
//! `max_denied_requests`, and verbs before nouns. Among verbs and bounds the first decides; of nouns the
//! last, which the others only describe: `auth_token_ttl` is a lifetime.

use super::options::FieldPolarity::{self, HigherIsLooser, HigherIsTighter, Neutral};

/// A table: words with one polarity.
pub(super) type Table = &'static [(FieldPolarity, &'static [&'static str])];

/// Words that turn round what they stand before: `disable_tls`, `no_verify`.
pub(super) const NEGATORS: &[&str] = &[
    "disable", "disabled", "skip", "skipped", "no", "not", "non", "without", "bypass", "ignore",
    "omit", "drop", "dropped",
];

/// Words that are one word in two.
pub(super) const JOINED: &[(&str, &str, &str)] = &[
    ("read", "only", "readonly"),
    ("non", "root", "nonroot"),
    ("host", "network", "hostnetwork"),
    ("host", "pid", "hostpid"),
    ("host", "ipc", "hostipc"),
];

/// Words that say nothing on their own: the name around decides.
pub(super) const EMPTY: &[&str] =
    &["enable", "enabled", "active", "on", "value", "is", "use", "add"];

/// Words that say how much there is of something, and guard nothing: not even with a bound.
pub(super) const CAPACITY: &[&str] =
    &["replicas", "workers", "instances", "nodes", "pods", "threads", "shards", "processes"];

/// Words for the time that a limit is for: a longer one restricts more.
pub(super) const WINDOWS: &[&str] = &["window", "interval", "period"];

/// Nouns that measure: what is inside of a block with such a name is measured too.
pub(super) const MEASURES: &[&str] =
    &["ttl", "lifetime", "timeout", "timeouts", "grace", "age", "retries", "retry", "attempts"];

pub(super) const BOUNDS: Table = &[
    (
        HigherIsLooser,
        &[
            "max", "maximum", "limit", "limits", "cap", "ceiling", "quota", "quotas", "most",
            "burst",
        ],
    ),
    (HigherIsTighter, &["min", "minimum", "floor", "least"]),
];

pub(super) const VERBS: Table = &[
    (
        HigherIsLooser,
        &[
            "allow",
            "allowed",
            "allows",
            "allowlist",
            "whitelist",
            "permit",
            "permitted",
            "accept",
            "accepted",
            "grant",
            "grants",
            "trust",
            "trusted",
            "exempt",
            "exemptions",
            "exceptions",
            "waivers",
            "ignored",
            "excluded",
            "override",
        ],
    ),
    (
        HigherIsTighter,
        &[
            "deny",
            "denied",
            "denies",
            "denylist",
            "blacklist",
            "block",
            "blocked",
            "blocklist",
            "forbid",
            "forbidden",
            "disallow",
            "disallowed",
            "reject",
            "rejected",
            "banned",
            "prohibit",
            "prohibited",
            "require",
            "requires",
            "required",
            "enforce",
            "enforced",
            "strict",
            "mandatory",
            "verify",
            "validate",
            "protect",
            "protected",
            "restrict",
            "restricted",
            "readonly",
            "nonroot",
        ],
    ),
];

pub(super) const NOUNS: Table = &[
    (
        HigherIsLooser,
        &[
            "ttl",
            "lifetime",
            "timeout",
            "timeouts",
            "grace",
            "age",
            "retries",
            "retry",
            "attempts",
            "concurrency",
            "parallelism",
            "rps",
            "qps",
            "budget",
            "tolerance",
            "insecure",
            "unsafe",
            "anonymous",
            "guest",
            "public",
            "privileged",
            "privileges",
            "capabilities",
            "permissions",
            "admins",
            "administrators",
            "debug",
            "wildcard",
            "plaintext",
            "http",
            "root",
            "hostnetwork",
            "hostpid",
            "hostipc",
            "expiry",
            "expires",
        ],
    ),
    (
        HigherIsTighter,
        &[
            "approvals",
            "approval",
            "approvers",
            "reviews",
            "quorum",
            "coverage",
            "cooldown",
            "secure",
            "mfa",
            "2fa",
            "tls",
            "mtls",
            "ssl",
            "https",
            "https_only",
            "auth",
            "authentication",
            "authorization",
            "encryption",
            "encrypted",
            "encrypt",
            "signing",
            "signed",
            "signature",
            "signatures",
            "audit",
            "auditing",
            "verification",
            "validation",
            "protection",
            "firewall",
            "sandbox",
            "scan",
            "scanning",
            "immutable",
            "checks",
            "hsts",
            "csrf",
        ],
    ),
    (
        Neutral,
        &[
            "port",
            "ports",
            "host",
            "url",
            "image",
            "replicas",
            "region",
            "schedule",
            "cron",
            "color",
            "colour",
            "name",
            "version",
            "weight",
            "priority",
            "interval",
            "endpoint",
            "address",
            "log",
            "logging",
            "format",
            "path",
            "case",
            "workers",
            "instances",
            "nodes",
            "pods",
            "threads",
            "shards",
            "processes",
        ],
    ),
];

/// What lists hold, for those without a verb or bound in their names.
pub(super) const LISTS: Table = &[
    (
        HigherIsLooser,
        &[
            "ciphers",
            "ciphersuites",
            "suites",
            "algorithms",
            "protocols",
            "providers",
            "scopes",
            "methods",
            "origins",
            "audiences",
            "permissions",
            "privileges",
            "capabilities",
            "admins",
            "administrators",
        ],
    ),
    (HigherIsTighter, &["checks"]),
];
