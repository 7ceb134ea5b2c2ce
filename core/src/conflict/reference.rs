//! How one artifact names another.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smol_str::SmolStr;

use crate::error::{Error, Result};
use crate::name::{LONGEST, NameFault, name_fault};

/// Largest version: all numbers up to it are the same in every language (RFC 8259, section 6).
pub(crate) const MOST_VERSION: u64 = (1 << 53) - 1;

/// Names an artifact of the same tenant: `[project/]kind/name[@version]`. Without a project it is one of the same
/// project; without a version it is whatever version is current.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ArtifactReference {
    /// Project; none for the project of the artifact that names it.
    pub project: Option<SmolStr>,
    /// Kind.
    pub kind: SmolStr,
    /// Name.
    pub name: SmolStr,
    /// The one version that will do; none for the current one.
    pub version: Option<u64>,
}

impl ArtifactReference {
    /// Returns the reference that `text` says.
    ///
    /// # Errors
    /// `input_invalid` when it is none.
    ///
    /// ```
    /// use meta_core::conflict::ArtifactReference;
    ///
    /// let reference = ArtifactReference::parse("billing/schema/invoice@3")?;
    /// assert_eq!(reference.project.as_deref(), Some("billing"));
    /// assert_eq!(reference.version, Some(3));
    /// assert_eq!(ArtifactReference::parse("schema/invoice")?.to_string(), "schema/invoice");
    /// assert!(ArtifactReference::parse("invoice").is_err());
    /// # Ok::<(), meta_core::Error>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self> {
        let (path, version) = match text.split_once('@') {
            Some((path, version)) => (path, Some(number(text, version)?)),
            None => (text, None),
        };
        let parts: Vec<&str> = path.split('/').collect();
        let (project, kind, name) = match parts[..] {
            [kind, name] => (None, kind, name),
            [project, kind, name] => (Some(project), kind, name),
            _ => {
                let error = Error::invalid("", format!("`{text}` names no artifact"));
                return Err(error.help("write `kind/name` or `project/kind/name`, and `@version`"));
            }
        };
        for (part, what) in [(project.unwrap_or(kind), "project"), (kind, "kind"), (name, "name")] {
            check_name(part, what)?;
        }
        Ok(Self {
            project: project.map(SmolStr::new),
            kind: kind.into(),
            name: name.into(),
            version,
        })
    }
}

/// Reads the number behind the `@`.
fn number(text: &str, version: &str) -> Result<u64> {
    let plain = version.bytes().all(|byte| byte.is_ascii_digit()) && !version.starts_with('0');
    let number = version.parse().ok().filter(|number| plain && *number <= MOST_VERSION);
    number.ok_or_else(|| {
        let error = Error::invalid("", format!("`{text}` has no version behind the `@`"));
        error.help(format!("a version is a number from 1 to {MOST_VERSION}, such as `@2`"))
    })
}

/// Checks an identifier: 1 to 256 bytes, none of them a control character.
pub(crate) fn check_id(id: &str, what: &str) -> Result<()> {
    let fault = match name_fault(id) {
        None => return Ok(()),
        Some(NameFault::Empty) => "empty".to_owned(),
        Some(NameFault::TooLong) => format!("longer than {LONGEST} bytes"),
        Some(NameFault::Control) => "not free of control characters".to_owned(),
    };
    Err(Error::invalid("", format!("the {what} is {fault}")))
}

/// Checks an identifier that is part of a longer one.
pub(crate) fn check_name(name: &str, what: &str) -> Result<()> {
    check_id(name, what)?;
    if name.contains(['/', '@']) {
        let error = Error::invalid("", format!("the {what} `{name}` has a `/` or a `@` in it"));
        return Err(error.help("these two separate the parts of `project/kind/name@version`"));
    }
    Ok(())
}

impl fmt::Display for ArtifactReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(project) = &self.project {
            write!(f, "{project}/")?;
        }
        write!(f, "{}/{}", self.kind, self.name)?;
        self.version.map_or(Ok(()), |version| write!(f, "@{version}"))
    }
}

impl FromStr for ArtifactReference {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::parse(text)
    }
}

impl Serialize for ArtifactReference {
    fn serialize<S: Serializer>(&self, writer: S) -> std::result::Result<S::Ok, S::Error> {
        writer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ArtifactReference {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> std::result::Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(reader)?;
        Self::parse(&text).map_err(|error| {
            let help = error.help_text().map(|help| format!(": {help}")).unwrap_or_default();
            serde::de::Error::custom(format!("{}{help}", error.message()))
        })
    }
}

impl JsonSchema for ArtifactReference {
    fn schema_name() -> Cow<'static, str> {
        "ArtifactReference".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Names an artifact of the same tenant: `[project/]kind/name[@version]`, such as \
                            `design/checkout@2`. Without a project it is one of the same project; without a version \
                            it is whatever version is current.",
            "type": "string",
            "pattern": "^([^/@]+/)?[^/@]+/[^/@]+(@[1-9][0-9]*)?$"
        })
    }
}
