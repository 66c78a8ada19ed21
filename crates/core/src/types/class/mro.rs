//! The method resolution order (C3), and which metaclass and which layout a new class gets from its bases.

use gilscope_heap::{Kind, Value};

use crate::native::TypeFlags;
use crate::types::{class, object, tuple};
use crate::{Cx, Res};

/// The order for a class with these bases, without the class itself. Does not call Python.
pub fn linearize(cx: &mut Cx<'_>, bases: &[Value]) -> Res<Vec<Value>> {
    for (i, b) in bases.iter().enumerate() {
        if bases[i + 1..].contains(b) {
            let name = class::name(*b);
            return Err(cx.type_error(format!("duplicate base class {name}")));
        }
    }
    let mut lists: Vec<Vec<Value>> = bases.iter().map(|b| tuple::to_vec(b.obj().get(class::MRO))).collect();
    lists.push(bases.to_vec());
    let mut at = vec![0; lists.len()];
    let mut order = Vec::new();
    loop {
        let mut left = false;
        let mut next = None;
        for (list, &i) in lists.iter().zip(&at) {
            let Some(&candidate) = list.get(i) else { continue };
            left = true;
            let blocked = lists.iter().zip(&at).any(|(l, &i)| l.iter().skip(i + 1).any(|&t| t == candidate));
            if !blocked {
                next = Some(candidate);
                break;
            }
        }
        match next {
            Some(t) => {
                order.push(t);
                for (list, i) in lists.iter().zip(&mut at) {
                    *i += usize::from(list.get(*i) == Some(&t));
                }
            }
            None if left => return Err(inconsistent(cx, &lists, &at)),
            None => return Ok(order),
        }
    }
}

fn inconsistent(cx: &mut Cx<'_>, lists: &[Vec<Value>], at: &[usize]) -> crate::Exit {
    let mut heads: Vec<Value> = Vec::new();
    for (list, &i) in lists.iter().zip(at) {
        if let Some(&t) = list.get(i)
            && !heads.contains(&t)
        {
            heads.push(t);
        }
    }
    let names: Vec<String> = heads.into_iter().map(class::name).collect();
    cx.type_error(format!("Cannot create a consistent method resolution order (MRO) for bases {}", names.join(", ")))
}

/// The most derived of `meta` and the metaclasses of `bases`. Does not call Python.
pub fn metaclass(cx: &mut Cx<'_>, meta: Value, bases: &[Value]) -> Res {
    let mut winner = meta;
    for &b in bases {
        let t = cx.type_of(b);
        if class::is_subclass(winner, t) {
            continue;
        }
        if class::is_subclass(t, winner) {
            winner = t;
            continue;
        }
        return Err(cx.type_error(
            "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
        ));
    }
    Ok(winner)
}

/// The class that a class' layout comes from: the nearest of its line that added words to those of its base.
fn solid(cx: &Cx<'_>, ty: Value) -> Value {
    let mut t = ty;
    let object = object::TYPE.of(cx);
    while t != object {
        let o = t.obj();
        let base = o.get(class::BASE);
        if !class::flags(o).has(TypeFlags::HEAP) && o.get(class::KIND) != base.obj().get(class::KIND) {
            return t;
        }
        if o.get(class::SLOTS) != base.obj().get(class::SLOTS) {
            return t;
        }
        t = base;
    }
    object
}

/// The base whose layout a class with these bases extends (`__base__`). Does not call Python.
pub fn best_base(cx: &mut Cx<'_>, bases: &[Value]) -> Res {
    let mut best: Option<(Value, Value)> = None;
    for &b in bases {
        if !b.as_obj().is_some_and(|o| o.is(Kind::Type)) {
            return Err(cx.type_error("bases must be types"));
        }
        if !class::flags(b.obj()).has(TypeFlags::BASE) {
            let name = class::methods::long_name(cx, b);
            return Err(cx.type_error(format!("type '{name}' is not an acceptable base type")));
        }
        let s = solid(cx, b);
        best = match best {
            None => Some((b, s)),
            Some((_, w)) if class::is_subclass(w, s) => best,
            Some((_, w)) if class::is_subclass(s, w) => Some((b, s)),
            Some(_) => return Err(cx.type_error("multiple bases have instance lay-out conflict")),
        };
    }
    Ok(best.map_or_else(|| object::TYPE.of(cx), |(b, _)| b))
}
