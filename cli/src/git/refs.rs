//! What refs name.

use meta_core::{Error, ErrorCode, Result};

use super::States;
use super::program::{Repository, text};

/// The state after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// A tree of the repository.
    Tree(String),
    /// What is staged.
    Index,
    /// The files that are there now, as far as git knows them.
    WorkingTree,
}

/// What the command line says of the two states.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Named<'a> {
    pub(crate) base: Option<&'a str>,
    pub(crate) head: Option<&'a str>,
    pub(crate) is_staged: bool,
    /// Whether to compare with where the two parted.
    pub(crate) from_merge_base: bool,
}

impl States {
    /// Finds the two states.
    ///
    /// # Errors
    /// When a ref names nothing here, or the two have no common past.
    pub(crate) fn find(repository: &Repository, named: Named<'_>) -> Result<Self> {
        let after = if let Some(head) = named.head {
            After::Tree(tree(repository, head)?)
        } else {
            repository.needs_files()?;
            if named.is_staged { After::Index } else { After::WorkingTree }
        };
        let before = match named.base {
            Some(base) if named.from_merge_base => {
                merge_base(repository, base, named.head.unwrap_or("HEAD"))?
            }
            Some(base) => tree(repository, base)?,
            None => head_or_nothing(repository)?,
        };
        Ok(Self { before, after })
    }

    /// Returns nothing before, and everything that a ref has after.
    ///
    /// # Errors
    /// When the ref names nothing here.
    pub(crate) fn whole(repository: &Repository, name: &str) -> Result<Self> {
        let after = After::Tree(tree(repository, name)?);
        Ok(Self { before: nothing(repository)?, after })
    }
}

fn tree(repository: &Repository, name: &str) -> Result<String> {
    resolve(repository, name, "tree")
}

/// Returns the object of a `kind` that a ref names.
fn resolve(repository: &Repository, name: &str, kind: &str) -> Result<String> {
    if name.is_empty() || name.starts_with('-') {
        return Err(Error::new(ErrorCode::InputInvalid, format!("`{name}` is no ref"))
            .help("name a branch, a tag or a commit"));
    }
    let asked = format!("{name}^{{{kind}}}");
    match repository.run(["rev-parse", "--verify", "--quiet", "--end-of-options", &asked]) {
        Ok(object) => Ok(text(&object)),
        Err(_) => Err(unknown(repository, name)),
    }
}

fn unknown(repository: &Repository, name: &str) -> Error {
    let error = Error::new(ErrorCode::InputInvalid, format!("git knows no commit called `{name}`"));
    if is_shallow(repository) {
        return error.help(SHALLOW);
    }
    let remote = format!("origin/{name}");
    let asked = format!("refs/remotes/{remote}");
    match repository.run(["rev-parse", "--verify", "--quiet", "--end-of-options", &asked]) {
        Ok(_) => error.help(format!("did you mean `{remote}`?")),
        Err(_) => error.help(format!("fetch it first: `git fetch origin {name}`")),
    }
}

const SHALLOW: &str = "the clone is shallow: fetch the history, with `fetch-depth: 0` for \
                       actions/checkout, or `git fetch --unshallow`";

fn is_shallow(repository: &Repository) -> bool {
    let told = repository.run(["rev-parse", "--is-shallow-repository"]);
    told.is_ok_and(|told| text(&told) == "true")
}

/// Returns the tree where two branches parted.
fn merge_base(repository: &Repository, base: &str, head: &str) -> Result<String> {
    let (one, other) = (resolve(repository, base, "commit")?, resolve(repository, head, "commit")?);
    let Ok(found) = repository.run(["merge-base", &one, &other]) else {
        let message = format!("`{base}` and `{head}` have no commit in common");
        let error = Error::new(ErrorCode::InputInvalid, message);
        return Err(if is_shallow(repository) {
            error.help(SHALLOW)
        } else {
            error.help("compare the two as they are, without `--merge-base`")
        });
    };
    tree(repository, &text(&found))
}

/// Returns the tree of the last commit; of a branch without one, the empty tree.
fn head_or_nothing(repository: &Repository) -> Result<String> {
    if repository.run(["rev-parse", "--verify", "--quiet", "HEAD"]).is_ok() {
        return tree(repository, "HEAD");
    }
    nothing(repository)
}

/// Says which name nothing has in this repository, and writes nothing.
fn nothing(repository: &Repository) -> Result<String> {
    Ok(text(&repository.run(["hash-object", "-t", "tree", "--stdin"])?))
}

/// Refuses names that no file and no folder of either state has: a misspelt name would compare nothing.
pub(super) fn check_names(
    repository: &Repository,
    states: &States,
    names: &[String],
) -> Result<()> {
    for name in names.iter().filter(|name| !name.is_empty()) {
        let mut known = is_in(repository, &states.before, name)?;
        known = known
            || match &states.after {
                After::Tree(tree) => is_in(repository, tree, name)?,
                After::Index | After::WorkingTree => {
                    let path = repository.path_of(name.as_bytes());
                    path.is_some_and(|path| path.symlink_metadata().is_ok())
                }
            };
        if !known {
            let message = "no file and no folder of either version is called so";
            return Err(Error::new(ErrorCode::InputInvalid, message).in_file(name));
        }
    }
    Ok(())
}

fn is_in(repository: &Repository, tree: &str, name: &str) -> Result<bool> {
    let found =
        repository.run(["ls-tree", "-z", "--full-tree", "--name-only", tree, "--", name])?;
    Ok(!found.is_empty())
}
