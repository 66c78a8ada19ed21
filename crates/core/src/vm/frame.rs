//! Frames: rows of words on a thread's stack (or in a generator).
//!
//! ```text
//! 0 CODE    code object (Python), NULL (others)
//! 1 FUNC    function; a native frame: the native
//! 2 PREV    the caller's frame
//! 3 PC      where it goes on (index of a lowered instruction); a continuation: its number; a native frame: how many
//!           arguments
//! 4 EXTRA   namespace dict (class body, module), or the new object (INIT), the generator (GENERATOR), a
//!           continuation's state, a native frame's keyword names
//! 5 KIND    below
//! 6…        locals, then the operand stack; a native frame: the arguments
//! ```

use gilscope_heap::{Fp, Value};

pub const CODE: usize = 0;
pub const FUNC: usize = 1;
pub const PREV: usize = 2;
pub const PC: usize = 3;
pub const EXTRA: usize = 4;
pub const KIND: usize = 5;
/// Words before the first register.
pub const HEADER: usize = 6;

/// A frame of Python code.
pub const PYTHON: i64 = 0;
/// Of a generator; lies in the generator object.
pub const GENERATOR: i64 = 1;
/// Of `__init__` called by a class: returns the new object.
pub const INIT: i64 = 2;
/// A continuation: what is done with the result of the frame above.
pub const CONT: i64 = 3;
/// A native that waits, or for whom an argument is being converted; it is called (again) when the frame is resumed.
pub const NATIVE: i64 = 4;

#[inline(always)]
pub fn kind(fp: Fp) -> i64 {
    fp.get(KIND).int_value()
}

/// A frame that runs bytecode?
#[inline(always)]
pub fn is_python(fp: Fp) -> bool {
    kind(fp) <= INIT
}

#[inline(always)]
pub fn prev(fp: Fp) -> Fp {
    Fp::from_value(fp.get(PREV))
}

#[inline(always)]
pub fn link(fp: Fp, code: Value, func: Value, prev: Fp, extra: Value, kind: i64) {
    fp.set(CODE, code);
    fp.set(FUNC, func);
    fp.set(PREV, prev.to_value());
    fp.set(PC, Value::small(0));
    fp.set(EXTRA, extra);
    fp.set(KIND, Value::small(kind));
}
