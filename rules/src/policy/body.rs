//! The functions of a policy: compiled, and checked for what the engine would find out too late or not at all.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use meta_core::error::{Error, ErrorCode};
use meta_core::suggest;
use rhai::{
    AST, Dynamic, Expr, Identifier, Module, ParseErrorType, Position, Scope, Shared, StmtBlock,
};

use super::script::Function;
use super::{Hook, Written, inspect, quick};
use crate::engine::Host;
use crate::engine::nodes::Node;

/// What was compiled.
pub(super) struct Body {
    pub(super) hooks: BTreeMap<Hook, HookBody>,
    pub(super) module: Shared<Module>,
}

/// What a hook does.
///
/// It is compiled by itself and not called as a function: a function that meets a limit reports the place it was
/// called from and not the place of the limit, and entering a function takes time for each subject.
#[derive(Clone)]
pub(crate) struct HookBody {
    pub(crate) parameters: [Identifier; 2],
    /// What it does; none when the engine alone can run it.
    pub(crate) node: Option<Arc<Node>>,
    /// The same for the engine.
    pub(crate) plain: Expr,
}

impl fmt::Debug for HookBody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parameters = &self.parameters;
        formatter.debug_struct("HookBody").field("parameters", parameters).finish_non_exhaustive()
    }
}

/// A script, parsed.
pub(crate) struct Parsed {
    pub(crate) ast: AST,
    /// Its functions, in the order they are written in.
    pub(crate) functions: Vec<Function>,
}

/// Compiles the functions of a policy.
pub(super) fn compile(written: &Written<'_>, host: &Host) -> Result<Body, Vec<Error>> {
    let (parsed, faults) = inspected(written, host)?;
    if !faults.is_empty() {
        return Err(faults);
    }
    let hooks = parsed.functions.iter().filter_map(|function| {
        let [subject, context] = function.parameters.as_slice() else { return None };
        let (open, close) = function.ends;
        let block = StmtBlock::new(function.statements().iter().cloned(), open, close);
        let node = quick::body(&block, &[subject, context], host).map(Arc::new);
        let plain = Expr::Stmt(Box::new(block));
        let parameters = [subject, context].map(|name| Identifier::from(name.as_str()));
        Some((Hook::find(&function.name)?, HookBody { parameters, node, plain }))
    });
    Ok(Body { hooks: hooks.collect(), module: module(&parsed.ast) })
}

/// Parses the functions of a policy, and tells everything that is wrong with them.
pub(super) fn inspected(
    written: &Written<'_>,
    host: &Host,
) -> Result<(Parsed, Vec<Error>), Vec<Error>> {
    let ast = host.engine.compile(written.body());
    let ast = ast.map_err(|error| vec![unreadable(written, &error, host)])?;
    let functions = functions(&ast, written, host).map_err(|error| vec![error])?;
    let parsed = Parsed { ast, functions };
    let mut faults = inspect::inspect(&parsed, written, host);
    if faults.is_empty() && !parsed.functions.iter().any(|f| Hook::find(&f.name).is_some()) {
        let names: Vec<&str> = Hook::ALL.iter().map(|hook| hook.as_str()).collect();
        let message = "the policy has no hook, so that it is never asked";
        let help = format!("write one of the functions {}, with two parameters", names.join(", "));
        faults.push(fault(written.path, Position::NONE, message).help(help));
    }
    Ok((parsed, faults))
}

/// Finds a carriage return without a line feed. It ends a line, and so a comment, for the engine and for some editors
/// only: what they show as a comment would run.
pub(super) fn lone_return(path: &str, text: &str) -> Option<Error> {
    let mut lines = text.split('\n').zip(1..);
    let (line, column) = lines.find_map(|(line, number)| {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let before = line.split_once('\r')?.0;
        Some((number, u32::try_from(before.chars().count() + 1).ok()?))
    })?;
    let message = "a carriage return stands alone";
    let error = Error::new(ErrorCode::PolicyInvalid, message).in_file(path);
    Some(error.on(line, column).help("end lines with a line feed; in a text, write `\\r`"))
}

fn functions(ast: &AST, written: &Written<'_>, host: &Host) -> Result<Vec<Function>, Error> {
    let text = written.body();
    let compiled = ast.iter_fn_def().map(|definition| {
        let mut scope = Scope::new();
        for name in &definition.params {
            scope.push_dynamic(Identifier::from(name.as_str()), Dynamic::UNIT);
        }
        let ends = (definition.body.start_position(), definition.body.end_position());
        let body = host.engine.compile_with_scope(&scope, inside(&text, ends));
        Ok(Function {
            name: definition.name.to_string(),
            parameters: definition.params.iter().map(ToString::to_string).collect(),
            body: body.map_err(|error| unreadable(written, &error, host))?,
            ends,
        })
    });
    let mut compiled: Vec<Function> = compiled.collect::<Result<_, _>>()?;
    compiled.sort_by_key(|function| function.ends.0);
    Ok(compiled)
}

/// Returns what stands between two braces of `text`, at the same lines and columns.
fn inside(text: &str, (open, close): (Position, Position)) -> String {
    let place = |position: Position| position.line().zip(position.position());
    let (open, close) = (place(open), place(close));
    let (mut line, mut column) = (1, 0);
    let blanked = text.chars().map(|letter| {
        if letter == '\n' {
            (line, column) = (line + 1, 0);
            return letter;
        }
        column += 1;
        let here = Some((line, column));
        if here > open && here < close { letter } else { ' ' }
    });
    blanked.collect()
}

/// Returns the functions that are not hooks.
fn module(ast: &AST) -> Shared<Module> {
    let mut module = Module::new();
    for definition in ast.iter_fn_def().filter(|definition| Hook::find(&definition.name).is_none())
    {
        module.set_script_fn(definition.clone());
    }
    module.into()
}

/// Returns the fault of a text that is no script.
fn unreadable(written: &Written<'_>, error: &rhai::ParseError, host: &Host) -> Error {
    let message = lower_first(&error.err_type().to_string());
    let error_at = fault(written.path, error.position(), message);
    let ParseErrorType::VariableUndefined(name) = error.err_type() else { return error_at };
    let known = host.members.iter().filter(|member| member.of.is_none()).map(|member| member.name);
    let error_at =
        fault(written.path, error.position(), format!("nothing is called `{name}` here"));
    match suggest::nearest(name, known.chain(["ctx", "service"])) {
        Some(near) => error_at.help(format!("did you mean `{near}`?")),
        None => error_at.help("a function sees its parameters and its own variables only"),
    }
}

fn lower_first(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().map(|letter| letter.to_lowercase().to_string()).unwrap_or_default();
    format!("{first}{}", letters.as_str()).replace('\n', " ").trim_end_matches('.').to_owned()
}

/// Returns a fault of a policy at a place of its text.
pub(super) fn fault(path: &str, position: Position, message: impl Into<String>) -> Error {
    let error = Error::new(ErrorCode::PolicyInvalid, message).in_file(path);
    let number = |number: Option<usize>| number.and_then(|number| u32::try_from(number).ok());
    match (number(position.line()), number(position.position())) {
        (Some(line), column) => error.on(line, column.unwrap_or(1)),
        _ => error.on(1, 1),
    }
}
