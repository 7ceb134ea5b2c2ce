//! Places in the order of PEP 440.

use std::fmt::{self, Write};

use pep440_rs::{LocalSegment, PrereleaseKind, Version};

/// A version, or the edge of a group of versions. The order of the fields and of their variants is
/// the order of comparison that PEP 440 tells ("Summary of permitted suffixes and relative
/// ordering").
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub epoch: u64,
    /// Without zeros at the end, which have no part in the order.
    pub release: Vec<u64>,
    pub pre: Pre,
    pub post: Post,
    pub dev: Dev,
    pub local: Option<Local>,
}

/// What comes before a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Pre {
    /// A development release of the release itself.
    Dev,
    Alpha(u64),
    Beta(u64),
    Candidate(u64),
    /// Nothing: it is the release, or comes after it.
    Final,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Post {
    None,
    Number(u64),
    /// The edge after every post-release.
    Edge,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Dev {
    Number(u64),
    None,
}

/// A local version label.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Local {
    pub segments: Vec<Segment>,
    /// Whether the edge right after the version is meant: before any longer label.
    pub edge: bool,
}

/// Text sorts before numbers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Segment {
    Text(String),
    Number(u64),
}

impl Place {
    /// Returns the least version of all, `0.dev0`.
    pub(crate) fn least() -> Self {
        Self::first_of(0, &[0])
    }

    /// Returns the least version of a release: its `.dev0`.
    pub(crate) fn first_of(epoch: u64, release: &[u64]) -> Self {
        let release = trimmed(release);
        Self { epoch, release, pre: Pre::Dev, post: Post::None, dev: Dev::Number(0), local: None }
    }

    /// Returns the least version after this one and all its local versions; `self` has no label.
    pub(crate) fn after_locals(&self) -> Self {
        let (post, dev) = match (self.post, self.dev) {
            (post, Dev::Number(dev)) => (post, dev.saturating_add(1)),
            (Post::Number(post), Dev::None) => (Post::Number(post.saturating_add(1)), 0),
            (Post::None | Post::Edge, Dev::None) => (Post::Number(0), 0),
        };
        Self { post, dev: Dev::Number(dev), local: None, ..self.clone() }
    }

    /// Returns the version whose local versions end here, when a post-release would come next.
    pub(crate) fn before_posts(&self) -> Option<Self> {
        let post = match (self.post, self.dev) {
            (Post::Number(0), Dev::Number(0)) => Post::None,
            (Post::Number(post), Dev::Number(0)) => Post::Number(post - 1),
            _ => return None,
        };
        Some(Self { post, dev: Dev::None, ..self.clone() })
    }

    /// Returns the first place after this one and all its post-releases. `self` has none itself.
    pub(crate) fn after_posts(&self) -> Self {
        let pre = match self.pre {
            Pre::Alpha(number) => Pre::Alpha(number.saturating_add(1)),
            Pre::Beta(number) => Pre::Beta(number.saturating_add(1)),
            Pre::Candidate(number) => Pre::Candidate(number.saturating_add(1)),
            pre @ (Pre::Dev | Pre::Final) => {
                return Self { pre, post: Post::Edge, local: None, ..self.clone() };
            }
        };
        Self { pre, dev: Dev::Number(0), local: None, ..self.clone() }
    }

    /// Returns the edge right after this version: before any longer label.
    pub(crate) fn after_label(&self) -> Self {
        let segments = self.local.clone().map(|local| local.segments).unwrap_or_default();
        Self { local: Some(Local { segments, edge: true }), ..self.clone() }
    }

    /// Returns the first place that is not before this one and no prerelease.
    pub(crate) fn to_stable(&self) -> Self {
        match (self.pre, self.dev) {
            (Pre::Final, Dev::None) => self.clone(),
            (Pre::Final, _) => Self { dev: Dev::None, local: None, ..self.clone() },
            _ => Self {
                pre: Pre::Final,
                post: Post::None,
                dev: Dev::None,
                local: None,
                ..self.clone()
            },
        }
    }

    /// Tells whether it stands for a version, and for no mere edge.
    pub(crate) fn is_version(&self) -> bool {
        self.post != Post::Edge && !self.local.as_ref().is_some_and(|local| local.edge)
    }
}

fn trimmed(release: &[u64]) -> Vec<u64> {
    let kept = release.iter().rposition(|number| *number != 0).map_or(0, |last| last + 1);
    release.iter().take(kept).copied().collect()
}

impl From<&Version> for Place {
    fn from(version: &Version) -> Self {
        let pre = version.pre().map(|pre| match pre.kind {
            PrereleaseKind::Alpha => Pre::Alpha(pre.number),
            PrereleaseKind::Beta => Pre::Beta(pre.number),
            PrereleaseKind::Rc => Pre::Candidate(pre.number),
        });
        let only_dev = version.post().is_none() && version.dev().is_some();
        let segments: Vec<Segment> = version
            .local()
            .iter()
            .map(|segment| match segment {
                LocalSegment::String(text) => Segment::Text(text.clone()),
                LocalSegment::Number(number) => Segment::Number(*number),
            })
            .collect();
        Self {
            epoch: version.epoch(),
            release: trimmed(version.release()),
            pre: pre.unwrap_or(if only_dev { Pre::Dev } else { Pre::Final }),
            post: version.post().map_or(Post::None, Post::Number),
            dev: version.dev().map_or(Dev::None, Dev::Number),
            local: (!segments.is_empty()).then_some(Local { segments, edge: false }),
        }
    }
}

/// The version in normal form; an edge as the version that it follows.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.epoch > 0 {
            write!(f, "{}!", self.epoch)?;
        }
        write!(f, "{}", self.release.first().unwrap_or(&0))?;
        for number in self.release.iter().skip(1) {
            write!(f, ".{number}")?;
        }
        match self.pre {
            Pre::Alpha(number) => write!(f, "a{number}")?,
            Pre::Beta(number) => write!(f, "b{number}")?,
            Pre::Candidate(number) => write!(f, "rc{number}")?,
            Pre::Dev | Pre::Final => {}
        }
        if let Post::Number(number) = self.post {
            write!(f, ".post{number}")?;
        }
        if let Dev::Number(number) = self.dev {
            write!(f, ".dev{number}")?;
        }
        let segments = self.local.iter().flat_map(|local| &local.segments);
        for (index, segment) in segments.enumerate() {
            f.write_char(if index == 0 { '+' } else { '.' })?;
            match segment {
                Segment::Text(text) => f.write_str(text)?,
                Segment::Number(number) => write!(f, "{number}")?,
            }
        }
        Ok(())
    }
}
