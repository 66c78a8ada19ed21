//! Every program of `tests/corpus`, twice: the same run, to the last step. Beside that, what CPython printed. With
//! `GILSCOPE_ALL=1` each of three seeds under every model; otherwise three of these for each program.
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use gilscope_sim::{Options, Progress, Sim};

use crate::{Kept, MODELS, options};
use std::sync::Arc;

/// A program that takes more steps than this is run with one seed, under 3.14.
const LONG: u64 = 20_000;
/// A program that takes more steps than this is not run to its end: what it did until then is compared.
const TOO_LONG: u64 = 3_000_000;

fn programs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus");
    let entries = fs::read_dir(folder).expect("tests/corpus is there");
    let mut found: Vec<PathBuf> =
        entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.extension().is_some_and(|e| e == "py")).collect();
    found.sort();
    found
}

/// What a run came to.
#[derive(Debug, PartialEq, Eq)]
struct End {
    hash: u64,
    steps: u64,
    exit: Option<i32>,
    stdout: String,
    stderr: String,
}

fn end(program: &Path, source: &str, options: Options) -> End {
    let stdin = fs::read_to_string(program.with_extension("stdin")).unwrap_or_default();
    let mut lines = stdin.split_inclusive('\n').map(str::to_owned).collect::<Vec<_>>().into_iter();
    let kept = Arc::new(Kept::default());
    let name = program.file_name().unwrap().to_string_lossy();
    let options = Options { argv: vec![name.to_string()], ..options };
    let mut sim = Sim::start(source, &name, options, Box::new(move || lines.next()), kept.clone()).unwrap();
    let done = sim.run_to(TOO_LONG) == Progress::Ended;
    let text = |stream: &Mutex<String>| stream.lock().unwrap().clone();
    End {
        hash: sim.trace_hash(),
        steps: sim.position(),
        exit: sim.outcome().filter(|_| done).map(|o| o.exit),
        stdout: text(&kept.stdout),
        stderr: text(&kept.stderr),
    }
}

/// Numbers of lines in the library's own files: see `tests/DIVERGENCES.md`.
fn without_library_lines(text: &str) -> String {
    let line = |line: &str| match line.split_once(", line ") {
        Some((head, _)) if head.contains("\"/lib/python3.14/") => format!("{head}\n"),
        _ => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

/// What is wrong with one program.
fn check(program: &Path) -> String {
    let name = program.file_stem().unwrap().to_string_lossy();
    let source = fs::read_to_string(program).unwrap();
    let recorded = |e: &str| fs::read_to_string(program.with_extension(e)).unwrap_or_default();
    let mut faults = String::new();
    // Output that depends on timing is not in the corpus.
    let want =
        (recorded("exit").trim().parse().unwrap_or(0), recorded("stdout"), without_library_lines(&recorded("stderr")));
    let mut steps = 0;
    for seed in 0..3 {
        for model in MODELS {
            if steps > LONG && (seed > 0 || model != "3.14") {
                continue;
            }
            // The third of the less common ones changes from program to program.
            let some = [("3.14", 0), ("3.14t", 1), (["3.9", "3.10", "every"][name.len() % 3], 2)];
            if std::env::var_os("GILSCOPE_ALL").is_none() && !some.contains(&(model, seed)) {
                continue;
            }
            let wanted = || Options { memory_limit_bytes: 256 << 20, time_limit_ns: None, ..options(model, seed) };
            let (a, b) = (end(program, &source, wanted()), end(program, &source, wanted()));
            steps = steps.max(a.steps);
            if a != b {
                faults += &format!("{name} under {model} with seed {seed}: not the same twice\n");
            }
            if let Some(exit) = a.exit
                && (exit, &a.stdout, &without_library_lines(&a.stderr)) != (want.0, &want.1, &want.2)
            {
                faults += &format!("{name} under {model} with seed {seed}: exit {exit}\n{}{}\n", a.stdout, a.stderr);
            }
        }
    }
    faults
}

#[test]
fn the_corpus_runs_the_same_twice_and_prints_what_cpython_does() {
    let programs = programs();
    let next = AtomicUsize::new(0);
    let faults = Mutex::new(String::new());
    std::thread::scope(|s| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            s.spawn(|| {
                while let Some(program) = programs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let found = check(program);
                    faults.lock().unwrap().push_str(&found);
                }
            });
        }
    });
    let faults = faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{faults}");
}
