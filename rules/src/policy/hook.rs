//! Hooks: the functions of a policy that are asked, each about one kind of subject.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A question that a policy may answer, by a function of this name.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Hook {
    /// `adjust(score, ctx)`: what changes the quality score of a service?
    Adjust,
    /// `check(service, ctx)`: what is wrong with a service?
    Check,
    /// `check_catalog(catalog, ctx)`: what is wrong with the platform as a whole?
    CheckCatalog,
    /// `check_edge(edge, ctx)`: what is wrong with a dependency of one service on another?
    CheckEdge,
    /// `classify(change, ctx)`: how much does a change of an artifact matter?
    Classify,
    /// `gate(subject, ctx)`: may this be released?
    Gate,
    /// `guard(transition, ctx)`: may this change its state?
    Guard,
    /// `weigh(issue, ctx)`: how much does a difference from a specification matter?
    Weigh,
}

/// What is told of a hook.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HookRow {
    /// The function a policy writes.
    pub(crate) name: &'static str,
    /// Its first parameter, and the type of facts it has.
    pub(crate) subject: (&'static str, &'static str),
    pub(crate) doc: &'static str,
}

const fn row(
    name: &'static str,
    parameter: &'static str,
    facts: &'static str,
    doc: &'static str,
) -> HookRow {
    HookRow { name, subject: (parameter, facts), doc }
}

impl Hook {
    /// Every hook, sorted by name. Later domains add theirs here.
    pub const ALL: [Self; 8] = [
        Self::Adjust,
        Self::Check,
        Self::CheckCatalog,
        Self::CheckEdge,
        Self::Classify,
        Self::Gate,
        Self::Guard,
        Self::Weigh,
    ];

    /// Returns what is told of the hook.
    #[expect(clippy::too_many_lines, reason = "a table")]
    pub(crate) const fn row(self) -> HookRow {
        match self {
            Self::Adjust => row(
                "adjust",
                "score",
                "Data",
                "asked about the quality score of each service; answers with `adjust`",
            ),
            Self::Check => row(
                "check",
                "service",
                "Service",
                "asked about each service of the catalog; answers with `deny`, `warn` and `info`",
            ),
            Self::CheckCatalog => row(
                "check_catalog",
                "catalog",
                "Catalog",
                "asked once about the whole catalog; answers with `deny`, `warn` and `info`",
            ),
            Self::CheckEdge => row(
                "check_edge",
                "edge",
                "Edge",
                "asked about each internal dependency; answers with `deny`, `warn` and `info`",
            ),
            Self::Classify => row(
                "classify",
                "change",
                "Data",
                "asked about each change of a diff; answers with `raise`, `lower` and `tag`",
            ),
            Self::Gate => row(
                "gate",
                "subject",
                "Data",
                "asked whether something may be released; answers with `deny`, `require` and `allow`",
            ),
            Self::Guard => row(
                "guard",
                "transition",
                "Data",
                "asked whether something may change its state; answers with `deny`, `require` and `allow`",
            ),
            Self::Weigh => row(
                "weigh",
                "issue",
                "Data",
                "asked about each issue of a drift report; answers with `raise`, `lower` and `tag`",
            ),
        }
    }

    /// Returns the name of its function in policies.
    pub const fn as_str(self) -> &'static str {
        self.row().name
    }

    /// Tells whether nothing may pass where a policy fails or cannot decide.
    pub const fn is_gate(self) -> bool {
        matches!(self, Self::Gate | Self::Guard)
    }

    /// Returns the hook whose function is called `name`.
    pub(crate) fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|hook| hook.as_str() == name)
    }
}
