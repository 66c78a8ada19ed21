//! Making a class: everything of `type.__new__` that needs no Python.

use gilscope_heap::{Kind, Obj, Value};

use super::mro;
use crate::native::TypeFlags;
use crate::types::text::unicode;
use crate::types::{class, dict, function, list, member, object, str, tuple};
use crate::{Cx, N, Res};

/// What is left to do once the class is there, and needs Python.
pub struct Made {
    pub class: Value,
    /// (name, value) of those attributes that want to be told their name (`__set_name__`).
    pub named: Vec<(Value, Value)>,
}

/// A class made of `ns`, which stays as it is. `bases` are classes; `meta` is the metaclass, already the most derived
/// one. Does not call Python.
pub fn new(cx: &mut Cx<'_>, meta: Value, name: Value, bases: &[Value], ns: Obj) -> Res<Made> {
    let object = [object::TYPE.of(cx)];
    let bases = if bases.is_empty() { &object } else { bases };
    let base = mro::best_base(cx, bases)?;
    let mut order = mro::linearize(cx, bases)?;
    let layout = Layout::of(cx, base, bases, name, ns)?;

    let t = cx.alloc(Kind::Type, meta, class::CLASS_WORDS)?;
    order.insert(0, t.into());
    let d = cx.dict()?.obj();
    for (k, v) in dict::items(ns) {
        // A key that is no name cannot be looked up, but stays visible in `__dict__`.
        let k = if k.as_obj().is_some_and(|o| o.is_exact(Kind::Str)) { str::intern_value(cx, k) } else { k };
        if k.as_obj().is_some_and(|o| o.is(Kind::Str)) {
            dict::set_str(cx, d, k, v)?;
        }
    }
    t.init(class::NAME, str::intern_value(cx, name));
    let b = cx.tuple(bases)?;
    t.init(class::BASES, b);
    let m = cx.tuple(&order)?;
    t.init(class::MRO, m);
    t.init(class::DICT, d.into());
    t.init(class::BASE, base);
    t.init(class::KIND, base.obj().get(class::KIND));
    for (at, n) in [
        (class::SLOTS, layout.slots),
        (class::SHAPE, layout.shape as i64),
        (class::INLINE, 0),
        (class::DICT_WORD, layout.dict_word),
        (class::WORDS, layout.words),
        (class::FIRST_ATTR, layout.words),
    ] {
        t.init(at, Value::small(n));
    }
    t.init_aux(cx.world.next_type_version());
    class::set_flags(t, TypeFlags::HEAP.or(TypeFlags::BASE));
    if class::is_subclass(meta, class::TYPE.of(cx)) && meta != class::TYPE.of(cx) {
        t.add_flag(gilscope_heap::flag::SUBCLASS);
    }

    namespace(cx, t, d)?;
    for (i, &slot) in layout.names.iter().enumerate() {
        let word = layout.first_slot + i;
        let m = member::new(cx, slot, t.into(), word)?;
        dict::set_str(cx, d, slot, m)?;
    }
    if layout.adds_dict {
        member::add_dict_attributes(cx, t, d)?;
    }
    let doc = cx.world.name(N::__doc__);
    if dict::get_str(d, doc).is_none() {
        dict::set_str(cx, d, doc, Value::NONE)?;
    }
    inline_words(cx, t);
    update_flags(cx, t);
    for &b in bases {
        let l = b.obj().get(class::SUBCLASSES);
        let l = if l.is_null() {
            let l = cx.list(&[])?;
            b.obj().set(class::SUBCLASSES, l);
            l
        } else {
            l
        };
        list::append(cx, l.obj(), t.into())?;
    }
    let named = named(cx, d);
    Ok(Made { class: t.into(), named })
}

/// Where instances keep what.
struct Layout {
    slots: i64,
    shape: u32,
    dict_word: i64,
    words: i64,
    names: Vec<Value>,
    first_slot: usize,
    /// The class gives its instances a `__dict__` that its bases' do not have.
    adds_dict: bool,
}

impl Layout {
    fn of(cx: &mut Cx<'_>, base: Value, bases: &[Value], class_name: Value, ns: Obj) -> Res<Layout> {
        let b = base.obj();
        let kind = class::instance_kind(b);
        let key = cx.world.name(N::__slots__);
        let declared = dict::get_str(ns, key);
        let mut has_dict =
            bases.iter().any(|b| b.obj().get(class::DICT_WORD) != Value::small(-1)) || kind == Kind::Type;
        let had_dict = has_dict;
        let mut names = Vec::new();
        match declared {
            None => has_dict = true,
            Some(slots) => {
                for s in slot_names(slots) {
                    let Some(text) = str::of(s).filter(|_| s.obj().is(Kind::Str)) else {
                        let t = cx.type_name(s);
                        return Err(cx.type_error(format!("__slots__ items must be strings, not '{t}'")));
                    };
                    let text = text.to_string_lossy();
                    match text.as_str() {
                        "__dict__" if had_dict => {
                            return Err(cx.type_error("__dict__ slot disallowed: we already got one"));
                        }
                        "__dict__" => has_dict = true,
                        "__weakref__" => {}
                        _ if !is_identifier(&text) => {
                            return Err(cx.type_error("__slots__ must be identifiers"));
                        }
                        _ => {
                            let n = mangle(&str::to_string(class_name), &text);
                            let n = cx.intern(&n);
                            if dict::get_str(ns, n).is_some()
                                && ![N::__qualname__, N::__classcell__].iter().any(|&x| cx.world.name(x) == n)
                            {
                                return Err(
                                    cx.value_error(format!("'{text}' in __slots__ conflicts with class variable"))
                                );
                            }
                            if !names.contains(&n) {
                                names.push(n);
                            }
                        }
                    }
                }
            }
        }
        let raw = matches!(kind, Kind::Str | Kind::Bytes | Kind::BigInt);
        if (raw || kind == Kind::Tuple) && !names.is_empty() {
            let of = class::name(base);
            return Err(cx.type_error(format!("nonempty __slots__ not supported for subtype of '{of}'")));
        }
        let inherited = b.get(class::DICT_WORD).int_value();
        let mut words = b.get(class::WORDS).int_value();
        let mut dict_word = inherited;
        if kind == Kind::Type {
            dict_word = -1;
            has_dict = false;
        } else if has_dict && inherited < 0 {
            dict_word = if kind == Kind::Instance || raw { 0 } else { words };
            words = match () {
                () if kind == Kind::Instance => words,
                () if raw => words.max(1),
                () => words + 1,
            };
        }
        let first_slot = words as usize;
        let own = names.len() as i64;
        let shape = if kind == Kind::Instance && has_dict { cx.world.shapes.root() } else { 0 };
        Ok(Layout {
            slots: b.get(class::SLOTS).int_value() + own,
            shape,
            dict_word,
            words: words + own,
            names,
            first_slot,
            adds_dict: has_dict && !had_dict,
        })
    }
}

/// The items of `__slots__`, where it is a string, tuple, list or dict (see [`slots_are_plain`]).
fn slot_names(v: Value) -> Vec<Value> {
    match v.as_obj().map(|o| (o, o.kind())) {
        Some((_, Kind::Str)) => vec![v],
        Some((_, Kind::Tuple)) => tuple::to_vec(v),
        Some((o, Kind::List)) => list::items(o),
        Some((o, Kind::Dict)) => dict::items(o).into_iter().map(|(k, _)| k).collect(),
        _ => vec![v],
    }
}

/// Can the slots that a class names be read without running Python?
pub fn slots_are_plain(cx: &Cx<'_>, ns: Obj) -> bool {
    let key = cx.world.name(N::__slots__);
    dict::get_str(ns, key).is_none_or(|v| {
        v.as_obj().is_some_and(|o| matches!(o.kind(), Kind::Str | Kind::Tuple | Kind::List | Kind::Dict))
    })
}

fn is_identifier(s: &str) -> bool {
    let mut chars = s.chars().map(u32::from);
    chars.next().is_some_and(unicode::is_identifier_start) && chars.all(unicode::is_identifier_part)
}

/// `__x` in a class `C` is `_C__x`.
pub fn mangle(class: &str, name: &str) -> String {
    let class = class.trim_start_matches('_');
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') || class.is_empty() {
        return name.to_owned();
    }
    format!("_{class}{name}")
}

/// What becomes of special names in the class' dict.
fn namespace(cx: &mut Cx<'_>, t: Obj, d: Obj) -> Res<()> {
    let w = cx.world;
    if let Some(cell) = dict::remove_str(cx, d, w.name(N::__classcell__)) {
        cell.obj().set(0, t.into());
    }
    let key = cx.intern("__classdictcell__");
    if let Some(cell) = dict::remove_str(cx, d, key)
        && cell.as_obj().is_some_and(|o| o.is(Kind::Cell))
    {
        cell.obj().set(0, d.into());
    }
    if let Some(q) = dict::get_str(d, w.name(N::__qualname__)) {
        if str::of(q).is_none() {
            let name = cx.type_name(q);
            return Err(cx.type_error(format!("type __qualname__ must be a str, not {name}")));
        }
        dict::remove_str(cx, d, w.name(N::__qualname__));
        t.init(class::QUALNAME, q);
    }
    for (n, def) in [
        (N::__new__, &function::STATICMETHOD),
        (N::__init_subclass__, &function::CLASSMETHOD),
        (N::__class_getitem__, &function::CLASSMETHOD),
    ] {
        let key = w.name(n);
        if let Some(f) = dict::get_str(d, key)
            && f.as_obj().is_some_and(|o| o.is(Kind::Function))
        {
            let wrapped = function::wrap(cx, def, f)?;
            dict::set_str(cx, d, key, wrapped)?;
        }
    }
    // What compares by value and says nothing of hashing cannot be hashed.
    if dict::get_str(d, w.name(N::__eq__)).is_some() && dict::get_str(d, w.name(N::__hash__)).is_none() {
        dict::set_str(cx, d, w.name(N::__hash__), Value::NONE)?;
    }
    Ok(())
}

/// How many words a new instance gets for attributes: those that methods of the class and its bases assign to `self`,
/// and a few more.
fn inline_words(cx: &mut Cx<'_>, t: Obj) {
    if t.get(class::SHAPE) == Value::small(0) {
        return;
    }
    let key = cx.world.name(N::__static_attributes__);
    let mut names: Vec<Value> = Vec::new();
    for c in class::mro(t) {
        if let Some(s) = dict::get_str(c.obj().get(class::DICT).obj(), key)
            && s.as_obj().is_some_and(|o| o.is(Kind::Tuple))
        {
            for n in tuple::items(s.obj()) {
                if !names.contains(&n) {
                    names.push(n);
                }
            }
        }
    }
    t.init(class::INLINE, Value::small(names.len().clamp(2, 60) as i64 + 2));
}

const INHERITED: [TypeFlags; 6] = [
    TypeFlags::SEQUENCE,
    TypeFlags::MAPPING,
    TypeFlags::MATCH_SELF,
    TypeFlags::TYPE,
    TypeFlags::EXCEPTION,
    TypeFlags::DICT,
];

/// Sets the flags that follow from what the class and its bases define; again after special methods were set.
pub fn update_flags(cx: &mut Cx<'_>, t: Obj) {
    let old = class::flags(t);
    if !old.has(TypeFlags::HEAP) {
        return;
    }
    let mut flags =
        TypeFlags(old.0 & (TypeFlags::HEAP.0 | TypeFlags::BASE.0 | TypeFlags::ABSTRACT.0 | TypeFlags::IMMUTABLE.0));
    let lines: Vec<Value> = class::mro(t).skip(1).collect();
    for f in INHERITED {
        if old.has(f) || lines.iter().any(|c| class::flags(c.obj()).has(f)) {
            flags = flags.or(f);
        }
    }
    if t.get(class::DICT_WORD) != Value::small(-1) {
        flags = flags.or(TypeFlags::DICT);
    }
    let w = cx.world;
    let find = |n: N| class::lookup_uncached(t, w.name(n));
    let own = |v: Option<Value>| v.is_some_and(|v| !v.as_obj().is_some_and(|o| o.is(Kind::Native)));
    if find(N::__del__).is_some() {
        flags = flags.or(TypeFlags::FINALIZE);
    }
    if find(N::__getattr__).is_some() || own(find(N::__getattribute__)) {
        flags = flags.or(TypeFlags::CUSTOM_GET);
    }
    if own(find(N::__setattr__)) || own(find(N::__delattr__)) {
        flags = flags.or(TypeFlags::CUSTOM_SET);
    }
    class::set_flags(t, flags);
    if let Some(l) = t.get(class::SUBCLASSES).as_obj() {
        for s in list::items(l) {
            update_flags(cx, s.obj());
        }
    }
}

/// The attributes whose class has `__set_name__`. Properties are told here, since that takes no Python.
fn named(cx: &mut Cx<'_>, d: Obj) -> Vec<(Value, Value)> {
    let mut named = Vec::new();
    for (k, v) in dict::items(d) {
        if v.as_obj().is_some_and(|o| matches!(o.kind(), Kind::Function | Kind::Str | Kind::Native)) || !v.is_obj() {
            continue;
        }
        if v.obj().is_exact(Kind::Property) {
            v.obj().cas(crate::types::property::NAME, Value::NULL, k);
        } else if cx.lookup_special(v, N::__set_name__).is_some() {
            named.push((k, v));
        }
    }
    named
}
