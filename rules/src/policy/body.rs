//! The functions of a policy: compiled, and checked for what the engine would find out too late or not at all.

use std::collections::BTreeMap;

use meta_core::error::{Error, ErrorCode};
use meta_core::suggest;
use rhai::{
    AST, Dynamic, Expr, Identifier, Module, ParseErrorType, Position, Scope, ScriptFuncDef, Shared,
    StmtBlock,
};

use super::{Hook, Written, inspect, quick};
use crate::engine::Host;

/// What was compiled.
pub(super) struct Body {
    pub(super) hooks: BTreeMap<Hook, HookBody>,
    pub(super) module: Shared<Module>,
}

/// What a hook does.
///
/// It is compiled by itself and not called as a function: a function that meets a limit reports the place it was
/// called from and not the place of the limit, and entering a function takes time for each subject.
#[derive(Clone, Debug)]
pub(crate) struct HookBody {
    pub(crate) parameters: [Identifier; 2],
    pub(crate) statements: Expr,
    /// The same as it was written.
    pub(crate) plain: Expr,
}

/// Compiles the functions of a policy.
pub(super) fn compile(written: &Written<'_>, host: &Host) -> Result<Body, Vec<Error>> {
    let ast = host.engine.compile(written.body());
    let ast = ast.map_err(|error| vec![unreadable(written, &error, host)])?;
    let faults = inspect::inspect(&ast, written, host);
    if !faults.is_empty() {
        return Err(faults);
    }
    let hooks = ast.iter_fn_def().filter_map(|definition| {
        let [subject, context] = definition.params.as_slice() else { return None };
        let parameters = [subject, context].map(|name| Identifier::from(name.as_str()));
        let hook = Hook::find(&definition.name)?;
        Some(hook_body(definition, parameters, written, host).map(|body| (hook, body)))
    });
    let hooks: BTreeMap<Hook, HookBody> =
        hooks.collect::<Result<_, _>>().map_err(|error| vec![error])?;
    if hooks.is_empty() {
        let names: Vec<&str> = Hook::ALL.iter().map(|hook| hook.as_str()).collect();
        let message = "the policy has no hook, so that it is never asked";
        let help = format!("write one of the functions {}, with two parameters", names.join(", "));
        return Err(vec![fault(written.path, Position::NONE, message).help(help)]);
    }
    Ok(Body { hooks, module: module(&ast) })
}

fn hook_body(
    definition: &ScriptFuncDef,
    parameters: [Identifier; 2],
    written: &Written<'_>,
    host: &Host,
) -> Result<HookBody, Error> {
    let mut scope = Scope::new();
    for name in &parameters {
        scope.push_dynamic(name.clone(), Dynamic::UNIT);
    }
    let ends = (definition.body.start_position(), definition.body.end_position());
    let text = inside(&written.body(), ends);
    let ast = host.engine.compile_with_scope(&scope, text);
    let ast = ast.map_err(|error| unreadable(written, &error, host))?;
    let block = StmtBlock::new(ast.statements().iter().cloned(), ends.0, ends.1);
    let mut with_nodes = block.clone();
    quick::block(&mut with_nodes, host);
    Ok(HookBody {
        parameters,
        statements: Expr::Stmt(Box::new(with_nodes)),
        plain: Expr::Stmt(Box::new(block)),
    })
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
