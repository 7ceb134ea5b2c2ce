//! A manifest as it is compared, whatever notation it is written in.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diff::fields::{Members, Spot};

/// A manifest of feature flags.
#[derive(Default)]
pub(super) struct Manifest<'a> {
    pub(super) flags: BTreeMap<String, Flag<'a>>,
    /// Named conditions that rules share.
    pub(super) segments: BTreeMap<String, Segment<'a>>,
    /// Names, owners and the like of the manifest as a whole.
    pub(super) notes: Members<'a>,
    /// What no reader understands.
    pub(super) rest: Members<'a>,
}

/// What a flag is for, as far as it matters for what its changes ask of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Purpose {
    #[default]
    Other,
    /// It switches something off in an emergency.
    KillSwitch,
    /// It tells who may do something.
    Permission,
}

/// The notation of a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    Flagd,
    LaunchDarkly,
    Plain,
}

/// A flag.
pub(super) struct Flag<'a> {
    pub(super) key: String,
    pub(super) notation: Notation,
    pub(super) at: Spot<'a>,
    /// As declared.
    pub(super) declared: Option<Spot<'a>>,
    pub(super) variants: BTreeMap<String, Spot<'a>>,
    /// Whether `variants` lists all that there are.
    pub(super) closed: bool,
    pub(super) aliases: BTreeMap<String, Spot<'a>>,
    pub(super) purpose: Purpose,
    pub(super) archived: bool,
    pub(super) expires: Option<Spot<'a>>,
    /// What holds where no environment says otherwise.
    pub(super) own: Setting<'a>,
    pub(super) environments: BTreeMap<String, Setting<'a>>,
    /// Owner, description, tags and the like.
    pub(super) notes: Members<'a>,
    pub(super) rest: Members<'a>,
}

/// How a flag is served in an environment. What is absent is inherited from the flag.
pub(super) struct Setting<'a> {
    pub(super) at: Spot<'a>,
    pub(super) state: Option<State<'a>>,
    /// What is served where nothing else decides.
    pub(super) default: Option<Named<'a>>,
    /// What is served while the flag is off.
    pub(super) off: Option<Named<'a>>,
    /// The first rule whose condition holds decides.
    pub(super) rules: Option<Vec<Rule<'a>>>,
    /// What everybody gets whom no rule names; absent: the default.
    pub(super) otherwise: Option<Serve<'a>>,
    pub(super) prerequisites: Option<BTreeMap<String, Prerequisite<'a>>>,
    pub(super) rest: Members<'a>,
}

impl<'a> Setting<'a> {
    pub(super) fn empty(at: Spot<'a>) -> Self {
        Self {
            at,
            state: None,
            default: None,
            off: None,
            rules: None,
            otherwise: None,
            prerequisites: None,
            rest: Members::new(),
        }
    }
}

/// Whether a flag is on.
#[derive(Clone)]
pub(super) struct State<'a> {
    pub(super) at: Spot<'a>,
    pub(super) on: bool,
}

/// The name of a variant, where it stands.
#[derive(Clone)]
pub(super) struct Named<'a> {
    pub(super) at: Spot<'a>,
    pub(super) variant: String,
}

/// What is served.
#[derive(Clone)]
pub(super) struct Serve<'a> {
    pub(super) at: Spot<'a>,
    pub(super) outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Outcome {
    Variant(String),
    Rollout(Rollout),
    /// The default.
    Default,
    /// Something that no reader understands, as canonical text.
    Unknown(String),
}

/// Who gets what is decided by a hash.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rollout {
    /// In their order, which decides who is in which.
    pub(super) buckets: Vec<Bucket>,
    /// What is hashed.
    pub(super) by: String,
    pub(super) salt: String,
    /// What the weights must add up to in this notation.
    pub(super) whole: f64,
    /// What no reader understands, as canonical text.
    pub(super) extra: String,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bucket {
    pub(super) variant: String,
    pub(super) weight: f64,
}

impl Rollout {
    pub(super) fn total(&self) -> f64 {
        self.buckets.iter().map(|bucket| bucket.weight).sum()
    }
}

impl Outcome {
    /// Lists the variants that somebody gets.
    pub(super) fn variants(&self) -> Vec<&str> {
        match self {
            Self::Variant(name) => vec![name],
            Self::Rollout(rollout) => {
                let some = rollout.buckets.iter().filter(|bucket| bucket.weight > 0.0);
                some.map(|bucket| bucket.variant.as_str()).collect()
            }
            Self::Default | Self::Unknown(_) => Vec::new(),
        }
    }

    /// Lists the variants that are named, whether anybody gets them or not.
    pub(super) fn named(&self) -> Vec<&str> {
        match self {
            Self::Rollout(rollout) => rollout.buckets.iter().map(|b| b.variant.as_str()).collect(),
            other => other.variants(),
        }
    }

    /// Tells whether a variant is named, or may be by something that no reader understands.
    pub(super) fn mentions(&self, variant: &str) -> bool {
        match self {
            Self::Unknown(text) => text.contains(&Value::from(variant).to_string()),
            other => other.named().contains(&variant),
        }
    }

    /// Returns the outcome with variants renamed.
    pub(super) fn renamed(&self, names: &BTreeMap<String, String>) -> Self {
        let new = |name: &String| names.get(name).unwrap_or(name).clone();
        match self {
            Self::Variant(name) => Self::Variant(new(name)),
            Self::Rollout(rollout) => {
                let mut rollout = rollout.clone();
                for bucket in &mut rollout.buckets {
                    bucket.variant = new(&bucket.variant);
                }
                Self::Rollout(rollout)
            }
            other => other.clone(),
        }
    }
}

/// A targeting rule.
#[derive(Clone)]
pub(super) struct Rule<'a> {
    /// The rule as it is written.
    pub(super) at: Spot<'a>,
    /// Its own name, if it has one.
    pub(super) id: Option<String>,
    /// Where the condition stands.
    pub(super) condition: Spot<'a>,
    /// The condition as `JsonLogic` or in another notation that conditions are read from.
    pub(super) logic: Value,
    pub(super) serve: Serve<'a>,
    /// What is neither condition nor outcome.
    pub(super) rest: Members<'a>,
}

/// A flag that must serve a variant before this one is looked at.
#[derive(Clone)]
pub(super) struct Prerequisite<'a> {
    pub(super) at: Spot<'a>,
    pub(super) variant: Option<String>,
}

/// A named condition.
pub(super) struct Segment<'a> {
    pub(super) at: Spot<'a>,
    /// As [`Rule::logic`].
    pub(super) logic: Value,
    pub(super) notes: Members<'a>,
}
