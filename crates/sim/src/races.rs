//! Why a race did not show, or that it did: in sentences.
use std::collections::VecDeque;

use gilscope_bytecode::{Code, Op};
use gilscope_core::model::{MODELS, Model};

use crate::history::Site;
use crate::machine::Sim;
use crate::state::NEVER;
use crate::view::{polls, polls_now};

/// So many places are told of.
const TOLD: usize = 5;

impl Sim {
    /// For each place where threads that ran at the same time read something and then wrote it, without a lock in common:
    /// was anything lost, could it have been, and if not, under which model? With the position at which something was lost
    /// first. Needs [`crate::Options::explain`].
    pub(crate) fn races(&self) -> Vec<(String, Option<u64>)> {
        let history = self.history.borrow();
        let sites = history.shared_sites();
        sites
            .into_iter()
            .filter(|s| !s.is_locked() && self.meet(s))
            .take(TOLD)
            .map(|s| (self.race(s), s.first_undone))
            .collect()
    }

    /// Did two of its threads come by while the other was there?
    fn meet(&self, site: &Site) -> bool {
        let state = self.state.borrow();
        let life = |id: u32| state.thread(id).map_or((0, 0), |t| (t.from_step, t.to_step.unwrap_or(NEVER)));
        // The main thread is always there: of it only counts what it did while the other was.
        let within = |(id, writes): &(u32, Vec<u64>), other: u32| {
            let (from, to) = life(other);
            let (begun, ended) = life(*id);
            if *id == 0 { writes.iter().any(|w| (from..to).contains(w)) } else { begun < to && from < ended }
        };
        let pairs = site.threads.iter().flat_map(|a| site.threads.iter().map(move |b| (a, b)));
        pairs.filter(|(a, b)| a.0 != b.0).any(|(a, b)| within(a, b.0) && within(b, a.0))
    }

    fn race(&self, site: &Site) -> String {
        let model = self.options().model;
        let (load, store) = (site.load.line, site.store.line);
        let line = if load == store { format!("in line {store}") } else { format!("in lines {load} and {store}") };
        let what = match self.world.code(site.code).code.instrs[site.store.pc as usize].op {
            Op::StoreSubscr if !site.what.starts_with('[') => format!("['{}']", site.what),
            Op::StoreAttr => format!(".{}", site.what),
            _ => site.what.clone(),
        };
        if site.undone > 0 {
            let times = if site.undone == 1 { "once".to_owned() } else { format!("{} times", site.undone) };
            return format!("{what}, {line}: {times} a thread stored over what another had stored after it had read.");
        }
        let name = model.name;
        if self.may_switch(model, site) {
            let how = if model.gil {
                "another seed, a shorter switch interval, or a switch chosen by hand may show it"
            } else {
                "another seed, or a switch chosen by hand may show it"
            };
            return format!(
                "{what}, {line}: a switch can fall between the load and the store under {name}, but in this run none did; {how}."
            );
        }
        // "every" would read as a word of the sentence.
        let quoted = |name: &str| if name == "every" { format!("\"{name}\"") } else { name.to_owned() };
        let others = MODELS.iter().filter(|m| self.may_switch(m, site)).map(|m| quoted(m.name));
        let others: Vec<String> = others.collect();
        let under = match others.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
            _ => others.concat(),
        };
        format!(
            "{what}, {line}: nothing was lost, because under {name} no switch can fall between the load and the store: \
             there is no place between them where the GIL is given up. Under {under} there is."
        )
    }

    /// Can another thread run between the place's load and its store?
    fn may_switch(&self, model: &Model, site: &Site) -> bool {
        let code = self.world.code(site.code);
        let way = way(&code.code, site.load.pc as usize, site.store.pc as usize);
        // Anything else in between is another function, which polls when it begins.
        let Some(way) = way.filter(|way| model.gil && way.len() as u64 == site.steps) else { return true };
        let is_own = std::ptr::eq(model, self.options().model);
        way.into_iter().any(|i| if is_own { polls_now(model, code, i) } else { polls(model, &code.code, i) })
    }
}

/// The shortest way from one instruction to a later one, without that one.
fn way(code: &Code, from: usize, to: usize) -> Option<Vec<usize>> {
    let mut before: Vec<Option<usize>> = vec![None; code.instrs.len()];
    let mut seen = VecDeque::from([from]);
    while let Some(i) = seen.pop_front() {
        if i == to {
            let mut way: Vec<usize> = std::iter::successors(before[i], |&i| before[i]).collect();
            way.reverse();
            return Some(way);
        }
        let ins = code.instrs[i];
        let next = (!ins.op.ends_block()).then_some(i + 1);
        let there = ins.op.is_jump().then_some(ins.arg as usize);
        for n in next.into_iter().chain(there) {
            if n != from && before.get(n) == Some(&None) {
                before[n] = Some(i);
                seen.push_back(n);
            }
        }
    }
    None
}
