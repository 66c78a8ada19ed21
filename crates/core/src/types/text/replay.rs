//! Formatting calls Python in the middle (`__str__`, `__format__`, attributes), and natives do not. So a formatter asks
//! for each such result here; where one is not known yet, the formatter is given up, hidden Python makes the call, and
//! the formatter runs again with all results so far (`hidden/format.py`).

use gilscope_heap::{Kind, Value};

use crate::ops::convert;
use crate::types::number::Num;
use crate::types::{dict, int, list, str};
use crate::{Cx, Exit, Res};

/// What is asked for; the numbers are those of `hidden/format.py`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(i64)]
pub enum Ask {
    Str = 0,
    Repr = 1,
    Ascii = 2,
    /// `format(v, x)`
    Format = 3,
    /// `getattr(v, x)`
    Attr = 4,
    /// `v[x]`
    Item = 5,
    /// `int(v)`
    Int = 6,
    /// `v.__index__()`
    Index = 7,
    Float = 8,
    /// `v.__bytes__()`
    Bytes = 9,
}

/// Why a formatter has no result.
#[derive(Clone, Copy, Debug)]
pub enum Need {
    Exit(Exit),
    Ask(Ask, Value, Value),
}

impl From<Exit> for Need {
    fn from(e: Exit) -> Need {
        Need::Exit(e)
    }
}

/// The results of earlier rounds, in the order in which they were asked for.
#[derive(Clone, Copy, Default, Debug)]
pub struct Replay {
    done: Value,
    next: usize,
}

impl Replay {
    /// `done`: the list of results, or NULL before the first.
    pub fn new(done: Value) -> Replay {
        Replay { done, next: 0 }
    }

    /// The result of `how` for `v` (and `x`). Does not call Python.
    pub fn ask(&mut self, cx: &mut Cx<'_>, how: Ask, v: Value, x: Value) -> Result<Value, Need> {
        if let Some(r) = quick(cx, how, v, x)? {
            return Ok(r);
        }
        if let Some(done) = self.done.as_obj()
            && let Some(r) = list::get(done, self.next)
        {
            self.next += 1;
            return Ok(r);
        }
        Err(Need::Ask(how, v, x))
    }
}

/// The result where it takes no Python.
fn quick(cx: &mut Cx<'_>, how: Ask, v: Value, x: Value) -> Res<Option<Value>> {
    let exact_str = v.as_obj().is_some_and(|o| o.is_exact(Kind::Str));
    Ok(match how {
        Ask::Str if exact_str => Some(v),
        Ask::Str | Ask::Repr => convert::primitive_repr(cx, v)?,
        Ask::Ascii => match convert::primitive_repr(cx, v)? {
            Some(r) => Some(super::repr::escape_ascii(cx, r)?),
            None => None,
        },
        Ask::Format if exact_str || Num::exact(v).is_some() => Some(convert::format(cx, v, x)?),
        Ask::Int | Ask::Index if int::is(v) => Some(v),
        Ask::Int if v.is_float() => Some(super::super::number::float_methods::to_int(cx, v.float_value())?),
        Ask::Float => crate::types::number::real(cx, v)?.map(Value::float),
        Ask::Item => match v.as_obj() {
            Some(o) if o.is_exact(Kind::Dict) && x.as_obj().is_some_and(|k| k.is_exact(Kind::Str)) => {
                dict::get_str(o, x)
            }
            _ => None,
        },
        _ => None,
    })
}

/// The value of a formatter's round for `hidden/format.py`: the result, or a tuple (how, v, x) of what is asked for.
pub fn answer(cx: &mut Cx<'_>, r: Result<Value, Need>) -> Res {
    match r {
        Ok(v) => Ok(v),
        Err(Need::Exit(e)) => Err(e),
        Err(Need::Ask(how, v, x)) => {
            let x = if x.is_null() { Value::NONE } else { x };
            cx.tuple(&[Value::small(how as i64), v, x])
        }
    }
}

/// Runs a formatter: at once where it takes no Python, else by the hidden function `general` with these arguments. May
/// call Python.
pub fn run(cx: &mut Cx<'_>, general: &str, args: &[Value], r: Result<Value, Need>) -> Res {
    match r {
        Ok(v) => Ok(v),
        Err(Need::Exit(e)) => Err(e),
        Err(Need::Ask(..)) => cx.call_hidden(general, args),
    }
}
