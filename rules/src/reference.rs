//! What policies can use, from the declarations the engine is built from.

use crate::Limits;
use crate::engine::Host;
use crate::engine::api::{Gives, Member};
use crate::policy::Hook;

/// Everything that policies can use.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The hooks.
    pub hooks: Vec<HookReference>,
    /// The types of facts, with what they have.
    pub types: Vec<TypeReference>,
    /// Functions of their own.
    pub functions: Vec<MemberReference>,
}

/// A hook.
#[derive(Clone, Debug)]
pub struct HookReference {
    /// How a policy writes it, such as `fn check(service, ctx)`.
    pub signature: String,
    /// The type of its subject.
    pub subject: &'static str,
    /// When it is asked, and what it answers with.
    pub doc: &'static str,
}

/// A type of facts.
#[derive(Clone, Debug)]
pub struct TypeReference {
    /// Name.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// Its properties and functions, in the order of their declaration.
    pub members: Vec<MemberReference>,
}

/// A property or a function.
#[derive(Clone, Debug)]
pub struct MemberReference {
    /// How a script writes it.
    pub signature: String,
    /// What it gives.
    pub gives: String,
    /// Whether it may be that nothing is stated, which is an error to read.
    pub is_optional: bool,
    /// What it is.
    pub doc: &'static str,
}

/// Returns everything that policies can use.
pub fn reference() -> Reference {
    let host = Host::new(&Limits::default());
    let mut types: Vec<TypeReference> = Vec::new();
    for (name, doc) in &host.types {
        let members = host.members.iter().filter(|member| member.of == Some(name)).map(member);
        types.push(TypeReference { name, doc, members: members.collect() });
    }
    types.sort_by_key(|of| of.name);
    let mut functions: Vec<MemberReference> =
        host.members.iter().filter(|member| member.of.is_none()).map(member).collect();
    functions.sort_by(|a, b| a.signature.cmp(&b.signature));
    let hook = |hook: Hook| {
        let row = hook.row();
        let (subject, facts) = row.subject;
        let signature = format!("fn {}({subject}, ctx)", row.name);
        HookReference { signature, subject: facts, doc: row.doc }
    };
    Reference { hooks: Hook::ALL.into_iter().map(hook).collect(), types, functions }
}

fn member(of: &Member) -> MemberReference {
    let signature = match of.parameters {
        Some(parameters) => format!("{}({})", of.name, parameters.join(", ")),
        None => of.name.to_owned(),
    };
    MemberReference { signature, gives: gives(of.gives), is_optional: of.is_optional, doc: of.doc }
}

fn gives(of: Gives) -> String {
    match of {
        Gives::Boolean => "boolean".to_owned(),
        Gives::Integer => "integer".to_owned(),
        Gives::Number => "number".to_owned(),
        Gives::Text => "text".to_owned(),
        Gives::List => "List".to_owned(),
        Gives::Table => "Table".to_owned(),
        Gives::Time => "Time".to_owned(),
        Gives::Facts(name) => name.to_owned(),
        Gives::Many(name) => format!("list of {name}"),
        Gives::Any => "any".to_owned(),
    }
}
