//! What the arguments of an operation use.

use std::collections::BTreeSet;

use crate::diff::graphql::literal::Literal;
use crate::diff::graphql::model::Schema;

/// Adds what a value of the type `name` uses; its depth is bounded by the parser.
pub(super) fn value(schema: &Schema, used: &mut BTreeSet<String>, name: &str, literal: &Literal) {
    match literal {
        Literal::Variable(_) => anything(schema, used, name),
        Literal::Enum(value) => {
            used.insert(format!("{name}.{value}"));
        }
        Literal::List(items) => {
            for item in items {
                value(schema, used, name, item);
            }
        }
        Literal::Object(fields) => {
            used.insert(name.to_owned());
            let def = schema.types.get(name);
            for (field, inner) in fields {
                used.insert(format!("{name}.{field}"));
                if let Some(input) = def.and_then(|def| def.inputs.get(field)) {
                    value(schema, used, input.ty.value.name(), inner);
                }
            }
        }
        _ => {}
    }
}

/// Adds all that values of a type may use: what a variable carries is not known.
fn anything(schema: &Schema, used: &mut BTreeSet<String>, name: &str) {
    let mut waiting = vec![name];
    while let Some(name) = waiting.pop() {
        // Whoever wrote a variable of the type before has added the rest.
        if !used.insert(format!("${name}")) {
            continue;
        }
        used.insert(name.to_owned());
        let Some(def) = schema.types.get(name) else { continue };
        used.extend(def.values.keys().map(|value| format!("{name}.{value}")));
        for (field, input) in &def.inputs {
            used.insert(format!("{name}.{field}"));
            waiting.push(input.ty.value.name());
        }
    }
}
