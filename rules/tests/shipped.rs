//! The shipped policies: each compiles, decides about real manifests, and fails on none.

#![expect(clippy::expect_used, reason = "a test that cannot begin has failed")]
#![expect(clippy::disallowed_methods, reason = "policies and fixtures are files")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use meta_core::document::Source;
use meta_core::finding::{Finding, Severity, codes};
use meta_core::platform::{PlatformInput, check_platform};
use meta_rules::operations::PolicySummary;
use meta_rules::policy::Hook;
use meta_rules::{
    Catalog, CompileInput, EvaluateInput, ListPoliciesInput, Mode, PolicyReport, PolicySet,
    list_policies, shipped_packs, shipped_policies,
};

fn files(folder: &Path, ending: &str, found: &mut BTreeMap<String, Source>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path: PathBuf = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|end| end == ending) {
            let text = std::fs::read_to_string(&path).expect("a text");
            found.insert(path.display().to_string(), Source::text(text));
        }
    }
}

fn root(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

fn policies() -> PolicySet {
    let mut found = BTreeMap::new();
    files(&root("policies"), "rhai", &mut found);
    let input = CompileInput { files: found, ..CompileInput::default() };
    let faults: Vec<String> = PolicySet::faults(&input).iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    PolicySet::compile(&input).expect("policies")
}

fn evaluate(workspace: &str) -> PolicyReport {
    let folder = root("../fixtures").join(workspace);
    let mut found = BTreeMap::new();
    files(&folder, "yaml", &mut found);
    let strip = |path: String| {
        path.trim_start_matches(&*folder.display().to_string()).trim_start_matches('/').to_owned()
    };
    let files = found.into_iter().map(|(path, source)| (strip(path), source)).collect();
    let input: EvaluateInput =
        serde_json::from_value(serde_json::json!({"now": "2025-10-06T00:00:00Z"}))
            .expect("an input");
    let platform = PlatformInput { files, now: input.now, fail_on: Severity::High };
    let platform = check_platform(&platform).expect("a platform");
    let catalog = Catalog::new(platform.catalog, None, &meta_core::config::Rules::default())
        .expect("a catalog");
    policies().evaluate(&catalog, &input).expect("a report")
}

#[test]
fn a_broken_platform_is_found_out() {
    let report = evaluate("platform");
    let codes: BTreeSet<&str> = report.findings.iter().map(|finding| &*finding.code).collect();
    assert!(!codes.contains("policy/failed"), "{:#?}", report.findings);
    for code in [
        "security/critical_vulnerabilities",
        "supply/unlisted_technology",
        "quality/low_coverage",
        "graph/upward_dependency",
    ] {
        assert!(codes.contains(code), "{code}: {codes:?}");
    }
}

#[test]
fn a_clean_platform_is_clean() {
    let report = evaluate("platform-clean");
    let is_severe = |finding: &&Finding| finding.severity >= Severity::High;
    let severe =
        report.findings.iter().filter(is_severe).map(|f| format!("{} {}", f.code, f.subject));
    // The workspace is clean by the rules of the core, whose file lists more technology for some domains and asks
    // for no bill of materials.
    assert_eq!(
        severe.collect::<Vec<_>>(),
        [
            "security/unsigned_images weather-feed",
            "supply/unlisted_technology load-forecast",
            "supply/unlisted_technology metric-relay",
            "supply/unlisted_technology price-forecast",
        ]
    );
    // No subjects were given but those of the catalog.
    let of_catalog =
        |hook: &Hook| matches!(hook, Hook::Check | Hook::CheckCatalog | Hook::CheckEdge);
    for policy in &report.policies {
        assert_eq!(policy.asked > 0, policy.hooks.iter().any(of_catalog), "{policy:?}");
    }
}

#[test]
fn every_hook_is_used_more_than_once() {
    let hooks = evaluate("platform").policies.into_iter().flat_map(|policy| policy.hooks);
    let mut uses: BTreeMap<Hook, usize> = BTreeMap::new();
    for hook in hooks {
        *uses.entry(hook).or_default() += 1;
    }
    assert!(Hook::ALL.iter().all(|hook| uses.get(hook).is_some_and(|uses| *uses > 1)), "{uses:?}");
}

#[test]
fn policies_share_no_code_with_the_core() {
    let of_core: BTreeSet<&str> = codes::all().iter().map(|code| code.id).collect();
    for header in policies().headers() {
        assert!(!of_core.contains(header.id.as_str()), "{}", header.id);
    }
}

#[test]
fn headers_say_what_a_reader_needs() {
    for header in policies().headers() {
        let id = &header.id;
        let purpose = header.purpose.as_deref().unwrap_or_default();
        assert!(!purpose.is_empty() && !header.tags.is_empty(), "{id}");
        for text in [header.title.as_str(), &header.why, &header.fix, purpose] {
            let first = text.chars().next().unwrap_or_default();
            assert!(!text.ends_with('.') && !first.is_uppercase(), "{id}: {text}");
        }
    }
}

#[test]
fn policies_stand_in_the_folder_of_their_domain() {
    for header in policies().headers() {
        let path = root("policies").join(format!("{}.rhai", header.id));
        assert!(path.is_file(), "{}", path.display());
    }
}

#[test]
fn every_host_runs_the_policies_as_they_are() {
    let path = root("../fixtures/check_policies/shipped.json");
    let fixture = std::fs::read_to_string(path).expect("a fixture");
    let fixture: serde_json::Value = serde_json::from_str(&fixture).expect("JSON");
    let texts = shipped_policies(&ListPoliciesInput::default()).expect("policies");
    let expected: serde_json::Map<String, serde_json::Value> =
        texts.iter().map(|(path, text)| (format!("policies/{path}"), (*text).into())).collect();
    // Where this fails, put the texts into the fixture again, bless it, and read what changed.
    assert!(
        fixture["input"]["policies"]["files"] == serde_json::Value::Object(expected),
        "the fixture has other texts"
    );
}

#[test]
fn what_is_built_in_is_what_is_there() {
    let listed = list_policies(&ListPoliciesInput::default()).expect("policies");
    let mut found = BTreeMap::new();
    files(&root("policies"), "rhai", &mut found);
    assert_eq!(listed.files.len(), found.len());
    assert_eq!(listed.policies.len(), found.len());
    for (path, text) in &listed.files {
        let there = found.get(&root("policies").join(path).display().to_string());
        assert_eq!(there.and_then(Source::as_text), Some(text.as_str()), "{path}");
    }
}

#[test]
fn packs_fit_the_policies() {
    let packs: Vec<&str> = shipped_packs().collect();
    assert_eq!(packs, ["starter"]);
    for pack in packs {
        let input = ListPoliciesInput { pack: Some(pack.to_owned()), domain: None };
        let listed = list_policies(&input).expect(pack);
        // What could hold a release up is decided from the first day.
        let of = |mode: Mode| listed.policies.iter().filter(move |policy| policy.mode == mode);
        assert!(of(Mode::Shadow).count() > 0 && of(Mode::Warn).count() > 0);
        let is_gate = |policy: &PolicySummary| policy.hooks.iter().any(|hook| hook.is_gate());
        assert!(listed.policies.iter().filter(|p| is_gate(p)).all(|p| p.mode == Mode::Deny));
    }
    let unknown = ListPoliciesInput { pack: Some("nothing".to_owned()), domain: None };
    let error = list_policies(&unknown).expect_err("no such pack");
    assert_eq!((error.path(), error.help_text()), ("/pack", Some("there are: starter")));
}

#[test]
fn a_large_platform_meets_no_limit() {
    let service = |index: usize| {
        serde_json::json!({
            "name": format!("s{index}"), "repo": "r", "domain": "analytics", "version": "1.0.0", "maturity": "stable",
            "dependencies": {"internal": [format!("s{}@^1.0", index / 2)], "external": []},
            "events_out": [format!("a.b{index}.v1"), format!("a.c{}.v1", index.min(19_000 + index % 500))],
        })
    };
    let services: Vec<_> = (0..20_000).map(service).collect();
    let catalog = serde_json::from_value(serde_json::json!({"services": services}));
    let rules = meta_core::config::Rules::default();
    let catalog = Catalog::new(catalog.expect("services"), None, &rules).expect("a catalog");
    // Those that ask about everything at once, and about everything that depends on each.
    let wanted =
        ["events/several_producers", "graph/dependency_circle", "graph/single_point_of_failure"];
    let texts = shipped_policies(&ListPoliciesInput::default()).expect("policies").into_iter();
    let texts = texts.filter(|(path, _)| wanted.iter().any(|id| path.starts_with(id)));
    let files = texts.map(|(path, text)| (path.to_owned(), Source::text(text))).collect();
    let set = PolicySet::compile(&CompileInput { files, ..CompileInput::default() });
    let input = serde_json::json!({"now": "2025-10-06T00:00:00Z"});
    let input: EvaluateInput = serde_json::from_value(input).expect("an input");
    let report = set.expect("policies").evaluate(&catalog, &input).expect("a report");
    let count = |code: &str| report.findings.iter().filter(|found| found.code == code).count();
    assert_eq!(report.policies.len(), wanted.len());
    assert_eq!((count("policy/limit_exceeded"), count("policy/stopped")), (0, 0));
    assert!(
        count("graph/single_point_of_failure") > 1_000 && count("events/several_producers") > 400
    );
}
