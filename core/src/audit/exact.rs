//! Reading the line of a record in the form that nearly all have: canonical, and with names in which nothing is escaped.
//! Other lines are left to the reader of `read`, which tells what is wrong with them. A property test compares both.

use std::borrow::Cow;

use smol_str::SmolStr;

use super::body::Salt;
use super::hash::Sha256;
use super::read::{Secret, Stored};
use super::scan::Scan;
use super::types::{AuditEntry, MOST_ENTRIES, VERSION};
use crate::name::name_fault;
use crate::time::Timestamp;

/// Returns the record of a line that has this form.
pub(super) fn read(line: &[u8]) -> Option<Stored<'_>> {
    let text = std::str::from_utf8(line).ok()?;
    let mut scan = Scan { rest: text };
    scan.literal("{")?;
    let mut body = None;
    if scan.literal("\"body\":").is_some() {
        body = Some(scan.body()?);
        scan.literal(",")?;
    }
    scan.literal("\"entry\":")?;
    let from = scan.rest;
    let entry = entry(&mut scan)?;
    let bytes = from.get(..from.len() - scan.rest.len())?;
    scan.literal(",\"hash\":\"")?;
    let hash = hash(&mut scan)?;
    let secret = match body {
        Some(body) => {
            scan.literal("\",\"salt\":\"")?;
            let digits = scan.plain()?;
            let salt = Salt::parse(digits).ok()?;
            Some(Secret { digits: Cow::Borrowed(digits), salt, body })
        }
        None => None,
    };
    (scan.rest == "\"}").then_some(Stored {
        entry,
        hash,
        secret,
        bytes: Cow::Borrowed(bytes.as_bytes()),
    })
}

fn entry(scan: &mut Scan<'_>) -> Option<AuditEntry> {
    let actor = name(scan, "{\"actor\":\"")?;
    scan.literal("\",\"at\":\"")?;
    let at = time(scan.plain()?)?;
    scan.literal("\",\"body_digest\":\"")?;
    let body_digest = hash(scan)?;
    let event_id = name(scan, "\",\"event_id\":\"")?;
    scan.literal("\",\"prev\":\"")?;
    let prev = hash(scan)?;
    scan.literal("\",\"")?;
    let mut project = None;
    if scan.rest.starts_with('p') {
        project = Some(name(scan, "project\":\"")?);
        scan.literal("\",\"")?;
    }
    scan.literal("seq\":")?;
    let seq = scan.whole().filter(|seq| *seq < MOST_ENTRIES)?;
    let mut subject = None;
    if scan.rest.starts_with(",\"s") {
        subject = Some(name(scan, ",\"subject\":\"")?);
        scan.literal("\"")?;
    }
    let tenant = name(scan, ",\"tenant\":\"")?;
    let kind = name(scan, "\",\"type\":\"")?;
    scan.literal("\",\"v\":1}")?;
    let v = VERSION;
    Some(AuditEntry {
        v,
        tenant,
        seq,
        at,
        event_id,
        kind,
        actor,
        project,
        subject,
        body_digest,
        prev,
    })
}

fn name(scan: &mut Scan<'_>, before: &str) -> Option<SmolStr> {
    scan.literal(before)?;
    scan.plain().filter(|name| name_fault(name).is_none()).map(SmolStr::new)
}

fn hash(scan: &mut Scan<'_>) -> Option<Sha256> {
    Sha256::parse(scan.bytes(64)?)
}

/// Reads a time in the one form that it is written in: in UTC, with the fewest digits of a second.
fn time(text: &str) -> Option<Timestamp> {
    let (head, tail) = text.split_at_checked(19)?;
    let fraction = match tail {
        "Z" => "1",
        _ => tail.strip_prefix('.')?.strip_suffix('Z')?,
    };
    let is_shortest = fraction.len() <= 9 && !fraction.ends_with('0');
    // A leap second is written as the second before it.
    let is_normal = is_shortest && head.as_bytes().get(10) == Some(&b'T') && !head.ends_with("60");
    if is_normal { Timestamp::parse(text).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LINE: &str = concat!(
        r#"{"body":{"a":[1,"b"]},"entry":{"actor":"zoë","at":"2026-03-01T09:00:00.25Z","#,
        r#""body_digest":"0000000000000000000000000000000000000000000000000000000000000001","event_id":"e-1","#,
        r#""prev":"0000000000000000000000000000000000000000000000000000000000000000","project":"p","seq":0,"#,
        r#""subject":"s","tenant":"t","type":"k","v":1},"#,
        r#""hash":"0000000000000000000000000000000000000000000000000000000000000002","#,
        r#""salt":"00000000000000000000000000000003"}"#,
    );

    /// Fails unless what is read of a line is what the other reader reads.
    fn both_read_the_same(line: &[u8]) -> bool {
        let Some(exact) = read(line) else { return false };
        let other = Stored::read_any(line, true);
        let other =
            other.unwrap_or_else(|fault| panic!("{fault:?}: {}", String::from_utf8_lossy(line)));
        assert_eq!(exact.bytes, other.bytes);
        assert_eq!(exact.record().unwrap(), other.record().unwrap());
        true
    }

    #[test]
    fn a_record_is_read_with_all_members_and_with_the_fewest() {
        assert!(both_read_the_same(LINE.as_bytes()));
        let parts = [r#""body":{"a":[1,"b"]},"#, r#","salt":"00000000000000000000000000000003""#];
        let erased = LINE.replace(parts[0], "").replace(parts[1], "");
        let fewest = erased.replace(r#""project":"p","#, "").replace(r#""subject":"s","#, "");
        for line in [&erased, &fewest] {
            assert!(both_read_the_same(line.as_bytes()), "{line}");
        }
        for half in [LINE.replace(parts[0], ""), LINE.replace(parts[1], "")] {
            assert!(read(half.as_bytes()).is_none(), "{half}");
        }
    }

    #[test]
    fn a_time_has_one_form() {
        for at in
            ["0000-01-01T00:00:00Z", "2024-02-29T23:59:59.123456789Z", "9999-12-30T22:00:00.1Z"]
        {
            assert!(
                both_read_the_same(LINE.replace("2026-03-01T09:00:00.25Z", at).as_bytes()),
                "{at}"
            );
        }
        let other = [
            "2026-03-01T09:00:00.250Z",
            "2026-03-01T09:00:00.0Z",
            "2026-03-01T09:00:00.Z",
            "2026-03-01t09:00:00Z",
            "2026-03-01T09:00:00z",
            "2026-03-01T09:00:60Z",
            "2026-03-01T09:00:00+00:00",
            "2026-02-29T09:00:00Z",
            "2026-03-01T09:00:00.1234567891Z",
            "2026-03-01T09:00:00.1+01:00",
            "",
            "2026-03-01T09:00:0é",
        ];
        for at in other {
            assert!(time(at).is_none(), "{at}");
            assert!(time(at).is_none_or(|time| time.to_string() == at), "{at}");
        }
    }

    #[test]
    fn no_flipped_bit_is_read_as_more_than_the_other_reader_reads() {
        for at in 0..LINE.len() {
            for bit in 0..8 {
                let mut line = LINE.as_bytes().to_vec();
                line[at] ^= 1 << bit;
                both_read_the_same(&line);
            }
        }
    }

    proptest! {
        #[test]
        fn no_other_line_is_either(at in any::<prop::sample::Index>(), cut in 0_usize..9, put in "[\\PC\u{0}-\u{1f}0-9a-f\",:{}]{0,3}") {
            let at = at.index(LINE.len());
            let mut line = LINE.as_bytes().to_vec();
            line.splice(at..(at + cut).min(LINE.len()), put.bytes());
            both_read_the_same(&line);
        }
    }
}
