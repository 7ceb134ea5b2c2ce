//! Paths that take calls away from others: `/users/me` from `/users/{id}`.

use std::collections::BTreeMap;

use super::matching::Operations;
use crate::diff::openapi::model::Key;

/// Operations whose paths have parameters, by method and number of parts.
pub(super) struct Shadowed<'x> {
    templates: BTreeMap<(&'x str, usize), Vec<Template<'x>>>,
}

struct Template<'x> {
    parts: Vec<&'x str>,
    label: &'x str,
}

/// Templates that one path is held against.
const MOST: usize = 200;

impl<'x> Shadowed<'x> {
    pub(super) fn of(operations: &'x Operations<'_>) -> Self {
        let mut templates: BTreeMap<(&str, usize), Vec<Template<'_>>> = BTreeMap::new();
        for (key, operation) in operations.iter().filter(|(key, _)| key.path.contains("{}")) {
            let parts: Vec<&str> = key.path.split('/').collect();
            let known = templates.entry((key.method.as_str(), parts.len())).or_default();
            known.push(Template { parts, label: &operation.label });
        }
        Self { templates }
    }

    /// Returns the operation whose calls a path takes that is more concrete.
    pub(super) fn by(&self, key: &Key) -> Option<&'x str> {
        let parts: Vec<&str> = key.path.split('/').collect();
        let templates = self.templates.get(&(key.method.as_str(), parts.len()))?;
        // A part that is a parameter takes any.
        let takes = |template: &&Template<'_>| {
            let mut pairs = template.parts.iter().zip(&parts);
            pairs.all(|(any, part)| any == part || *any == "{}")
        };
        templates.iter().take(MOST).find(takes).map(|template| template.label)
    }
}
