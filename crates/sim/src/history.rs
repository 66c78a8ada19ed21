//! Who read and wrote what last: enough to say that an update was lost.
use gilscope_core::{Access, AccessKind};
use rustc_hash::FxHashMap;

/// An access, and after how many steps.
#[derive(Clone, Copy, Debug)]
pub struct Noted {
    pub step: u64,
    pub access: Access,
    /// The thread whose write this write undoes, because it came between this thread's read and this.
    pub undoes: Option<u32>,
}

#[derive(Default)]
struct Slot {
    /// Step and thread of the last write.
    written: Option<(u64, u32)>,
    /// Step of the last read, by thread.
    read: Vec<(u32, u64)>,
}

/// The accesses of a run so far, by slot.
#[derive(Default)]
pub struct History {
    slots: FxHashMap<(u64, u64), Slot>,
    pub last: Option<Noted>,
}

impl History {
    /// Notes the access that the instruction makes whose number is `step`.
    pub fn note(&mut self, step: u64, thread: u32, access: Access) {
        let slot = self.slots.entry((access.object.bits(), access.slot.bits())).or_default();
        let mut undoes = None;
        match access.kind {
            AccessKind::Read => match slot.read.iter_mut().find(|r| r.0 == thread) {
                Some(r) => r.1 = step,
                None => slot.read.push((thread, step)),
            },
            AccessKind::Write | AccessKind::Commute => {
                let read = slot.read.iter().find(|r| r.0 == thread).map(|r| r.1);
                if let (Some(read), Some((at, by))) = (read, slot.written)
                    && by != thread
                    && at > read
                    && access.kind == AccessKind::Write
                {
                    undoes = Some(by);
                }
                slot.written = Some((step, thread));
            }
        }
        self.last = Some(Noted { step, access, undoes });
    }
}
