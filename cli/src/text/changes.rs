//! Changes of an artifact, each with its source line before and after.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use annotate_snippets::{Group, Level, Renderer};
use meta_core::diff::{Change, Class, DiffArtifactsInput, DiffReport, DiffSummary, TreesDiff};
use meta_core::document::Source;
use meta_core::finding::Location;

use super::source::{Lines, Place, show};
use super::table::{BAD, GOOD, HEADING, styled};
use super::{files, findings};
use crate::answer::Root;

/// The texts of one version, by the names that places have.
type Side<'a> = BTreeMap<&'a str, Lines<'a>>;

/// Returns the changes of a file as text, worst first, and what was counted.
pub(crate) fn of_files(report: &DiffReport, input: &DiffArtifactsInput) -> String {
    let places = |of: fn(&Change) -> Option<&Location>| places(&report.changes, of);
    let mut lines = [
        side(&input.before_files, &places(|change| change.before_location.as_ref())),
        side(&input.after_files, &places(|change| change.after_location.as_ref())),
    ];
    let sides = [("before", &input.before), ("after", &input.after)];
    for (lines, (name, source)) in lines.iter_mut().zip(sides) {
        lines.insert(source.path_or(name), Lines::of(source.as_text().unwrap_or_default()));
    }
    let [old, _] = &mut lines;
    for earlier in &input.earlier {
        // Versions named on the command line have their paths.
        let text = earlier.as_text().unwrap_or_default();
        old.entry(earlier.path_or("earlier")).or_insert_with(|| Lines::of(text));
    }
    let mut out = changes(&report.changes, &lines);
    let mut texts: BTreeMap<String, Source> = sides
        .into_iter()
        .map(|(name, side)| (side.path_or(name).to_owned(), side.clone()))
        .collect();
    texts.extend(input.after_files.clone());
    out.push_str(&findings::render(&report.findings, &texts, &Root::new(Path::new("."))));
    out.push_str(&summary(&report.summary, report.changes.is_empty() && !report.incomplete));
    if report.incomplete {
        incomplete(&mut out, "a limit was met: changes may be missing");
    }
    out
}

/// Returns the changes of trees as text, worst first, and what was counted.
pub(crate) fn of_trees(report: &TreesDiff, sides: [&BTreeMap<String, Source>; 2]) -> String {
    let places = |of: fn(&Change) -> Option<&Location>| places(&report.changes, of);
    let [old, new] = sides;
    let lines = [
        side(old, &places(|change| change.before_location.as_ref())),
        side(new, &places(|change| change.after_location.as_ref())),
    ];
    let mut out = changes(&report.changes, &lines);
    // Findings are about the version after where there is one.
    let named: BTreeSet<&str> =
        report.findings.iter().filter_map(|f| Some(f.location.as_ref()?.path.as_str())).collect();
    let both = old.iter().chain(new);
    let both = both.filter(|(name, source)| named.contains(source.path_or(name)));
    let texts = both.map(|(name, source)| (name.clone(), source.clone())).collect();
    out.push_str(&findings::render(&report.findings, &texts, &Root::new(Path::new("."))));
    out.push_str(&files::render(report));
    let not_compared = report.counts.untold + report.counts.unreadable;
    let is_same = report.changes.is_empty() && !report.incomplete && not_compared == 0;
    out.push_str(&summary(&report.summary, is_same));
    if report.incomplete {
        incomplete(
            &mut out,
            "changes may be missing: a limit was met, or an artifact cannot be read",
        );
    }
    out
}

/// Returns the names of the files that places of changes are in.
fn places(changes: &[Change], of: fn(&Change) -> Option<&Location>) -> BTreeSet<&str> {
    changes.iter().filter_map(of).map(|place| place.path.as_str()).collect()
}

fn side<'a>(files: &'a BTreeMap<String, Source>, wanted: &BTreeSet<&str>) -> Side<'a> {
    let named = files.iter().map(|(name, source)| (source.path_or(name), source));
    let wanted = named.filter(|(name, _)| wanted.contains(name));
    wanted.filter_map(|(name, source)| Some((name, Lines::of(source.as_text()?)))).collect()
}

fn changes(changes: &[Change], lines: &[Side<'_>; 2]) -> String {
    let renderer = Renderer::styled();
    let mut out = String::new();
    for change in changes.iter().filter(|change| change.ignored.is_none()) {
        out.push_str(&one(change, lines, &renderer));
        out.push_str("\n\n");
    }
    out
}

fn one(change: &Change, lines: &[Side<'_>; 2], renderer: &Renderer) -> String {
    let class = name(change.class);
    let title = level(change.class)
        .with_name(class)
        .primary_title(change.message.as_str())
        .id(change.code.as_str());
    let mut groups = vec![Group::with_title(title)];
    let [old, new] = lines;
    let sides = [("before", &change.before_location, old), ("after", &change.after_location, new)];
    for (side, location, lines) in sides {
        let Some(location) = location else { continue };
        let group = Group::with_title(Level::NOTE.secondary_title(side));
        groups.push(placed(group, location, lines, change.code.starts_with("diff/tree/")));
    }
    let mut notes = Group::with_title(Level::NOTE.secondary_title(change.rationale.as_str()));
    if let Some(shown) = &change.witness {
        let verdict =
            if shown.valid_before { "was valid, and is not" } else { "was not valid, and is" };
        let place = shown.part().map_or(String::new(), |part| format!("at `{part}`, "));
        notes = notes.element(Level::NOTE.message(format!("{place}{} {verdict}", shown.value)));
    }
    if let Some(affected) = change.consumers.as_ref().filter(|affected| !affected.is_empty()) {
        let names: Vec<&str> = affected.iter().map(|one| one.name.as_str()).collect();
        notes = notes.element(Level::NOTE.message(format!("concerns {}", names.join(", "))));
    }
    if let Some(help) = &change.remediation {
        notes = notes.element(Level::HELP.message(help.as_str()));
    }
    groups.push(notes);
    renderer.render(&groups)
}

fn placed<'a>(
    group: Group<'a>,
    location: &'a Location,
    lines: &Side<'a>,
    is_whole: bool,
) -> Group<'a> {
    // What is about a whole file needs no line of it.
    match Place::of(location).filter(|_| !is_whole) {
        Some(place) => {
            let line = lines.get(location.path.as_str()).map_or("", |lines| lines.get(place.line));
            show(group, &location.path, line, place)
        }
        None => group.element(annotate_snippets::Origin::path(location.path.as_str())),
    }
}

fn level(class: Class) -> Level<'static> {
    match class {
        Class::Breaking => Level::ERROR,
        Class::Behavioral => Level::WARNING,
        Class::Additive | Class::Cosmetic => Level::INFO,
    }
}

fn name(class: Class) -> &'static str {
    match class {
        Class::Breaking => "breaking",
        Class::Behavioral => "behavioral",
        Class::Additive => "additive",
        Class::Cosmetic => "cosmetic",
    }
}

fn summary(counts: &DiffSummary, is_same: bool) -> String {
    let mut text = format!(
        "{} breaking, {} behavioral, {} additive, {} cosmetic",
        counts.breaking, counts.behavioral, counts.additive, counts.cosmetic
    );
    if counts.ignored > 0 {
        let _ = write!(text, ", {} ignored", counts.ignored);
    }
    if is_same {
        text = styled(GOOD, "no change of meaning");
    }
    format!("{}: {text}\n", styled(HEADING, "changes"))
}

fn incomplete(out: &mut String, warning: &str) {
    let _ = writeln!(out, "{}: {warning}", styled(BAD, "incomplete"));
}
