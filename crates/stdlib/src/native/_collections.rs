//! `_collections`: `deque` and `defaultdict` (core's `types/containers`), and what `Counter` counts with.

use gilscope_core::native::func;
use gilscope_core::types::containers::{defaultdict, deque, tuplegetter};
use gilscope_core::{Acc, Cx, ModuleDef, NativeDef, Res};
use gilscope_heap::Args;

pub static MODULE: ModuleDef = ModuleDef {
    name: "_collections",
    doc: "High performance data structures.",
    functions: FUNCTIONS,
    types: &[
        &deque::DEQUE,
        &defaultdict::DEFAULTDICT,
        &deque::DEQUE_ITERATOR,
        &deque::DEQUE_REVERSE_ITERATOR,
        &tuplegetter::TUPLEGETTER,
    ],
    init: None,
};

static FUNCTIONS: &[NativeDef] = &[func("_count_elements", "mapping, iterable, /", count_elements, Acc::Any)];

fn count_elements(cx: &mut Cx<'_>, a: Args) -> Res {
    cx.call_hidden("count_elements", &[a[0], a[1]])
}
