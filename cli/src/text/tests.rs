//! What tests of policies showed.

use std::fmt::Write as _;
use std::io;

use meta_core::{Error, ErrorCode, Result};
use meta_rules::{
    CaseFailure, CaseReport, CoverageReport, CoveredShare, FailureKind, MutatePoliciesReport,
    TestFileReport, TestPoliciesReport,
};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::table::{BAD, GOOD, HEADING, styled};

/// Returns the failed cases and the numbers.
pub(crate) fn render(report: &TestPoliciesReport) -> String {
    let mut out = String::new();
    for test in &report.tests {
        for case in test.cases.iter().filter(|case| !case.pass) {
            failed(&mut out, test, case);
        }
    }
    for policy in &report.untested {
        let _ = writeln!(out, "{} {} ({})", styled(HEADING, "no tests:"), policy.id, policy.path);
    }
    if let Some(coverage) = &report.coverage {
        reached(&mut out, coverage);
    }
    let counts = &report.counts;
    let verdict = if report.pass { styled(GOOD, "passed") } else { styled(BAD, "failed") };
    let _ = write!(out, "{verdict}: {} of {} cases", counts.passed, counts.cases);
    let _ = write!(out, " in {} files", report.tests.len());
    if counts.left_out > 0 {
        let _ = write!(out, ", {} left out", counts.left_out);
    }
    out.push('\n');
    out
}

/// Writes what the cases do not reach, and how much they do.
fn reached(out: &mut String, coverage: &CoverageReport) {
    for policy in &coverage.policies {
        if let Some(why) = &policy.unmeasured {
            let _ = writeln!(out, "{} {}: {why}", styled(BAD, "unmeasured"), policy.path);
        }
        for line in &policy.uncovered_lines {
            let _ = writeln!(out, "{} {}:{line}", styled(BAD, "never runs"), policy.path);
        }
        for condition in &policy.uncovered_conditions {
            let place = format!("{}:{}:{}", policy.path, condition.line, condition.column);
            let never = styled(BAD, if condition.never { "never true" } else { "never false" });
            let _ = writeln!(out, "{never} {place}: {}", condition.text);
        }
        for outcome in &policy.uncovered_outcomes {
            let place = format!("{}:{}:{}", policy.path, outcome.line, outcome.column);
            let _ = writeln!(out, "{} {place}: {}", styled(BAD, "never said"), outcome.text);
        }
    }
    let share = |share: &CoveredShare| format!("{} of {}", share.covered, share.total);
    let _ = write!(out, "{} {} lines", styled(HEADING, "reached:"), share(&coverage.lines));
    let _ = write!(out, ", {} ways of conditions", share(&coverage.conditions));
    let _ = write!(out, ", {} decisions", share(&coverage.outcomes));
    if let (Some(threshold), false) = (coverage.threshold, coverage.pass) {
        let _ = write!(out, "; less than {threshold} %");
    }
    out.push('\n');
}

fn failed(out: &mut String, test: &TestFileReport, case: &CaseReport) {
    let place = place(test, case);
    let _ = writeln!(out, "{} {place}: {}: {}", styled(BAD, "failed"), test.policy, case.name);
    for failure in &case.failures {
        let _ = writeln!(out, "  {}", failure.message);
        if let Some((label, near)) = near(failure) {
            let _ = writeln!(out, "    {label}: {near}");
        }
    }
    out.push('\n');
}

fn place(test: &TestFileReport, case: &CaseReport) -> String {
    let line = case.line.map(|line| format!(":{line}")).unwrap_or_default();
    format!("{}{line}", test.path)
}

/// Returns what comes nearest to what is not as expected.
fn near(failure: &CaseFailure) -> Option<(&'static str, String)> {
    match failure.kind {
        FailureKind::Unsaid => {
            failure.said.as_ref().map(|said| ("nearest that was said", said.line_of()))
        }
        FailureKind::Unexpected => failure
            .expected
            .as_ref()
            .map(|expected| ("nearest that was expected", expected.line_of())),
        _ => None,
    }
}

/// Returns the changes that no test notices, and the numbers.
pub(crate) fn mutants(report: &MutatePoliciesReport) -> String {
    let mut out = String::new();
    for policy in &report.policies {
        if let Some(why) = &policy.not_mutated {
            let _ = writeln!(out, "{} {}: {why}", styled(BAD, "not changed"), policy.path);
        }
        for survivor in &policy.survivors {
            let place = format!("{}:{}:{}", policy.path, survivor.line, survivor.column);
            let _ = writeln!(out, "{} {place}", styled(BAD, "survived"));
            let _ = writeln!(out, "  - {}\n  + {}", survivor.before, survivor.after);
        }
    }
    let counts = &report.counts;
    let verdict = if report.pass { styled(GOOD, "passed") } else { styled(BAD, "failed") };
    let _ = write!(out, "{verdict}: {} of {} mutants noticed", counts.killed, counts.mutants);
    if counts.not_compiled > 0 {
        let _ = write!(out, ", {} were no policies", counts.not_compiled);
    }
    if counts.left_out > 0 {
        let _ = write!(out, ", {} left out", counts.left_out);
    }
    out.push('\n');
    out
}

/// Returns the report as JUnit XML: a suite for each file, a case for each case.
pub(crate) fn junit(report: &TestPoliciesReport) -> Result<String> {
    let failed = |error: io::Error| Error::new(ErrorCode::InputInvalid, error.to_string());
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    document(&mut xml, report).map_err(failed)?;
    Ok(String::from_utf8_lossy(&xml.into_inner()).into_owned() + "\n")
}

fn document(xml: &mut Writer<Vec<u8>>, report: &TestPoliciesReport) -> io::Result<()> {
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let (tests, failures) = (report.counts.cases.to_string(), report.counts.failed.to_string());
    xml.create_element("testsuites")
        .with_attributes([("name", "meta-core"), ("tests", &*tests), ("failures", &*failures)])
        .write_inner_content(|xml| report.tests.iter().try_for_each(|test| suite(xml, test)))?;
    Ok(())
}

fn suite(xml: &mut Writer<Vec<u8>>, test: &TestFileReport) -> io::Result<()> {
    let failures = test.cases.iter().filter(|case| !case.pass).count().to_string();
    let tests = test.cases.len().to_string();
    let name = clean(&test.policy);
    xml.create_element("testsuite")
        .with_attributes([("name", &*name), ("tests", &*tests), ("failures", &*failures)])
        .write_inner_content(|xml| {
            test.cases.iter().try_for_each(|case| test_case(xml, test, case))
        })?;
    Ok(())
}

fn test_case(
    xml: &mut Writer<Vec<u8>>,
    test: &TestFileReport,
    case: &CaseReport,
) -> io::Result<()> {
    let (name, class, file) = (clean(&case.name), clean(&test.policy), clean(&test.path));
    let line = case.line.unwrap_or(1).to_string();
    let attributes = [("name", &*name), ("classname", &*class), ("file", &*file), ("line", &*line)];
    let element = xml.create_element("testcase").with_attributes(attributes);
    let Some(first) = case.failures.first() else {
        element.write_empty()?;
        return Ok(());
    };
    let lines: Vec<&str> = case.failures.iter().map(|failure| failure.message.as_str()).collect();
    let (message, body) = (clean(&first.message), clean(&lines.join("\n")));
    element.write_inner_content(|xml| {
        xml.create_element("failure")
            .with_attribute(("message", &*message))
            .write_text_content(BytesText::new(&body))?;
        Ok(())
    })?;
    Ok(())
}

/// Leaves out the characters that XML 1.0 cannot carry even escaped (section 2.2).
fn clean(text: &str) -> String {
    let carries = |c: &char| {
        matches!(c, '\t' | '\n' | '\r') || (*c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'))
    };
    text.chars().filter(carries).collect()
}
