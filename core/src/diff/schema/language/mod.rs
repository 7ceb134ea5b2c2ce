//! Sets of texts: what patterns and lengths accept, as automata. Whether one set holds another is decided by walking
//! the automata of both side by side (J. E. Hopcroft, R. Motwani, J. D. Ullman, Introduction to Automata Theory,
//! sections 4.2 and 4.3); a text that only one accepts falls out of the walk.

mod automaton;
mod search;

use std::collections::{BTreeMap, BTreeSet};

use super::node::{Bound, Measure, Node, Said};
pub(super) use search::{Answer, Search};

/// Texts that match all of some patterns, and have a length within bounds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Texts {
    /// Patterns of JSON Schema: they match anywhere in a text, unless they say otherwise.
    pub(super) patterns: BTreeSet<String>,
    /// The fewest characters.
    pub(super) least: u64,
    /// The most characters.
    pub(super) most: Option<u64>,
}

impl Node {
    /// Returns the texts that are accepted by lengths and patterns; none when lengths are beyond counting.
    pub(super) fn texts(&self) -> Option<Texts> {
        let length = |bounds: &BTreeMap<Measure, Said<Bound>>| match bounds.get(&Measure::Length) {
            Some(said) => said.value.value.to_value().as_u64().map(Some),
            None => Some(None),
        };
        let patterns = self.patterns.iter().filter(|said| !accepts_any_text(&said.value));
        Some(Texts {
            patterns: patterns.map(|said| said.value.clone()).collect(),
            least: length(&self.lower)?.unwrap_or_default(),
            most: length(&self.upper)?,
        })
    }
}

/// Tells whether every text matches a pattern: `^.*$` does not match where a line ends inside.
pub(super) fn accepts_any_text(pattern: &str) -> bool {
    matches!(pattern, "" | ".*" | "^" | "$" | "^.*" | ".*$")
}

impl Texts {
    /// Returns the texts that are among both.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.patterns.extend(other.patterns);
        let most = match (self.most, other.most) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Self { least: self.least.max(other.least), most, ..self }
    }

    /// Tells whether these texts hold others, as far as lengths go.
    fn holds_lengths_of(&self, other: &Self) -> bool {
        self.least <= other.least
            && self.most.is_none_or(|most| other.most.is_some_and(|others| others <= most))
    }

    /// Looks for a text of these that `other` has not.
    pub(super) fn beyond(&self, other: &Self, search: &mut Search) -> Answer {
        let mut undecided = false;
        let lengths = self.of_other_length(other);
        let unasked = other.patterns.iter().filter(|pattern| !self.patterns.contains(*pattern));
        let asked = lengths
            .into_iter()
            .map(|texts| (texts, Vec::new()))
            .chain(unasked.map(|pattern| (self.clone(), vec![pattern.as_str()])));
        for (texts, not) in asked {
            match search.find(&texts, &not) {
                Answer::Nothing => {}
                Answer::Text(text) => return Answer::Text(text),
                Answer::Undecided => undecided = true,
            }
        }
        if undecided { Answer::Undecided } else { Answer::Nothing }
    }

    /// Returns the parts of these texts that are too short or too long for `other`.
    fn of_other_length(&self, other: &Self) -> Vec<Self> {
        if other.holds_lengths_of(self) {
            return Vec::new();
        }
        let mut parts = Vec::new();
        if let Some(short) = other.least.checked_sub(1).filter(|_| other.least > self.least) {
            let most = Some(self.most.map_or(short, |most| most.min(short)));
            parts.push(Self { most, ..self.clone() });
        }
        if let Some(long) = other.most.filter(|most| self.most.is_none_or(|own| own > *most)) {
            parts.push(Self { least: self.least.max(long.saturating_add(1)), ..self.clone() });
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, Search, Texts};

    fn texts(patterns: &[&str], least: u64, most: Option<u64>) -> Texts {
        Texts { patterns: patterns.iter().map(|text| (*text).to_owned()).collect(), least, most }
    }

    fn beyond(one: &[&str], other: &[&str]) -> Answer {
        texts(one, 0, None).beyond(&texts(other, 0, None), &mut Search::default())
    }

    fn found(text: &str) -> Answer {
        Answer::Text(text.to_owned())
    }

    #[test]
    fn the_same_texts_in_other_words() {
        for (one, other) in [
            ("^[0-9]+$", r"^\d+$"),
            ("foo|bar", "(?:foo|bar)"),
            ("^[ab]$", "^(a|b)$"),
            ("^a{2,3}$", "^aaa?$"),
            ("^(?:ab)*$", "^(?:|ab(?:ab)*)$"),
            ("^x-", r"^x\-.*"),
            ("", "a*"),
            ("^é+$", r"^\u00e9+$"),
        ] {
            assert_eq!(beyond(&[one], &[other]), Answer::Nothing, "{one} {other}");
            assert_eq!(beyond(&[other], &[one]), Answer::Nothing, "{other} {one}");
        }
    }

    #[test]
    fn a_text_that_only_one_has() {
        assert_eq!(beyond(&["^[a-z]+$"], &["^[a-zA-Z]+$"]), Answer::Nothing);
        assert_eq!(beyond(&["^[a-zA-Z]+$"], &["^[a-z]+$"]), found("A"));
        assert_eq!(beyond(&[], &["^a"]), found(""));
        assert_eq!(beyond(&["^.{3}$"], &["^[a-z]{3}$"]), found("aa0"));
        // `.` does not match the end of a line, so that `^.*$` does not accept every text.
        assert_eq!(beyond(&[], &["^.*$"]), found("\n"));
        assert_eq!(beyond(&["a", "b"], &["ab|ba"]), found("acb"));
    }

    #[test]
    fn lengths_count_characters() {
        let mut search = Search::default();
        let three = texts(&["^[é-ö]{3}$"], 0, None);
        assert_eq!(three.beyond(&texts(&[], 3, Some(3)), &mut search), Answer::Nothing);
        assert_eq!(three.beyond(&texts(&[], 4, None), &mut search), found("ééé"));
        let open = texts(&["^a"], 0, Some(2));
        assert_eq!(open.beyond(&texts(&["^a$"], 0, None), &mut search), found("aa"));
        assert_eq!(open.beyond(&texts(&[], 0, Some(1)), &mut search), found("aa"));
        assert_eq!(texts(&[], 2, None).beyond(&texts(&[], 1, None), &mut search), Answer::Nothing);
    }

    #[test]
    fn what_no_automaton_can_say_is_undecided() {
        assert_eq!(beyond(&["^(?=a)"], &["^a"]), Answer::Undecided);
        assert_eq!(beyond(&[r"\ba"], &["a"]), Answer::Undecided);
        assert_eq!(beyond(&["("], &["a"]), Answer::Undecided);
        // The states of its automaton double with each letter.
        let doubling = format!("^(a|b)*a{}$", "(a|b)".repeat(60));
        assert_eq!(beyond(&[&doubling], &[&format!("{doubling}|^a{{100}}")]), Answer::Undecided);
    }
}
