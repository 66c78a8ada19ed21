//! The built-in classes: how their instances are laid out, and their methods. One file (or folder) for each.

pub mod bool;
pub mod bytes;
pub mod class;
pub mod code;
pub mod complex;
pub mod containers;
pub mod dict;
pub mod exception;
pub mod float;
pub mod frame;
pub mod function;
pub mod generator;
pub mod generic;
pub mod hash;
pub mod instance;
pub mod int;
pub mod list;
pub mod local;
pub mod member;
pub mod module;
pub mod none;
pub mod number;
pub mod object;
pub mod property;
pub mod set;
pub mod slice;
pub mod str;
pub mod super_;
pub mod text;
pub mod tuple;
pub mod union;
pub mod weakref;

use crate::native::TypeDef;

/// Every class of the machine itself, bases before those that derive from them. (Classes of modules are in their
/// `ModuleDef`.) `builtins` shows those whose module is "builtins" and that are in [`SHOWN`].
pub static TYPES: &[&[&TypeDef]] = &[
    &[&object::TYPE, &class::TYPE, &int::TYPE, &float::TYPE, &bool::TYPE, &complex::TYPE],
    none::TYPES,
    text::TYPES,
    containers::TYPES,
    containers::iters::TYPES,
    containers::lazy::TYPES,
    containers::views::TYPES,
    containers::itertools::INNER,
    function::TYPES,
    generator::TYPES,
    property::TYPES,
    super_::TYPES,
    code::TYPES,
    frame::TYPES,
    generic::TYPES,
    union::TYPES,
    weakref::TYPES,
    module::TYPES,
    member::TYPES,
    exception::TYPES,
    local::TYPES,
];
