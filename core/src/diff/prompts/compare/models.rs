//! Which model a prompt is for.

use std::collections::BTreeSet;

use super::{Comparison, notes};
use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::fields::{Spot, quoted};
use crate::diff::prompts::model::Entry;
use crate::finding::Severity;
use crate::finding::codes::diff::prompts as codes;

/// How the names of models begin, and who provides them.
const PROVIDERS: &[(&str, &str)] = &[
    ("gpt", "openai"),
    ("o1", "openai"),
    ("o3", "openai"),
    ("o4", "openai"),
    ("chatgpt", "openai"),
    ("davinci", "openai"),
    ("claude", "anthropic"),
    ("gemini", "google"),
    ("gemma", "google"),
    ("palm", "google"),
    ("llama", "meta"),
    ("mistral", "mistral"),
    ("mixtral", "mistral"),
    ("codestral", "mistral"),
    ("ministral", "mistral"),
    ("command", "cohere"),
    ("qwen", "alibaba"),
    ("deepseek", "deepseek"),
    ("grok", "xai"),
    ("phi", "microsoft"),
    ("nova", "amazon"),
    ("titan", "amazon"),
    ("jamba", "ai21"),
];

/// A model as its name tells.
#[derive(Debug, PartialEq, Eq)]
struct Name {
    provider: Option<String>,
    family: String,
    major: Option<String>,
    /// How many parameters it has, as its name tells: `405b`.
    size: Option<String>,
    /// Who runs it, where that stands in front of the name.
    host: Option<String>,
}

/// Compares models and providers.
pub(super) fn compare(was: &Entry<'_>, is: &Entry<'_>, comparison: &mut Comparison) {
    let names = |entry: &Entry<'_>| -> Vec<String> {
        entry
            .models
            .iter()
            .map(|spot| spot.text().map_or_else(|| spot.value.to_string(), str::to_owned))
            .collect()
    };
    let (old, new) = (names(was), names(is));
    if old != new {
        models(was, is, &old, &new, comparison);
    }
    let (from, to) = (was.provider.as_ref(), is.provider.as_ref());
    if from.and_then(Spot::text) != to.and_then(Spot::text) {
        let name = |spot: Option<&Spot<'_>>| {
            spot.map_or("none".to_owned(), |s| quoted(s.text().unwrap_or_default()))
        };
        let message =
            format!("prompt `{}` is for provider {} instead of {}", is.id, name(to), name(from));
        let draft = Draft::new(codes::PROVIDER_CHANGED, Class::Behavioral, message)
            .severity(Severity::High);
        let draft =
            draft.before(notes::or_entry(from, was).part()).after(notes::or_entry(to, is).part());
        comparison.push(needs(draft, is));
    }
}

fn models(
    was: &Entry<'_>,
    is: &Entry<'_>,
    old: &[String],
    new: &[String],
    comparison: &mut Comparison,
) {
    if old.len() == 1 && new.len() == 1 {
        let (Some(from), Some(to)) = (was.models.first(), is.models.first()) else { return };
        let names = old.first().zip(new.first());
        comparison.extend(
            names.map(|(a, b)| needs(one(a, b, is).before(from.part()).after(to.part()), is)),
        );
        return;
    }
    let place =
        |entry: &Entry<'_>, index: usize| notes::or_entry(entry.models.get(index), entry).part();
    let first = comparison.drafts.len();
    let (known, present): (BTreeSet<&String>, BTreeSet<&String>) =
        (old.iter().collect(), new.iter().collect());
    for (index, name) in old.iter().enumerate().filter(|(_, name)| !present.contains(name)) {
        let message = format!("prompt `{}` is not for model `{name}` any more", is.id);
        let draft = Draft::new(codes::MODEL_CHANGED, Class::Behavioral, message);
        comparison.push(draft.before(place(was, index)));
    }
    for (index, name) in new.iter().enumerate().filter(|(_, name)| !known.contains(name)) {
        let message = format!("prompt `{}` is for model `{name}` too", is.id);
        let draft = Draft::new(codes::MODEL_CHANGED, Class::Behavioral, message);
        comparison.push(draft.after(place(is, index)));
    }
    if comparison.drafts.len() == first {
        let message = format!("prompt `{}` asks for its models in another order", is.id);
        let draft = Draft::new(codes::MODEL_CHANGED, Class::Behavioral, message)
            .because("the first that is available answers");
        let (a, b) =
            (notes::or_entry(was.models.first(), was), notes::or_entry(is.models.first(), is));
        comparison.push(draft.before(a.part()).after(b.part()));
    }
}

/// Compares two names of models.
fn one(was: &str, is: &str, entry: &Entry<'_>) -> Draft {
    let (old, new) = (read(was), read(is));
    let message = format!("prompt `{}` is for model `{is}` instead of `{was}`", entry.id);
    if old.provider != new.provider && old.provider.is_some() && new.provider.is_some() {
        Draft::new(codes::PROVIDER_CHANGED, Class::Behavioral, message).severity(Severity::High)
    } else if old.host != new.host && old.host.is_some() && new.host.is_some() {
        Draft::new(codes::PROVIDER_CHANGED, Class::Behavioral, message)
            .severity(Severity::High)
            .because("another host serves it, with limits and defaults of its own")
    } else if (&old.family, &old.major, &old.size) != (&new.family, &new.major, &new.size) {
        Draft::new(codes::MODEL_CHANGED, Class::Behavioral, message).severity(Severity::High)
    } else {
        Draft::new(codes::MODEL_VERSION_CHANGED, Class::Behavioral, message).sure(0.7)
    }
}

/// Notes what the prompt needs of any model: whether the new one has it, the library does not tell.
fn needs(draft: Draft, entry: &Entry<'_>) -> Draft {
    let tools = (!entry.tools.is_empty()).then_some("tools");
    let output = entry.output.is_some().then_some("structured output");
    let needs: Vec<&str> = tools.into_iter().chain(output).collect();
    if needs.is_empty() { draft } else { draft.detail("needs", needs) }
}

/// Reads the name of a model, such as `openai:gpt-4o-2024-08-06` or `anthropic/claude-3-5-sonnet`.
fn read(name: &str) -> Name {
    let lower = name.to_ascii_lowercase();
    // Hosts number their releases behind a colon.
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let lower =
        lower.rsplit_once(':').filter(|(_, last)| digits(last)).map_or(lower.as_str(), |it| it.0);
    let mut parts: Vec<&str> = lower.split([':', '/']).collect();
    let plain = parts.pop().unwrap_or_default();
    // Hosts put who made a model in front of its name, with a full stop.
    let plain = plain
        .rsplit_once('.')
        .filter(|(_, rest)| rest.starts_with(char::is_alphabetic))
        .map_or(plain, |(_, rest)| rest);
    let known = PROVIDERS.iter().find(|(start, _)| plain.starts_with(start));
    let provider = known
        .map(|(_, provider)| (*provider).to_owned())
        .or_else(|| parts.first().map(|p| (*p).to_owned()));
    let family: String = plain.chars().take_while(|c| c.is_alphabetic()).collect();
    let rest = plain.get(family.len()..).unwrap_or_default().trim_start_matches(['-', '_']);
    // `claude-sonnet-4-5` has its number behind the tier.
    let digits = rest.find(|c: char| c.is_ascii_digit()).and_then(|at| rest.get(at..));
    let major: Option<String> =
        digits.map(|d| d.chars().take_while(char::is_ascii_digit).collect());
    // A date is no version.
    let major = major.filter(|number| number.len() < 4);
    // `gpt-4o` is no version of `gpt-4`.
    let line: String = digits
        .filter(|_| major.is_some())
        .map(|d| d.trim_start_matches(|c: char| c.is_ascii_digit()))
        .map(|d| d.chars().take_while(|c| c.is_alphabetic()).collect())
        .unwrap_or_default();
    let parameters = |part: &&str| part.strip_suffix('b').is_some_and(|n| n.parse::<f64>().is_ok());
    let size = rest.split(['-', '_', ':']).find(parameters).map(str::to_owned);
    let major = major.filter(|number| size.as_ref() != Some(&format!("{number}b")));
    let line = if major.is_some() { line } else { String::new() };
    let host = parts.first().map(|host| (*host).to_owned());
    let tier: String = rest
        .split(['-', '_'])
        .filter(|part| {
            part.chars().all(char::is_alphabetic)
                && !matches!(*part, "latest" | "preview" | "exp" | "instruct" | "chat")
        })
        .collect::<Vec<_>>()
        .join("-");
    Name { provider, family: format!("{family} {line} {tier}"), major, size, host }
}
