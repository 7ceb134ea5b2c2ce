//! Relations held against evaluation in every situation, and the ways to write a condition.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Budget, Condition, Relation, overlaps, relation};

/// A condition on three numbers, with what it says.
#[derive(Clone, Debug)]
enum Tree {
    Test(usize, usize, i32),
    Not(Box<Tree>),
    And(Box<Tree>, Box<Tree>),
    Or(Box<Tree>, Box<Tree>),
}

const NAMES: [&str; 3] = ["a", "b.c", "d"];
const SIGNS: [&str; 6] = ["==", "!=", "<", "<=", ">", ">="];

impl Tree {
    fn text(&self) -> String {
        match self {
            Self::Test(name, sign, bound) => format!("{} {} {bound}", NAMES[*name], SIGNS[*sign]),
            Self::Not(inner) => format!("!({})", inner.text()),
            Self::And(a, b) => format!("({}) && ({})", a.text(), b.text()),
            Self::Or(a, b) => format!("{} or {}", a.text(), b.text()),
        }
    }

    fn data(&self) -> Value {
        match self {
            Self::Test(name, sign, bound) => {
                let names = ["equals", "not_equals", "lt", "lte", "gt", "gte"];
                json!({"field": NAMES[*name], "operator": names[*sign], "value": bound})
            }
            Self::Not(inner) => json!({"not": inner.data()}),
            Self::And(a, b) => json!({"all": [a.data(), b.data()]}),
            Self::Or(a, b) => json!({"any": [a.data(), b.data()]}),
        }
    }

    fn logic(&self) -> Value {
        match self {
            Self::Test(name, sign, bound) => json!({SIGNS[*sign]: [{"var": NAMES[*name]}, bound]}),
            Self::Not(inner) => json!({"!": [inner.logic()]}),
            Self::And(a, b) => json!({"and": [a.logic(), b.logic()]}),
            Self::Or(a, b) => json!({"or": [a.logic(), b.logic()]}),
        }
    }

    /// Evaluates with values in halves, so that there are some between the bounds.
    fn holds(&self, values: [i32; 3]) -> bool {
        match self {
            Self::Test(name, sign, bound) => {
                let (value, bound) = (values[*name], 2 * bound);
                [
                    value == bound,
                    value != bound,
                    value < bound,
                    value <= bound,
                    value > bound,
                    value >= bound,
                ][*sign]
            }
            Self::Not(inner) => !inner.holds(values),
            Self::And(a, b) => a.holds(values) && b.holds(values),
            Self::Or(a, b) => a.holds(values) || b.holds(values),
        }
    }
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = (0..3_usize, 0..6_usize, 0..3_i32).prop_map(|(n, s, b)| Tree::Test(n, s, b));
    leaf.prop_recursive(3, 10, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|a| Tree::Not(Box::new(a))),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Tree::And(Box::new(a), Box::new(b))),
            (inner.clone(), inner).prop_map(|(a, b)| Tree::Or(Box::new(a), Box::new(b))),
        ]
    })
}

/// Returns the relation and whether both can hold, by trying every value.
fn tried(a: &Tree, b: &Tree) -> (Relation, bool) {
    let (mut both, mut first, mut second) = (false, false, false);
    for index in 0..7 * 7 * 7 {
        let values = [index % 7 - 1, index / 7 % 7 - 1, index / 49 - 1];
        match (a.holds(values), b.holds(values)) {
            (true, true) => both = true,
            (true, false) => first = true,
            (false, true) => second = true,
            (false, false) => {}
        }
    }
    let relation = match (first, second, both) {
        (false, false, _) => Relation::Equal,
        (false, true, _) => Relation::Implies,
        (true, false, _) => Relation::ImpliedBy,
        (true, true, true) => Relation::Overlapping,
        (true, true, false) => Relation::Disjoint,
    };
    (relation, both)
}

pub(super) fn parse(value: &Value) -> Condition {
    Condition::parse(value).unwrap_or_else(|| panic!("{value}"))
}

pub(super) fn of(a: impl Into<Value>, b: impl Into<Value>) -> Relation {
    related(&parse(&a.into()), &parse(&b.into()))
}

pub(super) fn related(a: &Condition, b: &Condition) -> Relation {
    relation(a, b, &Budget::new())
}

proptest! {
    #[test]
    fn relations_are_those_of_evaluation(a in tree(), b in tree()) {
        let (x, y) = (parse(&json!(a.text())), parse(&b.data()));
        let (expected, both) = tried(&a, &b);
        prop_assert_eq!(relation(&x, &y, &Budget::new()), expected, "{} / {}", a.text(), b.text());
        prop_assert_eq!(overlaps(&x, &y, &Budget::new()), Some(both));
    }

    #[test]
    fn all_spellings_are_one_condition(a in tree()) {
        let text = parse(&json!(a.text()));
        prop_assert_eq!(related(&text, &parse(&a.data())), Relation::Equal);
        prop_assert_eq!(related(&text, &parse(&a.logic())), Relation::Equal);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[ab.()!&|=<>\\[\\]', 0-9not-]{0,40}") {
        let _ = Condition::parse(&json!(text));
    }
}

#[test]
fn expressions_by_their_meaning() {
    use Relation::{Disjoint, Equal, ImpliedBy, Implies, Overlapping};
    for (a, b, expected) in [
        ("x > 3", "x > 2", Implies),
        ("x == 1", "x == 2", Disjoint),
        ("x in ['a', 'b']", "x == 'b' || x == 'a'", Equal),
        ("not x in ['a']", "x != 'a'", Equal),
        ("x not in ['a', 'b']", "x != 'a'", Implies),
        ("flag", "flag == true", Equal),
        ("!flag", "flag != true", Equal),
        ("3 < x", "x > 3", Equal),
        ("a < b", "b > a", Equal),
        ("a <= b", "!(b < a)", Equal),
        ("a == b", "b == a", Equal),
        ("a && (b || c)", "a and b or a and c", Equal),
        ("user.role == 'admin'", "user['role'] == \"admin\"", Equal),
        ("${{ github.ref == 'refs/heads/main' }}", "github.ref == 'refs/heads/main'", Equal),
        ("ref.startsWith('refs/tags/v')", "startswith(ref, 'refs/tags/')", Implies),
        ("ref.startsWith('a')", "ref == 'abc'", ImpliedBy),
        ("ref like 'src/**'", "ref like 'src/api/**'", ImpliedBy),
        ("ref like 'a*'", "ref like 'b*'", Disjoint),
        ("v >= '1.10.0'", "v >= '1.9.0'", Implies),
        ("has(x.y)", "x.y == null", Disjoint),
        ("size(x) > 3", "size(x) >= 3", Implies),
        ("a + b > 3", "a + b > 2", Implies),
        ("'admin' in user.groups", "user.groups contains 'admin'", Equal),
        ("always()", "success()", Overlapping),
        ("x == -1", "x < 0", Implies),
        ("team-a == 1", "team-a >= 1", Implies),
    ] {
        assert_eq!(of(a, b), expected, "`{a}` and `{b}`");
    }
}

#[test]
fn ordered_texts_and_counts_by_their_meaning() {
    use Relation::{Equal, ImpliedBy, Implies};
    for (a, b, expected) in [
        ("size > 20MB", "size > 100MB", ImpliedBy),
        ("timeout > 30s", "timeout > 0.5m", Equal),
        ("age > '9'", "age > '10'", ImpliedBy),
        ("age > '18'", "age > 21", ImpliedBy),
        ("app.version && app.version < '1.9.0'", "app.version && app.version < '1.10.0'", Implies),
        ("version < '9.0.0'", "version < '10.0.0-beta.1'", Implies),
        ("version < '2.0.0-rc.1'", "version < '2.0.0'", Implies),
        ("!(v < '2.0')", "v >= '2.0.0'", Equal),
        ("size(x) > 0", "size(x) != 0", Equal),
        ("size(x) > 0", "size(x) >= 1", Equal),
        ("x.length < 1", "x.length == 0", Equal),
        ("contains(email, '@x.com')", "email endsWith '@x.com'", ImpliedBy),
        ("contains(path, 'a')", "path == 'cat'", ImpliedBy),
    ] {
        assert_eq!(of(a, b), expected, "`{a}` and `{b}`");
    }
}

fn data() -> Vec<(Value, Value, Relation)> {
    use Relation::{Equal, ImpliedBy, Implies};
    vec![
        (json!({"env": "prod"}), json!("env == 'prod'"), Equal),
        (json!({"env": ["prod", "staging"]}), json!({"env": "prod"}), ImpliedBy),
        (json!({"env": "prod", "tier": 1}), json!({"env": "prod"}), Implies),
        (json!({"user": {"age": {"gte": 18}}}), json!("user.age >= 18"), Equal),
        (json!({"age": {"$gt": 3, "$lt": 9}}), json!("age > 3 and age < 9"), Equal),
        (json!({"not": [{"a": 1}, {"b": 2}]}), json!("a != 1 and b != 2"), Equal),
        (
            json!({"matchExpressions": [{"key": "app", "operator": "In", "values": ["a", "b"]}]}),
            json!("app in ['a', 'b']"),
            Equal,
        ),
        (
            json!({"matchExpressions": [{"key": "app", "operator": "DoesNotExist"}]}),
            json!("app == null"),
            Equal,
        ),
        (
            json!({"StringEquals": {"aws:Region": ["eu-1", "eu-2"]}, "Bool": {"mfa": "true"}}),
            json!({"and": [{"mfa": true}, {"aws:Region": ["eu-2", "eu-1"]}]}),
            Equal,
        ),
        (
            json!({"attribute": "email", "op": "endsWith", "values": ["@a.com"], "negate": true}),
            json!({"not": {"email": {"ends_with": "@a.com"}}}),
            Equal,
        ),
        (
            json!({"if": [{"==": [{"var": "a"}, 1]}, {"var": "b"}, false]}),
            json!("a == 1 and b == true"),
            Equal,
        ),
        (
            json!({"sem_ver": [{"var": "v"}, ">=", "2.10.0"]}),
            json!({"sem_ver": [{"var": "v"}, ">=", "2.9.0"]}),
            Implies,
        ),
    ]
}

#[test]
fn data_by_its_meaning() {
    for (a, b, expected) in data() {
        assert_eq!(of(a.clone(), b.clone()), expected, "`{a}` and `{b}`");
    }
}

/// Qualified operators, branches and defaults.
fn qualified() -> Vec<(Value, Value, Relation)> {
    use Relation::{Equal, ImpliedBy, Implies, Unknown};
    let bool_of = |name: &str| json!({name: {"aws:MultiFactorAuthPresent": "true"}});
    let keys = |name: &str, keys: &[&str]| json!({name: {"aws:TagKeys": keys}});
    let branch = |name: &str| json!({name: [{"==": [{"var": "a"}, 1]}, {"var": "b"}, false]});
    let default = |value: Value| json!({">=": [{"var": ["age", value]}, 18]});
    vec![
        (bool_of("Bool"), bool_of("BoolIfExists"), Implies),
        (
            json!({"NumericLessThanEquals": {"s3:max-keys": "9"}}),
            json!({"NumericLessThanEquals": {"s3:max-keys": "10"}}),
            Implies,
        ),
        (
            keys("ForAllValues:StringEquals", &["a"]),
            keys("ForAllValues:StringEquals", &["a", "b"]),
            Implies,
        ),
        (
            keys("ForAnyValue:StringEquals", &["a"]),
            keys("ForAllValues:StringEquals", &["a"]),
            Unknown,
        ),
        (
            keys("ForAnyValue:StringNotEquals", &["a"]),
            keys("ForAnyValue:StringNotEquals", &["a", "b"]),
            ImpliedBy,
        ),
        (branch("?:"), branch("if"), Equal),
        (default(json!(0)), default(json!(99)), Implies),
        (default(json!(0)), json!("age >= 18 and age != null"), Equal),
    ]
}

fn releases() -> Vec<(Value, Value, Relation)> {
    use Relation::{Equal, ImpliedBy};
    vec![
        (
            json!({"sem_ver": [{"var": "v"}, ">=", "9.0.0-rc.1"]}),
            json!({"sem_ver": [{"var": "v"}, ">=", "10.0.0"]}),
            ImpliedBy,
        ),
        (
            json!({"sem_ver": [{"var": "v"}, "=", "2.0"]}),
            json!({"sem_ver": [{"var": "v"}, "=", "v2.0.0"]}),
            Equal,
        ),
    ]
}

fn ranges() -> Vec<(Value, Value, Relation)> {
    use Relation::{Disjoint, Equal, Implies};
    vec![
        (json!({"source": "10.1.2.3"}), json!({"source": "10.0.0.0/8"}), Implies),
        (json!({"source": "10.1.2.3"}), json!({"source": "192.168.0.0/16"}), Disjoint),
        (json!({"source": ["10.0.0.0/9", "10.128.0.0/9"]}), json!({"source": "10.0.0.0/8"}), Equal),
        (json!({"source": "10.0.0.7/32"}), json!({"source": "10.0.0.7"}), Equal),
        (json!({"source": "fd00::1"}), json!({"source": "fd00::/8"}), Implies),
        (json!({"source": "0.0.0.0/0"}), json!({"source": "::/0"}), Disjoint),
        (json!({"ports": ["8080"]}), json!({"ports": ["8000-9000"]}), Implies),
        (json!({"ports": [80, 81]}), json!({"ports": ["80-81"]}), Equal),
        (json!({"port": "80"}), json!("port == 80"), Equal),
        (
            json!({"IpAddress": {"aws:SourceIp": "10.2.0.0/16"}}),
            json!({"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "fd00::/8"]}}),
            Implies,
        ),
    ]
}

#[test]
fn qualified_data_by_its_meaning() {
    for (a, b, expected) in qualified().into_iter().chain(releases()).chain(ranges()) {
        assert_eq!(of(a.clone(), b.clone()), expected, "`{a}` and `{b}`");
    }
}

#[test]
fn a_star_may_stop_at_a_slash() {
    let globs = |extra: &[&str]| {
        let mut all = vec!["/api/*"];
        all.extend(extra);
        json!({"path": all})
    };
    assert_eq!(of(globs(&[]), globs(&["/api/users"])), Relation::Equal);
    assert_eq!(of(globs(&[]), globs(&["/api/admin/users"])), Relation::Implies);
    assert_eq!(
        of(json!({"p": ["src/**/*.rs"]}), json!({"p": ["src/**/*.rs", "src/lib.rs"]})),
        Relation::Equal
    );
}

#[test]
fn what_cannot_be_decided_is_unknown() {
    let wide = |n: usize| (0..n).map(|i| format!("a{i} == 1")).collect::<Vec<_>>().join(" && ");
    assert_eq!(of(wide(20), wide(19)), Relation::Implies, "one member more");
    assert_eq!(of(wide(20), wide(19).replace("&&", "||")), Relation::Unknown);
    assert_eq!(of("x matches '^a'", "x matches '^ab'"), Relation::Unknown);
    assert_eq!(of("x matches '^a' && y", "x matches '^a'"), Relation::Implies);
    assert_eq!(of("x > 'low'", "x > 'high'"), Relation::Unknown, "no order of such words");
    assert_eq!(of("rate > '1.9'", "rate > '1.10'"), Relation::Unknown, "numbers or versions");
    assert_eq!(of("a + 1 > 3", "a > 2"), Relation::Unknown, "one is made from the other");
    assert_eq!(of("contains(x, 'admin')", "contains(x, 'min')"), Relation::Unknown, "a list");
    for text in ["only on weekdays", "a ==", "a ? b : c", "(((", "a && ", "1", "'a'"] {
        assert_eq!(Condition::parse(&json!(text)), None, "{text}");
    }
}
