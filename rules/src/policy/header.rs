//! The header of a policy: what it is called, what it stands for, and what it may be told.

use std::collections::BTreeMap;

use meta_core::document::Source;
use meta_core::error::{Error, ErrorCode, Result};
use meta_core::finding::{Finding, Severity, Texts};
use meta_core::{document, schema};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::parameter::Parameter;

/// How the header begins and ends; both stand alone on their lines.
const OPENING: &str = "/*---";
const CLOSING: &str = "---*/";

/// What a policy says of itself, in YAML, in the block comment it begins with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["id", "title", "why", "fix"]))]
pub struct Header {
    /// `<domain>/<problem>` in `snake_case`: the code of its findings, stable for ever.
    #[schemars(regex(pattern = r"^[a-z][a-z0-9_]*/[a-z][a-z0-9_]*$"))]
    pub id: String,
    /// What is wrong where it finds something, in a line.
    #[schemars(length(min = 1))]
    pub title: String,
    /// Version of the policy (SemVer 2.0.0).
    pub version: String,
    /// How bad what it denies is.
    pub severity: Severity,
    /// What the policy is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Why it matters.
    #[schemars(length(min = 1))]
    pub why: String,
    /// How to mend what it finds.
    #[schemars(length(min = 1))]
    pub fix: String,
    /// Which services it is about, as a selector such as `domain:payments & !maturity:experimental`.
    /// Absent: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applies_to: Option<String>,
    /// What it means that a fact the policy reads is not stated.
    pub missing: MissingFact,
    /// Values that a pack may set, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, Parameter>,
    /// Free words to find it by.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Versions of meta-core it runs on, as a range of Cargo such as `>=0.1`. Absent: any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requires: Option<String>,
}

/// What it means that a fact a policy reads is not stated.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum MissingFact {
    /// The subject is reported as undecided (`policy/undecided`).
    #[default]
    Report,
    /// The subject is denied.
    Deny,
    /// The policy is not about the subject; the report counts it.
    Skip,
}

impl Default for Header {
    fn default() -> Self {
        Self {
            id: String::new(),
            title: String::new(),
            version: "1.0.0".to_owned(),
            severity: Severity::High,
            purpose: None,
            why: String::new(),
            fix: String::new(),
            applies_to: None,
            missing: MissingFact::Report,
            parameters: BTreeMap::new(),
            tags: Vec::new(),
            requires: None,
        }
    }
}

meta_core::schema::shape!(Header, "policy-header", version "1", at "policies/**/*.rhai");

impl Header {
    /// Reads the header that `text` begins with.
    ///
    /// # Errors
    /// `policy_invalid` for each fault, with its line and column in `text`.
    pub(super) fn read(path: &str, text: &str) -> std::result::Result<Self, Vec<Error>> {
        let yaml = block(path, text).map_err(|error| vec![error])?;
        let source = Source::named(path, yaml);
        let document = source
            .load(path, &document::Limits::default())
            .map_err(|error| vec![invalid(path, &error)])?;
        let mut read = schema::read::<Self>(&document).map_err(|error| vec![error])?;
        let mut texts = Texts::default();
        texts.add(path, Some(&source));
        texts.locate(&mut read.findings);
        let mut faults: Vec<Error> = read.findings.iter().map(fault_of).collect();
        if faults.is_empty() {
            faults.extend(read.value.faults().into_iter().map(|(pointer, message)| {
                let place = document.locate(&[&pointer]).remove(pointer.as_str());
                let error =
                    Error::new(ErrorCode::PolicyInvalid, message).in_file(path).at(&pointer);
                match place {
                    Some(place) => error.on(place.value.line, place.value.column),
                    None => error,
                }
            }));
        }
        if faults.is_empty() { Ok(read.value) } else { Err(faults) }
    }

    /// Returns the part of the identifier before the slash.
    pub fn domain(&self) -> &str {
        self.id.split('/').next().unwrap_or_default()
    }

    /// Says what the schema cannot: the JSON Pointer of each fault, and what it is.
    fn faults(&self) -> Vec<(String, String)> {
        let mut faults = Vec::new();
        if let Err(error) = version(&self.version) {
            faults.push(("/version".to_owned(), error.message().to_owned()));
        }
        if let Some(Err(error)) = self.requires.as_deref().map(requirement) {
            faults.push(("/requires".to_owned(), error.message().to_owned()));
        }
        if let Some(Err(message)) = self.applies_to.as_deref().map(super::selector) {
            faults.push(("/applies_to".to_owned(), message));
        }
        for (name, parameter) in &self.parameters {
            let pointer = document::pointer::push("/parameters", name);
            if let Err(message) = parameter.check_declaration(name) {
                faults.push((pointer, message));
            }
        }
        faults
    }

    /// Tells whether the policy runs on this version of meta-core.
    pub(crate) fn is_for_this_version(&self) -> bool {
        let Some(Ok(range)) = self.requires.as_deref().map(requirement) else { return true };
        version(env!("CARGO_PKG_VERSION")).is_ok_and(|own| range.admits(&own))
    }
}

fn version(text: &str) -> Result<meta_core::version::Version> {
    meta_core::version::Version::parse(meta_core::version::Dialect::Semver, text)
}

fn requirement(text: &str) -> Result<meta_core::version::Range> {
    meta_core::version::Range::parse(meta_core::version::Dialect::Cargo, text)
}

/// Returns the header as a document, at the lines where it stands in `text`.
pub(super) fn source(path: &str, text: &str) -> Source {
    Source::named(path, block(path, text).unwrap_or_default())
}

/// Returns the YAML of the header, behind as many lines as stand before it in `text`.
fn block(path: &str, text: &str) -> Result<String> {
    let missing = |line, message: &str| {
        Error::new(ErrorCode::PolicyInvalid, message)
            .in_file(path)
            .on(line, 1)
            .help("begin the policy with `/*---`, its header in YAML, and `---*/`")
    };
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = body.lines().enumerate();
    let opening = lines.by_ref().find(|(_, line)| !line.trim().is_empty());
    let Some((before, _)) = opening.filter(|(_, line)| line.trim_end() == OPENING) else {
        return Err(missing(1, "the policy has no header"));
    };
    let mut yaml = "\n".repeat(before + 1);
    for (_, line) in lines {
        if line.trim_end() == CLOSING {
            return Ok(yaml);
        }
        yaml.push_str(line);
        yaml.push('\n');
    }
    Err(missing(u32::try_from(before + 1).unwrap_or(1), "the header of the policy does not end"))
}

/// Returns `text` with blanks in place of its header, so that everything else stays where it is: what a header says in
/// patterns, such as `/*`, must not begin or end the comment it stands in.
pub(super) fn without(text: &str) -> String {
    let end = end(text);
    let (header, body) = text.split_at_checked(end).unwrap_or(("", text));
    let blank = |byte: u8| if byte == b'\n' { '\n' } else { ' ' };
    header.bytes().map(blank).chain(body.chars()).collect()
}

/// Returns where the header of `text` ends; 0 when it has none.
fn end(text: &str) -> usize {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut is_open = false;
    let mut at = text.len() - body.len();
    for line in body.split_inclusive('\n') {
        at += line.len();
        match line.trim_end() {
            CLOSING if is_open => return at,
            OPENING => is_open = true,
            "" => {}
            _ if !is_open => return 0,
            _ => {}
        }
    }
    0
}

/// Returns line and column of what stands at a JSON Pointer of the header of `text`.
pub(super) fn place(path: &str, text: &str, pointer: &str) -> Option<(u32, u32)> {
    let source = Source::named(path, block(path, text).ok()?);
    let document = source.load(path, &document::Limits::default()).ok()?;
    let place = document.locate(&[pointer]).remove(pointer)?;
    Some((place.value.line, place.value.column))
}

/// Returns a fault of reading as one of the policy.
fn invalid(path: &str, error: &Error) -> Error {
    let fault = Error::new(ErrorCode::PolicyInvalid, error.message()).in_file(path);
    let fault = match (error.line(), error.column()) {
        (Some(line), Some(column)) => fault.on(line, column),
        _ => fault,
    };
    match error.help_text() {
        Some(help) => fault.help(help),
        None => fault,
    }
}

/// Returns a difference from the schema as a fault of the policy or its pack.
pub(crate) fn fault_of(finding: &Finding) -> Error {
    let mut error = Error::new(ErrorCode::PolicyInvalid, finding.message.clone());
    if let Some(at) = &finding.location {
        error = error.in_file(at.path.as_str()).at(at.pointer.as_str());
        if let (Some(line), Some(column)) = (at.line, at.column) {
            error = error.on(line, column);
        }
    }
    match &finding.remediation {
        Some(remedy) => error.help(remedy.as_str()),
        None => error,
    }
}
