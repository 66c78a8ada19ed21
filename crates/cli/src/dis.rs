//! `gilscope dis FILE`.
use crate::run::read;
use gilscope_compiler::{Mode, Options, SyntaxError, compile};
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
    match compile(&source, &file.to_string_lossy(), Mode::Exec, Options::default()) {
        Ok(compiled) => {
            // A reader that has seen enough is no error.
            let _ = std::io::stdout().lock().write_all(gilscope_bytecode::dis(&compiled.code).as_bytes());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprint!("{}", message(&error));
            ExitCode::from(exit::EXCEPTION as u8)
        }
    }
}

/// As CPython shows a mistake in a text: the place, the line, what of it is wrong, and the words.
fn message(error: &SyntaxError) -> String {
    let mut shown = String::new();
    if let Some(line) = error.lineno {
        shown.push_str(&format!("  File \"{}\", line {line}\n", error.filename));
    }
    if let Some(text) = &error.text {
        let text = text.trim_end();
        let bare = text.trim_start();
        shown.push_str(&format!("    {bare}\n"));
        if let Some(offset @ 1..) = error.offset {
            let cut = (text.chars().count() - bare.chars().count()) as u32;
            let begin = (offset as u32 - 1).saturating_sub(cut);
            let same_line = error.end_lineno.is_none_or(|line| Some(line) == error.lineno);
            let end = match error.end_offset {
                Some(end @ 1..) if same_line => (end as u32 - 1).saturating_sub(cut),
                _ if same_line => begin + 1,
                _ => bare.chars().count() as u32,
            };
            let carets = "^".repeat(end.saturating_sub(begin).max(1) as usize);
            shown.push_str(&format!("    {}{carets}\n", " ".repeat(begin as usize)));
        }
    }
    format!("{shown}{}: {}\n", error.class.name(), error.msg)
}
