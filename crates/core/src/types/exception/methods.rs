//! Constructors, attributes and texts of exceptions.

use gilscope_heap::{Args, Kind, Obj, Value};

use super::{ARGS, CAUSE, CONTEXT, DICT, EXTRA, SUPPRESS, TRACEBACK};
use crate::native::{GetSetDef, NativeDef, func, getset_rw};
use crate::types::{class, dict, int, list, str, tuple};
use crate::{Acc, Cx, N, Res, ops};

pub static BASE: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, /, *args, **kwargs", base_new, Acc::Pure),
    func("__init__", "self, /, *args, **kwargs", base_init, Acc::Write),
    func("__repr__", "self, /", base_repr, Acc::Any),
    func("__str__", "self, /", base_str, Acc::Any),
    func("with_traceback", "self, object, /", with_traceback, Acc::Write),
    func("add_note", "self, object, /", add_note, Acc::Write),
    func("__reduce__", "self, /", reduce, Acc::Read),
    func("__setstate__", "self, object, /", setstate, Acc::Write),
];

pub static BASE_GETSET: &[GetSetDef] = &[
    getset_rw("args", |_, a| Ok(a[0].obj().get(ARGS)), set_args),
    getset_rw("__traceback__", |_, a| Ok(none_for_null(a[0].obj().get(TRACEBACK))), set_traceback),
    getset_rw("__context__", |_, a| Ok(none_for_null(a[0].obj().get(CONTEXT))), |cx, a| set_linked(cx, a, CONTEXT)),
    getset_rw("__cause__", |_, a| Ok(none_for_null(a[0].obj().get(CAUSE))), |cx, a| set_linked(cx, a, CAUSE)),
    getset_rw("__suppress_context__", |_, a| Ok(a[0].obj().get(SUPPRESS)), set_suppress),
    getset_rw("__dict__", get_dict, set_dict),
];

fn none_for_null(v: Value) -> Value {
    if v.is_null() { Value::NONE } else { v }
}

/// Attributes kept in the words from EXTRA on: any value may be stored, `del` makes it None.
macro_rules! extra {
    ($name:literal, $i:expr) => {
        getset_rw(
            $name,
            |_, a| Ok(none_for_null(a[0].obj().get(EXTRA + $i))),
            |_, a| {
                a[0].obj().set(EXTRA + $i, a.get(1));
                Ok(Value::NONE)
            },
        )
    };
}

fn base_new(cx: &mut Cx<'_>, a: Args) -> Res {
    let cls = a[0];
    super::new(cx, cls, a[1])
}

/// The dict of keyword arguments, where there are any.
fn keywords(v: Value) -> Vec<(Value, Value)> {
    v.as_obj().map(dict::items).unwrap_or_default()
}

fn base_init(cx: &mut Cx<'_>, a: Args) -> Res {
    if !keywords(a.get(2)).is_empty() {
        let t = cx.type_name(a[0]);
        return Err(cx.type_error(format!("{t}() takes no keyword arguments")));
    }
    a[0].obj().set(ARGS, a[1]);
    Ok(Value::NONE)
}

fn args_of(o: Obj) -> Vec<Value> {
    match o.get(ARGS).as_obj() {
        Some(t) if t.is(Kind::Tuple) => tuple::items(t).collect(),
        _ => Vec::new(),
    }
}

fn base_str(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    match args_of(o)[..] {
        [] => Ok(cx.intern("")),
        [v] => ops::convert::str(cx, v),
        _ => ops::convert::repr(cx, o.get(ARGS)),
    }
}

fn base_repr(cx: &mut Cx<'_>, a: Args) -> Res {
    let name = class::name(a[0].obj().ty());
    let args = args_of(a[0].obj());
    let mut text = format!("{name}(");
    for (i, &v) in args.iter().enumerate() {
        let Some(r) = ops::convert::primitive_repr(cx, v)? else {
            let (name, args) = (cx.str(&name)?, a[0].obj().get(ARGS));
            return cx.call_hidden("exception_repr", &[name, args]);
        };
        if i > 0 {
            text.push_str(", ");
        }
        text.push_str(&str::to_string(r));
    }
    text.push(')');
    cx.str(&text)
}

fn with_traceback(cx: &mut Cx<'_>, a: Args) -> Res {
    put_traceback(cx, a[0], a[1])?;
    Ok(a[0])
}

fn put_traceback(cx: &mut Cx<'_>, exc: Value, tb: Value) -> Res<()> {
    if tb.is_none() {
        exc.obj().set(TRACEBACK, Value::NULL);
    } else if tb.as_obj().is_some_and(|o| o.is(Kind::Traceback)) {
        exc.obj().set(TRACEBACK, tb);
    } else {
        return Err(cx.type_error("__traceback__ must be a traceback or None"));
    }
    Ok(())
}

fn set_traceback(cx: &mut Cx<'_>, a: Args) -> Res {
    if a[1].is_null() {
        return Err(cx.type_error("__traceback__ may not be deleted"));
    }
    put_traceback(cx, a[0], a[1])?;
    Ok(Value::NONE)
}

fn set_linked(cx: &mut Cx<'_>, a: Args, word: usize) -> Res {
    let name = if word == CAUSE { "cause" } else { "context" };
    let v = a[1];
    if v.is_null() {
        return Err(cx.type_error(format!("__{name}__ may not be deleted")));
    }
    if v.is_none() {
        a[0].obj().set(word, if word == CAUSE { Value::NONE } else { Value::NULL });
    } else if v.as_obj().is_some_and(|o| o.is(Kind::Exception)) {
        a[0].obj().set(word, v);
    } else {
        return Err(cx.type_error(format!("exception {name} must be None or derive from BaseException")));
    }
    if word == CAUSE {
        a[0].obj().set(SUPPRESS, Value::TRUE);
    }
    Ok(Value::NONE)
}

fn set_suppress(cx: &mut Cx<'_>, a: Args) -> Res {
    if !a[1].is_bool() {
        return Err(cx.type_error("attribute value type must be bool"));
    }
    a[0].obj().set(SUPPRESS, a[1]);
    Ok(Value::NONE)
}

fn set_args(cx: &mut Cx<'_>, a: Args) -> Res {
    match a[1].as_obj() {
        None if a[1].is_null() => Err(cx.type_error("args may not be deleted")),
        Some(o) if o.is(Kind::Tuple) => {
            a[0].obj().set(ARGS, a[1]);
            Ok(Value::NONE)
        }
        Some(o) if o.is(Kind::List) => {
            let t = cx.tuple(&list::items(o))?;
            a[0].obj().set(ARGS, t);
            Ok(Value::NONE)
        }
        _ => {
            let t = cx.type_name(a[1]);
            Err(cx.type_error(format!("'{t}' object is not iterable")))
        }
    }
}

fn get_dict(cx: &mut Cx<'_>, a: Args) -> Res {
    own_dict(cx, a[0].obj()).map(Value::from)
}

/// The dict with an exception's own attributes. Does not call Python.
pub fn own_dict(cx: &mut Cx<'_>, o: Obj) -> Res<Obj> {
    if let Some(d) = o.get(DICT).as_obj() {
        return Ok(d);
    }
    let d = cx.dict()?;
    Ok(if o.cas(DICT, Value::NULL, d) { d.obj() } else { o.get(DICT).obj() })
}

fn set_dict(cx: &mut Cx<'_>, a: Args) -> Res {
    if !a[1].as_obj().is_some_and(|o| o.is(Kind::Dict)) {
        return Err(cx.type_error("__dict__ must be a dictionary"));
    }
    a[0].obj().set(DICT, a[1]);
    Ok(Value::NONE)
}

fn add_note(cx: &mut Cx<'_>, a: Args) -> Res {
    if str::of(a[1]).is_none() {
        let t = cx.type_name(a[1]);
        return Err(cx.type_error(format!("add_note() argument must be str, not {t}")));
    }
    let d = own_dict(cx, a[0].obj())?;
    let key = cx.world.name(N::__notes__);
    match dict::get_str(d, key) {
        None => {
            let l = cx.list(&[a[1]])?;
            dict::set_str(cx, d, key, l)?;
        }
        Some(l) if l.as_obj().is_some_and(|o| o.is(Kind::List)) => list::append(cx, l.obj(), a[1])?,
        Some(_) => return Err(cx.type_error("Cannot add note: __notes__ is not a list")),
    }
    Ok(Value::NONE)
}

fn reduce(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    match o.get(DICT).as_obj() {
        Some(d) if dict::len(d) > 0 => cx.tuple(&[o.ty(), o.get(ARGS), d.into()]),
        _ => cx.tuple(&[o.ty(), o.get(ARGS)]),
    }
}

fn setstate(cx: &mut Cx<'_>, a: Args) -> Res {
    if let Some(state) = a[1].as_obj().filter(|o| o.is(Kind::Dict)) {
        let d = own_dict(cx, a[0].obj())?;
        for (k, v) in dict::items(state) {
            dict::set_str(cx, d, k, v)?;
        }
    }
    Ok(Value::NONE)
}

// ---- StopIteration, SystemExit --------------------------------------------------------------------------------------

pub static STOP_ITERATION: &[NativeDef] = &[func("__init__", "self, /, *args, **kwargs", stop_init, Acc::Write)];
pub static STOP_ITERATION_GETSET: &[GetSetDef] = &[extra!("value", 0)];

fn stop_init(cx: &mut Cx<'_>, a: Args) -> Res {
    base_init(cx, a)?;
    let o = a[0].obj();
    o.set(EXTRA, args_of(o).first().copied().unwrap_or(Value::NONE));
    Ok(Value::NONE)
}

pub static SYSTEM_EXIT: &[NativeDef] = &[func("__init__", "self, /, *args, **kwargs", exit_init, Acc::Write)];
pub static SYSTEM_EXIT_GETSET: &[GetSetDef] = &[extra!("code", 0)];

fn exit_init(cx: &mut Cx<'_>, a: Args) -> Res {
    base_init(cx, a)?;
    set_code(a[0].obj());
    Ok(Value::NONE)
}

/// Sets `code` of a SystemExit from its arguments.
fn set_code(o: Obj) {
    o.set(
        EXTRA,
        match args_of(o)[..] {
            [] => Value::NONE,
            [v] => v,
            _ => o.get(ARGS),
        },
    );
}

/// Sets what a built-in class keeps beside its arguments, for exceptions made without `__init__`.
pub(super) fn init_extra(cx: &Cx<'_>, o: Obj) {
    let class = o.ty();
    if class == super::STOP_ITERATION.of(cx) {
        o.init(EXTRA, args_of(o).first().copied().unwrap_or(Value::NONE));
    } else if class == super::SYSTEM_EXIT.of(cx) {
        set_code(o);
    } else if class == super::IMPORT_ERROR.of(cx) || class == super::MODULE_NOT_FOUND_ERROR.of(cx) {
        if let [m] = args_of(o)[..] {
            o.init(EXTRA + 2, m);
        }
    } else if class::is_subclass(class, super::OS_ERROR.of(cx)) {
        os_words(o);
    }
}

// ---- KeyError -------------------------------------------------------------------------------------------------------

pub static KEY_ERROR: &[NativeDef] = &[func("__str__", "self, /", key_error_str, Acc::Any)];

fn key_error_str(cx: &mut Cx<'_>, a: Args) -> Res {
    match args_of(a[0].obj())[..] {
        [v] => ops::convert::repr(cx, v),
        _ => base_str(cx, a),
    }
}

// ---- NameError, AttributeError, ImportError -------------------------------------------------------------------------

pub static NAME_ERROR: &[NativeDef] = &[func("__init__", "self, /, *args, **kwargs", name_init, Acc::Write)];
pub static NAME_ERROR_GETSET: &[GetSetDef] = &[extra!("name", 0)];
pub static ATTRIBUTE_ERROR: &[NativeDef] = &[func("__init__", "self, /, *args, **kwargs", attribute_init, Acc::Write)];
pub static ATTRIBUTE_ERROR_GETSET: &[GetSetDef] = &[extra!("name", 0), extra!("obj", 1)];
pub static IMPORT_ERROR: &[NativeDef] = &[
    func("__init__", "self, /, *args, **kwargs", import_init, Acc::Write),
    func("__str__", "self, /", import_str, Acc::Any),
];
pub static IMPORT_ERROR_GETSET: &[GetSetDef] =
    &[extra!("name", 0), extra!("path", 1), extra!("msg", 2), extra!("name_from", 3)];

/// Takes keyword arguments into the words from EXTRA on.
fn named_init(cx: &mut Cx<'_>, a: Args, class: &str, names: &[&str]) -> Res<()> {
    let o = a[0].obj();
    for (k, v) in keywords(a.get(2)) {
        let k = str::to_string(k);
        match names.iter().position(|n| *n == k) {
            Some(i) => o.set(EXTRA + i, v),
            None => return Err(cx.type_error(format!("{class}() got an unexpected keyword argument '{k}'"))),
        }
    }
    o.set(ARGS, a[1]);
    Ok(())
}

fn name_init(cx: &mut Cx<'_>, a: Args) -> Res {
    named_init(cx, a, "NameError", &["name"])?;
    Ok(Value::NONE)
}

fn attribute_init(cx: &mut Cx<'_>, a: Args) -> Res {
    named_init(cx, a, "AttributeError", &["name", "obj"])?;
    Ok(Value::NONE)
}

fn import_init(cx: &mut Cx<'_>, a: Args) -> Res {
    named_init(cx, a, "ImportError", &["name", "path", "", "name_from"])?;
    let o = a[0].obj();
    o.set(EXTRA + 2, if let [m] = args_of(o)[..] { m } else { Value::NULL });
    Ok(Value::NONE)
}

fn import_str(cx: &mut Cx<'_>, a: Args) -> Res {
    let m = a[0].obj().get(EXTRA + 2);
    if m.as_obj().is_some_and(|o| o.is_exact(Kind::Str)) { Ok(m) } else { base_str(cx, a) }
}

// ---- OSError --------------------------------------------------------------------------------------------------------

pub static OS_ERROR: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, /, *args, **kwargs", os_new, Acc::Pure),
    func("__init__", "self, /, *args, **kwargs", os_init, Acc::Write),
    func("__str__", "self, /", os_str, Acc::Any),
];
pub static OS_ERROR_GETSET: &[GetSetDef] =
    &[extra!("errno", 0), extra!("strerror", 1), extra!("filename", 2), extra!("filename2", 3)];

fn os_new(cx: &mut Cx<'_>, a: Args) -> Res {
    let mut cls = a[0];
    let args = tuple::to_vec(a[1]);
    if cls == super::OS_ERROR.of(cx)
        && (2..=5).contains(&args.len())
        && let Some(n) = int::to_i64(args[0])
        && let Some(def) = by_errno(n)
    {
        cls = def.of(cx);
    }
    super::new(cx, cls, a[1])
}

/// The class that `OSError(errno, …)` becomes (Linux' numbers).
fn by_errno(n: i64) -> Option<&'static crate::TypeDef> {
    Some(match n {
        1 | 13 => &super::PERMISSION_ERROR,
        2 => &super::FILE_NOT_FOUND_ERROR,
        3 => &super::PROCESS_LOOKUP_ERROR,
        4 => &super::INTERRUPTED_ERROR,
        10 => &super::CHILD_PROCESS_ERROR,
        11 | 114 | 115 => &super::BLOCKING_IO_ERROR,
        17 => &super::FILE_EXISTS_ERROR,
        20 => &super::NOT_A_DIRECTORY_ERROR,
        21 => &super::IS_A_DIRECTORY_ERROR,
        32 | 108 => &super::BROKEN_PIPE_ERROR,
        103 => &super::CONNECTION_ABORTED_ERROR,
        104 => &super::CONNECTION_RESET_ERROR,
        110 => &super::TIMEOUT_ERROR,
        111 => &super::CONNECTION_REFUSED_ERROR,
        _ => return None,
    })
}

fn os_words(o: Obj) {
    let args = args_of(o);
    if (2..=5).contains(&args.len()) {
        o.set(EXTRA, args[0]);
        o.set(EXTRA + 1, args[1]);
        if let Some(&f) = args.get(2) {
            o.set(EXTRA + 2, f);
        }
        if let Some(&f) = args.get(4) {
            o.set(EXTRA + 3, f);
        }
    }
}

fn os_init(cx: &mut Cx<'_>, a: Args) -> Res {
    base_init(cx, a)?;
    let o = a[0].obj();
    os_words(o);
    let args = args_of(o);
    if args.len() >= 3 {
        let two = cx.tuple(&args[..2])?;
        o.set(ARGS, two);
    }
    Ok(Value::NONE)
}

fn os_str(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let (n, s, f, f2) = (o.get(EXTRA), o.get(EXTRA + 1), o.get(EXTRA + 2), o.get(EXTRA + 3));
    if n.is_null() || s.is_null() {
        return base_str(cx, a);
    }
    cx.call_hidden("os_error_str", &[n, s, none_for_null(f), none_for_null(f2)])
}

// ---- SyntaxError ----------------------------------------------------------------------------------------------------

pub static SYNTAX_ERROR: &[NativeDef] = &[
    func("__init__", "self, /, *args, **kwargs", syntax_init, Acc::Write),
    func("__str__", "self, /", syntax_str, Acc::Any),
];
pub static SYNTAX_ERROR_GETSET: &[GetSetDef] = &[
    extra!("msg", 0),
    extra!("filename", 1),
    extra!("lineno", 2),
    extra!("offset", 3),
    extra!("text", 4),
    extra!("end_lineno", 5),
    extra!("end_offset", 6),
    extra!("print_file_and_line", 7),
];

/// Sets what a SyntaxError keeps from its arguments (message, (filename, lineno, offset, text, …)).
pub fn syntax_words(o: Obj) {
    let args = args_of(o);
    if let Some(&m) = args.first() {
        o.set(EXTRA, m);
    }
    if let [_, info] = args[..]
        && let Some(t) = info.as_obj().filter(|o| o.is(Kind::Tuple))
    {
        for (i, v) in tuple::items(t).take(6).enumerate() {
            o.set(EXTRA + 1 + i, v);
        }
    }
}

/// Where a SyntaxError keeps what a traceback shows instead: message, and place as in its arguments.
const TYPO: usize = EXTRA + 8;

/// A traceback is to show this (message, place) instead of what the error itself says.
pub fn set_keyword_typo(o: Obj, typo: Value) {
    o.set(TYPO, typo);
}

/// `_keyword_typo(exc)`: what was set so, or None.
pub fn keyword_typo(_: &mut Cx<'_>, a: Args) -> Res {
    Ok(none_for_null(a[0].obj().get(TYPO)))
}

fn syntax_init(cx: &mut Cx<'_>, a: Args) -> Res {
    base_init(cx, a)?;
    let o = a[0].obj();
    syntax_words(o);
    if let [_, info] = args_of(o)[..] {
        let Some(t) = info.as_obj().filter(|o| o.is(Kind::Tuple)) else {
            let t = cx.type_name(info);
            return Err(cx.type_error(format!("'{t}' object is not iterable")));
        };
        let n = tuple::len(t);
        if n != 4 && n != 6 {
            return Err(cx.type_error(format!("function takes at least 4 arguments ({n} given)")));
        }
    }
    Ok(Value::NONE)
}

fn syntax_str(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let (msg, file, line) = (o.get(EXTRA), o.get(EXTRA + 1), o.get(EXTRA + 2));
    let line = line.as_int();
    let file = str::of(file).map(|t| {
        let t = t.to_string_lossy();
        t.rsplit('/').next().unwrap_or(&t).to_owned()
    });
    let Some(m) = str::of(msg) else { return ops::convert::str(cx, none_for_null(msg)) };
    let m = m.to_string_lossy();
    let text = match (file, line) {
        (Some(f), Some(n)) => format!("{m} ({f}, line {n})"),
        (Some(f), None) => format!("{m} ({f})"),
        (None, Some(n)) => format!("{m} (line {n})"),
        (None, None) => return Ok(msg),
    };
    cx.str(&text)
}

// ---- Unicode errors -------------------------------------------------------------------------------------------------

pub static UNICODE_DECODE_ERROR: &[NativeDef] = &[
    func("__init__", "self, /, *args, **kwargs", unicode_init, Acc::Write),
    func("__str__", "self, /", decode_str, Acc::Pure),
];
pub static UNICODE_ENCODE_ERROR: &[NativeDef] = &[
    func("__init__", "self, /, *args, **kwargs", unicode_init, Acc::Write),
    func("__str__", "self, /", encode_str, Acc::Pure),
];
pub static UNICODE_GETSET: &[GetSetDef] =
    &[extra!("encoding", 0), extra!("object", 1), extra!("start", 2), extra!("end", 3), extra!("reason", 4)];
pub static UNICODE_ENCODE_GETSET: &[GetSetDef] =
    &[extra!("encoding", 0), extra!("object", 1), extra!("start", 2), extra!("end", 3), extra!("reason", 4)];

fn unicode_init(cx: &mut Cx<'_>, a: Args) -> Res {
    base_init(cx, a)?;
    let o = a[0].obj();
    let args = args_of(o);
    if args.len() != 5 {
        let n = args.len();
        return Err(cx.type_error(format!("function takes exactly 5 arguments ({n} given)")));
    }
    for (i, v) in args.into_iter().enumerate() {
        o.set(EXTRA + i, v);
    }
    Ok(Value::NONE)
}

/// The five words of a Unicode error: encoding, start, end, reason, and the object.
fn unicode_parts(o: Obj) -> Option<(String, usize, usize, String, Value)> {
    let text = |i: usize| str::of(o.get(EXTRA + i)).map(str::Text::to_string_lossy);
    let number = |i: usize| o.get(EXTRA + i).as_int().map(|n| n.max(0) as usize);
    Some((text(0)?, number(2)?, number(3)?, text(4)?, o.get(EXTRA + 1)))
}

fn decode_str(cx: &mut Cx<'_>, a: Args) -> Res {
    let Some((enc, start, end, reason, object)) = unicode_parts(a[0].obj()) else { return Ok(cx.intern("")) };
    let byte =
        object.as_obj().filter(|o| o.is(Kind::Bytes)).and_then(|o| crate::types::bytes::get(o).get(start).copied());
    let text = match byte {
        Some(b) if end == start + 1 => {
            format!("'{enc}' codec can't decode byte {b:#04x} in position {start}: {reason}")
        }
        _ => format!("'{enc}' codec can't decode bytes in position {start}-{}: {reason}", end.saturating_sub(1)),
    };
    cx.str(&text)
}

fn encode_str(cx: &mut Cx<'_>, a: Args) -> Res {
    let Some((enc, start, end, reason, object)) = unicode_parts(a[0].obj()) else { return Ok(cx.intern("")) };
    let c = str::of(object).filter(|t| start < t.len()).map(|t| t.at(start));
    let text = match c {
        Some(c) if end == start + 1 => {
            let c = match c {
                0..=0xFF => format!("\\x{c:02x}"),
                0x100..=0xFFFF => format!("\\u{c:04x}"),
                _ => format!("\\U{c:08x}"),
            };
            format!("'{enc}' codec can't encode character '{c}' in position {start}: {reason}")
        }
        _ => format!("'{enc}' codec can't encode characters in position {start}-{}: {reason}", end.saturating_sub(1)),
    };
    cx.str(&text)
}
