//! Writing stored records: as the lines that they are stored as, and as a table.

use std::ops::ControlFlow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::find::{AuditFilter, Order};
use super::read::Stored;
use super::records::Records;
use super::write;
use crate::document::CsvTable;
use crate::error::{Error, Result};

/// What `render_audit` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenderAuditInput {
    /// Stored records in the order of their `seq`; some may be left out. They are not verified.
    pub records: Records,
    /// What to write.
    pub format: AuditFormat,
    /// Which of them. Absent: all.
    #[serde(default)]
    pub filter: AuditFilter,
    /// Of which of them body and salt are left out: such as all about a subject, or, with `{}`, all. What is written
    /// verifies still. Absent: of none.
    #[serde(default)]
    pub erase: Option<AuditFilter>,
    /// Whether an apostrophe is written before cells of CSV that a spreadsheet may take for a formula. That changes
    /// what is written. Default: false.
    #[serde(default)]
    pub guard_formulas: bool,
}

/// What records are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuditFormat {
    /// JSON Lines: the canonical JSON of one record on each line, as `verify_audit` reads it.
    JsonLines,
    /// CSV (RFC 4180) with a header; a body is its canonical JSON. For people and spreadsheets: it is not read back.
    Csv,
}

/// What `render_audit` returns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RenderedAudit {
    /// The written records.
    pub text: String,
    /// Its media type.
    pub media_type: String,
    /// Number of records.
    pub entries: u64,
    /// Number of those without a body.
    pub erased: u64,
    /// Number of cells of CSV that a spreadsheet may take for a formula: they begin with `=`, `+`, `-` or `@`. They
    /// are written as they are unless `guard_formulas` is set.
    pub formula_cells: u64,
}

/// Writes stored records as JSON Lines or CSV: all of them or some, with their bodies or without.
///
/// # Errors
/// `input_invalid` for a record that is none, records of several tenants or out of order, a filter whose span of
/// time is empty, and `guard_formulas` with JSON Lines.
pub fn render_audit(input: &RenderAuditInput) -> Result<RenderedAudit> {
    input.filter.check().map_err(|error| error.within("/filter"))?;
    if let Some(erase) = &input.erase {
        erase.check().map_err(|error| error.within("/erase"))?;
    }
    let mut table = match input.format {
        AuditFormat::Csv => Some(CsvTable::new(&COLUMNS, input.guard_formulas)),
        AuditFormat::JsonLines if input.guard_formulas => {
            return Err(Error::invalid("/guard_formulas", "only CSV has formulas")
                .help("leave it out for `json_lines`"));
        }
        AuditFormat::JsonLines => None,
    };
    let mut lines = Vec::new();
    let (mut order, mut entries, mut erased) = (Order::default(), 0, 0);
    let written = input.records.visit(|mut stored| {
        order.next(&stored.entry)?;
        if !input.filter.admits(&stored.entry) {
            return Ok(ControlFlow::Continue(()));
        }
        if input.erase.as_ref().is_some_and(|erase| erase.admits(&stored.entry)) {
            stored.secret = None;
        }
        entries += 1;
        erased += u64::from(stored.secret.is_none());
        match &mut table {
            Some(table) => row(table, &stored),
            None => line(&mut lines, &stored),
        }
        Ok(ControlFlow::Continue(()))
    });
    written.map_err(|error| error.within("/records"))?;
    let (text, media_type, formula_cells) = match table {
        Some(table) => (table.text, "text/csv; charset=utf-8; header=present", table.formula_cells),
        None => (text_of(lines)?, "application/x-ndjson", 0),
    };
    Ok(RenderedAudit { text, media_type: media_type.to_owned(), entries, erased, formula_cells })
}

fn line(lines: &mut Vec<u8>, stored: &Stored<'_>) {
    let secret = stored.secret.as_ref();
    let secret = secret.map(|secret| (&*secret.digits, secret.body.as_bytes()));
    write::record(lines, &stored.bytes, &stored.hash, secret);
    lines.push(b'\n');
}

fn text_of(lines: Vec<u8>) -> Result<String> {
    String::from_utf8(lines).map_err(|fault| Error::invalid("/records", fault.to_string()))
}

/// Columns of the table. What an entry does not have is an empty cell; no name and no body is written as one.
const COLUMNS: [&str; 13] = [
    "seq",
    "at",
    "event_id",
    "type",
    "actor",
    "project",
    "subject",
    "tenant",
    "body_digest",
    "prev",
    "hash",
    "salt",
    "body",
];

/// Writes the row of a record.
fn row(table: &mut CsvTable, stored: &Stored<'_>) {
    let (entry, secret) = (&stored.entry, stored.secret.as_ref());
    let cells: [&str; COLUMNS.len()] = [
        &entry.seq.to_string(),
        &entry.at.to_string(),
        &entry.event_id,
        &entry.kind,
        &entry.actor,
        entry.project.as_deref().unwrap_or_default(),
        entry.subject.as_deref().unwrap_or_default(),
        &entry.tenant,
        &entry.body_digest.to_string(),
        &entry.prev.to_string(),
        &stored.hash.to_string(),
        secret.map_or("", |secret| &*secret.digits),
        secret.map_or("", |secret| secret.body),
    ];
    table.row(&cells);
}
