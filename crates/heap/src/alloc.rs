//! Allocation.
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::heap::{Heap, OutOfMemory, clear};
use crate::obj::HEADER_WORDS;
use crate::page::{CLASSES, OWNED, PAGE_HEADER, SMALL_WORDS, cell_bytes, cells_per_page, class_of};
use crate::{Kind, Obj, Value};

const NO_PAGE: u32 = u32::MAX;

/// Where the next objects of one size come from: a row of free, zeroed cells, then the rest of the page.
#[derive(Clone, Copy)]
struct Place {
    at: usize,
    end: usize,
    page: u32,
    /// Cells of the page before this one were looked at.
    swept: u32,
}

/// A handle through which one worker (or, in the simulator, one VM thread) allocates.
pub struct Alloc {
    places: [Place; CLASSES],
    heap: Arc<Heap>,
    number: u32,
    /// Pages taken so far.
    taken: u32,
    reserve: bool,
}

impl Alloc {
    pub fn new(heap: &Arc<Heap>) -> Alloc {
        Alloc {
            places: [Place { at: 0, end: 0, page: NO_PAGE, swept: 0 }; CLASSES],
            heap: heap.clone(),
            number: heap.new_handle(),
            taken: 0,
            reserve: false,
        }
    }

    pub fn heap(&self) -> &Arc<Heap> {
        &self.heap
    }

    /// From now on this handle may (or may not) use what the limit keeps back for building the traceback of a
    /// `MemoryError`.
    pub fn use_reserve(&mut self, yes: bool) {
        self.reserve = yes;
    }

    /// A new object with `words` words of payload, all [`Value::NULL`] (raw: 0).
    #[inline]
    pub fn alloc(&mut self, kind: Kind, ty: Value, words: usize) -> Result<Obj, OutOfMemory> {
        let total = HEADER_WORDS + words;
        let at = if total <= SMALL_WORDS {
            let class = class_of(total);
            let place = &mut self.places[class];
            let at = place.at;
            if at < place.end {
                place.at = at + cell_bytes(class);
                at
            } else {
                self.refill(class)?
            }
        } else {
            self.large(total)?
        };
        let p = std::ptr::with_exposed_provenance_mut::<u64>(at);
        // SAFETY: two words of a cell that is this handle's own.
        unsafe {
            p.write(ty.bits());
            p.add(1).write(kind as u64);
        }
        Ok(Obj::from_addr(at as u64))
    }

    /// The next free cell of a class whose row has come to its end.
    #[cold]
    #[inline(never)]
    fn refill(&mut self, class: usize) -> Result<usize, OutOfMemory> {
        loop {
            let place = self.places[class];
            if place.page != NO_PAGE {
                if self.sweep(class) {
                    let place = &mut self.places[class];
                    self.heap.note_allocated(place.end - place.at);
                    let at = place.at;
                    place.at += cell_bytes(class);
                    return Ok(at);
                }
                self.release(class);
            }
            let (page, free) = self.heap.take_page(class, self.taker(), self.reserve)?;
            let place = &mut self.places[class];
            *place = Place { at: 0, end: 0, page, swept: 0 };
            if free {
                self.taken += 1;
                let start = self.heap.table.address(page) + PAGE_HEADER;
                let cells = cells_per_page(class);
                place.at = start + cell_bytes(class);
                place.end = start + cells * cell_bytes(class);
                place.swept = cells as u32;
                self.heap.note_allocated(cells * cell_bytes(class));
                return Ok(start);
            }
        }
    }

    /// Finds the next row of dead cells in the page of a class, and clears it.
    fn sweep(&mut self, class: usize) -> bool {
        let place = &mut self.places[class];
        let table = &self.heap.table;
        let epoch = self.heap.epoch.load(Ordering::Relaxed);
        let cells = cells_per_page(class);
        let live = |i: usize| table.cell(place.page, class, i).mark_byte().load(Ordering::Relaxed) == epoch;
        let Some(from) = (place.swept as usize..cells).find(|&i| !live(i)) else {
            return false;
        };
        let to = (from + 1..cells).find(|&i| live(i)).unwrap_or(cells);
        let start = table.cell(place.page, class, from).addr() as usize;
        *place = Place { at: start, end: start + (to - from) * cell_bytes(class), page: place.page, swept: to as u32 };
        // SAFETY: cells of a page that this handle owns, in which nothing is alive: nothing marked them in the last
        // collection, and this handle has not used them since (they lie beyond `swept`).
        unsafe { clear(place.at, place.end - place.at) };
        true
    }

    /// Lets go of the page of a class. What lies in it is looked at again by the next collection.
    fn release(&mut self, class: usize) {
        let page = std::mem::replace(&mut self.places[class].page, NO_PAGE);
        if page != NO_PAGE {
            self.heap.table.state[page as usize].fetch_and(!OWNED, Ordering::Relaxed);
        }
    }

    #[cold]
    #[inline(never)]
    fn large(&mut self, words: usize) -> Result<usize, OutOfMemory> {
        let bytes = words.checked_mul(8).ok_or(OutOfMemory(usize::MAX))?;
        let at = self.heap.take_large(bytes, self.taker(), self.reserve)?;
        self.taken += 1;
        Ok(at)
    }

    fn taker(&self) -> u64 {
        u64::from(self.number) << 32 | u64::from(self.taken)
    }
}

impl Drop for Alloc {
    fn drop(&mut self) {
        (0..CLASSES).for_each(|class| self.release(class));
    }
}
