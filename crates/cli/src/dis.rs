//! `gilscope dis FILE`.
use crate::run::read;
use crate::vm;
use gilscope_protocol::exit;
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
    match vm::disassemble(&source, &file.to_string_lossy()) {
        Ok(text) => {
            // A reader that has seen enough is no error.
            let _ = std::io::stdout().lock().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprint!("{message}");
            ExitCode::from(exit::EXCEPTION as u8)
        }
    }
}
