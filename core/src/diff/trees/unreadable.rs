//! Files that cannot be compared, because one side cannot be read.

use super::FileStatus;
use super::file::{Outcome, Sides, differs};
use crate::diff::Kind;
use crate::error::Error;
use crate::finding::{Code, Finding, Location, Severity, codes};

/// What is lost with a file that cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loss {
    /// The artifact as it is.
    Artifact,
    /// The artifact as it was, which nobody can mend any more.
    Past,
    /// Nobody says that it is an artifact.
    Unknown,
}

/// Reports a file that cannot be compared.
pub(super) fn unreadable_file(
    sides: Sides<'_>,
    kind: Option<Kind>,
    loss: Loss,
    error: &Error,
) -> Outcome {
    let code: &'static Code = codes::diff::tree::FILE_UNREADABLE;
    let past = error.path().starts_with("/before") || sides.after.is_none();
    let side = if past { sides.before } else { sides.after };
    let (name, source) = side.unzip();
    let name = name.unwrap_or_default();
    let own = source.map_or(name, |source| source.path_or(name));
    // It may be a file that this one refers to.
    let mut at = Location::new(error.file().unwrap_or(own), "");
    at.line = error.line();
    at.column = error.column();
    let when = if past && sides.after.is_some() { "as it was before, " } else { "" };
    let message = format!("{when}the file cannot be compared: {}", error.message());
    let severity = match loss {
        Loss::Artifact => code.severity,
        Loss::Past => Severity::Moderate,
        Loss::Unknown => Severity::Low,
    };
    let mut finding = Finding::new(code, name, &[], message)
        .at(at)
        .severity(severity)
        .evidence("reason", error.code().as_str());
    finding.remediation = error.help_text().map(Into::into);
    let mut outcome = differs(sides, FileStatus::Unreadable);
    if let Outcome::Differs(differs) = &mut outcome {
        differs.file.kind = kind;
        differs.file.incomplete = loss != Loss::Unknown;
        differs.findings.push(finding);
    }
    outcome
}
