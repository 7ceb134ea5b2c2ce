//! JUnit XML: a suite for each class, a case for each change. What breaks fails, what is ignored is
//! skipped, and findings fail as they do elsewhere.

use std::io;

use quick_xml::Writer;
use quick_xml::events::BytesText;

use super::{Shown, words};
use crate::config::Class;
use crate::diff::Change;
use crate::error::Result;
use crate::report::junit::{Totals, clean, document, suites_of};

type Xml = Writer<Vec<u8>>;

/// Writes the changes, and the findings after them.
pub(super) fn render(report: &Shown) -> Result<String> {
    let failing = report.changes.iter().filter(|change| fails(change)).count();
    let open = report.findings.iter().filter(|finding| finding.is_open()).count();
    let cut = usize::from(report.incomplete);
    let totals = Totals {
        tests: report.changes.len() + report.findings.len() + cut,
        failures: failing + open,
    };
    document(&totals, |xml| {
        for class in Class::WORST_FIRST {
            let cases: Vec<&Change> =
                report.changes.iter().filter(|change| change.class == class).collect();
            if !cases.is_empty() {
                suite(xml, report, class, &cases)?;
            }
        }
        if report.incomplete {
            incomplete(xml, report)?;
        }
        suites_of(xml, &report.findings)
    })
}

fn fails(change: &Change) -> bool {
    change.ignored.is_none() && change.class == Class::Breaking
}

fn suite(xml: &mut Xml, report: &Shown, class: Class, cases: &[&Change]) -> io::Result<()> {
    let count =
        |test: fn(&Change) -> bool| cases.iter().filter(|change| test(change)).count().to_string();
    let attributes = [
        ("name", class.as_str()),
        ("tests", &*cases.len().to_string()),
        ("failures", &*count(fails)),
        ("skipped", &*count(|change| change.ignored.is_some())),
    ];
    xml.create_element("testsuite")
        .with_attributes(attributes)
        .write_inner_content(|xml| cases.iter().try_for_each(|change| case(xml, report, change)))?;
    Ok(())
}

/// Tells that not everything was compared: what was not, did not pass.
fn incomplete(xml: &mut Xml, report: &Shown) -> io::Result<()> {
    let attributes = [("name", "incomplete"), ("tests", "1"), ("failures", "0"), ("skipped", "1")];
    xml.create_element("testsuite").with_attributes(attributes).write_inner_content(|xml| {
        let case = xml.create_element("testcase");
        case.with_attributes([("name", "everything is compared"), ("classname", "incomplete")])
            .write_inner_content(|xml| {
                let skipped = xml.create_element("skipped");
                skipped
                    .with_attribute(("message", words::incomplete(report)))
                    .write_empty()
                    .map(|_| ())
            })
            .map(|_| ())
    })?;
    Ok(())
}

fn case(xml: &mut Xml, report: &Shown, change: &Change) -> io::Result<()> {
    let (name, class) = (clean(&words::whereabouts(report, change)), clean(&change.code));
    let location = words::location(change);
    let file = location.map(|at| clean(&at.path)).unwrap_or_default();
    let line = location.and_then(|at| at.line).unwrap_or(1).to_string();
    let attributes = [("name", &*name), ("classname", &*class), ("file", &*file), ("line", &*line)];
    xml.create_element("testcase").with_attributes(attributes).write_inner_content(|xml| {
        let (message, body) = (clean(&change.message), body(change));
        if let Some(ignored) = &change.ignored {
            let reason = clean(&ignored.reason);
            xml.create_element("skipped").with_attribute(("message", &*reason)).write_empty()?;
        } else if fails(change) {
            xml.create_element("failure")
                .with_attributes([("message", &*message), ("type", change.severity.as_str())])
                .write_text_content(BytesText::new(&body))?;
        } else {
            xml.create_element("system-out").write_text_content(BytesText::new(&body))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn body(change: &Change) -> String {
    let place = words::location(change).map(|at| words::place(at) + ": ").unwrap_or_default();
    let fix = change.remediation.as_ref().map(|fix| format!("\n{fix}")).unwrap_or_default();
    let names: Vec<String> = change.consumers.iter().flatten().map(words::consumer).collect();
    let concerns =
        if names.is_empty() { String::new() } else { format!("\nconcerns {}", names.join(", ")) };
    let (message, why) = (&change.message, &change.rationale);
    clean(&format!("{place}{}: {message}: {why}{fix}{concerns}", change.code))
}
