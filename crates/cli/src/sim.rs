//! What knows the simulator.
use crate::output::Output;
use crate::vm::{self, Control};
use gilscope_core::model::Model;
use gilscope_par::Sink;
use gilscope_protocol::{Ended, RunOptions, RunResult, exit};
use gilscope_sim::{Options, Progress, Replayed, Schedule, Sim, policy};
use std::io::BufRead;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// What tracebacks call the program: a simulated run is a function of the text, not of where it lies.
const FILENAME: &str = "main.py";
/// So many instructions are executed between two looks at what was asked from outside.
const SLICE_STEPS: u64 = 200_000;

/// Simulates a program to its end.
pub fn run(source: &str, options: &RunOptions, control: &Control, output: &Arc<Output>) -> RunResult {
    let mut options = options.clone();
    let replayed = match options.schedule.take().map(|text| Schedule::read(&text, source)).transpose() {
        Ok(schedule) => schedule,
        Err(refusal) => return vm::refusal(&options, &format!("{refusal}; without --schedule it is run afresh")),
    };
    let Some(model) = Model::simulated(&options.model) else {
        return vm::refusal(&options, "this version does not have that model");
    };
    let policy = options.os_policy.as_deref().unwrap_or(policy::POLICIES[0].name);
    let Some(policy) = policy::by_name(policy) else {
        return vm::refusal(&options, "this version does not have that policy");
    };
    let wanted = Options {
        model,
        cores: options.cores,
        seed: options.seed,
        switch_interval_ns: (options.switch_interval_ms * 1e6) as u64,
        policy,
        time_limit_ns: options.time_limit_ms.map(|ms| (ms * 1e6) as u64),
        memory_limit_bytes: (options.memory_limit_mb as usize) << 20,
        record: options.events,
        keep_output: false,
        explain: options.events,
        argv: vec![FILENAME.to_owned()],
        ..Options::new()
    };
    let wanted = match replayed {
        Some(schedule) => wanted.replaying(schedule),
        None => wanted,
    };
    (options.model, options.seed) = (wanted.model.name.to_owned(), wanted.seed);
    let begun = Instant::now();
    let sink: Arc<dyn Sink> = Arc::clone(output) as Arc<dyn Sink>;
    let Ok(mut sim) = Sim::start(source, FILENAME, wanted, Box::new(line), sink) else {
        return vm::refusal(&options, "the memory limit is too small for the machine itself");
    };
    options.cores = sim.options().cores;
    while sim.run_to(sim.position() + SLICE_STEPS) == Progress::Paused {
        if control.stopped.load(Ordering::SeqCst) {
            sim.stop();
        }
        while output.is_congested() {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
    }
    let Some(outcome) = sim.outcome() else { return vm::empty(&options) };
    let mut result = RunResult {
        wall_ns: begun.elapsed().as_nanos() as u64,
        virtual_ns: Some(sim.now_ns()),
        schedule: Some(sim.schedule().print()),
        trace_hash: Some(format!("{:016x}", sim.trace_hash())),
        notes: if options.events { sim.notes() } else { sim.replay_note().into_iter().collect() },
        ..vm::result(&options, &outcome)
    };
    if let Some(Replayed::Other(how)) = sim.replayed() {
        result.ended = Ended::Usage;
        result.exit = exit::USAGE;
        result.stderr =
            format!("gilscope: this run is not the schedule's: {how}; without --schedule it is run afresh\n");
    }
    result
}

/// The next line of the command's own input.
fn line() -> Option<String> {
    let mut line = Vec::new();
    match std::io::stdin().lock().read_until(b'\n', &mut line) {
        Ok(1..) => Some(String::from_utf8_lossy(&line).into_owned()),
        _ => None,
    }
}
