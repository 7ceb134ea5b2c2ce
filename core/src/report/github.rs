//! Workflow commands of GitHub Actions: `::error file=…,line=…,title=…::message`.

use crate::finding::{Finding, Location, Severity};

/// Writes a command for each finding that counts.
pub(super) fn findings(findings: &[Finding]) -> String {
    let open = findings.iter().filter(|finding| finding.is_open());
    let line = |finding: &Finding| {
        let remedy = finding.remediation.as_ref().map(|fix| format!("\n{fix}")).unwrap_or_default();
        let text = format!("{}: {}{remedy}", finding.subject, finding.message);
        command(level(finding.severity), finding.location.as_ref(), &finding.code, &text)
    };
    open.map(line).collect()
}

/// Returns the command that a severity is shown by.
pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Moderate => "warning",
        Severity::Low | Severity::Info => "notice",
    }
}

/// Returns one command with its line end.
pub(super) fn command(level: &str, at: Option<&Location>, title: &str, text: &str) -> String {
    let mut properties = Vec::new();
    if let Some(at) = at {
        properties.push(format!("file={}", property(&at.path)));
        let numbers = [
            ("line", at.line),
            ("endLine", at.end_line.filter(|_| at.line.is_some())),
            ("col", at.column.filter(|_| at.line.is_some())),
            // A column of the end counts only within one line.
            ("endColumn", at.end_column.filter(|_| at.line.is_some() && at.line == at.end_line)),
        ];
        let known = numbers.into_iter().filter_map(|(name, number)| Some((name, number?)));
        properties.extend(known.map(|(name, number)| format!("{name}={number}")));
    }
    properties.push(format!("title={}", property(title)));
    format!("::{level} {}::{}\n", properties.join(","), data(text))
}

/// Escapes a message: a line end would end the command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property: a comma or a colon would end it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::command;

    #[test]
    fn nothing_ends_a_command_early() {
        let text = command("error", None, "a,b:c%0A", "x\r\n::error::y%0A");
        assert_eq!(text, "::error title=a%2Cb%3Ac%250A::x%0D%0A::error::y%250A\n");
    }
}
