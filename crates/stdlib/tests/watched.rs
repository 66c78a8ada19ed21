//! Every program of `tests/corpus` under an engine that stops before each access that other threads can see, lets another
//! thread go on then, and takes the thread that stopped for a copy of itself, on another worker: it must print what
//! CPython prints. What a thread is must therefore lie in the thread and in the heap alone, and the plain form of the code
//! must do what the other one does.
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use gilscope_core::vm::watch;
use gilscope_core::{Access, Engine, Host, Nanos, Poll, Stop, Stream, VmThread, WaitOn, Worker, World, model};
use gilscope_heap::Obj;
use gilscope_stdlib::program;
use libtest_mimic::{Arguments, Failed, Trial};

/// A thread that comes to no access that others can see has its turn ended after so many polls.
const POLLS: u32 = 2_000;
/// So many stops, and the program does not seem to end.
const STOPS: u64 = 20_000_000;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus");
    let mut programs: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("tests/corpus is there")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension() == Some(OsStr::new("py")))
        .collect();
    programs.sort();
    // One test: programs are short, and to start a process for each would take longer than they do.
    let trial = Trial::test("corpus_watched", move || check_all(&programs));
    libtest_mimic::run(&arguments, vec![trial]).exit_code()
}

fn check_all(programs: &[PathBuf]) -> Result<(), Failed> {
    let next = AtomicUsize::new(0);
    let faults = Mutex::new(String::new());
    std::thread::scope(|s| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            s.spawn(|| {
                while let Some(program) = programs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(fault) = check(program) {
                        let mut all = faults.lock().unwrap();
                        writeln!(all, "{}: {fault}", program.file_name().unwrap().display()).unwrap();
                    }
                }
            });
        }
    });
    let faults = faults.into_inner()?;
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

fn check(program: &Path) -> Result<(), String> {
    let recorded = |extension: &str| fs::read_to_string(program.with_extension(extension)).unwrap_or_default();
    let source = fs::read_to_string(program).map_err(|e| e.to_string())?;
    let name = program.file_name().unwrap().to_str().unwrap();
    let done = run(&source, name, &recorded("stdin"))?;
    for (stream, got, want) in
        [("stdout", &done.stdout, recorded("stdout")), ("stderr", &done.stderr, recorded("stderr"))]
    {
        let (got, want) = (without_library_lines(got), without_library_lines(&want));
        if got != want {
            let (g, w) = got.lines().zip(want.lines()).find(|(g, w)| g != w).unwrap_or(("(other length)", ""));
            return Err(format!("{stream}: {g:?} instead of {w:?}"));
        }
    }
    let exit = recorded("exit").trim().parse().unwrap_or(0);
    if done.exit == exit { Ok(()) } else { Err(format!("exit code {} instead of {exit}", done.exit)) }
}

/// On which line of the standard library a frame is, is the library's own business.
fn without_library_lines(text: &str) -> String {
    let shown = |line: &str| match line.split_once(", line ") {
        Some((head, tail)) if head.trim_start().starts_with("File \"/lib/python3.14/") => {
            format!("{head}{}", tail.trim_start_matches(|c: char| c.is_ascii_digit() || c == '?'))
        }
        _ => line.to_owned(),
    };
    text.lines().map(|line| shown(line) + "\n").collect()
}

struct Done {
    stdout: String,
    stderr: String,
    exit: i32,
}

/// What a thread does when it does not run.
enum State {
    Ready,
    Waits(WaitOn),
}

/// The engine; time is a count.
struct Watcher<'w> {
    world: &'w World,
    now: Cell<Nanos>,
    polls: Cell<u32>,
    spawned: RefCell<VecDeque<Box<VmThread>>>,
    /// Objects that were woken, and how many of those who wait for them.
    woken: RefCell<Vec<(Obj, usize)>>,
    input: RefCell<VecDeque<String>>,
    stdout: RefCell<String>,
    stderr: RefCell<String>,
    random: Cell<u64>,
    interval: Cell<u64>,
}

impl Host for Watcher<'_> {
    fn clock(&self) -> Nanos {
        self.now.set(self.now.get() + 1000);
        self.now.get()
    }
    fn wall_clock(&self) -> Nanos {
        1_767_225_600_000_000_000 + self.clock()
    }
    fn random(&self) -> u64 {
        let next = self.random.get().wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.random.set(next);
        next ^ next >> 29
    }
    fn write(&self, _thread: u32, stream: Stream, text: &str) {
        let to = if stream == Stream::Stdout { &self.stdout } else { &self.stderr };
        to.borrow_mut().push_str(text);
    }
    fn read_line(&self) -> Result<Option<String>, ()> {
        Ok(self.input.borrow_mut().pop_front())
    }
    fn spawn(&self, thread: Box<VmThread>) -> Result<(), ()> {
        self.spawned.borrow_mut().push_back(thread);
        Ok(())
    }
    fn wake(&self, object: Obj, n: usize) {
        self.woken.borrow_mut().push((object, n));
    }
    fn switch_interval_ns(&self) -> u64 {
        self.interval.get()
    }
    fn set_switch_interval_ns(&self, ns: u64) {
        self.interval.set(ns);
    }
    fn request_collection(&self) {
        self.world.heap.request_collection();
    }
    fn cores(&self) -> u32 {
        1
    }
}

impl Engine for Watcher<'_> {
    const FINE: bool = true;

    fn visible(&self, access: Access) -> ControlFlow<Stop> {
        ControlFlow::Break(Stop::Visible(access))
    }

    fn poll(&self, _at: Poll) -> ControlFlow<Stop> {
        if self.world.heap.wants_collection() {
            return ControlFlow::Break(Stop::NeedMemory(0));
        }
        let left = self.polls.get() - 1;
        self.polls.set(if left == 0 { POLLS } else { left });
        if left == 0 { ControlFlow::Break(Stop::Budget) } else { ControlFlow::Continue(()) }
    }
}

fn run(source: &str, name: &str, stdin: &str) -> Result<Done, String> {
    let config = gilscope_stdlib::config(&model::M3_14, 1 << 30, vec![name.to_owned()]);
    let (world, main) = program::begin(config, (|| 0, || 0), source, name).map_err(|_| "no memory")?;
    let engine = Watcher {
        world: &world,
        now: Cell::new(0),
        polls: Cell::new(POLLS),
        spawned: RefCell::default(),
        woken: RefCell::default(),
        input: RefCell::new(stdin.split_inclusive('\n').map(str::to_owned).collect()),
        stdout: RefCell::default(),
        stderr: RefCell::default(),
        random: Cell::new(1),
        interval: Cell::new(5_000_000),
    };
    let workers = [Worker::new(&world), Worker::new(&world)];
    let exit = Driver { engine: &engine, workers, threads: VecDeque::new() }.drive(main)?;
    Ok(Done { stdout: engine.stdout.take(), stderr: engine.stderr.take(), exit })
}

struct Driver<'e, 'w> {
    engine: &'e Watcher<'w>,
    workers: [Worker; 2],
    /// In turn.
    threads: VecDeque<(Box<VmThread>, State)>,
}

impl Driver<'_, '_> {
    /// Runs the threads in turn until the main one is done; the exit code.
    fn drive(mut self, main: VmThread) -> Result<i32, String> {
        let world = self.engine.world;
        self.threads.push_back((Box::new(main), State::Ready));
        let mut wanted = None;
        for turn in 0..STOPS {
            let Some(i) = self.next() else {
                let waits = |(vm, state): &'_ (Box<VmThread>, State)| match state {
                    State::Waits(on) => Some((VmThread::clone(vm), *on)),
                    State::Ready => None,
                };
                let waiting: Vec<(VmThread, WaitOn)> = self.threads.iter().filter_map(waits).collect();
                let waiting: Vec<(&VmThread, WaitOn)> = waiting.iter().map(|(vm, on)| (vm, *on)).collect();
                let report = gilscope_stdlib::deadlock::report(world, &self.workers[0].codes, &waiting);
                self.engine.write(0, Stream::Stderr, &report);
                return Ok(program::exit::DEADLOCK);
            };
            let (vm, _) = self.threads.remove(i).expect("it is there");
            // Nothing of the thread is anywhere else.
            let mut vm = Box::new(VmThread::clone(&vm));
            let worker = &mut self.workers[turn as usize % 2];
            worker.alloc.use_reserve(vm.out_of_memory);
            let stop = gilscope_core::run(world, worker, &mut vm, self.engine);
            let mut state = State::Ready;
            match stop {
                Stop::Visible(_) | Stop::Budget | Stop::Safepoint => wanted = None,
                Stop::Blocked(on) => {
                    vm.timed_out = false;
                    state = State::Waits(on);
                }
                Stop::NeedMemory(bytes) if bytes > 0 && wanted == Some(bytes) => vm.out_of_memory = true,
                Stop::NeedMemory(bytes) => {
                    wanted = Some(bytes);
                    self.threads.push_front((vm, state));
                    self.collect();
                    self.settle();
                    continue;
                }
                Stop::Done(_) | Stop::Uncaught(_) if vm.id == 0 => return Ok(program::of_main(stop).0),
                Stop::Done(_) | Stop::Uncaught(_) => {
                    self.settle();
                    continue;
                }
            }
            self.threads.push_back((vm, state));
            self.settle();
        }
        Err("does not end".into())
    }

    /// What the thread that has just run did for others.
    fn settle(&mut self) {
        let new = self.engine.spawned.take();
        self.threads.extend(new.into_iter().map(|vm| (vm, State::Ready)));
        for (object, n) in self.engine.woken.take() {
            let waits = |state: &State| matches!(state, State::Waits(WaitOn::Object { object: o, .. }) if *o == object);
            for (_, state) in self.threads.iter_mut().filter(|(_, state)| waits(state)).take(n) {
                *state = State::Ready;
            }
        }
    }

    /// Who runs next: the first that can; if nobody can, the first whose time comes.
    fn next(&mut self) -> Option<usize> {
        let deadline = |state: &State| match state {
            State::Waits(WaitOn::Object { deadline, .. }) => *deadline,
            State::Waits(WaitOn::Sleep { until }) => Some(*until),
            State::Waits(WaitOn::Yield | WaitOn::Input) | State::Ready => Some(0),
        };
        let soonest = self.threads.iter().filter_map(|(_, state)| deadline(state)).min()?;
        // Who has waited until now is as ready as who is ready.
        let now = self.engine.now.get().max(soonest);
        self.engine.now.set(now);
        let i = self.threads.iter().position(|(_, state)| deadline(state).is_some_and(|d| d <= now))?;
        let (vm, state) = &mut self.threads[i];
        vm.timed_out |= matches!(state, State::Waits(WaitOn::Object { .. } | WaitOn::Sleep { .. }));
        Some(i)
    }

    fn collect(&mut self) {
        let world = self.engine.world;
        for (vm, _) in &self.threads {
            watch::clear_dead(world, &self.workers[0].codes, vm);
        }
        let mut cycle = world.heap.begin();
        cycle.mark(&mut |m| {
            world.roots(&mut |v| m.mark(v));
            self.threads.iter().for_each(|(vm, _)| vm.roots(&mut |v| m.mark(v)));
            self.engine.spawned.borrow().iter().for_each(|vm| vm.roots(&mut |v| m.mark(v)));
        });
        world.weak.after_marking(&mut cycle, world);
        cycle.finish();
        self.workers.iter().for_each(|w| w.codes.clear_caches());
    }
}
