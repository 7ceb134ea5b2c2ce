//! What can be proved about two places: whether one set holds the other, and values that show that it does
//! not. The canonical forms of the jsonschema crate decide; its validators check every value that is shown.

use std::collections::BTreeMap;

use jsonschema::canonical::{CanonicalSchema, Containment, PreparedDocument, options};
use jsonschema::{PatternOptions, Registry, Validator};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::cost;
use super::dialect::Dialect;
use super::excerpt;
use super::refs::Schemas;
use super::shown::{self, Shown};
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

/// The most values of all excerpts together that are proved in place of documents that are too large for it.
const MOST_EXCERPTED: usize = 20_000;

/// How often an excerpt is looked for.
const MOST_EXCERPTS: usize = 500;

/// Both versions, ready to be asked.
pub(in crate::diff) struct Proofs<'a> {
    documents: [&'a Value; 2],
    dialects: [Dialect; 2],
    sides: Option<[Side<'a>; 2]>,
    left: usize,
    /// How many values may still be taken out of the documents, and how often.
    excerpts: (usize, usize),
    /// What was spent on values that are shown.
    listing: f64,
    /// Whether places are proved as a whole, with all that is inside of them.
    proves_wholes: bool,
    /// What is decided of two places.
    decided: BTreeMap<[String; 2], (Option<bool>, Option<bool>)>,
}

/// One version, ready to be asked.
pub(super) struct Side<'a> {
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

impl<'a> Proofs<'a> {
    /// Prepares both versions. Of documents that are too large, or have places left when enough of them was proved, what
    /// a place leads to is taken out and proved on its own.
    pub(in crate::diff) fn new(
        before: &'a Value,
        after: &'a Value,
        [was, is]: [Dialect; 2],
    ) -> Self {
        let size = count(before, MOST_VALUES).max(count(after, MOST_VALUES));
        let is_small = size < MOST_VALUES;
        let sides = is_small.then(|| read(before, was).zip(read(after, is))).flatten();
        let left = MOST_PLACES.min(MOST_WORK / size.max(1));
        // Of large descriptions, what only OpenAPI 3.0 says is not put in words of JSON Schema.
        let is_plain = is_small || ![was, is].contains(&Dialect::OpenApi30);
        Self {
            documents: [before, after],
            dialects: [was, is],
            sides: sides.map(|(before, after)| [before, after]),
            left,
            excerpts: if is_plain { (MOST_EXCERPTED, MOST_EXCERPTS) } else { (0, 0) },
            listing: 0.0,
            proves_wholes: size < MOST_WHOLE,
            decided: BTreeMap::new(),
        }
    }

    /// Asks both sides something about two places: the documents as they are, or else what the places lead to.
    fn ask<T>(
        &mut self,
        [before, after]: [&str; 2],
        of_whole: bool,
        ask: impl FnOnce([&Side<'_>; 2], &mut f64) -> T,
    ) -> Option<T> {
        if let Some(left) = self.left.checked_sub(1)
            && let Some([was, is]) = self.sides.as_ref().filter(|_| of_whole)
        {
            self.left = left;
            return Some(ask([was, is], &mut self.listing));
        }
        let ([old, new], [was, is]) = (self.documents, self.dialects);
        let (values, times) = self.excerpts;
        if values < excerpt::MOST {
            return None;
        }
        self.excerpts.1 = times.checked_sub(1)?;
        let (old, of_old) = excerpt::of(old, before, was)?;
        let (new, of_new) = excerpt::of(new, after, is)?;
        self.excerpts.0 = values.saturating_sub(of_old + of_new);
        let (was, is) = (read(&old, was)?, read(&new, is)?);
        Some(ask([&was, &is], &mut self.listing))
    }

    /// Returns whether values were lost, and whether some were gained, at two places, where it is decided.
    pub(super) fn decided(&mut self, before: &str, after: &str) -> (Option<bool>, Option<bool>) {
        let key = [before.to_owned(), after.to_owned()];
        if let Some(known) = self.decided.get(&key) {
            return *known;
        }
        let decide = |[was, is]: [&Side<'_>; 2], _: &mut f64| {
            let (old, new) = was.canonical(before).zip(is.canonical(after))?;
            Some((exceeds(&old, &new), exceeds(&new, &old)))
        };
        let known = self.ask([before, after], self.proves_wholes, decide);
        let known = known.map(Option::unwrap_or_default);
        // What nothing was left for is not known to be undecided.
        known.map(|known| self.decided.insert(key, known));
        known.unwrap_or_default()
    }

    /// Leaves the values of a proof that show a change at two other places, too.
    pub(super) fn leave_those_shown(&mut self, proof: &mut Proof, [before, after]: [&str; 2]) {
        let (lost, gained) = (std::mem::take(&mut proof.lost), std::mem::take(&mut proof.gained));
        let shows = |valid: &Validator, invalid: &Validator, shown: &Shown| {
            valid.is_valid(&shown.value) && !invalid.is_valid(&shown.value)
        };
        let leave = |[was, is]: [&Side<'_>; 2], _: &mut f64| {
            let (was, is) = was.validator(before).zip(is.validator(after))?;
            let lost = lost.into_iter().filter(|one| shows(&was, &is, one)).collect();
            let gained = gained.into_iter().filter(|one| shows(&is, &was, one)).collect();
            Some((lost, gained))
        };
        let left = self.ask([before, after], true, leave).flatten();
        (proof.lost, proof.gained) = left.unwrap_or_default();
    }

    /// Returns what is known of the schemas at two places.
    pub(super) fn of(&mut self, before: &str, after: &str) -> Proof {
        let prove = |sides: [&Side<'_>; 2], listing: &mut f64| prove(sides, before, after, listing);
        self.ask([before, after], true, prove).flatten().unwrap_or_default()
    }
}

/// Returns what is known of the schemas at two places; `spent` is what was spent on values that are shown.
fn prove([was, is]: [&Side<'_>; 2], before: &str, after: &str, spent: &mut f64) -> Option<Proof> {
    let (old, new) = was.canonical(before).zip(is.canonical(after))?;
    let (narrows, widens) = (exceeds(&old, &new), exceeds(&new, &old));
    // To list what is left of one set takes much longer than to tell whether there is anything.
    let listing = cost::of_listing(&was.schemas, before) + cost::of_listing(&is.schemas, after);
    let few = listing < MOST_LISTING && *spent + listing < MOST_LISTING * 10.0;
    *spent += if few { listing } else { 0.0 };
    let lost = if few && narrows != Some(false) {
        shown::of([(was, before, &old), (is, after, &new)])
    } else {
        Vec::new()
    };
    let gained = if few && widens != Some(false) {
        shown::of([(is, after, &new), (was, before, &old)])
    } else {
        Vec::new()
    };
    Some(Proof {
        before: before.to_owned(),
        after: after.to_owned(),
        narrows: if lost.is_empty() { narrows } else { Some(true) },
        widens: if gained.is_empty() { widens } else { Some(true) },
        lost,
        gained,
        ..Proof::default()
    })
}

/// Reads one version. Formats are not asserted, as the rules about them say; patterns take linear time.
fn read(document: &Value, dialect: Dialect) -> Option<Side<'_>> {
    if patterns(document) > MOST_PATTERNS || is_misread(document, dialect) {
        return None;
    }
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
    pub(super) fn validator(&self, at: &str) -> Option<Validator> {
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Dialect, MOST_VALUES, Proofs, read};

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

    #[test]
    fn what_a_place_leads_to_is_proved_however_large_the_document_is() {
        let many: serde_json::Map<String, serde_json::Value> = (0..MOST_VALUES)
            .map(|index| (format!("n{index}"), json!({"$ref": "#/$defs/value"})))
            .collect();
        let alternatives = json!([{"type": "string"}, {"const": "date"}, {"type": "null"}]);
        let was = json!({"properties": many, "$defs": {"value": {"anyOf": alternatives}}});
        let types = json!({"type": ["string", "null"]});
        let same = json!({"properties": many, "$defs": {"value": types}});
        let fewer = json!({"properties": many, "$defs": {"value": {"type": "string"}}});
        let of = |is: &serde_json::Value, at: &str| {
            let mut proofs = Proofs::new(&was, is, [Dialect::Draft202012; 2]);
            let proof = proofs.of(at, at);
            assert_eq!(proofs.decided(at, at), (proof.narrows, proof.widens));
            let lost: Vec<_> = proof.lost.into_iter().map(|shown| shown.value).collect();
            (proof.narrows, proof.widens, lost)
        };
        assert_eq!(of(&same, "/$defs/value"), (Some(false), Some(false), Vec::new()));
        assert_eq!(of(&fewer, "/$defs/value"), (Some(true), Some(false), vec![json!(null)]));
        // All of it is too much.
        assert_eq!(of(&fewer, ""), (None, None, Vec::new()));
    }
}
