//! Plain tables.

use anstyle::{AnsiColor, Style};
use comfy_table::{ContentArrangement, Table, presets};

/// The style of headings.
pub(crate) const HEADING: Style = Style::new().bold();
/// The style of what passes.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
/// The style of what fails.
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();

/// Returns `text` in a style.
pub(crate) fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Returns a table with a heading; nothing when it has no rows.
pub(crate) fn table(title: &str, header: &[&str], rows: Vec<Vec<String>>) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(header.to_vec()).add_rows(rows);
    for column in table.column_iter_mut() {
        column.set_padding((2, 0));
    }
    let body: String = table.lines().map(|line| line.trim_end().to_owned() + "\n").collect();
    format!("{}\n{body}", styled(HEADING, title))
}
