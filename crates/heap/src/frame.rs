//! Words that belong to one thread at a time: frames, registers, arguments.
use crate::Value;

/// Points at a row of words that only the running VM thread touches: a frame's registers. Plain memory accesses; a
/// thread that moves to another worker, or a collection that reads its frames, is ordered by the hand-over.
///
/// Indices are not checked: they come from code that was checked once, when it was lowered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(transparent)]
pub struct Fp(u64);

impl Fp {
    pub const NULL: Fp = Fp(0);

    #[inline(always)]
    pub(crate) const fn from_addr(addr: u64) -> Fp {
        Fp(addr)
    }

    #[inline(always)]
    pub const fn is_null(self) -> bool {
        self.0 == 0
    }

    #[inline(always)]
    fn ptr(self, i: usize) -> *mut u64 {
        std::ptr::with_exposed_provenance_mut::<u64>(self.0 as usize + i * 8)
    }

    #[inline(always)]
    pub fn get(self, i: usize) -> Value {
        debug_assert!(!self.is_null());
        // SAFETY: `i` is below the size of the frame, which was reserved when it was entered; the words are this
        // thread's own while it runs.
        Value::from_bits(unsafe { self.ptr(i).read() })
    }

    #[inline(always)]
    pub fn set(self, i: usize, v: Value) {
        debug_assert!(!self.is_null());
        // SAFETY: as in `get`.
        unsafe { self.ptr(i).write(v.bits()) }
    }

    /// The row that starts `i` words on.
    #[inline(always)]
    pub const fn offset(self, i: usize) -> Fp {
        Fp(self.0 + (i * 8) as u64)
    }

    /// How many words `self` lies after `base`.
    #[inline(always)]
    pub const fn distance(self, base: Fp) -> usize {
        ((self.0 - base.0) / 8) as usize
    }

    /// The pointer as a value, so that it can be kept in a frame.
    #[inline(always)]
    pub const fn to_value(self) -> Value {
        Value::small(self.0 as i64)
    }

    /// What [`Fp::to_value`] made.
    #[inline(always)]
    pub const fn from_value(v: Value) -> Fp {
        Fp(v.int_value() as u64)
    }

    #[inline(always)]
    pub fn copy_from(self, from: Fp, n: usize) {
        // SAFETY: both rows have at least `n` words, and are this thread's own.
        unsafe { std::ptr::copy(from.ptr(0), self.ptr(0), n) }
    }

    #[inline(always)]
    pub fn fill(self, n: usize, v: Value) {
        for i in 0..n {
            self.set(i, v);
        }
    }
}

/// The arguments of a call, in place on the caller's stack. An argument beyond the end reads as [`Value::NULL`].
#[derive(Clone, Copy, Debug)]
pub struct Args {
    at: Fp,
    len: u32,
}

impl Args {
    #[inline(always)]
    pub const fn new(at: Fp, len: usize) -> Args {
        Args { at, len: len as u32 }
    }

    #[inline(always)]
    pub const fn len(self) -> usize {
        self.len as usize
    }

    #[inline(always)]
    pub const fn is_empty(self) -> bool {
        self.len == 0
    }

    #[inline(always)]
    pub fn get(self, i: usize) -> Value {
        if i < self.len as usize { self.at.get(i) } else { Value::NULL }
    }

    /// All but the first `n`.
    #[inline(always)]
    pub const fn skip(self, n: usize) -> Args {
        let n = if n > self.len as usize { self.len as usize } else { n };
        Args { at: self.at.offset(n), len: self.len - n as u32 }
    }

    pub fn iter(self) -> impl ExactSizeIterator<Item = Value> + DoubleEndedIterator {
        (0..self.len as usize).map(move |i| self.at.get(i))
    }

    /// The row where it lies, as long as nobody writes to it: for making an object of it.
    #[inline(always)]
    pub fn as_slice(&self) -> &[Value] {
        if self.len == 0 {
            return &[];
        }
        // SAFETY: as in `index`: the words of the row are this thread's own, and are not written to meanwhile.
        unsafe { std::slice::from_raw_parts(self.at.ptr(0) as *const Value, self.len as usize) }
    }

    pub fn to_vec(self) -> Vec<Value> {
        self.iter().collect()
    }

    #[inline(always)]
    pub const fn row(self) -> Fp {
        self.at
    }
}

impl std::ops::Index<usize> for Args {
    type Output = Value;

    /// The argument at `i`; [`Value::NULL`] where it was left out.
    #[inline(always)]
    fn index(&self, i: usize) -> &Value {
        if i >= self.len as usize {
            return &Value::NULL;
        }
        // SAFETY: inside the row, whose words stay this thread's own while a native runs; natives do not write to it.
        unsafe { &*(self.at.ptr(i) as *const Value) }
    }
}
