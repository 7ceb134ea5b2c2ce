//! Files that artifacts write.
//!
//! 1. A path that is no plain one is told, and has no further part.
//! 2. The others are sorted so that what is inside of a folder follows its name: a stack of what encloses the path at
//!    hand shows every file that is a folder too.
//! 3. Spellings that differ in case only are neighbours when sorted without it.

use std::collections::{BTreeMap, BTreeSet};

use super::artifact::Artifact;
use super::facts::{
    ConflictFacts, PathCaseFacts, PathInvalidFacts, PathPrefixFacts, PathSameFacts,
};
use super::found::Found;
use super::kind::ConflictKind;
use super::path::{cleaned, compare, fault, folded, is_inside};
use super::register::Register;
use super::suggestion::{SuggestedAction, Suggestion};

/// Most characters that are shown of a path that is none.
const MOST_SHOWN: usize = 256;

/// The files of one project: who writes each, by path.
struct Files<'r, 'a> {
    register: &'r Register<'a>,
    /// Sorted so that what is in a folder comes right after its name.
    writers: Vec<(&'a str, Vec<usize>)>,
    /// Spellings without case.
    folded: BTreeMap<String, Vec<usize>>,
}

/// Finds the paths that clash, project by project.
pub(super) fn find<'a>(register: &Register<'a>, found: &mut Vec<Found<'a>>) {
    let open: Vec<(usize, &'a Artifact)> = register.open().collect();
    for group in open.chunk_by(|(_, a), (_, b)| a.tenant == b.tenant && a.project == b.project) {
        let files = Files::new(register, group);
        for (_, artifact) in group {
            let invalid = artifact.paths.iter().collect::<BTreeSet<_>>().into_iter();
            let invalid = invalid.filter(|path| fault(path).is_some());
            found.extend(invalid.filter_map(|path| files.invalid(artifact, path)));
        }
        files.same(found);
        files.inside(found);
        files.cases(found);
    }
}

impl<'r, 'a> Files<'r, 'a> {
    fn new(register: &'r Register<'a>, group: &[(usize, &'a Artifact)]) -> Self {
        let written = group.iter().flat_map(|(index, artifact)| {
            artifact.paths.iter().map(move |path| (path.as_str(), *index))
        });
        let mut written: Vec<(&str, usize)> =
            written.filter(|(path, _)| fault(path).is_none()).collect();
        written.sort_unstable_by(|(a, i), (b, j)| compare(a, b).then(i.cmp(j)));
        written.dedup();
        let writers: Vec<(&str, Vec<usize>)> = written
            .chunk_by(|a, b| a.0 == b.0)
            .filter_map(|same| {
                Some((same.first()?.0, same.iter().map(|(_, index)| *index).collect()))
            })
            .collect();
        let mut spelled: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, (path, _)) in writers.iter().enumerate() {
            spelled.entry(folded(path)).or_default().push(place);
        }
        Self { register, writers, folded: spelled }
    }

    /// Returns those of `writers` that clash with some of another key; none when all have the same key.
    fn clashing(&self, writers: impl IntoIterator<Item = usize>) -> Option<Vec<&'a Artifact>> {
        let writers: BTreeSet<usize> = writers.into_iter().collect();
        let mut keys = writers.iter().map(|index| self.register.key_number(*index));
        let first = keys.next()?;
        keys.any(|key| key != first).then(|| self.register.members(writers))
    }

    fn same(&self, found: &mut Vec<Found<'a>>) {
        for (path, writers) in &self.writers {
            let Some(members) = self.clashing(writers.iter().copied()) else { continue };
            let message = format!("{} artifacts write `{path}`", members.len());
            let suggestions = self.moves(&members, path);
            let facts = ConflictFacts::PathSame(PathSameFacts { written: (*path).to_owned() });
            found.push(Found {
                kind: ConflictKind::PathSame,
                members,
                facts,
                message,
                suggestions,
            });
        }
    }

    fn inside(&self, found: &mut Vec<Found<'a>>) {
        let mut enclosing: Vec<usize> = Vec::new();
        let mut inside: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (place, (path, _)) in self.writers.iter().enumerate() {
            while enclosing.last().is_some_and(|top| !is_inside(path, self.path(*top))) {
                enclosing.pop();
            }
            for file in &enclosing {
                inside.entry(*file).or_default().push(place);
            }
            enclosing.push(place);
        }
        for (file, inner) in inside {
            found.extend(self.file_and_folder(file, &inner));
        }
    }

    fn path(&self, place: usize) -> &'a str {
        self.writers.get(place).map_or("", |(path, _)| path)
    }

    fn keys(&self, place: usize) -> BTreeSet<usize> {
        let writers = self.writers.get(place).map(|(_, writers)| writers.as_slice());
        let writers = writers.unwrap_or_default().iter();
        writers.map(|index| self.register.key_number(*index)).collect()
    }

    /// Lists the writers of a file who are of another key than some of `keys`.
    fn against(&self, place: usize, keys: &BTreeSet<usize>) -> impl Iterator<Item = usize> {
        let only = if keys.len() == 1 { keys.first().copied() } else { None };
        let writers = self.writers.get(place).into_iter().flat_map(|(_, writers)| writers);
        writers.copied().filter(move |index| only != Some(self.register.key_number(*index)))
    }

    /// Tells of a file and what others write inside of it.
    fn file_and_folder(&self, file: usize, inner: &[usize]) -> Option<Found<'a>> {
        let own = self.keys(file);
        let clashes = |place: &&usize| self.against(**place, &own).next().is_some();
        let inner: Vec<usize> = inner.iter().filter(clashes).copied().collect();
        let others: BTreeSet<usize> = inner.iter().flat_map(|place| self.keys(*place)).collect();
        let writers = inner.iter().flat_map(|place| self.against(*place, &own));
        let indexes: BTreeSet<usize> = writers.chain(self.against(file, &others)).collect();
        let mut inside: Vec<String> =
            inner.iter().map(|place| self.path(*place).to_owned()).collect();
        let (path, first) = (self.path(file), inside.first()?.clone());
        let folder = match inside.len() {
            1 => format!("with `{first}` of another"),
            many => format!("with {many} files of others"),
        };
        let message = format!("`{path}` is a file of one artifact, and a folder {folder}");
        inside.sort_unstable();
        let facts = PathPrefixFacts { file: path.to_owned(), inside };
        Some(Found {
            kind: ConflictKind::PathPrefix,
            members: self.register.members(indexes),
            facts: ConflictFacts::PathPrefix(facts),
            message,
            suggestions: self.moved_inside(file),
        })
    }

    fn cases(&self, found: &mut Vec<Found<'a>>) {
        for places in self.folded.values().filter(|places| places.len() > 1) {
            let writers = places.iter().filter_map(|place| self.writers.get(*place));
            let indexes = writers.flat_map(|(_, writers)| writers.iter().copied());
            let Some(members) = self.clashing(indexes) else { continue };
            let mut spellings: Vec<String> =
                places.iter().map(|place| self.path(*place).to_owned()).collect();
            spellings.sort_unstable();
            let shown: Vec<String> = spellings.iter().map(|path| format!("`{path}`")).collect();
            let message = format!("{} differ in case only", shown.join(", "));
            let suggestions: Vec<Suggestion> =
                spellings.iter().flat_map(|path| self.moves(&members, path)).collect();
            let facts = ConflictFacts::PathCase(PathCaseFacts { spellings });
            let kind = ConflictKind::PathCase;
            found.push(Found { kind, members, facts, message, suggestions });
        }
    }

    fn invalid(&self, artifact: &'a Artifact, path: &str) -> Option<Found<'a>> {
        let path_fault = fault(path)?;
        let shown: String = path.chars().take(MOST_SHOWN).collect();
        let id = artifact.id();
        let message = format!("`{id}` writes `{shown}`, which is no plain path in the project");
        let meant = cleaned(path).filter(|path| self.is_free(path)).map(|meant| {
            let text = format!("write `{meant}`");
            Suggestion::new(SuggestedAction::MovePath, text)
                .of(id)
                .from(shown.clone())
                .to(meant)
                .verified()
        });
        let facts = ConflictFacts::PathInvalid(PathInvalidFacts { path: shown, path_fault });
        Some(Found {
            kind: ConflictKind::PathInvalid,
            members: vec![artifact],
            facts,
            message,
            suggestions: meant.into_iter().collect(),
        })
    }

    /// Suggests another path for all writers of `path` but those of the first key.
    fn moves(&self, members: &[&'a Artifact], path: &str) -> Vec<Suggestion> {
        let first = members.first().map(|one| one.key());
        let others = members.iter().filter(|one| Some(one.key()) != first);
        let others: Vec<&Artifact> =
            others.copied().filter(|one| one.paths.iter().any(|own| own == path)).collect();
        // One move mends it only when nobody else writes the path.
        let alone = others.len() == 1 && members.len() == 2;
        let moved = others.into_iter().filter_map(|one| {
            let to = self.free(path, &one.name)?;
            let text = format!("write `{to}` in `{}`", one.id());
            let moved = Suggestion::new(SuggestedAction::MovePath, text);
            let moved = moved.of(one.id()).from(path).to(to);
            Some(if alone { moved.verified() } else { moved })
        });
        moved.collect()
    }

    /// Suggests to move a file into the folder of the same name.
    fn moved_inside(&self, file: usize) -> Vec<Suggestion> {
        let Some((path, writers)) = self.writers.get(file) else { return Vec::new() };
        let name = path.rsplit('/').next().unwrap_or(path);
        let writers = self.register.members(writers.iter().copied());
        let alone = writers.len() == 1;
        let moved = writers.into_iter().filter_map(|one| {
            let to = format!("{path}/{name}");
            // The file that is in the way is the one that moves.
            let free = !self.has(&to) && !self.has_inside(&to);
            let text = format!("write `{to}` in `{}`", one.id());
            let moved = Suggestion::new(SuggestedAction::MovePath, text);
            let moved = moved.of(one.id()).from(*path).to(to);
            free.then_some(if alone { moved.verified() } else { moved })
        });
        moved.collect()
    }

    /// Returns a path nobody writes: in a folder called `name` beside it.
    fn free(&self, path: &str, name: &str) -> Option<String> {
        let (folder, file) =
            path.rsplit_once('/').map_or(("", path), |(folder, file)| (folder, file));
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let candidates = [format!("{folder}{name}/{file}"), format!("{folder}{name}-{file}")];
        candidates.into_iter().find(|path| fault(path).is_none() && self.is_free(path))
    }

    /// Tells whether a new file at `path` clashes with none that is there.
    fn is_free(&self, path: &str) -> bool {
        let folders = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
        !self.has(path) && !self.has_inside(path) && !folders.into_iter().any(|one| self.has(one))
    }

    /// Tells whether a file is there, in any case.
    fn has(&self, path: &str) -> bool {
        self.folded.contains_key(&folded(path))
    }

    fn has_inside(&self, path: &str) -> bool {
        let folder = format!("{}/", folded(path));
        let next = self.folded.range(folder.clone()..).next();
        next.is_some_and(|(path, _)| path.starts_with(&folder))
    }
}
