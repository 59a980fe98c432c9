//! Where output goes, and what the screen there can show.

use std::{
    fs,
    io::{self, IsTerminal as _, Write as _},
    path::Path,
};

use anstream::{AutoStream, ColorChoice};

use crate::{
    args::{ColorWhen, Screen},
    errors::Trouble,
    report::{Look, Sink, escape, text},
};

/// The width where no terminal tells one.
const WIDTH: usize = 100;

impl Screen {
    fn choice(&self) -> ColorChoice {
        match self.color {
            ColorWhen::Auto => ColorChoice::Auto,
            ColorWhen::Always => ColorChoice::Always,
            ColorWhen::Never => ColorChoice::Never,
        }
    }

    /// What standard output can show.
    pub(crate) fn out(&self) -> Look {
        let stream = io::stdout();
        let choice = match self.choice() {
            ColorChoice::Auto => AutoStream::choice(&stream),
            choice => choice,
        };
        let width = terminal_size::terminal_size_of(&stream).map(|(width, _)| usize::from(width.0));
        look(width, stream.is_terminal(), choice)
    }

    /// What standard error can show.
    pub(crate) fn err(&self) -> Look {
        let stream = io::stderr();
        let choice = match self.choice() {
            ColorChoice::Auto => AutoStream::choice(&stream),
            choice => choice,
        };
        let width = terminal_size::terminal_size_of(&stream).map(|(width, _)| usize::from(width.0));
        look(width, stream.is_terminal(), choice)
    }

    /// What a file can show.
    pub(crate) fn file(&self) -> Look {
        Look { width: WIDTH, unicode: true, colour: self.color == ColorWhen::Always }
    }

    /// Writes to standard output, all at once. A reader that has gone away is no error of ours.
    pub(crate) fn print(&self, text: &str) -> Result<(), Trouble> {
        // Where nothing is to be coloured, nothing has to be looked for.
        if !text.bytes().any(|byte| byte == b'\x1b') {
            return self.pass(text.as_bytes());
        }
        let mut stream = AutoStream::new(io::stdout().lock(), self.choice());
        match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Trouble::new(format!("cannot write to standard output: {error}")))
            }
            _ => Ok(()),
        }
    }

    /// Writes bytes to standard output as they are: what is to be kept in a file.
    #[allow(clippy::unused_self, reason = "it is one of the ways to write to the screen")]
    pub(crate) fn pass(&self, bytes: &[u8]) -> Result<(), Trouble> {
        let mut stream = io::stdout().lock();
        match stream.write_all(bytes).and_then(|()| stream.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Trouble::new(format!("cannot write to standard output: {error}")))
            }
            _ => Ok(()),
        }
    }

    /// Says what goes beside the output, a line each, on standard error.
    pub(crate) fn remark(&self, lines: &[String]) {
        if self.quiet || lines.is_empty() {
            return;
        }
        let mut text = String::new();
        for line in lines {
            text.push_str(&escape::line_start(&escape::line(line)));
            text.push('\n');
        }
        // Where standard error is gone, nobody can be told.
        let _ = AutoStream::new(io::stderr().lock(), self.choice()).write_all(text.as_bytes());
    }

    /// Tells what could not be done, on standard error.
    pub(crate) fn complain(&self, troubles: &[Trouble]) {
        if troubles.is_empty() {
            return;
        }
        let drawn = text::render_troubles(troubles, self.err());
        // Where standard error is gone, nobody can be told; the exit status tells.
        let _ = AutoStream::new(io::stderr().lock(), self.choice()).write_all(drawn.as_bytes());
    }

    /// How much is told.
    pub(crate) fn detail(&self) -> text::Detail {
        match (self.quiet, self.verbose) {
            (true, _) => text::Detail::Quiet,
            (_, true) => text::Detail::Verbose,
            _ => text::Detail::Normal,
        }
    }
}

fn look(width: Option<usize>, terminal: bool, choice: ColorChoice) -> Look {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let width = columns.or(width).unwrap_or(WIDTH).clamp(40, 160);
    let unicode = terminal && supports_unicode::on(supports_unicode::Stream::Stdout);
    Look { width, unicode, colour: choice != ColorChoice::Never }
}

/// Writes a file as a whole: beside its place first, so that nobody ever reads half of it. Folders that are not there are made.
///
/// # Errors
/// When the folder or file cannot be written.
pub(crate) fn write_file(path: &Path, text: &(impl AsRef<[u8]> + ?Sized)) -> Result<(), Trouble> {
    replace(path, |file| file.write_all(text.as_ref()).map_err(|error| unwritten(path, &error)))
}

/// Like [`write_file`], with a text that comes piece by piece.
pub(crate) fn write_file_in_pieces(
    path: &Path,
    fill: impl FnOnce(&mut Sink<'_>) -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    replace(path, |file| fill(&mut |piece| file.write_all(piece.as_bytes()).map_err(|error| unwritten(path, &error))))
}

/// That a file could not be written.
fn unwritten(path: &Path, error: &io::Error) -> Trouble {
    Trouble { path: Some(path.display().to_string()), ..Trouble::new(format!("cannot write it: {error}")) }
}

fn replace(path: &Path, fill: impl FnOnce(&mut fs::File) -> Result<(), Trouble>) -> Result<(), Trouble> {
    let trouble = |error: io::Error| unwritten(path, &error);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(trouble)?;
    }
    // What was written beside is of no use to anybody where the rest fails.
    let give_up = |trouble: Trouble| {
        let _ = fs::remove_file(&beside);
        trouble
    };
    fs::File::create(&beside).map_err(trouble).and_then(|mut file| fill(&mut file)).map_err(give_up)?;
    if let Ok(known) = fs::metadata(path) {
        // Who could not read the file before cannot now. Where that cannot be had, the file is written all the same.
        let _ = fs::set_permissions(&beside, known.permissions());
    }
    fs::rename(&beside, path).map_err(trouble).map_err(give_up)
}
