//! The command `powerlint`, as a library with a short `main`.

pub mod errors;
pub mod report;
