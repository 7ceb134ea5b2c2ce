//! Parameters: what a call may and must carry outside of its body. Clients write them, always.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::direction::{Became, Message};
use super::life::{LifeCodes, gone};
use super::words::Known;
use super::{Comparison, both, is_true, named, short};
use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::fields::Spot;
use crate::diff::openapi::model::{Operation, ParameterKey, dangling};
use crate::finding::codes::diff::{openapi, openapi_parameters as codes};

const PARAMETER: Known = Known {
    words: &["description", "example", "examples"],
    read: &[
        "name",
        "in",
        "required",
        "deprecated",
        "allowEmptyValue",
        "style",
        "explode",
        "allowReserved",
        "schema",
        "content",
        "x-sunset",
    ],
};

/// Keywords that ask nothing of values.
const NOTES: [&str; 6] = ["title", "description", "example", "examples", "default", "deprecated"];

type Parameters<'a> = BTreeMap<ParameterKey, Spot<'a>>;

impl<'a> Comparison<'_, 'a> {
    /// Compares the parameters of an operation.
    pub(super) fn parameters(&mut self, was: &Operation<'a>, is: &Operation<'a>) {
        let (mut old, mut new) = (was.parameters.clone(), is.parameters.clone());
        self.moved_parameters(&mut old, &mut new);
        let keys: BTreeSet<&ParameterKey> = old.keys().chain(new.keys()).collect();
        for key in keys {
            match (old.get(key), new.get(key)) {
                (Some(was), Some(is)) => self.parameter(key, was, is),
                (Some(was), None) if key.0.is_empty() => self.not_supplied(Some(was), None),
                (None, Some(is)) if key.0.is_empty() => self.not_supplied(None, Some(is)),
                (Some(was), None) if key.0 == "path" => self.undeclared(key, was),
                (None, Some(is)) if key.0 == "path" => self.declared(key, is),
                (Some(was), None) => self.removed_parameter(key, was),
                (None, Some(is)) => self.added_parameter(key, is),
                (None, None) => {}
            }
        }
    }

    /// Nobody knows what a parameter asks that lies in a file which was not supplied.
    fn not_supplied(&mut self, was: Option<&Spot<'a>>, is: Option<&Spot<'a>>) {
        if was.or(is).is_none_or(|spot| dangling(spot).is_none()) {
            return self.malformed_part("a parameter that cannot be read changed", was, is);
        }
        let how = if is.is_some() { "new" } else { "gone" };
        let message = format!("a parameter that was not supplied is {how}");
        let code = openapi::REFERENCE_CHANGED;
        self.report(both(code, Class::Breaking, message, was, is).sure(0.5));
    }

    /// Takes out what is sent in another place under the same name.
    fn moved_parameters(&mut self, old: &mut Parameters<'a>, new: &mut Parameters<'a>) {
        let only = |one: &Parameters<'a>, other: &Parameters<'a>| -> Vec<ParameterKey> {
            let only = one.keys().filter(|key| !other.contains_key(*key) && !key.0.is_empty());
            only.cloned().collect()
        };
        let (gone, come) = (only(old, new), only(new, old));
        for from in gone {
            // Names of headers alone have no case.
            let same = |to: &&ParameterKey| {
                let in_header = [&from.0, &to.0].iter().any(|place| *place == "header");
                from.0 != to.0
                    && (from.1 == to.1 || in_header && from.1.eq_ignore_ascii_case(&to.1))
            };
            let Some(to) = come.iter().find(same) else {
                continue;
            };
            if let Some((was, is)) = old.remove(&from).zip(new.remove(to)) {
                let message =
                    format!("parameter `{}` is sent in {} instead of {}", from.1, to.0, from.0);
                let draft = Draft::new(codes::PARAMETER_MOVED, Class::Breaking, message);
                self.report(draft.before(named(&was)).after(named(&is)));
            }
        }
    }

    /// A parameter of the path is asked for by the path itself: calls look the same without its description.
    fn undeclared(&mut self, key: &ParameterKey, was: &Spot<'a>) {
        let message = format!("{} is not described any more", named_parameter(key, was));
        let draft = Draft::new(codes::PARAMETER_UNDECLARED, Class::Cosmetic, message);
        self.report(draft.before(named(was)));
    }

    fn declared(&mut self, key: &ParameterKey, is: &Spot<'a>) {
        let message = format!("{} is described now", named_parameter(key, is));
        let draft = Draft::new(codes::PARAMETER_DECLARED, Class::Cosmetic, message);
        let schema = self.after.member(is, "schema");
        let is_text = schema.is_none_or(|schema| {
            let members = schema.value.as_object().into_iter().flatten();
            let mut asking = members.filter(|(key, _)| !NOTES.contains(&key.as_str()));
            asking.all(|(key, value)| key == "type" && value == "string")
        });
        let draft = if is_text {
            draft
        } else {
            let why = "values may have to be what the schema states, and may have had to before";
            Draft { class: Class::Behavioral, ..draft.because(why).sure(0.5) }
        };
        self.report(draft.after(named(is)));
    }

    fn removed_parameter(&mut self, key: &ParameterKey, was: &Spot<'a>) {
        let message = format!("{} is gone", named_parameter(key, was));
        let became = Became::Dropped { always: is_required(was) };
        let draft = self.judged(codes::PARAMETER_REMOVED, message, became, Message::Request);
        let draft = match gone(was, self.moment.now) {
            // It was not announced.
            (Class::Breaking, _) if !is_true(was, "deprecated") => draft,
            (class, why) => Draft { class, ..draft.because(why) },
        };
        self.report(draft.before(named(was)));
    }

    fn added_parameter(&mut self, key: &ParameterKey, is: &Spot<'a>) {
        let name = named_parameter(key, is);
        let (code, became, message) = if is_required(is) {
            let message = format!("{name} is new and required");
            (codes::PARAMETER_ADDED_REQUIRED, Became::Asked, message)
        } else {
            (codes::PARAMETER_ADDED_OPTIONAL, Became::Offered, format!("{name} is new"))
        };
        let draft = self.judged(code, message, became, Message::Request);
        self.report(draft.after(named(is)));
    }

    fn parameter(&mut self, key: &ParameterKey, was: &Spot<'a>, is: &Spot<'a>) {
        if self.leads_nowhere(was, is) {
            return;
        }
        let name = named_parameter(key, was);
        let judged = match (is_required(was), is_required(is)) {
            (false, true) => {
                let message = format!("{name} is required now");
                Some((codes::PARAMETER_BECAME_REQUIRED, Became::Asked, message))
            }
            (true, false) => {
                let message = format!("{name} is not required any more");
                Some((codes::PARAMETER_BECAME_OPTIONAL, Became::Released, message))
            }
            _ => None,
        };
        if let Some((code, became, message)) = judged {
            let draft = self.judged(code, message, became, Message::Request);
            self.report(draft.before(named(was)).after(named(is)));
        }
        let life = LifeCodes {
            deprecated: codes::PARAMETER_DEPRECATED,
            reactivated: codes::PARAMETER_REACTIVATED,
        };
        self.life(&name, was, is, &life);
        self.words(was, is, &PARAMETER);
        self.form(&name, was, is);
        self.emptiness(&name, was, is);
        self.parameter_schema(&name, was, is);
    }

    /// Compares how a parameter is written.
    fn form(&mut self, name: &str, was: &Spot<'a>, is: &Spot<'a>) {
        for (key, of) in [
            ("style", style as fn(&Spot<'_>) -> Value),
            ("explode", explode),
            ("allowReserved", |spot| Value::Bool(is_true(spot, "allowReserved"))),
        ] {
            let (old, new) = (of(was), of(is));
            // Another style has other defaults.
            if old == new || (key == "explode" && style(was) != style(is)) {
                continue;
            }
            let message = format!("`{key}` of {name} went from {old} to {new}");
            let (code, became) = (codes::PARAMETER_STYLE_CHANGED, Became::Rewritten);
            let draft = self.judged(code, message, became, Message::Request);
            let draft = if key == "explode" && self.is_written_alike(was, is) {
                let why = "values are written the same either way";
                Draft { class: Class::Cosmetic, ..draft.because(why) }
            } else {
                draft
            };
            let at = |spot: &Spot<'a>| named(spot.member(key).as_ref().unwrap_or(spot));
            self.report(draft.before(at(was)).after(at(is)));
        }
    }

    /// Tells whether `explode` means nothing to a parameter on either side: to one number, text or truth value,
    /// to a list in `simple` style, and in `deepObject` style, which has one form (OpenAPI 3.1.1 section 4.8.12.6).
    fn is_written_alike(&self, was: &Spot<'a>, is: &Spot<'a>) -> bool {
        let alike = |spot: &Spot<'a>, schema: Option<Spot<'a>>| {
            let kinds = schema.map(|schema| kinds(&schema)).unwrap_or_default();
            let style = style(spot);
            let apart: &[&str] = if style == "simple" { &["object"] } else { &["array", "object"] };
            style == "deepObject"
                || (!kinds.is_empty() && !kinds.iter().any(|kind| apart.contains(kind)))
        };
        alike(was, self.before.member(was, "schema")) && alike(is, self.after.member(is, "schema"))
    }

    fn emptiness(&mut self, name: &str, was: &Spot<'a>, is: &Spot<'a>) {
        let [old, new] = [was, is].map(|spot| is_true(spot, "allowEmptyValue"));
        let (code, became, message) = match (old, new) {
            (true, false) => (
                codes::PARAMETER_EMPTY_REJECTED,
                Became::Fewer,
                format!("{name} may not be empty any more"),
            ),
            (false, true) => {
                (codes::PARAMETER_EMPTY_ACCEPTED, Became::More, format!("{name} may be empty"))
            }
            _ => return,
        };
        let draft = self.judged(code, message, became, Message::Request);
        self.report(draft.before(named(was)).after(named(is)));
    }

    fn parameter_schema(&mut self, name: &str, was: &Spot<'a>, is: &Spot<'a>) {
        let [old, new] = [was, is].map(|spot| spot.member("schema"));
        let [old_content, new_content] = [was, is].map(|spot| spot.member("content"));
        let any_schema = old.is_some() || new.is_some();
        if old_content.is_some() != new_content.is_some() && any_schema {
            let message = format!("{name} is described in another form");
            let (old, new) = (old.or(old_content), new.or(new_content));
            let (old, new) = (old.as_ref(), new.as_ref());
            let (code, became) = (codes::PARAMETER_FORM_CHANGED, Became::Rewritten);
            let draft = self.judged(code, message, became, Message::Request);
            let (before, after) = (old.map(short), new.map(short));
            return self.report(Draft { before, after, ..draft });
        }
        // What stands in a document of its own is described as much.
        let one_sided = old_content.is_some() != new_content.is_some();
        let content = |content: &Option<Spot<'a>>| content.clone().filter(|_| one_sided);
        let (old, new) = (old.or(content(&old_content)), new.or(content(&new_content)));
        match (&old, &new) {
            (Some(old), Some(new)) => self.both_schemas(name, was, (old, new), is),
            (None, Some(new)) => {
                let message = format!("{name} has a schema now");
                let (code, became) = (codes::PARAMETER_SCHEMA_ADDED, Became::Described);
                let draft = self.judged(code, message, became, Message::Request);
                self.report(draft.after(named(new)));
            }
            (Some(old), None) => {
                let message = format!("{name} has no schema any more");
                let (code, became) = (codes::PARAMETER_SCHEMA_REMOVED, Became::Free);
                let draft = self.judged(code, message, became, Message::Request);
                self.report(draft.before(named(old)));
            }
            (None, None) => {}
        }
        if let Some((old, new)) = old_content.zip(new_content) {
            self.request_content(&old, &new);
        }
    }
}

impl<'a> Comparison<'_, 'a> {
    fn both_schemas(
        &mut self,
        name: &str,
        was: &Spot<'a>,
        (old, new): (&Spot<'a>, &Spot<'a>),
        is: &Spot<'a>,
    ) {
        let repeats = |spot| style(spot) == "form" && explode(spot) == Value::Bool(true);
        let is_list = |spot: &Spot<'a>| spot.value.get("type") == Some(&Value::from("array"));
        let (old, new) = (self.before.resolved(old), self.after.resolved(new));
        let item = new.member("items").filter(|_| repeats(was) && repeats(is) && is_list(&new));
        // One value is no list of two.
        let several = new.member("minItems").and_then(|least| least.value.as_u64()) > Some(1);
        let item = item.filter(|_| !several);
        match item.filter(|_| old.value.get("type").is_some() && !is_list(&old)) {
            // `?tag=a` is a list of one.
            Some(item) => {
                let message = format!("{name} may stand several times");
                let (code, became) = (codes::PARAMETER_BECAME_LIST, Became::More);
                let draft = self.judged(code, message, became, Message::Request);
                self.report(draft.before(named(&old)).after(named(&new)));
                self.schema(&old, &item, Message::Request, true);
            }
            None => self.schema(&old, &new, Message::Request, true),
        }
    }
}

/// Returns the types that a schema names, without null.
fn kinds<'a>(schema: &Spot<'a>) -> Vec<&'a str> {
    let stated = schema.member("type").map(|kinds| kinds.one_or_more()).unwrap_or_default();
    stated.iter().filter_map(Spot::text).filter(|kind| *kind != "null").collect()
}

/// Names a parameter as people know it.
fn named_parameter(key: &ParameterKey, spot: &Spot<'_>) -> String {
    let name = spot.member("name").and_then(|name| name.text()).unwrap_or(&key.1);
    format!("the {} parameter `{name}`", key.0)
}

/// Parameters in the path are always required.
fn is_required(spot: &Spot<'_>) -> bool {
    is_true(spot, "required") || place(spot) == "path"
}

fn place<'a>(spot: &Spot<'a>) -> &'a str {
    spot.member("in").and_then(|place| place.text()).unwrap_or_default()
}

/// Returns how values are put in a row; the default depends on the place (OpenAPI section 4.12.2).
fn style(spot: &Spot<'_>) -> Value {
    let by_default = match place(spot) {
        "query" | "cookie" => "form",
        _ => "simple",
    };
    let stated = spot.member("style").map(|style| style.value.clone());
    stated.unwrap_or_else(|| Value::from(by_default))
}

fn explode(spot: &Spot<'_>) -> Value {
    let stated = spot.member("explode").map(|explode| explode.value.clone());
    stated.unwrap_or_else(|| Value::Bool(style(spot) == "form"))
}
