//! What must hold of every audit trail.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

use meta_core::audit::{
    AuditBatch, AuditEntry, AuditFilter, AuditFormat, AuditReason, AuditRecord, AuditVerdict,
    BuildAuditInput, FindAuditEntriesInput, Records, RenderAuditInput, Sha256, Verifier,
    VerifyAuditInput, build_audit, find_audit_entries, render_audit, verify_audit,
};
use meta_core::canonical;
use meta_core::time::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, from_value, json};

/// The event `index` with a body, as `build_audit` reads it.
fn event(index: usize, body: &Value) -> Value {
    let minute = index / 3;
    let mut event = json!({
        "at": format!("2026-03-01T10:{:02}:{:02}.25+01:00", minute / 60, minute % 60),
        "event_id": format!("01J-{index}"),
        "type": if index % 2 == 0 { "policy.changed" } else { "release.approved" },
        "actor": if index % 3 == 0 { "ana \"a\"" } else { "bot\\zoë" },
        "body": body,
        "salt": format!("{:032x}", index + 1),
    });
    if index % 2 == 0 {
        event["project"] = json!("gate,way");
    }
    if index % 3 == 0 {
        event["subject"] = json!("=user:17");
    }
    event
}

fn append(head: Option<&Value>, events: &[Value]) -> AuditBatch {
    let input = json!({"tenant": "acme", "head": head, "events": events});
    build_audit(&from_value::<BuildAuditInput>(input).unwrap()).unwrap()
}

fn trail(bodies: &[Value]) -> AuditBatch {
    let events: Vec<Value> = bodies.iter().enumerate().map(|(i, body)| event(i, body)).collect();
    append(None, &events)
}

fn lines(records: &[AuditRecord]) -> String {
    let input = json!({"records": records, "format": "json_lines"});
    render_audit(&from_value(input).unwrap()).unwrap().text
}

fn verify(text: &[u8]) -> AuditVerdict {
    let mut verifier = Verifier::new(None, None, None).unwrap();
    verifier.read(text);
    verifier.finish()
}

fn list(records: &[AuditRecord], batch: &AuditBatch) -> AuditVerdict {
    let records = Records::list(records).unwrap();
    let input = VerifyAuditInput { records, head: Some(batch.head.clone()), ..Default::default() };
    verify_audit(&input).unwrap()
}

fn bodies() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-(1_i64 << 53) + 1..1 << 53).prop_map(Value::from),
        (-1e9..1e9_f64).prop_map(Value::from),
        "[a-c\u{0}-\u{20}\"\\\\é\u{7f}\u{e000}\u{1f600}]{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-cé\u{e000}\u{1f600}\n]{0,3}", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn trails() -> impl Strategy<Value = Vec<Value>> {
    prop::collection::vec(bodies(), 1..8)
}

/// Fails unless every bit of `text` that `flips` names is found in its line.
fn every_flip_is_found(text: &str, flips: impl Iterator<Item = (usize, u8)>) {
    for (at, bit) in flips {
        let line = text.as_bytes()[..at].split(|byte| *byte == b'\n').count() - 1;
        let mut bytes = text.as_bytes().to_vec();
        bytes[at] ^= 1 << bit;
        let verdict = verify(&bytes);
        let found = verdict.first_bad.unwrap_or_else(|| panic!("bit {bit} of byte {at}: {text}"));
        assert_eq!((found.seq, found.line), (line as u64, Some(line as u64 + 1)), "byte {at}");
        assert_eq!((verdict.ok, verdict.entries), (false, line as u64));
    }
}

#[test]
fn any_flipped_bit_is_found_in_its_line() {
    let bodies = [
        json!({"a\u{1f}\"": [1, -0.5, 1e-7, null]}),
        json!(true),
        json!("é\n\u{1f600}"),
        json!({}),
    ];
    let batch = trail(&bodies);
    let mut records = batch.records;
    records[1] = records[1].clone().erased();
    let text = lines(&records);
    assert!(verify(text.as_bytes()).ok);
    every_flip_is_found(&text, (0..text.len()).flat_map(|at| (0..8).map(move |bit| (at, bit))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn flips_of_other_trails_are_found_too(bodies in trails(), at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let text = lines(&trail(&bodies).records);
        every_flip_is_found(&text, std::iter::once((at.index(text.len()), bit)));
    }

    #[test]
    fn any_split_of_events_makes_the_same_trail(bodies in trails(), cuts in prop::collection::vec(0_usize..8, 0..4)) {
        let whole = trail(&bodies);
        let events: Vec<Value> = bodies.iter().enumerate().map(|(i, body)| event(i, body)).collect();
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(events.len())).collect();
        cuts.push(events.len());
        cuts.sort_unstable();
        let (mut head, mut records, mut from) = (None, Vec::new(), 0);
        for cut in cuts {
            let batch = append(head.as_ref(), &events[from..cut]);
            records.extend(batch.records);
            (head, from) = (Some(serde_json::to_value(&batch.head).unwrap()), cut);
        }
        prop_assert_eq!(lines(&records), lines(&whole.records));
        prop_assert_eq!(head.unwrap(), serde_json::to_value(&whole.head).unwrap());
        prop_assert_eq!(verify(lines(&records).as_bytes()).head, Some(whole.head));
    }

    #[test]
    fn a_list_and_a_text_say_the_same(bodies in trails(), kept in 0_usize..8) {
        let batch = trail(&bodies);
        let erased = |(i, record): (usize, &AuditRecord)| if i == kept { record.clone() } else { record.clone().erased() };
        let records: Vec<AuditRecord> = batch.records.iter().enumerate().map(erased).collect();
        let listed = list(&records, &batch);
        prop_assert!(listed.ok && listed.truncation_checked, "{listed:?}");
        let input = VerifyAuditInput { records: lines(&records).as_str().into(), head: Some(batch.head), ..Default::default() };
        prop_assert_eq!(verify_audit(&input).unwrap(), listed);
    }

    #[test]
    fn missing_moved_and_repeated_entries_are_found(bodies in prop::collection::vec(bodies(), 2..8), at in any::<prop::sample::Index>()) {
        let batch = trail(&bodies);
        let at = at.index(batch.records.len() - 1);
        let reason = |change: &dyn Fn(&mut Vec<AuditRecord>)| {
            let mut records = batch.records.clone();
            change(&mut records);
            let bad = list(&records, &batch).first_bad.unwrap();
            (bad.seq, bad.reason)
        };
        let next = at as u64 + 1;
        prop_assert_eq!(reason(&|records| { records.remove(at); }), (next - 1, AuditReason::Gap));
        prop_assert_eq!(reason(&|records| records.swap(at, at + 1)), (next - 1, AuditReason::Gap));
        prop_assert_eq!(reason(&|records| records.insert(at, records[at].clone())), (next, AuditReason::Order));
        prop_assert_eq!(reason(&|records| records.truncate(at + 1)), (next, AuditReason::Truncated));
        prop_assert_eq!(reason(&|records| records[at].entry.kind = "other".into()), (next - 1, AuditReason::Hash));
        prop_assert_eq!(reason(&|records| records[at].body = Some(json!("another"))), (next - 1, AuditReason::Body));
        prop_assert_eq!(reason(&|records| records[at].body = None), (next - 1, AuditReason::Malformed));
        // Written anew with a hash that fits, it is found by the entry behind it.
        prop_assert_eq!(reason(&|records| {
            records[at].entry.kind = "other".into();
            records[at].hash = records[at].entry.hash().unwrap();
        }), (next, AuditReason::Prev));
    }

    #[test]
    fn a_trail_that_was_written_anew_is_a_fork(bodies in trails(), at in any::<prop::sample::Index>()) {
        let batch = trail(&bodies);
        let mut events: Vec<Value> = bodies.iter().enumerate().map(|(i, body)| event(i, body)).collect();
        let at = at.index(events.len());
        events[at]["body"] = json!({"another": "body"});
        let bad = list(&append(None, &events).records, &batch).first_bad.unwrap();
        prop_assert_eq!((bad.seq, bad.reason), (bodies.len() as u64 - 1, AuditReason::Fork));
    }

    #[test]
    fn records_verify_behind_any_head(bodies in trails(), cut in any::<prop::sample::Index>()) {
        let batch = trail(&bodies);
        let cut = cut.index(bodies.len() + 1);
        let after = Some(trail(&bodies[..cut]).head);
        let records = Records::list(&batch.records[cut..]).unwrap();
        let input = VerifyAuditInput { records, after, head: Some(batch.head.clone()), tenant: None };
        let verdict = verify_audit(&input).unwrap();
        prop_assert!(verdict.ok, "{verdict:?}");
        prop_assert_eq!(verdict.head, Some(batch.head));
    }

    #[test]
    fn another_tenant_is_refused(bodies in prop::collection::vec(bodies(), 2..6), at in any::<prop::sample::Index>()) {
        let batch = trail(&bodies);
        let at = at.index(bodies.len());
        let mut records = batch.records.clone();
        records[at].entry.tenant = "other".into();
        records[at].hash = records[at].entry.hash().unwrap();
        let bad = list(&records, &batch).first_bad.unwrap();
        prop_assert_eq!((bad.seq, bad.reason), (at as u64, AuditReason::Tenant));
        let input = json!({"tenant": "other", "head": batch.head, "events": []});
        let error = build_audit(&from_value::<BuildAuditInput>(input).unwrap()).unwrap_err();
        prop_assert_eq!(error.path(), "/head/tenant");
        let find = FindAuditEntriesInput { records: Records::list(&records).unwrap(), ..Default::default() };
        prop_assert!(find_audit_entries(&find).is_err());
    }

    #[test]
    fn pages_are_the_whole_and_nothing_twice(bodies in trails(), limit in 1_usize..5, kind in prop::option::of(Just("policy.changed"))) {
        let records = trail(&bodies).records;
        let filter = json!({"type": kind, "from": "2026-03-01T09:00:01Z", "until": "2026-03-01T09:00:02.25Z"});
        let whole: Vec<AuditRecord> = records.iter().filter(|record| {
            kind.as_ref().is_none_or(|kind| record.entry.kind == *kind)
                && (3..6).contains(&record.entry.seq)
        }).cloned().collect();
        let (mut found, mut cursor) = (Vec::new(), None);
        loop {
            let input = json!({"records": records, "filter": filter, "limit": limit, "cursor": cursor});
            let page = find_audit_entries(&from_value(input).unwrap()).unwrap();
            prop_assert!(page.records.len() == limit || page.cursor.is_none());
            found.extend(page.records);
            cursor = page.cursor;
            if cursor.is_none() {
                break;
            }
        }
        // The times are 09:00:00.25, three entries each second.
        prop_assert_eq!(found, whole);
    }

    #[test]
    fn cells_of_csv_are_what_was_written(bodies in trails(), guard_formulas in any::<bool>()) {
        let records = trail(&bodies).records;
        let input = RenderAuditInput {
            records: Records::list(&records).unwrap(),
            format: AuditFormat::Csv,
            filter: AuditFilter::default(),
            erase: None,
            guard_formulas,
        };
        let rendered = render_audit(&input).unwrap();
        let rows = rows_of(&rendered.text);
        prop_assert_eq!(rows.len(), records.len() + 1);
        let mut formulas = 0;
        for (row, record) in rows[1..].iter().zip(&records) {
            let body = canonical::to_string(&record.body).unwrap();
            let subject = record.entry.subject.as_deref().unwrap_or_default();
            formulas += [&body, subject].iter().filter(|cell| cell.starts_with(['=', '-'])).count() as u64;
            let guarded = |cell: &str| {
                let mark = if guard_formulas && cell.starts_with(['=', '-']) { "'" } else { "" };
                format!("{mark}{cell}")
            };
            prop_assert_eq!(&row[4], record.entry.actor.as_str());
            prop_assert_eq!(&row[6], &guarded(subject));
            prop_assert_eq!(&row[12], &guarded(&body));
        }
        prop_assert_eq!(rendered.formula_cells, formulas);
    }

    #[test]
    fn entries_are_written_as_canonical_json(
        names in prop::collection::vec("[ -~é\"\\\\\u{e000}\u{1f600}]{1,9}", 6), more in any::<(bool, bool)>(),
        seq in 0_u64..1 << 53, milliseconds in 0_i64..1 << 45, hash in any::<Vec<u8>>(),
    ) {
        let name = |index: usize| names[index].as_str().into();
        let entry = AuditEntry {
            v: 1,
            tenant: name(0),
            seq: seq.min((1 << 53) - 2),
            at: Timestamp::from_milliseconds(milliseconds).unwrap(),
            event_id: name(1),
            kind: name(2),
            actor: name(3),
            project: more.0.then(|| name(4)),
            subject: more.1.then(|| name(5)),
            body_digest: Sha256::of(&hash),
            prev: Sha256::ZERO,
        };
        prop_assert_eq!(String::from_utf8(entry.canonical().unwrap()).unwrap(), canonical::to_string(&entry).unwrap());
        prop_assert_eq!(entry.hash().unwrap().to_string(), canonical::digest_hex(&entry).unwrap());
    }
}

/// Reads CSV (RFC 4180).
fn rows_of(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {
                assert_eq!(letters.next(), Some('\n'));
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    rows
}
