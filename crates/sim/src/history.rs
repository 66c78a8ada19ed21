//! Who read and wrote what last: enough to say that an update was lost, and why one was not.
use gilscope_core::types::str;
use gilscope_core::{Access, AccessKind};
use gilscope_heap::{Cycle, Kind, Obj, Value};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// The most places whose races are told apart.
const SITES: usize = 1000;

/// The most writes of a thread at one of them that are kept.
const WRITES: usize = 1000;

/// An access, and after how many steps.
#[derive(Clone, Copy, Debug)]
pub struct Noted {
    pub step: u64,
    pub access: Access,
    /// The thread whose write this write undoes, because it came between this thread's read and this.
    pub undoes: Option<u32>,
}

/// Where an access is made: an instruction of the program (line 0: of the library).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct At {
    pub step: u64,
    pub thread: u32,
    pub code: u32,
    pub pc: u32,
    pub line: u32,
}

#[derive(Default)]
struct Slot {
    /// Step and thread of the last write.
    written: Option<(u64, u32)>,
    /// The last read of each thread. Most objects are one thread's.
    read: SmallVec<[At; 1]>,
}

/// A place of the program that reads something and then writes it, as threads have come by.
pub struct Site {
    /// How the program calls what is written: a name, `.attribute`, `[index]`.
    pub what: String,
    pub code: u32,
    pub load: At,
    pub store: At,
    /// Each thread that came by, with the steps of its writes, as far as they are kept.
    pub threads: Vec<(u32, Vec<u64>)>,
    /// Locks that all of them held; `None`: one that is no more.
    locks: Option<Vec<Option<Obj>>>,
    /// The fewest steps from the load to the store.
    pub steps: u64,
    /// How often a write of another thread was undone, and the step that first did so.
    pub undone: u64,
    pub first_undone: Option<u64>,
}

impl Site {
    /// Where it is in the program, and whether it has anything to be told.
    fn place(&self) -> (u32, u32, u32, bool) {
        (self.store.line, self.code, self.store.pc, self.is_locked())
    }

    fn is_shared(&self) -> bool {
        self.threads.len() > 1
    }

    /// Was there a lock that everybody held?
    pub fn is_locked(&self) -> bool {
        self.locks.as_ref().is_some_and(|l| !l.is_empty())
    }
}

/// The accesses of a run so far, by slot.
#[derive(Default)]
pub struct History {
    slots: FxHashMap<(Value, Value), Slot>,
    pub last: Option<Noted>,
    sites: FxHashMap<(Value, Value, u32, u32), Site>,
    /// Sites of objects that are no more, at which several threads came by.
    past: Vec<Site>,
    /// Locks that somebody has used.
    locks: Vec<Obj>,
}

impl History {
    /// Notes the access that an instruction makes.
    pub fn note(&mut self, at: At, access: Access) {
        if let Some(o) = access.object.as_obj()
            && matches!(o.kind(), Kind::Lock | Kind::RLock)
            && !self.locks.contains(&o)
        {
            self.locks.push(o);
        }
        let key = (access.object, access.slot);
        let mut undoes = None;
        match access.kind {
            AccessKind::Read => {
                let read = &mut self.slots.entry(key).or_default().read;
                match read.iter_mut().find(|r| r.thread == at.thread) {
                    Some(r) => *r = at,
                    None => read.push(at),
                }
            }
            // What nobody has read yet is new: no write can undo another there, and most objects never come to more.
            AccessKind::Write | AccessKind::Commute => {
                if let Some(slot) = self.slots.get_mut(&key) {
                    let read = slot.read.iter().find(|r| r.thread == at.thread).copied();
                    let written = slot.written.replace((at.step, at.thread));
                    if let Some(read) = read.filter(|_| access.kind == AccessKind::Write) {
                        undoes = written.filter(|&(step, by)| by != at.thread && step > read.step).map(|(_, by)| by);
                        if read.code == at.code && read.pc < at.pc && at.line != 0 && read.line != 0 {
                            self.site(key, read, at, undoes.is_some());
                        }
                    }
                }
            }
        }
        self.last = Some(Noted { step: at.step, access, undoes });
    }

    /// The thread has written what it had read at `read`.
    fn site(&mut self, key: (Value, Value), read: At, at: At, undoes: bool) {
        let count = self.sites.len();
        let (object, slot) = key;
        let key = (object, slot, at.code, at.pc);
        if count + self.past.len() >= SITES && !self.sites.contains_key(&key) {
            return;
        }
        let site = self.sites.entry(key).or_insert_with(|| Site {
            what: label(slot),
            code: at.code,
            load: read,
            store: at,
            threads: Vec::new(),
            locks: None,
            steps: u64::MAX,
            undone: 0,
            first_undone: None,
        });
        match site.threads.iter_mut().find(|t| t.0 == at.thread) {
            Some(t) if t.1.len() < WRITES => t.1.push(at.step),
            Some(_) => {}
            None => site.threads.push((at.thread, vec![at.step])),
        }
        site.steps = site.steps.min(at.step - read.step);
        if undoes {
            site.undone += 1;
            site.first_undone.get_or_insert(at.step);
        }
        let held = |o: &Option<Obj>| o.is_some_and(|o| gilscope_stdlib::thread::taker(o) == Some(at.thread));
        match &mut site.locks {
            Some(locks) => locks.retain(held),
            None => site.locks = Some(self.locks.iter().map(|&o| Some(o)).filter(held).collect()),
        }
    }

    /// Forgets what a collection has found dead: another object may be where it was.
    pub fn forget(&mut self, cycle: &Cycle<'_>) {
        let dead = |v: Value| v.as_obj().is_some_and(|o| !cycle.is_marked(o));
        self.slots.retain(|&(object, slot), _| !dead(object) && !dead(slot));
        self.locks.retain(|&lock| cycle.is_marked(lock));
        let past = self.sites.extract_if(|&(object, slot, ..), _| dead(object) || dead(slot)).map(|(_, site)| site);
        for site in past.filter(Site::is_shared) {
            if !self.past.iter().any(|s| s.place() == site.place()) {
                self.past.push(site);
            }
        }
        for lock in self.sites.values_mut().filter_map(|site| site.locks.as_mut()).flatten() {
            *lock = lock.filter(|&lock| cycle.is_marked(lock));
        }
    }

    /// Places at which several threads read something and then wrote it, in the order of the program's lines.
    pub fn shared_sites(&self) -> Vec<&Site> {
        let mut sites: Vec<&Site> = self.past.iter().chain(self.sites.values()).filter(|s| s.is_shared()).collect();
        sites.sort_by_key(|s| (s.place(), s.store.step));
        sites.dedup_by_key(|s| (s.code, s.store.pc));
        sites
    }
}

/// How a program writes a part of something.
fn label(slot: Value) -> String {
    match slot.as_obj() {
        Some(o) if o.is(Kind::Str) => str::to_string(slot),
        _ => slot.as_int().map_or_else(String::new, |i| format!("[{i}]")),
    }
}
