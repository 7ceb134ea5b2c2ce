//! A schema as it is compared: every part by name, with its place in the text.

use std::collections::{BTreeMap, BTreeSet};

use super::literal::Literal;
use super::type_ref::TypeRef;
use crate::finding::Code;

/// Parts by name.
pub(super) type Named<T> = BTreeMap<String, T>;

/// A part of the text: offsets of its first byte and of the one behind its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct At {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What is said, and where; nowhere when the schema was no text.
#[derive(Clone, Debug)]
pub(super) struct Said<T> {
    pub(super) value: T,
    pub(super) at: Option<At>,
}

/// A directive as it is used on a part.
#[derive(Clone, Debug)]
pub(super) struct Usage {
    pub(super) name: String,
    pub(super) args: Named<Literal>,
    pub(super) at: Option<At>,
}

/// What every part has.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    /// Place of the name.
    pub(super) at: Option<At>,
    pub(super) description: Option<Said<String>>,
    /// The reason it is deprecated for.
    pub(super) deprecated: Option<Said<String>>,
    /// Directives that have no meaning of their own in the specification.
    pub(super) usages: Vec<Usage>,
    /// Position among its siblings.
    pub(super) order: usize,
}

/// An argument or an input field.
#[derive(Clone, Debug)]
pub(super) struct Input {
    pub(super) element: Element,
    pub(super) ty: Said<TypeRef>,
    pub(super) default: Option<Said<Literal>>,
}

impl Input {
    /// Tells whether those who write must give a value.
    pub(super) fn is_required(&self) -> bool {
        self.ty.value.is_non_null() && self.default.is_none()
    }
}

/// A field of an object or an interface.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) element: Element,
    pub(super) ty: Said<TypeRef>,
    pub(super) args: Named<Input>,
}

/// The kinds of types, in the order of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TypeKind {
    Scalar,
    Object,
    Interface,
    Union,
    Enum,
    Input,
}

impl TypeKind {
    /// Returns the keyword that defines a type of this kind.
    pub(super) fn keyword(self) -> &'static str {
        match self {
            Self::Scalar => "scalar",
            Self::Object => "type",
            Self::Interface => "interface",
            Self::Union => "union",
            Self::Enum => "enum",
            Self::Input => "input",
        }
    }
}

/// A type; what its kind does not have is empty.
#[derive(Clone, Debug)]
pub(super) struct TypeDef {
    pub(super) element: Element,
    pub(super) kind: TypeKind,
    pub(super) interfaces: Named<Option<At>>,
    pub(super) fields: Named<Field>,
    pub(super) inputs: Named<Input>,
    pub(super) members: Named<Option<At>>,
    pub(super) values: Named<Element>,
    pub(super) specified_by: Option<Said<String>>,
    /// Whether exactly one field must be given.
    pub(super) one_of: Option<Said<()>>,
}

impl TypeDef {
    pub(super) fn new(kind: TypeKind) -> Self {
        Self {
            element: Element::default(),
            kind,
            interfaces: Named::new(),
            fields: Named::new(),
            inputs: Named::new(),
            members: Named::new(),
            values: Named::new(),
            specified_by: None,
            one_of: None,
        }
    }

    /// Lists the names of the types that the parts of this one have.
    pub(super) fn references(&self) -> impl Iterator<Item = &str> {
        let args = self.fields.values().flat_map(|field| field.args.values());
        let inputs = self.inputs.values().chain(args).map(|input| input.ty.value.name());
        let outputs = self.fields.values().map(|field| field.ty.value.name());
        let names = self.interfaces.keys().chain(self.members.keys()).map(String::as_str);
        inputs.chain(outputs).chain(names)
    }
}

/// A directive as it is defined.
#[derive(Clone, Debug, Default)]
pub(super) struct DirectiveDef {
    pub(super) element: Element,
    pub(super) args: Named<Input>,
    pub(super) locations: Named<Option<At>>,
    pub(super) repeatable: Option<Said<()>>,
}

/// Something odd about a schema.
#[derive(Clone, Debug)]
pub(super) struct Odd {
    pub(super) code: &'static Code,
    pub(super) pointer: String,
    pub(super) at: Option<At>,
    pub(super) message: String,
}

/// What the query of an introspection may leave out; nothing is known of it then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Aspect {
    Descriptions,
    Repeatable,
    SpecifiedBy,
    OneOf,
    DeprecatedInputs,
}

/// A schema.
#[derive(Clone, Debug, Default)]
pub(super) struct Schema {
    /// Description and directives of the schema itself.
    pub(super) element: Element,
    /// The types that operations start from: `query`, `mutation`, `subscription`.
    pub(super) roots: Named<Said<String>>,
    pub(super) types: Named<TypeDef>,
    pub(super) directives: Named<DirectiveDef>,
    pub(super) odd: Vec<Odd>,
    /// Whether it was read from an introspection, which tells nothing of the directives in use.
    pub(super) introspected: bool,
    /// What the introspection did not ask for.
    pub(super) unknown: BTreeSet<Aspect>,
}

/// The operations, and the types they start from unless the schema says otherwise.
pub(super) const DEFAULT_ROOTS: [(&str, &str); 3] =
    [("query", "Query"), ("mutation", "Mutation"), ("subscription", "Subscription")];

/// Scalars that every schema has.
pub(super) const BUILT_IN_SCALARS: [&str; 5] = ["Boolean", "Float", "ID", "Int", "String"];

/// Directives that every schema has, or that servers define alike.
pub(super) const BUILT_IN_DIRECTIVES: [&str; 5] =
    ["deprecated", "include", "oneOf", "skip", "specifiedBy"];

impl Schema {
    /// Gives operations their default types where nothing else was said.
    pub(super) fn default_roots(&mut self) {
        for (operation, name) in DEFAULT_ROOTS {
            let object = self.types.get(name).filter(|def| def.kind == TypeKind::Object);
            if let Some(def) = object {
                let root = Said { value: name.to_owned(), at: def.element.at };
                self.roots.entry(operation.to_owned()).or_insert(root);
            }
        }
    }

    /// Tells whether a type of this name is known.
    pub(super) fn has_type(&self, name: &str) -> bool {
        self.types.contains_key(name) || is_built_in(name)
    }
}

/// Tells whether every schema has a type of this name: a scalar, or one of introspection.
pub(super) fn is_built_in(name: &str) -> bool {
    BUILT_IN_SCALARS.contains(&name) || name.starts_with("__")
}
