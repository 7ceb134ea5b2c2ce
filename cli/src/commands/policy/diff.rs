//! What a change of policies does to what they find in workspaces.

use std::collections::BTreeMap;
use std::path::Path;

use clap::ColorChoice;
use meta_core::config::ArtifactRule;
use meta_core::document::Source;
use meta_core::finding::{Finding, Severity, Texts};
use meta_core::{Error, ErrorCode, Result};
use meta_rules::effect::{CatalogEffect, EffectReport, Sides, effect_of, render_effect};
use meta_rules::{Catalog, CompileInput, EvaluateInput, PolicySet, is_pack, is_policy};

use super::{Files, catalog};
use crate::answer;
use crate::arguments::{EffectFormat, PolicyDiffArguments};
use crate::commands::check::current;
use crate::git::{self, Repository, States};
use crate::trees::Asked;
use crate::{Status, beside, output, text, workspace};

/// Asks the policies before and after about each workspace, and tells what differs.
pub(crate) fn run(arguments: &PolicyDiffArguments, color: ColorChoice) -> Result<Status> {
    let [before, after] = policies(arguments)?;
    let now = arguments.now.map_or_else(current, Ok)?;
    let mut workspaces: Vec<(String, Files, Catalog)> = Vec::new();
    for path in &arguments.workspace {
        let files = workspace::read(path)?;
        let catalog = catalog(&files, now)?;
        workspaces.push((path.display().to_string(), files, catalog));
    }
    let sides = workspaces.iter().map(|(name, _, catalog)| Sides { name, catalogs: [catalog; 2] });
    let context = EvaluateInput {
        environment: arguments.environment.clone(),
        data: arguments.data.as_deref().map(beside::data).transpose()?.unwrap_or_default(),
        timeout_ms: arguments.timeout_ms,
        ..EvaluateInput::at(now)
    };
    let mut report = effect_of([&before, &after], sides.collect(), &context)?;
    for (effect, (_, files, _)) in report.effects.iter_mut().zip(&workspaces) {
        locate(effect, files);
    }
    let rendered = match arguments.format {
        EffectFormat::Text => text::effect::render(&report, &workspaces),
        EffectFormat::Json => answer::json(&report)?,
        EffectFormat::Md => render_effect(&report),
    };
    output::write(&rendered, arguments.output.output.as_deref(), color)?;
    let fails = arguments.fail_on.is_some_and(|least| is_worse(&report, least));
    Ok(if fails { Status::Findings } else { Status::Clean })
}

/// Reads the policies before and after: of two folders, or of a folder as a ref has it and as it is.
fn policies(arguments: &PolicyDiffArguments) -> Result<[PolicySet; 2]> {
    let [before, after] = match (arguments.policies.as_slice(), &arguments.base) {
        ([folder], Some(base)) => [of_ref(folder, base)?, workspace::policies(folder)?],
        ([before, after], None) => [workspace::policies(before)?, workspace::policies(after)?],
        _ => {
            let message = "name two folders, or one folder and a `--base` to compare with";
            return Err(Error::new(ErrorCode::InputInvalid, message)
                .help("such as `old new`, or `policies --base main`"));
        }
    };
    let compile =
        |files: Files| PolicySet::compile(&CompileInput { files, ..CompileInput::default() });
    Ok([compile(before)?, compile(after)?])
}

/// Returns the policies that a folder has in a state of the repository; none where the folder was not there yet.
fn of_ref(folder: &Path, base: &str) -> Result<BTreeMap<String, Source>> {
    let repository = Repository::find()?;
    let name = repository.name_of(folder)?;
    let states = States::whole(&repository, base)?;
    let path = if name.is_empty() { "*.rhai".to_owned() } else { format!("{name}/*.rhai") };
    let given = vec![ArtifactRule { path, ..ArtifactRule::default() }];
    let asked = Asked { given, stated: Vec::new() };
    let mut files = git::read(&repository, &states, &[name], &asked)?.after;
    files.retain(|name, _| is_policy(name) || is_pack(name));
    Ok(files)
}

/// Fills in the lines of findings.
fn locate(effect: &mut CatalogEffect, files: &Files) {
    let mut texts = Texts::default();
    texts.add_all(files);
    texts.locate(&mut effect.gained);
    texts.locate(&mut effect.lost);
    for change in &mut effect.changed {
        texts.locate(std::slice::from_mut(&mut change.before));
        texts.locate(std::slice::from_mut(&mut change.after));
    }
}

/// Tells whether a finding that counts is new, or worse than it was.
fn is_worse(report: &EffectReport, least: Severity) -> bool {
    let counts = |finding: &Finding| finding.is_open() && finding.severity >= least;
    report.effects.iter().any(|effect| {
        let worse = effect.changed.iter().filter(|change| !counts(&change.before));
        effect.gained.iter().chain(worse.map(|change| &change.after)).any(counts)
    })
}
