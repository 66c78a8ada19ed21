//! Runs a program on one thread, with nothing around it: `cargo run -p gilscope-stdlib --example solo -- FILE`.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io::Write;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use gilscope_core::{
    CompileOptions, Cx, Engine, Host, Nanos, Poll, Stop, Stream, VmThread, WaitOn, Worker, World, model, types,
};
use gilscope_heap::{Obj, Value};

struct Solo {
    begun: Instant,
    spawned: RefCell<VecDeque<Box<VmThread>>>,
    budget: Cell<u32>,
}

impl Host for Solo {
    fn clock(&self) -> Nanos {
        self.begun.elapsed().as_nanos() as u64
    }
    fn wall_clock(&self) -> Nanos {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos() as u64)
    }
    fn random(&self) -> u64 {
        0x1234_5678_9ABC_DEF0
    }
    fn write(&self, _thread: u32, stream: Stream, text: &str) {
        match stream {
            Stream::Stdout => std::io::stdout().write_all(text.as_bytes()).unwrap(),
            Stream::Stderr => std::io::stderr().write_all(text.as_bytes()).unwrap(),
        }
    }
    fn read_line(&self) -> Result<Option<String>, ()> {
        Ok(None)
    }
    fn spawn(&self, thread: Box<VmThread>) -> Result<(), ()> {
        self.spawned.borrow_mut().push_back(thread);
        Ok(())
    }
    fn wake(&self, _object: Obj, _n: usize) {}
    fn switch_interval_ns(&self) -> u64 {
        5_000_000
    }
    fn set_switch_interval_ns(&self, _ns: u64) {}
    fn request_collection(&self) {}
    fn cores(&self) -> u32 {
        1
    }
}

impl Engine for Solo {
    const FINE: bool = false;
    fn poll(&self, _at: Poll) -> ControlFlow<Stop> {
        let left = self.budget.get();
        if left == 0 {
            self.budget.set(10_000);
            return if self.spawned.borrow().is_empty() {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(Stop::Budget)
            };
        }
        self.budget.set(left - 1);
        ControlFlow::Continue(())
    }
}

fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let source = std::fs::read_to_string(&path).expect("readable");
    let filename = std::path::Path::new(&path).file_name().unwrap().to_str().unwrap().to_owned();
    let host = Solo { begun: Instant::now(), spawned: RefCell::default(), budget: Cell::new(10_000) };
    let config = gilscope_stdlib::config(&model::M3_14, 1 << 30, vec![filename.clone()]);
    let world: Arc<World> = World::new(config, &host).expect("room");
    let mut worker = Worker::new(&world);
    let mut main = Box::new(VmThread::new(0, Value::NULL, Value::NULL, Value::NULL));
    {
        let mut cx = Cx::new(&world, &host, &mut worker, &mut main);
        let code = match (world.config.compile)(&source, &filename, "exec", CompileOptions::default()) {
            Ok(compiled) => compiled.code,
            Err(e) => {
                eprintln!("{e:?}");
                std::process::exit(1);
            }
        };
        world.add_source(&filename, &source);
        gilscope_core::start::main_thread(&mut cx, &code).expect("room");
    }
    let mut queue: VecDeque<Box<VmThread>> = VecDeque::from([main]);
    let mut exit = 0;
    while let Some(mut t) = queue.pop_front() {
        match gilscope_core::run(&world, &mut worker, &mut t, &host) {
            Stop::Done(_) => {}
            Stop::Uncaught(e) => {
                let cx = Cx::new(&world, &host, &mut worker, &mut t);
                eprintln!("{}", cx.type_name(e));
                let args = e.obj().get(types::exception::ARGS);
                for a in types::tuple::to_vec(args) {
                    if let Some(t) = types::str::of(a) {
                        eprintln!("    {}", t.to_string_lossy());
                    }
                }
                let mut tb = e.obj().get(types::exception::TRACEBACK);
                while tb.is_obj() {
                    eprintln!("  line {}", types::exception::traceback::line_of(&cx, tb));
                    tb = tb.obj().get(types::exception::traceback::NEXT);
                }
                exit = 1;
            }
            Stop::Blocked(WaitOn::Sleep { until }) => {
                t.timed_out = true;
                let now = host.clock();
                if until > now && queue.is_empty() {
                    std::thread::sleep(std::time::Duration::from_nanos(until - now));
                }
                queue.push_back(t);
            }
            Stop::NeedMemory(_) => {
                t.out_of_memory = true;
                queue.push_back(t);
            }
            _ => queue.push_back(t),
        }
        queue.extend(host.spawned.borrow_mut().drain(..));
    }
    std::process::exit(exit);
}
