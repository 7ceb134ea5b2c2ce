//! Versions and ranges against plain definitions, in every dialect.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use meta_core::version::{
    ChooseVersionInput, Dialect, Preference, Prereleases, Range, Step, Version, choose_version,
};
use proptest::prelude::*;
use proptest::sample::select;

const PEP440: [&str; 12] = [
    "",
    ".dev0",
    "a1",
    "a1.dev2",
    "rc1",
    ".post0",
    ".post1",
    ".post1.dev0",
    "a1.post2",
    "+a",
    "+1",
    ".post0+a",
];
const TRIPLE: [&str; 8] = ["", "-0", "-0.0", "-alpha", "-alpha.1", "-beta", "-1", "-a-b"];

fn dialects() -> impl Strategy<Value = Dialect> {
    select(Dialect::ALL.to_vec())
}

/// Versions over few numbers, so that they often meet.
fn version_text(dialect: Dialect) -> BoxedStrategy<String> {
    let number = || select(vec![0, 1, 2, 3]);
    if dialect == Dialect::Pep440 {
        let release = prop::collection::vec(number(), 1..4);
        return (release, select(PEP440.to_vec()))
            .prop_map(|(release, suffix)| {
                let numbers: Vec<String> = release.iter().map(ToString::to_string).collect();
                format!("{}{suffix}", numbers.join("."))
            })
            .boxed();
    }
    (number(), number(), number(), select(TRIPLE.to_vec()))
        .prop_map(|(major, minor, patch, pre)| format!("{major}.{minor}.{patch}{pre}"))
        .boxed()
}

fn range_text(dialect: Dialect) -> BoxedStrategy<String> {
    let signs = match dialect {
        Dialect::Semver => vec!["", "=", ">", ">=", "<", "<="],
        Dialect::Pep440 => vec!["==", "!=", ">", ">=", "<", "<=", "~=", "==="],
        _ => vec!["", "=", ">", ">=", "<", "<=", "^", "~"],
    };
    let clause = (select(signs), version_text(dialect), 0..4usize).prop_map(
        move |(sign, version, shortened)| match (dialect, shortened) {
            (Dialect::Semver, _) | (_, 0..=1) => format!("{sign}{version}"),
            (Dialect::Pep440, _) => {
                let sign = if sign == "!=" { "!=" } else { "==" };
                format!("{sign}{}.*", version.split(|c: char| !c.is_ascii_digit()).next().unwrap())
            }
            (_, keep) => {
                let kept: Vec<&str> = version.split(['.', '-']).take(keep - 1).collect();
                format!("{sign}{}", kept.join("."))
            }
        },
    );
    let joint = if dialect == Dialect::Npm { " " } else { ", " };
    let set = prop::collection::vec(clause, 1..4).prop_map(move |clauses| clauses.join(joint));
    if matches!(dialect, Dialect::Npm | Dialect::NpmLegacyXrange) {
        let set = set.prop_map(|set| set.replace(", ", " "));
        return prop::collection::vec(set, 1..3).prop_map(|sets| sets.join(" || ")).boxed();
    }
    set.boxed()
}

/// Every form of a comparator of Cargo, over few numbers.
fn cargo_clause() -> impl Strategy<Value = String> {
    let sign = select(vec!["", "=", ">", ">=", "<", "<=", "^", "~"]);
    let number = || select(vec!["0", "1", "2"]);
    let rest = select(vec!["", ".*", ".1", ".0", ".1.*", ".0.*", ".1.1", ".0.0", ".0.2", ".2.0"]);
    (sign, number(), rest, select(TRIPLE.to_vec())).prop_map(|(sign, major, rest, pre)| {
        let full = rest.len() == 4 && !rest.contains('*');
        format!("{sign}{major}{rest}{}", if full { pre } else { "" })
    })
}

fn readable_range(dialect: Dialect) -> BoxedStrategy<Range> {
    range_text(dialect)
        .prop_filter_map("no range", move |text| Range::parse(dialect, &text).ok())
        .boxed()
}

fn version(dialect: Dialect) -> BoxedStrategy<Version> {
    version_text(dialect).prop_map(move |text| Version::parse(dialect, &text).unwrap()).boxed()
}

fn two_ranges() -> impl Strategy<Value = (Range, Range, Vec<Version>)> {
    dialects().prop_flat_map(|dialect| {
        let versions = prop::collection::vec(version(dialect), 60);
        (readable_range(dialect), readable_range(dialect), versions)
    })
}

fn three_versions() -> impl Strategy<Value = [Version; 3]> {
    dialects().prop_flat_map(|dialect| [version(dialect), version(dialect), version(dialect)])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn the_order_is_total([a, b, c] in three_versions()) {
        prop_assert_eq!(a.compare(&b), b.compare(&a).reverse());
        prop_assert!(a.compare(&a).is_eq());
        if a.compare(&b).is_le() && b.compare(&c).is_le() {
            prop_assert!(a.compare(&c).is_le());
        }
    }

    #[test]
    fn canonical_forms_say_the_same([version, ..] in three_versions(), (range, ..) in two_ranges()) {
        let again = Version::parse(version.dialect(), &version.to_string()).unwrap();
        prop_assert!(again.compare(&version).is_eq());
        prop_assert_eq!(again.to_string(), version.to_string());
        let again = Range::parse(range.dialect(), &range.to_string()).unwrap();
        prop_assert!(again.same_versions(&range), "{}", range);
        prop_assert_eq!(again.to_string(), range.to_string());
    }

    #[test]
    fn subset_means_no_version_outside((a, b, versions) in two_ranges()) {
        prop_assert!(a.subset_of(&a) && a.same_versions(&a));
        let outside = a.example_outside(&b);
        if let Some(witness) = &outside {
            prop_assert!(a.admits(witness) && !b.admits(witness), "{} of {} and {}", witness, a, b);
        }
        prop_assert_eq!(a.subset_of(&b), outside.is_none());
        for version in versions.iter().filter(|_| outside.is_none()) {
            prop_assert!(!a.admits(version) || b.admits(version), "{} of {} and {}", version, a, b);
        }
    }

    #[test]
    fn intersects_means_a_version_in_both((a, b, versions) in two_ranges()) {
        prop_assert_eq!(a.intersects(&b), b.intersects(&a));
        prop_assert_eq!(a.intersects(&a), !a.is_unsatisfiable());
        match a.example_shared(&b) {
            Some(witness) => prop_assert!(a.admits(&witness) && b.admits(&witness)),
            None => prop_assert!(!versions.iter().any(|one| a.admits(one) && b.admits(one))),
        }
        match a.example() {
            Some(witness) => prop_assert!(a.admits(&witness), "{} of {}", witness, a),
            None => prop_assert!(a.is_unsatisfiable()),
        }
    }

    #[test]
    fn intervals_say_what_is_admitted((range, _, versions) in two_ranges()) {
        prop_assume!(range.dialect() != Dialect::Pep440);
        // By precedence alone, the intervals are ranges of the dialect `semver`.
        let read = |texts: Vec<String>| -> Vec<Range> {
            texts.iter().map(|text| Range::parse(Dialect::Semver, text).unwrap()).collect()
        };
        let (releases, prereleases) = (read(range.releases()), read(range.prerelease_intervals()));
        for version in &versions {
            let part = if version.is_prerelease() { &prereleases } else { &releases };
            let within = part.iter().any(|interval| interval.admits(version));
            prop_assert_eq!(range.admits(version), within, "{} of {}", version, &range);
        }
    }

    #[test]
    fn cargo_admits_what_the_semver_crate_does(
        clauses in prop::collection::vec(cargo_clause(), 1..4),
        versions in prop::collection::vec(version_text(Dialect::Cargo), 60),
    ) {
        let text = clauses.join(", ");
        let theirs = semver::VersionReq::parse(&text);
        let ours = Range::parse(Dialect::Cargo, &text);
        prop_assert_eq!(theirs.is_ok(), ours.is_ok(), "{}", text);
        if let (Ok(theirs), Ok(ours)) = (theirs, ours) {
            for version in &versions {
                let admitted = ours.admits(&Version::parse(Dialect::Cargo, version).unwrap());
                let wanted = theirs.matches(&semver::Version::parse(version).unwrap());
                prop_assert_eq!(admitted, wanted, "{} of {}", version, text);
            }
        }
    }

    #[test]
    fn refusals_tell_of_each_refused_version((range, _, versions) in two_ranges()) {
        for version in &versions {
            prop_assert_eq!(range.refusals(version).is_empty(), range.admits(version));
        }
    }

    #[test]
    fn policies_nest((range, _, versions) in two_ranges()) {
        let with = |policy| Range::parse_with(range.dialect(), &range.to_string(), policy).unwrap();
        let (none, all) = (with(Prereleases::Refuse), with(Prereleases::Admit));
        for version in &versions {
            prop_assert!(!none.admits(version) || range.admits(version));
            prop_assert!(!range.admits(version) || all.admits(version), "{} of {}", version, &range);
            prop_assert!(!(none.admits(version) && version.is_prerelease()));
        }
    }

    #[test]
    fn the_chosen_one_is_admitted_and_highest((range, _, versions) in two_ranges(), low in any::<bool>()) {
        let input = ChooseVersionInput {
            dialect: range.dialect(),
            versions: versions.iter().map(ToString::to_string).collect(),
            range: range.to_string(),
            prefer: if low { Preference::Lowest } else { Preference::Highest },
            prereleases: None,
        };
        let report = choose_version(&input).unwrap();
        prop_assert_eq!(report.admitted.len() + report.rejected.len(), versions.len());
        prop_assert_eq!(report.chosen.is_none(), report.admitted.is_empty());
        let read = |text: &String| Version::parse(range.dialect(), text).unwrap();
        if let Some(chosen) = report.chosen.as_ref().map(read) {
            prop_assert!(range.admits(&chosen));
            for other in report.admitted.iter().map(read) {
                let order = other.compare(&chosen);
                prop_assert!(order.is_eq() || order.is_gt() == low);
            }
        }
    }

    #[test]
    fn steps_lead_up([version, ..] in three_versions()) {
        use Step::{Major, Minor, Patch, Post, Premajor, Preminor, Prepatch, Prerelease, Release};
        let steps = [Major, Minor, Patch, Premajor, Preminor, Prepatch, Prerelease, Release, Post];
        for step in steps {
            if let Ok(next) = version.advanced(step, None) {
                prop_assert!(next.compare(&version).is_gt(), "{:?} of {} is {}", step, version, next);
            } else {
                prop_assert!(matches!(step, Release | Post), "{:?} of {}", step, version);
            }
        }
    }

    #[test]
    fn any_text_gets_an_answer(dialect in dialects(), text in "[0-9xX*v=<>~^|!.,+a-c \\-]{0,20}|\\PC{0,30}") {
        if let Ok(version) = Version::parse(dialect, &text) {
            prop_assert_eq!(version.dialect(), dialect);
        }
        if let Ok(range) = Range::parse(dialect, &text) {
            prop_assert!(range.same_versions(&range));
        }
    }
}
