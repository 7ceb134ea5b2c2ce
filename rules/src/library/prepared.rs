//! What is made from texts and used again, such as regular expressions: kept between questions, and made anew when
//! too many are in use.
//!
//! What a question costs must not depend on what another question has made before it. So each pays for the first use
//! of a text as if it had made it.

use std::any::Any;
use std::sync::Arc;

use rhai::{EvalAltResult, NativeCallContext};

use crate::decision::{charge, with_prepared};
use crate::engine::fault::failed;

/// Things that are kept at a time.
const MOST: usize = 32;

/// What was made from texts.
#[derive(Debug, Default)]
pub(crate) struct Prepared {
    /// Number of the question that is asked.
    question: u64,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    kind: &'static str,
    text: Box<str>,
    made: Arc<dyn Any + Send + Sync>,
    /// Steps that making it costs.
    cost: usize,
    /// Number of the last question that has paid for it.
    question: u64,
}

/// Something that was found, and the steps that have to be paid for it.
type Found = (Arc<dyn Any + Send + Sync>, usize);

impl Prepared {
    /// Begins a question.
    pub(crate) fn begin(&mut self) {
        self.question += 1;
    }

    fn find(&mut self, kind: &'static str, text: &str) -> Option<Found> {
        let question = self.question;
        let is_it = |entry: &&mut Entry| entry.kind == kind && *entry.text == *text;
        let entry = self.entries.iter_mut().find(is_it)?;
        let cost = if entry.question == question { 0 } else { entry.cost };
        entry.question = question;
        Some((Arc::clone(&entry.made), cost))
    }

    /// Keeps what was made. What this question has not used goes first, so that what it has to make does not depend
    /// on others.
    fn keep(&mut self, entry: Entry) {
        if self.entries.len() >= MOST {
            let question = self.question;
            self.entries.retain(|entry| entry.question == question);
        }
        if self.entries.len() >= MOST {
            self.entries.clear();
        }
        self.entries.push(Entry { question: self.question, ..entry });
    }
}

/// Returns what `make` makes of `text`, with the steps that making it costs. `kind` tells what is made by the same
/// rules.
pub(super) fn prepared<T: Any + Send + Sync>(
    context: &NativeCallContext<'_>,
    kind: &'static str,
    text: &str,
    make: impl FnOnce() -> Result<(T, usize), String>,
) -> Result<Arc<T>, Box<EvalAltResult>> {
    let made =
        if let Some((made, cost)) = with_prepared(context, |prepared| prepared.find(kind, text))? {
            charge(context, cost)?;
            made
        } else {
            // Long texts are not even read for nothing.
            charge(context, text.len())?;
            let (made, cost) = make().map_err(failed)?;
            charge(context, cost)?;
            let made: Arc<dyn Any + Send + Sync> = Arc::new(made);
            let entry = Entry {
                kind,
                text: text.into(),
                made: Arc::clone(&made),
                cost: cost.saturating_add(text.len()),
                question: 0,
            };
            with_prepared(context, |prepared| prepared.keep(entry))?;
            made
        };
    made.downcast().map_err(|_| failed("two kinds of things are prepared by one name"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(text: &str) -> Entry {
        Entry { kind: "text", text: text.into(), made: Arc::new(()), cost: 7, question: 0 }
    }

    #[test]
    fn each_question_pays_once() {
        let mut prepared = Prepared::default();
        prepared.begin();
        prepared.keep(entry("a"));
        let cost = |prepared: &mut Prepared| prepared.find("text", "a").map(|(_, cost)| cost);
        assert_eq!(cost(&mut prepared), Some(0));
        prepared.begin();
        assert_eq!(cost(&mut prepared), Some(7));
        assert_eq!(cost(&mut prepared), Some(0));
    }

    #[test]
    fn what_a_question_has_to_make_does_not_depend_on_others() {
        let uses = |prepared: &mut Prepared, texts: usize| -> usize {
            prepared.begin();
            let made = (0..texts).filter(|index| {
                let text = index.to_string();
                let found = prepared.find("text", &text);
                let pays = found.is_none_or(|(_, cost)| cost > 0);
                if prepared.find("text", &text).is_none() {
                    prepared.keep(entry(&text));
                }
                pays
            });
            made.count()
        };
        let mut fresh = Prepared::default();
        let mut used = Prepared::default();
        for other in ["x", "y", "z"] {
            used.begin();
            used.keep(entry(other));
        }
        for texts in [1, MOST, MOST + 1, 3 * MOST] {
            assert_eq!(uses(&mut fresh, texts), uses(&mut used, texts));
            assert!(fresh.entries.len() <= MOST && used.entries.len() <= MOST);
        }
    }
}
