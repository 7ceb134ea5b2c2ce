//! Instants. The time of a check is always an input: nothing here reads a clock.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use jiff::fmt::temporal::DateTimePrinter;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{Error, ErrorCode, Result};

/// An instant, read and written as RFC 3339 with an offset, such as `2025-10-05T22:11:04Z`.
///
/// It is written in UTC with the fewest digits of a second. A leap second (`:60`) counts as the
/// second before it, as POSIX time does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(jiff::Timestamp);

/// Seconds of a day.
const DAY: i64 = 86_400;

impl Timestamp {
    /// Returns the instant `text` states.
    ///
    /// # Errors
    /// `input_invalid` when it is no RFC 3339 date and time with an offset.
    pub fn parse(text: &str) -> Result<Self> {
        let invalid = |help: &str| {
            Error::new(
                ErrorCode::InputInvalid,
                format!("`{text}` is not an RFC 3339 date and time"),
            )
            .help(help)
        };
        if !has_shape(text.as_bytes()) {
            return Err(invalid("write date, time and offset, such as `2025-10-05T22:11:04Z`"));
        }
        text.parse()
            .map(Self)
            .map_err(|_| invalid("check the month, the day, the hour and the offset"))
    }

    /// Returns the instant `milliseconds` after 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// `input_invalid` outside of the years -9999 to 9999.
    pub fn from_milliseconds(milliseconds: i64) -> Result<Self> {
        jiff::Timestamp::from_millisecond(milliseconds).map(Self).map_err(|_| {
            Error::new(
                ErrorCode::InputInvalid,
                format!("{milliseconds} ms is not in the years -9999 to 9999"),
            )
        })
    }

    /// Returns the milliseconds since 1970-01-01T00:00:00Z, rounded down.
    pub fn milliseconds(self) -> i64 {
        self.0.as_millisecond()
    }

    /// Returns the instant `seconds` later; none beyond the year 9999.
    pub fn plus_seconds(self, seconds: u64) -> Option<Self> {
        let seconds = i64::try_from(seconds).ok()?;
        self.0.checked_add(jiff::SignedDuration::from_secs(seconds)).ok().map(Self)
    }

    /// Returns the full days of 86,400 seconds from this instant to `later`; negative when `later`
    /// is earlier.
    pub fn whole_days_until(self, later: Self) -> i64 {
        (later.0.as_second() - self.0.as_second()).div_euclid(DAY)
    }

    /// Returns the days of 86,400 seconds from this instant to `later`, with fractions.
    pub fn days_until(self, later: Self) -> f64 {
        later.0.duration_since(self.0).as_secs_f64() / 86_400.0
    }
}

/// Tells whether `text` is `YYYY-MM-DDThh:mm:ss[.f…](Z|±hh:mm)` (RFC 3339 section 5.6).
fn has_shape(text: &[u8]) -> bool {
    let Some((head, tail)) = text.split_at_checked(19) else { return false };
    let fits = |byte: &u8, pattern: &u8| match pattern {
        b'0' => byte.is_ascii_digit(),
        b'T' => matches!(byte, b'T' | b't'),
        other => byte == other,
    };
    let head_fits =
        head.iter().zip(b"0000-00-00T00:00:00").all(|(byte, pattern)| fits(byte, pattern));
    let digits =
        tail.strip_prefix(b".").map(|rest| rest.iter().take_while(|b| b.is_ascii_digit()).count());
    let offset = match digits {
        Some(0) => return false,
        Some(count) => tail.get(count + 1..).unwrap_or_default(),
        None => tail,
    };
    let offset_fits = match offset {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', rest @ ..] => {
            rest.len() == 5 && rest.iter().zip(b"00:00").all(|(byte, pattern)| fits(byte, pattern))
        }
        _ => false,
    };
    head_fits && offset_fits
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Timestamp {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::parse(text)
    }
}

/// Writes what `Display` does, without what that asks for: widths, and how many digits.
const PRINTER: DateTimePrinter = DateTimePrinter::new();

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, writer: S) -> std::result::Result<S::Ok, S::Error> {
        writer.serialize_str(&PRINTER.timestamp_to_string(&self.0))
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> std::result::Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(reader)?;
        Self::parse(&text).map_err(|error| {
            let help = error.help_text().unwrap_or_default();
            serde::de::Error::custom(format!("{}: {help}", error.message()))
        })
    }
}

impl JsonSchema for Timestamp {
    fn schema_name() -> Cow<'static, str> {
        "Timestamp".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "An instant (RFC 3339 with an offset), such as `2025-10-05T22:11:04Z`.",
            "type": "string",
            "format": "date-time"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_3339_is_normalised() {
        let cases = [
            ("2025-10-05T22:11:04Z", "2025-10-05T22:11:04Z"),
            ("2025-10-05t22:11:04z", "2025-10-05T22:11:04Z"),
            ("2025-10-05T22:11:04.500+02:00", "2025-10-05T20:11:04.5Z"),
            ("1990-12-31T23:59:60Z", "1990-12-31T23:59:59Z"),
        ];
        for (text, normal) in cases {
            assert_eq!(Timestamp::parse(text).unwrap().to_string(), normal, "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            "2025-10-05",
            "2025-10-05T22:11:04",
            "2025-10-05 22:11:04Z",
            "2025-13-05T22:11:04Z",
            "2025-10-05T22:11:04.Z",
            "2025-10-05T22:11:04+0200",
            "2025-10-05T22:11:04Z[UTC]",
            "2025-02-30T00:00:00Z",
            "2025-10-05T24:00:00Z",
        ] {
            assert!(Timestamp::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn days_are_counted_down() {
        let at = |text| Timestamp::parse(text).unwrap();
        let start = at("2025-10-05T12:00:00Z");
        assert_eq!(start.whole_days_until(at("2025-10-06T11:59:59Z")), 0);
        assert_eq!(start.whole_days_until(at("2025-10-06T12:00:00Z")), 1);
        assert_eq!(start.whole_days_until(at("2025-10-05T11:59:59Z")), -1);
    }
}
