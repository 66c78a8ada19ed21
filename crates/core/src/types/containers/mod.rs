//! Containers and their iterators: the classes' methods. (Layouts: `types/{list,tuple,dict,set,slice}.rs`.)

pub mod defaultdict;
pub mod deque;
mod dict_methods;
pub mod iters;
pub mod itertools;
pub mod lazy;
mod list_methods;
pub mod range;
pub mod seq;
mod set_methods;
mod slice_methods;
pub mod sort;
pub mod steps;
mod tuple_methods;
pub mod tuplegetter;
pub mod views;

pub use dict_methods::{merge as dict_merge, missing as dict_missing, plain as plain_dict};
pub use slice_methods::mix as slice_hash;
pub use tuple_methods::of_class as tuple_of_class;

use gilscope_heap::{Args, Kind, Value};

use crate::native::{TypeDef, TypeFlags};
use crate::{Cx, N, Res};

pub static TYPES: &[&TypeDef] = &[&TUPLE, &LIST, &DICT, &SET, &FROZENSET, &RANGE, &SLICE];

const SEQUENCE: TypeFlags = TypeFlags::BASE.or(TypeFlags::MATCH_SELF).or(TypeFlags::SEQUENCE);
const PLAIN: TypeFlags = TypeFlags::BASE.or(TypeFlags::MATCH_SELF);

pub static TUPLE: TypeDef = TypeDef::new("tuple", Kind::Tuple, 0, tuple_methods::METHODS).flags(SEQUENCE);
pub static LIST: TypeDef = TypeDef::new("list", Kind::List, 1, list_methods::METHODS).flags(SEQUENCE);
pub static DICT: TypeDef =
    TypeDef::new("dict", Kind::Dict, 2, dict_methods::METHODS).flags(PLAIN.or(TypeFlags::MAPPING));
pub static SET: TypeDef = TypeDef::new("set", Kind::Set, 4, set_methods::SET_METHODS).flags(PLAIN);
pub static FROZENSET: TypeDef = TypeDef::new("frozenset", Kind::Set, 4, set_methods::FROZENSET_METHODS).flags(PLAIN);
pub static RANGE: TypeDef =
    TypeDef::new("range", Kind::Range, 4, range::METHODS).flags(TypeFlags::SEQUENCE).getset(range::GETSET);
pub static SLICE: TypeDef =
    TypeDef::new("slice", Kind::Slice, 3, slice_methods::METHODS).flags(TypeFlags::NONE).getset(slice_methods::GETSET);

/// `__class_getitem__`: `list[int]` is a `types.GenericAlias`.
pub fn class_getitem(cx: &mut Cx<'_>, a: Args) -> Res {
    crate::types::generic::new(cx, a[0], a[1])
}

/// Has the value's class `__iter__`, or `__getitem__` to iterate by?
pub fn is_iterable(cx: &mut Cx<'_>, v: Value) -> bool {
    match cx.lookup_special(v, N::__iter__) {
        Some(f) => !f.is_none(),
        None => cx.lookup_special(v, N::__getitem__).is_some(),
    }
}

/// The setter of an attribute that cannot be set.
fn read_only(cx: &mut Cx<'_>, _: Args) -> Res {
    Err(cx.raise(&crate::types::exception::ATTRIBUTE_ERROR, "readonly attribute"))
}
