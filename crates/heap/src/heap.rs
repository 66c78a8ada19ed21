//! The memory of one world, and its accounts.
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};

use crate::mark::Span;
use crate::page::{LARGE, OWNED, PAGE_BYTES, PAGE_HEADER, Pages, TAIL, Table, UNUSED, cell_bytes};
use crate::region::Region;
use crate::share::{Counts, Share};
use crate::{Obj, Value};

/// The heap has no room for this many bytes more. A collection may help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfMemory(pub usize);

/// No collection is asked for before so many bytes were allocated in a heap of next to nothing, and twice as many in one in
/// which half of that is alive. Going round through little memory finds it in the caches, and needs fewer pages that were
/// never touched; where much is alive a collection costs more than that.
const LEAST_TRIGGER: usize = 8 << 20;

/// The memory of one world.
pub struct Heap {
    pub(crate) table: Table,
    pages: Mutex<Pages>,
    region: Option<Region>,
    /// Pages from here on were zero when the heap was made.
    clean_from: u32,
    limit: usize,
    /// Part of the limit that only handles with [`crate::Alloc::use_reserve`] may touch.
    reserve: usize,
    /// Bytes in pages that are in use, and charged temporaries.
    used: AtomicUsize,
    charged: AtomicUsize,
    peak: AtomicUsize,
    /// Bytes allocated since the last collection, and before it.
    since: AtomicUsize,
    before: AtomicU64,
    trigger: AtomicUsize,
    least_trigger: AtomicUsize,
    live: AtomicUsize,
    collections: AtomicU32,
    wanted: AtomicBool,
    on_wanted: OnceLock<Box<dyn Fn() + Send + Sync>>,
    handles: AtomicU32,
    /// What survived the last collection is marked with this colour.
    pub(crate) epoch: AtomicU8,
    /// The colour of the collection under way.
    pub(crate) marking: AtomicU8,
    pub(crate) share: Share<Span>,
    kept: Mutex<Vec<Value>>,
}

/// What a heap has done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeapStats {
    /// All that was ever allocated.
    pub allocated_bytes: u64,
    pub collections: u32,
    /// The most that was in use at a time, in whole pages, temporaries included.
    pub peak_bytes: usize,
    /// What the last collection left alive.
    pub live_bytes: usize,
    /// In use now, in whole pages, temporaries included.
    pub used_bytes: usize,
}

/// A part of the limit that something outside the heap occupies; given back when dropped.
#[derive(Debug)]
pub struct Charge {
    heap: Arc<Heap>,
    bytes: usize,
}

impl Drop for Charge {
    fn drop(&mut self) {
        self.heap.charged.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

impl Heap {
    /// A heap of at most `limit_bytes` (of fewer, if the system has not so many).
    pub fn new(limit_bytes: usize) -> Arc<Heap> {
        let region = Region::take(limit_bytes);
        let limit = limit_bytes.next_multiple_of(PAGE_BYTES).min(region.capacity());
        let pages = limit / PAGE_BYTES;
        let heap = Heap {
            table: Table::new(region.start(), pages),
            pages: Mutex::new(Pages::new(pages as u32)),
            clean_from: region.dirty_pages,
            region: Some(region),
            limit,
            reserve: (limit / 16).min(256 << 10),
            used: AtomicUsize::new(0),
            charged: AtomicUsize::new(0),
            peak: AtomicUsize::new(0),
            since: AtomicUsize::new(0),
            before: AtomicU64::new(0),
            trigger: AtomicUsize::new(0),
            least_trigger: AtomicUsize::new(LEAST_TRIGGER),
            live: AtomicUsize::new(0),
            collections: AtomicU32::new(0),
            wanted: AtomicBool::new(false),
            on_wanted: OnceLock::new(),
            handles: AtomicU32::new(0),
            epoch: AtomicU8::new(0),
            marking: AtomicU8::new(0),
            share: Share::new(),
            kept: Mutex::new(Vec::new()),
        };
        heap.set_trigger(0);
        Arc::new(heap)
    }

    /// The address from which ids count.
    pub fn base(&self) -> u64 {
        self.table.base as u64
    }

    /// Addresses: where the heap's pages begin, up to where they were ever used, and where they end.
    pub fn range(&self) -> (usize, usize, usize) {
        let (start, end) = (self.table.base, self.table.address(self.table.state.len() as u32));
        (start, self.table.address(self.pages().next), end)
    }

    /// Addresses: where a row of pages begins and ends in which nothing is alive, in rising order. What they hold is never
    /// read: a page is cleared when it is taken.
    pub fn free_ranges(&self) -> Vec<(usize, usize)> {
        let pages = self.pages();
        let mut ranges: Vec<(usize, usize)> = Vec::new();
        for page in (0..pages.next).filter(|&page| pages.is_free(page)) {
            let start = self.table.address(page);
            match ranges.last_mut() {
                Some(last) if last.1 == start => last.1 += PAGE_BYTES,
                _ => ranges.push((start, start + PAGE_BYTES)),
            }
        }
        ranges
    }

    /// Bytes in use, in whole pages, temporaries included.
    pub fn used_bytes(&self) -> usize {
        self.used.load(Ordering::Relaxed) + self.charged.load(Ordering::Relaxed)
    }

    pub fn limit_bytes(&self) -> usize {
        self.limit
    }

    pub fn stats(&self) -> HeapStats {
        HeapStats {
            allocated_bytes: self.before.load(Ordering::Relaxed) + self.since.load(Ordering::Relaxed) as u64,
            collections: self.collections.load(Ordering::Relaxed),
            peak_bytes: self.peak.load(Ordering::Relaxed),
            live_bytes: self.live.load(Ordering::Relaxed),
            used_bytes: self.used_bytes(),
        }
    }

    /// A number for the object that depends only on which handle (in the order of their making) allocated it, and on
    /// what that handle had allocated before: not on addresses, and not on what other handles did, as long as there was
    /// no collection.
    pub fn id_of(&self, o: Obj) -> u64 {
        match self.table.page_of(o.addr()) {
            Some(page) => {
                let taker = self.table.taker[page as usize].load(Ordering::Relaxed);
                taker * PAGE_BYTES as u64 + (o.addr() - self.table.address(page) as u64)
            }
            None => o.addr(),
        }
    }

    /// An object that stays alive with all that it leads to, as long as the heap.
    pub fn keep(&self, v: Value) {
        self.kept.lock().unwrap().push(v);
    }

    /// What [`Heap::keep`] was given.
    pub fn each_kept(&self, f: &mut dyn FnMut(Value)) {
        self.kept().iter().for_each(|&v| f(v));
    }

    pub(crate) fn kept(&self) -> MutexGuard<'_, Vec<Value>> {
        self.kept.lock().unwrap()
    }

    /// Has so much been allocated that a collection is worth while? Cheap; set when a handle gets room.
    #[inline]
    pub fn wants_collection(&self) -> bool {
        self.wanted.load(Ordering::Relaxed)
    }

    /// Asks for a collection, as `gc.collect()` does.
    pub fn request_collection(&self) {
        if !self.wanted.swap(true, Ordering::Relaxed)
            && let Some(f) = self.on_wanted.get()
        {
            f();
        }
    }

    /// The next collection is worth while after `first` bytes more, and later ones, where little is alive, after `bytes`.
    pub fn collect_after(&self, first: usize, bytes: usize) {
        self.least_trigger.store(bytes, Ordering::Relaxed);
        self.trigger.store(self.since.load(Ordering::Relaxed) + first, Ordering::Relaxed);
    }

    /// What is called when [`Heap::wants_collection`] becomes true, on the thread that allocates: it sets the breaker of
    /// the running VM threads. Only the first call counts.
    pub fn on_wanted(&self, f: impl Fn() + Send + Sync + 'static) {
        let _ = self.on_wanted.set(Box::new(f));
    }

    /// Sets `bytes` of the limit aside for something outside the heap, as long as the result lives.
    pub fn charge(self: &Arc<Heap>, bytes: usize) -> Result<Charge, OutOfMemory> {
        if bytes > self.room(false) {
            return Err(OutOfMemory(bytes));
        }
        self.charged.fetch_add(bytes, Ordering::Relaxed);
        self.peak.fetch_max(self.used_bytes(), Ordering::Relaxed);
        Ok(Charge { heap: self.clone(), bytes })
    }

    /// Could `bytes` be allocated without a collection, as far as the limit goes?
    pub fn has_room(&self, bytes: usize) -> bool {
        bytes <= self.room(false)
    }

    fn room(&self, reserve: bool) -> usize {
        let limit = if reserve { self.limit } else { self.limit - self.reserve };
        limit.saturating_sub(self.used_bytes())
    }

    pub(crate) fn pages(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().unwrap()
    }

    pub(crate) fn new_handle(&self) -> u32 {
        self.handles.fetch_add(1, Ordering::Relaxed)
    }

    /// A page for cells of `class`, the caller's own until it clears [`OWNED`], and whether it is wholly free and zero.
    pub(crate) fn take_page(&self, class: usize, taker: u64, reserve: bool) -> Result<(u32, bool), OutOfMemory> {
        let mut pages = self.pages();
        if let Some(page) = pages.partial[class].pop() {
            self.table.state[page as usize].store((class as u8 + 1) | OWNED, Ordering::Relaxed);
            return Ok((page, false));
        }
        if self.room(reserve) < PAGE_BYTES {
            return Err(OutOfMemory(PAGE_BYTES));
        }
        let clean_from = pages.next.max(self.clean_from);
        let page = pages.take((taker >> 32) as u32).ok_or(OutOfMemory(PAGE_BYTES))?;
        self.note_used(&pages);
        drop(pages);
        let start = self.table.address(page);
        if page < clean_from {
            // SAFETY: the page is the caller's own.
            unsafe { clear(start, PAGE_BYTES) };
        }
        self.start_page(page, cell_bytes(class) / 8, taker);
        self.table.state[page as usize].store((class as u8 + 1) | OWNED, Ordering::Relaxed);
        Ok((page, true))
    }

    /// Room for one object of `bytes` in pages of its own, all zero: its address.
    pub(crate) fn take_large(&self, bytes: usize, taker: u64, reserve: bool) -> Result<usize, OutOfMemory> {
        let n = (bytes + PAGE_HEADER).div_ceil(PAGE_BYTES);
        if bytes > self.limit || self.room(reserve) < n * PAGE_BYTES {
            return Err(OutOfMemory(bytes));
        }
        let mut pages = self.pages();
        let clean_from = pages.next.max(self.clean_from);
        let page = pages.take_run(n as u32).ok_or(OutOfMemory(bytes))?;
        self.note_used(&pages);
        let start = self.table.address(page);
        self.table.run[page as usize].store(n as u32, Ordering::Relaxed);
        for p in page + 1..page + n as u32 {
            self.table.state[p as usize].store(TAIL, Ordering::Relaxed);
        }
        self.table.state[page as usize].store(LARGE, Ordering::Relaxed);
        drop(pages);
        if page < clean_from {
            // SAFETY: the pages are the caller's own.
            unsafe { clear(start, n * PAGE_BYTES) };
        }
        self.start_page(page, bytes / 8, taker);
        self.note_allocated(n * PAGE_BYTES);
        Ok(start + PAGE_HEADER)
    }

    fn start_page(&self, page: u32, cell_words: usize, taker: u64) {
        self.table.taker[page as usize].store(taker, Ordering::Relaxed);
        let p = std::ptr::with_exposed_provenance_mut::<u64>(self.table.address(page));
        // SAFETY: the first word of a page that is the caller's own.
        unsafe { p.write(cell_words as u64) };
    }

    fn note_used(&self, pages: &Pages) {
        self.used.store(pages.used() as usize * PAGE_BYTES, Ordering::Relaxed);
        self.peak.fetch_max(self.used_bytes(), Ordering::Relaxed);
    }

    /// A handle has got room for `bytes` of objects.
    pub(crate) fn note_allocated(&self, bytes: usize) {
        let since = self.since.fetch_add(bytes, Ordering::Relaxed) + bytes;
        if since >= self.trigger.load(Ordering::Relaxed) {
            self.request_collection();
        }
    }

    /// Settles the accounts after a collection, and sets free the pages in which nothing is alive.
    pub(crate) fn settle(&self, epoch: u8, live: Counts) {
        let mut pages = self.pages();
        let table = &self.table;
        pages.partial.iter_mut().for_each(Vec::clear);
        let mut page = 0;
        while page < pages.next {
            let at = page as usize;
            let state = table.state[at].load(Ordering::Relaxed);
            let run = if state == LARGE { table.run[at].load(Ordering::Relaxed) } else { 1 };
            let alive = table.marked[at].load(Ordering::Relaxed) == epoch;
            if state != UNUSED && state & OWNED == 0 {
                if !alive {
                    for p in page..page + run {
                        table.state[p as usize].store(UNUSED, Ordering::Relaxed);
                        let taker = table.taker[at].load(Ordering::Relaxed);
                        table.taker[p as usize].store(taker, Ordering::Relaxed);
                    }
                    pages.give_back(page, run);
                } else if let Some(class) = table.class(page) {
                    pages.partial[class].push(page);
                }
            }
            page += run;
        }
        self.order_free(&mut pages);
        pages.partial.iter_mut().for_each(|list| list.reverse());
        self.note_used(&pages);
        drop(pages);
        self.epoch.store(epoch, Ordering::Relaxed);
        self.live.store(live.bytes, Ordering::Relaxed);
        self.before.fetch_add(self.since.swap(0, Ordering::Relaxed) as u64, Ordering::Relaxed);
        self.collections.fetch_add(1, Ordering::Relaxed);
        self.set_trigger(live.bytes);
        self.wanted.store(false, Ordering::Relaxed);
    }

    /// Who had a page last gets it first, since it is in that worker's caches if in any; and up and down in turns, so that
    /// what was used last is used next.
    fn order_free(&self, pages: &mut Pages) {
        let (table, end) = (&self.table, pages.next);
        let up = self.collections.load(Ordering::Relaxed).is_multiple_of(2);
        pages.forget_order();
        for i in 0..end {
            let page = if up { end - 1 - i } else { i };
            if table.state[page as usize].load(Ordering::Relaxed) == UNUSED {
                let taker = table.taker[page as usize].load(Ordering::Relaxed);
                pages.order(page, (taker >> 32) as u32);
            }
        }
    }

    /// The next collection is due when the heap has grown to twice what is alive, or sooner if the limit is near.
    fn set_trigger(&self, live: usize) {
        let room = (self.limit - self.reserve).saturating_sub(live);
        let near = (room / 4 * 3).max(1 << 20);
        let least = self.least_trigger.load(Ordering::Relaxed);
        self.trigger.store((live * 4).clamp(least, 2 * least).max(live).min(near), Ordering::Relaxed);
    }
}

impl Drop for Heap {
    fn drop(&mut self) {
        if let Some(mut region) = self.region.take() {
            region.dirty_pages = region.dirty_pages.max(self.pages().next);
            region.give_back();
        }
    }
}

impl std::fmt::Debug for Heap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Heap {{ limit: {}, {:?} }}", self.limit, self.stats())
    }
}

/// Zeroes `bytes` from `start` on.
///
/// # Safety
/// The range lies in pages that are the caller's own, at a multiple of 8.
pub(crate) unsafe fn clear(start: usize, bytes: usize) {
    // SAFETY: the caller's.
    unsafe { std::ptr::with_exposed_provenance_mut::<u8>(start).write_bytes(0, bytes) }
}
