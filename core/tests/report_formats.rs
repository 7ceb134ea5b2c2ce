//! Reports for other tools keep to the formats of those tools.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::{Path, PathBuf};

use meta_core::call;
use serde_json::{Value, json};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}

#[expect(clippy::disallowed_methods, reason = "fixtures are files")]
fn json_of(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Returns every report with findings among the fixtures, with its name.
fn reports() -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for operation in ["check_platform", "check_graph", "classify_drift", "validate_catalog"] {
        for entry in std::fs::read_dir(fixtures().join(operation)).unwrap() {
            let path = entry.unwrap().path();
            if let Some(report) = json_of(&path).get("report") {
                found.push((path.display().to_string(), report.clone()));
            }
        }
    }
    found
}

/// Every report of changes of the fixtures, with its name.
fn reports_of_changes() -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for operation in ["diff_artifacts", "diff_trees", "merge_reports"] {
        for entry in std::fs::read_dir(fixtures().join(operation)).unwrap() {
            let path = entry.unwrap().path();
            if let Some(report) = json_of(&path).get("report") {
                found.push((path.display().to_string(), report.clone()));
            }
        }
    }
    assert!(found.len() > 100);
    found
}

fn rendered(report: &Value, format: &str) -> String {
    let input = json!({"report": report, "format": format}).to_string();
    let output: Value = serde_json::from_str(&call("render_report", &input).unwrap()).unwrap();
    output.pointer("/text").and_then(Value::as_str).unwrap().to_owned()
}

fn sarif_validator() -> jsonschema::Validator {
    let mut schema = json_of(&fixtures().join("standards/sarif-2.1.0.schema.json"));
    // The published pattern of a language has a stray bracket, which strict readers refuse.
    for part in ["run", "toolComponent"] {
        let pattern = format!("/definitions/{part}/properties/language/pattern");
        *schema.pointer_mut(&pattern).unwrap() = json!("^[a-zA-Z]{2}(-[a-zA-Z]{2})?$");
    }
    jsonschema::validator_for(&schema).unwrap()
}

#[test]
fn sarif_keeps_to_its_schema() {
    let validator = sarif_validator();
    let reports = reports();
    assert!(reports.len() > 40);
    for (name, report) in reports {
        let sarif: Value = serde_json::from_str(&rendered(&report, "sarif")).unwrap();
        let faults: Vec<String> = validator.iter_errors(&sarif).map(|e| e.to_string()).collect();
        assert!(faults.is_empty(), "{name}: {faults:?}");
        let results = sarif.pointer("/runs/0/results").unwrap().as_array().unwrap();
        let findings = report.pointer("/findings").unwrap().as_array().unwrap();
        assert_eq!(results.len(), findings.len(), "{name}: a finding is lost");
        let suppressed =
            |key: &str, list: &[Value]| list.iter().filter(|one| one.get(key).is_some()).count();
        assert_eq!(suppressed("suppressions", results), suppressed("suppression", findings));
        for result in results {
            let index = result.pointer("/ruleIndex").and_then(Value::as_u64).unwrap();
            let rule = sarif.pointer(&format!("/runs/0/tool/driver/rules/{index}/id")).unwrap();
            assert_eq!(Some(rule), result.pointer("/ruleId"));
            assert!(result.pointer("/partialFingerprints").is_some());
        }
    }
}

#[test]
fn junit_is_xml_with_a_case_for_every_finding() {
    for (name, report) in reports() {
        let text = rendered(&report, "junit");
        let mut reader = quick_xml::Reader::from_str(&text);
        let (mut cases, mut depth) = (0, 0_i64);
        loop {
            use quick_xml::events::Event;
            match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
                Event::Start(tag) => {
                    depth += 1;
                    cases += usize::from(tag.name().as_ref() == b"testcase");
                }
                Event::Empty(tag) => cases += usize::from(tag.name().as_ref() == b"testcase"),
                Event::End(_) => depth -= 1,
                Event::Eof => break,
                _ => {}
            }
        }
        let findings = report.pointer("/findings").unwrap().as_array().unwrap().len();
        // A report without findings passes as one case.
        assert_eq!((cases, depth), (findings.max(1), 0), "{name}: {text}");
    }
}

#[test]
fn markdown_tables_have_as_many_cells_in_every_row() {
    for (name, report) in reports() {
        let text = rendered(&report, "markdown");
        let mut width = None;
        for line in text.lines() {
            if !line.starts_with('|') {
                width = None;
                continue;
            }
            let cells = line.replace("\\|", "").matches('|').count();
            assert_eq!(*width.get_or_insert(cells), cells, "{name}: {line}");
        }
    }
}

#[test]
fn sarif_of_changes_keeps_to_its_schema() {
    let validator = sarif_validator();
    for (name, report) in reports_of_changes() {
        let sarif: Value = serde_json::from_str(&rendered(&report, "sarif")).unwrap();
        let faults: Vec<String> = validator.iter_errors(&sarif).map(|e| e.to_string()).collect();
        assert!(faults.is_empty(), "{name}: {faults:?}");
        let results = sarif.pointer("/runs/0/results").unwrap().as_array().unwrap();
        let count = |list: &str| report[list].as_array().unwrap().len();
        assert_eq!(results.len(), count("changes") + count("findings"), "{name}");
        for result in results {
            let index = result.pointer("/ruleIndex").and_then(Value::as_u64).unwrap();
            let rule = sarif.pointer(&format!("/runs/0/tool/driver/rules/{index}/id")).unwrap();
            assert_eq!(Some(rule), result.pointer("/ruleId"));
        }
    }
}

#[test]
fn tables_of_changes_have_as_many_cells_in_every_row() {
    for (name, report) in reports_of_changes() {
        let mut width = None;
        for line in rendered(&report, "markdown").lines() {
            if !line.starts_with('|') {
                width = None;
                continue;
            }
            let cells = line.replace("\\|", "").matches('|').count();
            assert_eq!(*width.get_or_insert(cells), cells, "{name}: {line}");
        }
    }
}

#[test]
fn annotations_are_one_command_a_line() {
    for (name, report) in reports_of_changes() {
        for line in rendered(&report, "github").lines() {
            let known = ["::error ", "::warning ", "::notice "];
            assert!(known.iter().any(|level| line.starts_with(level)), "{name}: {line}");
        }
    }
}

#[test]
fn pages_have_the_elements_of_the_template_and_no_others() {
    for (name, report) in reports_of_changes() {
        let page = rendered(&report, "html");
        assert_eq!(page.matches("<script").count(), 1, "{name}");
        assert_eq!(page.matches("</script").count(), 1, "{name}");
        let list = |key: &str| report.get(key).and_then(Value::as_array).map_or(0, Vec::len);
        assert_eq!(page.matches("<article").count(), list("changes") + list("undone"), "{name}");
        // Addresses may be part of what changed, but nothing is loaded from any.
        for loads in ["src=\"", "=\"http", "url(", "@import"] {
            assert!(!page.contains(loads), "{name}: {loads}");
        }
    }
}
