//! Who read and wrote what last: enough to say that an update was lost, and why one was not.
use gilscope_core::types::str;
use gilscope_core::{Access, AccessKind};
use gilscope_heap::{Kind, Obj, Value};
use rustc_hash::FxHashMap;

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
    /// The last read of each thread.
    read: Vec<At>,
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
    /// Locks that all of them held.
    locks: Option<Vec<Obj>>,
    /// The fewest steps from the load to the store.
    pub steps: u64,
    /// How often a write of another thread was undone.
    pub undone: u64,
}

impl Site {
    /// Was there a lock that everybody held?
    pub fn is_locked(&self) -> bool {
        self.locks.as_ref().is_some_and(|l| !l.is_empty())
    }
}

/// The accesses of a run so far, by slot.
#[derive(Default)]
pub struct History {
    slots: FxHashMap<(u64, u64), Slot>,
    pub last: Option<Noted>,
    sites: FxHashMap<(u64, u64, u32, u32), Site>,
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
        let key = (access.object.bits(), access.slot.bits());
        let slot = self.slots.entry(key).or_default();
        let mut undoes = None;
        match access.kind {
            AccessKind::Read => match slot.read.iter_mut().find(|r| r.thread == at.thread) {
                Some(r) => *r = at,
                None => slot.read.push(at),
            },
            AccessKind::Write | AccessKind::Commute => {
                let read = slot.read.iter().find(|r| r.thread == at.thread).copied();
                if let (Some(read), Some((step, by))) = (read, slot.written)
                    && by != at.thread
                    && step > read.step
                    && access.kind == AccessKind::Write
                {
                    undoes = Some(by);
                }
                slot.written = Some((at.step, at.thread));
                if let Some(read) = read.filter(|r| r.code == at.code && r.pc < at.pc && at.line != 0 && r.line != 0)
                    && access.kind == AccessKind::Write
                {
                    self.site(key, read, at, access.slot, undoes.is_some());
                }
            }
        }
        self.last = Some(Noted { step: at.step, access, undoes });
    }

    /// The thread has written what it had read at `read`.
    fn site(&mut self, key: (u64, u64), read: At, at: At, slot: Value, undoes: bool) {
        let count = self.sites.len();
        let key = (key.0, key.1, at.code, at.pc);
        if count >= SITES && !self.sites.contains_key(&key) {
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
        });
        match site.threads.iter_mut().find(|t| t.0 == at.thread) {
            Some(t) if t.1.len() < WRITES => t.1.push(at.step),
            Some(_) => {}
            None => site.threads.push((at.thread, vec![at.step])),
        }
        site.steps = site.steps.min(at.step - read.step);
        site.undone += u64::from(undoes);
        let held = |o: &Obj| gilscope_stdlib::thread::taker(*o) == Some(at.thread);
        match &mut site.locks {
            Some(locks) => locks.retain(held),
            None => site.locks = Some(self.locks.iter().copied().filter(held).collect()),
        }
    }

    /// Places at which several threads read something and then wrote it, in the order of the program's lines.
    pub fn shared_sites(&self) -> Vec<&Site> {
        let mut sites: Vec<&Site> = self.sites.values().filter(|s| s.threads.len() > 1).collect();
        sites.sort_by_key(|s| (s.store.line, s.code, s.store.pc, s.store.step));
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
