//! Scripts that try to get out, to hang, or to eat all memory: each ends in a typed error within its limit, and
//! takes nothing of other policies with it.

#![expect(clippy::expect_used, reason = "a test that cannot begin has failed")]

use meta_core::document::Source;
use meta_rules::{Catalog, CompileInput, EvaluateInput, OpenCatalogInput, PolicyReport, PolicySet};

const CATALOG: &str = "services: [{name: a, repo: r, domain: d, version: 1.0.0, maturity: beta, dependencies: {internal: [], external: []}}]";

fn policy(id: &str, body: &str) -> Source {
    let header = format!("id: {id}\ntitle: a problem\nwhy: it matters\nfix: mend it");
    Source::text(format!("/*---\n{header}\n---*/\n{body}\n"))
}

fn compile(body: &str) -> meta_core::Result<PolicySet> {
    let files = [
        ("a.rhai".to_owned(), policy("own/hostile", body)),
        ("b.rhai".to_owned(), policy("own/good", "fn check(service, ctx) { info(\"judged\"); }")),
    ];
    PolicySet::compile(&CompileInput { files: files.into(), ..CompileInput::default() })
}

fn run(body: &str) -> PolicyReport {
    let input = OpenCatalogInput { catalog: Source::text(CATALOG), graph: None, rules: None };
    let catalog = Catalog::open(&input).expect("a catalog");
    let input: EvaluateInput =
        serde_json::from_value(serde_json::json!({"now": "2026-01-01T00:00:00Z"}))
            .expect("an input");
    compile(body).expect("it compiles").evaluate(&catalog, &input).expect("a report")
}

/// Returns code and message of what the hostile policy ended in.
fn ends(body: &str) -> (String, String) {
    let report = run(&format!("fn check(service, ctx) {{ {body} }}"));
    let judged = |finding: &&meta_core::finding::Finding| finding.message == "judged";
    assert_eq!(
        report.findings.iter().filter(judged).count(),
        1,
        "the other policy is lost: {body}"
    );
    let hostile = report.findings.iter().find(|finding| finding.code.starts_with("policy/"));
    let finding = hostile.expect(body);
    assert!(
        finding.policy.as_ref().is_some_and(|policy| policy.line.is_some()),
        "no place: {finding:?}"
    );
    (finding.code.to_string(), finding.message.clone())
}

fn is_limited(body: &str) {
    let (code, message) = ends(body);
    assert_eq!(code, "policy/limit_exceeded", "{body}: {message}");
}

fn fails(body: &str) {
    let (code, message) = ends(body);
    assert_eq!(code, "policy/failed", "{body}: {message}");
}

fn is_refused(body: &str) {
    let error = compile(&format!("fn check(service, ctx) {{ {body} }}")).expect_err(body);
    assert_eq!(error.code().as_str(), "policy_invalid", "{body}");
    assert!(error.line().is_some(), "{body}");
}

#[test]
fn loops_and_recursion_end() {
    is_limited("loop { }");
    is_limited("while true { let x = 1; }");
    is_limited("for i in 0..1000000000000 { let x = i; }");
    is_limited("let x = 0; do { x += 1; } while true");
    let report = run("fn again(n) { again(n + 1) } fn check(service, ctx) { again(0); }");
    assert!(report.findings.iter().any(|finding| finding.code == "policy/limit_exceeded"));
}

#[test]
fn texts_do_not_grow_without_end() {
    is_limited("let s = \"xxxxxxxx\"; loop { s += s; }");
    is_limited("let s = \"xxxxxxxx\"; loop { s = s + s; }");
    is_limited("let s = \"xxxxxxxx\"; loop { s = `${s}${s}`; }");
    is_limited("let s = \"x\"; for i in 0..16 { s += s; } s = s.replace(\"x\", s);");
    // This letter has three in upper case, of six bytes instead of two; only the length of that is asked for.
    is_limited("let s = \"ΐ\"; for i in 0..14 { s += s; } let n = s.to_upper().len();");
}

#[test]
fn containers_do_not_grow_without_end() {
    is_limited("let a = [0]; loop { a += 1; }");
    is_limited("let a = [0]; loop { a = [a, a]; }");
    fails("let a = [0]; loop { a = a + a; }");
    is_limited("let m = #{a: 1}; loop { m = #{a: m, b: m}; }");
    // Rhai does not count what is put into a map by its index, so that there is no such statement.
    is_refused("let m = #{}; for i in 0..100000 { m[`${i}`] = i; }");
    is_refused("let m = #{}; m.a = 1;");
    is_refused("let a = [1]; a[0] = a;");
    is_refused("let a = [0]; a.push(1);");
    is_refused("let a = [0]; a.pad(20000000, 0);");
}

#[test]
fn decisions_do_not_grow_without_end() {
    is_limited("loop { info(\"again\"); }");
}

#[test]
fn native_work_is_counted() {
    is_limited(
        "let s = \"x\"; for i in 0..15 { s += s; } for i in 0..10000 { s.matches(\"(a|b|c|d|e|f|g|h)*z\"); }",
    );
    is_limited(
        "let s = \"x\"; for i in 0..15 { s += s; } for i in 0..10000 { s.matches_glob(\"*a*b*c*d*e*f\"); }",
    );
    is_limited("let s = \"x\"; for i in 0..15 { s += s; } for i in 0..10000 { s.to_upper(); }");
    // Few characters make many states, and each of them is passed at each character.
    is_limited(
        "let s = \"x\"; for i in 0..15 { s += s; } for i in 0..100 { s.matches(\"((x{20}){20}y|z)$\"); }",
    );
    is_limited("for i in 0..100000 { \"x\".matches(`((x{20}){20}y|${i})$`); }");
    is_limited(
        "for i in 0..100000 { satisfies(\"npm\", \"1.0.0\", `^1.0.${i} || ^2.0.${i} || ^3.0.${i}`); }",
    );
    is_limited(
        "let l = \"a\"; for i in 0..8 { l = l + \",\" + l; } let l = l.split(\",\"); for i in 0..100000 { l.matching(l); }",
    );
    is_limited(
        "let s = \"1.\"; for i in 0..12 { s += s; } for i in 0..10000 { is_version(\"npm\", s); }",
    );
}

#[test]
fn nothing_of_the_outside_can_be_reached() {
    for body in [
        "eval(\"1\");",
        "import \"x\" as y;",
        "sleep(1);",
        "timestamp();",
        "print(1);",
        "debug(1);",
        "let f = Fn(\"deny\");",
        "let f = |x| x;",
        "try { service.owner; } catch { }",
        "open(\"/etc/passwd\");",
        "exit();",
        "rand();",
        "parse_json(\"{}\");",
    ] {
        is_refused(body);
    }
}

#[test]
fn arithmetic_and_types_fail_cleanly() {
    fails("let x = 9223372036854775807 + 1;");
    fails("let x = 1 / 0;");
    fails("let x = service.name - 1;");
    fails("let x = service < 1;");
    fails("if service.name == 1 { }");
    fails("if 1 < \"2\" { }");
    fails("if 0.0 / 0.0 == 0.0 / 0.0 { }");
    fails("if service.name in [1] { }");
    fails("if service.name { }");
    fails("let x = [1, 2][5];");
    fails("let m = #{a: 1}; let x = m[\"b\"];");
    fails("info(\"x\").evidence(\"y\", 1.0 / 0.0);");
    fails("info(\"x\").evidence(\"y\", service);");
    fails("info(\"x\").at(\"nowhere\");");
    fails("adjust(0.0 / 0.0, \"x\");");
    fails("\"(\".matches(\"(\");");
    fails("percentile([], 50);");
    fails("round(1.5, 99);");
    fails("throw \"stopped\";");
}

#[test]
fn odd_arguments_of_helpers_fail_cleanly() {
    fails("service.count_dependents(-1);");
    fails("ctx.catalog.shared_events(-1);");
    fails("service.missing([1]);");
    fails("service.missing(\"owner\");");
    fails("service.fits(\"nonsense:x\");");
    fails("ctx.catalog.select(\"tier\" + \":\");");
    fails("for edge in service.edges() { } ctx.catalog.select(\"a:b:c\");");
    fails("ctx.catalog.services.numbers(\"name\");");
    fails("mean([]);");
    fails("min([\"a\"]);");
    fails("max(ctx.catalog.services.numbers(\"quality.coverage\"));");
    fails("percentile(ctx.catalog.services.numbers(\"tier\"), 50);");
    fails("percentile([1], 101);");
    fails("ctx.catalog.services.numbers(\"tier\").below(\"1\");");
    fails("service.tags.matching([1]);");
    fails("\"x\".matches(\"(\");");
    fails("\"x\".matches(\"((x{1000}){1000}){1000}\");");
    fails("is_worse(\"high\", \"breaking\");");
    fails("is_worse(\"High\", \"low\");");
    fails("version_step(\"semver\", \"1.0\", \"2.0.0\");");
    fails("version_step(\"rust\", \"1.0.0\", \"2.0.0\");");
    fails("is_prerelease(\"npm\", \"latest\");");
    fails("is_within(\"npm\", \"nonsense\", \"*\");");
    fails("is_any_version(\"npm\", \"nonsense\");");
    fails("name_of(1);");
    fails("ctx.catalog.producers(1);");
    fails("service.raw.numbers(\"x\");");
}

#[test]
fn a_policy_that_always_fails_is_given_up() {
    let services: Vec<String> = (0..5_000)
        .map(|i| format!("{{name: s{i}, repo: r, domain: d, version: 1.0.0, maturity: beta, dependencies: {{internal: [], external: []}}}}"))
        .collect();
    let catalog = format!("services: [{}]", services.join(", "));
    let input = OpenCatalogInput { catalog: Source::text(catalog), graph: None, rules: None };
    let catalog = Catalog::open(&input).expect("a catalog");
    let input: EvaluateInput =
        serde_json::from_value(serde_json::json!({"now": "2026-01-01T00:00:00Z"}))
            .expect("an input");
    let set = compile("fn check(service, ctx) { loop { } }").expect("it compiles");
    let report = set.evaluate(&catalog, &input).expect("a report");
    let count = |code: &str| report.findings.iter().filter(|finding| finding.code == code).count();
    assert_eq!(count("policy/limit_exceeded"), 100);
    assert_eq!(count("policy/stopped"), 1);
    assert_eq!(count("own/good"), 5_000);
}

#[test]
fn large_data_is_charged_for() {
    let input = OpenCatalogInput { catalog: Source::text(CATALOG), graph: None, rules: None };
    let catalog = Catalog::open(&input).expect("a catalog");
    let members: serde_json::Map<String, serde_json::Value> =
        (0..200_000).map(|i| (format!("key{i}"), i.into())).collect();
    let asked = serde_json::json!({"now": "2026-01-01T00:00:00Z", "data": members});
    let input: EvaluateInput = serde_json::from_value(asked).expect("an input");
    for body in [
        "for i in 0..10000 { let keys = ctx.data.keys(); }",
        "info(\"x\").evidence(\"all\", ctx.data);",
        "loop { for key in ctx.data { let x = key; } }",
    ] {
        let set = compile(&format!("fn check(service, ctx) {{ {body} }}")).expect("it compiles");
        let report = set.evaluate(&catalog, &input).expect("a report");
        let is_limit =
            |finding: &meta_core::finding::Finding| finding.code == "policy/limit_exceeded";
        assert!(report.findings.iter().any(is_limit), "{body}: {:?}", report.findings);
    }
}

#[test]
fn numbers_of_data_are_all_there_or_none_is() {
    let input = OpenCatalogInput { catalog: Source::text(CATALOG), graph: None, rules: None };
    let catalog = Catalog::open(&input).expect("a catalog");
    let asked = serde_json::json!({
        "now": "2026-01-01T00:00:00Z",
        "data": {"plain": [1, 2.5], "items": [{"n": 1}, {}], "texts": ["a"], "large": [18_446_744_073_709_551_615_u64]},
    });
    let input: EvaluateInput = serde_json::from_value(asked).expect("an input");
    let message = |body: &str| {
        let set = compile(&format!("fn check(service, ctx) {{ info(`${{{body}}}`); }}"));
        let report = set.expect("it compiles").evaluate(&catalog, &input).expect("a report");
        let own = |finding: &&meta_core::finding::Finding| finding.message != "judged";
        report.findings.iter().find(own).map(|finding| finding.message.clone())
    };
    let says = |body: &str, text: &str| {
        assert!(message(body).is_some_and(|message| message.contains(text)), "{:?}", message(body));
    };
    says("ctx.data.plain.numbers().sum()", "3.5");
    says("ctx.data.items.numbers(\"n\").sum()", "`/items/1/n` is not stated");
    says("ctx.data.texts.numbers().sum()", "item 0 is no number");
    says("ctx.data.large.numbers().sum()", "is too large");
    says("ctx.data.numbers(\"x\").sum()", "is no list");
}

#[test]
fn large_data_is_shown_by_its_type() {
    let input = OpenCatalogInput { catalog: Source::text(CATALOG), graph: None, rules: None };
    let catalog = Catalog::open(&input).expect("a catalog");
    let asked = serde_json::json!({
        "now": "2026-01-01T00:00:00Z", "data": {"few": [1], "many": vec![0; 200_000]},
    });
    let input: EvaluateInput = serde_json::from_value(asked).expect("an input");
    let body = "fn check(service, ctx) { info(`${ctx.data.few} ${ctx.data.many}`); }";
    let report = compile(body).expect("it compiles").evaluate(&catalog, &input).expect("a report");
    assert!(report.findings.iter().any(|finding| finding.message == "[1] Data"), "{report:?}");
}

#[test]
fn a_gate_that_was_given_up_lets_nothing_pass() {
    let input = OpenCatalogInput { catalog: Source::text(CATALOG), graph: None, rules: None };
    let catalog = Catalog::open(&input).expect("a catalog");
    let subjects: Vec<_> =
        (0..300).map(|i| serde_json::json!({"name": format!("s{i:03}")})).collect();
    let asked = serde_json::json!({"now": "2026-01-01T00:00:00Z", "subjects": {"gate": subjects}});
    let input: EvaluateInput = serde_json::from_value(asked).expect("an input");
    let files = [
        ("a.rhai".to_owned(), policy("own/endless", "fn gate(subject, ctx) { loop { } }")),
        ("b.rhai".to_owned(), policy("own/kind", "fn gate(subject, ctx) { allow(); }")),
    ];
    let set = PolicySet::compile(&CompileInput { files: files.into(), ..CompileInput::default() });
    let report = set.expect("policies").evaluate(&catalog, &input).expect("a report");
    assert_eq!(report.gates.len(), 300);
    assert!(report.gates.iter().all(|gate| gate.verdict == meta_rules::GateVerdict::Denied));
}

#[test]
fn no_limit_can_be_switched_off() {
    for limits in [
        serde_json::json!({"operations": 0}),
        serde_json::json!({"work": 0}),
        serde_json::json!({"calls": 100_000}),
        serde_json::json!({"depth": 0}),
        serde_json::json!({"values": 1_000_000}),
    ] {
        let limits: meta_rules::Limits = serde_json::from_value(limits).expect("limits");
        let error =
            PolicySet::compile(&CompileInput { files: [].into(), limits }).expect_err("a fault");
        assert!(error.path().starts_with("/limits/"), "{error}");
    }
}

#[test]
fn the_deadline_of_the_host_ends_it() {
    let input = OpenCatalogInput { catalog: Source::text(CATALOG), graph: None, rules: None };
    let catalog = Catalog::open(&input).expect("a catalog");
    let input: EvaluateInput =
        serde_json::from_value(serde_json::json!({"now": "2026-01-01T00:00:00Z"}))
            .expect("an input");
    let set = compile("fn check(service, ctx) { loop { } }").expect("it compiles");
    let over = meta_rules::Deadline::new(|| true);
    let report = set.evaluate_within(&catalog, &input, Some(&over)).expect("a report");
    let limit = report
        .findings
        .iter()
        .find(|finding| finding.code == "policy/limit_exceeded")
        .expect("a limit");
    assert!(limit.message.contains("the time that the host gave"), "{}", limit.message);
}
