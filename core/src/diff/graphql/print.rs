//! Parts of a schema as SDL, short enough to stand in a report.

use std::fmt::{self, Display};

use super::literal::write_pairs;
use super::model::{DirectiveDef, Field, Input, Named, TypeDef, Usage};

/// Returns `part` as SDL, cut where it is too long to be read.
pub(super) fn short(part: impl Display) -> String {
    const LONGEST: usize = 200;
    let whole = part.to_string();
    match whole.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", whole.get(..end).unwrap_or(&whole)),
        None => whole,
    }
}

/// A field or an argument with its name.
pub(super) struct Signed<'a, T>(pub(super) &'a str, pub(super) &'a T);

impl Display for Signed<'_, Field> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)?;
        write_args(f, &self.1.args)?;
        write!(f, ": {}", self.1.ty.value)
    }
}

impl Display for Signed<'_, Input> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0, self.1.ty.value)?;
        match &self.1.default {
            Some(default) => write!(f, " = {}", default.value),
            None => Ok(()),
        }
    }
}

impl Display for Signed<'_, TypeDef> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.1.kind.keyword(), self.0)
    }
}

impl Display for Signed<'_, DirectiveDef> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "directive @{}", self.0)?;
        write_args(f, &self.1.args)?;
        let repeatable = if self.1.repeatable.is_some() { " repeatable" } else { "" };
        let places: Vec<&str> = self.1.locations.keys().map(String::as_str).collect();
        write!(f, "{repeatable} on {}", places.join(" | "))
    }
}

impl Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "@{}", self.name)?;
        if self.args.is_empty() {
            return Ok(());
        }
        f.write_str("(")?;
        write_pairs(f, &self.args)?;
        f.write_str(")")
    }
}

fn write_args(f: &mut fmt::Formatter<'_>, args: &Named<Input>) -> fmt::Result {
    if args.is_empty() {
        return Ok(());
    }
    let mut inputs: Vec<(&String, &Input)> = args.iter().collect();
    inputs.sort_by_key(|(_, input)| input.element.order);
    let list: Vec<String> =
        inputs.iter().map(|(name, input)| Signed(name, *input).to_string()).collect();
    write!(f, "({})", list.join(", "))
}
