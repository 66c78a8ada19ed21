//! `itertools`: the classes are core's (`types/containers/itertools.rs`), like all iterators.

use gilscope_core::ModuleDef;
use gilscope_core::types::containers::itertools;

pub static MODULE: ModuleDef = ModuleDef {
    name: "itertools",
    doc: "Functional tools for creating and using iterators.",
    functions: itertools::FUNCTIONS,
    types: itertools::TYPES,
    init: None,
};
