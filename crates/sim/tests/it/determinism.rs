//! Every program of `tests/corpus`, twice: the same run, to the last step. Beside that, what CPython printed.
//!
//! With `GILSCOPE_ALL=n` three seeds under every model, `naive` too, on n threads, with a line for each program that is done;
//! the shelf and the benchmarks too; the second time somebody watches. Otherwise three of these for each program: 3.14, and two that change from program to program, so that all are there.
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use gilscope_sim::{Options, Progress, Sim};

use crate::{Kept, MODELS, options};

const CORPUS: &str = "tests/corpus";
/// More programs, if everything is asked for.
const OTHERS: [&str; 3] = ["web/programs", "tests/bench/programs", "tests/bench/threads"];

/// A run is not longer than this: what it did until then is compared.
const TOO_LONG: u64 = 2_000_000;
/// The same for two of the three runs of a program, if not all are asked for.
const SOON: u64 = 50_000;

const SEEDS: u64 = 3;

/// The corpus, or some other folder of programs: of those only the corpus has what CPython prints.
fn programs(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let entries = fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
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

/// Runs a program for so many steps. If it is `watched`, its events are kept, it is noted who reads and writes what, and
/// somebody stops it now and then and looks: none of that changes a run.
fn end(program: &Path, source: &str, options: Options, steps: u64, watched: bool) -> End {
    let stdin = fs::read_to_string(program.with_extension("stdin")).unwrap_or_default();
    let mut lines = stdin.split_inclusive('\n').map(str::to_owned).collect::<Vec<_>>().into_iter();
    let kept = Arc::new(Kept::default());
    let name = program.file_name().unwrap().to_string_lossy();
    let options = Options { argv: vec![name.to_string()], record: watched, explain: watched, ..options };
    let mut sim = Sim::start(source, &name, options, Box::new(move || lines.next()), kept.clone()).unwrap();
    if watched {
        for length in (1..40).map(|n| n * n * n) {
            let position = sim.position() + length;
            if position < steps {
                sim.moment_at(position);
            }
        }
    }
    let done = sim.run_to(steps) == Progress::Ended;
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

/// On how many threads everything is run, if that is asked for.
fn all_on() -> Option<usize> {
    std::env::var("GILSCOPE_ALL").ok().map(|n| n.parse().expect("GILSCOPE_ALL is a number of threads"))
}

/// Under which model, with which seed and for how many steps the `i`th program is run.
fn ways(i: usize) -> Vec<(&'static str, u64, u64)> {
    let models = MODELS.into_iter().chain(["naive"]);
    let all: Vec<_> = (0..SEEDS).flat_map(|seed| models.clone().map(move |model| (model, seed, TOO_LONG))).collect();
    if all_on().is_some() {
        return all;
    }
    let soon = |n: usize| {
        let (model, seed, _) = all[n % all.len()];
        (model, seed, SOON)
    };
    // 7 has no factor in common with how many there are.
    vec![("3.14", i as u64 % SEEDS, TOO_LONG), soon(7 * i), soon(7 * i + 9)]
}

/// What is wrong with the `i`th program.
fn check(i: usize, program: &Path) -> String {
    let name = program.file_stem().unwrap().to_string_lossy();
    let source = fs::read_to_string(program).unwrap();
    let recorded = |e: &str| fs::read_to_string(program.with_extension(e)).unwrap_or_default();
    let mut faults = String::new();
    // Output that depends on timing is not in the corpus, and that of other programs does.
    let is_recorded = program.with_extension("stdout").exists();
    let want =
        (recorded("exit").trim().parse().unwrap_or(0), recorded("stdout"), without_library_lines(&recorded("stderr")));
    for (model, seed, steps) in ways(i) {
        let wanted = || Options { memory_limit_bytes: 256 << 20, time_limit_ns: None, ..options(model, seed) };
        let [a, b] = [false, all_on().is_some()].map(|watched| end(program, &source, wanted(), steps, watched));
        if a != b {
            faults += &format!("{name} under {model} with seed {seed}: not the same twice\n");
        }
        // Without protection a program may crash.
        if let Some(exit) = a.exit
            && model != "naive"
            && is_recorded
            && (exit, &a.stdout, &without_library_lines(&a.stderr)) != (want.0, &want.1, &want.2)
        {
            faults += &format!("{name} under {model} with seed {seed}: exit {exit}\n{}{}\n", a.stdout, a.stderr);
        }
    }
    faults
}

#[test]
fn the_corpus_runs_the_same_twice_and_prints_what_cpython_does() {
    let mut programs = programs(CORPUS);
    if all_on().is_some() {
        OTHERS.iter().for_each(|folder| programs.extend(self::programs(folder)));
    }
    let next = AtomicUsize::new(0);
    let faults = Mutex::new(String::new());
    std::thread::scope(|s| {
        for _ in 0..all_on().unwrap_or_else(|| std::thread::available_parallelism().map_or(2, usize::from)) {
            s.spawn(|| {
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    let Some(program) = programs.get(i) else { break };
                    let begun = Instant::now();
                    let found = check(i, program);
                    if all_on().is_some() {
                        eprintln!(
                            "{i} of {}: {}, {} ms {found}",
                            programs.len(),
                            program.display(),
                            begun.elapsed().as_millis()
                        );
                    }
                    faults.lock().unwrap().push_str(&found);
                }
            });
        }
    });
    let faults = faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{faults}");
}
