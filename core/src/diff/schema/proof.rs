//! What can be proved about two places: whether one set holds the other, and values that show that it does
//! not. The canonical forms of the jsonschema crate decide; its validators check every value that is shown.

use std::collections::BTreeMap;

use jsonschema::canonical::{CanonicalSchema, Containment, PreparedDocument, options};
use jsonschema::{PatternOptions, Registry, Validator};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::cost;
use super::dialect::Dialect;
use super::refs::Schemas;
use super::sample;
use crate::diff::Effect;

/// The most values (objects, lists, texts …) a document may have whose places are proved.
pub(in crate::diff) const MOST_VALUES: usize = 20_000;

/// The most values of a document whose places are proved as a whole.
const MOST_WHOLE: usize = 6_000;

/// The most patterns a document may have whose places are proved: canonical forms hold each against each.
const MOST_PATTERNS: usize = 100;

/// The most places of one comparison that are proved.
const MOST_PLACES: usize = 200;

/// Values of the document times places that are proved: a place may reach all of its document.
const MOST_WORK: usize = 400_000;

/// What one list of values that are shown may cost; all of a comparison, ten times as much.
const MOST_LISTING: f64 = 300_000.0;

/// What a document that names itself nowhere is called while its places are validated.
const ADDRESS: &str = "json-schema:///artifact";

/// What stands for itself in a fragment (RFC 3986 section 3.5).
const FRAGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_');

/// Both versions, ready to be asked.
pub(in crate::diff) struct Proofs<'a> {
    sides: Option<[Side<'a>; 2]>,
    left: usize,
    /// What was spent on values that are shown.
    listing: f64,
    /// Whether places are proved as a whole, with all that is inside of them.
    proves_wholes: bool,
    /// What is decided of two places.
    decided: BTreeMap<[String; 2], (Option<bool>, Option<bool>)>,
}

struct Side<'a> {
    schemas: Schemas<'a>,
    prepared: PreparedDocument<'a>,
    registry: Registry<'a>,
}

/// What is known of the sets at two places.
#[derive(Default)]
pub(super) struct Proof {
    /// JSON Pointers of the two schemas.
    pub(super) before: String,
    pub(super) after: String,
    /// Whether values were lost, where it is decided.
    pub(super) narrows: Option<bool>,
    /// Whether values were gained, where it is decided.
    pub(super) widens: Option<bool>,
    /// Values that only the version before accepts.
    pub(super) lost: Vec<Shown>,
    /// Values that only the version after accepts.
    pub(super) gained: Vec<Shown>,
    /// Whether the values show a change of the place around as well, where the place is one of several
    /// alternatives.
    pub(super) counts_around: bool,
    /// Whether there may have been values that show nothing of the place around.
    pub(super) refuted: bool,
}

impl Proof {
    /// Takes away from an effect what is proved not to have happened.
    pub(super) fn possible(&self, effect: Effect) -> Effect {
        let narrows = effect.narrows() && self.narrows != Some(false);
        let widens = effect.widens() && self.widens != Some(false);
        Effect::of([narrows, widens])
    }
}

/// A value that one version accepts and the other rejects.
pub(super) struct Shown {
    pub(super) value: Value,
    /// The keywords that reject it.
    pub(super) keywords: Vec<String>,
}

impl<'a> Proofs<'a> {
    /// Prepares both versions; documents that are too large or not sound have no proofs.
    pub(in crate::diff) fn new(
        before: &'a Value,
        after: &'a Value,
        [was, is]: [Dialect; 2],
    ) -> Self {
        let size = count(before, MOST_VALUES).max(count(after, MOST_VALUES));
        let few = |document: &Value| patterns(document) <= MOST_PATTERNS;
        let is_small = size < MOST_VALUES && few(before) && few(after);
        let is_small = is_small && !is_misread(before, was) && !is_misread(after, is);
        let sides = is_small.then(|| read(before, was).zip(read(after, is))).flatten();
        let left = MOST_PLACES.min(MOST_WORK / size.max(1));
        let sides = sides.map(|(before, after)| [before, after]);
        let proves_wholes = size < MOST_WHOLE;
        Self { sides, left, listing: 0.0, proves_wholes, decided: BTreeMap::new() }
    }

    /// Returns whether values were lost, and whether some were gained, at two places, where it is decided.
    pub(super) fn decided(&mut self, before: &str, after: &str) -> (Option<bool>, Option<bool>) {
        let key = [before.to_owned(), after.to_owned()];
        if let Some(known) = self.decided.get(&key) {
            return *known;
        }
        let Some([was, is]) = self.sides.as_ref().filter(|_| self.proves_wholes) else {
            return (None, None);
        };
        let Some(left) = self.left.checked_sub(1) else { return (None, None) };
        self.left = left;
        let both = was.canonical(before).zip(is.canonical(after));
        let known =
            both.map_or((None, None), |(old, new)| (exceeds(&old, &new), exceeds(&new, &old)));
        self.decided.insert(key, known);
        known
    }

    /// Leaves the values of a proof that show a change at two other places, too.
    pub(super) fn leave_those_shown(&mut self, proof: &mut Proof, [before, after]: [&str; 2]) {
        let Some([was, is]) = &self.sides else { return };
        let left = self.left.checked_sub(1);
        self.left = left.unwrap_or_default();
        let validators = left.and_then(|_| was.validator(before).zip(is.validator(after)));
        let Some((was, is)) = validators else {
            (proof.lost, proof.gained) = (Vec::new(), Vec::new());
            return;
        };
        let shows = |valid: &Validator, invalid: &Validator, shown: &Shown| {
            valid.is_valid(&shown.value) && !invalid.is_valid(&shown.value)
        };
        proof.lost.retain(|shown| shows(&was, &is, shown));
        proof.gained.retain(|shown| shows(&is, &was, shown));
    }

    /// Returns what is known of the schemas at two places.
    pub(super) fn of(&mut self, before: &str, after: &str) -> Proof {
        let Some([was, is]) = &self.sides else { return Proof::default() };
        let Some(left) = self.left.checked_sub(1) else { return Proof::default() };
        self.left = left;
        let both = was.canonical(before).zip(is.canonical(after));
        let Some((old, new)) = both else { return Proof::default() };
        let (narrows, widens) = (exceeds(&old, &new), exceeds(&new, &old));
        // To list what is left of one set takes much longer than to tell whether there is anything.
        let listing = cost::of_listing(&was.schemas, before) + cost::of_listing(&is.schemas, after);
        let few = listing < MOST_LISTING && self.listing + listing < MOST_LISTING * 10.0;
        self.listing += if few { listing } else { 0.0 };
        let lost = if few && narrows != Some(false) {
            shown((was, before), (is, after), (old.subtract(&new).ok(), &old))
        } else {
            Vec::new()
        };
        let gained = if few && widens != Some(false) {
            shown((is, after), (was, before), (new.subtract(&old).ok(), &new))
        } else {
            Vec::new()
        };
        Proof {
            before: before.to_owned(),
            after: after.to_owned(),
            narrows: if lost.is_empty() { narrows } else { Some(true) },
            widens: if gained.is_empty() { widens } else { Some(true) },
            lost,
            gained,
            ..Proof::default()
        }
    }
}

/// Reads one version. Formats are not asserted, as the rules about them say; patterns take linear time.
fn read(document: &Value, dialect: Dialect) -> Option<Side<'_>> {
    let draft = dialect.draft();
    let prepared = options()
        .offline()
        .with_draft(draft)
        .should_validate_formats(false)
        .with_pattern_options(PatternOptions::regex())
        .prepare(document)
        .ok()?;
    let schemas = Schemas::new(document, dialect);
    let address = schemas.address("").map_or(ADDRESS, |(address, _)| address);
    let registry = Registry::new().draft(draft).add(address, document).ok()?.prepare().ok()?;
    Some(Side { schemas, prepared, registry })
}

impl Side<'_> {
    /// Returns the canonical form of the schema at a place, unless it takes too long to reckon with it.
    fn canonical(&self, at: &str) -> Option<CanonicalSchema> {
        cost::is_provable(&self.schemas, at)
            .then(|| self.prepared.canonicalize_at(at).ok())
            .flatten()
    }

    /// Returns the validator of the schema at a place.
    fn validator(&self, at: &str) -> Option<Validator> {
        // Pointers lead into the nearest part that has an address of its own, as those who write `$ref` must.
        let (address, inside) = self.schemas.address(at).unwrap_or((ADDRESS, at));
        let reference = format!("{address}#{}", utf8_percent_encode(inside, FRAGMENT));
        jsonschema::options()
            .offline()
            .with_registry(&self.registry)
            .with_draft(self.prepared.draft())
            .should_validate_formats(false)
            .with_pattern_options(PatternOptions::regex())
            .build(&json!({"$ref": reference}))
            .ok()
    }
}

/// Tells whether the library may read a schema otherwise than it is meant: in 2019-09, items that satisfy `contains` are
/// left to `unevaluatedItems` (JSON Schema 2019-09 section 9.3.1.3), and it takes them for evaluated, as 2020-12 does.
/// And of a condition that leaves over what it does not speak of, beside something that asks for what is left over, it
/// forgets what the condition has spoken of.
fn is_misread(document: &Value, dialect: Dialect) -> bool {
    let leftovers = || {
        count_keyword(document, "unevaluatedProperties")
            + count_keyword(document, "unevaluatedItems")
    };
    let counted = dialect == Dialect::Draft201909
        && has_keyword(document, "contains")
        && has_keyword(document, "unevaluatedItems");
    counted || (has_keyword(document, "if") && leftovers() > 1)
}

/// Counts how often a keyword stands anywhere in a document.
fn count_keyword(document: &Value, keyword: &str) -> usize {
    let (mut waiting, mut seen) = (vec![document], 0);
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(items) => waiting.extend(items),
            Value::Object(members) => {
                seen += usize::from(members.contains_key(keyword));
                waiting.extend(members.values());
            }
            _ => {}
        }
    }
    seen
}

/// Tells whether a keyword stands anywhere in a document.
fn has_keyword(document: &Value, keyword: &str) -> bool {
    count_keyword(document, keyword) > 0
}

/// Counts what may be a pattern; without too many values a document is soon looked through.
fn patterns(document: &Value) -> usize {
    let mut seen = 0;
    let mut waiting = vec![document];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(items) => waiting.extend(items),
            Value::Object(members) => {
                let listed = members.get("patternProperties").and_then(Value::as_object);
                seen += listed.map_or(0, serde_json::Map::len);
                seen += usize::from(members.get("pattern").is_some_and(Value::is_string));
                waiting.extend(members.values());
            }
            _ => {}
        }
    }
    seen
}

/// Counts values, but not beyond `most`.
pub(in crate::diff) fn count(value: &Value, most: usize) -> usize {
    let mut seen = 0;
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        seen += 1;
        if seen >= most {
            break;
        }
        match value {
            Value::Array(items) => waiting.extend(items),
            Value::Object(members) => waiting.extend(members.values()),
            _ => {}
        }
    }
    seen
}

/// Tells whether `one` has values that `other` has not, where it is decided.
fn exceeds(one: &CanonicalSchema, other: &CanonicalSchema) -> Option<bool> {
    match other.covers(one).ok()? {
        Containment::Yes => Some(false),
        Containment::No => Some(true),
        Containment::Unknown => None,
    }
}

/// Returns values that `from` accepts and `to` rejects, checked with both validators: of their `difference` where that
/// can be told, else of all that `from` accepts.
fn shown(
    (from, at_from): (&Side<'_>, &str),
    (to, at_to): (&Side<'_>, &str),
    (difference, all): (Option<CanonicalSchema>, &CanonicalSchema),
) -> Vec<Shown> {
    let mut found = Vec::new();
    let mut validators = None;
    for schema in difference.iter().chain([all]) {
        let values = sample::values(&schema.to_json_schema());
        if values.is_empty() || !found.is_empty() {
            continue;
        }
        if validators.is_none() {
            validators = from.validator(at_from).zip(to.validator(at_to));
        }
        let Some((accepts, rejects)) = &validators else { break };
        let accepted = values.into_iter().filter(|value| accepts.is_valid(value));
        found.extend(accepted.filter_map(|value| rejected(value, rejects)));
    }
    found
}

/// Returns a value with the keywords that reject it, if any do.
fn rejected(value: Value, by: &Validator) -> Option<Shown> {
    let keywords: Vec<String> =
        by.iter_errors(&value).map(|error| error.kind().keyword().to_owned()).collect();
    (!keywords.is_empty()).then_some(Shown { value, keywords })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Dialect, read};

    #[test]
    fn places_are_validated_wherever_they_have_an_address() {
        let line = json!({"$id": "line.json", "$defs": {"sku": {"type": "string"}, "own": {"$ref": "#/$defs/sku"}}});
        for document in [
            json!({"$defs": {"line": line}}),
            json!({"$id": "https://example.org/a/order.json", "$defs": {"line": line}}),
            json!({"$id": "order.json", "$defs": {"line": line}}),
            json!({"$id": "order.json", "$defs": {"line": {"$defs": {"sku": {"type": "string"}, "own": {"$ref": "#/$defs/line/$defs/sku"}}}}}),
        ] {
            let side = read(&document, Dialect::of(&document)).unwrap();
            for at in ["/$defs/line/$defs/sku", "/$defs/line/$defs/own"] {
                let validator = side.validator(at).unwrap();
                assert!(validator.is_valid(&json!("a")), "{document} {at}");
                assert!(!validator.is_valid(&json!(1)), "{document} {at}");
            }
        }
    }
}
