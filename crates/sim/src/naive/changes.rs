//! Which counts an instruction changes.
use gilscope_bytecode::{BinaryOp, Code, Op};
use gilscope_core::types::{dict, function, instance, list};
use gilscope_core::vm::frame::HEADER;
use gilscope_core::vm::lower::stack_depths;
use gilscope_core::vm::{cold, refs};
use gilscope_core::{Cx, StepAt};
use gilscope_heap::{Fp, Kind, Obj, Value, flag};

/// A change of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Of this object: 1 or -1.
    Of(Obj, i64),
    /// One more of whatever the instruction leaves in this register, if it goes on to the next one.
    Result(usize),
}

/// What is known of a code's stack before each instruction.
pub struct Shape {
    depths: Vec<Option<u32>>,
    borrowed: Vec<u64>,
}

impl Shape {
    pub fn new(code: &Code) -> Shape {
        let borrowed = (0..code.instrs.len() as u32).map(|i| refs::operands(code, i).borrowed).collect();
        Shape { depths: stack_depths(code), borrowed }
    }
}

/// Is the object one whose count is kept: one of the program's own? Strings, numbers, modules, natives and what else is
/// Gilscope's own are as if immortal.
fn is_counted(o: Obj) -> bool {
    use Kind::*;
    let kind = matches!(
        o.kind(),
        List | Tuple | Set | Dict | Instance | Function | Lock | RLock | Generator | Iter | ByteArray
    );
    kind && !o.has(flag::IMMORTAL)
}

/// An instruction that is about to run, with its frame.
pub struct Site<'s> {
    pub fp: Fp,
    pub at: &'s StepAt,
    pub code: &'s Code,
    pub shape: &'s Shape,
}

impl Site<'_> {
    fn depth(&self) -> usize {
        self.shape.depths[self.at.pc as usize].unwrap_or(0) as usize
    }

    /// The register of the operand `k`; the topmost is 1.
    fn register(&self, k: usize) -> usize {
        HEADER + self.code.locals.len() + self.depth() - k
    }

    fn operand(&self, k: usize) -> Value {
        if k > self.depth() { Value::NULL } else { self.fp.get(self.register(k)) }
    }

    fn is_borrowed(&self, k: usize) -> bool {
        let slot = self.depth() - k;
        slot < 64 && self.shape.borrowed[self.at.pc as usize] >> slot & 1 != 0
    }

    fn arg(&self) -> usize {
        self.code.instrs[self.at.pc as usize].arg as usize
    }

    fn local(&self, i: usize) -> Value {
        self.fp.get(HEADER + i)
    }

    /// The objects that the instruction takes, or loads from a local: touching one that was freed is the end.
    pub fn touched(&self, f: &mut dyn FnMut(Obj)) {
        let mut see = |v: Value| v.as_obj().into_iter().for_each(&mut *f);
        let arg = self.arg();
        match self.at.op {
            Op::LoadFast | Op::LoadFastBorrow | Op::LoadFastCheck => see(self.local(arg)),
            Op::LoadFastLoadFast | Op::LoadFastBorrowLoadFastBorrow => {
                see(self.local(arg >> 4));
                see(self.local(arg & 15));
            }
            op => (1..=op.pops(arg as u32) as usize).for_each(|k| see(self.operand(k))),
        }
    }

    /// What the instruction does to counts, in its order: as CPython 3.14 does it, as far as its own references go. What
    /// natives do inside is done in one step.
    pub fn changes(&self, cx: &Cx<'_>) -> Vec<Change> {
        let mut list = List(Vec::new());
        let arg = self.arg();
        match self.at.op {
            Op::LoadFast | Op::LoadFastCheck => list.more(self.local(arg)),
            Op::LoadFastLoadFast => {
                list.more(self.local(arg >> 4));
                list.more(self.local(arg & 15));
            }
            Op::LoadGlobal | Op::LoadName | Op::LoadDeref => list.0.push(Change::Result(self.register(0))),
            Op::ForIter => list.0.push(Change::Result(self.register(0))),
            Op::StoreFast => {
                self.moved(1, &mut list);
                list.less(self.local(arg));
            }
            Op::StoreFastLoadFast => {
                let (to, from) = (arg >> 4, arg & 15);
                list.less(self.local(to));
                list.more(if from == to { self.operand(1) } else { self.local(from) });
            }
            Op::StoreFastStoreFast => {
                list.less(self.local(arg >> 4));
                list.less(self.local(arg & 15));
            }
            Op::StoreGlobal | Op::StoreName => {
                // The dict takes a reference of its own, lets go of the old value; then the operand goes.
                list.more(self.operand(1));
                list.less(self.named(cx));
                self.dropped(1, &mut list);
            }
            Op::StoreDeref => {
                self.moved(1, &mut list);
                list.less(self.local(arg).as_obj().map_or(Value::NULL, |cell| cell.get(0)));
            }
            Op::DeleteFast => list.less(self.local(arg)),
            Op::DeleteDeref => list.less(self.local(arg).as_obj().map_or(Value::NULL, |cell| cell.get(0))),
            Op::DeleteName | Op::DeleteGlobal => list.less(self.named(cx)),
            // What a class has is not counted; where there is a method, its `self` is what it was taken from.
            Op::LoadAttr if arg & 1 == 0 => {
                list.0.push(Change::Result(self.register(1)));
                self.dropped(1, &mut list);
            }
            Op::StoreAttr => {
                self.moved(2, &mut list);
                if let Some(o) = self.operand(1).as_obj().filter(|o| o.is(Kind::Instance)) {
                    let name = cx.world.code(self.at.code).names[arg];
                    list.less(instance::get(cx, o, name).unwrap_or(Value::NULL));
                }
                self.dropped(1, &mut list);
            }
            Op::BinaryOp => {
                if BinaryOp::from_arg(arg as u32) == Some(BinaryOp::Subscr) {
                    list.0.push(Change::Result(self.register(2)));
                }
                self.dropped(2, &mut list);
                self.dropped(1, &mut list);
            }
            Op::CompareOp | Op::ContainsOp | Op::IsOp => {
                self.dropped(2, &mut list);
                self.dropped(1, &mut list);
            }
            Op::StoreSubscr => {
                self.moved(3, &mut list);
                list.less(item(self.operand(2), self.operand(1)));
                self.dropped(2, &mut list);
            }
            Op::PopTop | Op::PopIter | Op::EndFor => self.dropped(1, &mut list),
            Op::GetIter => {
                list.more(self.operand(1));
                self.dropped(1, &mut list);
            }
            Op::Copy if !self.is_borrowed(arg) => list.more(self.operand(arg)),
            Op::BuildList | Op::BuildTuple | Op::BuildSet => (1..=arg).rev().for_each(|k| self.moved(k, &mut list)),
            Op::BuildMap => (1..=2 * arg).rev().for_each(|k| self.moved(k, &mut list)),
            Op::Call => self.call(cx, arg, &mut list),
            Op::ReturnValue => {
                self.moved(1, &mut list);
                let borrowed = refs::borrowed_args(cx.world, cx.codes, self.fp);
                for i in 0..self.code.locals.len() {
                    if i >= 64 || borrowed >> i & 1 == 0 {
                        list.less(self.local(i));
                    }
                }
                list.less(self.fp.get(gilscope_core::vm::frame::FUNC));
            }
            _ => {}
        }
        list.0
    }

    /// Arguments of a function of Python become its locals; those of a native are let go of when it is done.
    fn call(&self, cx: &Cx<'_>, n: usize, list: &mut List) {
        let Some(callee) = self.operand(n + 2).as_obj().filter(|o| o.is(Kind::Native)) else { return };
        let appends = function::def(cx, callee).name == "append" && n == 1;
        for k in (1..=n).rev() {
            if appends { self.moved(k, list) } else { self.dropped(k, list) }
        }
        if self.operand(n + 1) != Value::NULL {
            self.dropped(n + 1, list);
        }
    }

    /// The instruction lets go of its operand.
    fn dropped(&self, k: usize, list: &mut List) {
        if !self.is_borrowed(k) {
            list.less(self.operand(k));
        }
    }

    /// The instruction puts its operand elsewhere: what was borrowed has to be counted there.
    fn moved(&self, k: usize, list: &mut List) {
        if self.is_borrowed(k) {
            list.more(self.operand(k));
        }
    }

    /// What the name of the instruction stands for at present in its namespace.
    fn named(&self, cx: &Cx<'_>) -> Value {
        let name = cx.world.code(self.at.code).names[self.arg()];
        let is_global = matches!(self.at.op, Op::StoreGlobal | Op::DeleteGlobal);
        let ns = if is_global { cold::globals(self.fp) } else { cold::namespace(self.fp) };
        let ns = ns.as_obj().filter(|o| o.is_exact(Kind::Dict));
        ns.and_then(|d| dict::get_str(d, name)).unwrap_or(Value::NULL)
    }
}

/// `container[key]` as far as it can be told without calling anything.
fn item(container: Value, key: Value) -> Value {
    let Some(o) = container.as_obj() else { return Value::NULL };
    let found = match o.kind() {
        Kind::List if o.is_exact(Kind::List) => {
            let i = key.as_int().map(|i| if i < 0 { i + list::len(o) as i64 } else { i });
            i.and_then(|i| usize::try_from(i).ok()).and_then(|i| list::get(o, i))
        }
        Kind::Dict if key.as_obj().is_some_and(|k| k.is_exact(Kind::Str)) => dict::get_str(o, key),
        _ => None,
    };
    found.unwrap_or(Value::NULL)
}

struct List(Vec<Change>);

impl List {
    fn more(&mut self, v: Value) {
        self.add(v, 1);
    }

    fn less(&mut self, v: Value) {
        self.add(v, -1);
    }

    fn add(&mut self, v: Value, delta: i64) {
        if let Some(o) = counted(v) {
            self.0.push(Change::Of(o, delta));
        }
    }
}

/// The object of a value, if its count is kept.
pub fn counted(v: Value) -> Option<Obj> {
    v.as_obj().filter(|&o| is_counted(o))
}
