//! Runs a program: `cargo run -p gilscope-par --example real -- FILE [MODEL] [CORES]`.
use std::io::Write;
use std::sync::{Arc, OnceLock};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use gilscope_core::Stream;
use gilscope_core::model::Model;
use gilscope_par::{Clock, Controls, Machine, Options, Sink};

struct Std;

impl Sink for Std {
    fn write(&self, stream: Stream, _thread: u32, text: &str) {
        let _ = match stream {
            Stream::Stdout => std::io::stdout().write_all(text.as_bytes()),
            Stream::Stderr => std::io::stderr().write_all(text.as_bytes()),
        };
    }

    fn events(&self, _batch: Vec<u8>) {}
}

fn monotonic() -> u64 {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    BEGAN.get_or_init(Instant::now).elapsed().as_nanos() as u64
}

fn wall() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos() as u64)
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let source = std::fs::read_to_string(&args[0]).expect("a file");
    let mut options = Options::new(Clock { monotonic, wall });
    if let Some(name) = args.get(1) {
        options.model = Model::by_name(name).expect("a model");
    }
    options.cores = args.get(2).map_or(2, |n| n.parse().expect("a number"));
    options.memory_limit_bytes = args.get(3).map_or(1 << 30, |n| n.parse::<usize>().expect("MB") << 20);
    let machine = Machine::start(&source, &args[0], &options, Arc::new(Controls::new()), Arc::new(Std)).expect("room");
    std::thread::scope(|s| {
        for i in 0..options.cores as usize {
            let machine = &machine;
            s.spawn(move || machine.work(i));
        }
    });
    let outcome = machine.wait();
    if std::env::var_os("STATS").is_some() {
        eprintln!("{outcome:?}");
    }
    std::process::exit(outcome.exit);
}
