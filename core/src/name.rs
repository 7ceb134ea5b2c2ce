//! Names that somebody gives to something: of 1 to 256 bytes, and without control characters.

/// The most bytes of a name.
pub(crate) const LONGEST: usize = 256;

/// Why a text is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameFault {
    Empty,
    TooLong,
    Control,
}

/// Returns why a text is no name.
pub(crate) fn name_fault(text: &str) -> Option<NameFault> {
    if text.is_empty() {
        return Some(NameFault::Empty);
    }
    if text.len() > LONGEST {
        return Some(NameFault::TooLong);
    }
    // Of all bytes, so that several are looked at a time; most names are ASCII.
    let is_plain = text.bytes().fold(true, |plain, byte| plain & (b' '..=b'~').contains(&byte));
    (!is_plain && text.contains(char::is_control)).then_some(NameFault::Control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_bounds() {
        let (longest, longer) = ("é".repeat(LONGEST / 2), "n".repeat(LONGEST + 1));
        for name in ["n", "a name/of:things~", "zoë", &longest] {
            assert_eq!(name_fault(name), None, "{name}");
        }
        assert_eq!(name_fault(""), Some(NameFault::Empty));
        assert_eq!(name_fault(&longer), Some(NameFault::TooLong));
        for name in ["a\nb", "\u{7f}", "é\u{85}", "\0"] {
            assert_eq!(name_fault(name), Some(NameFault::Control), "{name:?}");
        }
    }
}
