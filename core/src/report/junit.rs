//! JUnit XML: a suite for each code, a case for each subject.

use std::collections::BTreeMap;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::error::{Error, ErrorCode, Result};
use crate::finding::Finding;

/// How many cases there are.
pub(super) struct Totals {
    pub(super) tests: usize,
    pub(super) failures: usize,
}

/// Writes the findings as failed cases, accepted ones as skipped.
pub(super) fn render(findings: &[Finding]) -> Result<String> {
    let failures = findings.iter().filter(|finding| finding.is_open()).count();
    let totals = Totals { tests: findings.len(), failures };
    document(&totals, |xml| suites_of(xml, findings))
}

/// Writes a document; `suites` writes what is inside.
pub(super) fn document(
    totals: &Totals,
    suites: impl Fn(&mut Writer<Vec<u8>>) -> io::Result<()>,
) -> Result<String> {
    let failed = |error: io::Error| Error::new(ErrorCode::InputInvalid, error.to_string());
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    write(&mut xml, totals, suites).map_err(failed)?;
    let mut text = String::from_utf8_lossy(&xml.into_inner()).into_owned();
    text.push('\n');
    Ok(text)
}

fn write(
    xml: &mut Writer<Vec<u8>>,
    totals: &Totals,
    suites: impl Fn(&mut Writer<Vec<u8>>) -> io::Result<()>,
) -> io::Result<()> {
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    // A report without any case reads as a check that did not run.
    let (tests, failures) = (totals.tests.max(1).to_string(), totals.failures.to_string());
    xml.create_element("testsuites")
        .with_attributes([("name", "meta-core"), ("tests", &*tests), ("failures", &*failures)])
        .write_inner_content(
            |xml| if totals.tests == 0 { clean_suite(xml) } else { suites(xml) },
        )?;
    Ok(())
}

/// Writes a suite for each code of findings.
pub(super) fn suites_of(xml: &mut Writer<Vec<u8>>, findings: &[Finding]) -> io::Result<()> {
    let mut suites: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        suites.entry(&finding.code).or_default().push(finding);
    }
    suites.iter().try_for_each(|(code, cases)| suite(xml, code, cases))
}

fn clean_suite(xml: &mut Writer<Vec<u8>>) -> io::Result<()> {
    xml.create_element("testsuite")
        .with_attributes([("name", "meta-core"), ("tests", "1"), ("failures", "0")])
        .write_inner_content(|xml| {
            xml.create_element("testcase")
                .with_attributes([("name", "no findings"), ("classname", "meta-core")])
                .write_empty()
                .map(|_| ())
        })?;
    Ok(())
}

fn suite(xml: &mut Writer<Vec<u8>>, code: &str, cases: &[&Finding]) -> io::Result<()> {
    let open = cases.iter().filter(|finding| finding.is_open()).count();
    let (tests, failures) = (cases.len().to_string(), open.to_string());
    let skipped = (cases.len() - open).to_string();
    let attributes =
        [("name", code), ("tests", &*tests), ("failures", &*failures), ("skipped", &*skipped)];
    xml.create_element("testsuite")
        .with_attributes(attributes)
        .write_inner_content(|xml| cases.iter().try_for_each(|finding| case(xml, finding)))?;
    Ok(())
}

fn case(xml: &mut Writer<Vec<u8>>, finding: &Finding) -> io::Result<()> {
    let (name, class) = (clean(&finding.subject), clean(&finding.code));
    let file = finding.location.as_ref().map(|place| clean(&place.path)).unwrap_or_default();
    let line = finding.location.as_ref().and_then(|place| place.line).unwrap_or(1).to_string();
    let attributes = [("name", &*name), ("classname", &*class), ("file", &*file), ("line", &*line)];
    xml.create_element("testcase").with_attributes(attributes).write_inner_content(|xml| {
        let message = clean(&finding.message);
        if let Some(suppression) = &finding.suppression {
            let reason = clean(&suppression.reason);
            xml.create_element("skipped").with_attribute(("message", &*reason)).write_empty()?;
        } else {
            xml.create_element("failure")
                .with_attributes([("message", &*message), ("type", finding.severity.as_str())])
                .write_text_content(BytesText::new(&body(finding)))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn body(finding: &Finding) -> String {
    let place = finding.location.as_ref().map_or_else(String::new, |at| {
        let line = at.line.map(|line| format!(":{line}")).unwrap_or_default();
        let column = at.column.map(|column| format!(":{column}")).unwrap_or_default();
        format!("{}{line}{column}: ", at.path)
    });
    let remedy =
        finding.remediation.as_ref().map(|remedy| format!("\n{remedy}")).unwrap_or_default();
    clean(&format!("{place}{}: {}{remedy}", finding.code, finding.message))
}

/// Leaves out the characters that XML 1.0 cannot carry even escaped (section 2.2).
pub(super) fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| {
            matches!(c, '\t' | '\n' | '\r') || (*c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'))
        })
        .collect()
}
