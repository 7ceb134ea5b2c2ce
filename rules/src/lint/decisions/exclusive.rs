//! Which places of a function one question can come by together.

use rhai::{ASTFlags, Stmt};

use crate::lint::reading::ends;
use crate::policy::script::Around;

/// Tells whether a question that comes by the place `first` never comes by `second`, which is written behind it.
pub(super) fn are(first: &[Around<'_>], second: &[Around<'_>]) -> bool {
    for (index, (a, b)) in first.iter().zip(second).enumerate() {
        match (a, b) {
            (Around::Branch(x, i), Around::Branch(y, j)) if std::ptr::eq(*x, *y) => {
                if i != j {
                    return true;
                }
            }
            (Around::Listed(x, i), Around::Listed(y, j)) if std::ptr::eq(*x, *y) => {
                if i != j {
                    // The first may have ended the question before the second is come by.
                    return returns(first.get(index + 1..).unwrap_or_default());
                }
            }
            (Around::Loop(x), Around::Loop(y)) if std::ptr::eq(*x, *y) => {}
            _ => return false,
        }
    }
    false
}

/// Tells whether what follows a place, in the lists around it, ends them.
fn returns(around: &[Around<'_>]) -> bool {
    around.iter().any(|around| match around {
        Around::Listed(statements, index) => ends(statements.get(index + 1..).unwrap_or_default()),
        _ => false,
    })
}

/// Tells whether a loop is left behind a place in it.
pub(super) fn leaves(around: &[Around<'_>]) -> bool {
    let leave = |statement: &Stmt| match statement {
        Stmt::Return(..) => true,
        Stmt::BreakLoop(_, flags, _) => flags.contains(ASTFlags::BREAK),
        _ => false,
    };
    around.iter().any(|around| match around {
        Around::Listed(statements, index) => {
            statements.get(index + 1..).unwrap_or_default().iter().any(leave)
        }
        _ => false,
    })
}
