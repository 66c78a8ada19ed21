//! How fast the simulator is beside the real engine, with its events recorded:
//! `cargo run --release -p gilscope-sim --example speed -- [RUNS] [FILE…]`, by default the programs of `tests/bench`.
//!
//! Both run in turns, on one thread, and medians are printed: milliseconds on the real engine under `3.14`, then for each
//! of the simulator's models milliseconds, nanoseconds per bytecode, and the real engine's time as a part of its own.
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use gilscope_core::Stream;
use gilscope_core::model::Model;
use gilscope_par::{Clock, Controls, Machine};
use gilscope_sim::Sim;
use gilscope_stdlib::program::Sink;

const MODELS: [&str; 3] = ["3.14", "3.14t", "3.9"];

struct Nowhere;

impl Sink for Nowhere {
    fn write(&self, stream: Stream, _thread: u32, text: &str) {
        if stream == Stream::Stderr {
            eprint!("{text}");
        }
    }

    fn events(&self, _batch: Vec<u8>) {}
}

fn clock() -> Clock {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    Clock {
        monotonic: || BEGAN.get_or_init(Instant::now).elapsed().as_nanos() as u64,
        wall: || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos() as u64),
    }
}

/// What this thread has had of its processor, in nanoseconds; on systems that do not tell, the time that has passed.
fn spent() -> u64 {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse().ok())
        .unwrap_or_else(clock().monotonic)
}

/// Milliseconds on the real engine, which may use one worker.
fn real(source: &str) -> f64 {
    let mut options = gilscope_par::Options::new(clock());
    options.model = Model::by_name("3.14").expect("a model");
    options.cores = 1;
    options.memory_limit_bytes = 1 << 30;
    let machine =
        Machine::start(source, "main.py", &options, Arc::new(Controls::new()), Arc::new(Nowhere)).expect("room");
    let begun = spent();
    machine.work(0);
    (spent() - begun) as f64 / 1e6
}

/// Milliseconds in the simulator, and how many bytecodes that were.
fn simulated(source: &str, model: &str) -> (f64, u64) {
    let options = gilscope_sim::Options {
        model: Model::by_name(model).expect("a model"),
        cores: 4,
        memory_limit_bytes: 1 << 30,
        record: true,
        ..gilscope_sim::Options::new()
    };
    let mut sim = Sim::start(source, "main.py", options, Box::new(|| None), Arc::new(Nowhere)).expect("room");
    let begun = spent();
    sim.run();
    ((spent() - begun) as f64 / 1e6, sim.position())
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn main() {
    let mut args = std::env::args().skip(1).peekable();
    let runs: usize = args.next_if(|a| a.parse::<usize>().is_ok()).map_or(3, |n| n.parse().expect("a number"));
    let mut files: Vec<PathBuf> = args.map(PathBuf::from).collect();
    if files.is_empty() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/bench/programs");
        let entries = std::fs::read_dir(folder).expect("tests/bench is there");
        files =
            entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.extension().is_some_and(|e| e == "py")).collect();
        files.sort();
    }
    println!("{:<16} {:>8}   {}", "ms", "real", MODELS.map(|m| format!("{m:>8} ns/step ratio")).join("  "));
    let mut ratios = vec![Vec::new(); MODELS.len()];
    for file in files {
        let source = std::fs::read_to_string(&file).expect("a file");
        let (mut reals, mut sims, mut steps) = (Vec::new(), vec![Vec::new(); MODELS.len()], [0; MODELS.len()]);
        for _ in 0..runs {
            reals.push(real(&source));
            for (i, model) in MODELS.into_iter().enumerate() {
                let (ms, n) = simulated(&source, model);
                sims[i].push(ms);
                steps[i] = n;
            }
        }
        let of_real = median(reals);
        print!("{:<16} {of_real:>8.1}   ", file.file_stem().unwrap_or_default().to_string_lossy());
        for (i, times) in sims.into_iter().enumerate() {
            let ms = median(times);
            ratios[i].push(of_real / ms);
            print!("{ms:>8.1} {:>7.1} {:>5.2}  ", ms * 1e6 / steps[i] as f64, of_real / ms);
        }
        println!();
    }
    println!(
        "{:<27} {}",
        "median",
        ratios.into_iter().map(|r| format!("{:>22.2}", median(r))).collect::<Vec<_>>().join("  ")
    );
}
