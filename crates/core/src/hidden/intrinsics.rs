//! The module `_hidden`: what the interpreter's own Python (`*.py` here) is built on. Programs never see it.

use gilscope_heap::{Args, Kind};

use crate::native::{NativeDef, func};
use crate::types::containers::{self, deque, itertools, lazy, sort, steps};
use crate::types::{class, exception, function, generator, module, text, weakref};
use crate::{Acc, Cx, Res, TypeFlags, ops, vm};

/// The tables of intrinsics, this file's and those of the types that need some, and of natives' continuations.
pub static TABLES: &[&[NativeDef]] = &[
    INTRINSICS,
    &class::intrinsics::INTRINSICS,
    &class::build::CONTINUATIONS,
    &class::methods::ANNOTATED,
    &module::import::INTRINSICS,
    &function::attrs::ANNOTATED,
    &weakref::INTRINSICS,
    &weakref::HASHED,
    &exception::print::INTRINSICS,
];

/// Every top-level function of `hidden/*.py` finds these under their names.
pub static INTRINSICS: &[NativeDef] = &[
    func("_next", "iterator, /", next, Acc::Any),
    func("_ended", "item, /", ended, Acc::Pure),
    func("_end", "", steps::end, Acc::Pure),
    func("_word", "o, i, /", steps::word, Acc::Read),
    func("_put", "o, i, v, /", steps::put, Acc::Write),
    func("_size", "seq, /", steps::size, Acc::Read),
    func("_item", "seq, i, /", steps::item, Acc::Read),
    func("_append", "list, item, /", steps::append, Acc::Write),
    func("_list_remove", "list, i, item, /", steps::list_remove, Acc::Write),
    func("_list_take", "list, /", sort::take, Acc::Write),
    func("_list_give", "list, items, /", sort::give, Acc::Write),
    func("_sort", "keys, items, reverse, /", sort::sort_lists, Acc::Write),
    func("_tuple_of", "cls, items, /", steps::tuple_of, Acc::Pure),
    func("_tuple_hash", "hashes, /", steps::tuple_hash, Acc::Pure),
    func("_slice_hash", "start, stop, step, /", containers::slice_hash, Acc::Pure),
    func("_repr_enter", "o, /", steps::repr_enter, Acc::Pure),
    func("_repr_leave", "o, /", steps::repr_leave, Acc::Pure),
    func("_dict_probe", "d, key, hash, place, version, /", steps::dict_probe, Acc::Read),
    func("_dict_version", "d, /", steps::dict_version, Acc::Read),
    func("_dict_value", "d, entry, key, hash, /", steps::dict_value, Acc::Read),
    func("_dict_set_value", "d, entry, key, hash, value, /", steps::dict_set_value, Acc::Write),
    func("_dict_insert", "d, key, hash, value, version, /", steps::dict_insert, Acc::Write),
    func("_dict_remove", "d, entry, hash, /", steps::dict_remove, Acc::Write),
    func("_dict_missing", "d, key, /", steps::dict_missing, Acc::Any),
    func("_dict_store", "d, key, value, /", steps::dict_store, Acc::Write),
    func("_dict_items", "d, /", steps::dict_items, Acc::Read),
    func("_dict_entries", "d, /", steps::dict_entries, Acc::Read),
    func("_dict_len", "d, /", steps::dict_len, Acc::Read),
    func("_dict_init", "d, /, *args, **kwargs", steps::dict_init, Acc::Write),
    func("_dict_repr", "d, /", steps::dict_repr, Acc::Read),
    func("_is_plain_dict", "v, /", steps::is_plain_dict, Acc::Pure),
    func("_set_probe", "s, key, hash, place, version, /", steps::set_probe, Acc::Read),
    func("_set_version", "s, /", steps::set_version, Acc::Read),
    func("_set_insert", "s, key, hash, version, /", steps::set_insert, Acc::Write),
    func("_set_remove", "s, place, hash, /", steps::set_remove, Acc::Write),
    func("_set_entries", "s, /", steps::set_entries, Acc::Read),
    func("_set_try_add", "s, key, /", steps::set_try_add, Acc::Write),
    func("_set_empty_like", "s, /", steps::set_empty_like, Acc::Pure),
    func("_set_replace", "s, new, /", steps::set_replace, Acc::Write),
    func("_enumerate", "cls, iterator, start, /", lazy::make_enumerate, Acc::Pure),
    func("_zip", "cls, iterators, strict, /", lazy::make_zip, Acc::Pure),
    func("_map", "cls, function, iterators, strict, /", lazy::make_map, Acc::Pure),
    func("_filter", "cls, function, iterator, /", lazy::make_filter, Acc::Pure),
    func("_reversed", "cls, sequence, last, /", lazy::make_reversed, Acc::Pure),
    func("_make", "cls, /, *words", itertools::make, Acc::Pure),
    func("_make_grouper", "*words", itertools::make_grouper, Acc::Pure),
    func("_make_chain", "cls, iterator, /", steps::make_chain, Acc::Pure),
    func("_pool", "iterable, /", itertools::pool, Acc::Read),
    func("_deque_append", "d, item, /", deque::append, Acc::Write),
    func("_deque_appendleft", "d, item, /", deque::appendleft, Acc::Write),
    func("_deque_state", "d, /", deque::state, Acc::Read),
    func("_deque_remove", "d, i, item, /", deque::remove_same, Acc::Write),
    func("_percent", "template, values, done, /", text::percent::round, Acc::Any),
    func("_format", "template, args, kwargs, done, /", text::template::round, Acc::Any),
    func("_index", "v, /", text::percent::index, Acc::Any),
    func("_escape_ascii", "s, /", text::percent::escape_ascii, Acc::Pure),
    func("_load_global", "globals, name, /", |cx, a| vm::cold::load_global(cx, a[0], a[1]), Acc::Read),
    func("_is_coroutine", "obj, /", is_coroutine, Acc::Pure),
    func("_keyword_typo", "exc, /", exception::methods::keyword_typo, Acc::Read),
    func("_matches_self", "cls, /", matches_self, Acc::Pure),
];

/// The next item of an iterator, or a value for which `_ended` holds.
fn next(cx: &mut Cx<'_>, a: Args) -> Res {
    match ops::iter::next(cx, a[0]) {
        Ok(v) if v.is_null() => Ok(ENDED),
        r => {
            cx.next_or(ENDED);
            r
        }
    }
}

const ENDED: gilscope_heap::Value = gilscope_heap::Value::DELETED;

fn ended(_: &mut Cx<'_>, a: Args) -> Res {
    Ok(gilscope_heap::Value::bool(a[0] == ENDED))
}

fn is_coroutine(cx: &mut Cx<'_>, a: Args) -> Res {
    let is = a[0].as_obj().is_some_and(|o| o.is(Kind::Generator) && generator::is_coroutine(cx, o));
    Ok(gilscope_heap::Value::bool(is))
}

/// Does a class pattern of this class match the subject itself?
fn matches_self(_: &mut Cx<'_>, a: Args) -> Res {
    let is = class::mro(a[0].obj()).any(|t| class::flags(t.obj()).has(TypeFlags::MATCH_SELF));
    Ok(gilscope_heap::Value::bool(is))
}
