//! The slow ways of instructions that have a cache in them: they find out, and write down what the fast way needs.

use gilscope_bytecode::{BinaryOp, CompareOp};
use gilscope_heap::{Fp, Kind, Obj, Value, flag};

use super::call;
use super::cold;
use super::lower::{BuiltinIc, Ins, Lop, Lowered, MethodIc};
use crate::exit::{Cont, Exit};
use crate::types::list::MOVED;
use crate::types::{class, dict, instance, module, tuple};
use crate::{Cx, ops};

#[inline(never)]
pub fn binary_slow(cx: &mut Cx<'_>, op: u8, a: Value, b: Value) -> crate::Res {
    let op = BinaryOp::from_arg(op as u32).expect("lowered from an operator");
    ops::binary::op(cx, op, a, b)
}

#[inline(never)]
pub fn compare_slow(cx: &mut Cx<'_>, x: u8, a: Value, b: Value) -> crate::Res {
    let op = CompareOp::from_arg((x & 15) as u32).expect("lowered from an operator");
    let to_bool = x & 16 != 0;
    match ops::compare::op(cx, op, a, b) {
        Ok(v) if !to_bool || v.is_bool() => Ok(v),
        Ok(v) => ops::truth::of(cx, v),
        Err(Exit::Raise) => Err(Exit::Raise),
        Err(e) => {
            if to_bool && matches!(e, Exit::Call) {
                call::push_cont(cx, Cont::Truth, Value::NULL)?;
            }
            Err(e)
        }
    }
}

#[inline(never)]
pub fn load_global(cx: &mut Cx<'_>, fp: Fp, l: &Lowered, pc: usize, ins: Ins, ns: Value) -> crate::Res {
    let name = l.names[ins.c as usize];
    let globals = cold::globals(fp);
    if ns != globals {
        return cold::load_name(cx, ns, globals, name);
    }
    let v = cold::load_global(cx, globals, name)?;
    // Remember the entry, where it has a small number.
    if let Some((t, e)) = entry(globals, name) {
        if e <= u16::MAX as usize {
            l.ins[pc].set(Ins { op: Lop::LoadGlobalCached, b: e as u16, d: t.into(), ..ins });
        }
    } else if cold::builtins(cx, globals) == cx.world.builtins
        && let Some((t, e)) = entry(cx.world.builtins, name)
    {
        // A builtin is only sure while the globals have got no other names.
        let ic = BuiltinIc { changes: globals.obj().get(dict::CHANGES), table: t.into(), entry: e as u32 };
        let d = cx.codes.remember_builtin(ins.d, ic);
        l.ins[pc].set(Ins { op: Lop::LoadBuiltinCached, d, ..ins });
    }
    Ok(v)
}

/// The table and the entry where a namespace has a name.
fn entry(ns: Value, name: Value) -> Option<(Obj, usize)> {
    let t = ns.obj().get(dict::TABLE).as_obj()?;
    let h = dict::fold(crate::types::str::hash(name.obj()));
    match dict::probe(t, name, h) {
        dict::Probe::Found(e) if !t.get(dict::value_word(e)).is_null() => Some((t, e)),
        _ => None,
    }
}

#[inline(never)]
pub fn store_name(cx: &mut Cx<'_>, fp: Fp, l: &Lowered, pc: usize, ins: Ins) -> crate::Res {
    let name = l.names[ins.c as usize];
    let v = fp.get(ins.a as usize);
    let ns = if ins.op == Lop::StoreName { cold::namespace(fp) } else { cold::globals(fp) };
    if !ns.obj().is_exact(Kind::Dict) {
        return ops::subscr::set(cx, ns, name, v);
    }
    let old = if cx.world.weak.is_active() { dict::get_str(ns.obj(), name) } else { None };
    dict::set_str(cx, ns.obj(), name, v)?;
    if ns == cold::globals(fp) && ins.op == Lop::StoreName {
        if let Some((t, e)) = entry(ns, name)
            && e <= u16::MAX as usize
        {
            l.ins[pc].set(Ins { op: Lop::StoreNameCached, b: e as u16, d: t.into(), ..ins });
        }
    }
    Ok(old.unwrap_or(Value::NONE))
}

/// The attribute of an instance of another shape than the one that the instruction has in its cache.
#[inline]
pub fn other_shape(cx: &Cx<'_>, l: &Lowered, ins: Ins, o: Value) -> Option<Value> {
    let obj = o.as_obj().filter(|obj| obj.is(Kind::Instance))?;
    let word = cx.codes.slot(obj.aux(), l.names[ins.c as usize])?;
    let v = obj.get(word);
    (!v.is_null() && v != MOVED).then_some(v)
}

#[inline(never)]
pub fn load_attr(cx: &mut Cx<'_>, l: &Lowered, pc: usize, ins: Ins, o: Value) -> crate::Res {
    let name = l.names[ins.c as usize];
    if let Some(obj) = o.as_obj() {
        match obj.kind() {
            Kind::Instance if obj.aux() != 0 => {
                let ty = obj.ty();
                let plain = !class::flags(ty.obj()).has(crate::TypeFlags::CUSTOM_GET);
                let hidden = cx.lookup(ty, name).is_some_and(|f| ops::attr::is_data_descriptor(cx, f));
                if plain
                    && !hidden
                    && let Some(slot) = cx.world.shapes.slot(obj.aux(), name)
                    && let Some(v) = instance::get(cx, obj, name).filter(|v| !v.is_null())
                {
                    let word = ty.obj().frozen(class::FIRST_ATTR).int_value() + slot as i64;
                    cx.codes.remember_slot(obj.aux(), name, word as usize);
                    if word < 1 << 15 {
                        let d = Value::small(obj.aux() as i64 | word << 32);
                        l.ins[pc].set(Ins { op: Lop::LoadAttrSlot, d, ..ins });
                    }
                    return Ok(v);
                }
            }
            Kind::Module => {
                if let Some(t) = module::dict(o).get(dict::TABLE).as_obj() {
                    let h = dict::fold(crate::types::str::hash(name.obj()));
                    if let dict::Probe::Found(e) = dict::probe(t, name, h)
                        && e < 256
                    {
                        l.ins[pc].set(Ins { op: Lop::LoadAttrModule, x: e as u8, d: t.into(), ..ins });
                    }
                }
            }
            _ => {}
        }
    }
    ops::attr::get(cx, o, name)
}

/// What `LOAD_ATTR` for a call pushes: a method and `self`, or an attribute and NULL.
#[inline(never)]
pub fn load_method(cx: &mut Cx<'_>, l: &Lowered, pc: usize, ins: Ins, o: Value) -> crate::Res<(Value, Value)> {
    let name = l.names[ins.c as usize];
    let ty = cx.type_of(o);
    let special = o.as_obj().is_some_and(|obj| matches!(obj.kind(), Kind::Type | Kind::Module | Kind::Super));
    if !special && !class::flags(ty.obj()).has(crate::TypeFlags::CUSTOM_GET) {
        let version = ty.obj().aux();
        if let Some(f) = cx.lookup(ty, name)
            && ops::attr::is_method(f)
            && !o.as_obj().is_some_and(|obj| ops::attr::own(cx, obj, name).is_some())
        {
            if let Some(obj) = o.as_obj() {
                let plain = obj.is(Kind::Instance);
                let shape = if plain { obj.aux() } else { 0 };
                // In dict mode an attribute of the object's own may come at any time.
                let sure = if plain { shape != 0 } else { class::dict_word(obj).is_none() && !obj.is(Kind::Function) };
                if sure {
                    remember_method(cx, l, pc, ins, MethodIc { version, shape, value: f });
                }
            }
            return Ok((f, o));
        }
    }
    Ok((ops::attr::get(cx, o, name)?, Value::NULL))
}

fn remember_method(cx: &mut Cx<'_>, l: &Lowered, pc: usize, ins: Ins, ic: MethodIc) {
    let mut all = cx.codes.methods.borrow_mut();
    let at = match ins.d.as_int() {
        Some(at) => {
            all[at as usize] = ic;
            at
        }
        None => {
            all.push(ic);
            all.len() as i64 - 1
        }
    };
    l.ins[pc].set(Ins { op: Lop::LoadMethodCached, d: Value::small(at), ..ins });
}

#[inline(never)]
pub fn store_attr(cx: &mut Cx<'_>, l: &Lowered, pc: usize, ins: Ins, o: Value, v: Value) -> crate::Res {
    let name = l.names[ins.c as usize];
    if let Some(obj) = o.as_obj()
        && obj.is(Kind::Instance)
        && obj.aux() != 0
        && !class::flags(obj.ty().obj()).has(crate::TypeFlags::CUSTOM_SET)
    {
        remember_store(cx, l, pc, ins, obj, name);
    }
    ops::attr::set(cx, o, name, v)
}

fn remember_store(cx: &mut Cx<'_>, l: &Lowered, pc: usize, ins: Ins, obj: Obj, name: Value) {
    let ty = obj.ty();
    if cx.lookup(ty, name).is_some_and(|f| ops::attr::is_data_descriptor(cx, f)) {
        return;
    }
    let first = ty.obj().frozen(class::FIRST_ATTR).int_value();
    let shape = obj.aux();
    match cx.world.shapes.slot(shape, name) {
        Some(slot) if first + (slot as i64) < 1 << 15 => {
            cx.codes.remember_slot(shape, name, (first + slot as i64) as usize);
            let d = Value::small(shape as i64 | (first + slot as i64) << 32);
            l.ins[pc].set(Ins { op: Lop::StoreAttrSlot, d, ..ins });
        }
        Some(_) => {}
        None => {
            let (next, slot) = cx.world.shapes.with(shape, name);
            let word = first + slot as i64;
            let room = ty.obj().frozen(class::INLINE).int_value();
            if (slot as i64) < room && word < 256 && next < 1 << 23 {
                let d = Value::small(shape as i64 | (next as i64) << 24);
                l.ins[pc].set(Ins { op: Lop::StoreAttrAdd, x: word as u8, d, ..ins });
            }
        }
    }
}

#[inline(never)]
pub fn unpack(cx: &mut Cx<'_>, fp: Fp, ins: Ins) -> crate::Res<()> {
    let (a, n, v) = (ins.a as usize, ins.b as usize, fp.get(ins.c as usize));
    if let Some(t) = v.as_obj().filter(|o| o.is(Kind::Tuple) && !o.has(flag::SUBCLASS) && tuple::len(*o) == n) {
        tuple::items(t).enumerate().for_each(|(i, v)| fp.set(a + n - 1 - i, v));
        return Ok(());
    }
    if let Some(items) = call::exact_items(v) {
        if items.len() == n {
            for (i, v) in items.into_iter().enumerate() {
                fp.set(a + n - 1 - i, v);
            }
            return Ok(());
        }
        let got = items.len();
        return Err(if got < n {
            cx.value_error(format!("not enough values to unpack (expected {n}, got {got})"))
        } else {
            cx.value_error(format!("too many values to unpack (expected {n}, got {got})"))
        });
    }
    cx.call_hidden("unpack", &[v, Value::small(n as i64)]).map(|_| ())
}
