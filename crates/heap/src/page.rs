//! Pages: which are free, what each is used for.
//!
//! A page holds cells of one size (its class), or begins or continues a large object. Its first words are its own: the
//! size of its cells, so that the size of an object follows from its address alone.
use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, Ordering};

use crate::obj::Obj;
pub use crate::region::PAGE_BYTES;

/// Bytes at the start of a page that are the page's own.
pub const PAGE_HEADER: usize = 64;
/// Words of a page that hold cells.
const PAGE_WORDS: usize = (PAGE_BYTES - PAGE_HEADER) / 8;

/// Sizes of cells in words, header included. From 18 on they divide a page into so many equal parts that little is left.
pub const CLASS_WORDS: [u16; CLASSES] = [
    2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 36, 40, 48, 56, 64, 80, 97, 113, 127,
    145, 170, 204, 255, 340, 408, 510, 680, 1020,
];
pub const CLASSES: usize = 39;
/// Larger objects get pages of their own.
pub const SMALL_WORDS: usize = CLASS_WORDS[CLASSES - 1] as usize;

/// The class for objects of so many words.
const CLASS_OF: [u8; SMALL_WORDS + 1] = {
    let mut table = [0; SMALL_WORDS + 1];
    let (mut words, mut class) = (0, 0);
    while words <= SMALL_WORDS {
        if words > CLASS_WORDS[class] as usize {
            class += 1;
        }
        table[words] = class as u8;
        words += 1;
    }
    table
};

/// The class for an object of `words` words, at most [`SMALL_WORDS`].
#[inline(always)]
pub fn class_of(words: usize) -> usize {
    CLASS_OF[words] as usize
}

#[inline(always)]
pub fn cell_bytes(class: usize) -> usize {
    CLASS_WORDS[class] as usize * 8
}

pub fn cells_per_page(class: usize) -> usize {
    PAGE_WORDS / CLASS_WORDS[class] as usize
}

/// What a page is used for: 0 for nothing, 1 + class, [`LARGE`] or [`TAIL`]; plus [`OWNED`] while a handle allocates in
/// it.
pub const UNUSED: u8 = 0;
pub const LARGE: u8 = 0x7E;
pub const TAIL: u8 = 0x7F;
pub const OWNED: u8 = 0x80;

/// What is known of every page, by its number. Readable by all; changed under the heap's lock, or by the page's owner.
pub struct Table {
    pub base: usize,
    pub state: Box<[AtomicU8]>,
    /// The last epoch in which something in the page was marked.
    pub marked: Box<[AtomicU8]>,
    /// Of a large object's first page: how many pages it has.
    pub run: Box<[AtomicU32]>,
    /// Which handle took the page, and its how-manieth that was: `handle << 32 | n`.
    pub taker: Box<[AtomicU64]>,
}

/// `n` zeros.
macro_rules! zeroed {
    ($n:expr, $atomic:ident, $int:ty) => {{
        let zeros: Box<[$int]> = vec![0; $n].into_boxed_slice();
        // SAFETY: the atomic has the size, alignment and bit patterns of the integer.
        unsafe { Box::from_raw(Box::into_raw(zeros) as *mut [$atomic]) }
    }};
}

impl Table {
    pub fn new(base: usize, pages: usize) -> Table {
        Table {
            base,
            state: zeroed!(pages, AtomicU8, u8),
            marked: zeroed!(pages, AtomicU8, u8),
            run: zeroed!(pages, AtomicU32, u32),
            taker: zeroed!(pages, AtomicU64, u64),
        }
    }

    pub fn address(&self, page: u32) -> usize {
        self.base + page as usize * PAGE_BYTES
    }

    /// The page that an address lies in.
    pub fn page_of(&self, addr: u64) -> Option<u32> {
        let page = (addr as usize).wrapping_sub(self.base) / PAGE_BYTES;
        (page < self.state.len()).then_some(page as u32)
    }

    /// The `i`-th cell of a page of small objects.
    pub fn cell(&self, page: u32, class: usize, i: usize) -> Obj {
        Obj::from_addr((self.address(page) + PAGE_HEADER + i * cell_bytes(class)) as u64)
    }

    /// The object of a page that begins a large one.
    pub fn large(&self, page: u32) -> Obj {
        Obj::from_addr((self.address(page) + PAGE_HEADER) as u64)
    }

    /// Does an object begin here, in `page`?
    pub fn is_cell(&self, page: u32, o: Obj) -> bool {
        match self.class(page) {
            Some(class) => {
                let at = (o.addr() as usize - self.address(page)).wrapping_sub(PAGE_HEADER);
                at.is_multiple_of(cell_bytes(class)) && at / cell_bytes(class) < cells_per_page(class)
            }
            None => self.state[page as usize].load(Ordering::Relaxed) == LARGE && o == self.large(page),
        }
    }

    /// The class of a page of small objects.
    pub fn class(&self, page: u32) -> Option<usize> {
        let state = self.state[page as usize].load(Ordering::Relaxed) & !OWNED;
        (state != UNUSED && state < LARGE).then(|| state as usize - 1)
    }
}

/// Handles are told apart by so many remainders of their numbers.
const HOMES: usize = 16;

/// Which pages are free. Behind the heap's lock.
pub struct Pages {
    /// No page from here on was used by this heap.
    pub next: u32,
    end: u32,
    /// One bit for each page below `next`: free.
    free: Vec<u64>,
    free_count: u32,
    /// No page below it is free.
    first: u32,
    /// The pages that the last collection set free, by who had them: a worker's caches know its own. Some may have been
    /// taken since.
    freed: [Vec<u32>; HOMES],
    /// Pages by class in which a sweep may find room; the nearest last.
    pub partial: [Vec<u32>; CLASSES],
}

impl Pages {
    pub fn new(pages: u32) -> Pages {
        Pages {
            next: 0,
            end: pages,
            free: Vec::new(),
            free_count: 0,
            first: 0,
            freed: [const { Vec::new() }; HOMES],
            partial: [const { Vec::new() }; CLASSES],
        }
    }

    /// Pages in use.
    pub fn used(&self) -> u32 {
        self.next - self.free_count
    }

    /// A page for `handle`: one that it had before, if there is one.
    pub fn take(&mut self, handle: u32) -> Option<u32> {
        let home = handle as usize % HOMES;
        for list in 0..HOMES {
            while let Some(page) = self.freed[(home + list) % HOMES].pop() {
                if self.is_free(page) {
                    self.clear(page, 1);
                    return Some(page);
                }
            }
        }
        debug_assert!(self.free_count == 0);
        self.take_new(1)
    }

    /// The first of `n` pages in a row.
    pub fn take_run(&mut self, n: u32) -> Option<u32> {
        while self.first < self.next && !self.is_free(self.first) {
            self.first += 1;
        }
        let (mut found, mut page) = (0, self.first);
        while self.free_count >= n && page < self.next {
            if self.free[page as usize / 64] == 0 && page.is_multiple_of(64) {
                found = 0;
                page += 64;
                continue;
            }
            found = if self.is_free(page) { found + 1 } else { 0 };
            page += 1;
            if found == n {
                self.clear(page - n, n);
                return Some(page - n);
            }
        }
        self.take_new(n)
    }

    fn take_new(&mut self, n: u32) -> Option<u32> {
        let page = self.next;
        if n > self.end - page {
            return None;
        }
        self.next += n;
        self.free.resize(self.next.div_ceil(64) as usize, 0);
        Some(page)
    }

    pub fn is_free(&self, page: u32) -> bool {
        self.free[page as usize / 64] >> (page % 64) & 1 == 1
    }

    fn clear(&mut self, page: u32, n: u32) {
        for p in page..page + n {
            self.free[p as usize / 64] &= !(1 << (p % 64));
        }
        self.free_count -= n;
    }

    /// After a collection: what is free, in the order in which it is to be taken, is told anew.
    pub fn forget_order(&mut self) {
        self.freed.iter_mut().for_each(Vec::clear);
    }

    /// A free page that `handle` had last, to be taken before all that were named earlier.
    pub fn order(&mut self, page: u32, handle: u32) {
        self.freed[handle as usize % HOMES].push(page);
    }

    pub fn give_back(&mut self, page: u32, n: u32) {
        for p in page..page + n {
            debug_assert!(!self.is_free(p));
            self.free[p as usize / 64] |= 1 << (p % 64);
        }
        self.free_count += n;
        self.first = self.first.min(page);
    }
}
