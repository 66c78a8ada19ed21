//! What the code generator emits and the flow graph works on: instructions with places in the source and symbolic
//! jump targets, among them a few that exist only until the code is laid out.

use gilscope_bytecode::Op;

/// A place in the source: lines from 1, columns in UTF-8 bytes from 0. A negative line means that there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loc {
    pub line: i32,
    pub end_line: i32,
    pub col: i32,
    pub end_col: i32,
}

impl Loc {
    /// An artificial instruction, which takes over the line of what comes before it, if that can be told.
    pub const NONE: Loc = Loc { line: -1, end_line: -1, col: -1, end_col: -1 };
    /// An artificial instruction that takes the place of the one after it.
    pub const NEXT: Loc = Loc { line: -2, end_line: -2, col: -2, end_col: -2 };

    pub const fn new(line: i32, end_line: i32, col: i32, end_col: i32) -> Loc {
        Loc { line, end_line, col, end_col }
    }

    /// A line without columns of its own: as CPython places the instructions of a scope's entry.
    pub const fn line_start(line: i32) -> Loc {
        Loc { line, end_line: line, col: 0, end_col: 0 }
    }
}

/// An opcode, or one that exists only inside the compiler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnyOp {
    Real(Op),
    /// An unconditional jump whose direction is not known yet.
    Jump,
    /// The same, where no other thread may get its turn.
    JumpNoInterrupt,
    /// Jumps if the value on top is false (true), which stays on the stack.
    JumpIfFalse,
    JumpIfTrue,
    /// Pushes the cell itself.
    LoadClosure,
    /// From here to the matching `PopBlock` the target handles exceptions.
    SetupFinally,
    /// The same, and the handler gets the index of the raising instruction.
    SetupCleanup,
    SetupWith,
    PopBlock,
    /// Like `STORE_FAST`, of what may be NULL.
    StoreFastMaybeNull,
    /// Where a module's annotations are set up.
    AnnotationsPlaceholder,
}

impl From<Op> for AnyOp {
    fn from(op: Op) -> AnyOp {
        AnyOp::Real(op)
    }
}

impl AnyOp {
    pub fn is_block_push(self) -> bool {
        matches!(self, AnyOp::SetupFinally | AnyOp::SetupCleanup | AnyOp::SetupWith)
    }

    pub fn is_jump(self) -> bool {
        match self {
            AnyOp::Real(op) => op.is_jump(),
            AnyOp::Jump | AnyOp::JumpNoInterrupt | AnyOp::JumpIfFalse | AnyOp::JumpIfTrue => true,
            _ => false,
        }
    }

    pub fn has_target(self) -> bool {
        self.is_jump() || self.is_block_push()
    }

    pub fn is_unconditional_jump(self) -> bool {
        matches!(
            self,
            AnyOp::Jump
                | AnyOp::JumpNoInterrupt
                | AnyOp::Real(Op::JumpForward | Op::JumpBackward | Op::JumpBackwardNoInterrupt)
        )
    }

    /// Leaves the function, or raises.
    pub fn exits_scope(self) -> bool {
        matches!(self, AnyOp::Real(Op::ReturnValue | Op::RaiseVarargs | Op::Reraise))
    }

    /// Must be the last of its block.
    pub fn is_terminator(self) -> bool {
        self.is_jump() || self.exits_scope()
    }

    pub fn falls_through(self) -> bool {
        !self.is_unconditional_jump() && !self.exits_scope()
    }

    pub fn pops(self, arg: u32) -> u32 {
        match self {
            AnyOp::Real(op) => op.pops(arg),
            AnyOp::JumpIfFalse | AnyOp::JumpIfTrue | AnyOp::StoreFastMaybeNull => 1,
            _ => 0,
        }
    }

    /// For the block pushes: what the jump to the handler leaves on the stack.
    pub fn pushes(self, arg: u32) -> u32 {
        match self {
            AnyOp::Real(op) => op.pushes(arg),
            AnyOp::JumpIfFalse | AnyOp::JumpIfTrue | AnyOp::LoadClosure | AnyOp::SetupFinally | AnyOp::SetupWith => 1,
            AnyOp::SetupCleanup => 2,
            _ => 0,
        }
    }
}

/// A jump target, before it has a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Label(pub u32);

impl Label {
    pub const NONE: Label = Label(u32::MAX);
}

#[derive(Clone, Copy, Debug)]
pub struct SeqInstr {
    pub op: AnyOp,
    /// For jumps and block pushes: the label's number.
    pub arg: u32,
    pub loc: Loc,
}

/// Instructions in the order in which they were emitted.
#[derive(Clone, Debug, Default)]
pub struct Sequence {
    pub instrs: Vec<SeqInstr>,
    /// For each label the index of the instruction that follows it.
    pub labels: Vec<u32>,
    /// What stands in for the `AnnotationsPlaceholder`.
    pub annotations: Option<Box<Sequence>>,
}

impl Sequence {
    pub fn new_label(&mut self) -> Label {
        self.labels.push(u32::MAX);
        Label(self.labels.len() as u32 - 1)
    }

    pub fn use_label(&mut self, label: Label) {
        self.labels[label.0 as usize] = self.instrs.len() as u32;
    }

    pub fn push(&mut self, op: AnyOp, arg: u32, loc: Loc) {
        self.instrs.push(SeqInstr { op, arg, loc });
    }

    /// Puts an instruction before all others; labels move along.
    pub fn insert_first(&mut self, op: AnyOp, arg: u32, loc: Loc) {
        self.instrs.insert(0, SeqInstr { op, arg, loc });
        for target in &mut self.labels {
            *target = target.saturating_add(1);
        }
    }
}
