//! Each place of a report is one of its text.

use meta_core::diff::{Change, DiffReport, Kind};
use meta_core::document::{Limits, Source, Span, pointer};
use meta_core::finding::Location;
use serde_json::Value;

/// The lengths of the lines of a text, in characters. None where a carriage return stands alone: it ends a
/// line of YAML, and no line of JSON.
pub(super) struct Lines(Option<Vec<usize>>);

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let alone = body.replace("\r\n", "\n").contains('\r');
        Self((!alone).then(|| body.split('\n').map(|line| line.chars().count()).collect()))
    }

    /// A part of the text starts and ends in it, in this order.
    pub(super) fn check(&self, span: Span) {
        let (start, end) = ((span.line, span.column), (span.end_line, span.end_column));
        assert!(start <= end, "ends before it starts: {span:?}");
        let Some(lengths) = &self.0 else { return };
        for (line, column) in [start, end].map(|(line, column)| (line as usize, column as usize)) {
            let length = line.checked_sub(1).and_then(|line| lengths.get(line));
            let inside = length.is_some_and(|length| (1..=length + 1).contains(&column));
            assert!(inside, "out of the text: {span:?}");
        }
    }

    fn check_location(&self, at: &Location) {
        let parts = [at.line, at.column, at.end_line, at.end_column];
        if let [Some(line), Some(column), Some(end_line), Some(end_column)] = parts {
            self.check(Span { line, column, end_line, end_column });
        } else {
            assert_eq!(parts, [None; 4], "part of a place");
        }
    }
}

/// Returns the pointers of every value in `value`, outer ones first.
pub(super) fn pointers(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    collect(value, "", &mut found);
    found
}

fn collect(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| {
            collect(item, &pointer::push(at, &index.to_string()), found);
        }),
        Value::Object(members) => {
            members
                .iter()
                .for_each(|(key, member)| collect(member, &pointer::push(at, key), found));
        }
        _ => {}
    }
}

/// One version: its text, and its value where pointers lead into it.
struct Version {
    lines: Lines,
    value: Option<Value>,
}

impl Version {
    fn new(kind: Kind, text: &str) -> Self {
        // The pointers of a GraphQL schema lead into the schema, however it is written.
        let load = || Some(Source::text(text).load("", &Limits::default()).ok()?.value);
        let value = if kind == Kind::Graphql { None } else { load() };
        Self { lines: Lines::of(text), value }
    }

    fn has(&self, pointer: &str) -> bool {
        self.value.as_ref().is_none_or(|value| value.pointer(pointer).is_some())
    }

    fn check(&self, location: &Location, whole: &Change) {
        assert!(self.has(&location.pointer), "leads nowhere: {whole:?}");
        // What says nothing may be no text at all.
        let placed = self.value.as_ref().is_none_or(Value::is_null) || location.line.is_some();
        assert!(placed, "a text has lines: {whole:?}");
        self.lines.check_location(location);
    }
}

/// Checks the places of `report`, which compares the texts `before` and `after`.
pub(super) fn check(report: &DiffReport, before: &str, after: &str) {
    let versions = [before, after].map(|text| Version::new(report.kind, text));
    report.changes.iter().for_each(|change| check_change(change, &versions));
    for (path, version) in ["before", "after"].into_iter().zip(&versions) {
        let locations = report.findings.iter().filter_map(|finding| finding.location.as_ref());
        locations.filter(|at| at.path == path).for_each(|at| version.lines.check_location(at));
    }
}

/// Options may hold other files, and versions before that one.
fn is_of_pair(location: &Location) -> bool {
    ["before", "after"].contains(&location.path.as_str())
}

fn check_change(change: &Change, versions: &[Version; 2]) {
    let places = [
        (&change.before_pointer, &change.before_location, change.before.is_some()),
        (&change.after_pointer, &change.after_location, change.after.is_some()),
    ];
    for (version, (pointer, location, has_value)) in versions.iter().zip(places) {
        let stated = location.as_ref().map(|location| location.pointer.as_str());
        assert_eq!(pointer.as_deref(), stated, "{change:?}");
        // What is too large to be shown has a place alone.
        assert!(pointer.is_some() || !has_value, "{change:?}");
        if let Some(location) = location.as_ref().filter(|location| is_of_pair(location)) {
            version.check(location, change);
        }
    }
    let all = [&change.before_location, &change.after_location].into_iter().flatten();
    // Against a version before that one, the place before is in a text that is not here.
    let of_pair = all.clone().all(is_of_pair) && !change.details.contains_key("versions");
    if let Some(witness) = change.witness.as_ref().filter(|_| of_pair) {
        let sides = [&witness.before_pointer, &witness.after_pointer];
        let there = versions.iter().zip(sides).all(|(version, side)| version.has(side));
        assert!(there, "the schema of a witness is none: {change:?}");
    }
}
