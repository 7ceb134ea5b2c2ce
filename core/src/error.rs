//! The one error type of every operation.
//!
//! A finding is a result, an error is misuse: operations return `Ok(report)` with findings, and an
//! [`Error`] only for input that cannot be read, a policy that cannot be used, or a limit that was
//! exceeded.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The result of an operation.
pub type Result<T> = std::result::Result<T, Error>;

/// The stable cause of an [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    /// The input is not what the operation reads: broken syntax, a wrong type, an unknown field.
    InputInvalid,
    /// The input is well formed but of a kind this version does not handle.
    InputUnsupported,
    /// A policy or configuration cannot be used as written.
    PolicyInvalid,
    /// A policy failed while it ran.
    PolicyFailed,
    /// The input is larger or deeper than the stated limits.
    LimitExceeded,
    /// No operation, schema or code has this name.
    OperationUnknown,
    /// `now` lies before the time the state was last advanced to.
    ClockRegression,
    /// Nothing answers the event in the state something is in.
    IllegalTransition,
    /// An event has the id of an earlier one, and another body.
    EventIdConflict,
    /// One tenant names what belongs to another.
    TenantMismatch,
}

impl ErrorCode {
    /// Every code, in declaration order.
    pub const ALL: [Self; 10] = [
        Self::InputInvalid,
        Self::InputUnsupported,
        Self::PolicyInvalid,
        Self::PolicyFailed,
        Self::LimitExceeded,
        Self::OperationUnknown,
        Self::ClockRegression,
        Self::IllegalTransition,
        Self::EventIdConflict,
        Self::TenantMismatch,
    ];

    /// Returns the name hosts see, such as `input_invalid`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InputInvalid => "input_invalid",
            Self::InputUnsupported => "input_unsupported",
            Self::PolicyInvalid => "policy_invalid",
            Self::PolicyFailed => "policy_failed",
            Self::LimitExceeded => "limit_exceeded",
            Self::OperationUnknown => "operation_unknown",
            Self::ClockRegression => "clock_regression",
            Self::IllegalTransition => "illegal_transition",
            Self::EventIdConflict => "event_id_conflict",
            Self::TenantMismatch => "tenant_mismatch",
        }
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why an operation could not answer, where in the input, and what to do about it.
///
/// Messages are lower case, one line, without a full stop; text of the user stands in backticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Details>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Details {
    code: ErrorCode,
    message: String,
    path: String,
    file: Option<String>,
    line: Option<u32>,
    column: Option<u32>,
    help: Option<String>,
}

impl Error {
    /// Returns an error at the root of the input.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        let details = Details {
            code,
            message: one_line(message.into()),
            path: String::new(),
            file: None,
            line: None,
            column: None,
            help: None,
        };
        Self(Box::new(details))
    }

    /// Returns an `input_invalid` error at the JSON Pointer `path`.
    pub fn invalid(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(ErrorCode::InputInvalid, message).at(path)
    }

    /// Returns a `limit_exceeded` error.
    pub fn limit(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::LimitExceeded, message)
    }

    /// Sets the JSON Pointer (RFC 6901) into the input.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.0.path = path.into();
        self
    }

    /// Puts `prefix` before the JSON Pointer, when an inner document is reported in an outer one.
    #[must_use]
    pub fn within(mut self, prefix: &str) -> Self {
        self.0.path.insert_str(0, prefix);
        self
    }

    /// Sets the name of the text the error lies in.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.0.file = Some(file.into());
        self
    }

    /// Sets the place in the text: line and column, counted from 1, columns in characters.
    #[must_use]
    pub fn on(mut self, line: u32, column: u32) -> Self {
        self.0.line = Some(line);
        self.0.column = Some(column);
        self
    }

    /// Sets what the reader can do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// Returns the stable cause.
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// Returns the message, without place and help.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Returns the JSON Pointer into the input; empty for the whole input.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Returns the name of the text the error lies in, when it has one.
    pub fn file(&self) -> Option<&str> {
        self.0.file.as_deref()
    }

    /// Returns the line, counted from 1, when the input was text.
    pub fn line(&self) -> Option<u32> {
        self.0.line
    }

    /// Returns the column, counted from 1 in characters, when the input was text.
    pub fn column(&self) -> Option<u32> {
        self.0.column
    }

    /// Returns what the reader can do about it.
    pub fn help_text(&self) -> Option<&str> {
        self.0.help.as_deref()
    }

    /// Returns the error as the JSON object hosts build their own error from.
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::json!({
            "code": self.code().as_str(),
            "message": self.message(),
            "path": self.path(),
            "file": self.file(),
            "line": self.line(),
            "column": self.column(),
            "help": self.help_text(),
        })
    }
}

/// Returns a sentence on one line: names in it are text of the user, which may hold anything.
pub(crate) fn one_line(sentence: String) -> String {
    if sentence.contains(char::is_control) {
        sentence.replace(char::is_control, " ")
    } else {
        sentence
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = self.file() {
            write!(f, "{file}:")?;
        }
        if let (Some(line), Some(column)) = (self.line(), self.column()) {
            write!(f, "{line}:{column}: ")?;
        } else if self.file().is_some() {
            f.write_str(" ")?;
        }
        f.write_str(self.message())?;
        if !self.path().is_empty() {
            write!(f, " (at {})", self.path())?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

/// An error as part of a report: why one of many questions has no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorReport {
    /// Stable cause, such as `input_invalid`.
    pub code: String,
    /// What is wrong, on one line.
    pub message: String,
    /// JSON Pointer (RFC 6901) into the input.
    pub path: String,
    /// Name of the text the error lies in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Line, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Column, counted from 1 in characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl From<&Error> for ErrorReport {
    fn from(error: &Error) -> Self {
        Self {
            code: error.code().as_str().to_owned(),
            message: error.message().to_owned(),
            path: error.path().to_owned(),
            file: error.file().map(str::to_owned),
            line: error.line(),
            column: error.column(),
            help: error.help_text().map(str::to_owned),
        }
    }
}
