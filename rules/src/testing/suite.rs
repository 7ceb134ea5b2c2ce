//! Test files, read: which policy each is about, and what every case begins with.

use std::collections::BTreeMap;

use meta_core::document::Source;
use meta_core::error::{Error, ErrorCode};
use meta_core::suggest;
use serde_json::{Map, Value};

use super::facts::{Facts, merge};
use super::file::{TestCase, TestFile};
use super::places::Checked;
use super::types::Statement;
use crate::evaluate::Installed;
use crate::pack::parameter_faults;
use crate::{GateVerdict, PolicySet};

/// Every test of a set of policies.
pub(super) struct Suite {
    pub(super) tests: Vec<Test>,
}

/// The tests of one file.
pub(super) struct Test {
    pub(super) path: String,
    /// Number of the policy under test among those of the set.
    pub(super) policy: usize,
    pub(super) cases: Vec<Case>,
}

/// A case, ready to be run.
pub(super) struct Case {
    pub(super) name: String,
    pub(super) line: Option<u32>,
    pub(super) facts: Facts,
    pub(super) parameters: BTreeMap<String, Value>,
    pub(super) expected: Vec<Statement>,
    pub(super) verdicts: BTreeMap<String, GateVerdict>,
    pub(super) others: Vec<String>,
}

/// The ending of the name of a test file.
const ENDING: &str = ".test.yaml";

/// Tells whether a document has tests of a policy, by its name.
pub fn is_test(path: &str) -> bool {
    path.ends_with(ENDING)
}

/// Lists the documents that the tests among `files` begin with, by the names they would have among the files. A test
/// that cannot be read has none.
pub fn bases(files: &BTreeMap<String, Source>) -> Vec<String> {
    let tests = files.iter().filter(|(path, _)| is_test(path));
    let named = tests.filter_map(|(path, source)| {
        let read = Checked::<TestFile>::read(path, source).ok()?;
        read.value.base.map(|base| beside(path, &base))
    });
    let mut named: Vec<String> = named.collect();
    named.sort();
    named.dedup();
    named
}

impl Suite {
    /// Reads the test files among `files`.
    ///
    /// # Errors
    /// Every fault of a test, with its line and column.
    pub(super) fn read(
        files: &BTreeMap<String, Source>,
        set: &PolicySet,
    ) -> Result<Self, Vec<Error>> {
        let mut reading = Reading { files, set, bases: BTreeMap::new() };
        let (mut tests, mut faults) = (Vec::new(), Vec::new());
        for (path, source) in files.iter().filter(|(path, _)| is_test(path)) {
            match Checked::<TestFile>::read(path, source).and_then(|read| reading.test(&read)) {
                Ok(test) => tests.push(test),
                Err(found) => faults.extend(found),
            }
        }
        for base in reading.bases.into_values() {
            faults.extend(base.err().into_iter().flatten());
        }
        if faults.is_empty() { Ok(Self { tests }) } else { Err(faults) }
    }
}

/// Facts that tests begin with; none where the document has faults.
type Base = Result<Value, Vec<Error>>;

struct Reading<'a> {
    files: &'a BTreeMap<String, Source>,
    set: &'a PolicySet,
    bases: BTreeMap<String, Base>,
}

impl<'a> Reading<'a> {
    fn test(&mut self, read: &Checked<TestFile>) -> Result<Test, Vec<Error>> {
        let (number, installed) = self.policy(read).map_err(|fault| read.placed(&[fault]))?;
        let base = self.base(read).map_err(|fault| read.placed(&[fault]))?;
        // Faults of the facts are told once, and not by each test that begins with them.
        let Some(base) = base else { return Err(Vec::new()) };
        let mut faults = parameter_faults(
            &read.path,
            "/parameters",
            &installed.policy.header,
            &read.value.parameters,
        );
        let pointers: Vec<String> =
            (0..read.value.cases.len()).map(|index| format!("/cases/{index}/name")).collect();
        let lines = read.places(&pointers.iter().map(String::as_str).collect::<Vec<_>>());
        let mut cases = Vec::new();
        for (index, case) in read.value.cases.iter().enumerate() {
            let at = format!("/cases/{index}");
            let line = lines.get(&format!("{at}/name")).map(|(line, _)| *line);
            match self.case(read, &base, installed, case, &at) {
                Ok(case) => cases.push(Case { line, ..case }),
                Err(found) => faults.extend(found),
            }
        }
        faults.extend(repeated(&read.value.cases));
        if faults.is_empty() {
            Ok(Test { path: read.path.clone(), policy: number, cases })
        } else {
            Err(read.placed(&faults))
        }
    }

    /// Returns the policy that a test is about.
    fn policy(&self, read: &Checked<TestFile>) -> Result<(usize, &'a Installed), Error> {
        let set: &'a PolicySet = self.set;
        let path = match &read.value.policy {
            Some(stated) => beside(&read.path, stated),
            None => plain(read.path.strip_suffix(ENDING).unwrap_or(&read.path)) + ".rhai",
        };
        let mut installed = set.installed().iter().enumerate();
        if let Some(found) = installed.find(|(_, installed)| plain(&installed.policy.path) == path)
        {
            return Ok(found);
        }
        let at = if read.value.policy.is_some() { "/policy" } else { "" };
        let known = self.set.installed().iter().map(|installed| installed.policy.path.as_str());
        let fault = fault(at, format!("there is no policy `{path}`"));
        Err(match suggest::nearest(&path, known) {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault.help("name the policy with `policy`, by its path from the test"),
        })
    }

    /// Returns the facts that a test begins with, as they are written; none when they have faults.
    fn base(&mut self, read: &Checked<TestFile>) -> Result<Option<Value>, Error> {
        let Some(stated) = &read.value.base else { return Ok(Some(Value::Object(Map::new()))) };
        let path = beside(&read.path, stated);
        let named = self.files.iter().find(|(name, _)| plain(name) == path);
        let Some((_, source)) = named else {
            let fault = fault("/base", format!("there is no document `{path}`"));
            let known = self.files.keys().map(String::as_str);
            return Err(match suggest::nearest(&path, known) {
                Some(near) => fault.help(format!("did you mean `{near}`?")),
                None => fault.help("`base` is a path from the test"),
            });
        };
        let known = self.bases.entry(path.clone()).or_insert_with(|| {
            Checked::<Facts>::read(&path, source).map(|read| read.document.value)
        });
        Ok(known.as_ref().ok().cloned())
    }

    fn case(
        &self,
        read: &Checked<TestFile>,
        base: &Value,
        installed: &Installed,
        case: &TestCase,
        at: &str,
    ) -> Result<Case, Vec<Error>> {
        let header = &installed.policy.header;
        let mut faults =
            parameter_faults(&read.path, &format!("{at}/parameters"), header, &case.parameters);
        let expected = expected(case, at).map_err(|found| faults.extend(found));
        faults.extend(self.others(case, &header.id, at));
        // As it is written: a reader of documents may take `null` for what is absent, and here it removes something.
        let change = read.document.value.pointer(&format!("{at}/change")).unwrap_or(&case.change);
        let facts = facts(base, &read.value, change, at).map_err(|fault| faults.push(fault));
        let mut parameters = read.value.parameters.clone();
        parameters.extend(case.parameters.clone());
        match (expected, facts) {
            (Ok(expected), Ok(facts)) if faults.is_empty() => Ok(Case {
                name: case.name.clone(),
                line: None,
                facts,
                parameters,
                expected,
                verdicts: case.verdicts.clone(),
                others: case.others.clone(),
            }),
            _ => Err(faults),
        }
    }

    /// Says which of the other policies are none.
    fn others(&self, case: &TestCase, own: &str, at: &str) -> Vec<Error> {
        let known: Vec<&str> = self.set.headers().map(|header| header.id.as_str()).collect();
        let fault = |(index, id): (usize, &String)| {
            let at = format!("{at}/others/{index}");
            if id == own {
                let fault = fault(&at, format!("`{id}` is the policy under test"));
                return Some(fault.help("what it says stands under `expect`"));
            }
            if known.contains(&id.as_str()) {
                return None;
            }
            let fault = fault(&at, format!("no policy has the identifier `{id}`"));
            Some(match suggest::nearest(id, known.iter().copied()) {
                Some(near) => fault.help(format!("did you mean `{near}`?")),
                None => fault,
            })
        };
        case.others.iter().enumerate().filter_map(fault).collect()
    }
}

fn fault(at: &str, message: String) -> Error {
    Error::new(ErrorCode::PolicyInvalid, message).at(at)
}

/// Returns what a case expects.
fn expected(case: &TestCase, at: &str) -> Result<Vec<Statement>, Vec<Error>> {
    let (mut expected, mut faults) = (Vec::new(), Vec::new());
    for (index, expectation) in case.expect.iter().enumerate() {
        match Statement::expected(expectation) {
            Ok(statement) => expected.push(statement),
            Err((message, help)) => {
                faults.push(fault(&format!("{at}/expect/{index}"), message).help(help));
            }
        }
    }
    if faults.is_empty() { Ok(expected) } else { Err(faults) }
}

/// Returns the facts of a case.
fn facts(base: &Value, file: &TestFile, change: &Value, at: &str) -> Result<Facts, Error> {
    let mut facts = base.clone();
    let mut set = Map::new();
    if let Some(now) = file.now {
        set.insert("now".to_owned(), now.to_string().into());
    }
    if let Some(environment) = &file.environment {
        set.insert("environment".to_owned(), environment.as_str().into());
    }
    merge(&mut facts, &Value::Object(set));
    if let (false, Some(members)) = (file.data.is_null(), facts.as_object_mut()) {
        members.insert("data".to_owned(), file.data.clone());
    }
    if !change.is_null() {
        merge(&mut facts, change);
    }
    let facts: Facts = serde_json::from_value(facts)
        .map_err(|error| fault(&format!("{at}/change"), format!("these are no facts: {error}")))?;
    if facts.now.is_some() {
        return Ok(facts);
    }
    let help = "state `now` in the test, the case, or the facts it begins with";
    Err(fault(at, "the time is not stated".to_owned()).help(help))
}

/// Two cases of one name could not be told apart.
fn repeated(cases: &[TestCase]) -> Vec<Error> {
    let is_repeated = |(index, case): &(usize, &TestCase)| {
        cases.iter().take(*index).any(|before| before.name == case.name)
    };
    let again = cases.iter().enumerate().filter(is_repeated);
    again
        .map(|(index, case)| {
            let message = format!("another case is called `{}`, too", case.name);
            fault(&format!("/cases/{index}/name"), message).help("give it a name of its own")
        })
        .collect()
}

/// Returns a name without steps that lead nowhere.
fn plain(path: &str) -> String {
    beside("", path)
}

/// Returns the name of the document at `way` from the document `path`.
fn beside(path: &str, way: &str) -> String {
    let mut parts: Vec<&str> = if way.starts_with('/') { vec![""] } else { Vec::new() };
    let folder = path.rsplit_once('/').map(|(folder, _)| folder);
    let folder = folder.filter(|_| !way.starts_with('/')).into_iter();
    for part in folder.flat_map(|folder| folder.split('/')).chain(way.split('/')) {
        match part {
            "." => {}
            "" if !parts.is_empty() || way.starts_with('/') => {}
            ".." if parts.last().is_some_and(|last| *last != ".." && !last.is_empty()) => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn documents_are_found_from_the_test() {
        let cases = [
            ("a/b.test.yaml", "../clean.yaml", "clean.yaml"),
            ("rules/policies/a/b.test.yaml", "../clean.yaml", "rules/policies/clean.yaml"),
            ("b.test.yaml", "./c.rhai", "c.rhai"),
            ("b.test.yaml", "../c.rhai", "../c.rhai"),
            ("../x/b.test.yaml", "../../c.rhai", "../../c.rhai"),
            ("/tmp/x/b.test.yaml", "../c.rhai", "/tmp/c.rhai"),
            ("a/b.test.yaml", "/c.yaml", "/c.yaml"),
            ("./a/b.test.yaml", "c.yaml", "a/c.yaml"),
            ("", "./a/../b.yaml", "b.yaml"),
        ];
        for (path, way, found) in cases {
            assert_eq!(beside(path, way), found, "{path} {way}");
        }
    }
}
