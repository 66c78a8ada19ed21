//! `gilscope dis FILE`.
use crate::args::RunRequest;
use crate::run::{self, read};
use gilscope_compiler::{Mode, Options, compile};
use gilscope_protocol::RunOptions;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// Prints the bytecode of a program as CPython's `dis` does.
pub fn command(file: &Path) -> ExitCode {
    let source = match read(file) {
        Ok(source) => source,
        Err(unreadable) => {
            eprint!("{}", unreadable.message);
            return ExitCode::from(unreadable.exit as u8);
        }
    };
    match compile(&source, &file.to_string_lossy(), Mode::Exec, Options::default()) {
        Ok(compiled) => {
            // A reader that has seen enough is no error.
            let _ = std::io::stdout().lock().write_all(gilscope_bytecode::dis(&compiled.code).as_bytes());
            ExitCode::SUCCESS
        }
        // Running it begins with compiling, and says what is wrong in CPython's words.
        Err(_) => run::command(RunRequest {
            file: file.to_owned(),
            options: RunOptions { cores: 1, ..RunOptions::default() },
            json: false,
        }),
    }
}
