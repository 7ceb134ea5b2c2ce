//! The conditions a range is made of.

use super::admitted::Admitted;
use super::dialect::{Dialect, Prereleases};
use super::intervals::Intervals;
use super::key::Triple;
use super::value::Version;

/// One condition of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Comparator {
    /// Canonical form.
    pub text: String,
    /// What it admits by order alone.
    pub admitted: Admitted,
    /// The triple whose prereleases it names, when it names a prerelease.
    pub names: Option<Triple>,
    /// Whether it asks for prereleases by naming one (PEP 440).
    pub opens: bool,
    /// The text that a version must have, in lower case (`===` of PEP 440).
    pub arbitrary: Option<String>,
}

impl Comparator {
    /// Returns a comparator that admits nothing yet.
    pub(crate) fn new(text: String) -> Self {
        Self { text, admitted: Admitted::default(), names: None, opens: false, arbitrary: None }
    }

    /// Tells whether `version` meets it.
    pub(crate) fn admits(&self, version: &Version) -> bool {
        let same = |wanted: &String| *wanted == version.written().to_lowercase();
        self.admitted.contains(version.key()) && self.arbitrary.as_ref().is_none_or(same)
    }
}

/// Conditions that must hold together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Alternative {
    pub comparators: Vec<Comparator>,
}

impl Alternative {
    /// Returns what all conditions and the prerelease rule admit.
    pub(crate) fn admitted(&self, dialect: Dialect, policy: Prereleases) -> Admitted {
        let most = dialect.most_number();
        let mut admitted = Admitted::all(dialect);
        for comparator in &self.comparators {
            admitted = admitted.intersection(&comparator.admitted);
        }
        match policy {
            Prereleases::Refuse => admitted = admitted.stable(),
            Prereleases::ByDialect if dialect.gates_prereleases() => {
                let named = self.comparators.iter().filter_map(|one| one.names.as_ref());
                let open = named.map(|triple| Admitted::prereleases_of(triple, most));
                admitted.prereleases = admitted.prereleases.intersection(&Intervals::union(open));
            }
            Prereleases::ByDialect | Prereleases::Admit => {}
        }
        admitted
    }

    /// Returns the canonical forms, joined by `between`.
    pub(crate) fn text(&self, between: &str) -> String {
        let texts: Vec<&str> = self.comparators.iter().map(|one| one.text.as_str()).collect();
        texts.join(between)
    }
}

/// How a comparator relates a version to its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    Equal,
    Greater,
    GreaterEqual,
    Less,
    LessEqual,
}

impl Relation {
    /// Splits the sign off the start of `text`; none when there is none.
    pub(crate) fn split(text: &str) -> Option<(Self, &str)> {
        const SIGNS: [(&str, Relation); 5] = [
            (">=", Relation::GreaterEqual),
            ("<=", Relation::LessEqual),
            (">", Relation::Greater),
            ("<", Relation::Less),
            ("=", Relation::Equal),
        ];
        SIGNS.iter().find_map(|(sign, relation)| Some((*relation, text.strip_prefix(sign)?)))
    }

    pub(crate) const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Greater => ">",
            Self::GreaterEqual => ">=",
            Self::Less => "<",
            Self::LessEqual => "<=",
        }
    }

    /// Returns what relates so to `triple` by precedence.
    pub(crate) fn admitted(self, triple: &Triple, most: u64) -> Admitted {
        let least = Triple::least();
        let next = triple.successor(most);
        match (self, next) {
            (Self::GreaterEqual, _) => Admitted::between(triple, None, most),
            (Self::Less, _) => Admitted::between(&least, Some(triple), most),
            (Self::Equal, next) => Admitted::between(triple, next.as_ref(), most),
            (Self::LessEqual, next) => Admitted::between(&least, next.as_ref(), most),
            (Self::Greater, Some(next)) => Admitted::between(&next, None, most),
            (Self::Greater, None) => Admitted::default(),
        }
    }

    /// Returns the comparator of this relation to `triple`, called `text`.
    pub(crate) fn comparator(self, triple: &Triple, text: String, most: u64) -> Comparator {
        let names = triple.is_prerelease().then(|| triple.without_prerelease());
        Comparator { admitted: self.admitted(triple, most), names, ..Comparator::new(text) }
    }
}
