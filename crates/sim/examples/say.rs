use gilscope_core::Stream;
use gilscope_core::model::Model;
use gilscope_sim::{Options, Sim, Unit};
use gilscope_stdlib::program::Sink;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
struct S;
impl Sink for S {
    fn write(&self, _s: Stream, _t: u32, _x: &str) {}
    fn events(&self, _b: Vec<u8>) {}
}
fn shape(s: &str) -> String {
    let mut o = String::new();
    for c in s.chars() {
        if c.is_ascii_digit() {
            if !o.ends_with('#') {
                o.push('#')
            }
        } else {
            o.push(c)
        }
    }
    o
}
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let src = std::fs::read_to_string(&a[1]).unwrap();
    let most: usize = a.get(4).map_or(2, |n| n.parse().unwrap());
    let interval: u64 = a.get(5).map_or(5000, |n| n.parse().unwrap());
    let max: u64 = a.get(6).map_or(20000, |n| n.parse().unwrap());
    let o = || Options {
        model: Model::simulated(&a[2]).unwrap(),
        cores: 2,
        seed: a[3].parse().unwrap(),
        explain: true,
        keep_output: true,
        switch_interval_ns: interval * 1000,
        time_limit_ns: Some(60_000_000_000),
        ..Options::new()
    };
    let first = Sim::start(&src, "main.py", o(), Box::new(|| Some("typed\n".into())), Arc::new(S))
        .unwrap()
        .next_stop(Unit::Line);
    let mut sim = Sim::start(&src, "main.py", o(), Box::new(|| Some("typed\n".into())), Arc::new(S)).unwrap();
    sim.run_to(first);
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut waits: HashSet<String> = HashSet::new();
    let end = first + max;
    while sim.outcome().is_none() && sim.position() < end {
        let m = sim.moment_at(sim.position() + 1);
        let lib = m.explanation.contains("inside the library");
        let e = match m.explanation.split_once(". ") {
            Some((_, r)) if lib => r.to_owned(),
            None if lib => String::new(),
            _ => m.explanation.clone(),
        };
        let n = if e.is_empty() {
            seen.entry(String::new()).insert_entry(usize::MAX - 2).into_mut()
        } else {
            seen.entry(shape(&e)).or_default()
        };
        *n += 1;
        if *n <= most {
            println!("{:6} {:?} {}", m.position, m.kind, m.explanation);
        }
        for t in &m.threads {
            if let Some(w) = &t.waits {
                if waits.insert(format!("{} {}", t.name, shape(w))) {
                    println!("              [{} {}: {w}]", t.name, t.state);
                }
            }
        }
    }
    println!("{:?} {:?}", sim.outcome().map(|o| o.ended), sim.notes());
    for w in sim.written() {
        print!("{}", w.text);
    }
}
