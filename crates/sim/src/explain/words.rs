//! What an instruction of the program did, as what its thread does.
use gilscope_bytecode::{BinaryOp, Code, CodeFlags, Const, Op, argrepr};
use gilscope_protocol::moment::{LockView, Moment, Named, StepKind, ThreadView};

use super::{in_library, own};

/// An instruction that ran.
pub struct Step<'s> {
    pub code: &'s Code,
    pub index: usize,
    /// The stack before it, if that is known; its bottom first.
    pub had: &'s [Named],
    /// The moment after it.
    pub now: &'s Moment,
    pub actor: &'s ThreadView,
    /// The next one comes next.
    pub went_on: bool,
    /// It has called something of Python.
    pub went_deeper: bool,
    /// It has to wait, and is done again.
    pub waits: bool,
}

/// What is called, as a program writes it, from how it is shown.
fn callee(repr: &str) -> &str {
    let kinds = ["<function ", "<built-in function ", "<built-in method ", "<class '", "<type "];
    let Some(name) = kinds.iter().find_map(|kind| repr.strip_prefix(kind)) else { return repr };
    let name = name.split(" at 0x").next().unwrap_or(name);
    name.strip_suffix("'>").or(name.strip_suffix('>')).unwrap_or(name)
}

/// `an Empty`.
fn one(class: &str) -> String {
    let an = class.starts_with(['A', 'E', 'I', 'O', 'U', 'a', 'e', 'i', 'o', 'u']);
    format!("{} {class}", if an { "an" } else { "a" })
}

fn is_native(repr: &str) -> bool {
    repr.starts_with("<built-in ")
}

impl Step<'_> {
    fn op(&self) -> Op {
        self.code.instrs[self.index].op
    }

    fn arg(&self) -> usize {
        self.code.instrs[self.index].arg as usize
    }

    /// What lay on the stack before, counted from the top: 1 is the topmost.
    fn named(&self, n: usize) -> Option<&Named> {
        self.had.len().checked_sub(n).and_then(|i| self.had.get(i))
    }

    fn was(&self, n: usize) -> &str {
        self.named(n).map_or("something", |v| &*v.repr)
    }

    /// The same of the stack as it is now.
    fn is(&self, n: usize) -> &str {
        let stack = own(self.actor).map_or(&[][..], |f| &f.stack);
        stack.len().checked_sub(n).and_then(|i| stack.get(i)).map_or("something", |v| &*v.repr)
    }

    fn top(&self) -> &str {
        self.is(1)
    }

    /// The operand as `dis` explains it.
    fn operand(&self) -> String {
        let text = argrepr(self.code, self.index);
        text.split(" + NULL").next().unwrap_or("").to_owned()
    }

    fn line_now(&self) -> u32 {
        own(self.actor).map_or(0, |f| f.line)
    }

    fn local(&self, i: usize) -> (String, String) {
        let name = self.code.locals.get(i).map_or(String::new(), |l| l.name.to_string());
        let value = own(self.actor).and_then(|f| f.locals.iter().find(|n| n.name == name));
        let repr = value.map_or_else(String::new, |v| v.repr.clone());
        (name, repr)
    }

    /// The value of the name that the instruction is about.
    fn value(&self, name: &str) -> Option<String> {
        let of = |rows: &[Named]| rows.iter().find(|n| n.name == name).map(|n| n.repr.clone());
        let is_global = matches!(self.op(), Op::StoreGlobal | Op::LoadGlobal | Op::StoreName | Op::LoadName);
        let frame = own(self.actor);
        if is_global
            && frame.is_none_or(|f| f.locals.is_empty() || self.op() == Op::LoadGlobal || self.op() == Op::StoreGlobal)
        {
            return of(&self.now.globals);
        }
        frame.and_then(|f| of(&f.locals))
    }

    /// A local variable that was loaded.
    fn loaded(&self, i: usize) -> String {
        match self.local(i) {
            (name, repr) if repr.is_empty() => name,
            (name, repr) => format!("{name}: {repr}"),
        }
    }

    /// `; the result is …`, or which Python does it.
    fn result(&self, lead: &str) -> String {
        if self.went_on { format!("{lead}{}", self.top()) } else { self.by() }
    }

    /// Which function of Python does it, if one does.
    fn by(&self) -> String {
        match self.actor.frames.first().filter(|_| self.went_deeper) {
            Some(f) if f.library => format!(", which calls {} in the library", in_library(&f.file, &f.name)),
            Some(f) => format!(", which calls {}", f.name),
            None => String::new(),
        }
    }

    /// What kind of step it was, and what its thread did, to stand behind the thread's name.
    pub fn words(&self) -> (StepKind, String) {
        let kind = match self.op() {
            Op::StoreGlobal | Op::StoreName | Op::StoreFast | Op::StoreDeref | Op::StoreAttr | Op::StoreSubscr => {
                StepKind::Store
            }
            Op::StoreSlice | Op::StoreFastLoadFast | Op::StoreFastStoreFast => StepKind::Store,
            Op::LoadGlobal | Op::LoadName | Op::LoadFast | Op::LoadFastBorrow | Op::LoadDeref | Op::LoadConst => {
                StepKind::Load
            }
            Op::LoadSmallInt | Op::LoadAttr | Op::LoadFastLoadFast | Op::LoadFastBorrowLoadFastBorrow => StepKind::Load,
            Op::LoadFastCheck | Op::LoadCommonConstant | Op::LoadSuperAttr => StepKind::Load,
            Op::Call | Op::CallKw | Op::CallFunctionEx if self.waits => StepKind::Block,
            Op::Call | Op::CallKw | Op::CallFunctionEx | Op::Resume | Op::WithExceptStart => StepKind::Call,
            Op::ForIter if self.went_deeper => StepKind::Call,
            _ => StepKind::Other,
        };
        let words = self.names().or_else(|| self.operators()).or_else(|| self.flow()).or_else(|| self.makes());
        (kind, words.unwrap_or_else(|| self.help()))
    }

    /// What is left: the instruction's own help.
    fn help(&self) -> String {
        let help = self.op().help().trim_end_matches('.');
        let end = help.char_indices().nth(1).map_or(help.len(), |(i, _)| i);
        format!("runs {}: {}{}", self.op().name(), help[..end].to_lowercase(), &help[end..])
    }

    /// Variables, attributes, items and constants.
    fn names(&self) -> Option<String> {
        let (name, arg) = (self.operand(), self.arg());
        Some(match self.op() {
            Op::StoreGlobal | Op::StoreName | Op::StoreFast | Op::StoreDeref => {
                match self.value(&name).unwrap_or_else(|| self.was(1).to_owned()) {
                    v if v == "NULL" => format!("gives {name} back: it has no value again"),
                    v => format!("stores {v} to {name}"),
                }
            }
            Op::StoreFastLoadFast => {
                format!("stores {} to {} and loads {}", self.was(1), self.local(arg >> 4).0, self.loaded(arg & 15))
            }
            Op::StoreFastStoreFast => {
                let (a, b) = (self.local(arg >> 4).0, self.local(arg & 15).0);
                format!("stores {} to {a} and {} to {b}", self.was(1), self.was(2))
            }
            Op::StoreAttr => format!("stores {} to the attribute {name} of {}{}", self.was(2), self.was(1), self.by()),
            Op::StoreSubscr => {
                format!("stores {} to the item {} of {}{}", self.was(3), self.was(1), self.was(2), self.by())
            }
            Op::StoreSlice => {
                format!("stores {} to the part {} of {}{}", self.was(4), self.part(), self.was(3), self.by())
            }
            Op::LoadGlobal | Op::LoadName | Op::LoadFast | Op::LoadFastBorrow | Op::LoadDeref | Op::LoadFastCheck => {
                let v = self.value(&name).map_or(String::new(), |v| format!(": {v}"));
                format!("loads {name}{v}")
            }
            Op::LoadFastLoadFast | Op::LoadFastBorrowLoadFastBorrow => {
                format!("loads {} and {}", self.loaded(arg >> 4), self.loaded(arg & 15))
            }
            Op::LoadFastAndClear => format!("puts the value of {name} aside: the comprehension has its own {name}"),
            Op::LoadConst | Op::LoadSmallInt | Op::LoadCommonConstant => match self.code.consts.get(arg) {
                Some(Const::Code(inner)) if self.op() == Op::LoadConst => format!("loads the code of {}", inner.name),
                _ => format!("loads the constant {}", self.top()),
            },
            Op::LoadAttr if arg & 1 == 0 => {
                format!("loads the attribute {name} of {}{}", self.was(1), self.result(": "))
            }
            Op::LoadAttr => format!("loads the attribute {name} of {}{}", self.was(1), self.by()),
            Op::LoadSuperAttr => format!("loads the attribute {name} of the class above{}", self.by()),
            Op::LoadSpecial => format!("looks up {name} of {}", self.was(1)),
            Op::DeleteName | Op::DeleteGlobal | Op::DeleteFast | Op::DeleteDeref => format!("deletes the name {name}"),
            Op::DeleteAttr => format!("deletes the attribute {name} of {}{}", self.was(1), self.by()),
            Op::DeleteSubscr => format!("deletes the item {} of {}{}", self.was(1), self.was(2), self.by()),
            Op::ImportName if self.went_deeper => format!("imports {name}, whose own code runs first"),
            Op::ImportName => format!("imports {name}"),
            Op::ImportFrom => format!("takes {name} out of {}", self.was(1)),
            Op::MakeCell => format!("makes a cell for {name}, which inner functions use too"),
            Op::CopyFreeVars => "takes along the variables of the functions around it".to_owned(),
            _ => return None,
        })
    }

    /// The two ends of a slice, as a program writes them; the upper one lies on top.
    fn part(&self) -> String {
        let end = |n| if self.was(n) == "None" { "" } else { self.was(n) };
        format!("[{}:{}]", end(2), end(1))
    }

    /// Operators, comparisons and questions.
    fn operators(&self) -> Option<String> {
        let (a, b) = (self.was(2), self.was(1));
        let name = self.operand();
        Some(match self.op() {
            Op::BinaryOp if BinaryOp::from_arg(self.arg() as u32) == Some(BinaryOp::Subscr) => {
                format!("takes the item {b} of {a}{}", self.result(": "))
            }
            Op::BinaryOp => format!("computes {a} {name} {b}{}", self.result("; the result is ")),
            Op::BinarySlice => {
                format!("takes the part {} of {}{}", self.part(), self.was(3), self.result(": "))
            }
            Op::CompareOp => {
                let sign = name.strip_prefix("bool(").and_then(|n| n.strip_suffix(')')).unwrap_or(&name);
                format!("compares {a} {sign} {b}{}", self.result("; the result is "))
            }
            Op::IsOp => format!("compares {a} {name} {b}{}", self.result("; the result is ")),
            Op::ContainsOp => format!("looks for {a} ({name} {b}){}", self.result("; the result is ")),
            Op::UnaryNot => format!("negates {b}{}", self.result("; the result is ")),
            Op::UnaryNegative => format!("takes minus {b}{}", self.result("; the result is ")),
            Op::UnaryInvert => format!("inverts {b}{}", self.result("; the result is ")),
            Op::ToBool => format!("asks whether this is true: {b}{}", self.result("; the result is ")),
            Op::CheckExcMatch if b.starts_with('(') => {
                let classes = b.replace("<class '", "").replace("'>", "");
                format!("asks whether {a} is one of {classes}; the result is {}", self.top())
            }
            Op::CheckExcMatch => format!("asks whether {a} is {}; the result is {}", one(callee(b)), self.top()),
            Op::GetLen => format!("takes the length of {b}{}", self.result(": ")),
            Op::MatchSequence => format!("asks whether {b} is a sequence; the result is {}", self.top()),
            Op::MatchMapping => format!("asks whether {b} is a mapping; the result is {}", self.top()),
            Op::MatchKeys => format!("looks for the keys {b} in {a}{}", self.result("; found: ")),
            Op::MatchClass => {
                format!("asks whether {} is {}{}", self.was(3), one(callee(a)), self.result("; its parts: "))
            }
            _ => return None,
        })
    }

    /// Calls, jumps, loops, generators and exceptions.
    fn flow(&self) -> Option<String> {
        let (qualname, line) = (&self.code.qualname, self.line_now());
        Some(match self.op() {
            Op::Call | Op::CallKw | Op::CallFunctionEx => self.call(),
            Op::Resume => match self.arg() & 3 {
                0 => format!("enters {qualname}"),
                1 => format!("goes on in {qualname}, behind its yield"),
                2 => format!("goes on in {qualname}, behind its yield from"),
                _ => format!("goes on in {qualname}, behind its await"),
            },
            Op::PopJumpIfFalse | Op::PopJumpIfTrue | Op::PopJumpIfNone | Op::PopJumpIfNotNone => {
                let on = if self.went_on { "goes on".to_owned() } else { format!("jumps, to line {line}") };
                format!("finds {} and {on}", self.was(1))
            }
            Op::JumpForward => format!("jumps, to line {line}"),
            Op::JumpBackward => "goes back to the head of the loop".to_owned(),
            Op::JumpBackwardNoInterrupt => "goes back, and keeps the GIL".to_owned(),
            Op::GetIter => format!("asks {} for an iterator{}", self.was(1), self.by()),
            Op::ForIter if self.went_on => format!("takes the loop's next item: {}", self.top()),
            Op::ForIter if self.went_deeper => format!("asks {} for the loop's next item", self.was(1)),
            Op::ForIter => "finds no more items: the loop has ended".to_owned(),
            Op::PopIter => "drops the iterator of the loop that has ended".to_owned(),
            Op::ReturnGenerator => {
                let flags = self.code.flags();
                let what = if flags.contains(CodeFlags::COROUTINE) {
                    "a coroutine"
                } else if flags.contains(CodeFlags::ASYNC_GENERATOR) {
                    "an asynchronous generator"
                } else {
                    "a generator"
                };
                format!("makes {what} of {qualname}, and nothing of it runs yet")
            }
            Op::YieldValue => format!("yields {} from {qualname}", self.was(1)),
            Op::ReturnValue => format!("returns {} from {qualname}", self.was(1)),
            Op::Send => format!("hands {} on to {}", self.was(1), self.was(2)),
            Op::GetAwaitable => format!("asks {} for what can be waited for{}", self.was(1), self.by()),
            Op::WithExceptStart => "tells the with statement's __exit__ of the exception".to_owned(),
            Op::PushExcInfo => format!("begins to handle {}", self.top()),
            Op::PopExcept => "is done with the exception that it handled".to_owned(),
            Op::Nop => "does nothing: no instruction belongs to this line".to_owned(),
            Op::NotTaken => "goes on: it does not jump".to_owned(),
            _ => return None,
        })
    }

    /// New objects, and the stack.
    fn makes(&self) -> Option<String> {
        let (top, arg) = (self.top(), self.arg());
        let text = |n: usize| self.was(n).to_owned();
        Some(match self.op() {
            Op::BuildList => format!("makes a list: {top}"),
            Op::BuildTuple => format!("makes a tuple: {top}"),
            Op::BuildSet => format!("makes a set: {top}"),
            Op::BuildMap => format!("makes a dict: {top}"),
            Op::BuildSlice => format!("makes a slice of {arg} numbers or None"),
            Op::BuildString => format!("joins {arg} texts: {top}"),
            Op::ListAppend => format!("appends {} to the list", text(1)),
            Op::ListExtend => format!("appends the items of {} to the list", text(1)),
            Op::SetAdd => format!("adds {} to the set", text(1)),
            Op::SetUpdate => format!("adds the items of {} to the set", text(1)),
            Op::MapAdd => format!("stores {} to the item {} of the dict", text(1), text(2)),
            Op::DictUpdate | Op::DictMerge => format!("adds the items of {} to the dict", text(1)),
            Op::UnpackSequence | Op::UnpackEx => format!("takes {} apart{}", text(1), self.by()),
            Op::FormatSimple | Op::FormatWithSpec | Op::ConvertValue => {
                let value = if self.op() == Op::FormatWithSpec { text(2) } else { text(1) };
                format!("turns {value} into text{}", self.result(": "))
            }
            Op::MakeFunction => format!("makes the function {}", callee(top)),
            Op::SetFunctionAttribute => format!("gives the function {} its {}", callee(top), self.operand()),
            Op::LoadBuildClass => "begins to make a class".to_owned(),
            Op::PushNull => "notes that what it is about to call has no self".to_owned(),
            Op::PopTop => format!("drops {} from its stack", text(1)),
            Op::Copy => format!("copies {} to the top of its stack", text(arg)),
            Op::Swap => format!("swaps {} and {} on its stack", text(1), text(arg)),
            _ => return None,
        })
    }

    /// The lock that a method of the lock is called on, if it is one.
    fn lock(&self, of: Option<&Named>) -> Option<(&LockView, String)> {
        let id = of?.refs?;
        let lock = self.now.locks.iter().find(|l| l.id == id)?;
        let name = match &lock.name {
            Some(name) => format!("the {} {name}", lock.kind),
            None => format!("{} {}", if lock.kind == "RLock" { "an" } else { "a" }, lock.kind),
        };
        Some((lock, name))
    }

    fn call(&self) -> String {
        let below = match self.op() {
            Op::Call => self.arg() + 2,
            Op::CallKw => self.arg() + 3,
            _ => 4,
        };
        let (repr, object) = (self.was(below), self.named(below - 1).filter(|v| v.repr != "NULL"));
        let name = callee(repr);
        if let Some((lock, called)) = self.lock(object).filter(|_| is_native(repr)) {
            let by = self.now.threads.iter().find(|t| Some(t.id) == lock.owner && t.id != self.actor.id);
            let by = by.map_or(String::new(), |t| format!(", which {} holds", t.name));
            match (name, self.top()) {
                ("acquire" | "__enter__", _) if self.waits => return format!("wants {called}{by}, and has to wait"),
                ("acquire" | "__enter__", "True") if self.went_on && lock.count > 1 => {
                    return format!("takes {called} once more, with {name}: {} times now", lock.count);
                }
                ("acquire" | "__enter__", "True") if self.went_on => return format!("takes {called}, with {name}"),
                ("acquire", "False") if self.went_on => {
                    return format!("does not get {called}{by}: the result is False");
                }
                ("release" | "__exit__", _) if self.went_on && lock.count > 0 && lock.owner == Some(self.actor.id) => {
                    return format!("releases {called} once, with {name}: {} more to come", lock.count);
                }
                ("release" | "__exit__", _) if self.went_on => return format!("releases {called}, with {name}"),
                _ => {}
            }
        }
        let of = match object {
            Some(object) if is_native(repr) => format!(" of {}", object.repr),
            _ => String::new(),
        };
        if name == "__build_class__" && self.went_deeper {
            return format!("makes the class {}: its body runs", self.was(below - 3));
        }
        match &self.actor.waits {
            Some(waits) if self.waits && self.actor.state == "blocked" => {
                return format!("calls {name}{of}, which has to wait {waits}");
            }
            Some(waits) if self.waits && waits.starts_with("sleeps ") => {
                return format!("calls {name}{of}, and {waits}");
            }
            _ if self.waits => return format!("calls {name}{of}, which has to wait"),
            _ => {}
        }
        if self.went_on {
            format!("calls {name}{of}; the result is {}", self.top())
        } else {
            format!("calls {name}{of}")
        }
    }
}
