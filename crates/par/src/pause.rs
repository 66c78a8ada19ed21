//! Making the world stand still: for a collection, or to switch the GIL. All workers that are in the middle of a turn
//! stop at their next poll; idle ones count as stopped. Those who stand still help with marking.
use std::sync::atomic::Ordering;
use std::sync::{MutexGuard, PoisonError};

use gilscope_core::vm::lower::Codes;
use gilscope_core::vm::watch;
use gilscope_heap::Marker;
use gilscope_trace::ThreadState;

use crate::sched::{Sched, Task};
use crate::shared::{Shared, breaker};

/// For so long a worker looks again and again before it sleeps: mostly the others stop, or the pause is over, in less
/// time than it takes to wake it.
const PATIENCE_NS: u64 = 1_000_000;

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
            if s.running > 0 {
                self.is_quiet.store(false, Ordering::Relaxed);
                drop(s);
                self.look_for(|| self.is_quiet.load(Ordering::Relaxed));
                s = self.sched(worker);
            }
            while s.running > 0 {
                s = self.quiet.wait(s).unwrap_or_else(PoisonError::into_inner);
            }
            s.log.worker = worker as u16;
            work(self, &mut s);
            s.pausing = false;
            self.pause.lock().unwrap_or_else(PoisonError::into_inner).standing = false;
            self.tell_standing();
            self.publish(&s);
        }
        let task = s.held[worker].take();
        if let Some(task) = &task {
            s.running += 1;
            s.log.state(self.now(), task.vm.id, ThreadState::Running);
        }
        (s, task)
    }

    /// Looks again and again, for a while.
    fn look_for(&self, done: impl Fn() -> bool) {
        let until = self.now() + PATIENCE_NS;
        while !done() && self.now() < until {
            for i in 0..64 {
                // Where there is no instruction for it, counting takes as long.
                std::hint::black_box(i);
                std::hint::spin_loop();
            }
        }
    }

    /// After a change of [`Shared::pause`].
    fn tell_standing(&self) {
        self.told.fetch_add(1, Ordering::Relaxed);
        self.resumed.notify_all();
    }

    /// Waits until the pause is over, helping with what is done in it.
    pub fn stand_still<'s>(&'s self, mut s: MutexGuard<'s, Sched>, worker: usize) -> MutexGuard<'s, Sched> {
        while s.pausing {
            if s.running == 0 {
                self.is_quiet.store(true, Ordering::Relaxed);
                self.quiet.notify_all();
            }
            drop(s);
            let lock = || self.pause.lock().unwrap_or_else(PoisonError::into_inner);
            let mut pause = lock();
            let mut helped = 0;
            let mut looked = false;
            while pause.standing {
                if pause.phase > helped {
                    helped = pause.phase;
                    drop(pause);
                    self.heap().help_mark();
                    pause = lock();
                } else if !looked {
                    looked = true;
                    let told = self.told.load(Ordering::Relaxed);
                    drop(pause);
                    self.look_for(|| self.told.load(Ordering::Relaxed) != told);
                    pause = lock();
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
        let roots = &mut |m: &mut Marker<'_>| {
            self.world.roots(&mut |v| m.mark(v));
            s.for_each(&mut |vm| vm.roots(&mut |v| m.mark(v)));
        };
        cycle.mark_calling(roots, &mut || {
            let mut pause = self.pause.lock().unwrap_or_else(PoisonError::into_inner);
            pause.phases += 1;
            pause.phase = pause.phases;
            self.tell_standing();
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
