//! Where an answer goes: standard output or a file, with or without colours.

use std::io::{self, ErrorKind, Write};
use std::path::Path;

use anstream::{AutoStream, ColorChoice};
use meta_core::{Error, ErrorCode, Result};

/// Returns what the stream is to do with colours.
pub(crate) fn auto(color: clap::ColorChoice) -> ColorChoice {
    match color {
        clap::ColorChoice::Auto => ColorChoice::Auto,
        clap::ColorChoice::Always => ColorChoice::AlwaysAnsi,
        clap::ColorChoice::Never => ColorChoice::Never,
    }
}

/// Writes `text` to `file`, or to standard output when there is none.
///
/// # Errors
/// When it cannot be written. A reader that went away, as `head` does, is no error.
pub(crate) fn write(text: &str, file: Option<&Path>, color: clap::ColorChoice) -> Result<()> {
    let Some(file) = file else {
        return write_to(io::stdout(), text, auto(color))
            .map_err(|error| failed("standard output", &error));
    };
    let written =
        std::fs::File::create(file).and_then(|file| write_to(file, text, ColorChoice::Never));
    written.map_err(|error| failed(&file.display().to_string(), &error))
}

/// Writes `text` to `stream`.
pub(crate) fn write_to<S: anstream::stream::RawStream + anstream::stream::AsLockedWrite>(
    stream: S,
    text: &str,
    color: ColorChoice,
) -> io::Result<()> {
    // A long report without colours needs no search for them.
    let color = if text.contains('\u{1b}') { color } else { ColorChoice::AlwaysAnsi };
    let mut stream = AutoStream::new(stream, color);
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

fn failed(target: &str, error: &io::Error) -> Error {
    Error::new(ErrorCode::InputInvalid, format!("cannot write: {error}")).in_file(target)
}
