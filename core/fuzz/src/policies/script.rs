//! Scripts that bytes choose, from everything the reference of policies has.

use std::fmt::Write as _;
use std::sync::LazyLock;

use meta_rules::{MemberReference, Reference, reference};

use super::choices::Choices;

static REFERENCE: LazyLock<Reference> = LazyLock::new(reference);
const NAMES: [&str; 4] = ["a", "b", "c", "d"];
const LITERALS: [&str; 14] = [
    "0",
    "1",
    "-1",
    "2.5",
    "9223372036854775807",
    "\"\"",
    "\"stable\"",
    "\"/a/b\"",
    "\"^a+$\"",
    "true",
    "()",
    "[]",
    "#{ a: 1, b: \"x\" }",
    "\"1.2.3\"",
];
const OPERATORS: [&str; 18] = [
    "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "&&", "||", "??", "in", "..", "**",
    "<<",
];

/// Returns a policy with every hook that facts of a catalog are for, and one for a release.
pub fn policy(choices: &mut Choices<'_>) -> String {
    let mut out = String::from(
        "/*---\nid: own/fuzz\ntitle: t\nwhy: w\nfix: f\nmissing: skip\nparameters:\n  most: { type: integer, default: 3, doc: d }\n  table: { type: table, default: { stable: 1, beta: 0.5 }, doc: d }\n  list: { type: list, default: [redis, gateway], doc: d }\n---*/\n",
    );
    for (name, subject) in [
        ("check", "service"),
        ("check_edge", "edge"),
        ("check_catalog", "catalog"),
        ("gate", "subject"),
    ] {
        if choices.is_over() {
            break;
        }
        let _ = writeln!(out, "fn {name}({subject}, ctx) {{");
        let mut writer = Writer { choices, subject, out: String::new() };
        writer.statements(3);
        out.push_str(&writer.out);
        out.push_str("}\n");
    }
    let mut writer = Writer { choices, subject: "one", out: String::new() };
    writer.statements(2);
    let body = writer.out;
    let _ = writeln!(out, "fn own(one) {{ let ctx = one; {body} one }}");
    if !out.contains("fn check(") {
        out.push_str("fn check(service, ctx) { }\n");
    }
    out
}

struct Writer<'a, 'b> {
    choices: &'a mut Choices<'b>,
    subject: &'static str,
    out: String,
}

impl Writer<'_, '_> {
    fn statements(&mut self, depth: usize) {
        for name in NAMES {
            let value = self.value(2);
            let _ = writeln!(self.out, "let {name} = {value};");
        }
        for _ in 0..1 + self.choices.below(5) {
            self.statement(depth);
        }
    }

    fn statement(&mut self, depth: usize) {
        if depth == 0 || self.choices.is_over() {
            let decision = self.decision();
            return self.line(&format!("{decision};"));
        }
        let kind = self.choices.below(8);
        let name = *self.choices.of(&NAMES);
        let value = self.value(3);
        let head = match kind {
            0 => format!("if {value} {{"),
            1 => format!("for {name} in {value} {{"),
            2 => format!("while {value} {{"),
            3 => format!("loop {{ if {value} {{ break; }}"),
            4 => return self.line(&format!("{name} = {value};")),
            5 => return self.line(&format!("{name} += {value};")),
            6 => return self.line(&format!("if {value} {{ return; }}")),
            _ => {
                let decision = self.decision();
                return self.line(&format!("{decision};"));
            }
        };
        self.line(&head);
        for _ in 0..1 + self.choices.below(2) {
            self.statement(depth - 1);
        }
        self.line("}");
        if kind == 0 && self.choices.byte() % 2 == 0 {
            self.out.truncate(self.out.trim_end().len());
            self.line(" else {");
            self.statement(depth - 1);
            self.line("}");
        }
    }

    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn decision(&mut self) -> String {
        let word = *self.choices.of(&["deny", "warn", "info", "require", "allow", "tag"]);
        let message = self.value(2);
        let mut said = if word == "allow" {
            "allow()".to_owned()
        } else {
            format!("{word}(`${{{message}}}`)")
        };
        for _ in 0..self.choices.below(3) {
            let value = self.value(2);
            let _ = match self.choices.below(4) {
                0 => write!(said, ".about(`${{{value}}}`)"),
                1 => write!(said, ".at(\"/quality\")"),
                2 => write!(said, ".evidence(\"e\", {value})"),
                _ => write!(said, ".fix(`${{{value}}}`)"),
            };
        }
        said
    }

    fn value(&mut self, depth: usize) -> String {
        if depth == 0 || self.choices.is_over() {
            return self.root();
        }
        match self.choices.below(10) {
            0 => (*self.choices.of(&LITERALS)).to_owned(),
            1 | 2 => {
                let operator = *self.choices.of(&OPERATORS);
                let (a, b) = (self.value(depth - 1), self.value(depth - 1));
                format!("({a} {operator} {b})")
            }
            3 => format!("`x${{{}}}y`", self.value(depth - 1)),
            4 => format!("[{}, {}]", self.value(depth - 1), self.value(depth - 1)),
            5 => format!("{}[{}]", self.value(depth - 1), self.value(depth - 1)),
            6 => format!("own({})", self.value(depth - 1)),
            7 => {
                let functions = &REFERENCE.functions;
                let function = &functions[self.choices.below(functions.len())];
                self.written(function, depth)
            }
            _ => self.chain(depth),
        }
    }

    fn root(&mut self) -> String {
        let subject = self.subject;
        let known = [
            subject,
            "ctx",
            "ctx.params.table",
            "ctx.params.most",
            "ctx.params.list",
            "ctx.data",
            "a",
            "b",
        ];
        (*self.choices.of(&known)).to_owned()
    }

    /// Returns a part of a part of what is at hand, along the types of the reference where they are known.
    fn chain(&mut self, depth: usize) -> String {
        let mut out = self.root();
        let mut of = match out.as_str() {
            "service" => "Service",
            "edge" => "Edge",
            "catalog" => "Catalog",
            "ctx" => "Context",
            "ctx.params.table" => "Table",
            "ctx.params.list" => "List",
            _ => "Data",
        };
        for _ in 0..1 + self.choices.below(4) {
            let Some(facts) = REFERENCE.types.iter().find(|facts| facts.name == of) else { break };
            if facts.members.is_empty() {
                break;
            }
            let member = &facts.members[self.choices.below(facts.members.len())];
            out = format!("{out}.{}", self.written(member, depth));
            of = member.gives.strip_prefix("list of ").unwrap_or(&member.gives);
        }
        out
    }

    /// Writes a property or a call of a function.
    fn written(&mut self, member: &MemberReference, depth: usize) -> String {
        let Some((name, rest)) = member.signature.split_once('(') else {
            return member.signature.clone();
        };
        let count = rest.trim_end_matches(')').split(", ").filter(|part| !part.is_empty()).count();
        let arguments: Vec<String> = (0..count).map(|_| self.value(depth - 1)).collect();
        format!("{name}({})", arguments.join(", "))
    }
}
