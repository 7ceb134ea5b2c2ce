//! Expressions are evaluated by nodes of our own where these know how. The engine alone, which goes the long way, must
//! come to the same reports: the same decisions at the same lines, the same failures with the same words.

#![expect(clippy::expect_used, reason = "a test that cannot begin has failed")]

use meta_core::document::Source;
use meta_rules::{Catalog, CompileInput, EvaluateInput, OpenCatalogInput, PolicySet};
use serde_json::{Value, json};

const CATALOG: &str = "
services:
  - { name: a, repo: r, domain: access, version: 1.2.0, maturity: stable, owner: team, tags: [public],
      last_update: 2025-11-01T00:00:00Z, libraries: { log: 1.0.0 },
      dependencies: { internal: [b, ghost@^1], external: [redis@7, kafka] },
      quality: { coverage: 0.9, open_critical_vulns: 2, lint_pass: true } }
  - { name: b, repo: r, domain: analytics, version: 0.3.0-rc.1, maturity: beta,
      dependencies: { internal: [], external: [] }, quality: { coverage: 0.5 } }
  - { name: c, repo: r, domain: access, version: 2.0.0, maturity: stable, extra: { deep: [1, 2.5, null] },
      dependencies: { internal: [a, b], external: [postgresql] } }
";

const RULES: &str = "dependency: { domain_layers: { analytics: 2, access: 1 } }";

fn catalog() -> Catalog {
    let rules = Some(Source::text(RULES));
    let input = OpenCatalogInput { catalog: Source::text(CATALOG), graph: None, rules };
    Catalog::open(&input).expect("a catalog")
}

fn input() -> EvaluateInput {
    let input = json!({
        "now": "2026-01-01T00:00:00Z",
        "environment": "production",
        "data": {"x": 1, "list": ["redis", 2], "deep": {"y": null}},
    });
    serde_json::from_value(input).expect("an input")
}

fn policy(body: &str) -> String {
    format!(
        "/*---\nid: own/random\ntitle: a problem\nwhy: it matters\nfix: mend it\nparameters:\n  \
         allow: {{ type: list, default: [redis, kafka], doc: a list }}\n  \
         least: {{ type: number, default: 0.75, doc: a number }}\n  \
         table: {{ type: table, default: {{ a: 1, b: [x] }}, doc: a table }}\n---*/\n\
         fn twice(value) {{ value + value }}\n\
         fn check(service, ctx) {{\nlet x = 1;\n{body}\n}}\n"
    )
}

/// Returns both reports; none for what does not compile.
fn both(catalog: &Catalog, body: &str) -> Option<[Value; 2]> {
    let files = [("own.rhai".to_owned(), Source::text(policy(body)))];
    let set = PolicySet::compile(&CompileInput { files: files.into(), ..CompileInput::default() });
    let set = set.ok()?;
    let reports = [set.clone(), set.plain()].map(|set| {
        let report = set.evaluate(catalog, &input()).expect("a report");
        serde_json::to_value(report).expect("a report is JSON")
    });
    Some(reports)
}

fn assert_same(catalog: &Catalog, body: &str) -> bool {
    let Some([ours, plain]) = both(catalog, body) else { return false };
    for list in ["findings", "decisions"] {
        let [ours, plain] = [&ours, &plain].map(|report| said(report, list));
        assert_eq!(ours, plain, "{list} of\n{body}");
    }
    assert_eq!(ours, plain, "{body}");
    true
}

/// Returns what a report lists, in short.
fn said(report: &Value, list: &str) -> Vec<String> {
    let items = report.get(list).and_then(Value::as_array).into_iter().flatten();
    let part = |item: &Value, pointer: &str| item.pointer(pointer).map(ToString::to_string);
    let parts = ["/subject", "/message", "/policy/line", "/line", "/evidence"];
    items
        .map(|item| parts.iter().filter_map(|p| part(item, p)).collect::<Vec<_>>().join(" "))
        .collect()
}

const WRITTEN: [&str; 64] = [
    r#"if service.maturity == "stable" && service.quality.open_critical_vulns > 0 { deny("it has some"); }"#,
    "if service.quality.coverage < ctx.params.least { warn(`only ${service.quality.coverage}`); }",
    "for name in service.dependencies.external_names { if !ctx.params.allow.contains(name) { deny(name).about(name); } }",
    "for edge in service.edges() { if edge.to.layer > service.layer { deny(edge.target).about(edge.target); } }",
    "for edge in service.layer_violations() { info(edge.to.quality.coverage > 0.1); }",
    "for edge in service.edges() { info(`${edge.from.name} ${edge.to.dependencies.internal.len()}`); }",
    "let s = service; if s.owner == () { info(\"none\"); }",
    "if service.quality < 1 { info(\"never\"); }",
    "if service.name < 1 { info(\"never\"); }",
    "if !service.name { info(\"never\"); }",
    "if service.name || true { info(\"never\"); }",
    "if ctx.now > service.last_update { info(\"older\"); }",
    "if ctx.now == 1 { info(\"never\"); }",
    "let service = 5; if service == 5 { info(\"hidden\"); }",
    "let ctx = #{ params: #{ allow: \"mine\" } }; info(ctx.params.allow);",
    "let m = #{ quality: #{ coverage: 3 }, name: \"m\" }; info(`${m.quality.coverage} ${m.name.len()}`);",
    "info(service.raw.name); info(`${service.raw.extra.deep}`);",
    "info(`${ctx.data.list[1]} ${ctx.data.deep.y}`);",
    "info(`${[1, 2].len()} ${\"abc\".len()}`);",
    "info(`${ctx.params.allow[0]} ${ctx.params.table[\"a\"]} ${service.tags[0]}`);",
    "info(`${service?.name}`); info(`${service.libraries.get(\"log\") ?? \"none\"}`);",
    "deny(\"a\").at(\"/owner\").about(\"b\").evidence(\"c\", service.tags).fix(\"d\");",
    "deny(1);",
    "deny(\"a\").at(\"owner\");",
    "twice(service.name); info(twice(2) + 1); info(`${twice(service.version)}`);",
    "let list = []; list += service.name; info(`${list.len()}`);",
    "switch service.maturity { \"stable\" => info(\"s\"), \"beta\" if service.name == \"b\" => warn(\"b\"), _ => deny(\"o\") }",
    "while x < 4 { x += 1; if service.name == \"a\" { continue; } info(`${x}`); }",
    "return deny(service.repo);",
    "let f = if service.has(\"owner\") { service.owner } else { \"nobody\" }; info(f);",
    "info(`${min(1, 2.5)}`);",
    "info(`${days_between(service.last_update, ctx.now) > 30.0}`);",
    "info(`${matches(service.name, \"[\")}`);",
    "const C = service; info(C.name); info(`${C.edges().len()}`);",
    "for (name, i) in service.dependencies.external { info(`${i} ${name}`); }",
    "for n in 0..3 { if n == 1 { break; } info(`${n}`); }",
    "info(ctx.catalog.find(\"a\").name); info(`${ctx.catalog.services.len()}`);",
    "info(ctx.catalog.find(\"z\").name);",
    "let n = service.name; info(n.to_upper()); info(n.to_upper()); info(n);",
    "let y = 1; let y = service.name; info(y); { let y = 2; info(`${y}`); } info(y);",
    "for y in 0..3 { let z = y; { let z = z + 1; if z == 2 { continue; } info(`${z}`); } info(`${z} ${x}`); }",
    "let f = for n in 0..9 { if n > 2 { break n; } }; info(`${f}`);",
    "let f = { let z = x; z + 1 }; info(`${f} ${x}`);",
    "for n in [] { info(n); } for n in service.tags { info(n); }",
    "for n in x { info(n); }",
    "for (n, i) in [] { info(n); }",
    "while x < 5 { let y = x; x += 1; for n in 0..y { if n == 1 { break; } info(`${n} ${y} ${x}`); } }",
    "switch x { 1 => { let y = service.name; info(y); } _ => { info(\"no\"); } } info(`${x}`);",
    "do { let y = x; x += 1; if y == 2 { continue; } info(`${y}`); } while x < 4;",
    "const C = 1; let C = 2; info(`${C}`);",
    "info(`${service.owner ?? \"none\"}`); info(`${() ?? 1}`);",
    "if service.name { info(\"never\"); }",
    "let s = service; s = 1; info(`${s}`); info(service.name);",
    "ctx = 1; info(`${ctx}`);",
    "for name in [\"redis\", \"x\"] { info(`${ctx.params.allow.contains(name)} ${ctx.params.allow.len()}`); }",
    "info(ctx.params.allow.join(ctx.params.allow.join(\"-\"))); info(ctx.params.allow.first().to_upper());",
    "if x == 1 { let ctx = #{ params: #{ allow: \"mine\" } }; info(`${ctx.params.allow.contains(\"m\")}`); } info(`${ctx.params.allow.contains(\"m\")}`);",
    "ctx = #{ params: #{ allow: \"mine\" } }; info(`${ctx.params.allow.len()}`);",
    "info(`${ctx.params.allow.not_in(ctx.params.allow).len()} ${ctx.params.allow.also_in(service.tags).is_empty()}`);",
    "info(`${ctx.params.allow.contains(1)}`);",
    "info(`${ctx.params.least.min(2)}`);",
    "info(`${ctx.params.table.get(\"b\")} ${ctx.params.table.keys().len()} ${ctx.params.table.get(\"z\")}`);",
    "service = 1; info(`${service}`);",
    "info(`${ctx.now} ${1.50} ${'c'} ${true} ${[1, \"a\"]} ${service.tags} ${()}`);",
];

#[test]
fn what_is_written_by_hand_gives_the_same() {
    let catalog = catalog();
    for body in WRITTEN {
        assert!(assert_same(&catalog, body), "it does not compile: {body}");
    }
}

/// Writes scripts at random, the same ones each time.
struct Writer(u64);

const LEAVES: [&str; 38] = [
    "1",
    "0",
    "0.75",
    "-2",
    "\"stable\"",
    "\"a\"",
    "true",
    "false",
    "()",
    "x",
    "service",
    "ctx",
    "service.name",
    "service.maturity",
    "service.owner",
    "service.layer",
    "service.version",
    "service.tags",
    "service.libraries",
    "service.quality",
    "service.quality.coverage",
    "service.quality.open_critical_vulns",
    "service.quality.lint_pass",
    "service.dependencies",
    "service.dependencies.external_names",
    "service.dependencies.internal",
    "service.edges()",
    "service.layer_violations()",
    "service.last_update",
    "ctx.now",
    "ctx.environment",
    "ctx.params.allow",
    "ctx.params.least",
    "ctx.params.table",
    "ctx.data.x",
    "service.raw.extra",
    "[1, \"a\"]",
    "#{ name: \"n\", coverage: 1 }",
];

/// `A`, `B` and `C` stand for expressions.
const FORMS: [&str; 46] = [
    "(A == B)",
    "(A != B)",
    "(A < B)",
    "(A <= B)",
    "(A > B)",
    "(A >= B)",
    "(A && B)",
    "(A || B)",
    "!A",
    "(A + B)",
    "(A - B)",
    "(A * B)",
    "(A ?? B)",
    "(A in B)",
    "A.contains(B)",
    "A.len()",
    "A.is_empty()",
    "A.first()",
    "A.join(B)",
    "A.not_in(B)",
    "A.get(B)",
    "A.has(B)",
    "A[B]",
    "A.name",
    "A.coverage",
    "A.to.layer",
    "A?.name",
    "`text ${A}`",
    "min(A, B)",
    "abs(A)",
    "to_string(A)",
    "service.external_not_in(A)",
    "days_between(A, B)",
    "if A { B } else { C }",
    "deny(A)",
    "warn(A).about(B)",
    "info(`${A}`).evidence(\"k\", B)",
    "twice(A)",
    "ctx.catalog.find(A)",
    "service.depends_on(A)",
    "A.dependencies.internal_names",
    "(-A)",
    "A.edges()",
    "A.from.name",
    "time(A)",
    "A.quality.coverage",
];

const STATEMENTS: [&str; 12] = [
    "A;",
    "let y = A; info(`${y}`);",
    "x = A;",
    "if A { S }",
    "if A { S } else { S }",
    "for n in A { info(`${n}`); S }",
    "deny(A).about(B);",
    "return A;",
    "switch A { 1 => B, \"a\" => C, _ => info(\"other\") }",
    "x += A;",
    "while x < 3 { x += 1; S }",
    "info(`${A}`); S",
];

impl Writer {
    fn below(&mut self, end: usize) -> usize {
        // The generator of Knuth's MMIX; its high bits are the random ones.
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % end
    }

    fn one_of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        let index = self.below(list.len());
        list.get(index).copied().unwrap_or_default()
    }

    fn expression(&mut self, depth: usize) -> String {
        if depth == 0 || self.below(3) == 0 {
            return self.one_of(&LEAVES).to_owned();
        }
        let form = self.one_of(&FORMS);
        self.fill(form, depth)
    }

    fn statement(&mut self, depth: usize) -> String {
        let form = self.one_of(&STATEMENTS);
        self.fill(form, depth)
    }

    fn fill(&mut self, form: &str, depth: usize) -> String {
        let mut written = String::new();
        for letter in form.chars() {
            match letter {
                'A' | 'B' | 'C' => written.push_str(&self.expression(depth.saturating_sub(1))),
                'S' if depth == 0 => written.push_str("x += 1;"),
                'S' => written.push_str(&self.statement(depth - 1)),
                other => written.push(other),
            }
        }
        written
    }
}

#[test]
fn what_is_written_at_random_gives_the_same() {
    let catalog = catalog();
    let mut writer = Writer(2026);
    let mut compiled = 0;
    for _ in 0..4_000 {
        let statements = 1 + writer.below(3);
        let body: Vec<String> = (0..statements).map(|_| writer.statement(3)).collect();
        compiled += usize::from(assert_same(&catalog, &body.join("\n")));
    }
    assert!(compiled > 1_500, "only {compiled} scripts compile");
}
