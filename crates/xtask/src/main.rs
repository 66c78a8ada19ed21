//! All automation of the workspace: `cargo xtask COMMAND`.
mod bench;
mod browsers;
mod build;
mod dist;
mod heap;
mod notices;
mod pictures;
mod prereq;
mod run;
mod serve;
mod size;
mod split;
mod test;
mod tidy;

use std::process::ExitCode;

/// What every command returns: on failure, one line that says what is wrong and what to do about it.
pub type Result<T = ()> = std::result::Result<T, String>;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  serve [--port N]     build everything and serve the site with the isolation headers (default port 8080)
  dist                 make the static site in dist/
  test [STEP...]       run every test, or only the named steps (see `cargo xtask test --list`)
  bench [SUITE...]     measure against Pyodide and the machine's CPython, and write the tables
  corpus [FILTER]      record the expected output of tests/corpus again
  pictures [stories]   take the README's pictures of the page again, or those of what the Trace view tells
  size                 print what the site weighs, raw and brotli, against its budget
  profile              find anew which functions the first part of the engine needs
  tidy                 check the sentences of the architecture
  heap miri|loom|tsan  check the unsafe part";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let rest: Vec<&str> = args.iter().skip(1).map(String::as_str).collect();
    let outcome = match args.first().map(String::as_str) {
        Some("serve") => serve::command(&rest),
        Some("dist") => dist::command(),
        Some("test") => test::command(&rest),
        Some("bench") => bench::command(&rest),
        Some("corpus") => test::record_corpus(&rest),
        Some("pictures") => pictures::command(&rest),
        Some("size") => size::command(),
        Some("profile") => split::profile::command(),
        Some("tidy") => tidy::command(),
        Some("heap") => heap::command(&rest),
        Some("help" | "--help" | "-h") | None => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Some(other) => {
            eprintln!("cargo xtask: no command '{other}'\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            if !message.is_empty() {
                eprintln!("cargo xtask: {message}");
            }
            ExitCode::FAILURE
        }
    }
}
