//! Functions, methods, natives, cells.

pub mod attrs;
pub mod descriptors;

use gilscope_heap::{Kind, Obj, Value};

use crate::native::{GetSetDef, NativeDef, TypeDef, TypeFlags};
use crate::types::dict;
use crate::{Cx, N, Res};

/// Payload words of a Python function.
pub mod func {
    pub const CODE: usize = 0;
    pub const GLOBALS: usize = 1;
    pub const NAME: usize = 2;
    pub const QUALNAME: usize = 3;
    /// Tuple of defaults of the last positional parameters, or NULL.
    pub const DEFAULTS: usize = 4;
    /// Dict of defaults of keyword-only parameters, or NULL.
    pub const KWDEFAULTS: usize = 5;
    /// Tuple of cells, or NULL.
    pub const CLOSURE: usize = 6;
    pub const DOC: usize = 7;
    pub const MODULE: usize = 8;
    /// The `__annotate__` function, a dict of annotations, or NULL.
    pub const ANNOTATIONS: usize = 9;
    pub const DICT: usize = 10;
    pub const TYPE_PARAMS: usize = 11;
    pub const BUILTINS: usize = 12;
    pub const WORDS: usize = 13;
}

/// Payload words of a native function.
pub mod native {
    /// Number in `World::natives`.
    pub const INDEX: usize = 0;
    pub const MODULE: usize = 1;
    /// The class whose method it is, or NULL.
    pub const CLASS: usize = 2;
    /// `self` of a bound one (a class method: the class), or NULL.
    pub const SELF: usize = 3;
    pub const WORDS: usize = 4;
}

/// Payload words of a bound method.
pub mod method {
    pub const FUNC: usize = 0;
    pub const SELF: usize = 1;
    pub const WORDS: usize = 2;
}

pub static TYPES: &[&TypeDef] = &[
    &FUNCTION,
    &BUILTIN,
    &METHOD_DESCRIPTOR,
    &WRAPPER_DESCRIPTOR,
    &METHOD,
    &CELL,
    &STATICMETHOD,
    &CLASSMETHOD,
    &GETSET,
];

/// Functions have a `__dict__` of their own, which is why they do not use shapes.
pub static FUNCTION: TypeDef = TypeDef::new("function", Kind::Function, func::WORDS as u8, attrs::FUNCTION_METHODS)
    .getset(attrs::FUNCTION_GETSET)
    .flags(TypeFlags::NONE);
/// A function of a module, or a bound method of a class in Rust.
pub static BUILTIN: TypeDef =
    TypeDef::new("builtin_function_or_method", Kind::Native, native::WORDS as u8, attrs::NATIVE_METHODS)
        .getset(attrs::NATIVE_GETSET)
        .flags(TypeFlags::NO_NEW);
/// A method of a class in Rust, not bound.
pub static METHOD_DESCRIPTOR: TypeDef =
    TypeDef::new("method_descriptor", Kind::Native, native::WORDS as u8, attrs::DESCRIPTOR_METHODS)
        .getset(attrs::DESCRIPTOR_GETSET)
        .flags(TypeFlags::NO_NEW);
/// A special method (`__add__`) of a class in Rust, not bound.
pub static WRAPPER_DESCRIPTOR: TypeDef =
    TypeDef::new("wrapper_descriptor", Kind::Native, native::WORDS as u8, attrs::WRAPPER_METHODS)
        .getset(attrs::WRAPPER_GETSET)
        .flags(TypeFlags::NO_NEW);
pub static METHOD: TypeDef = TypeDef::new("method", Kind::Method, method::WORDS as u8, attrs::METHOD_METHODS)
    .getset(attrs::METHOD_GETSET)
    .flags(TypeFlags::CUSTOM_GET);
pub static CELL: TypeDef =
    TypeDef::new("cell", Kind::Cell, 1, attrs::CELL_METHODS).getset(attrs::CELL_GETSET).flags(TypeFlags::NONE);
pub static STATICMETHOD: TypeDef =
    TypeDef::new("staticmethod", Kind::StaticMethod, 2, descriptors::STATICMETHOD_METHODS)
        .getset(descriptors::STATICMETHOD_GETSET);
pub static CLASSMETHOD: TypeDef = TypeDef::new("classmethod", Kind::ClassMethod, 2, descriptors::CLASSMETHOD_METHODS)
    .getset(descriptors::CLASSMETHOD_GETSET);
/// Word 0: name; 1: getter (native); 2: setter (native) or NULL; 3: class.
pub static GETSET: TypeDef = TypeDef::new("getset_descriptor", Kind::GetSet, 4, attrs::GETSET_METHODS)
    .getset(attrs::GETSET_GETSET)
    .flags(TypeFlags::NO_NEW);

/// A function of this code; the rest of what a function has is set by whoever makes it. Does not call Python.
pub fn new(cx: &mut Cx<'_>, code: Value, globals: Value) -> Res {
    let rt = cx.world.code(code.obj().aux());
    let ty = FUNCTION.of(cx);
    let o = cx.alloc(Kind::Function, ty, func::WORDS)?;
    let has_doc = rt.code.flags().contains(gilscope_bytecode::CodeFlags::HAS_DOCSTRING);
    o.init(func::CODE, code);
    o.init(func::GLOBALS, globals);
    o.init(func::NAME, rt.name);
    o.init(func::QUALNAME, rt.qualname);
    o.init(func::DOC, if has_doc { rt.consts[0] } else { Value::NONE });
    let module = dict::get_str(globals.obj(), cx.world.name(N::__name__));
    o.init(func::MODULE, module.unwrap_or(Value::NONE));
    Ok(o.into())
}

/// A native as an object.
pub fn new_native(cx: &mut Cx<'_>, def: &'static NativeDef, module: Value, class: Value, this: Value) -> Res {
    let ty = if class.is_null() || !this.is_null() {
        &BUILTIN
    } else if def.name.starts_with("__") && def.name.ends_with("__") {
        &WRAPPER_DESCRIPTOR
    } else {
        &METHOD_DESCRIPTOR
    };
    let ty = ty.of(cx);
    let o = cx.alloc(Kind::Native, ty, native::WORDS)?;
    o.init(native::INDEX, Value::small(cx.world.native_index(def) as i64));
    o.init(native::MODULE, module);
    o.init(native::CLASS, class);
    o.init(native::SELF, this);
    Ok(o.into())
}

/// The table row of a native function object.
#[inline(always)]
pub fn def(cx: &Cx<'_>, o: Obj) -> &'static NativeDef {
    cx.world.natives[o.frozen(native::INDEX).int_value() as usize]
}

/// A cell with this content (NULL: unset).
pub fn new_cell(cx: &mut Cx<'_>, v: Value) -> Res {
    let ty = CELL.of(cx);
    let o = cx.alloc(Kind::Cell, ty, 1)?;
    o.init(0, v);
    Ok(o.into())
}

/// A function bound to its first argument.
pub fn new_method(cx: &mut Cx<'_>, func: Value, this: Value) -> Res {
    let ty = METHOD.of(cx);
    let o = cx.alloc(Kind::Method, ty, method::WORDS)?;
    o.init(method::FUNC, func);
    o.init(method::SELF, this);
    Ok(o.into())
}

/// A static or class method around `f`.
pub fn wrap(cx: &mut Cx<'_>, def: &TypeDef, f: Value) -> Res {
    let ty = def.of(cx);
    let o = cx.alloc(def.kind, ty, def.words as usize)?;
    o.init(0, f);
    Ok(o.into())
}

/// A descriptor of the computed attribute `row` of the class `class`.
pub fn new_getset(cx: &mut Cx<'_>, row: &'static GetSetDef, class: Value) -> Res {
    let get = new_native(cx, &row.get, Value::NULL, class, Value::NULL)?;
    let set = match &row.set {
        Some(s) => new_native(cx, s, Value::NULL, class, Value::NULL)?,
        None => Value::NULL,
    };
    let ty = GETSET.of(cx);
    let name = cx.intern(row.name);
    let o = cx.alloc(Kind::GetSet, ty, 4)?;
    o.init(0, name);
    o.init(1, get);
    o.init(2, set);
    o.init(3, class);
    Ok(o.into())
}

/// Is it a `__new__` (or another static method), which gets no `self`?
pub fn is_new(cx: &Cx<'_>, o: Obj) -> bool {
    def(cx, o).bind == crate::native::Bind::Static
}

/// Is it what CPython calls a slot wrapper: a method that stands for what the machine itself asks of the class? Those count
/// their arguments in words of their own. Other methods with two underscores are named here.
pub fn is_slot_wrapper(cx: &Cx<'_>, o: Obj) -> bool {
    let name = def(cx, o).name;
    let class = o.frozen(native::CLASS);
    if class.is_null() || is_new(cx, o) || !(name.starts_with("__") && name.ends_with("__")) {
        return false;
    }
    match name {
        "__getitem__" | "__contains__" => {
            !matches!(&*crate::types::class::name(class), "dict" | "set" | "frozenset" | "list" | "mappingproxy")
                || name == "__contains__" && matches!(&*crate::types::class::name(class), "list" | "mappingproxy")
        }
        _ => !METHODS_WITH_UNDERSCORES.contains(&name),
    }
}

const METHODS_WITH_UNDERSCORES: &[&str] = &[
    "__bytes__",
    "__ceil__",
    "__class_getitem__",
    "__complex__",
    "__copy__",
    "__deepcopy__",
    "__dir__",
    "__enter__",
    "__exit__",
    "__floor__",
    "__format__",
    "__fspath__",
    "__getnewargs__",
    "__getnewargs_ex__",
    "__getstate__",
    "__init_subclass__",
    "__instancecheck__",
    "__length_hint__",
    "__missing__",
    "__mro_entries__",
    "__new__",
    "__prepare__",
    "__reduce__",
    "__reduce_ex__",
    "__replace__",
    "__reversed__",
    "__round__",
    "__set_name__",
    "__setstate__",
    "__sizeof__",
    "__subclasscheck__",
    "__subclasses__",
    "__subclasshook__",
    "__trunc__",
    "__typing_prepare_subst__",
    "__typing_subst__",
];
