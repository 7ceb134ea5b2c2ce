//! Types and listed values.

use serde_json::{Value, json};

use super::{Edit, UNDECIDED, edit, extensible};
use crate::diff::Effect;
use crate::diff::schema::decimal::{Decimal, Listed, equal};
use crate::diff::schema::node::{Node, Said, Type, Types};
use crate::diff::schema::pairs::{Pair, Pairs};
use crate::diff::schema::read::Side;
use crate::document::pointer;
use crate::finding::codes::diff::json_schema as codes;

/// Compares `type`, `enum` and `const`.
pub(super) fn compare(pairs: &mut Pairs<'_>, before: &Node, after: &Node, pair: &mut Pair) {
    // Where both list their values, the lists say it all; so do they where no type is named.
    let listed = before.values.is_some() && after.values.is_some();
    let named = before.types.is_some() || after.types.is_some();
    if before.strange.is_some() || after.strange.is_some() {
        pair.own.extend(strange(pairs, before, after));
    } else if !listed && named && !fits(before, after) && !fits(after, before) {
        let changes = types(pairs, before, after);
        pair.own.extend(limited(pairs, (before, after), changes));
    }
    let marked = before.notes.contains_key(extensible::MARK);
    let values = values(pairs, before, after).into_iter();
    pair.own.extend(values.map(|change| if marked { extensible::seen(change) } else { change }));
}

/// Compares types by their names, where nobody knows what they mean.
fn strange(pairs: &Pairs<'_>, before: &Node, after: &Node) -> Option<Edit> {
    let stated = |side: &Side<'_>, node: &Node| {
        let known = node.strange.as_ref().map(|said| said.at.clone());
        let at = known.or_else(|| node.types.as_ref().map(|said| said.at.clone()))?;
        let value = side.schemas.at(&at)?.clone();
        Some((at, value))
    };
    let (was, is) = (stated(&pairs.before, before), stated(&pairs.after, after));
    let value = |side: &Option<(String, Value)>| side.as_ref().map(|(_, value)| value.clone());
    if value(&was) == value(&is) {
        return None;
    }
    let shown = |side: &Option<(String, Value)>| {
        value(side).map_or("any".to_owned(), |value| crate::diff::fields::shown(&value))
    };
    let message = format!("type {} became {}, and not both are known", shown(&was), shown(&is));
    let change = edit(codes::TYPE_CHANGED, Effect::Both, message).sure(UNDECIDED);
    let change = match was {
        Some((at, value)) => change.before(&at, value),
        None => change.stood(&before.at, None),
    };
    Some(match is {
        Some((at, value)) => change.after(&at, value),
        None => change.stands(&after.at, None),
    })
}

/// Tells whether only `one` lists its values, all of types that `other` accepts: then the list says it all.
fn fits(one: &Node, other: &Node) -> bool {
    let (few, more) = (one.accepts(), other.accepts());
    one.values.is_some()
        && other.values.is_none()
        && Type::ALL.into_iter().all(|of| !few.has(of) || more.has(of))
        && (few.whole || !more.whole || !few.has(Type::Number))
}

/// Compares schemas of which one accepts nothing.
pub(super) fn nothing(before: &Node, after: &Node) -> Option<Edit> {
    let (code, effect, message) = match (before.is_never(), after.is_never()) {
        (false, true) => {
            (codes::NOTHING_ACCEPTED, Effect::Narrowed, "no value is accepted any more")
        }
        (true, false) => (codes::VALUES_ACCEPTED, Effect::Widened, "values are accepted now"),
        _ => return None,
    };
    let change = edit(code, effect, message.to_owned());
    Some(change.before(&before.at, !before.is_never()).after(&after.at, !after.is_never()))
}

fn types(pairs: &Pairs<'_>, before: &Node, after: &Node) -> Vec<Edit> {
    let (was, is) = (before.accepts(), after.accepts());
    let kinds = kinds(was, is);
    // Where no type was named, the types that are say it all.
    let is_told = kinds.is_some() && (before.types.is_none() || after.types.is_none());
    let of_both = [kinds, wholeness(was, is).filter(|_| !is_told)];
    let stated = |change| by_nullable(pairs, stated(change, before, after), before, after);
    of_both.into_iter().flatten().map(stated).collect()
}

/// Corrects what happened to the types by what the alternatives at the place leave of them.
fn limited(
    pairs: &mut Pairs<'_>,
    (before, after): (&Node, &Node),
    mut changes: Vec<Edit>,
) -> Vec<Edit> {
    let (was, is) = (left(&mut pairs.before, before), left(&mut pairs.after, after));
    if changes.is_empty() || (was == before.accepts() && is == after.accepts()) {
        return changes;
    }
    let only =
        |one: Types, other: Types| Type::ALL.into_iter().any(|t| one.has(t) && !other.has(t));
    let has = |types: Types| types.has(Type::Number);
    let both_numbers = has(was) && has(is);
    for change in &mut changes {
        let is_whole =
            [codes::INTEGER_BECAME_NUMBER, codes::NUMBER_BECAME_INTEGER].contains(&change.code);
        let (narrows, widens) = if is_whole {
            (both_numbers && !was.whole && is.whole, both_numbers && was.whole && !is.whole)
        } else {
            (only(was, is), only(is, was))
        };
        change.effect =
            Effect::of([narrows && change.effect.narrows(), widens && change.effect.widens()]);
    }
    changes
}

/// Returns the types that a schema and its alternatives accept together.
fn left(side: &mut Side<'_>, node: &Node) -> Types {
    const MOST: usize = 64;
    let mut accepted = node.accepts();
    for union in node.any_of.iter().chain(&node.one_of) {
        if union.value.len() <= MOST {
            let branches = union.value.iter().map(|branch| side.node(*branch).accepts());
            accepted = branches.reduce(Types::or).map_or(accepted, |types| accepted.and(types));
        }
    }
    accepted
}

/// Tells of null where `nullable` says it.
fn by_nullable(pairs: &Pairs<'_>, mut change: Edit, before: &Node, after: &Node) -> Edit {
    if ![codes::NULL_ACCEPTED, codes::NULL_REJECTED].contains(&change.code) {
        return change;
    }
    let place = |side: &Side<'_>, node: &Node| {
        let at = pointer::push(&node.at, "nullable");
        let says =
            side.schemas.dialect.has_nullable() && side.schemas.at(&at) == Some(&Value::Bool(true));
        says.then_some((at, Some(Value::Bool(true))))
    };
    change.before = place(&pairs.before, before).or(change.before);
    change.after = place(&pairs.after, after).or(change.after);
    change
}

/// Adds what both sides say of types.
fn stated(change: Edit, before: &Node, after: &Node) -> Edit {
    let change = match &before.types {
        Some(types) => change.before(&types.at, json!(types.value.names())),
        None => change,
    };
    match &after.types {
        Some(types) => change.after(&types.at, json!(types.value.names())),
        None => change,
    }
}

/// Compares which kinds of values are accepted.
fn kinds(was: Types, is: Types) -> Option<Edit> {
    let gained: Vec<Type> = Type::ALL.into_iter().filter(|t| is.has(*t) && !was.has(*t)).collect();
    let lost: Vec<Type> = Type::ALL.into_iter().filter(|t| was.has(*t) && !is.has(*t)).collect();
    let (code, effect, message) = match (gained.as_slice(), lost.as_slice()) {
        ([], []) => return None,
        ([Type::Null], []) => {
            (codes::NULL_ACCEPTED, Effect::Widened, "null is accepted now".to_owned())
        }
        ([], [Type::Null]) => {
            (codes::NULL_REJECTED, Effect::Narrowed, "null is not accepted any more".to_owned())
        }
        (_, []) if is == Types::ANY => {
            let message = "values of any type are accepted now".to_owned();
            (codes::TYPE_ADDED, Effect::Widened, message)
        }
        (gained, []) => {
            let message = format!("values of type {} are accepted now", named(gained, is));
            (codes::TYPE_ADDED, Effect::Widened, message)
        }
        ([], _) if was == Types::ANY => {
            let message = format!("only values of type {} are accepted now", is.names().join(", "));
            (codes::TYPE_REMOVED, Effect::Narrowed, message)
        }
        ([], lost) => {
            let message = format!("values of type {} are not accepted any more", named(lost, was));
            (codes::TYPE_REMOVED, Effect::Narrowed, message)
        }
        (gained, lost) => {
            let message = format!("type {} became {}", named(lost, was), named(gained, is));
            (codes::TYPE_CHANGED, Effect::Both, message)
        }
    };
    Some(edit(code, effect, message))
}

/// Compares whether numbers must be whole.
fn wholeness(was: Types, is: Types) -> Option<Edit> {
    if !(was.has(Type::Number) && is.has(Type::Number)) || was.whole == is.whole {
        return None;
    }
    let (code, effect, message) = if is.whole {
        (codes::NUMBER_BECAME_INTEGER, Effect::Narrowed, "numbers must be whole now")
    } else {
        (codes::INTEGER_BECAME_NUMBER, Effect::Widened, "numbers need not be whole any more")
    };
    Some(edit(code, effect, message.to_owned()))
}

fn named(types: &[Type], of: Types) -> String {
    let name = |one: &Type| match one {
        Type::Number if of.whole => "integer",
        other => other.name(),
    };
    types.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn values(pairs: &Pairs<'_>, before: &Node, after: &Node) -> Vec<Edit> {
    match (&before.values, &after.values) {
        (None, None) => Vec::new(),
        (Some(was), None) => {
            let message = "any value may stand here now".to_owned();
            let change = edit(codes::ENUM_REMOVED, Effect::Widened, message);
            vec![change.before(&was.at, was.value.clone())]
        }
        (None, Some(is)) => {
            let message = format!("only {} may stand here now", listed(&is.value));
            let change = edit(codes::ENUM_ADDED, Effect::Narrowed, message);
            vec![change.after(&is.at, is.value.clone())]
        }
        (Some(was), Some(is)) => listed_values(pairs, &possible(was, before), &possible(is, after)),
    }
}

/// Leaves out the values that the types forbid.
pub(super) fn possible(said: &Said<Vec<Value>>, node: &Node) -> Said<Vec<Value>> {
    let types = node.types.as_ref().map_or(Types::ANY, |types| types.value);
    let is_whole = |value: &Value| {
        value.as_number().and_then(Decimal::of).is_none_or(|number| number.is_whole())
    };
    let of_type = |value: &&Value| types.has(Type::of(value)) && (!types.whole || is_whole(value));
    Said { value: said.value.iter().filter(of_type).cloned().collect(), at: said.at.clone() }
}

/// Reports each value that was added to or removed from a list on its own; a single value that was
/// replaced is one change.
fn listed_values(pairs: &Pairs<'_>, was: &Said<Vec<Value>>, is: &Said<Vec<Value>>) -> Vec<Edit> {
    if let ([old], [new]) = (was.value.as_slice(), is.value.as_slice()) {
        if equal(old, new) {
            return Vec::new();
        }
        let message = format!("{old} became {new}");
        let change = edit(codes::CONST_CHANGED, Effect::Both, message);
        return vec![change.before(&was.at, old.clone()).after(&is.at, new.clone())];
    }
    let mut changes = Vec::new();
    let (old, new) = (Listed::of(&was.value), Listed::of(&is.value));
    let places = Places::of(&pairs.before, &was.at);
    for value in was.value.iter().filter(|value| !new.holds(value)) {
        let message = format!("{value} is not accepted any more");
        let change = edit(codes::ENUM_VALUE_REMOVED, Effect::Narrowed, message);
        changes.push(change.before(&places.place(value), value.clone()));
    }
    let places = Places::of(&pairs.after, &is.at);
    for value in is.value.iter().filter(|value| !old.holds(value)) {
        let message = format!("{value} is accepted now");
        let change = edit(codes::ENUM_VALUE_ADDED, Effect::Widened, message);
        changes.push(change.after(&places.place(value), value.clone()));
    }
    changes
}

/// Where the values of a list stand.
struct Places<'l> {
    list: &'l str,
    listed: Listed,
}

impl<'l> Places<'l> {
    fn of(side: &Side<'_>, list: &'l str) -> Self {
        let values = side.schemas.at(list).and_then(Value::as_array);
        Self { list, listed: Listed::of(values.map_or(&[], Vec::as_slice)) }
    }

    fn place(&self, value: &Value) -> String {
        let index = self.listed.position(value);
        index.map_or_else(|| self.list.to_owned(), |at| pointer::push(self.list, &at.to_string()))
    }
}

/// Lists the first few values.
fn listed(values: &[Value]) -> String {
    const MOST: usize = 5;
    let few: Vec<String> = values.iter().take(MOST).map(Value::to_string).collect();
    let more = if values.len() > MOST { ", …" } else { "" };
    format!("{}{more}", few.join(", "))
}
