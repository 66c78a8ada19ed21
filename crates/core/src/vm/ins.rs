//! The instructions of the lowered form.

use gilscope_heap::Value;

/// A lowered opcode. `a`, `b`, `c` are registers unless said otherwise, `d` a constant, a target or an inline cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Lop {
    Nop,
    /// a = b
    Move,
    /// a = d
    LoadK,
    /// a = b, or UnboundLocalError
    LoadCheck,
    /// a = b op c; x: [`BinaryOp`]
    Binary,
    Add,
    Sub,
    Mul,
    Mod,
    FloorDiv,
    TrueDiv,
    BitAnd,
    BitOr,
    BitXor,
    Lshift,
    Rshift,
    /// a = b op d
    BinaryK,
    AddK,
    SubK,
    MulK,
    ModK,
    FloorDivK,
    BitAndK,
    RshiftK,
    /// a = b[c]
    Subscr,
    /// b[c] = a
    StoreSubscr,
    /// a = b cmp c; x: [`CompareOp`] | 16 for a bool
    Compare,
    /// Prefix: x: CompareOp | 8 to jump if true; if b, c are plain numbers, to d or over the next two.
    CompareJump,
    /// As CompareJump with the constant d instead of c; the target is c, the instructions to skip are a.
    CompareJumpK,
    /// a = b is c; x negates
    Is,
    /// a = b in c; x negates
    Contains,
    /// Prefix: if `b`'s truth takes no Python: x = 1 jumps to d if true, 0 if false, else over the next two.
    TruthJump,
    /// a = bool(b)
    ToBool,
    /// a = not b (a bool)
    Not,
    Jump,
    /// Jump to d, and a poll; b: bytecodes from there to here (0 in the interpreter's own Python)
    JumpBack,
    JumpIfFalse,
    JumpIfTrue,
    JumpIfNone,
    JumpIfNotNone,
    /// a = next(b), or jump to d
    ForIter,
    /// a = global name c
    LoadGlobal,
    /// d: the table of the globals; b: the entry
    LoadGlobalCached,
    /// d: number in [`Codes::builtin`]
    LoadBuiltinCached,
    /// a = name c of the namespace, global or builtin
    LoadName,
    /// name c of the namespace = a
    StoreName,
    /// As LoadGlobalCached, for a module's namespace
    StoreNameCached,
    StoreGlobal,
    /// a = cell b
    LoadDeref,
    /// cell b = a
    StoreDeref,
    /// a = b.name c
    LoadAttr,
    /// d: shape | word << 32
    LoadAttrSlot,
    /// d: the table; x: the entry
    LoadAttrModule,
    /// a, a + 1 = method and self, or attribute and NULL; of b, name c
    LoadMethod,
    /// d: number in [`Codes::methods`]
    LoadMethodCached,
    /// b.name c = a
    StoreAttr,
    /// d: shape | word << 32
    StoreAttrSlot,
    /// d: shape | new shape << 24; x: word
    StoreAttrAdd,
    /// a = a(a + 1?, a + 2 …), b arguments; x = 1: no self; c: number of the call site (see `special`), or 0
    Call,
    /// Returns b; c: bytecodes from the code's beginning to here (0 in the interpreter's own Python)
    Return,
    /// Returns d; c: as there
    ReturnK,
    /// Yields b; what is sent comes to a.
    Yield,
    /// Entry of a function: a poll.
    Resume,
    /// a = [a, a + 1, …], b items
    BuildList,
    BuildTuple,
    /// List b gets a appended.
    ListAppend,
    /// a, a + 1, … = the b items of c, the last first
    Unpack,
    /// Anything else: x: the [`Op`], a: the register above the top of the stack, d: the operand.
    Cold,
}

/// A lowered instruction.
#[derive(Clone, Copy, Debug)]
pub struct Ins {
    pub op: Lop,
    pub x: u8,
    pub a: u16,
    pub b: u16,
    pub c: u16,
    pub d: Value,
}

/// Is `a` where the instruction's one result goes, and nothing else?
pub fn writes_only_a(op: Lop) -> bool {
    use Lop::*;
    !matches!(
        op,
        Nop | LoadK
            | StoreSubscr
            | CompareJump
            | CompareJumpK
            | TruthJump
            | Jump
            | JumpBack
            | JumpIfFalse
            | JumpIfTrue
            | JumpIfNone
            | JumpIfNotNone
            | StoreName
            | StoreNameCached
            | StoreGlobal
            | StoreDeref
            | LoadMethod
            | LoadMethodCached
            | StoreAttr
            | StoreAttrSlot
            | StoreAttrAdd
            | Call
            | Return
            | ReturnK
            | Yield
            | Resume
            | BuildList
            | BuildTuple
            | ListAppend
            | Unpack
            | Cold
    )
}
