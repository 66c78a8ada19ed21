//! Allocation.
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::obj::HEADER_WORDS;
use crate::{Kind, Obj, Value};

/// The heap has no room for this many bytes more. A collection may help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfMemory(pub usize);

const PAGE_BYTES: usize = 32 << 10;

/// The memory of one world.
pub struct Heap {
    base: u64,
    limit: usize,
    next: Mutex<usize>,
    used: AtomicUsize,
}

impl Heap {
    /// A heap of at most `limit_bytes`.
    pub fn new(limit_bytes: usize) -> Arc<Heap> {
        let limit = limit_bytes.next_multiple_of(PAGE_BYTES);
        let layout = std::alloc::Layout::from_size_align(limit, PAGE_BYTES).expect("limit fits the address space");
        // SAFETY: the size is not zero.
        let p = unsafe { std::alloc::alloc_zeroed(layout) };
        assert!(!p.is_null(), "no memory for the heap");
        Arc::new(Heap { base: p.expose_provenance() as u64, limit, next: Mutex::new(0), used: AtomicUsize::new(0) })
    }

    /// The address from which ids count.
    pub fn base(&self) -> u64 {
        self.base
    }

    pub fn used_bytes(&self) -> usize {
        self.used.load(Ordering::Relaxed)
    }

    pub fn limit_bytes(&self) -> usize {
        self.limit
    }

    fn pages(&self, bytes: usize) -> Option<u64> {
        let bytes = bytes.next_multiple_of(PAGE_BYTES);
        let mut next = self.next.lock().unwrap();
        if *next + bytes > self.limit {
            return None;
        }
        let at = self.base + *next as u64;
        *next += bytes;
        self.used.fetch_add(bytes, Ordering::Relaxed);
        Some(at)
    }
}

/// A handle through which one worker (or, in the simulator, one VM thread) allocates.
pub struct Alloc {
    heap: Arc<Heap>,
    at: u64,
    end: u64,
}

impl Alloc {
    pub fn new(heap: &Arc<Heap>) -> Alloc {
        Alloc { heap: heap.clone(), at: 0, end: 0 }
    }

    pub fn heap(&self) -> &Arc<Heap> {
        &self.heap
    }

    /// A new object with `words` words of payload, all [`Value::NULL`] (raw: 0).
    #[inline]
    pub fn alloc(&mut self, kind: Kind, ty: Value, words: usize) -> Result<Obj, OutOfMemory> {
        let bytes = (HEADER_WORDS + words) * 8;
        if bytes > PAGE_BYTES / 2 {
            let at = self.heap.pages(bytes).ok_or(OutOfMemory(bytes))?;
            return Ok(Self::init(at, kind, ty));
        }
        if self.at + bytes as u64 > self.end {
            self.at = self.heap.pages(PAGE_BYTES).ok_or(OutOfMemory(bytes))?;
            self.end = self.at + PAGE_BYTES as u64;
        }
        let at = self.at;
        self.at += bytes as u64;
        Ok(Self::init(at, kind, ty))
    }

    #[inline(always)]
    fn init(at: u64, kind: Kind, ty: Value) -> Obj {
        let p = std::ptr::with_exposed_provenance_mut::<u64>(at as usize);
        // SAFETY: two words of a cell that is this handle's own.
        unsafe {
            p.write(ty.bits());
            p.add(1).write(kind as u64);
        }
        Obj::from_addr(at)
    }
}
