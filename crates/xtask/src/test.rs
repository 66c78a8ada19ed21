//! `cargo xtask test`: every test there is, in steps that share what they compile.
use crate::Result;
use crate::run::{cargo, command as program, root, run, show};
use crate::{browsers, dist, prereq, tidy};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// A runner that is still at it after this hangs.
const LONGEST_STEP: Duration = Duration::from_secs(25 * 60);

/// What one step found.
#[derive(Default, Clone, Copy)]
struct Count {
    passed: usize,
    failed: usize,
}

struct Step {
    name: &'static str,
    help: &'static str,
    run: fn() -> Result<Count>,
}

const STEPS: &[Step] = &[
    Step { name: "fmt", help: "every file is formatted", run: || check(cargo().args(["fmt", "--all", "--check"])) },
    Step { name: "tidy", help: "the sentences of the architecture hold", run: || tidy::command().map(|()| ONE) },
    Step {
        name: "clippy",
        help: "no warning of the compiler or of clippy",
        run: || check(cargo().args(["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"])),
    },
    Step { name: "native", help: "unit tests and the corpus, on this machine", run: native },
    Step { name: "browser", help: "the built site in Chromium and Firefox, the corpus inside wasm", run: browser },
];

const ONE: Count = Count { passed: 1, failed: 0 };

/// `cargo xtask test [STEP...]`; goes on after a failing step and closes with one line that sums up.
pub fn command(args: &[&str]) -> Result {
    if args == ["--list"] {
        STEPS.iter().for_each(|step| println!("{:<8} {}", step.name, step.help));
        return Ok(());
    }
    if let Some(unknown) = args.iter().find(|arg| STEPS.iter().all(|step| step.name != **arg)) {
        return Err(format!("no test step '{unknown}'; see `cargo xtask test --list`"));
    }
    prereq::rust()?;
    let mut total = Count::default();
    let mut report = Vec::new();
    for step in STEPS.iter().filter(|step| args.is_empty() || args.contains(&step.name)) {
        eprintln!("==> test: {}", step.name);
        let begun = Instant::now();
        let (count, verdict) = match (step.run)() {
            Ok(count) => (count, if count.failed == 0 { "ok".to_owned() } else { "FAILED".to_owned() }),
            Err(message) => (Count { passed: 0, failed: 1 }, format!("FAILED: {message}")),
        };
        total.passed += count.passed;
        total.failed += count.failed;
        report.push(format!(
            "{:<8} {:>6.1} s  {:>5} passed {:>3} failed  {verdict}",
            step.name,
            begun.elapsed().as_secs_f32(),
            count.passed,
            count.failed
        ));
    }
    println!();
    report.iter().for_each(|line| println!("{line}"));
    println!("\n{} passed, {} failed", total.passed, total.failed);
    // That line is the last one: nothing more is said of a failure.
    if total.failed == 0 { Ok(()) } else { Err(String::new()) }
}

/// `cargo xtask corpus [FILTER]`.
pub fn record_corpus(args: &[&str]) -> Result {
    prereq::node_modules("tests/corpus")?;
    run(program("node").arg("tests/corpus/record.mjs").args(args))
}

/// A step that is one test: the command succeeds.
fn check(command: &mut Command) -> Result<Count> {
    run(command).map(|()| ONE)
}

fn native() -> Result<Count> {
    let nextest = Command::new("cargo-nextest").arg("--version").output().is_ok_and(|done| done.status.success());
    let mut count = if nextest {
        counted(cargo().args(["nextest", "run", "--workspace", "--no-fail-fast", "--no-tests=pass"]), nextest_line)?
    } else {
        counted(
            cargo().args(["test", "--workspace", "--lib", "--bins", "--tests", "--no-fail-fast", "--quiet"]),
            libtest_line,
        )?
    };
    let docs = counted(cargo().args(["test", "--workspace", "--doc", "--quiet"]), libtest_line)?;
    count.passed += docs.passed;
    count.failed += docs.failed;
    Ok(count)
}

fn browser() -> Result<Count> {
    let site = dist::make()?;
    let browsers = browsers::both()?;
    prereq::node_modules("tests/browser")?;
    // The command, for what is compared with it. As the native step has it: built alone, it would have other features of
    // what it depends on, and all that would be compiled once more.
    run(cargo().args(["test", "--workspace", "--no-run", "--quiet"]))?;
    let tests = dist::files(&root().join("tests/browser"))?;
    let tests = tests.iter().filter(|file| {
        file.to_string_lossy().ends_with(".test.mjs")
            && !file.components().any(|part| part.as_os_str() == "node_modules")
    });
    counted(
        program("node")
            .args(["--test", "--test-reporter=spec", "--test-concurrency=1"])
            .args(tests)
            .env("GILSCOPE_DIST", site)
            .env("GILSCOPE", root().join("target/debug/gilscope"))
            .env("CHROMIUM", browsers.chromium)
            .env("FIREFOX", browsers.firefox),
        node_line,
    )
}

/// Runs a test runner, shows what it prints, and sums what its summary lines say. One that hangs is ended.
fn counted(command: &mut Command, parse: fn(&str) -> Option<Count>) -> Result<Count> {
    let shown = show(command);
    // Some runners sum up on standard output, others on standard error: one pipe for both keeps their order.
    let no_pipe = |e| format!("no pipe for `{shown}`: {e}");
    let (out, both) = std::io::pipe().map_err(no_pipe)?;
    command.stdout(both.try_clone().map_err(no_pipe)?).stderr(both).current_dir(root());
    let mut child = command.spawn().map_err(|e| format!("cannot start `{shown}`: {e}"))?;
    // The command keeps its ends of the pipe open, and the pipe would never end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let (send, lines) = mpsc::channel();
    // Ends with the pipe; a grandchild that keeps it open after all keeps only this thread.
    thread::spawn(move || BufReader::new(out).lines().map_while(|line| line.ok()).try_for_each(|line| send.send(line)));
    let mut count = Count::default();
    let end = Instant::now() + LONGEST_STEP;
    loop {
        match lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(line) => {
                // A closed terminal does not end the tests.
                let _ = writeln!(std::io::stdout(), "{line}");
                if let Some(found) = parse(&line) {
                    count.passed += found.passed;
                    count.failed += found.failed;
                }
            }
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                child.kill().map_err(|e| format!("`{shown}`: {e}"))?;
                return Err(format!("`{shown}` took more than {} minutes", LONGEST_STEP.as_secs() / 60));
            }
        }
    }
    let status = child.wait().map_err(|e| format!("`{shown}`: {e}"))?;
    if !status.success() && count.failed == 0 {
        return Err(format!("`{shown}` failed ({status})"));
    }
    Ok(count)
}

/// `test result: ok. 12 passed; 0 failed; …`
fn libtest_line(line: &str) -> Option<Count> {
    let rest = line.trim().strip_prefix("test result:")?;
    Some(Count { passed: before(rest, " passed")?, failed: before(rest, " failed")? })
}

/// `Summary [ 0.1s] 12 tests run: 11 passed, 1 failed, 0 skipped`
fn nextest_line(line: &str) -> Option<Count> {
    let rest = line.trim().strip_prefix("Summary")?;
    Some(Count { passed: before(rest, " passed")?, failed: before(rest, " failed").unwrap_or(0) })
}

/// `ℹ pass 12` and `ℹ fail 1`
fn node_line(line: &str) -> Option<Count> {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words[..] {
        ["ℹ" | "#", "pass", n] => Some(Count { passed: n.parse().ok()?, failed: 0 }),
        ["ℹ" | "#", "fail", n] => Some(Count { passed: 0, failed: n.parse().ok()? }),
        _ => None,
    }
}

/// The number just before a word.
fn before(text: &str, word: &str) -> Option<usize> {
    let head = &text[..text.find(word)?];
    let digits = head.len() - head.chars().rev().take_while(char::is_ascii_digit).count();
    head[digits..].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(count: Option<Count>) -> Option<(usize, usize)> {
        count.map(|c| (c.passed, c.failed))
    }

    #[test]
    fn summaries_of_the_three_runners_are_understood() {
        let libtest =
            "test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(pair(libtest_line(libtest)), Some((12, 3)));
        assert_eq!(
            pair(nextest_line("     Summary [   0.006s] 11 tests run: 10 passed, 1 failed, 0 skipped")),
            Some((10, 1))
        );
        assert_eq!(pair(nextest_line("     Summary [   0.006s] 5 tests run: 5 passed, 0 skipped")), Some((5, 0)));
        assert_eq!(pair(node_line("ℹ pass 7")), Some((7, 0)));
        assert_eq!(pair(node_line("ℹ fail 2")), Some((0, 2)));
        assert_eq!(pair(node_line("ℹ duration_ms 2")), None);
    }
}
