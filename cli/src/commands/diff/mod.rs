//! What changed in meaning between two versions: of a file, of a folder, of a repository.

mod around;
mod one_schema;
mod options;
mod two_files;
mod two_trees;

use std::path::Path;

use clap::ColorChoice;
use meta_core::diff::{Change, Kind};
use meta_core::document::Source;
use meta_core::finding::Finding;
use meta_core::report::ReportFormat;
use meta_core::{Error, ErrorCode, Result};
use meta_rules::platform::{self, DiffArtifactsInput, DiffTreesInput, PoliciesReport};
use serde::Serialize;

use crate::arguments::{DiffArguments, DiffFormat};
use crate::git::{Named, Repository, States};
use crate::trees::{Asked, Trees};
use crate::{Status, answer, beside, git, output, progress, text, trees};
use options::Options;

/// Compares what was named.
pub(crate) fn run(arguments: &DiffArguments, color: ColorChoice) -> Result<Status> {
    let options = Options::read(arguments)?;
    if arguments.base.is_some() || arguments.staged {
        return two_states(options, arguments, color);
    }
    let [earlier @ .., before, after] = arguments.paths.as_slice() else {
        let message = "name two files or two folders, or a `--base` to compare with";
        return Err(Error::new(ErrorCode::InputInvalid, message)
            .help("such as `old.json new.json`, or `--base main`"));
    };
    let is_folder = arguments.paths.iter().any(|path| path.is_dir());
    if let (Some(first), true) = (earlier.first(), is_folder) {
        let message = "more than two versions can be named of a file, and not of a folder";
        return Err(Error::new(ErrorCode::InputInvalid, message)
            .in_file(first.display().to_string())
            .help("compare two folders, or one file of each"));
    }
    if is_folder {
        let mut asked = Asked { given: Vec::new(), stated: options.artifacts()? };
        asked.add("", arguments.kind);
        let trees =
            progress::during("reading the folders", || trees::folders(before, after, &asked))?;
        if arguments.kind == Some(Kind::Graphql) {
            let input = one_schema::input(trees, [before, after], options, arguments)?;
            return two_artifacts(input, arguments, color);
        }
        return two_trees(trees, asked, options, arguments, color);
    }
    let input = two_files::input(earlier, [before, after], options, arguments)?;
    two_artifacts(input, arguments, color)
}

fn two_artifacts(
    input: meta_core::diff::DiffArtifactsInput,
    arguments: &DiffArguments,
    color: ColorChoice,
) -> Result<Status> {
    let input = DiffArtifactsInput { artifacts: input, beside: beside::read(&arguments.beside)? };
    let mut report = progress::during("comparing", || platform::diff_artifacts(&input))?;
    beside::tell(report.policies.as_mut().and_then(|policies| policies.timings.take()));
    let diff = &report.diff;
    let shown = || {
        text::changes::of_files(diff, &input.artifacts) + said(report.policies.as_ref()).as_str()
    };
    let answer = Answer { changes: &diff.changes, findings: &diff.findings, report: &report };
    answer.write(shown, arguments, color)
}

fn two_states(options: Options, arguments: &DiffArguments, color: ColorChoice) -> Result<Status> {
    let repository = Repository::find()?;
    let named = Named {
        base: arguments.base.as_deref(),
        head: arguments.head.as_deref(),
        is_staged: arguments.staged,
        from_merge_base: arguments.merge_base,
    };
    let states = States::find(&repository, named)?;
    let names = arguments.paths.iter().map(|path| repository.name_of(path));
    let names = names.collect::<Result<Vec<String>>>()?;
    let mut asked = Asked { given: Vec::new(), stated: options.artifacts()? };
    for name in &names {
        asked.add(name, arguments.kind);
    }
    let trees = progress::during("reading the repository", || {
        git::read(&repository, &states, &names, &asked)
    })?;
    two_trees(trees, asked, options, arguments, color)
}

fn two_trees(
    trees: Trees,
    asked: Asked,
    options: Options,
    arguments: &DiffArguments,
    color: ColorChoice,
) -> Result<Status> {
    // With names, the kind says what the files are; without, which of them are asked for.
    let kind = arguments.kind.filter(|_| asked.given.is_empty());
    let input = two_trees::input(trees, asked.given, kind, options, arguments)?;
    let what = format!("comparing {} files", input.before.len().max(input.after.len()));
    let input = DiffTreesInput { trees: input, beside: beside::read(&arguments.beside)? };
    let mut report = progress::during(&what, || platform::diff_trees(&input))?;
    beside::tell(report.policies.as_mut().and_then(|policies| policies.timings.take()));
    let (diff, trees) = (&report.diff, &input.trees);
    let shown = || {
        text::changes::of_trees(diff, [&trees.before, &trees.after])
            + said(report.policies.as_ref()).as_str()
    };
    let answer = Answer { changes: &diff.changes, findings: &diff.findings, report: &report };
    answer.write(shown, arguments, color)
}

/// Returns what policies said of changes, for people.
fn said(policies: Option<&PoliciesReport>) -> String {
    policies.map(text::summary::beside).unwrap_or_default()
}

/// What a comparison found.
struct Answer<'a, R> {
    report: &'a R,
    changes: &'a [Change],
    findings: &'a [Finding],
}

impl<R: Serialize> Answer<'_, R> {
    /// Writes the report, with `text` as the format for people, and tells whether anything fails.
    fn write(
        &self,
        text: impl FnOnce() -> String,
        arguments: &DiffArguments,
        color: ColorChoice,
    ) -> Result<Status> {
        let rendered = match arguments.format {
            DiffFormat::Text => text(),
            DiffFormat::Json => answer::json(self.report)?,
            DiffFormat::Md => self.written(ReportFormat::Markdown)?,
            DiffFormat::Sarif => self.written(ReportFormat::Sarif)?,
            DiffFormat::Junit => self.written(ReportFormat::Junit)?,
            DiffFormat::Github => self.written(ReportFormat::Github)?,
            DiffFormat::Html => self.written(ReportFormat::Html)?,
            DiffFormat::Changelog => self.written(ReportFormat::Changelog)?,
            DiffFormat::ReleaseNotes => self.written(ReportFormat::ReleaseNotes)?,
        };
        output::write(&rendered, arguments.output.output.as_deref(), color)?;
        Ok(self.status(arguments))
    }

    /// Lets the core write the report.
    fn written(&self, format: ReportFormat) -> Result<String> {
        answer::rendered(Source::Value(answer::value(self.report)?), format)
    }

    /// Changes fail by their class, and findings, such as an ignore that expired, by their severity.
    fn status(&self, arguments: &DiffArguments) -> Status {
        let fails =
            |change: &Change| change.ignored.is_none() && arguments.fail_on.fails(change.class);
        let least = arguments.fail_on_findings;
        let counts = |finding: &Finding| finding.is_open() && finding.severity >= least;
        if self.changes.iter().any(fails) || self.findings.iter().any(counts) {
            Status::Findings
        } else {
            Status::Clean
        }
    }
}

fn is_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}
