//! What is asked about a file of a tree, by its name.

use crate::config::ArtifactRule;
use crate::diff::Kind;
use crate::error::{Error, Result};
use crate::finding::matches;

/// What documents end in.
const ENDINGS: [&str; 9] =
    ["json", "yaml", "yml", "toml", "graphql", "graphqls", "gql", "sdl", "prompt"];
/// What package managers write: nobody reviews its meaning, and it is named only on purpose.
const LOCKS: [&str; 3] = ["npm-shrinkwrap.json", "package-lock.json", "pnpm-lock.yaml"];

/// What a name says about a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// It is no document, or a rule leaves it out.
    Skip,
    /// Its content may tell what it is.
    Ask,
    /// It is an artifact: configuration, when its content tells nothing else.
    Artifact,
    /// A rule says what it is.
    Kind(Kind),
}

impl Claim {
    /// Tells whether somebody says that it is an artifact.
    pub(super) fn is_stated(self) -> bool {
        matches!(self, Self::Artifact | Self::Kind(_))
    }
}

/// What is said about a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) claim: Claim,
    /// The place of the rule that makes one schema of all files it means.
    pub(super) together: Option<usize>,
}

/// Returns what `name` says about a file under `rules`, of which the first that matches decides.
pub(super) fn said<'r>(name: &str, rules: impl Iterator<Item = &'r ArtifactRule>) -> Said {
    let decides = rules.enumerate().find(|(_, rule)| rule.means(name));
    let claim = match decides {
        Some((_, rule)) if rule.skip => Claim::Skip,
        Some((_, rule)) => rule.kind.map_or(Claim::Artifact, Claim::Kind),
        None if is_document(name) => Claim::Ask,
        None => Claim::Skip,
    };
    let together = decides.filter(|(_, rule)| rule.together).map(|(place, _)| place);
    Said { claim, together }
}

/// Refuses rules that make one schema of what is none.
pub(super) fn check(rules: &[ArtifactRule]) -> Result<()> {
    let other =
        |rule: &ArtifactRule| rule.together && rule.kind.is_some_and(|it| it != Kind::Graphql);
    let Some(at) = rules.iter().position(other) else { return Ok(()) };
    let error = Error::invalid(
        format!("/{at}/together"),
        "only the files of a GraphQL schema are one artifact `together`",
    );
    Err(error.help("leave `together` out, or say `kind: graphql`"))
}

/// Tells whether the content of a file of a tree is asked for: it may be an artifact by its name, or a
/// rule of the rules file, `stated`, or of the caller, `given`, says that it is one.
pub fn is_asked(name: &str, stated: &[ArtifactRule], given: &[ArtifactRule]) -> bool {
    said(name, stated.iter().chain(given)).claim != Claim::Skip
}

impl ArtifactRule {
    fn means(&self, name: &str) -> bool {
        // A glob for everything below a folder does not mean pictures there.
        self.path == name
            || matches(&self.path, name)
                && (is_document(name) || self.skip || ending(&self.path) == ending(name))
    }
}

/// Tells whether the content of a file may tell what it is.
fn is_document(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or_default();
    let known = |ending: &str| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known));
    ending(name).is_some_and(known) && !LOCKS.contains(&file)
}

/// Returns what follows the last dot of the last part of a name.
pub(super) fn ending(name: &str) -> Option<&str> {
    let file = name.rsplit('/').next()?;
    file.rsplit_once('.').map(|(_, ending)| ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, path: &str) -> Claim {
        let rule = ArtifactRule { path: path.to_owned(), ..ArtifactRule::default() };
        said(name, [rule].iter()).claim
    }

    #[test]
    fn globs_mean_documents_and_what_they_spell_out() {
        for (name, path, expected) in [
            ("a/b.yaml", "nothing", Claim::Ask),
            ("a/b.YAML", "nothing", Claim::Ask),
            ("a/b.png", "nothing", Claim::Skip),
            ("yaml", "nothing", Claim::Skip),
            ("package-lock.json", "nothing", Claim::Skip),
            ("a/b.yaml", "*", Claim::Artifact),
            ("a/b.png", "*", Claim::Skip),
            ("a/b.md", "a/*", Claim::Skip),
            ("a/b.prompt", "nothing", Claim::Ask),
            ("a/b.txt", "a/*.txt", Claim::Artifact),
            ("a/Promptfile", "a/Promptfile", Claim::Artifact),
            ("web/package-lock.json", "*", Claim::Skip),
            ("package-lock.json", "package-lock.json", Claim::Artifact),
        ] {
            assert_eq!(of(name, path), expected, "{name} under {path}");
        }
    }
}
