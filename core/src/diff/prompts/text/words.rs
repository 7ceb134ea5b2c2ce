//! Words of a unit, without what only looks otherwise.

/// What is written together and said apart.
const CONTRACTIONS: &[(&str, &str)] = &[
    ("can't", "can not"),
    ("cannot", "can not"),
    ("won't", "will not"),
    ("shan't", "shall not"),
    ("n't", " not"),
    ("'re", " are"),
    ("'ll", " will"),
    ("'ve", " have"),
    ("'m", " am"),
];

/// Returns a text in lower case with what is written together written apart.
pub(super) fn expanded(text: &str) -> String {
    let mut plain = text.to_owned();
    for (short, long) in CONTRACTIONS {
        if plain.contains(short) {
            plain = plain.replace(short, long);
        }
    }
    plain
}

/// Returns the words of a text in lower case, without marks, emphasis and punctuation.
pub(super) fn words(raw: &str) -> Vec<String> {
    let plain = expanded(&raw.to_lowercase().replace(['’', '‘'], "'"));
    let mut words = Vec::new();
    let mut word = String::new();
    let mut chars = plain.chars().peekable();
    while let Some(c) = chars.next() {
        let number = matches!(c, '.' | ',' | ':')
            && word.ends_with(|c: char| c.is_ascii_digit())
            && chars.peek().is_some_and(char::is_ascii_digit);
        let inside = matches!(c, '_' | '-' | '/' | '@' | '.' | '\'')
            && word.ends_with(char::is_alphanumeric)
            && chars.peek().is_some_and(|c| c.is_alphanumeric());
        let sign =
            matches!(c, '{' | '}' | '$' | '%' | '<' | '>' | '=' | '|' | '[' | ']' | '&' | '+');
        if c.is_alphanumeric() || number || inside {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if sign {
            words.push(c.to_string());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Returns a word without its endings, so that `giving` meets `give`.
pub(super) fn stem(word: &str) -> &str {
    let base = |end: &str| word.strip_suffix(end).filter(|base| base.chars().count() >= 3);
    let cut = base("ing").or_else(|| base("ies")).or_else(|| base("ed")).or_else(|| base("es"));
    cut.or_else(|| base("s")).or_else(|| base("e")).or_else(|| base("y")).unwrap_or(word)
}

/// Returns the words in which two lists of words differ, when that is one word in one letter: it may be
/// a slip of the pen.
pub(super) fn one_letter<'w>(was: &'w [String], is: &'w [String]) -> Option<(&'w str, &'w str)> {
    if was.len() != is.len() {
        return None;
    }
    let mut differ = was.iter().zip(is).filter(|(a, b)| a != b);
    let (Some((a, b)), None) = (differ.next(), differ.next()) else { return None };
    let plain = |word: &str| {
        word.chars().all(char::is_alphabetic) && (6..=40).contains(&word.chars().count())
    };
    let slip = plain(a)
        && plain(b)
        && a.chars().next() == b.chars().next()
        && strsim::damerau_levenshtein(a, b) == 1
        && !super::cues::is_cue(a)
        && !super::cues::is_cue(b);
    slip.then_some((a.as_str(), b.as_str()))
}
