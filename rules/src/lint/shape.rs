//! An expression as a text: the same wherever it stands, and in every build. (How the engine shows its own has hashes
//! of the build in it.)

use rhai::{Expr, FnCallExpr};

use crate::policy::script::{self, Step};

/// Returns an expression as a text.
pub(super) fn shape(expression: &Expr) -> String {
    if let Some((first, steps)) = script::chain(expression) {
        return steps.iter().fold(shape(first), |before, step| match step {
            Step::Property(name, _) => format!("{before}.{name}"),
            Step::Method(call, _) => format!("{before}.{}", called(call)),
            Step::Index(key) => format!("{before}[{}]", shape(key)),
        });
    }
    match script::unwrapped(expression) {
        Expr::BoolConstant(value, _) => value.to_string(),
        Expr::IntegerConstant(value, _) => value.to_string(),
        Expr::FloatConstant(value, _) => value.to_string(),
        Expr::CharConstant(value, _) => format!("{value:?}"),
        Expr::StringConstant(text, _) => format!("{:?}", text.as_str()),
        Expr::Unit(_) => "()".to_owned(),
        Expr::ThisPtr(_) => "this".to_owned(),
        Expr::Variable(variable, ..) => variable.1.to_string(),
        Expr::InterpolatedString(parts, _) => format!("`{}`", all(parts, "")),
        Expr::Array(items, _) => format!("[{}]", all(items, ", ")),
        Expr::Map(members, _) => {
            let members =
                members.0.iter().map(|(key, part)| format!("{}: {}", key.name, shape(part)));
            format!("#{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
        Expr::And(parts, _) => format!("({})", all(parts, " && ")),
        Expr::Or(parts, _) => format!("({})", all(parts, " || ")),
        Expr::Coalesce(parts, _) => format!("({})", all(parts, " ?? ")),
        Expr::FnCall(call, _) | Expr::MethodCall(call, _) => match call.args.as_slice() {
            [a, b] if call.op_token.is_some() => {
                format!("({} {} {})", shape(a), call.name, shape(b))
            }
            _ => called(call),
        },
        inner @ (Expr::Dot(..) | Expr::Index(..)) if !std::ptr::eq(inner, expression) => {
            shape(inner)
        }
        // Statements as a value have no name of their own; where they stand tells them apart.
        other => format!("{{{}}}", other.start_position()),
    }
}

fn called(call: &FnCallExpr) -> String {
    format!("{}({})", call.name, all(&call.args, ", "))
}

fn all(parts: &[Expr], between: &str) -> String {
    parts.iter().map(shape).collect::<Vec<_>>().join(between)
}
