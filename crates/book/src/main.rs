//! `cargo run -p powerlint-book [FOLDER]` builds the book; `target/book` unless another folder is named.

use std::{path::PathBuf, process::ExitCode};

fn main() -> ExitCode {
    let root = powerlint_book::repository();
    let to = std::env::args_os().nth(1).map_or_else(|| root.join("target/book"), PathBuf::from);
    // mdBook takes a relative folder for one beside the book.
    let built = std::path::absolute(&to).map_err(Into::into).and_then(|to| powerlint_book::build(&root, &to));
    match built {
        Ok(()) => {
            println!("the book is at {}", to.join("index.html").display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("the book was not built: {error:#}");
            ExitCode::FAILURE
        }
    }
}
