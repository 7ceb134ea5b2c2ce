//! Changes of an artifact, each with its source line before and after.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use annotate_snippets::{Group, Level, Renderer};
use meta_core::diff::{Change, Class, DiffReport};
use meta_core::document::Source;
use meta_core::finding::Location;

use super::findings;
use super::source::{Lines, Place, show};
use super::table::{BAD, GOOD, HEADING, styled};
use crate::answer::Root;

/// Returns the changes as text, worst first, and what was counted.
pub(crate) fn render(report: &DiffReport, sides: [&Source; 2]) -> String {
    let lines = sides.map(|side| Lines::of(side.as_text().unwrap_or_default()));
    let renderer = Renderer::styled();
    let mut out = String::new();
    for change in report.changes.iter().filter(|change| change.ignored.is_none()) {
        out.push_str(&one(change, &lines, &renderer));
        out.push_str("\n\n");
    }
    out.push_str(&findings::render(&report.findings, &texts(sides), &Root::new(Path::new("."))));
    out + &summary(report)
}

/// Returns the texts that findings may point into, by their names.
fn texts(sides: [&Source; 2]) -> BTreeMap<String, Source> {
    let named = ["before", "after"].into_iter().zip(sides);
    named.map(|(name, side)| (side.path_or(name).to_owned(), side.clone())).collect()
}

fn one(change: &Change, lines: &[Lines<'_>; 2], renderer: &Renderer) -> String {
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
        groups.push(placed(group, location, lines));
    }
    let mut notes = Group::with_title(Level::NOTE.secondary_title(change.rationale.as_str()));
    if let Some(shown) = &change.witness {
        let verdict =
            if shown.valid_before { "was valid, and is not" } else { "was not valid, and is" };
        notes = notes.element(Level::NOTE.message(format!("{} {verdict}", shown.value)));
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

fn placed<'a>(group: Group<'a>, location: &'a Location, lines: &Lines<'a>) -> Group<'a> {
    match Place::of(location) {
        Some(place) => show(group, &location.path, lines.get(place.line), place),
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

fn summary(report: &DiffReport) -> String {
    let counts = &report.summary;
    let mut text = format!(
        "{} breaking, {} behavioral, {} additive, {} cosmetic",
        counts.breaking, counts.behavioral, counts.additive, counts.cosmetic
    );
    if counts.ignored > 0 {
        let _ = write!(text, ", {} ignored", counts.ignored);
    }
    if report.changes.is_empty() {
        text = styled(GOOD, "no change of meaning");
    }
    let mut out = format!("{}: {text}\n", styled(HEADING, "changes"));
    if report.incomplete {
        let warning = "a limit was met: changes may be missing";
        let _ = writeln!(out, "{}: {warning}", styled(BAD, "incomplete"));
    }
    out
}
