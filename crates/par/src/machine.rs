//! One run of a program.
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use gilscope_core::model::Model;
use gilscope_heap::OutOfMemory;
use gilscope_stdlib::program::{self, Ended, Outcome, Sink, exit};

use crate::controls::{Controls, StopRequest};
use crate::shared::{Clock, Setup, Shared};
use crate::worker::{Progress, Station};

/// How a program is run.
#[derive(Clone)]
pub struct Options {
    pub model: &'static Model,
    /// Workers that run Python threads at the same time; at least 1.
    pub cores: u32,
    pub seed: u64,
    pub switch_interval_ns: u64,
    pub time_limit_ns: Option<u64>,
    pub memory_limit_bytes: usize,
    /// Standard input, if it is known beforehand. Otherwise it is what [`Machine::feed`] is given.
    pub stdin: Option<String>,
    /// Are events wanted?
    pub record: bool,
    pub clock: Clock,
    pub argv: Vec<String>,
}

impl Options {
    /// As CPython 3.14 on one core.
    pub fn new(clock: Clock) -> Options {
        Options {
            model: &gilscope_core::model::M3_14,
            cores: 1,
            seed: 0,
            switch_interval_ns: 5_000_000,
            time_limit_ns: None,
            memory_limit_bytes: 1 << 30,
            stdin: Some(String::new()),
            record: false,
            clock,
            argv: vec![String::new()],
        }
    }
}

/// A program that runs, on as many workers as somebody gives it.
pub struct Machine {
    shared: Shared,
    /// The one worker of a machine that is run by [`Machine::step`].
    stepper: Mutex<Option<Station>>,
}

impl Machine {
    /// Gets a program ready. Nothing of it has run yet; what is wrong with its text is said when it runs.
    pub fn start(
        source: &str,
        filename: &str,
        options: &Options,
        controls: Arc<Controls>,
        sink: Arc<dyn Sink>,
    ) -> Result<Machine, OutOfMemory> {
        let config = gilscope_stdlib::config(options.model, options.memory_limit_bytes, options.argv.clone());
        let clocks = (options.clock.monotonic, options.clock.wall);
        let (world, main) = program::begin(config, clocks, source, filename)?;
        let shared = Shared::new(Setup {
            world,
            model: options.model,
            cores: options.cores.max(1),
            controls,
            sink,
            clock: options.clock,
            time_limit_ns: options.time_limit_ns,
            interval_ns: options.switch_interval_ns.max(1000),
            seed: options.seed,
            record: options.record,
        });
        {
            let mut s = shared.sched(0);
            match &options.stdin {
                Some(text) => s.input.extend(text.split_inclusive('\n').map(str::to_owned)),
                None => s.input_open = true,
            }
            s.add(Box::new(main), "MainThread", 0);
        }
        Ok(Machine { shared, stepper: Mutex::new(None) })
    }

    /// Works as worker `index` (below the number of cores) until the program has ended.
    pub fn work(&self, index: usize) {
        self.guarded(|| {
            Station::new(&self.shared, index).work(&self.shared, None);
        });
    }

    /// Works for about `budget_ns` on the calling thread. For a machine with one core, where nobody else works.
    pub fn step(&self, budget_ns: u64) -> Progress {
        let mut progress = Progress::Done;
        self.guarded(|| {
            let mut stepper = self.stepper.lock().unwrap_or_else(PoisonError::into_inner);
            let station = stepper.get_or_insert_with(|| Station::new(&self.shared, 0));
            progress = station.work(&self.shared, Some(self.shared.now() + budget_ns));
        });
        progress
    }

    /// Runs `f`; if the machine itself fails, the program ends with that.
    fn guarded(&self, f: impl FnOnce()) {
        if catch_unwind(AssertUnwindSafe(f)).is_err() {
            let mut s = self.shared.sched(0);
            s.end(exit::ENGINE_FAILED, Ended::EngineFailed);
            self.shared.ended(&mut s);
        }
    }

    /// A line of standard input with its newline, or the end of input.
    pub fn feed(&self, line: Option<String>) {
        let now = self.shared.now();
        let mut s = self.shared.sched(0);
        s.feed(line, now);
        self.shared.publish(&s);
    }

    /// How many lines of input nobody has read yet.
    pub fn unread_input(&self) -> usize {
        self.shared.sched(0).input.len()
    }

    /// Ends the program from outside, also one that is asleep. One that is inside a long native call ends after it; the
    /// outcome is there at once.
    pub fn stop(&self, why: StopRequest) {
        self.shared.stop(0, why);
    }

    /// How the program ended, if it has.
    pub fn outcome(&self) -> Option<Outcome> {
        self.shared.sched(0).outcome
    }

    /// Waits until the program has ended.
    pub fn wait(&self) -> Outcome {
        let mut s = self.shared.sched(0);
        loop {
            if let Some(outcome) = s.outcome {
                return outcome;
            }
            s = self.shared.left.wait(s).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Nanoseconds since the run began.
    pub fn now_ns(&self) -> u64 {
        self.shared.now()
    }

    /// Is there a GIL at present?
    pub fn has_gil(&self) -> bool {
        !self.shared.world.is_free_threaded()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gilscope_core::Stream;

    struct Nowhere;

    impl Sink for Nowhere {
        fn write(&self, _stream: Stream, _thread: u32, _text: &str) {}

        fn events(&self, _batch: Vec<u8>) {}
    }

    #[test]
    fn nothing_of_a_machine_outlives_it() {
        let options = Options { record: true, ..Options::new(Clock { monotonic: || 0, wall: || 0 }) };
        let source = "import threading, weakref\nclass A: pass\na = A()\na.me = a\nr = weakref.ref(a)\n\
                      t = threading.Thread(target=lambda: sorted('cab', key=ord))\nt.start()\nt.join()\n";
        let machine = Machine::start(source, "main.py", &options, Arc::default(), Arc::new(Nowhere)).unwrap();
        machine.work(0);
        assert_eq!(machine.outcome().map(|o| o.ended), Some(Ended::Done));
        let world = Arc::downgrade(&machine.shared.world);
        let heap = Arc::downgrade(machine.shared.heap());
        drop(machine);
        assert_eq!((world.strong_count(), heap.strong_count()), (0, 0));
    }
}
