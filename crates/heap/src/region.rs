//! The memory of heaps: contiguous ranges, reserved when first needed, never given back to the system, and used again by
//! the next heap. So an address that was once handed out stays mapped.
use std::sync::Mutex;

/// Pages are this large and begin at a multiple of it.
pub const PAGE_BYTES: usize = 16 << 10;

/// Mapped beyond the last page, so that a row of words anywhere in a page plus the largest 16-bit register number is
/// mapped.
const GUARD_BYTES: usize = 512 << 10;

/// A contiguous range of memory.
pub struct Region {
    start: *mut u8,
    /// Bytes for pages; [`GUARD_BYTES`] more follow.
    capacity: usize,
    /// From this page on, nothing was ever written: all zero.
    pub dirty_pages: u32,
}

// SAFETY: a region is only an address and numbers; who may touch its memory is the heap's business.
unsafe impl Send for Region {}
// SAFETY: as above.
unsafe impl Sync for Region {}

static FREE: Mutex<Vec<Region>> = Mutex::new(Vec::new());

impl Region {
    /// A region for at least `bytes`; a smaller one if the system has no more (wasm's memory has a maximum).
    ///
    /// # Panics
    /// If there is no room for even one page.
    pub fn take(bytes: usize) -> Region {
        let bytes = bytes.next_multiple_of(PAGE_BYTES);
        let mut free = FREE.lock().unwrap();
        let fitting = (0..free.len()).filter(|&i| free[i].capacity >= bytes).min_by_key(|&i| free[i].capacity);
        if let Some(i) = fitting {
            return free.swap_remove(i);
        }
        let mut size = bytes;
        loop {
            // What is free already is as good as a new one that is not larger.
            if let Some(i) = (0..free.len()).find(|&i| free[i].capacity >= size) {
                return free.swap_remove(i);
            }
            if let Some(start) = reserve(size + GUARD_BYTES) {
                return Region { start, capacity: size, dirty_pages: 0 };
            }
            size = (size / 2).next_multiple_of(PAGE_BYTES);
            assert!(size > PAGE_BYTES, "no memory for a heap");
        }
    }

    /// For the next heap.
    pub fn give_back(self) {
        FREE.lock().unwrap().push(self);
    }

    pub fn start(&self) -> usize {
        self.start.expose_provenance()
    }

    pub fn capacity(&self) -> usize {
        self.capacity
    }
}

/// Zeroed memory at a multiple of [`PAGE_BYTES`], not touched yet.
#[cfg(not(target_family = "wasm"))]
fn reserve(bytes: usize) -> Option<*mut u8> {
    // Asked for with a small alignment: for a large one std would clear, and so touch, all of it.
    let layout = std::alloc::Layout::from_size_align(bytes + PAGE_BYTES, 16).ok()?;
    // SAFETY: the size is not zero.
    let p = unsafe { std::alloc::alloc_zeroed(layout) };
    // SAFETY: less than PAGE_BYTES on, where the memory was asked for as much larger.
    (!p.is_null()).then(|| unsafe { p.add(p.align_offset(PAGE_BYTES)) })
}

/// The memory grows; what is new is zero, belongs to nobody else, and costs nothing until it is touched.
#[cfg(target_family = "wasm")]
fn reserve(bytes: usize) -> Option<*mut u8> {
    const WASM_PAGE: usize = 64 << 10;
    let before = core::arch::wasm32::memory_grow::<0>(bytes.div_ceil(WASM_PAGE));
    (before != usize::MAX).then(|| std::ptr::with_exposed_provenance_mut(before * WASM_PAGE))
}
