//! Whether a text stands in JSON as it is, looked at eight bytes at a time: most texts are short, and do.

/// What is in a text.
pub(super) struct Seen {
    /// Whether something in it is written otherwise than it is: a control character, a quote or a backslash
    /// (RFC 8785 section 3.2.2.2).
    pub(super) is_escaped: bool,
    pub(super) is_ascii: bool,
}

/// Of each byte, its highest bit.
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Of each byte, its lowest bit.
const LOW: u64 = 0x0101_0101_0101_0101;

/// Looks at a text.
pub(super) fn look(text: &[u8]) -> Seen {
    let eights = text.chunks_exact(8);
    let rest = eights.remainder();
    let (mut escaped, mut high) = (0, 0);
    let mut add = |eight: [u8; 8]| {
        let eight = u64::from_le_bytes(eight);
        escaped |= below_space(eight) | zero(eight ^ (LOW * 0x22)) | zero(eight ^ (LOW * 0x5c));
        high |= eight;
    };
    eights.filter_map(|eight| eight.try_into().ok()).for_each(&mut add);
    if !rest.is_empty() {
        // Bytes before it are looked at twice, where there are some.
        add(text.last_chunk().copied().unwrap_or_else(|| few(rest)));
    }
    Seen { is_escaped: escaped & HIGH != 0, is_ascii: high & HIGH == 0 }
}

/// Returns a number in which some highest bit is set when some byte of `eight` is zero.
fn zero(eight: u64) -> u64 {
    eight.wrapping_sub(LOW) & !eight
}

/// Returns a number in which some highest bit is set when some byte of `eight` is below a space.
fn below_space(eight: u64) -> u64 {
    eight.wrapping_sub(LOW * 0x20) & !eight
}

/// Returns the bytes of a text of one to seven, some of them twice: they are read with nothing written in between.
fn few(text: &[u8]) -> [u8; 8] {
    if let (Some([a, b, c, d]), Some([e, f, g, h])) = (text.first_chunk(), text.last_chunk()) {
        return [*a, *b, *c, *d, *e, *f, *g, *h];
    }
    let at = |place: usize| text.get(place).copied().unwrap_or(b' ');
    [at(0), at(1), at(2), b' ', b' ', b' ', b' ', b' ']
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::look;

    fn check(text: &[u8]) {
        let seen = look(text);
        let is_escaped = text.iter().any(|byte| matches!(byte, ..b' ' | b'"' | b'\\'));
        assert_eq!((seen.is_escaped, seen.is_ascii), (is_escaped, text.is_ascii()), "{text:?}");
    }

    #[test]
    fn every_byte_is_seen_at_every_place() {
        for length in 0..20 {
            for place in 0..length {
                for byte in 0..=255 {
                    let mut text = vec![b'~'; length];
                    text[place] = byte;
                    check(&text);
                }
            }
        }
    }

    proptest! {
        #[test]
        fn bytes_do_not_hide_each_other(text in prop::collection::vec(0x1e_u8..0x24, 0..20), other: Vec<u8>) {
            check(&text);
            check(&other);
        }
    }
}
