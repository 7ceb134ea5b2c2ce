//! Where artifacts, projects and tasks are: what happens to them, what may, and what is blocked.
#![expect(clippy::indexing_slicing, reason = "a JSON value without a member has null there")]

use std::collections::BTreeMap;
use std::path::Path;

use clap::ColorChoice;
use meta_core::document::Source;
use meta_core::time::Timestamp;
use meta_core::{Error, ErrorCode, Result};
use serde_json::{Value, json};

use super::check::current;
use crate::arguments::{
    AdvanceArguments, AskerArguments, AvailableArguments, BlockingArguments, BlockingReportFormat,
    CheckRulesArguments, ConflictsArguments, ExplainTransitionArguments, FactArguments,
    GuardArguments, ReplayArguments, RulesArguments,
};
use crate::asked::{ask, document, input, list, list_of};
use crate::journal::{self, Journal};
use crate::text::protocol as text;
use crate::{Status, answer, output, workspace};

/// Has events happen, and stores where everything is then.
///
/// The journal is written first: when the state is not, the events of the journal that it lacks happen once more.
pub(crate) fn advance(arguments: &AdvanceArguments, color: ColorChoice) -> Result<Status> {
    let events = list(&arguments.events)?;
    let asked = ruled(
        &arguments.state.rules,
        [("state", state(&arguments.state.state)?), ("events", Some(events.clone()))],
    )?;
    let report = ask("advance_many", &asked)?;
    let results = report["results"].as_array().cloned().unwrap_or_default();
    if !arguments.dry_run {
        if let Some(path) = &arguments.journal {
            Journal::read(path)?.append(&decided(&events, &results))?;
        }
        journal::replace(&arguments.state.state, &(report["state"].to_string() + "\n"))?;
    }
    let shown = json!({ "results": results });
    answer::plain(&shown, text::decisions(&results), &arguments.answer, color)?;
    if let Some(error) = results.iter().find_map(|result| result.get("error")) {
        return Err(refused(error));
    }
    let is_denied = |result: &Value| result["decision"]["outcome"] == "denied";
    Ok(if results.iter().any(is_denied) { Status::Findings } else { Status::Clean })
}

/// Returns the events that were decided, as lines of a journal; not those that had happened already.
fn decided(events: &Value, results: &[Value]) -> Vec<String> {
    let events = events.as_array().into_iter().flatten().zip(results);
    let is_new = |result: &Value| {
        result["decision"].is_object() && result["decision"]["outcome"] != "duplicate"
    };
    events.filter(|(_, result)| is_new(result)).map(|(event, _)| event.to_string()).collect()
}

/// Returns the first error among the results.
fn refused(error: &Value) -> Error {
    let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
    let code = ErrorCode::ALL.into_iter().find(|code| code.as_str() == text("code"));
    let told = Error::new(code.unwrap_or(ErrorCode::InputInvalid), text("message"));
    let told = told.at(text("path"));
    if error["help"].is_null() { told } else { told.help(text("help")) }
}

/// Lists what may happen.
pub(crate) fn available(arguments: &AvailableArguments, color: ColorChoice) -> Result<Status> {
    let asked = ruled(
        &arguments.state.rules,
        [
            ("state", Some(state(&arguments.state.state)?.unwrap_or_else(|| json!({})))),
            ("tenant", Some(json!(arguments.asker.tenant))),
            ("actor", Some(json!(arguments.asker.actor))),
            ("at", Some(json!(at(&arguments.asker)?))),
            ("project", arguments.project.as_ref().map(|name| json!(name))),
            ("subject", arguments.subject.as_ref().map(|id| json!(id))),
            ("allowed_only", Some(json!(arguments.allowed_only))),
            ("facts", facts(&arguments.facts)?),
            ("guards", Some(guards(&arguments.facts))),
        ],
    )?;
    let report = ask("list_available", &asked)?;
    answer::plain(&report, text::available(&report), &arguments.answer, color)
}

/// Reads what conditions of machines read.
fn facts(arguments: &FactArguments) -> Result<Option<Value>> {
    arguments.facts.as_deref().map(document).transpose()
}

fn guards(arguments: &FactArguments) -> Value {
    arguments.guard.iter().cloned().collect::<BTreeMap<String, bool>>().into_iter().collect()
}

/// Tells what an event would do, and why it would not.
pub(crate) fn explain(
    arguments: &ExplainTransitionArguments,
    color: ColorChoice,
) -> Result<Status> {
    let asked = ruled(
        &arguments.state.rules,
        [
            ("state", Some(state(&arguments.state.state)?.unwrap_or_else(|| json!({})))),
            ("tenant", Some(json!(arguments.asker.tenant))),
            ("actor", Some(json!(arguments.asker.actor))),
            ("at", Some(json!(at(&arguments.asker)?))),
            (
                "transition",
                Some(json!({
                    "subject": arguments.subject, "event": arguments.event, "cascade": arguments.cascade,
                    "facts": facts(&arguments.facts)?, "guards": guards(&arguments.facts),
                })),
            ),
        ],
    )?;
    let report = ask("explain_transition", &asked)?;
    answer::plain(&report, text::explanation(&report), &arguments.answer, color)?;
    let is_denied = report["decision"]["outcome"] == "denied";
    Ok(if is_denied { Status::Findings } else { Status::Clean })
}

/// Rebuilds the state from a journal.
pub(crate) fn replay(arguments: &ReplayArguments, color: ColorChoice) -> Result<Status> {
    let mut journal = Journal::open(&arguments.journal)?;
    let mut told = String::new();
    if arguments.repair
        && let Some(kept) = journal.repair()?
    {
        told = format!("moved the last line, which is cut off, to {}\n", kept.display());
    }
    let events = list_of(&arguments.journal.display().to_string(), journal.whole()?)?;
    let snapshot = arguments.snapshot.as_deref().map(document).transpose()?;
    let asked = ruled(
        &arguments.rules,
        [
            ("snapshot", snapshot),
            ("events", Some(events)),
            ("expected_digest", arguments.expect.as_ref().map(|digest| json!(digest))),
        ],
    )?;
    let report = ask("replay_lifecycle", &asked)?;
    if let Some(path) = &arguments.state {
        journal::replace(path, &(report["state"].to_string() + "\n"))?;
    }
    answer::plain(&report, told + &*text::replayed(&report), &arguments.answer, color)?;
    let has_errors = report["errors"].as_object().is_some_and(|errors| !errors.is_empty());
    let is_other = report["is_expected"] == json!(false);
    Ok(if has_errors || is_other { Status::Findings } else { Status::Clean })
}

/// Checks the rules, and tells what holds where.
pub(crate) fn rules(arguments: &CheckRulesArguments, color: ColorChoice) -> Result<Status> {
    let (path, check) = (&arguments.config, &arguments.check);
    let asked = guarded(&arguments.guard, [("config", Some(document(path)?))])?;
    let report = ask("check_lifecycle", &asked)?;
    let findings: Vec<meta_core::finding::Finding> =
        serde_json::from_value(report["findings"].clone()).map_err(|error| {
            Error::new(ErrorCode::InputInvalid, format!("the report cannot be read: {error}"))
        })?;
    let name = path.display().to_string();
    let answer = answer::Answer { report: &report, findings: &findings, summary: text::rules };
    let files = std::collections::BTreeMap::new();
    answer
        .write(&files, &answer::Root::new(Path::new(".")), check, color)
        .map_err(|error| if error.path().is_empty() { error.in_file(name) } else { error })
}

/// Reports what is blocked.
pub(crate) fn blocking(arguments: &BlockingArguments, color: ColorChoice) -> Result<Status> {
    let asked = ruled(
        &arguments.state.rules,
        [
            ("state", Some(state(&arguments.state.state)?.unwrap_or_else(|| json!({})))),
            ("tenant", Some(json!(arguments.tenant))),
            ("project", arguments.project.as_ref().map(|name| json!(name))),
            ("at", arguments.now.map(|at| json!(at))),
        ],
    )?;
    let report = ask("build_blocking_report", &asked)?;
    let is_blocked = report["is_blocked"] == json!(true);
    let rendered = match arguments.format {
        BlockingReportFormat::Json => answer::json(&report)?,
        BlockingReportFormat::Md => written(&report, "markdown")?,
        BlockingReportFormat::Csv => written(&report, "csv")?,
    };
    output::write(&rendered, arguments.output.output.as_deref(), color)?;
    Ok(if is_blocked && !arguments.exit_zero { Status::Findings } else { Status::Clean })
}

fn written(report: &Value, format: &str) -> Result<String> {
    let rendered = ask("render_blocking_report", &json!({ "report": report, "format": format }))?;
    Ok(rendered["text"].as_str().unwrap_or_default().to_owned())
}

/// Finds what does not go together among artifacts.
pub(crate) fn conflicts(arguments: &ConflictsArguments, color: ColorChoice) -> Result<Status> {
    let mut asked = match list(&arguments.artifacts)? {
        Value::Array(all) => match all.as_slice() {
            [one] if one.get("artifacts").is_some() => one.clone(),
            _ => json!({ "artifacts": all }),
        },
        other => other,
    };
    if asked.get("now").is_none() {
        asked["now"] = json!(arguments.now.map_or_else(current, Ok)?);
    }
    let report = ask("find_conflicts", &asked)?;
    answer::plain(&report, text::conflicts(&report), &arguments.answer, color)?;
    let is_blocked = report["is_blocked"] == json!(true) && !arguments.exit_zero;
    Ok(if is_blocked { Status::Findings } else { Status::Clean })
}

fn at(asker: &AskerArguments) -> Result<Timestamp> {
    asker.now.map_or_else(current, Ok)
}

/// Returns an input with the rules.
fn ruled<const N: usize>(
    rules: &RulesArguments,
    fields: [(&str, Option<Value>); N],
) -> Result<Value> {
    let mut asked = guarded(&rules.guard, fields)?;
    if let Some(path) = &rules.config {
        asked["config"] = document(path)?;
    }
    Ok(asked)
}

/// Returns an input with the policies that are asked.
fn guarded<const N: usize>(
    guard: &GuardArguments,
    fields: [(&str, Option<Value>); N],
) -> Result<Value> {
    let mut asked = input(fields);
    let mut files = BTreeMap::new();
    for folder in &guard.policies {
        files.extend(workspace::policies(folder)?);
    }
    if guard.policies.is_empty() {
        return Ok(asked);
    }
    asked["policies"] = json!({ "files": files });
    if let Some(path) = &guard.data {
        asked["data"] = document(path)?;
    }
    if let Some(name) = &guard.environment {
        asked["environment"] = json!(name);
    }
    if let Some(path) = &guard.catalog {
        let name = path.display().to_string();
        let text = workspace::text(path).map_err(|error| error.in_file(&name))?;
        asked["catalog"] = json!({ "catalog": Source::named(name, text) });
    }
    Ok(asked)
}

/// Reads the state; none when the file is not there.
fn state(path: &Path) -> Result<Option<Value>> {
    if path.as_os_str() != "-" && !path.exists() { Ok(None) } else { document(path).map(Some) }
}
