//! Making the world stand still: for a collection, or to switch the GIL. All workers that are in the middle of a turn
//! stop at their next poll; idle ones count as stopped. Those who stand still help with marking.
use std::sync::atomic::Ordering;
use std::sync::{MutexGuard, PoisonError};

use gilscope_core::vm::lower::Codes;
use gilscope_core::vm::watch;
use gilscope_trace::ThreadState;

use crate::sched::{Sched, Task};
use crate::shared::{Shared, breaker};

impl Shared {
    /// Does `work` while the world stands still. `task` is what the calling worker was running. If another worker was
    /// faster, only stands still.
    pub fn pause(
        &self,
        worker: usize,
        task: Task,
        work: impl FnOnce(&Shared, &mut Sched),
    ) -> (MutexGuard<'_, Sched>, Option<Task>) {
        let mut s = self.sched(worker);
        s.running -= 1;
        s.log.state(self.now(), task.vm.id, ThreadState::Stopped);
        s.held[worker] = Some(task);
        if s.pausing {
            s = self.stand_still(s, worker);
        } else {
            s.pausing = true;
            self.pause.lock().unwrap_or_else(PoisonError::into_inner).standing = true;
            self.publish(&s);
            while s.running > 0 {
                s = self.quiet.wait(s).unwrap_or_else(PoisonError::into_inner);
            }
            s.log.worker = worker as u16;
            work(self, &mut s);
            s.pausing = false;
            self.pause.lock().unwrap_or_else(PoisonError::into_inner).standing = false;
            self.resumed.notify_all();
            self.publish(&s);
        }
        let task = s.held[worker].take();
        if let Some(task) = &task {
            s.running += 1;
            s.log.state(self.now(), task.vm.id, ThreadState::Running);
        }
        (s, task)
    }

    /// Waits until the pause is over, helping with what is done in it.
    pub fn stand_still<'s>(&'s self, mut s: MutexGuard<'s, Sched>, worker: usize) -> MutexGuard<'s, Sched> {
        while s.pausing {
            if s.running == 0 {
                self.quiet.notify_all();
            }
            drop(s);
            let mut pause = self.pause.lock().unwrap_or_else(PoisonError::into_inner);
            let mut helped = 0;
            while pause.standing {
                if pause.phase > helped {
                    helped = pause.phase;
                    drop(pause);
                    self.heap().help_mark();
                    pause = self.pause.lock().unwrap_or_else(PoisonError::into_inner);
                } else {
                    pause = self.resumed.wait(pause).unwrap_or_else(PoisonError::into_inner);
                }
            }
            drop(pause);
            s = self.sched(worker);
        }
        s
    }

    /// A collection. The world stands still. `codes`: any worker's, they are alike.
    pub fn collect(&self, s: &mut Sched, codes: &Codes) {
        let began = self.now();
        s.for_each(&mut |vm| watch::clear_dead(&self.world, codes, vm));
        let before = self.heap().used_bytes();
        let mut cycle = self.heap().begin();
        cycle.mark(&mut |m| {
            {
                let mut pause = self.pause.lock().unwrap_or_else(PoisonError::into_inner);
                pause.phases += 1;
                pause.phase = pause.phases;
                self.resumed.notify_all();
            }
            self.world.roots(&mut |v| m.mark(v));
            s.for_each(&mut |vm| vm.roots(&mut |v| m.mark(v)));
        });
        self.pause.lock().unwrap_or_else(PoisonError::into_inner).phase = 0;
        self.world.weak.after_marking(&mut cycle, &self.world);
        cycle.finish();
        self.breaker.fetch_and(!breaker::COLLECT, Ordering::Relaxed);
        let now = self.now();
        let freed = before.saturating_sub(self.heap().used_bytes());
        let thread = s.gil.holder.unwrap_or(0);
        s.log.collected(now, thread, now - began, freed as u64);
    }

    /// Switches the GIL as was asked from outside. The world stands still.
    pub fn switch_gil(&self, s: &mut Sched) {
        if let Some(on) = self.wants_gil() {
            self.world.free_threaded.store(!on, Ordering::SeqCst);
            s.set_gil(on, self.now());
        }
    }
}
