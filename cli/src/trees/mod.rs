//! Two trees of files: two folders, or two states of a git repository.

mod folder;

use std::collections::BTreeMap;

use meta_core::config::ArtifactRule;
use meta_core::diff::{Kind, is_asked};
use meta_core::document::Source;

pub(crate) use folder::{read as folders, source};

/// The files of two trees.
#[derive(Debug, Default)]
pub(crate) struct Trees {
    pub(crate) before: BTreeMap<String, Source>,
    pub(crate) after: BTreeMap<String, Source>,
    /// Names before and after of files that are known to have another.
    pub(crate) renames: BTreeMap<String, String>,
}

/// What files of the trees are, which decides whose content is read at all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    /// What the command line says.
    pub(crate) given: Vec<ArtifactRule>,
    /// What the rules file says.
    pub(crate) stated: Vec<ArtifactRule>,
}

impl Asked {
    /// Adds that what `name` names, a file or all files of a folder, are artifacts; everything when it
    /// is empty.
    pub(crate) fn add(&mut self, name: &str, kind: Option<Kind>) {
        let paths = match name {
            "" => vec!["*".to_owned()],
            name => vec![name.to_owned(), format!("{name}/*")],
        };
        let rules =
            paths.into_iter().map(|path| ArtifactRule { path, kind, ..ArtifactRule::default() });
        self.given.extend(rules);
    }

    /// Tells whether the content of a file is to be read.
    pub(crate) fn wants(&self, name: &str) -> bool {
        is_asked(name, &self.stated, &self.given)
    }
}

/// Returns a file whose content nobody asks for; the core counts it.
pub(crate) fn unasked() -> Source {
    Source::text("")
}
