//! What t-strings make: `string.templatelib`'s `Template` (words: its strings, its interpolations, both tuples) and
//! `Interpolation` (words: value, expression, conversion, format_spec), and the iterator over a template's parts.

use gilscope_heap::{Args, Kind, Value};

use crate::native::{GetSetDef, NativeDef, TypeDef, TypeFlags, func, getset, getset_rw};
use crate::types::{class, dict, exception, generic, str, tuple};
use crate::{Acc, Cx, Exit, N, Res};

const STRINGS: usize = 0;
const INTERPOLATIONS: usize = 1;

const VALUE: usize = 0;
const EXPRESSION: usize = 1;
const CONVERSION: usize = 2;
const SPEC: usize = 3;

const MODULE: &str = "string.templatelib";

pub static TEMPLATE: TypeDef = TypeDef::new("Template", Kind::Native1, 2, TEMPLATE_METHODS)
    .module(MODULE)
    .flags(TypeFlags::NONE)
    .getset(TEMPLATE_GETSET);
pub static INTERPOLATION: TypeDef = TypeDef::new("Interpolation", Kind::Native1, 4, INTERPOLATION_METHODS)
    .module(MODULE)
    .flags(TypeFlags::NONE)
    .getset(INTERPOLATION_GETSET);
/// Words: the parts (a tuple), how many were given out.
pub static ITERATOR: TypeDef =
    TypeDef::new("TemplateIter", Kind::Native1, 2, ITERATOR_METHODS).module(MODULE).flags(TypeFlags::NO_NEW);

static TEMPLATE_METHODS: &[NativeDef] = &[
    NativeDef::stat("__new__", "cls, /, *args, **kwargs", template_new, Acc::Pure),
    func("__repr__", "self, /", |cx, a| cx.call_hidden("template_repr", &[a[0]]), Acc::Any),
    func("__iter__", "self, /", template_iter, Acc::Pure),
    func("__add__", "self, value, /", template_add, Acc::Pure),
    func("__reduce__", "self, /", |cx, a| cx.call_hidden("template_reduce", &[a[0]]), Acc::Pure),
    NativeDef::class("__class_getitem__", "cls, item, /", generic::class_getitem, Acc::Pure),
];

static TEMPLATE_GETSET: &[GetSetDef] = &[
    getset_rw("strings", |_, a| Ok(a[0].obj().get(STRINGS)), read_only),
    getset_rw("interpolations", |_, a| Ok(a[0].obj().get(INTERPOLATIONS)), read_only),
    getset("values", |cx, a| {
        let values: Vec<Value> = interpolations(a[0]).iter().map(|i| i.obj().get(VALUE)).collect();
        cx.tuple(&values)
    }),
];

static INTERPOLATION_METHODS: &[NativeDef] = &[
    NativeDef::stat(
        "__new__",
        "cls, value, expression='', conversion=None, format_spec=''",
        interpolation_new,
        Acc::Pure,
    ),
    func("__repr__", "self, /", |cx, a| cx.call_hidden("interpolation_repr", &[a[0]]), Acc::Any),
    func("__reduce__", "self, /", |cx, a| cx.call_hidden("interpolation_reduce", &[a[0]]), Acc::Pure),
    NativeDef::class("__class_getitem__", "cls, item, /", generic::class_getitem, Acc::Pure),
];

static INTERPOLATION_GETSET: &[GetSetDef] = &[
    getset_rw("value", |_, a| Ok(a[0].obj().get(VALUE)), read_only),
    getset_rw("expression", |_, a| Ok(a[0].obj().get(EXPRESSION)), read_only),
    getset_rw("conversion", |_, a| Ok(a[0].obj().get(CONVERSION)), read_only),
    getset_rw("format_spec", |_, a| Ok(a[0].obj().get(SPEC)), read_only),
];

static ITERATOR_METHODS: &[NativeDef] =
    &[func("__iter__", "self, /", |_, a| Ok(a[0]), Acc::Pure), func("__next__", "self, /", iterator_next, Acc::Write)];

/// `Interpolation(v, e, c, s)` is a pattern.
pub fn set_match_args(cx: &mut Cx<'_>) -> Res<()> {
    let names = ["value", "expression", "conversion", "format_spec"].map(|n| cx.intern(n));
    let names = cx.tuple(&names)?;
    let d = INTERPOLATION.of(cx).obj().get(class::DICT).obj();
    dict::set_str(cx, d, cx.world.name(N::__match_args__), names)
}

fn read_only(cx: &mut Cx<'_>, _: Args) -> Res {
    Err(cx.raise(&exception::ATTRIBUTE_ERROR, "readonly attribute"))
}

fn interpolations(template: Value) -> Vec<Value> {
    tuple::to_vec(template.obj().get(INTERPOLATIONS))
}

fn is_str(v: Value) -> bool {
    v.as_obj().is_some_and(|o| o.is(Kind::Str))
}

/// A template of these tuples, the first one longer than the second. Does not call Python.
pub fn template(cx: &mut Cx<'_>, strings: Value, interpolations: Value) -> Res {
    let ty = TEMPLATE.of(cx);
    let o = cx.alloc(Kind::Native1, ty, 2)?;
    o.init(STRINGS, strings);
    o.init(INTERPOLATIONS, interpolations);
    Ok(o.into())
}

/// Does not call Python. `conversion` is a string or None.
pub fn interpolation(cx: &mut Cx<'_>, value: Value, expression: Value, conversion: Value, spec: Value) -> Res {
    let ty = INTERPOLATION.of(cx);
    let o = cx.alloc(Kind::Native1, ty, 4)?;
    o.init(VALUE, value);
    o.init(EXPRESSION, expression);
    o.init(CONVERSION, conversion);
    o.init(SPEC, spec);
    Ok(o.into())
}

/// What a template is made of, while it is put together: between two interpolations there is exactly one string.
struct Parts {
    strings: Vec<Value>,
    interpolations: Vec<Value>,
}

impl Parts {
    fn new(cx: &mut Cx<'_>) -> Parts {
        Parts { strings: vec![cx.intern("")], interpolations: Vec::new() }
    }

    fn add_string(&mut self, cx: &mut Cx<'_>, s: Value) -> Res<()> {
        let last = self.strings.pop().expect("never empty");
        self.strings.push(str::concat(cx, last.obj(), s.obj(), false)?);
        Ok(())
    }

    fn add_interpolation(&mut self, cx: &mut Cx<'_>, v: Value) {
        self.interpolations.push(v);
        self.strings.push(cx.intern(""));
    }

    fn finish(self, cx: &mut Cx<'_>) -> Res {
        let strings = cx.tuple(&self.strings)?;
        let interpolations = cx.tuple(&self.interpolations)?;
        template(cx, strings, interpolations)
    }
}

fn template_new(cx: &mut Cx<'_>, a: Args) -> Res {
    if a.get(2).as_obj().is_some_and(|d| dict::len(d) > 0) {
        return Err(cx.type_error("Template.__new__ only accepts *args arguments"));
    }
    let mut parts = Parts::new(cx);
    for v in tuple::to_vec(a[1]) {
        if is_str(v) {
            parts.add_string(cx, v)?;
        } else if cx.is_instance(v, &INTERPOLATION) {
            parts.add_interpolation(cx, v);
        } else {
            let ty = cx.type_of(v);
            let t = class::methods::full_name(cx, ty);
            let m = format!("Template.__new__ *args need to be of type 'str' or 'Interpolation', got {t}");
            return Err(cx.type_error(m));
        }
    }
    parts.finish(cx)
}

fn template_add(cx: &mut Cx<'_>, a: Args) -> Res {
    if !cx.is_instance(a[1], &TEMPLATE) {
        let ty = cx.type_of(a[1]);
        let t = class::methods::full_name(cx, ty);
        let m = format!("can only concatenate {MODULE}.Template (not \"{t}\") to {MODULE}.Template");
        return Err(cx.type_error(m));
    }
    let mut parts = Parts::new(cx);
    for t in [a[0], a[1]] {
        let strings = tuple::to_vec(t.obj().get(STRINGS));
        let mut between = interpolations(t).into_iter();
        for s in strings {
            parts.add_string(cx, s)?;
            if let Some(v) = between.next() {
                parts.add_interpolation(cx, v);
            }
        }
    }
    parts.finish(cx)
}

/// Over the strings that are not empty and the interpolations, in their order.
fn template_iter(cx: &mut Cx<'_>, a: Args) -> Res {
    let mut parts = Vec::new();
    let mut between = interpolations(a[0]).into_iter();
    for s in tuple::to_vec(a[0].obj().get(STRINGS)) {
        if s.obj().aux() != 0 {
            parts.push(s);
        }
        parts.extend(between.next());
    }
    let parts = cx.tuple(&parts)?;
    let ty = ITERATOR.of(cx);
    let o = cx.alloc(Kind::Native1, ty, 2)?;
    o.init(0, parts);
    o.init(1, Value::small(0));
    Ok(o.into())
}

fn iterator_next(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let parts = o.get(0).obj();
    let next = cx.locked(o, |_| {
        let i = o.get(1).int_value();
        o.set(1, Value::small(i + 1));
        i as usize
    });
    if next < tuple::len(parts) { Ok(tuple::get(parts, next)) } else { Err(cx.stop_iteration(Value::NULL)) }
}

fn interpolation_new(cx: &mut Cx<'_>, a: Args) -> Res {
    let empty = cx.intern("");
    let given = |v: Value, default: Value| if v.is_null() { default } else { v };
    let (expression, conversion, spec) = (given(a.get(2), empty), given(a.get(3), Value::NONE), given(a.get(4), empty));
    for (name, v) in [("expression", expression), ("conversion", conversion), ("format_spec", spec)] {
        if !is_str(v) && !(v.is_none() && name == "conversion") {
            return Err(wrong_argument(cx, name, v));
        }
    }
    if is_str(conversion) && !["s", "a", "r"].contains(&&*str::to_string(conversion)) {
        return Err(cx.value_error("Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'"));
    }
    interpolation(cx, a[1], expression, conversion, spec)
}

fn wrong_argument(cx: &mut Cx<'_>, name: &str, v: Value) -> Exit {
    let t = cx.type_name(v);
    cx.type_error(format!("Interpolation() argument '{name}' must be str, not {t}"))
}
