//! A report can be written in every format, and each stays what it is whatever the texts hold.

use meta_core::document::Source;
use meta_core::report::{RenderReportInput, ReportFormat, render_report};
use serde_json::Value;

const FORMATS: [ReportFormat; 7] = [
    ReportFormat::Markdown,
    ReportFormat::Sarif,
    ReportFormat::Junit,
    ReportFormat::Github,
    ReportFormat::Html,
    ReportFormat::Changelog,
    ReportFormat::ReleaseNotes,
];

/// Writes `report` in every format.
pub(super) fn check(report: &Value) {
    for format in FORMATS {
        let input = RenderReportInput { report: Source::Value(report.clone()), format };
        let written = render_report(&input);
        assert!(written.is_ok(), "{format:?}: {written:?}");
        let Ok(text) = written.map(|written| written.text) else { return };
        let holds = match format {
            ReportFormat::Sarif => serde_json::from_str::<Value>(&text).is_ok(),
            // XML 1.0 has no other control characters, and no way to write them.
            ReportFormat::Junit => !text.chars().any(|c| c < ' ' && !"\t\n\r".contains(c)),
            ReportFormat::Github => text.lines().all(|line| line.starts_with("::")),
            _ => true,
        };
        assert!(holds, "{format:?}: {text}");
    }
}
