//! Marking: finds what is alive, while the world stands still.
use std::sync::atomic::Ordering;

use crate::heap::Heap;
use crate::obj::HEADER_WORDS;
use crate::page::{LARGE, cells_per_page};
use crate::share::Counts;
use crate::{Kind, Obj, Scan, Value};

/// An object whose values are still to be looked at, from a payload word on.
#[derive(Clone, Copy)]
pub(crate) struct Span {
    obj: Obj,
    from: u32,
}

/// So many values are looked at in one go; the rest of a longer row is put back, so that it can be shared and the
/// number of waiting spans stays small.
const ROW: usize = 1024;

/// A marker gives work away when it has more than this.
const GIVE_FROM: usize = 64;

/// Others are called to help when so many objects were marked: for fewer, waking them costs more than they take off.
const CALL_FROM: usize = 10_000;

/// Marks objects and what they lead to. There is one for each worker that takes part.
pub struct Marker<'h> {
    heap: &'h Heap,
    epoch: u8,
    spans: Vec<Span>,
    counts: Counts,
}

impl<'h> Marker<'h> {
    fn new(heap: &'h Heap, epoch: u8) -> Marker<'h> {
        Marker { heap, epoch, spans: Vec::new(), counts: Counts::default() }
    }

    /// The value is alive, and so is all that it leads to.
    #[inline]
    pub fn mark(&mut self, v: Value) {
        if let Some(o) = v.as_obj() {
            self.mark_obj(o);
        }
    }

    /// As [`Marker::mark`], for `n` words in a row, such as the part of a stack that is in use.
    pub fn mark_row(&mut self, row: crate::Fp, n: usize) {
        for i in 0..n {
            self.mark(row.get(i));
        }
    }

    pub fn mark_obj(&mut self, o: Obj) {
        let table = &self.heap.table;
        let Some(page) = table.page_of(o.addr()) else {
            debug_assert!(false, "not in this heap: {:x}", o.addr());
            return;
        };
        let mark = o.mark_byte();
        // Two markers may both find it unmarked. Then both look at it: that costs time, nothing else.
        if mark.load(Ordering::Relaxed) == self.epoch {
            return;
        }
        let kind = o.kind();
        if kind == Kind::Free {
            debug_assert!(false, "a reference to a freed object: {:x}", o.addr());
            return;
        }
        debug_assert!(table.is_cell(page, o), "not the start of an object: {:x}", o.addr());
        mark.store(self.epoch, Ordering::Relaxed);
        let marked = &table.marked[page as usize];
        if marked.load(Ordering::Relaxed) != self.epoch {
            marked.store(self.epoch, Ordering::Relaxed);
        }
        self.counts.objects += 1;
        self.counts.bytes += (HEADER_WORDS + o.capacity()) * 8;
        if kind.scan() == Scan::None {
            self.mark(o.ty());
        } else {
            self.spans.push(Span { obj: o, from: 0 });
        }
    }

    /// Looks at a part of an object.
    fn scan(&mut self, span: Span) {
        let Span { obj, from } = span;
        let (from, end) = (from as usize, obj.scan_end());
        if from == 0 {
            self.mark(obj.ty());
        }
        let mut to = end;
        if end - from > ROW {
            to = from + ROW;
            self.spans.push(Span { obj, from: to as u32 });
        }
        let first = if obj.kind().scan() == Scan::Counted { from.max(1) } else { from };
        for i in first..to {
            self.mark(obj.peek(i));
        }
    }

    /// Follows everything there is to follow, sharing it with the other markers, until nobody has any.
    fn drain(&mut self) {
        loop {
            while let Some(span) = self.spans.pop() {
                self.scan(span);
                if self.spans.len() > GIVE_FROM && self.heap.share.hungry() {
                    // The older half: it tends to lead to more.
                    let n = self.spans.len() / 2;
                    self.heap.share.give(self.spans.drain(..n));
                }
            }
            if !self.heap.share.take(&mut self.spans) {
                return;
            }
        }
    }
}

/// A collection under way: the world stands still, nobody allocates. Phases of marking, with questions in between; then
/// [`Cycle::finish`].
#[must_use = "a collection has to be finished"]
pub struct Cycle<'h> {
    heap: &'h Heap,
    epoch: u8,
    live: Counts,
    finished: bool,
}

/// What a collection found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collected {
    pub live_objects: usize,
    pub live_bytes: usize,
}

impl<'h> Cycle<'h> {
    /// Marks what `roots` names and everything that it leads to, with those who [`Heap::help_mark`]. After the first
    /// phase, another one brings objects back to life (for finalizers).
    pub fn mark(&mut self, roots: &mut dyn FnMut(&mut Marker<'_>)) {
        self.mark_calling(roots, &mut || ());
    }

    /// As [`Cycle::mark`]. `call` is called once, if it turns out that [`Heap::help_mark`] by others is worth while.
    pub fn mark_calling(&mut self, roots: &mut dyn FnMut(&mut Marker<'_>), call: &mut dyn FnMut()) {
        self.heap.share.open();
        let mut marker = Marker::new(self.heap, self.epoch);
        roots(&mut marker);
        while marker.counts.objects < CALL_FROM
            && let Some(span) = marker.spans.pop()
        {
            marker.scan(span);
        }
        if !marker.spans.is_empty() {
            call();
        }
        marker.drain();
        self.heap.share.leave(marker.counts);
        let counts = self.heap.share.close();
        self.live.objects += counts.objects;
        self.live.bytes += counts.bytes;
    }

    /// Has a phase so far reached the object?
    #[inline]
    pub fn is_marked(&self, o: Obj) -> bool {
        o.mark_byte().load(Ordering::Relaxed) == self.epoch
    }

    /// Every object that is marked, in the order of addresses.
    pub fn for_each(&self, f: &mut dyn FnMut(Obj)) {
        self.heap.for_each_marked(self.epoch, f);
    }

    /// Frees what is not marked (its memory is cleared when it is needed), and lets the world allocate again.
    pub fn finish(mut self) -> Collected {
        self.end();
        Collected { live_objects: self.live.objects, live_bytes: self.live.bytes }
    }

    fn end(&mut self) {
        self.finished = true;
        self.heap.settle(self.epoch, self.live);
    }
}

impl Drop for Cycle<'_> {
    fn drop(&mut self) {
        if !self.finished && !std::thread::panicking() {
            self.end();
        }
    }
}

impl Heap {
    /// Begins a collection. No VM thread runs or allocates until it is finished.
    pub fn begin(&self) -> Cycle<'_> {
        let last = self.epoch.load(Ordering::Relaxed);
        let epoch = if last == u8::MAX {
            self.forget_marks();
            1
        } else {
            last + 1
        };
        self.marking.store(epoch, Ordering::Relaxed);
        let mut cycle = Cycle { heap: self, epoch, live: Counts::default(), finished: false };
        let kept = self.kept();
        cycle.mark(&mut |m| kept.iter().for_each(|&v| m.mark(v)));
        drop(kept);
        cycle
    }

    /// A whole collection.
    pub fn collect(&self, roots: &mut dyn FnMut(&mut Marker<'_>)) -> Collected {
        let mut cycle = self.begin();
        cycle.mark(roots);
        cycle.finish()
    }

    /// Takes part in the phase of marking that is going on, until it is over; returns at once if there is none. For
    /// workers that stand still.
    pub fn help_mark(&self) {
        if self.share.join() {
            let mut marker = Marker::new(self, self.marking.load(Ordering::Relaxed));
            marker.drain();
            self.share.leave(marker.counts);
        }
    }

    /// Is there a phase of marking to [`Heap::help_mark`] with?
    pub fn is_marking(&self) -> bool {
        self.share.is_open()
    }

    fn for_each_marked(&self, epoch: u8, f: &mut dyn FnMut(Obj)) {
        let end = self.pages().next;
        for page in 0..end {
            if self.table.marked[page as usize].load(Ordering::Relaxed) == epoch {
                self.for_each_cell(page, &mut |o| {
                    if o.mark_byte().load(Ordering::Relaxed) == epoch {
                        f(o);
                    }
                });
            }
        }
    }

    fn for_each_cell(&self, page: u32, f: &mut dyn FnMut(Obj)) {
        if let Some(class) = self.table.class(page) {
            (0..cells_per_page(class)).for_each(|i| f(self.table.cell(page, class, i)));
        } else if self.table.state[page as usize].load(Ordering::Relaxed) == LARGE {
            f(self.table.large(page));
        }
    }

    /// Before colours are used a second time: takes those of the first time off everything.
    fn forget_marks(&self) {
        let end = self.pages().next;
        for page in 0..end {
            self.table.marked[page as usize].store(0, Ordering::Relaxed);
            self.for_each_cell(page, &mut |o| o.mark_byte().store(0, Ordering::Relaxed));
        }
    }
}
