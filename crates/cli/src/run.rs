//! `gilscope run FILE`.
use crate::args::RunRequest;
use crate::output::{self, Output};
use crate::sim;
use crate::vm::{self, Control};
use gilscope_protocol::{Ended, EngineKind, RunOptions, RunResult, exit};
use gilscope_trace::EventKind;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::process::{self, ExitCode};
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// A program that has been told to end and does not within this time is cut off, e.g. in the midst of a long native call.
const GRACE: Duration = Duration::from_millis(250);
/// How often the watch looks.
const WATCH: Duration = Duration::from_millis(10);

/// A source text that cannot be read: what CPython would say, and its exit code.
pub struct Unreadable {
    pub message: String,
    pub exit: i32,
}

/// Runs a program; the exit code is its own, or says why it has none.
pub fn command(request: RunRequest) -> ExitCode {
    run(request, None)
}

/// Runs a program and writes what happened to `to`, as a Chrome trace.
pub fn trace(mut request: RunRequest, to: PathBuf) -> ExitCode {
    request.options.events = true;
    run(request, Some(to))
}

fn run(request: RunRequest, to: Option<PathBuf>) -> ExitCode {
    let RunRequest { file, options, json } = request;
    let shared = Arc::new(Shared {
        output: Arc::new(Output::new(json)),
        control: Control::default(),
        json,
        options,
        asked: Mutex::new(None),
    });
    let source = match read(&file) {
        Ok(source) => source,
        Err(unreadable) => {
            let mut result = vm::empty(&shared.options);
            result.exit = unreadable.exit;
            result.ended = if unreadable.exit == exit::USAGE { Ended::Usage } else { Ended::Exception };
            result.stderr = unreadable.message;
            return shared.conclude(result);
        }
    };
    let writer = {
        let output = Arc::clone(&shared.output);
        thread::spawn(move || output.pass_on())
    };
    watch(&shared);
    let run = || match shared.options.engine {
        EngineKind::Real => vm::run(&source, &file.to_string_lossy(), &shared.options, &shared.control, &shared.output),
        EngineKind::Sim => sim::run(&source, &shared.options, &shared.control, &shared.output),
    };
    let result = panic::catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        let mut result = vm::empty(&shared.options);
        result.stderr = "gilscope: the engine has failed; this is a fault of Gilscope, not of the program\n".to_owned();
        result
    });
    shared.output.finish();
    if writer.join().is_err() {
        shared.output.broken.store(true, SeqCst);
    }
    let mut result = result;
    match to.map(|to| write_trace(&shared.output, &file, &to, &mut result)) {
        Some(Err(message)) => {
            eprintln!("gilscope: {message}");
            ExitCode::from(exit::USAGE as u8)
        }
        _ => shared.conclude(result),
    }
}

/// Writes what was recorded to a file that Perfetto, Speedscope and the Firefox Profiler open.
fn write_trace(output: &Output, file: &Path, to: &Path, result: &mut RunResult) -> Result<(), String> {
    let (mut events, kept) = (Vec::new(), output.take_events());
    for batch in kept.batches() {
        events.extend(gilscope_trace::decode(&batch).map_err(|e| format!("the events cannot be read: {e}"))?);
    }
    // Thinned here, or by the simulator before.
    let until_ns = events.iter().filter(|e| matches!(e.kind, EventKind::Thinned { .. })).map(|e| e.t_ns).max();
    if let Some(until_ns) = until_ns {
        result.notes.push(format!(
            "the run has more events than are kept: up to {:.3} ms the trace tells only what each thread did longest{}",
            until_ns as f64 / 1e6,
            if result.schedule.is_some() { "; the run itself can be replayed whole" } else { "" }
        ));
    }
    let title = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    std::fs::write(to, gilscope_trace::chrome::chrome_trace(&title, &events))
        .map_err(|e| format!("can't write '{}': {}", to.display(), reason(&e)))
}

/// What the run, its watch and the signal's handler have in common.
struct Shared {
    output: Arc<Output>,
    control: Control,
    json: bool,
    options: RunOptions,
    /// Why and since when the program is to end.
    asked: Mutex<Option<(Ended, Instant)>>,
}

impl Shared {
    /// Asks the program to end; the first reason counts.
    fn ask(&self, why: Ended) {
        self.asked.lock().unwrap_or_else(|e| e.into_inner()).get_or_insert((why, Instant::now()));
        self.control.stop(why);
    }

    /// Says how it ended.
    fn conclude(&self, mut result: RunResult) -> ExitCode {
        self.output.fill(&mut result);
        if self.json {
            output::print_json(&result);
        } else {
            eprint!("{}", result.stderr);
            result.notes.iter().for_each(|note| eprintln!("gilscope: {note}"));
        }
        ExitCode::from((result.exit & 0xFF) as u8)
    }
}

/// Sees to the time limit, to Ctrl-C and to a reader that has gone, and cuts off a program that does not listen.
fn watch(shared: &Arc<Shared>) {
    let on_signal = Arc::clone(shared);
    // Without a handler Ctrl-C still ends the command, only less politely.
    let _ = ctrlc::set_handler(move || on_signal.ask(Ended::Stopped));
    let shared = Arc::clone(shared);
    let begun = Instant::now();
    // The simulator's limit is on its own clock.
    let real = shared.options.engine == EngineKind::Real;
    let limit = shared.options.time_limit_ms.filter(|_| real).map(|ms| Duration::from_secs_f64(ms / 1e3));
    thread::spawn(move || {
        loop {
            thread::sleep(WATCH);
            if limit.is_some_and(|limit| begun.elapsed() >= limit) {
                shared.ask(Ended::TimeLimit);
            }
            if shared.output.broken.load(SeqCst) {
                shared.ask(Ended::Stopped);
            }
            let asked = *shared.asked.lock().unwrap_or_else(|e| e.into_inner());
            if let Some((why, since)) = asked
                && since.elapsed() > GRACE
            {
                cut_off(&shared, why, begun);
            }
        }
    });
}

/// Ends the command although the program has not ended.
fn cut_off(shared: &Shared, why: Ended, begun: Instant) -> ! {
    let mut result = vm::empty(&shared.options);
    result.ended = why;
    result.exit = if why == Ended::TimeLimit { exit::TIME_LIMIT } else { exit::STOPPED };
    result.wall_ns = begun.elapsed().as_nanos() as u64;
    shared.output.finish();
    shared.conclude(result.clone());
    process::exit(result.exit)
}

/// The program's text. Python's source is UTF-8, with or without a mark at its beginning.
pub fn read(file: &Path) -> Result<String, Unreadable> {
    let shown = file.display();
    let bytes = std::fs::read(file).map_err(|e| Unreadable {
        message: format!("gilscope: can't open file '{shown}': {}\n", reason(&e)),
        exit: exit::USAGE,
    })?;
    let text = String::from_utf8(bytes).map_err(|e| {
        let at = e.utf8_error().valid_up_to();
        let bytes = e.into_bytes();
        let line = 1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count();
        Unreadable {
            message: format!(
                "  File \"{shown}\", line {line}\nSyntaxError: Non-UTF-8 code starting with '\\x{:02x}' on line {line}, but no encoding declared; see https://peps.python.org/pep-0263/ for details\n",
                bytes[at]
            ),
            exit: exit::EXCEPTION,
        }
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// As CPython names it: `[Errno 2] No such file or directory`.
fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let plain = text.split(" (os error").next().unwrap_or(&text);
    match error.raw_os_error() {
        Some(number) => format!("[Errno {number}] {plain}"),
        None => plain.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gilscope_trace::{Encoder, Event};

    #[test]
    fn a_trace_with_more_events_than_are_kept_says_so() {
        let to = std::env::temp_dir().join(format!("gilscope-thinned-{}.json", process::id()));
        let written = |events: u64| {
            let output = Output::new(false);
            for first in (0..events).step_by(1000) {
                let mut encoder = Encoder::new();
                (first..first + 1000).for_each(|i| {
                    encoder.push(&Event { t_ns: i * 1000, thread: 0, worker: 0, kind: EventKind::GilTake });
                });
                output.keep_events(encoder.take());
            }
            let mut result = vm::empty(&RunOptions::default());
            write_trace(&output, Path::new("main.py"), &to, &mut result).unwrap();
            let text = std::fs::read_to_string(&to).unwrap();
            std::fs::remove_file(&to).unwrap();
            (result.notes.join("\n"), text.contains("coarse until here"))
        };
        assert_eq!(written(1000), (String::new(), false));
        let (note, marked) = written(3_000_000);
        assert!(marked && note.starts_with("the run has more events than are kept: up to "), "{note}");
    }
}
