//! The layouts of objects. A kind says how an object is laid out, and so what the collector follows; which class it
//! belongs to is its type word's business. Payload words count from 0, after the header.

/// What the collector follows in an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scan {
    /// No payload word is a value.
    None,
    /// Every payload word is a value.
    All,
    /// The first `n` payload words are values, the rest is raw.
    First(u8),
    /// Payload word 0 is a raw count `n`, words `1..=n` are values, the rest is raw.
    Counted,
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])* $name:ident $scan:expr;)*) => {
        /// How an object is laid out.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Kind { $($(#[doc = $doc])* $name),* }

        const ALL: &[(Kind, Scan)] = &[$((Kind::$name, $scan)),*];
    };
}

use Scan::{All, Counted, First, None as Raw};

kinds! {
    /// A cell that holds no object.
    Free Raw;
    /// An object of a Python class: word 0 is its dict or NULL, then `__slots__`, then the attributes that its shape
    /// (aux) names.
    Instance All;
    Type All;
    /// aux: length in code points. See core's `types/str`.
    Str First(1);
    /// aux: length. Word 0: the dict of an instance of a subclass; then the bytes.
    Bytes First(1);
    /// Word 0: a RawBuf; word 1: length.
    ByteArray All;
    /// aux: number of limbs, flag: sign. Word 0: the dict of an instance of a subclass; then the limbs, least first.
    BigInt First(1);
    /// Two floats, or (flag OWN) the one float of an instance of a subclass of float.
    Complex All;
    /// aux: length. Word 0: a Buf.
    List All;
    /// aux: length. The items.
    Tuple All;
    /// aux: number of entries in use. Word 0: a DictTable; word 1: counter of changes.
    Dict All;
    DictTable Counted;
    /// aux: number of items. Word 0: a DictTable; word 1: counter of changes; word 2: hash (frozenset).
    Set All;
    Range All;
    Slice All;
    Function All;
    /// A function written in Rust. Word 0: its index in the table of natives; word 1: module; word 2: class it belongs to.
    Native All;
    /// Word 0: function; word 1: self.
    Method All;
    Cell All;
    /// aux: index in the world's list of codes.
    Code All;
    /// A generator, coroutine or asynchronous generator; its frame is inside.
    Generator All;
    Frame All;
    Traceback All;
    /// An exception: see core's `types/exceptions`.
    Exception All;
    Module All;
    Property All;
    StaticMethod All;
    ClassMethod All;
    /// A `__slots__` member, or a getter and setter in Rust.
    Member All;
    GetSet All;
    Super All;
    /// The iterators of built-in types and `itertools`: words are theirs; aux: which one.
    Iter All;
    /// A view of a dict: word 0: the dict; aux: keys, values or items.
    DictView All;
    MappingProxy All;
    /// Word 3: the target, which is not followed.
    WeakRef First(3);
    Lock All;
    RLock All;
    ThreadHandle All;
    /// `_thread._local`: word 0: arguments; word 1: keyword arguments. Its attributes are in each thread.
    Local All;
    /// `_queue.SimpleQueue`: see stdlib's `_queue`.
    Queue All;
    GenericAlias All;
    MemoryView All;
    /// State of a native object whose words are values.
    Native1 All;
    /// A buffer of values; aux: capacity in words.
    Buf All;
    /// A buffer of raw words; aux: capacity in bytes.
    RawBuf Raw;
    /// Part of a thread's stack of frames. The thread names what is in use; what lies above is left over.
    Stack Raw;
    /// An object with raw state only (random generator); aux: bytes.
    RawState Raw;
}

impl Kind {
    pub const COUNT: usize = ALL.len();

    #[inline(always)]
    pub fn scan(self) -> Scan {
        ALL[self as usize].1
    }

    /// The kind of a header byte.
    #[inline(always)]
    pub(crate) fn from_header(n: u8) -> Kind {
        debug_assert!((n as usize) < Kind::COUNT);
        // SAFETY: the byte of a header is only written from a `Kind`, or cleared, which is `Free`; kinds are numbered
        // from 0 without gaps.
        unsafe { std::mem::transmute(n) }
    }

    /// The kind with this number.
    ///
    /// # Panics
    /// If there is none.
    #[inline(always)]
    pub fn from_u8(n: u8) -> Kind {
        ALL[n as usize].0
    }
}
