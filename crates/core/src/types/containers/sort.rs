//! Sorting. Numbers, strings, bytes and tuples of such are sorted here; all else by `hidden/sort.py`, which is CPython's
//! algorithm to the last comparison.

use std::cmp::Ordering;

use gilscope_bytecode::CompareOp;
use gilscope_heap::{Args, Kind, Value};

use crate::ops;
use crate::types::{hash, list, str, tuple};
use crate::{Convert, Cx, Exit, Res};

/// Orders items without Python code, as long as all comparisons are known.
struct Order<'a, 'e> {
    cx: &'a mut Cx<'e>,
}

impl Order<'_, '_> {
    /// `a < b`; `None` where Python code would have to tell, or the order is not a total one.
    fn less(&mut self, a: Value, b: Value) -> Option<bool> {
        if a.is_int() && b.is_int() {
            return Some(a.int_value() < b.int_value());
        }
        if let (Some(x), Some(y)) = (a.as_obj(), b.as_obj()) {
            if x.is_exact(Kind::Str) && y.is_exact(Kind::Str) {
                return Some(str::cmp(x, y) == Ordering::Less);
            }
            if x.is_exact(Kind::Tuple) && y.is_exact(Kind::Tuple) {
                for (p, q) in tuple::items(x).zip(tuple::items(y)) {
                    if !hash::eq(self.cx, p, q)? {
                        return self.less(p, q);
                    }
                }
                return Some(tuple::len(x) < tuple::len(y));
            }
        }
        let nan = |v: Value| v.is_float() && v.float_value().is_nan();
        if nan(a) || nan(b) {
            return None;
        }
        ops::compare::plain(CompareOp::Lt, a, b)
    }

    /// A stable merge sort of positions by their keys; `None` as soon as a comparison is not known.
    fn sort(&mut self, keys: &[Value], order: &mut Vec<u32>) -> Option<()> {
        const RUN: usize = 16;
        let n = order.len();
        for start in (0..n).step_by(RUN) {
            for i in start + 1..(start + RUN).min(n) {
                let x = order[i];
                let mut j = i;
                while j > start && self.less(keys[x as usize], keys[order[j - 1] as usize])? {
                    order[j] = order[j - 1];
                    j -= 1;
                }
                order[j] = x;
            }
        }
        let mut from = std::mem::take(order);
        let mut to = vec![0; n];
        let mut width = RUN;
        while width < n {
            for start in (0..n).step_by(2 * width) {
                let (mid, end) = ((start + width).min(n), (start + 2 * width).min(n));
                let (mut i, mut j) = (start, mid);
                for slot in &mut to[start..end] {
                    let right = j < end && (i == mid || self.less(keys[from[j] as usize], keys[from[i] as usize])?);
                    *slot = from[if right { j } else { i }];
                    if right { j += 1 } else { i += 1 }
                }
            }
            std::mem::swap(&mut from, &mut to);
            width *= 2;
        }
        *order = from;
        Some(())
    }
}

/// The positions of the keys in sorted order; `None` where Python code is needed. Does not call Python.
fn sorted_order(cx: &mut Cx<'_>, keys: &[Value], reverse: bool) -> Option<Vec<u32>> {
    // From the end, and turned round afterwards: equal ones stay in order.
    let mut order: Vec<u32> = (0..keys.len() as u32).collect();
    if reverse {
        order.reverse();
    }
    if keys.iter().all(|k| k.is_int()) {
        order.sort_by_key(|&i| keys[i as usize].int_value());
    } else if keys.iter().all(|k| k.is_float() && !k.float_value().is_nan()) {
        order.sort_by(|&i, &j| {
            let (x, y) = (keys[i as usize].float_value(), keys[j as usize].float_value());
            x.partial_cmp(&y).unwrap_or(Ordering::Equal)
        });
    } else {
        Order { cx }.sort(keys, &mut order)?;
    }
    if reverse {
        order.reverse();
    }
    Some(order)
}

/// Sorts items without keys; false where Python code is needed (then they are as before). Does not call Python.
pub fn sort_items(cx: &mut Cx<'_>, items: &mut Vec<Value>, reverse: bool) -> bool {
    if items.iter().all(|v| v.is_int()) {
        items.sort_unstable_by_key(|v| v.int_value());
        if reverse {
            items.reverse();
        }
        return true;
    }
    match sorted_order(cx, items, reverse) {
        Some(order) => {
            *items = order.into_iter().map(|i| items[i as usize]).collect();
            true
        }
        None => false,
    }
}

/// Sorts where all items are ints, floats (no NaN) or strings; else leaves them as they are. Takes no locks.
fn sort_alike(items: &mut [Value], reverse: bool) -> bool {
    // From the end, and turned round afterwards: equal ones stay in order.
    if reverse {
        items.reverse();
    }
    let known = if items.iter().all(|v| v.is_int()) {
        items.sort_by_key(|v| v.int_value());
        true
    } else if items.iter().all(|v| v.is_float() && !v.float_value().is_nan()) {
        items.sort_by(|a, b| a.float_value().partial_cmp(&b.float_value()).unwrap_or(Ordering::Equal));
        true
    } else if items.iter().all(|v| v.as_obj().is_some_and(|o| o.is_exact(Kind::Str))) {
        items.sort_by(|a, b| str::cmp(a.obj(), b.obj()));
        true
    } else {
        false
    };
    if reverse {
        items.reverse();
    }
    known
}

/// `list.sort(*, key=None, reverse=False)`
pub fn list_sort(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    let key = a.get(1);
    let Some(reverse) = truth(a.get(2)) else {
        return Err(Exit::Convert { arg: 2, how: Convert::Bool });
    };
    if key.is_null() || key.is_none() {
        let mut known = false;
        list::edit(cx, o, |items| known = sort_alike(items, reverse))?;
        if known {
            return Ok(Value::NONE);
        }
        let mut items = list::take(cx, o);
        let known = sort_items(cx, &mut items, reverse);
        if !list::give(cx, o, &items)? {
            return Err(modified(cx));
        }
        if known {
            return Ok(Value::NONE);
        }
    }
    let key = if key.is_null() { Value::NONE } else { key };
    cx.call_hidden("list_sort", &[a[0], key, Value::bool(reverse)])
}

fn truth(v: Value) -> Option<bool> {
    if v.is_null() { Some(false) } else { ops::truth::quick(v) }
}

fn modified(cx: &mut Cx<'_>) -> Exit {
    cx.value_error("list modified during sort")
}

/// `sorted(iterable, /, *, key=None, reverse=False)`
pub fn sorted(cx: &mut Cx<'_>, a: Args) -> Res {
    let key = a.get(1);
    let key = if key.is_null() { Value::NONE } else { key };
    let Some(reverse) = truth(a.get(2)) else {
        return Err(Exit::Convert { arg: 2, how: Convert::Bool });
    };
    if key.is_none()
        && let Some(mut items) = super::seq::native_items(cx, a[0])?
        && sort_items(cx, &mut items, reverse)
    {
        return cx.list(&items);
    }
    cx.call_hidden("sorted_general", &[a[0], key, Value::bool(reverse)])
}

/// `_sort(keys, items, reverse)`: sorts two lists of the same length by the first; false where Python code is needed.
pub fn sort_lists(cx: &mut Cx<'_>, a: Args) -> Res {
    let (keys, items) = (a[0].obj(), a[1].obj());
    let (ks, vs) = (list::items(keys), list::items(items));
    let Some(order) = sorted_order(cx, &ks, a[2] == Value::TRUE) else { return Ok(Value::FALSE) };
    for (i, &j) in order.iter().enumerate() {
        list::set(keys, i, ks[j as usize]);
        list::set(items, i, vs[j as usize]);
    }
    Ok(Value::TRUE)
}

/// `_list_take(l)`: its items as a new list; it is empty afterwards.
pub fn take(cx: &mut Cx<'_>, a: Args) -> Res {
    let items = list::take(cx, a[0].obj());
    cx.list(&items)
}

/// `_list_give(l, items)`: puts them back; false if the list was changed in between.
pub fn give(cx: &mut Cx<'_>, a: Args) -> Res {
    let items = list::items(a[1].obj());
    list::give(cx, a[0].obj(), &items).map(Value::bool)
}
