//! Schemas of several files: the definitions and extensions of all of them are one schema.

use super::detect::is_more;
use crate::document::{Document, Limits, Section, Source};
use crate::error::{Error, Result};

/// Adds the files that hold definitions to a schema as text. What clients send is none, and the result of an
/// introspection has nothing to add.
///
/// # Errors
/// The reason of a file that could not be read; `limit_exceeded` when all together are too long.
pub(in crate::diff) fn join<'f>(
    document: &mut Document,
    files: impl IntoIterator<Item = (&'f str, &'f Source)>,
    limits: &Limits,
) -> Result<()> {
    let Some(first) = document.text.clone().filter(|_| document.value.is_null()) else {
        return Ok(());
    };
    let mut sections =
        vec![Section { path: document.path.clone(), text: first, before: 0, indented: u32::MAX }];
    for (name, source) in files {
        let path = source.path_or(name);
        if path == document.path {
            continue;
        }
        if let Source::Unreadable { reason, .. } = source {
            return Err(reason.clone().in_file(path));
        }
        if let Some(text) = source.as_text().filter(|text| is_more(path, text)) {
            sections.push(Section {
                path: path.to_owned(),
                text: text.into(),
                before: 0,
                indented: u32::MAX,
            });
        }
    }
    if sections.len() == 1 {
        return Ok(());
    }
    let mut whole = String::new();
    let mut lines = 0_usize;
    for section in &mut sections {
        section.before = u32::try_from(lines)
            .map_err(|_| Error::limit("the files of the schema have too many lines"))?;
        // Only the first characters of a text may be the mark of its byte order.
        let text = section.text.trim_start_matches('\u{feff}');
        whole.push_str(text);
        whole.push('\n');
        lines += text.bytes().filter(|byte| *byte == b'\n').count() + 1;
    }
    limits.check_bytes(whole.len())?;
    document.text = Some(whole.into());
    document.sections = sections;
    Ok(())
}
