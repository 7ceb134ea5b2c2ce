//! Writing the reports of fixtures anew. The difference is to be read before it is committed.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value};

use crate::files;

/// Runs every fixture and writes what it returned.
pub(crate) fn run() -> Result<(), String> {
    let fixtures = files::root().join("fixtures");
    for folder in files::folders_in(&fixtures)? {
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if meta_core::operations::find(&name).is_err() {
            continue;
        }
        for (path, text) in files::json_in(&folder)? {
            let case: Value = serde_json::from_str(&text)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            let blessed = bless(&name, &case, &fixtures)?;
            files::write(&path, &blessed)?;
        }
    }
    Ok(())
}

fn bless(name: &str, case: &Value, fixtures: &Path) -> Result<String, String> {
    let input = expand(case.get("input").cloned().unwrap_or_default(), fixtures)?;
    let mut fresh = Map::new();
    for key in ["note", "input"] {
        fresh.insert(key.to_owned(), case.get(key).cloned().unwrap_or_default());
    }
    match meta_core::call(name, &input.to_string()) {
        Ok(report) => {
            let report = serde_json::from_str(&report).map_err(|error| error.to_string())?;
            fresh.insert("report".to_owned(), report);
        }
        Err(error) => {
            fresh.insert("error".to_owned(), error.to_json());
        }
    }
    serde_json::to_string_pretty(&fresh).map(|text| text + "\n").map_err(|error| error.to_string())
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
