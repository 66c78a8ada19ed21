//! A look at a thread that does not run, and at the objects it can reach: for steppers and debuggers. Changes nothing,
//! allocates nothing in the heap, and runs no Python.

use gilscope_heap::{Kind, Obj, Value};

use crate::types::containers::range;
use crate::types::{class, dict, exception, function, instance, int, list, module, set, slice, str, tuple};
use crate::vm::lower::stack_depths;
use crate::vm::{dispatch, frame};
use crate::world::RtCode;
use crate::{Cx, Worker};

pub use crate::vm::refs::{counts, is_immortal};

/// A frame of Python.
pub struct Frame<'e> {
    pub code: &'e RtCode,
    /// Number of the code.
    pub index: u32,
    /// The instruction that comes next; in a frame that has called another, the call.
    pub pc: usize,
    /// Is it the interpreter's own Python, which nobody sees?
    pub hidden: bool,
    /// Locals that have a value, by name.
    pub locals: Vec<(String, Value)>,
    /// The operand stack, its bottom first.
    pub stack: Vec<Value>,
    /// The dict of the globals.
    pub globals: Option<Obj>,
}

/// The frames of the context's thread, the innermost first.
pub fn frames<'e>(cx: &Cx<'e>) -> Vec<Frame<'e>> {
    let mut frames = Vec::new();
    let mut fp = cx.thread.fp;
    while !fp.is_null() {
        if frame::is_python(fp) {
            let l = dispatch::lowered(cx, fp);
            let code = cx.world.code(l.index);
            let at = (fp.get(frame::PC).int_value() as usize).min(l.pcs.len() - 1);
            let pc = l.pcs[at] as usize;
            let reg = |i: usize| fp.get(frame::HEADER + i);
            let unwrap = |v: Value| match v.as_obj() {
                Some(o) if o.is(Kind::Cell) => o.get(0),
                _ => v,
            };
            let named = code.code.locals.iter().enumerate().map(|(i, l)| (l.name.to_string(), unwrap(reg(i))));
            let depth = stack_depths(&code.code).get(pc).copied().flatten().unwrap_or(0) as usize;
            let func = fp.get(frame::FUNC).as_obj().filter(|o| o.is(Kind::Function));
            frames.push(Frame {
                code,
                index: l.index,
                pc,
                hidden: l.hidden,
                locals: named.filter(|(_, v)| !v.is_null()).collect(),
                stack: (0..depth).map(|i| reg(l.locals + i)).collect(),
                globals: func.and_then(|f| f.get(function::func::GLOBALS).as_obj()),
            });
        }
        fp = frame::prev(fp);
    }
    frames
}

/// What is called `name` in the module `__main__`, all of it, in the order of its making.
pub fn main_globals(cx: &Cx<'_>) -> Vec<(String, Value)> {
    let Some(main) = dict::get_str(cx.world.modules.obj(), cx.world.name(crate::N::__main__)) else {
        return Vec::new();
    };
    dict::items(module::dict(main)).into_iter().map(|(k, v)| (str::to_string(k), v)).collect()
}

/// A short text for a value, as `repr` would begin, at most about `limit` characters: containers a level deep, objects
/// of the program's classes by their class.
pub fn short_repr(cx: &Cx<'_>, v: Value, limit: usize) -> String {
    let text = repr(cx, v, limit, 2);
    if text.chars().count() <= limit {
        return text;
    }
    text.chars().take(limit.saturating_sub(1)).chain(['…']).collect()
}

fn repr(cx: &Cx<'_>, v: Value, limit: usize, depth: usize) -> String {
    match v {
        Value::NULL => return "NULL".into(),
        Value::NONE => return "None".into(),
        Value::TRUE => return "True".into(),
        Value::FALSE => return "False".into(),
        Value::ELLIPSIS => return "Ellipsis".into(),
        Value::NOT_IMPLEMENTED => return "NotImplemented".into(),
        _ => {}
    }
    if v.is_int() {
        return v.int_value().to_string();
    }
    if v.is_float() {
        return crate::types::number::float_text::repr(v.float_value());
    }
    let Some(o) = v.as_obj() else { return "?".into() };
    if o.has(gilscope_heap::flag::SUBCLASS) {
        return format!("<{} object>", cx.type_name(v));
    }
    let row = |items: &mut dyn Iterator<Item = Value>| {
        let mut text = String::new();
        for (i, v) in items.enumerate() {
            if i > 0 {
                text.push_str(", ");
            }
            if text.len() > limit {
                text.push('…');
                break;
            }
            text.push_str(&repr(cx, v, limit, depth - 1));
        }
        text
    };
    match o.kind() {
        Kind::Str => quoted(&str::to_string(v), limit),
        Kind::Bytes => format!("b{}", quoted(&String::from_utf8_lossy(crate::types::bytes::get(o)), limit)),
        Kind::BigInt => int::to_i128(v).map_or_else(|| "a large int".into(), |i| i.to_string()),
        Kind::List if depth == 0 => "[…]".into(),
        Kind::Tuple if depth == 0 => "(…)".into(),
        Kind::Dict if depth == 0 => "{…}".into(),
        Kind::List => format!("[{}]", row(&mut list::items(o).into_iter())),
        Kind::Tuple if tuple::len(o) == 1 => format!("({},)", row(&mut tuple::items(o))),
        Kind::Tuple => format!("({})", row(&mut tuple::items(o))),
        Kind::Dict => {
            let pairs = dict::items(o).into_iter().take(limit);
            let texts: Vec<String> =
                pairs.map(|(k, v)| format!("{}: {}", repr(cx, k, limit, 0), repr(cx, v, limit, depth - 1))).collect();
            format!("{{{}}}", texts.join(", "))
        }
        Kind::Set => {
            let items: Vec<Value> = set::frozen_entries(o).map(|(_, v)| v).collect();
            if items.is_empty() { "set()".into() } else { format!("{{{}}}", row(&mut items.into_iter())) }
        }
        Kind::Function => format!("<function {}>", str::to_string(o.get(function::func::QUALNAME))),
        Kind::Native => format!("<built-in function {}>", function::def(cx, o).name),
        Kind::Type => format!("<class '{}'>", str::to_string(o.get(class::NAME))),
        Kind::Module => {
            let dict = o.get(module::DICT).as_obj();
            let name = dict.and_then(|d| dict::get_str(d, cx.world.name(crate::N::__name__)));
            name.map_or("<module>".into(), |name| format!("<module {}>", repr(cx, name, limit, 0)))
        }
        Kind::Range if o.get(range::STEP) == Value::small(1) => {
            let of = |word| repr(cx, o.get(word), limit, 0);
            format!("range({}, {})", of(range::START), of(range::STOP))
        }
        Kind::Slice => {
            let of = |word| repr(cx, o.get(word), limit, 0);
            format!("slice({}, {}, {})", of(slice::START), of(slice::STOP), of(slice::STEP))
        }
        Kind::Exception if depth > 0 => {
            let args = o.get(exception::ARGS).as_obj().filter(|a| a.is(Kind::Tuple));
            let args = args.map_or_else(Vec::new, |a| tuple::to_vec(a.into()));
            format!("{}({})", cx.type_name(v), row(&mut args.into_iter()))
        }
        _ => format!("<{} object>", cx.type_name(v)),
    }
}

/// As `repr` quotes, but cut.
fn quoted(text: &str, limit: usize) -> String {
    let cut: String = text.chars().take(limit + 1).collect();
    let quote = if cut.contains('\'') && !cut.contains('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for c in cut.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            c if c == quote => out.extend(['\\', c]),
            c if c.is_control() => out.extend(c.escape_default()),
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}

/// What an object refers to that a learner knows as part of it, each with a label (`0`, `'key'`, `.attribute`): the first
/// `most`, and how many there are in all.
pub fn parts(cx: &Cx<'_>, o: Obj, most: usize) -> (Vec<(String, Value)>, usize) {
    let numbered = |(i, v): (usize, Value)| (i.to_string(), v);
    match o.kind() {
        Kind::List => {
            let items = (0..list::len(o)).map_while(|i| list::get(o, i));
            (items.take(most).enumerate().map(numbered).collect(), list::len(o))
        }
        Kind::Tuple => {
            let items = tuple::to_vec(o.into());
            (items.iter().copied().take(most).enumerate().map(numbered).collect(), items.len())
        }
        Kind::Set => (set::frozen_entries(o).take(most).map(|(_, v)| (String::new(), v)).collect(), set::len(o)),
        Kind::Dict => {
            let items = dict::items(o);
            (items.iter().take(most).map(|&(k, v)| (short_repr(cx, k, 30), v)).collect(), items.len())
        }
        Kind::Instance => {
            let items = instance::attributes(cx, o);
            (items.iter().take(most).map(|&(k, v)| (format!(".{}", str::to_string(k)), v)).collect(), items.len())
        }
        _ => (Vec::new(), 0),
    }
}

/// Is it an object whose inside is worth showing: a container, or one of the program's own?
pub fn is_shown(o: Obj) -> bool {
    matches!(o.kind(), Kind::List | Kind::Tuple | Kind::Set | Kind::Dict | Kind::Instance | Kind::Lock | Kind::RLock)
}

/// Is it an object of a class that the program itself has made?
pub fn is_of_main(cx: &Cx<'_>, o: Obj) -> bool {
    class::methods::module_of(cx, cx.type_of(o.into())).as_deref() == Some("__main__")
}

/// A context for looking only.
pub fn look<'e>(
    world: &'e crate::World,
    host: &'e dyn crate::Host,
    worker: &'e mut Worker,
    thread: &'e mut crate::VmThread,
) -> Cx<'e> {
    let cx = Cx::new(world, host, worker, thread);
    cx.codes.fine.set(true);
    cx
}
