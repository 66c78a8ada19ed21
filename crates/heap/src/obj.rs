//! Objects: a header of two words, then the payload.
//!
//! ```text
//! word 0   the object's class (a value; NULL for buffers and tables)
//! word 1   kind: u8 | flags: u8 | lock: u8 | mark: u8 | aux: u32
//! word 2…  payload, numbered from 0 here
//! ```
use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, Ordering};

use crate::region::PAGE_BYTES;
use crate::{Kind, Scan, Value};

/// The address of an object. Objects never move, and the memory they live in is never unmapped, so an address that has
/// outlived its object reads stale words, never foreign memory.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Obj(u64);

pub const HEADER_WORDS: usize = 2;

/// Header flags.
pub mod flag {
    /// Of a class that the program made by deriving from the kind's own class: has a `__dict__` word, may override.
    pub const SUBCLASS: u8 = 1;
    /// Str: in the table of interned strings. BigInt: negative.
    pub const MARKED: u8 = 2;
    /// Str: only code points below 128.
    pub const ASCII: u8 = 4;
    /// Str: data is in a shared buffer (word 0), not in the object.
    pub const SHARED: u8 = 8;
    /// Has a finalizer (`__del__`), or is watched by a weak reference.
    pub const FINALIZE: u8 = 16;
    /// The finalizer has run.
    pub const FINALIZED: u8 = 32;
    /// Never collected.
    pub const IMMORTAL: u8 = 64;
    /// Kind-specific.
    pub const OWN: u8 = 128;
}

impl Obj {
    #[inline(always)]
    pub(crate) const fn from_addr(addr: u64) -> Obj {
        Obj(addr)
    }

    /// Where the object is, in bytes. For an id that is the same in every run, subtract the heap's base.
    #[inline(always)]
    pub const fn addr(self) -> u64 {
        self.0
    }

    #[inline(always)]
    fn ptr<T>(self, byte: usize) -> *const T {
        std::ptr::with_exposed_provenance::<T>(self.0 as usize + byte)
    }

    #[inline(always)]
    fn at<T>(self, byte: usize) -> &'static T {
        // SAFETY: only called with an atomic T and an offset inside the object. Memory of a heap stays mapped for the
        // life of the process and was written when the page was carved, so the reference is valid; access is atomic.
        unsafe { &*self.ptr::<T>(byte) }
    }

    #[inline(always)]
    pub fn ty(self) -> Value {
        Value::from_bits(self.at::<AtomicU64>(0).load(Ordering::Relaxed))
    }

    #[inline(always)]
    pub fn set_ty(self, ty: Value) {
        self.at::<AtomicU64>(0).store(ty.bits(), Ordering::SeqCst);
    }

    #[inline(always)]
    pub fn kind(self) -> Kind {
        Kind::from_header(self.at::<AtomicU8>(8).load(Ordering::Relaxed))
    }

    #[inline(always)]
    pub fn is(self, kind: Kind) -> bool {
        self.at::<AtomicU8>(8).load(Ordering::Relaxed) == kind as u8
    }

    /// Is it of exactly the kind's own class?
    #[inline(always)]
    pub fn is_exact(self, kind: Kind) -> bool {
        self.is(kind) && !self.has(flag::SUBCLASS)
    }

    #[inline(always)]
    pub fn has(self, flag: u8) -> bool {
        self.at::<AtomicU8>(9).load(Ordering::Relaxed) & flag != 0
    }

    #[inline(always)]
    pub fn add_flag(self, flag: u8) {
        self.at::<AtomicU8>(9).fetch_or(flag, Ordering::SeqCst);
    }

    /// Sets the flags of an object that nobody else has seen.
    #[inline(always)]
    pub fn init_flags(self, flags: u8) {
        self.at::<AtomicU8>(9).store(flags, Ordering::Relaxed);
    }

    #[inline(always)]
    pub fn clear_flag(self, flag: u8) {
        self.at::<AtomicU8>(9).fetch_and(!flag, Ordering::SeqCst);
    }

    #[cfg(not(loom))]
    #[inline(always)]
    pub(crate) fn lock_byte(self) -> &'static AtomicU8 {
        self.at(10)
    }

    #[inline(always)]
    pub(crate) fn mark_byte(self) -> &'static AtomicU8 {
        self.at(11)
    }

    #[inline(always)]
    pub fn aux(self) -> u32 {
        self.at::<AtomicU32>(12).load(Ordering::Acquire)
    }

    #[inline(always)]
    pub fn set_aux(self, aux: u32) {
        self.at::<AtomicU32>(12).store(aux, Ordering::SeqCst);
    }

    /// Sets aux in an object that nobody else has seen.
    #[inline(always)]
    pub fn init_aux(self, aux: u32) {
        // SAFETY: as in `at`; the object is still its maker's own.
        unsafe { self.ptr::<u32>(12).cast_mut().write(aux) }
    }

    /// Changes aux from `old` to `new`; says whether it was `old`.
    #[inline(always)]
    pub fn cas_aux(self, old: u32, new: u32) -> bool {
        self.at::<AtomicU32>(12).compare_exchange(old, new, Ordering::SeqCst, Ordering::SeqCst).is_ok()
    }

    /// How many words of payload its cell has: at least as many as were asked for.
    #[inline(always)]
    pub fn capacity(self) -> usize {
        let page = self.0 as usize & !(PAGE_BYTES - 1);
        // SAFETY: the first word of the page that the object begins in; written before the page had objects.
        let words = unsafe { std::ptr::with_exposed_provenance::<u64>(page).read() };
        words as usize - HEADER_WORDS
    }

    /// The payload word after the last that may hold a value.
    #[inline]
    pub(crate) fn scan_end(self) -> usize {
        match self.kind().scan() {
            Scan::None => 0,
            Scan::All => self.capacity(),
            Scan::First(n) => n as usize,
            Scan::Counted => (self.peek(0).bits() as usize + 1).min(self.capacity()),
        }
    }

    /// A payload word, while the world stands still.
    #[inline(always)]
    pub(crate) fn peek(self, i: usize) -> Value {
        Value::from_bits(self.slot(i).load(Ordering::Relaxed))
    }

    /// All values in it, its class included, as the collector sees them. While the world stands still.
    pub fn for_each_value(self, f: &mut dyn FnMut(Value)) {
        f(self.ty());
        let first = usize::from(self.kind().scan() == Scan::Counted);
        (first..self.scan_end()).for_each(|i| f(self.peek(i)));
    }

    #[inline(always)]
    fn slot(self, i: usize) -> &'static AtomicU64 {
        debug_assert!(i < self.capacity(), "word {i} of {}", self.capacity());
        self.at((HEADER_WORDS + i) * 8)
    }

    /// A value that any thread may change at any time.
    #[inline(always)]
    pub fn get(self, i: usize) -> Value {
        Value::from_bits(self.slot(i).load(Ordering::SeqCst))
    }

    #[inline(always)]
    pub fn set(self, i: usize, v: Value) {
        self.slot(i).store(v.bits(), Ordering::SeqCst);
    }

    #[inline(always)]
    pub fn swap(self, i: usize, v: Value) -> Value {
        Value::from_bits(self.slot(i).swap(v.bits(), Ordering::SeqCst))
    }

    #[inline(always)]
    pub fn cas(self, i: usize, old: Value, new: Value) -> bool {
        self.slot(i).compare_exchange(old.bits(), new.bits(), Ordering::SeqCst, Ordering::SeqCst).is_ok()
    }

    /// A value that does not change after the object was made (or is one thread's own).
    #[inline(always)]
    pub fn frozen(self, i: usize) -> Value {
        debug_assert!(i < self.capacity(), "word {i} of {}", self.capacity());
        // SAFETY: as in `at`; the caller says that nobody writes this word any more.
        Value::from_bits(unsafe { self.ptr::<u64>((HEADER_WORDS + i) * 8).read() })
    }

    /// Writes a value into an object that nobody else has seen (or a word that is one thread's own).
    #[inline(always)]
    pub fn init(self, i: usize, v: Value) {
        debug_assert!(i < self.capacity(), "word {i} of {}", self.capacity());
        // SAFETY: as in `at`; the word is still its maker's own.
        unsafe { self.ptr::<u64>((HEADER_WORDS + i) * 8).cast_mut().write(v.bits()) }
    }

    /// A raw word. Only for words that the kind's [`crate::Scan`] does not follow.
    #[inline(always)]
    pub fn raw(self, i: usize) -> u64 {
        self.slot(i).load(Ordering::SeqCst)
    }

    #[inline(always)]
    pub fn set_raw(self, i: usize, w: u64) {
        self.slot(i).store(w, Ordering::SeqCst);
    }

    #[inline(always)]
    pub fn cas_raw(self, i: usize, old: u64, new: u64) -> bool {
        self.slot(i).compare_exchange(old, new, Ordering::SeqCst, Ordering::SeqCst).is_ok()
    }

    #[inline(always)]
    pub fn init_raw(self, i: usize, w: u64) {
        debug_assert!(i < self.capacity(), "word {i} of {}", self.capacity());
        // SAFETY: as in `init`.
        unsafe { self.ptr::<u64>((HEADER_WORDS + i) * 8).cast_mut().write(w) }
    }

    /// Bytes that do not change any more: `len` of them from payload word `word` on.
    ///
    /// The slice is for use between two safepoints: no native keeps one across a stop, and memory is only reused after a
    /// collection, which happens at a safepoint.
    #[inline(always)]
    pub fn bytes(self, word: usize, len: usize) -> &'static [u8] {
        debug_assert!(word * 8 + len <= self.capacity() * 8);
        // SAFETY: the caller made the object with at least that many bytes and says they do not change.
        unsafe { std::slice::from_raw_parts(self.ptr::<u8>((HEADER_WORDS + word) * 8), len) }
    }

    /// Writes bytes into an object (or a part of a buffer) that nobody else reads.
    #[inline(always)]
    pub fn init_bytes(self, word: usize, offset: usize, from: &[u8]) {
        debug_assert!(word * 8 + offset + from.len() <= self.capacity() * 8);
        let to = self.ptr::<u8>((HEADER_WORDS + word) * 8 + offset).cast_mut();
        // SAFETY: as in `bytes`; the part is its maker's own, so it does not overlap `from`.
        unsafe { std::ptr::copy_nonoverlapping(from.as_ptr(), to, from.len()) }
    }

    /// One byte of a buffer that any thread may change.
    #[inline(always)]
    pub fn byte(self, word: usize, i: usize) -> u8 {
        debug_assert!(word * 8 + i < self.capacity() * 8);
        self.at::<AtomicU8>((HEADER_WORDS + word) * 8 + i).load(Ordering::SeqCst)
    }

    #[inline(always)]
    pub fn set_byte(self, word: usize, i: usize, b: u8) {
        debug_assert!(word * 8 + i < self.capacity() * 8);
        self.at::<AtomicU8>((HEADER_WORDS + word) * 8 + i).store(b, Ordering::SeqCst);
    }

    /// The `i`-th half word (u32) counted from payload word `word`. Only in raw parts.
    #[inline(always)]
    pub fn raw32(self, word: usize, i: usize) -> u32 {
        self.at::<AtomicU32>((HEADER_WORDS + word) * 8 + i * 4).load(Ordering::SeqCst)
    }

    #[inline(always)]
    pub fn set_raw32(self, word: usize, i: usize, n: u32) {
        self.at::<AtomicU32>((HEADER_WORDS + word) * 8 + i * 4).store(n, Ordering::SeqCst);
    }

    /// The payload's words from `word` on, as a place for frames.
    #[inline(always)]
    pub fn words(self, word: usize) -> crate::Fp {
        crate::Fp::from_addr(self.0 + ((HEADER_WORDS + word) * 8) as u64)
    }
}

impl std::fmt::Debug for Obj {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}@{:x}", self.kind(), self.0)
    }
}
