//! Descriptions and deprecations.

use super::{Comparison, Shown};
use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::graphql::model::{Aspect, Element, Said};
use crate::diff::graphql::path::{Path, Side};
use crate::diff::graphql::print::short;
use crate::finding::codes::diff::graphql as codes;

impl Comparison<'_> {
    pub(super) fn description(
        &mut self,
        path: &Path<'_>,
        was: Option<&Said<String>>,
        is: Option<&Said<String>>,
    ) {
        if self.unknown(Aspect::Descriptions)
            || was.map(|said| &said.value) == is.map(|said| &said.value)
        {
            return;
        }
        let rule = match (was, is) {
            (None, _) => codes::DESCRIPTION_ADDED,
            (_, None) => codes::DESCRIPTION_REMOVED,
            _ => codes::DESCRIPTION_CHANGED,
        };
        let (name, verb) = match rule {
            rule if rule == codes::DESCRIPTION_ADDED => (Side::After, "is described now"),
            rule if rule == codes::DESCRIPTION_REMOVED => {
                (Side::Before, "is not described any more")
            }
            _ => (Side::After, "is described otherwise"),
        };
        let message = format!("`{}` {verb}", path.coordinate(name));
        let draft = self.said((rule, Class::Cosmetic), &path.at("description"), was, is, message);
        self.push(draft);
    }

    pub(super) fn deprecation(&mut self, path: &Path<'_>, was: &Element, is: &Element) {
        let (was, is) = (was.deprecated.as_ref(), is.deprecated.as_ref());
        let name = path.coordinate(Side::After);
        let (code, message) = match (was, is) {
            (None, None) => return,
            (Some(was), Some(is)) if was.value == is.value => return,
            (None, Some(is)) => {
                (codes::DEPRECATION_ADDED, format!("`{name}` is deprecated: {}", line(&is.value)))
            }
            (Some(_), None) => {
                (codes::DEPRECATION_REMOVED, format!("`{name}` is not deprecated any more"))
            }
            (Some(_), Some(is)) => (
                codes::DEPRECATION_REASON_CHANGED,
                format!("`{name}` is deprecated for another reason: {}", line(&is.value)),
            ),
        };
        let draft = self.said((code, Class::Additive), &path.at("deprecated"), was, is, message);
        self.push(draft);
    }

    /// Returns a change of a text that one or both sides say.
    pub(super) fn said(
        &self,
        rule: (&'static crate::finding::Code, Class),
        path: &Path<'_>,
        was: Option<&Said<String>>,
        is: Option<&Said<String>>,
        message: String,
    ) -> Draft {
        let shown = |said: &Said<String>| Shown(said.at, short(&said.value));
        let mut draft = Draft::new(rule.0, rule.1, message);
        draft.before = was.map(|said| self.part(Side::Before, path, shown(said)));
        draft.after = is.map(|said| self.part(Side::After, path, shown(said)));
        draft
    }
}

/// Returns a text of the user for a message: on one line, in backticks.
fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    format!("`{}`", short(words.join(" ")))
}
