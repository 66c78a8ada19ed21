//! Every order in which a few threads may go through the byte lock, the common work of markers, and the publication of
//! a buffer: `cargo xtask heap loom`.
#![cfg(loom)]
#![expect(unsafe_code, reason = "cells that are guarded by what is tried")]
use gilscope_heap::loom_parts::{Counts, ParkingLot, Share};
use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::sync::atomic::{AtomicU8, AtomicU64, AtomicUsize, Ordering};
use loom::thread;

struct Guarded {
    lot: ParkingLot,
    byte: AtomicU8,
    data: UnsafeCell<u32>,
}

// SAFETY: `data` is only touched with `byte` held, which is what is being tried.
unsafe impl Sync for Guarded {}
// SAFETY: as above.
unsafe impl Send for Guarded {}

fn one_at_a_time(threads: usize) {
    let g = Arc::new(Guarded { lot: ParkingLot::new(), byte: AtomicU8::new(0), data: UnsafeCell::new(0) });
    let add = |g: &Guarded| {
        g.lot.lock(&g.byte, 64);
        // SAFETY: held.
        g.data.with_mut(|p| unsafe { *p += 1 });
        g.lot.unlock(&g.byte, 64);
    };
    let others: Vec<_> = (1..threads)
        .map(|_| {
            let g = g.clone();
            thread::spawn(move || add(&g))
        })
        .collect();
    add(&g);
    others.into_iter().for_each(|t| t.join().unwrap());
    g.lot.lock(&g.byte, 64);
    // SAFETY: held.
    assert_eq!(g.data.with(|p| unsafe { *p }), threads as u32);
    g.lot.unlock(&g.byte, 64);
}

#[test]
fn a_byte_lock_lets_one_in_and_loses_no_wake_up() {
    loom::model(|| one_at_a_time(2));
}

#[test]
fn three_at_a_byte_lock() {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(2);
    builder.check(|| one_at_a_time(3));
}

/// Two markers walk a tree of work, one joining when it likes; all is done once, and both come to know the end.
#[test]
fn markers_agree_on_the_end() {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(|| {
        let share = Arc::new(Share::<u32>::new());
        let done = Arc::new(AtomicUsize::new(0));
        fn work(share: &Share<u32>, done: &AtomicUsize, mut own: Vec<u32>) {
            let mut mine = 0;
            loop {
                while let Some(n) = own.pop() {
                    done.fetch_add(1, Ordering::Relaxed);
                    mine += 1;
                    if n > 1 {
                        own.push(n - 1);
                    }
                    if n == 3 || share.hungry() && own.len() > 1 {
                        share.give(own.drain(..1));
                    }
                }
                if !share.take(&mut own) {
                    break;
                }
            }
            share.leave(Counts { objects: mine, bytes: 0 });
        }
        let helper = thread::spawn({
            let (share, done) = (share.clone(), done.clone());
            move || {
                if share.join() {
                    work(&share, &done, Vec::new());
                }
            }
        });
        share.open();
        work(&share, &done, vec![3]);
        assert_eq!(share.close(), Counts { objects: 3, bytes: 0 });
        assert_eq!(done.load(Ordering::Relaxed), 3);
        assert!(!share.join());
        helper.join().unwrap();
    });
}

/// The rule by which objects are shared: plain writes while it is the maker's own, then one sequentially consistent
/// store of its address; who loads the address may read plainly.
#[test]
fn a_published_buffer_is_seen_whole() {
    struct Slots {
        buffer: UnsafeCell<[u64; 2]>,
        slot: AtomicU64,
    }
    // SAFETY: the buffer is read only after its address was seen in the slot.
    unsafe impl Sync for Slots {}
    // SAFETY: as above.
    unsafe impl Send for Slots {}
    loom::model(|| {
        let s = Arc::new(Slots { buffer: UnsafeCell::new([0; 2]), slot: AtomicU64::new(0) });
        let reader = thread::spawn({
            let s = s.clone();
            move || {
                if s.slot.load(Ordering::SeqCst) == 1 {
                    // SAFETY: published.
                    assert_eq!(s.buffer.with(|p| unsafe { *p }), [1, 2]);
                }
            }
        });
        // SAFETY: not published yet.
        s.buffer.with_mut(|p| unsafe { *p = [1, 2] });
        s.slot.store(1, Ordering::SeqCst);
        reader.join().unwrap();
    });
}
