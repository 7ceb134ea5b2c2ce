//! What policies say, from text to report.

#![expect(clippy::expect_used, reason = "a test that cannot begin has failed")]

use std::collections::BTreeMap;

use meta_core::document::Source;
use meta_rules::{Catalog, CompileInput, EvaluateInput, OpenCatalogInput, PolicyReport, PolicySet};
use serde_json::{Value, json};

const CATALOG: &str = "
services:
  - name: gateway
    repo: https://git.example/gateway
    domain: access
    version: 1.2.0
    maturity: stable
    owner: team-edge
    dependencies: { internal: [pricing], external: [redis@7, mongodb] }
    quality: { coverage: 0.9, open_critical_vulns: 2 }
  - name: pricing
    repo: https://git.example/pricing
    domain: analytics
    version: 0.3.0
    maturity: beta
    dependencies: { internal: [], external: [postgresql] }
    quality: { open_critical_vulns: 0 }
";

fn policy(header: &str, body: &str) -> String {
    format!("/*---\ntitle: a problem\nwhy: it matters\nfix: mend it\n{header}\n---*/\n{body}\n")
}

fn set(files: &[(&str, String)]) -> meta_core::Result<PolicySet> {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), Source::text(text.as_str())));
    PolicySet::compile(&CompileInput { files: files.collect(), ..CompileInput::default() })
}

fn catalog() -> Catalog {
    let input = OpenCatalogInput { catalog: Source::text(CATALOG), graph: None, rules: None };
    Catalog::open(&input).expect("a catalog")
}

fn input(more: &Value) -> EvaluateInput {
    let mut input = json!({"now": "2026-01-01T00:00:00Z"});
    input.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    serde_json::from_value(input).expect("an input")
}

fn evaluate(files: &[(&str, String)], more: &Value) -> PolicyReport {
    set(files).expect("policies").evaluate(&catalog(), &input(more)).expect("a report")
}

fn lines(report: &PolicyReport) -> Vec<String> {
    let line = |f: &meta_core::finding::Finding| {
        format!("{} {} {}: {}", f.severity, f.code, f.subject, f.message)
    };
    report.findings.iter().map(line).collect()
}

#[test]
fn services_are_judged() {
    let text = policy(
        "id: quality/critical_vulnerabilities\nseverity: critical",
        r#"
fn check(service, ctx) {
    if service.maturity == "stable" && service.quality.open_critical_vulns > 0 {
        deny(`${service.quality.open_critical_vulns} critical vulnerabilities`)
            .at("/quality/open_critical_vulns")
            .evidence("count", service.quality.open_critical_vulns);
    }
}"#,
    );
    let report = evaluate(&[("vulns.rhai", text)], &json!({}));
    assert_eq!(
        lines(&report),
        ["critical quality/critical_vulnerabilities gateway: 2 critical vulnerabilities"]
    );
    let finding = &report.findings[0];
    let place = finding.location.as_ref().expect("a place");
    assert_eq!(
        (place.pointer.as_str(), place.line),
        ("/services/0/quality/open_critical_vulns", Some(10))
    );
    assert_eq!(finding.evidence["count"], 2);
    assert_eq!(finding.policy.as_ref().and_then(|policy| policy.line), Some(11));
    assert!(!report.pass);
}

#[test]
fn a_fact_that_is_not_stated_is_never_passed() {
    let body = r#"
fn check(service, ctx) {
    if service.quality.coverage < ctx.params.least { warn("too little is tested"); }
}"#;
    let parameters = "parameters: { least: { type: number, default: 0.95, doc: least coverage } }";
    let with = |missing: &str| {
        let header = format!("id: quality/coverage\n{parameters}\n{missing}");
        let report = evaluate(&[("coverage.rhai", policy(&header, body))], &json!({}));
        (lines(&report), report.skipped.len())
    };
    let low = "moderate quality/coverage gateway: too little is tested".to_owned();
    let undecided = "moderate policy/undecided pricing: `quality/coverage` cannot decide: `/quality/coverage` is not stated";
    assert_eq!(with("").0, [undecided.to_owned(), low.clone()]);
    let denied = "high quality/coverage pricing: `/quality/coverage` is not stated".to_owned();
    assert_eq!(with("missing: deny").0, [denied, low.clone()]);
    assert_eq!(with("missing: skip"), (vec![low], 1));
}

#[test]
fn edges_and_the_catalog_are_judged() {
    let text = policy(
        "id: graph/upwards",
        r#"
fn check_edge(edge, ctx) {
    if edge.is_known && edge.to.layer > edge.from.layer { deny(`${edge.target} is above`); }
}
fn check_catalog(catalog, ctx) {
    let owned = 0;
    for service in catalog.services { if service.has("owner") { owned += 1; } }
    if owned < catalog.services.len() { info(`${owned} of ${catalog.services.len()} have an owner`); }
}"#,
    );
    let report = evaluate(&[("graph.rhai", text)], &json!({}));
    assert_eq!(
        lines(&report),
        [
            "high graph/upwards gateway -> pricing: pricing is above",
            "info graph/upwards catalog: 1 of 2 have an owner"
        ]
    );
    let place = report.findings[0].location.as_ref().expect("a place");
    assert_eq!(place.pointer, "/services/0/dependencies/internal/0");
}

#[test]
fn helpers_stand_in_for_loops() {
    let text = policy(
        "id: graph/unlisted\nparameters: { allow: { type: list, default: [redis, postgresql], doc: what is allowed } }",
        r"
fn check(service, ctx) {
    for name in service.external_not_in(ctx.params.allow) { deny(`${name} is not listed`).about(name); }
    for edge in service.layer_violations() { deny(`${edge.target} is above`); }
}",
    );
    let report = evaluate(&[("unlisted.rhai", text)], &json!({}));
    assert_eq!(
        lines(&report),
        [
            "high graph/unlisted gateway: mongodb is not listed",
            "high graph/unlisted gateway: pricing is above"
        ]
    );
}

#[test]
fn gates_are_combined() {
    let owner = policy(
        "id: release/owner",
        r#"fn gate(subject, ctx) { if subject.owner == "nobody" { deny("nobody answers for it"); } else { allow(); } }"#,
    );
    let score = policy(
        "id: release/score",
        r#"fn gate(subject, ctx) { if subject.score < 80 { require("a review by a second person"); } }"#,
    );
    let subjects = json!({"subjects": {"gate": [
        {"name": "a", "owner": "x", "score": 90}, {"name": "b", "owner": "x", "score": 70},
        {"name": "c", "owner": "nobody", "score": 70}, {"name": "d", "score": 90},
    ]}});
    let report = evaluate(&[("a.rhai", owner), ("b.rhai", score)], &subjects);
    let verdicts: BTreeMap<&str, String> = report
        .gates
        .iter()
        .map(|gate| {
            (gate.subject.as_str(), format!("{:?} {}", gate.verdict, gate.reasons.join("; ")))
        })
        .collect();
    assert_eq!(verdicts["a"], "Allowed ");
    assert_eq!(verdicts["b"], "Conditional a review by a second person");
    assert_eq!(verdicts["c"], "Denied nobody answers for it");
    assert_eq!(verdicts["d"], "Denied `/owner` is not stated");
}

#[test]
fn a_gate_in_rollout_warns_and_holds_nothing_up() {
    let text = policy("id: release/never", "fn gate(subject, ctx) { deny(\"never\"); }");
    let subjects = json!({"subjects": {"gate": [{"name": "a"}]}});
    let pack =
        |mode: &str| format!("name: own\nversion: 1.0.0\nmodes: {{ release/never: {mode} }}\n");
    let with = |mode: &str| {
        let files = [("a.rhai", text.clone()), ("pack.yaml", pack(mode))];
        evaluate(&files, &subjects)
    };
    let warned = with("warn");
    assert_eq!(lines(&warned), ["moderate release/never a: never"]);
    assert_eq!(warned.gates[0].verdict, meta_rules::GateVerdict::NoOpinion);
    let shadowed = with("shadow");
    assert_eq!((shadowed.findings.len(), shadowed.shadow.len()), (0, 1));
    assert!(warned.pass && shadowed.pass && !with("deny").pass);
}

#[test]
fn the_word_adjust_is_not_the_hook() {
    let text = policy(
        "id: quality/bonus",
        r#"fn adjust(score, ctx) { if score.score > 50 { adjust(-5, "too good to be true"); } }"#,
    );
    let report = evaluate(
        &[("bonus.rhai", text)],
        &json!({"subjects": {"adjust": [{"service": "gateway", "score": 60}]}}),
    );
    let decision = &report.decisions[0];
    assert_eq!((decision.points, decision.message.as_str()), (Some(-5.0), "too good to be true"));
}

#[test]
fn packs_set_modes_parameters_and_waivers() {
    let text = policy(
        "id: graph/unlisted\nparameters: { allow: { type: list, default: [], doc: what is allowed } }",
        "fn check(service, ctx) { for name in service.external_not_in(ctx.params.allow) { deny(`${name} is not listed`); } }",
    );
    let pack = "
name: own
version: 1.0.0
parameters: { graph/unlisted: { allow: [redis, postgresql] } }
waivers:
  - { code: graph/unlisted, subject: gateway, reason: until the move, expires: 2027-01-01T00:00:00Z }
  - { code: graph/unlisted, subject: pricing, reason: nobody needs it }
";
    let report = evaluate(
        &[("own/unlisted.rhai", text.clone()), ("own/pack.yaml", pack.to_owned())],
        &json!({}),
    );
    assert!(report.pass, "{:?}", lines(&report));
    let waived =
        report.findings.iter().find(|finding| finding.subject == "gateway").expect("a finding");
    assert!(!waived.is_open());
    assert!(
        report.findings.iter().any(|finding| finding.code == "exception/unused"),
        "{:?}",
        lines(&report)
    );
    let shadow = "name: own\nversion: 1.0.0\nmodes: { graph/unlisted: shadow }\n".to_owned();
    let report = evaluate(&[("unlisted.rhai", text), ("pack.yaml", shadow)], &json!({}));
    assert_eq!((report.findings.len(), report.shadow.len()), (0, 3));
}

#[test]
fn a_header_may_have_patterns_that_look_like_comments() {
    let header = "id: graph/paths\nparameters: { paths: { type: list, default: ['*/a/*', '/*', '*/'], doc: paths } }";
    let body = "fn check(service, ctx) { info(ctx.params.paths.join(\" \")); }";
    let report = evaluate(&[("paths.rhai", policy(header, body))], &json!({}));
    assert_eq!(report.findings[0].message, "*/a/* /* */");
    assert_eq!(report.findings[0].policy.as_ref().and_then(|policy| policy.line), Some(8));
}

/// Asks the catalog and the library everything that has no loop.
const ANSWERS: &str = r#"
fn check_catalog(catalog, ctx) {
    let stable = catalog.select("maturity:stable");
    let coverage = catalog.services.numbers("quality.coverage");
    info("answers").evidence("all", [
        stable.names(), stable.len(), coverage.len(), coverage.below(0.95), mean(coverage), coverage.min(), coverage.max(),
        catalog.cycles().len(), catalog.events(), catalog.producers("x"), catalog.implemented("x@1.0.0"), catalog.callers("x"),
        catalog.find("gateway").missing(["owner", "tier"]), catalog.find("gateway").fits("access & maturity:stable"),
        ["a"].len(), "a,b,c".split(",").also_in("c,a".split(",")), "ab,cd".split(",").matching(["a*"]), "ab,cd".split(",").not_matching(["a*"]),
        name_of("redis@7"), version_of("redis@7"), version_of("redis"), version_step("semver", "1.0.0", "1.1.0"), version_step("semver", "2.0.0", "1.0.0"),
        is_prerelease("semver", "1.0.0-rc.1"), is_within("npm", "^2.1", ">=2 <3"), is_any_version("npm", "*"), is_range("npm", "no range"),
        is_worse("high", "low"), is_worse("additive", "breaking"),
    ]);
}"#;

#[test]
fn the_catalog_answers_without_loops() {
    let report = evaluate(&[("all.rhai", policy("id: own/all", ANSWERS))], &json!({}));
    let finding = &report.findings[0];
    let answers = finding.evidence.get("all").map_or(finding.message.clone(), Value::to_string);
    let expected = [
        r#"["gateway"],1,1,1,0.9,0.9,0.9,0,[],[],[],[],["tier"],true,1,["a","c"],["ab"],["cd"],"#,
        r#""redis","7",null,"minor","down",true,true,true,false,true,false"#,
    ];
    assert_eq!(answers, format!("[{}]", expected.concat()));
}

#[test]
fn faults_of_policies_name_their_place_and_what_was_meant() {
    let faults = |header: &str, body: &str| {
        let error = set(&[("p.rhai", policy(header, body))]).expect_err("a fault");
        format!("{error}; {}", error.help_text().unwrap_or_default())
    };
    let id = "id: a/b";
    assert_eq!(
        faults("id: a/b\nseverty: high", "fn check(service, ctx) {}"),
        "p.rhai:6:1: key `severty` is read by no rule (at /severty); did you mean `severity`?"
    );
    assert_eq!(
        faults(id, "fn check(service, ctx) { if service.maturty == \"x\" {} }"),
        "p.rhai:7:37: no facts have a property `maturty`; did you mean `maturity`?"
    );
    assert_eq!(
        faults(id, "fn check(service, ctx) { denny(\"x\"); }"),
        "p.rhai:7:26: no function is called `denny`; did you mean `deny`?"
    );
    assert_eq!(
        faults(id, "fn check(service, ctx) { if servce.name == \"x\" {} }"),
        "p.rhai:7:29: nothing is called `servce` here; did you mean `service`?"
    );
    assert_eq!(
        faults(id, "fn check(service) { }"),
        "p.rhai:7:19: the hook `check` has two parameters; write `fn check(service, ctx)`"
    );
    assert!(faults(id, "fn chek(service, ctx) { }").contains("the policy has no hook"));
    assert!(
        faults(id, "let x = 1; fn check(service, ctx) { }").contains("a policy has functions only")
    );
    assert!(
        faults(id, "fn deny(m) { } fn check(service, ctx) { }")
            .contains("`deny` is a function of the library")
    );
}
