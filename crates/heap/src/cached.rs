//! An allocator for small pieces of memory outside the heap, in front of the system's: each system thread keeps what it
//! gave back, and takes it again without a lock. For where the system's allocator is slow and has one lock for all.
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ptr::{self, NonNull};

/// Pieces are rounded up to a multiple of this.
const STEP: usize = 16;
/// What has to be aligned to more goes to the system.
const ALIGN: usize = 8;
/// Larger ones go to the system.
const MOST: usize = 512;
/// So many bytes of each size a thread keeps at most.
const KEPT_BYTES: usize = 4096;

/// A free piece: its first word leads to the next one.
type Piece = Option<NonNull<Next>>;

struct Next(Piece);

/// The free pieces of one size.
struct List {
    first: Cell<Piece>,
    len: Cell<usize>,
}

thread_local! {
    // Without a destructor, since that would have to be registered, for which memory is needed. So what a thread that
    // ends has kept is lost: this is for threads that do not end.
    static LISTS: [List; MOST / STEP] =
        const { [const { List { first: Cell::new(None), len: Cell::new(0) } }; MOST / STEP] };
}

/// The system's allocator with something kept for each thread. For `#[global_allocator]`.
pub struct Cached;

/// Which list a piece belongs to, and what the system is asked for; none for what goes to the system as it is.
fn class_of(layout: Layout) -> Option<(usize, Layout)> {
    let class = layout.size().wrapping_sub(1) / STEP;
    if class >= MOST / STEP || layout.align() > ALIGN {
        return None;
    }
    Some((class, Layout::from_size_align((class + 1) * STEP, ALIGN).ok()?))
}

impl List {
    fn pop(&self) -> Option<NonNull<Next>> {
        let piece = self.first.get()?;
        // SAFETY: a free piece is this thread's own, and begins with what `push` wrote.
        self.first.set(unsafe { piece.read() }.0);
        self.len.set(self.len.get() - 1);
        Some(piece)
    }

    /// False: the list is full.
    ///
    /// # Safety
    /// `piece` has at least [`STEP`] bytes at a multiple of [`ALIGN`], and nobody uses it any more.
    unsafe fn push(&self, piece: *mut u8, bytes: usize) -> bool {
        let len = self.len.get();
        let Some(piece) = NonNull::new(piece.cast::<Next>()).filter(|_| len < KEPT_BYTES / bytes) else { return false };
        // SAFETY: the caller's.
        unsafe { piece.write(Next(self.first.get())) };
        self.first.set(Some(piece));
        self.len.set(len + 1);
        true
    }
}

// SAFETY: a piece is either the system's, or in one list of one thread, or its user's; `class_of` depends on the layout
// alone, so it goes back as what it came as.
unsafe impl GlobalAlloc for Cached {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let Some((class, rounded)) = class_of(layout) else {
            // SAFETY: the caller's.
            return unsafe { System.alloc(layout) };
        };
        match LISTS.with(|lists| lists[class].pop()) {
            Some(piece) => piece.as_ptr().cast(),
            // SAFETY: the size is not zero.
            None => unsafe { System.alloc(rounded) },
        }
    }

    #[inline]
    unsafe fn dealloc(&self, p: *mut u8, layout: Layout) {
        let Some((class, rounded)) = class_of(layout) else {
            // SAFETY: the caller's.
            return unsafe { System.dealloc(p, layout) };
        };
        // SAFETY: it was allocated with this layout, and is the caller's to give back.
        if !LISTS.with(|lists| unsafe { lists[class].push(p, rounded.size()) }) {
            // SAFETY: what the system was asked for.
            unsafe { System.dealloc(p, rounded) }
        }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if class_of(layout).is_none() {
            // SAFETY: the caller's.
            return unsafe { System.alloc_zeroed(layout) };
        }
        // SAFETY: the caller's.
        let p = unsafe { self.alloc(layout) };
        if !p.is_null() {
            // SAFETY: it was just allocated with that size.
            unsafe { p.write_bytes(0, layout.size()) };
        }
        p
    }

    unsafe fn realloc(&self, p: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let Ok(new) = Layout::from_size_align(size, layout.align()) else { return ptr::null_mut() };
        match (class_of(layout), class_of(new)) {
            // SAFETY: the caller's.
            (None, None) => unsafe { System.realloc(p, layout, size) },
            (Some((old, _)), Some((class, _))) if old == class => p,
            _ => {
                // SAFETY: the size is not zero, says the caller.
                let to = unsafe { self.alloc(new) };
                if !to.is_null() {
                    // SAFETY: both have at least so many bytes, and the new piece is nobody else's.
                    unsafe { ptr::copy_nonoverlapping(p, to, layout.size().min(size)) };
                    // SAFETY: the caller's.
                    unsafe { self.dealloc(p, layout) };
                }
                to
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A piece and the byte it is filled with.
    struct Used(*mut u8, Layout, u8);

    // SAFETY: the piece is its holder's own.
    unsafe impl Send for Used {}

    impl Used {
        fn new(bytes: usize, fill: u8) -> Used {
            let layout = Layout::from_size_align(bytes, if bytes.is_multiple_of(3) { 8 } else { 16 }).unwrap();
            // SAFETY: the size is not zero; the piece has it.
            let p = unsafe { Cached.alloc(layout) };
            assert!(!p.is_null() && (p as usize).is_multiple_of(layout.align()));
            // SAFETY: as above.
            unsafe { p.write_bytes(fill, bytes) };
            Used(p, layout, fill)
        }

        fn check(&self, bytes: usize) {
            // SAFETY: so many bytes were written.
            assert!(unsafe { std::slice::from_raw_parts(self.0, bytes) }.iter().all(|&b| b == self.2));
        }

        fn grow(&mut self, bytes: usize) {
            let old = self.1.size();
            // SAFETY: it was allocated with this layout.
            self.0 = unsafe { Cached.realloc(self.0, self.1, bytes) };
            self.1 = Layout::from_size_align(bytes, self.1.align()).unwrap();
            self.check(old.min(bytes));
            // SAFETY: the piece has so many bytes.
            unsafe { self.0.write_bytes(self.2, bytes) };
        }

        fn free(self) {
            self.check(self.1.size());
            // SAFETY: it was allocated with this layout, and is used no more.
            unsafe { Cached.dealloc(self.0, self.1) };
        }
    }

    /// Gives back what this thread keeps, since it ends.
    fn give_back() {
        LISTS.with(|lists| {
            for (class, list) in lists.iter().enumerate() {
                while let Some(piece) = list.pop() {
                    let bytes = (class + 1) * STEP;
                    // SAFETY: what the system was asked for.
                    unsafe { System.dealloc(piece.as_ptr().cast(), Layout::from_size_align(bytes, ALIGN).unwrap()) };
                }
            }
        });
    }

    #[test]
    fn pieces_are_their_users_own_whichever_thread_gives_them_back() {
        let (send, receive) = std::sync::mpsc::channel::<Used>();
        let other = std::thread::spawn(move || {
            receive.iter().for_each(Used::free);
            give_back();
        });
        let mut used = Vec::new();
        for round in 0..600_usize {
            let mut piece = Used::new(1 + round * 7 % 700, round as u8);
            if round.is_multiple_of(5) {
                piece.grow(1 + round * 11 % 900);
            }
            used.push(piece);
            if round % 3 == 1 {
                used.swap_remove(round % used.len()).free();
            }
            if round % 4 == 1 {
                send.send(used.swap_remove(round % used.len())).unwrap();
            }
        }
        drop(send);
        used.into_iter().for_each(Used::free);
        other.join().unwrap();
        give_back();
    }

    #[test]
    fn zeroed_pieces_are_zero_and_a_thread_keeps_no_more_than_its_share() {
        let pieces: Vec<Used> = (0..100).map(|_| Used::new(99, 0xFF)).collect();
        pieces.into_iter().for_each(Used::free);
        assert_eq!(LISTS.with(|lists| lists[6].len.get()), KEPT_BYTES / 112);
        let layout = Layout::from_size_align(99, 8).unwrap();
        // SAFETY: the size is not zero.
        let p = Used(unsafe { Cached.alloc_zeroed(layout) }, layout, 0);
        p.free();
        give_back();
    }
}
