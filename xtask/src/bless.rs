//! Writing the reports of fixtures anew. The difference is to be read before it is committed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use meta_core::operations::Prepared;
use meta_rules::operations;
use serde_json::{Map, Value, json};

use crate::files;

/// A fixture: where it is, what it says, and what it would say when blessed.
pub(crate) struct Fixture {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
    pub(crate) blessed: String,
}

/// Runs every fixture and writes what it returned.
pub(crate) fn run() -> Result<(), String> {
    for fixture in fixtures()? {
        if fixture.text != fixture.blessed {
            files::write(&fixture.path, &fixture.blessed)?;
        }
    }
    Ok(())
}

/// Runs every fixture.
pub(crate) fn fixtures() -> Result<Vec<Fixture>, String> {
    let root = files::root().join("fixtures");
    let mut found = Vec::new();
    for folder in files::folders_in(&root)? {
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if operations::find(&name).is_err() {
            continue;
        }
        for (path, text) in files::json_in(&folder)? {
            let case = parse(&text).map_err(|error| format!("{}: {error}", path.display()))?;
            let blessed = bless(&name, &case, &root)?;
            found.push(Fixture { path, text, blessed });
        }
    }
    for folder in files::folders_in(&root.join("handles"))? {
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        for (path, text) in files::json_in(&folder)? {
            let case = parse(&text).map_err(|error| format!("{}: {error}", path.display()))?;
            found.push(Fixture { path, text, blessed: bless_handle(&name, &case)? });
        }
    }
    Ok(found)
}

/// Runs a fixture of a handle: it is prepared from `open`, and asked each of `calls`.
fn bless_handle(name: &str, case: &Value) -> Result<String, String> {
    let part = |value: &Value, key: &str| value.get(key).cloned().unwrap_or_default();
    let mut fresh = Map::new();
    fresh.insert("note".to_owned(), part(case, "note"));
    fresh.insert("open".to_owned(), part(case, "open"));
    match operations::open(name, &part(case, "open").to_string()) {
        Err(error) => {
            fresh.insert("error".to_owned(), error.to_json());
        }
        Ok(handle) => {
            let mut calls = Vec::new();
            for call in case.get("calls").and_then(Value::as_array).into_iter().flatten() {
                calls.push(bless_call(&handle, call)?);
            }
            fresh.insert("calls".to_owned(), Value::Array(calls));
        }
    }
    pretty(&Value::Object(fresh))
}

/// Asks a question of a fixture: with another handle at its side where `with` tells what that is prepared from.
fn bless_call(handle: &Prepared, call: &Value) -> Result<Value, String> {
    let part = |value: &Value, key: &str| value.get(key).cloned().unwrap_or_default();
    let (method, input) = (part(call, "method"), part(call, "input"));
    let (name, text) = (method.as_str().unwrap_or_default(), input.to_string());
    let mut fresh = json!({"method": method, "input": input});
    let answer = match call.get("with") {
        None => handle.call(name, &text),
        Some(with) => {
            let class = part(with, "handle");
            let open = part(with, "open").to_string();
            let other = operations::open(class.as_str().unwrap_or_default(), &open);
            if let Some(members) = fresh.as_object_mut() {
                members.insert("with".to_owned(), with.clone());
            }
            handle.call_with(name, &other.map_err(|error| error.to_string())?, &text)
        }
    };
    let (key, value) = match answer {
        Ok(report) => ("report", parse(&report)?),
        Err(error) => ("error", error.to_json()),
    };
    if let Some(members) = fresh.as_object_mut() {
        members.insert(key.to_owned(), value);
    }
    Ok(fresh)
}

fn parse(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn pretty(value: &Value) -> Result<String, String> {
    serde_json::to_string_pretty(value).map(|text| text + "\n").map_err(|error| error.to_string())
}

fn bless(name: &str, case: &Value, fixtures: &Path) -> Result<String, String> {
    let input = expand(case.get("input").cloned().unwrap_or_default(), fixtures)?;
    let mut fresh = Map::new();
    for key in ["note", "input"] {
        fresh.insert(key.to_owned(), case.get(key).cloned().unwrap_or_default());
    }
    match meta_rules::call(name, input.to_string()) {
        Ok(report) => {
            fresh.insert("report".to_owned(), parse(&report)?);
        }
        Err(error) => {
            fresh.insert("error".to_owned(), error.to_json());
        }
    }
    pretty(&Value::Object(fresh))
}

/// Replaces `"workspace": NAME` by the files of the folder `fixtures/NAME`.
fn expand(mut input: Value, fixtures: &Path) -> Result<Value, String> {
    let Some(members) = input.as_object_mut() else { return Ok(input) };
    if let Some(Value::String(name)) = members.remove("workspace") {
        let mut found = BTreeMap::new();
        let root = fixtures.join(name);
        collect(&root, &root, &mut found)?;
        let texts: Map<String, Value> =
            found.into_iter().map(|(path, text)| (path, Value::String(text))).collect();
        members.insert("files".to_owned(), Value::Object(texts));
    }
    Ok(input)
}

fn collect(root: &Path, folder: &Path, found: &mut BTreeMap<String, String>) -> Result<(), String> {
    let entries =
        std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.is_dir() {
            collect(root, &path, found)?;
        } else if path.extension().is_some_and(|end| end == "yaml" || end == "yml" || end == "json")
        {
            let relative = path.strip_prefix(root).unwrap_or(&path);
            let name = relative.to_string_lossy().replace('\\', "/");
            found.insert(name, files::read(&path)?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_fixture_is_as_expected() {
        for fixture in fixtures().unwrap() {
            assert_eq!(fixture.blessed, fixture.text, "{}", fixture.path.display());
        }
    }

    #[test]
    fn every_question_of_a_handle_has_a_fixture() {
        let fixtures = fixtures().unwrap();
        for handle in &operations::HANDLES {
            for method in handle.methods {
                let asked = format!("\"method\": \"{}\",\n      \"report\"", method.name);
                assert!(fixtures.iter().any(|f| f.text.contains(&asked)), "{}", method.name);
            }
        }
    }

    #[test]
    fn every_operation_has_a_fixture_of_a_report() {
        let fixtures = fixtures().unwrap();
        let shown: BTreeSet<&str> = fixtures
            .iter()
            .filter(|fixture| fixture.text.contains("\n  \"report\":"))
            .filter_map(|fixture| fixture.path.parent()?.file_name()?.to_str())
            .collect();
        for operation in operations::OPERATIONS.iter() {
            assert!(shown.contains(operation.name), "{}", operation.name);
        }
    }

    /// Too large, or too rare, for a fixture: tests of their own show them.
    const SHOWN_ELSEWHERE: [&str; 1] = ["graph/search_limited"];

    #[test]
    fn every_code_is_shown_by_a_fixture() {
        let fixtures = fixtures().unwrap();
        let texts: Vec<&str> = fixtures.iter().map(|fixture| fixture.text.as_str()).collect();
        let missing: Vec<&str> = meta_core::finding::codes::all()
            .into_iter()
            .map(|code| code.id)
            .filter(|id| !SHOWN_ELSEWHERE.contains(id))
            .filter(|id| !texts.iter().any(|text| text.contains(&format!("\"code\": \"{id}\",\n"))))
            .collect();
        assert!(missing.is_empty(), "no fixture shows {missing:?}");
    }
}
