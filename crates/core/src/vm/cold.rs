//! The instructions that are not worth a place in the loop, as a plain stack machine: `S(1)` is the top of the stack.

use gilscope_bytecode::{CommonConstant, Conversion, FunctionAttr, Intrinsic1, Intrinsic2, Op, SpecialMethod};
use gilscope_heap::{Args, Fp, Kind, Value};

use super::call::{self, Called};
use super::frame::{self, HEADER};
use super::generator::{self, Resume};
use super::lower::{Ins, Lowered};
use super::raise::{matches_class, raise, stop_iteration_error};
use super::{special, watch};
use crate::exit::{Cont, Exit, Res};
use crate::names::N;
use crate::native::TypeFlags;
use crate::types::function::{self, func};
use crate::types::text::tstring;
use crate::types::{class, containers, dict, exception, generator as gen_layout, list, set, slice, str, tuple};
use crate::{Cx, ops};

/// How a cold instruction ended.
pub enum Step {
    /// Goes on with the next one.
    Next,
    /// Goes on at this lowered instruction.
    To(usize),
    /// This is its result.
    Value(Value),
    /// A frame was pushed that will deliver the result.
    Frame,
    /// Raises what is set again: no new line in the traceback for this frame.
    Reraise,
    /// The frame returns this.
    Return(Value),
}

/// Stands for "the frame has been told already" (see [`send_returned`]).
pub const SENT: Value = Value::DELETED;

/// Runs one instruction. The frame's PC is that of `ins`.
pub fn exec(cx: &mut Cx<'_>, fp: Fp, ins: Ins, l: &Lowered) -> Res<Step> {
    let op = Op::from_number(ins.x).expect("lowered from an opcode");
    let arg = ins.d.int_value() as usize;
    let top = ins.a as usize;
    let s = |k: usize| fp.get(top - k);
    let value = |r: Res| r.map(Step::Value);
    match op {
        Op::BinarySlice => {
            let k = slice::new(cx, s(2), s(1))?;
            value(ops::subscr::get(cx, s(3), k))
        }
        Op::StoreSlice => {
            let k = slice::new(cx, s(2), s(1))?;
            value(ops::subscr::set(cx, s(3), k, s(4)))
        }
        Op::DeleteSubscr => value(ops::subscr::delete(cx, s(2), s(1))),
        Op::GetIter => value(ops::iter::iter(cx, s(1))),
        Op::GetLen => value(ops::iter::length(cx, s(1))),
        Op::UnaryInvert => value(ops::unary::invert(cx, s(1))),
        Op::UnaryNegative => value(ops::unary::negative(cx, s(1))),
        Op::FormatSimple => match s(1).as_obj() {
            Some(o) if o.is_exact(Kind::Str) => Ok(Step::Next),
            _ => {
                let empty = cx.intern("");
                value(ops::convert::format(cx, s(1), empty))
            }
        },
        Op::FormatWithSpec => value(ops::convert::format(cx, s(2), s(1))),
        Op::ConvertValue => match Conversion::from_arg(arg as u32) {
            Some(Conversion::Str) => value(ops::convert::str(cx, s(1))),
            Some(Conversion::Repr) => value(ops::convert::repr(cx, s(1))),
            _ => value(ops::convert::ascii(cx, s(1))),
        },
        Op::BuildString => {
            let parts: Vec<Value> = (1..=arg).rev().map(s).collect();
            let mut text = str::Builder::new();
            parts.into_iter().for_each(|p| text.push_value(p));
            value(text.finish(cx))
        }
        Op::BuildSlice => {
            let r = if arg == 3 { slice::with_step(cx, s(3), s(2), s(1)) } else { slice::new(cx, s(2), s(1)) };
            value(r)
        }
        Op::BuildMap => build_map(cx, (1..=2 * arg).rev().map(s).collect()),
        Op::BuildSet => build_set(cx, (1..=arg).rev().map(s).collect()),
        Op::MapAdd => {
            let d = fp.get(top - 2 - arg);
            value(ops::subscr::set(cx, d, s(2), s(1)))
        }
        Op::SetAdd => {
            let o = fp.get(top - 1 - arg);
            match set::add(cx, o.obj(), s(1))? {
                Some(_) => Ok(Step::Next),
                None => value(cx.call_hidden("set_add", &[o, s(1)])),
            }
        }
        Op::ListExtend => list_extend(cx, fp.get(top - 1 - arg), s(1)),
        Op::SetUpdate => method(cx, fp.get(top - 1 - arg), "update", &[s(1)]),
        Op::DictUpdate => {
            let d = fp.get(top - 1 - arg);
            if containers::plain_dict(cx, s(1)).is_some() && containers::dict_merge(cx, d.obj(), s(1))? {
                return Ok(Step::Next);
            }
            value(cx.call_hidden("dict_update", &[d, s(1)]))
        }
        Op::DictMerge => {
            let (d, f) = (fp.get(top - 1 - arg), fp.get(top - 4 - arg));
            // The usual case: nothing is there yet, so that nothing can be there twice.
            if dict::len(d.obj()) == 0
                && containers::plain_dict(cx, s(1)).is_some()
                && containers::dict_merge(cx, d.obj(), s(1))?
            {
                return Ok(Step::Next);
            }
            value(cx.call_hidden("dict_merge", &[d, s(1), f]))
        }
        Op::Swap => {
            let (x, y) = (s(1), fp.get(top - arg));
            fp.set(top - 1, y);
            fp.set(top - arg, x);
            Ok(Step::Next)
        }
        Op::PushExcInfo => {
            let exc = s(1);
            let before = cx.thread.handled;
            fp.set(top - 1, if before.is_null() { Value::NONE } else { before });
            fp.set(top, exc);
            cx.thread.handled = exc;
            Ok(Step::Next)
        }
        Op::PopExcept => {
            cx.thread.handled = if s(1).is_none() { Value::NULL } else { s(1) };
            Ok(Step::Next)
        }
        Op::CheckExcMatch => {
            let m = matches_class(
                cx,
                s(2),
                s(1),
                "catching classes that do not inherit from BaseException is not allowed",
            )?;
            fp.set(top - 1, Value::bool(m));
            Ok(Step::Next)
        }
        Op::CheckEgMatch => value(cx.call_hidden("check_eg_match", &[s(2), s(1)])),
        Op::RaiseVarargs => raise(cx, arg, s(1), if arg == 2 { s(2) } else { Value::NULL }),
        Op::Reraise => {
            cx.thread.raised = s(1);
            Ok(Step::Reraise)
        }
        Op::WithExceptStart => {
            let exc = s(1);
            let (f, this) = (s(5), s(4));
            let (ty, tb) = (cx.type_of(exc), exception::traceback(exc));
            let mut args = vec![ty, exc, tb];
            if !this.is_null() {
                args.insert(0, this);
            }
            value(cx.call(f, &args))
        }
        Op::LoadSpecial => load_special(cx, fp, top, arg),
        Op::CallKw => {
            let (names, n) = (s(1), arg);
            let base = top - n - 3;
            let (f, this) = (fp.get(base), fp.get(base + 1));
            finish_call(call::call(cx, f, this, Args::new(fp.offset(base + 2), n), names))
        }
        Op::CallFunctionEx => call_ex(cx, s(4), s(3), s(2), s(1)),
        Op::CallIntrinsic1 => intrinsic1(cx, fp, arg as u32, s(1)),
        Op::CallIntrinsic2 => intrinsic2(cx, arg as u32, s(2), s(1)),
        Op::MakeFunction => value(make_function(cx, fp, s(1))),
        Op::SetFunctionAttribute => {
            let (f, v) = (s(1), s(2));
            let word = match FunctionAttr::from_arg(arg as u32) {
                Some(FunctionAttr::Defaults) => func::DEFAULTS,
                Some(FunctionAttr::KwDefaults) => func::KWDEFAULTS,
                Some(FunctionAttr::Closure) => func::CLOSURE,
                _ => func::ANNOTATIONS,
            };
            f.obj().set(word, v);
            fp.set(top - 2, f);
            Ok(Step::Next)
        }
        Op::MakeCell => {
            let v = fp.get(HEADER + arg);
            let c = function::new_cell(cx, v)?;
            fp.set(HEADER + arg, c);
            Ok(Step::Next)
        }
        Op::CopyFreeVars => {
            let closure = fp.get(frame::FUNC).obj().get(func::CLOSURE).obj();
            for i in 0..arg {
                fp.set(HEADER + l.locals - arg + i, tuple::get(closure, i));
            }
            Ok(Step::Next)
        }
        Op::DeleteFast => {
            if fp.get(HEADER + arg).is_null() {
                return Err(unbound(cx, l, arg));
            }
            let old = fp.get(HEADER + arg);
            fp.set(HEADER + arg, Value::NULL);
            dropped(cx, fp, old)
        }
        Op::DeleteDeref => {
            let c = fp.get(HEADER + arg).obj();
            let old = c.swap(0, Value::NULL);
            if old.is_null() {
                return Err(unbound_deref(cx, l, arg));
            }
            dropped(cx, fp, old)
        }
        Op::DeleteName | Op::DeleteGlobal => {
            let name = l.names[arg];
            let ns = if op == Op::DeleteName { namespace(fp) } else { globals(fp) };
            if ns.obj().is(Kind::Dict) {
                match dict::remove_str(cx, ns.obj(), name) {
                    Some(old) => dropped(cx, fp, old),
                    None => Err(name_error(cx, name)),
                }
            } else {
                value(cx.call_hidden("delete_name", &[ns, name]))
            }
        }
        Op::DeleteAttr => {
            let name = l.names[arg];
            value(ops::attr::delete(cx, s(1), name))
        }
        Op::LoadLocals => Ok(Step::Value(namespace(fp))),
        Op::LoadBuildClass => {
            let (b, name) = (cx.world.builtins, cx.world.name(N::__build_class__));
            match dict::get_str(b.obj(), name) {
                Some(f) => Ok(Step::Value(f)),
                None => Err(cx.raise(&exception::NAME_ERROR, "__build_class__ not found")),
            }
        }
        Op::LoadFromDictOrDeref => {
            let name = cx.world.code(l.index).local_names[arg];
            let ns = s(1);
            if ns.obj().is_exact(Kind::Dict) {
                if let Some(v) = dict::get_str(ns.obj(), name) {
                    return Ok(Step::Value(v));
                }
                let v = fp.get(HEADER + arg).obj().get(0);
                if v.is_null() {
                    return Err(unbound_deref(cx, l, arg));
                }
                return Ok(Step::Value(v));
            }
            let cell = fp.get(HEADER + arg);
            value(cx.call_hidden("load_from_mapping_or_cell", &[ns, name, cell]))
        }
        Op::LoadFromDictOrGlobals => {
            let name = l.names[arg];
            value(load_name(cx, s(1), globals(fp), name))
        }
        Op::LoadCommonConstant => {
            let v = match CommonConstant::from_arg(arg as u32) {
                Some(CommonConstant::AssertionError) => exception::ASSERTION_ERROR.of(cx),
                Some(CommonConstant::NotImplementedError) => exception::NOT_IMPLEMENTED_ERROR.of(cx),
                Some(CommonConstant::Tuple) => crate::types::containers::TUPLE.of(cx),
                Some(c) => {
                    let name = cx.intern(c.text());
                    dict::get_str(cx.world.builtins.obj(), name).unwrap_or(Value::NONE)
                }
                None => Value::NONE,
            };
            Ok(Step::Value(v))
        }
        Op::LoadSuperAttr => load_super_attr(cx, fp, l, top, arg),
        Op::ImportName => {
            let name = l.names[arg];
            let import = cx.world.name(N::__import__);
            let Some(f) = dict::get_str(cx.world.builtins.obj(), import) else {
                return Err(cx.raise(&exception::IMPORT_ERROR, "__import__ not found"));
            };
            let ns = fp.get(frame::EXTRA);
            let ns = if ns.is_null() { Value::NONE } else { ns };
            value(cx.call(f, &[name, globals(fp), ns, s(1), s(2)]))
        }
        Op::ImportFrom => {
            let name = l.names[arg];
            value(cx.call_hidden("import_from", &[s(1), name]))
        }
        Op::SetupAnnotations => {
            let ns = namespace(fp);
            let name = cx.world.name(N::__annotations__);
            if ns.obj().is(Kind::Dict) && dict::get_str(ns.obj(), name).is_none() {
                let d = cx.dict()?;
                dict::set_str(cx, ns.obj(), name, d)?;
            }
            Ok(Step::Next)
        }
        Op::MatchMapping => {
            fp.set(top, Value::bool(has_flag(cx, s(1), TypeFlags::MAPPING)));
            Ok(Step::Next)
        }
        Op::MatchSequence => {
            fp.set(top, Value::bool(has_flag(cx, s(1), TypeFlags::SEQUENCE)));
            Ok(Step::Next)
        }
        Op::MatchKeys => value(cx.call_hidden("match_keys", &[s(2), s(1)])),
        Op::MatchClass => value(cx.call_hidden("match_class", &[s(3), s(2), Value::small(arg as i64), s(1)])),
        Op::UnpackEx => {
            let (before, after) = (arg & 0xFF, arg >> 8);
            value(cx.call_hidden("unpack_ex", &[s(1), Value::small(before as i64), Value::small(after as i64)]))
        }
        Op::ReturnGenerator => Ok(Step::Return(generator::make(cx, fp)?)),
        Op::GetYieldFromIter => match s(1).as_obj() {
            Some(o) if o.is(Kind::Generator) => Ok(Step::Next),
            _ => value(ops::iter::iter(cx, s(1))),
        },
        Op::Send => send(cx, fp, ins, s(2), s(1)),
        Op::EndSend => {
            fp.set(top - 2, s(1));
            Ok(Step::Next)
        }
        Op::CleanupThrow => {
            let exc = s(1);
            if cx.is_instance(exc, &exception::STOP_ITERATION) {
                fp.set(top - 2, exc.obj().get(exception::EXTRA));
                fp.set(top - 3, Value::NONE);
                Ok(Step::Next)
            } else {
                cx.thread.raised = exc;
                Ok(Step::Reraise)
            }
        }
        Op::GetAwaitable => awaitable(cx, s(1), arg),
        Op::GetAiter => value(cx.call_hidden("get_aiter", &[s(1)])),
        Op::GetAnext => value(cx.call_hidden("get_anext", &[s(1)])),
        Op::EndAsyncFor => {
            if cx.is_instance(s(1), &exception::STOP_ASYNC_ITERATION) {
                Ok(Step::Next)
            } else {
                cx.thread.raised = s(1);
                Ok(Step::Reraise)
            }
        }
        Op::BuildTemplate => value(tstring::template(cx, s(2), s(1))),
        Op::BuildInterpolation => {
            let has_spec = arg & 1;
            let (v, text) = (s(2 + has_spec), s(1 + has_spec));
            let spec = if has_spec == 1 { s(1) } else { cx.intern("") };
            let conversion = match arg >> 2 {
                1 => cx.intern("s"),
                2 => cx.intern("r"),
                3 => cx.intern("a"),
                _ => Value::NONE,
            };
            value(tstring::interpolation(cx, v, text, conversion, spec))
        }
        _ => panic!("{} is not a cold instruction", op.name()),
    }
}

/// The instruction has dropped a reference to `old`, and nothing is left of it to do: if somebody wants to know of its
/// end, the driver looks at once whether this was it.
fn dropped(cx: &mut Cx<'_>, fp: Fp, old: Value) -> Res<Step> {
    let next = fp.get(frame::PC).int_value() + 1;
    if !cx.world.weak.is_active() || !watch::dropped(cx, old, next as usize) {
        return Ok(Step::Next);
    }
    fp.set(frame::PC, Value::small(next));
    Err(Exit::NeedMemory(0))
}

/// A value for a cold instruction at which the frame waited; `next` is the PC after it.
pub fn complete(cx: &mut Cx<'_>, fp: Fp, ins: Ins, value: Value, next: i64) -> Res<()> {
    let op = Op::from_number(ins.x).expect("lowered from an opcode");
    let (top, arg) = (ins.a as usize, ins.d.int_value() as u32);
    match op {
        _ if value == SENT => return Ok(()),
        Op::GetLen | Op::GetAnext | Op::MatchKeys | Op::ImportFrom | Op::WithExceptStart => fp.set(top, value),
        Op::Send => {
            fp.set(top - 1, value);
        }
        Op::CheckEgMatch => {
            let pair = value.obj();
            let (rest, matched) = (tuple::get(pair, 0), tuple::get(pair, 1));
            fp.set(top - 2, rest);
            fp.set(top - 1, matched);
            if !matched.is_none() {
                cx.thread.handled = matched;
            }
        }
        Op::CallKw | Op::CallFunctionEx => {
            let base = top - op.pops(arg) as usize;
            cx.polls = special::polls_late(cx, fp, ins, fp.get(base));
            fp.set(base, value);
        }
        Op::LoadSuperAttr => {
            fp.set(top - 3, value);
            if arg & 1 != 0 {
                fp.set(top - 2, Value::NULL);
            }
        }
        Op::LoadSpecial => {
            fp.set(top - 1, value);
            fp.set(top, Value::NULL);
        }
        Op::UnpackEx => {
            let items = list::items(value.obj());
            let n = items.len();
            for (i, v) in items.into_iter().enumerate() {
                fp.set(top - 1 + (n - 1 - i), v);
            }
        }
        _ => {
            if op.pushes(arg) > 0 && discards(op) {
                // The container below stays; the value was for it.
            } else if op.pushes(arg) > 0 {
                fp.set(top - op.pops(arg) as usize, value);
            }
        }
    }
    fp.set(frame::PC, Value::small(next));
    Ok(())
}

/// Instructions whose pushes are only what they leave in place.
fn discards(op: Op) -> bool {
    matches!(op, Op::MapAdd | Op::SetAdd | Op::ListExtend | Op::SetUpdate | Op::DictUpdate | Op::DictMerge)
}

/// The namespace in which a frame's names live.
#[inline(always)]
pub fn namespace(fp: Fp) -> Value {
    let ns = fp.get(frame::EXTRA);
    if ns.is_null() { globals(fp) } else { ns }
}

/// The dict of a frame's globals.
#[inline(always)]
pub fn globals(fp: Fp) -> Value {
    fp.get(frame::FUNC).obj().frozen(func::GLOBALS)
}

/// A name of a namespace, else the global, else the builtin.
pub fn load_name(cx: &mut Cx<'_>, ns: Value, globals: Value, name: Value) -> Res {
    if ns.obj().is_exact(Kind::Dict) {
        if let Some(v) = dict::get_str(ns.obj(), name) {
            return Ok(v);
        }
        return load_global(cx, globals, name);
    }
    cx.call_hidden("load_from_mapping", &[ns, name, globals])
}

/// A global, else the builtin.
pub fn load_global(cx: &mut Cx<'_>, globals: Value, name: Value) -> Res {
    if let Some(v) = dict::get_str(globals.obj(), name) {
        return Ok(v);
    }
    match dict::get_str(builtins(cx, globals).obj(), name) {
        Some(v) => Ok(v),
        None => Err(name_error(cx, name)),
    }
}

/// The builtins that code with these globals sees.
pub fn builtins(cx: &Cx<'_>, globals: Value) -> Value {
    match dict::get_str(globals.obj(), cx.world.name(N::__builtins__)) {
        Some(v) => match v.as_obj() {
            Some(o) if o.is(Kind::Dict) => v,
            Some(o) if o.is(Kind::Module) => o.frozen(crate::types::module::DICT),
            _ => cx.world.builtins,
        },
        None => cx.world.builtins,
    }
}

/// `NameError`, with the name that the suggestion needs.
#[cold]
pub fn name_error(cx: &mut Cx<'_>, name: Value) -> Exit {
    let n = str::to_string(name);
    let e = cx.raise(&exception::NAME_ERROR, format!("name '{n}' is not defined"));
    if e == Exit::Raise {
        exception::set_name_obj(cx.thread.raised, name, Value::NONE);
    }
    e
}

#[cold]
pub fn unbound(cx: &mut Cx<'_>, l: &Lowered, local: usize) -> Exit {
    let name = cx.world.code(l.index).local_names[local];
    let n = str::to_string(name);
    let text = format!("cannot access local variable '{n}' where it is not associated with a value");
    // CPython does not say which name: there is no suggestion.
    cx.raise(&exception::UNBOUND_LOCAL_ERROR, text)
}

#[cold]
pub fn unbound_deref(cx: &mut Cx<'_>, l: &Lowered, local: usize) -> Exit {
    let rt = cx.world.code(l.index);
    if rt.code.locals[local].kind != gilscope_bytecode::LocalKind::Free {
        return unbound(cx, l, local);
    }
    let name = rt.local_names[local];
    let n = str::to_string(name);
    let text = format!("cannot access free variable '{n}' where it is not associated with a value in enclosing scope");
    let e = cx.raise(&exception::NAME_ERROR, text);
    if e == Exit::Raise {
        exception::set_name_obj(cx.thread.raised, name, Value::NONE);
    }
    e
}

fn finish_call(r: Res<Called>) -> Res<Step> {
    Ok(match r? {
        Called::Value(v) => Step::Value(v),
        Called::Frame => Step::Frame,
    })
}

/// `item in container`, or `not in`.
pub fn contains(cx: &mut Cx<'_>, container: Value, item: Value, negated: bool) -> Res {
    let r = ops::iter::contains(cx, container, item);
    if !negated {
        return r;
    }
    match r {
        Ok(v) => Ok(Value::bool(v == Value::FALSE)),
        Err(Exit::Call) => {
            call::push_cont(cx, Cont::NotTruth, Value::NULL)?;
            Err(Exit::Call)
        }
        Err(e) => Err(e),
    }
}

/// Calls a method of a built-in object by name.
fn method(cx: &mut Cx<'_>, o: Value, name: &str, args: &[Value]) -> Res<Step> {
    let name = cx.intern(name);
    let ty = cx.type_of(o);
    let f = cx.lookup(ty, name).expect("a built-in method");
    let mut all = vec![o];
    all.extend_from_slice(args);
    finish_call(call::call_vec(cx, f, all, Value::NULL))
}

fn build_map(cx: &mut Cx<'_>, items: Vec<Value>) -> Res<Step> {
    let d = cx.dict()?;
    for (i, pair) in items.chunks_exact(2).enumerate() {
        if dict::store(cx, d.obj(), pair[0], pair[1])?.is_none() {
            let rest = cx.list(&items[2 * i..])?;
            return Ok(Step::Value(cx.call_hidden("build_map", &[d, rest])?));
        }
    }
    Ok(Step::Value(d))
}

fn build_set(cx: &mut Cx<'_>, items: Vec<Value>) -> Res<Step> {
    let o = set::empty(cx, &containers::SET)?;
    for &v in &items {
        if set::add(cx, o, v)?.is_none() {
            let items = cx.list(&items)?;
            return Ok(Step::Value(cx.call_hidden("build_set", &[items])?));
        }
    }
    Ok(Step::Value(o.into()))
}

fn list_extend(cx: &mut Cx<'_>, l: Value, it: Value) -> Res<Step> {
    if let Some(items) = containers::seq::items_once(cx, it)? {
        list::extend(cx, l.obj(), &items)?;
        return Ok(Step::Next);
    }
    Ok(Step::Value(cx.call_hidden("list_extend", &[l, it])?))
}

fn load_special(cx: &mut Cx<'_>, fp: Fp, top: usize, arg: usize) -> Res<Step> {
    let this = fp.get(top - 1);
    let which = SpecialMethod::from_arg(arg as u32);
    let n = match which {
        Some(SpecialMethod::Enter) => N::__enter__,
        Some(SpecialMethod::Exit) => N::__exit__,
        Some(SpecialMethod::Aenter) => N::__aenter__,
        _ => N::__aexit__,
    };
    let Some(f) = cx.lookup_special(this, n) else {
        let name = cx.type_name(this);
        let is_async = matches!(n, N::__aenter__ | N::__aexit__);
        let (pair, other) =
            if is_async { ((N::__enter__, N::__exit__), "") } else { ((N::__aenter__, N::__aexit__), "a") };
        let hint = cx.lookup_special(this, pair.0).is_some() && cx.lookup_special(this, pair.1).is_some();
        let a = if is_async { "asynchronous " } else { "" };
        let method = match n {
            N::__enter__ => "__enter__",
            N::__exit__ => "__exit__",
            N::__aenter__ => "__aenter__",
            _ => "__aexit__",
        };
        let missed = format!(" (missed {method} method)");
        let mut text = format!("'{name}' object does not support the {a}context manager protocol{missed}");
        if hint {
            let (other_a, with) = if other == "a" { ("asynchronous ", "async with") } else { ("", "with") };
            text = format!(
                "'{name}' object does not support the {a}context manager protocol{missed} but it supports the {other_a}context manager protocol. Did you mean to use '{with}'?"
            );
        }
        return Err(cx.type_error(text));
    };
    if ops::attr::is_method(f) {
        fp.set(top - 1, f);
        fp.set(top, this);
        return Ok(Step::Next);
    }
    let ty = cx.type_of(this);
    Ok(Step::Value(ops::attr::bind(cx, f, this, ty)?))
}

fn call_ex(cx: &mut Cx<'_>, f: Value, this: Value, args: Value, kwargs: Value) -> Res<Step> {
    let simple_kw = kwargs.is_null() || kwargs.as_obj().is_some_and(|o| o.is_exact(Kind::Dict));
    let Some(mut all) = call::exact_items(args).filter(|_| simple_kw) else {
        let kw = if kwargs.is_null() { Value::NONE } else { kwargs };
        return Ok(Step::Value(cx.call_hidden("call_ex", &[f, args, kw])?));
    };
    if !this.is_null() {
        all.insert(0, this);
    }
    let mut names = Value::NULL;
    if let Some(o) = kwargs.as_obj().filter(|o| dict::len(*o) > 0) {
        let items = dict::items(o);
        if !items.iter().all(|(k, _)| k.as_obj().is_some_and(|o| o.is(Kind::Str))) {
            return Err(cx.type_error("keywords must be strings"));
        }
        let keys: Vec<Value> = items.iter().map(|p| p.0).collect();
        names = cx.tuple(&keys)?;
        all.extend(items.iter().map(|p| p.1));
    }
    finish_call(call::call_vec(cx, f, all, names))
}

fn intrinsic1(cx: &mut Cx<'_>, fp: Fp, which: u32, v: Value) -> Res<Step> {
    let r = match Intrinsic1::from_arg(which).expect("checked when compiled") {
        Intrinsic1::UnaryPositive => ops::unary::positive(cx, v),
        Intrinsic1::ListToTuple => {
            let items = list::items(v.obj());
            cx.tuple(&items)
        }
        Intrinsic1::StopiterationError => return stop_iteration_error(cx, fp, v),
        Intrinsic1::ImportStar => cx.call_hidden("import_star", &[v, namespace(fp)]),
        Intrinsic1::Print => cx.call_hidden("print_expression", &[v]),
        Intrinsic1::AsyncGenWrap => gen_layout::wrap(cx, v),
        Intrinsic1::Typevar => cx.call_hidden("make_typevar", &[v]),
        Intrinsic1::Paramspec => cx.call_hidden("make_paramspec", &[v]),
        Intrinsic1::Typevartuple => cx.call_hidden("make_typevartuple", &[v]),
        Intrinsic1::SubscriptGeneric => cx.call_hidden("subscript_generic", &[v]),
        Intrinsic1::Typealias => cx.call_hidden("make_typealias", &[v]),
    };
    Ok(Step::Value(r?))
}

fn intrinsic2(cx: &mut Cx<'_>, which: u32, a: Value, b: Value) -> Res<Step> {
    let r = match Intrinsic2::from_arg(which).expect("checked when compiled") {
        Intrinsic2::PrepReraiseStar => cx.call_hidden("prep_reraise_star", &[a, b]),
        Intrinsic2::TypevarWithBound => cx.call_hidden("typevar_with_bound", &[a, b]),
        Intrinsic2::TypevarWithConstraints => cx.call_hidden("typevar_with_constraints", &[a, b]),
        Intrinsic2::SetFunctionTypeParams => {
            a.obj().set(func::TYPE_PARAMS, b);
            Ok(a)
        }
        Intrinsic2::SetTypeparamDefault => cx.call_hidden("set_typeparam_default", &[a, b]),
    };
    Ok(Step::Value(r?))
}

fn make_function(cx: &mut Cx<'_>, fp: Fp, code: Value) -> Res {
    function::new(cx, code, globals(fp))
}

fn has_flag(cx: &Cx<'_>, v: Value, flag: TypeFlags) -> bool {
    class::mro(cx.type_of(v).obj()).any(|t| class::flags(t.obj()).has(flag))
}

/// One item of a `yield from` or `await`.
fn send(cx: &mut Cx<'_>, fp: Fp, ins: Ins, receiver: Value, v: Value) -> Res<Step> {
    match receiver.as_obj() {
        Some(o) if o.is_exact(Kind::Generator) => finish_call(generator::resume(cx, o, v, Resume::Send)),
        Some(o) if v.is_none() && o.is_exact(Kind::Iter) => {
            let next = ops::iter::next(cx, receiver)?;
            if next.is_null() {
                send_returned(fp, ins, Value::NONE);
                return Ok(Step::To(ins.d.int_value() as usize));
            }
            Ok(Step::Value(next))
        }
        _ => {
            let f = cx.world.hidden(if v.is_none() { "send_next" } else { "send_value" });
            Ok(Step::Value(cx.call_then(f, &[receiver, v], Cont::SendNext, Value::NULL)?))
        }
    }
}

/// The generator into which the `SEND` `ins` sends has returned: its value is the result, and the frame goes on behind.
pub fn send_returned(fp: Fp, ins: Ins, value: Value) {
    fp.set(ins.a as usize - 1, value);
    fp.set(frame::PC, ins.d);
}

/// `await v`: what is iterated.
fn awaitable(cx: &mut Cx<'_>, v: Value, from: usize) -> Res<Step> {
    if let Some(o) = v.as_obj()
        && o.is(Kind::Generator)
        && (gen_layout::is_coroutine(cx, o) || gen_layout::is_iterable_coroutine(cx, o))
    {
        return Ok(Step::Next);
    }
    match cx.lookup_special(v, N::__await__) {
        Some(f) => Ok(Step::Value(cx.call_then(f, &[v], Cont::CheckAwait, Value::NULL)?)),
        None => {
            let name = cx.type_name(v);
            Err(cx.type_error(match from {
                1 => {
                    format!("'async with' received an object from __aenter__ that does not implement __await__: {name}")
                }
                2 => {
                    format!("'async with' received an object from __aexit__ that does not implement __await__: {name}")
                }
                _ => format!("'{name}' object can't be awaited"),
            }))
        }
    }
}

fn load_super_attr(cx: &mut Cx<'_>, fp: Fp, l: &Lowered, top: usize, arg: usize) -> Res<Step> {
    let (sup, cls, this) = (fp.get(top - 3), fp.get(top - 2), fp.get(top - 1));
    let name = l.names[arg >> 2];
    match ops::attr::super_lookup(cx, sup, cls, this, name)? {
        ops::attr::Found::Method(f) if arg & 1 != 0 => {
            fp.set(top - 3, f);
            fp.set(top - 2, this);
            Ok(Step::Next)
        }
        ops::attr::Found::Method(f) => Ok(Step::Value(function::new_method(cx, f, this)?)),
        ops::attr::Found::Other(f, ty) => Ok(Step::Value(ops::attr::bind(cx, f, this, ty)?)),
        ops::attr::Found::General => {
            Ok(Step::Value(cx.call_hidden("super_attr", &[sup, cls, this, name, Value::bool(arg & 2 != 0)])?))
        }
    }
}
