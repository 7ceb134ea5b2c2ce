//! Errors, with their place and what to do.

use annotate_snippets::{Group, Level, Origin, Renderer};
use meta_core::Error;

use super::source::{Lines, Place, show};

/// Returns an error as text. The source line is shown when the file can be read again.
pub(crate) fn render(error: &Error) -> String {
    let message = match error.path() {
        "" => error.message().to_owned(),
        path => format!("{} (at {path})", error.message()),
    };
    let title = Level::ERROR.primary_title(message.as_str()).id(error.code().as_str());
    let mut group = Group::with_title(title);
    let text = error.file().and_then(|file| {
        let path = std::path::Path::new(file);
        crate::workspace::text(path).ok()
    });
    let number = |value: Option<u32>| value.and_then(|value| usize::try_from(value).ok());
    if let Some(file) = error.file() {
        group = match (number(error.line()), number(error.column())) {
            (Some(line), Some(column)) => {
                let place = Place { line, column, end_column: Some(column + 1) };
                let lines = Lines::of(text.as_deref().unwrap_or_default());
                show(group, file, lines.get(line), place)
            }
            _ => group.element(Origin::path(file)),
        };
    }
    if let Some(help) = error.help_text() {
        group = group.element(Level::HELP.message(help));
    }
    Renderer::styled().render(&[group]) + "\n"
}
