//! How a native function, or a step of the loop, ends when it does not end with a value.

use gilscope_heap::Value;

/// Why there is no value. The details lie in [`crate::Cx`] (`cx.thread.raised`, `cx.pending`), so that a result stays
/// two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// An exception is set in the thread.
    Raise,
    /// "Call this, then give its result to my [`Cont`]": see [`crate::Cx::call`].
    Call,
    /// A frame is on top that will deliver the result (the machine's own; natives do not return it).
    Frame,
    /// "Make argument `arg` of mine into what I need, then call me again": see [`Convert`].
    Convert { arg: u8, how: Convert },
    /// The thread cannot go on: see [`crate::Cx::block`]. The native is called again when it can.
    Block,
    /// The heap has no room for this many bytes more. The driver collects and the native is called again.
    NeedMemory(usize),
}

/// Result of everything that may run Python code or fail. A function that returns `Res` may only be used in tail
/// position (`return f(cx, …)`) unless its documentation says that it never calls Python: `?` would hand the caller's
/// place to the callee.
pub type Res<T = Value> = Result<T, Exit>;

/// What an argument is turned into before the native is called again. All of them may run Python code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Convert {
    /// `__index__()`: an int.
    Index,
    /// `__float__()`, else `__index__()`: a float.
    Float,
    /// All that iterating gives: a list (or the argument itself where it is exactly a list or tuple).
    List,
    /// `__str__()`: a str.
    Str,
    /// `__repr__()`: a str.
    Repr,
    /// `__bool__()` or `__len__()`: a bool.
    Bool,
    /// `keys()` and `__getitem__`: a dict.
    Dict,
    /// The parts of a slice by `__index__()`: a slice of ints and None.
    Slice,
}

macro_rules! conts {
    ($($(#[doc = $doc:literal])* $name:ident;)*) => {
        /// What is done with the result of a call that a native (or an operator) asked for. The code is in
        /// `vm/cont.rs`, one arm each.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u16)]
        pub enum Cont { $($(#[doc = $doc])* $name),* }

        impl Cont {
            pub const ALL: &[Cont] = &[$(Cont::$name),*];
        }
    };
}

conts! {
    /// The result is the result.
    Return;
    /// The result becomes a bool by `bool()`.
    Truth;
    /// The opposite of `bool(result)`.
    NotTruth;
    /// The result is dropped, the state is the result.
    State;
    /// The result is dropped: the frame below goes on where it was.
    Discard;
    /// The result of `__bool__` must be a bool.
    CheckBool;
    /// The result of `__len__` must be an int ≥ 0.
    CheckLen;
    /// The result of `__len__`, as a truth value.
    LenTruth;
    /// The result of `__str__` must be a str.
    CheckStr;
    /// The result of `__repr__` must be a str.
    CheckRepr;
    /// The result of `__format__` must be a str.
    CheckFormat;
    /// The result of `__hash__` must be an int; folded to a hash.
    CheckHash;
    /// The result of `__index__` must be an int.
    CheckIndex;
    /// The result of `__int__` must be an int.
    CheckInt;
    /// The result of `__float__` must be a float.
    CheckFloat;
    /// The result of `__iter__` must be an iterator.
    CheckIter;
    /// The result of `__init__` must be None; the state is the object.
    CheckInit;
    /// The result of `__new__`: `__init__` is called on it. State: (type, args tuple, kwargs dict or NULL).
    NewThenInit;
    /// A binary operator answered: if NotImplemented, the next candidate. State: see `ops/binary.rs`.
    Binary;
    /// A comparison answered. State: see `ops/compare.rs`.
    Compare;
    /// `__getattribute__` or a getter raised AttributeError: `__getattr__` is called. State: (object, name).
    GetAttr;
    /// As GetAttr, but an AttributeError gives the default. State: the default.
    GetAttrDefault;
    /// `__next__`: StopIteration becomes NULL (the loop ends).
    Next;
    /// `next(it, default)`: StopIteration gives the state.
    NextDefault;
    /// `iter(f, sentinel)`: ends when the result equals the sentinel. State: the iterator.
    CallIter;
    /// An argument of the native frame below is replaced by the result. State: the argument's number.
    Argument;
    /// A module's body has run; the state (the module) is the result; on an exception it leaves `sys.modules`.
    Import;
    /// `hasattr`: AttributeError gives False, a value True.
    HasAttr;
    /// `__set_name__` calls one after the other while a class is made. State: see `types/class.rs`.
    SetName;
    /// The class in `raise Class` has made its instance, which is raised. State: (class, cause or False).
    Raise;
    /// The class in `raise … from Class` has made its instance. State: the exception.
    RaiseCause;
    /// `__next__` or `send` of what a `yield from` or `await` runs: StopIteration is its result.
    SendNext;
    /// The result of `__await__` must be an iterator that is no coroutine.
    CheckAwait;
    /// A function of the table of native continuations goes on. State: (number, its own state).
    Native;
}
