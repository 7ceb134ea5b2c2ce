//! Settling what was found: once for what scores depend on, once for what is known behind them.

use std::collections::BTreeSet;

use super::read::Model;
use crate::config;
use crate::document::Source;
use crate::finding::{Exceptions, Finding, PackExceptions, Settlement, Texts, settle};
use crate::time::Timestamp;

/// Domains that are settled behind the scores. Policies are asked about these, too, and may fail.
const LATE: [&str; 2] = ["policy", "quality"];

/// Domains of the rules that run before.
const EARLY: [&str; 6] = ["catalog", "document", "drift", "exception", "graph", "platform"];

/// What findings are settled by.
pub(super) struct Settling<'a> {
    model: &'a Model,
    exceptions: Exceptions,
    pack: Option<&'a (PackExceptions, Source)>,
    codes: &'a [String],
    texts: Texts<'a>,
    now: Timestamp,
}

/// What was told by somebody besides the built-in rules.
pub(super) struct Besides {
    /// Codes of what they find.
    pub(super) codes: Vec<String>,
    /// What is accepted of it, and the text that says so.
    pub(super) pack: Option<(PackExceptions, Source)>,
}

impl<'a> Settling<'a> {
    pub(super) fn new(
        model: &'a Model,
        besides: &'a Besides,
        mut texts: Texts<'a>,
        now: Timestamp,
    ) -> Self {
        let exceptions = model.rules.value.exceptions();
        if let Some((pack, source)) = &besides.pack {
            texts.add(&pack.path, Some(source));
        }
        Self { model, exceptions, pack: besides.pack.as_ref(), codes: &besides.codes, texts, now }
    }

    /// Settles everything but quality and policies themselves.
    pub(super) fn early(&self, findings: Vec<Finding>) -> Vec<Finding> {
        let own = self.codes.iter().map(|code| domain(code));
        let domains: BTreeSet<&str> = own.filter(|own| !LATE.contains(own)).chain(EARLY).collect();
        self.settled(findings, &domains.into_iter().collect::<Vec<_>>())
    }

    /// Settles the rest.
    pub(super) fn late(&self, findings: Vec<Finding>) -> Vec<Finding> {
        // Without policies, nothing can tell whether what is accepted of them is still there.
        let domains = if self.codes.is_empty() { ["quality"].as_slice() } else { &LATE };
        self.settled(findings, domains)
    }

    fn settled(&self, findings: Vec<Finding>, domains: &[&str]) -> Vec<Finding> {
        let codes: Vec<&str> = self.codes.iter().map(String::as_str).collect();
        let by_rules = config::settlement(&self.model.rules, &self.exceptions, domains, self.now);
        let pack = self.pack.map(|(pack, _)| pack);
        settle(findings, &Settlement { policies: &codes, pack, ..by_rules }, &self.texts)
    }
}

/// Tells whether a finding is settled behind the scores.
pub(super) fn is_late(finding: &Finding) -> bool {
    LATE.contains(&domain(&finding.code))
}

fn domain(code: &str) -> &str {
    code.split('/').next().unwrap_or(code)
}
