//! Functions, types and modules written in Rust: how they are described, and how calls of them bind their arguments.

use std::sync::atomic::{AtomicU32, Ordering};

use gilscope_heap::{Args, Kind, Value};

use crate::{Cx, Res};

/// A function in Rust. It finishes, or returns an [`crate::Exit`]; it never calls Python itself. The arguments come in
/// the order of the signature: one word for each parameter (a tuple for `*args`, a dict for `**kwargs`), NULL for one
/// that was left out.
pub type NativeFn = fn(&mut Cx<'_>, Args) -> Res;

/// What a native does with the objects that it is called on, for engines that watch shared accesses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acc {
    /// Touches nothing that can change.
    Pure,
    /// Reads its first argument.
    Read,
    /// Changes its first argument.
    Write,
    /// Changes its first argument so that the order among such changes does not matter.
    Commute,
    /// A synchronisation of threads.
    Sync,
    /// May run any Python code.
    Any,
}

/// One row of a table of natives: plain data, so that tables are constants. Its number and its parsed signature are in
/// the world ([`crate::World::native_index`], [`crate::World::sigs`]).
pub struct NativeDef {
    pub name: &'static str,
    /// As in Python: `"self, object, /"`, `"iterable=(), /, *, key=None"`, `"*args, sep=' '"`. What stands behind `=` is
    /// only shown (`__text_signature__`); the native sees NULL.
    pub sig: &'static str,
    pub f: NativeFn,
    pub acc: Acc,
    pub bind: Bind,
}

/// How a native in a class's table is found through an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bind {
    /// A plain function of a module, or a method (`self` first).
    Method,
    Class,
    Static,
}

impl NativeDef {
    pub const fn new(name: &'static str, sig: &'static str, f: NativeFn, acc: Acc) -> NativeDef {
        NativeDef::bound(name, sig, f, acc, Bind::Method)
    }

    const fn bound(name: &'static str, sig: &'static str, f: NativeFn, acc: Acc, bind: Bind) -> NativeDef {
        NativeDef { name, sig, f, acc, bind }
    }

    pub const fn class(name: &'static str, sig: &'static str, f: NativeFn, acc: Acc) -> NativeDef {
        NativeDef::bound(name, sig, f, acc, Bind::Class)
    }

    /// A static method; `__new__` is one, with the class as its first parameter.
    pub const fn stat(name: &'static str, sig: &'static str, f: NativeFn, acc: Acc) -> NativeDef {
        NativeDef::bound(name, sig, f, acc, Bind::Static)
    }
}

/// Shorthands for tables.
pub const fn func(name: &'static str, sig: &'static str, f: NativeFn, acc: Acc) -> NativeDef {
    NativeDef::new(name, sig, f, acc)
}

/// A computed attribute: `set` takes (self, value or NULL for `del`).
pub struct GetSetDef {
    pub name: &'static str,
    pub get: NativeDef,
    pub set: Option<NativeDef>,
}

pub const fn getset(name: &'static str, get: NativeFn) -> GetSetDef {
    GetSetDef { name, get: NativeDef::new(name, "self, /", get, Acc::Read), set: None }
}

pub const fn getset_rw(name: &'static str, get: NativeFn, set: NativeFn) -> GetSetDef {
    GetSetDef {
        name,
        get: NativeDef::new(name, "self, /", get, Acc::Read),
        set: Some(NativeDef::new(name, "self, value, /", set, Acc::Write)),
    }
}

/// A class in Rust.
pub struct TypeDef {
    pub name: &'static str,
    /// `__module__`, `"builtins"` for most.
    pub module: &'static str,
    pub doc: &'static str,
    /// NULL base: `object`.
    pub base: Option<&'static TypeDef>,
    /// A second base (ExceptionGroup has one).
    pub second_base: Option<&'static TypeDef>,
    /// The layout of its instances.
    pub kind: Kind,
    pub flags: TypeFlags,
    /// Payload words of an instance, without those that a subclass adds (its `__dict__`).
    pub words: u8,
    pub methods: &'static [NativeDef],
    pub getset: &'static [GetSetDef],
    index: AtomicU32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeFlags(pub u32);

impl TypeFlags {
    pub const NONE: TypeFlags = TypeFlags(0);
    /// May be derived from.
    pub const BASE: TypeFlags = TypeFlags(1);
    /// Made by a `class` statement (or `type()`).
    pub const HEAP: TypeFlags = TypeFlags(2);
    /// Instances have a `__dict__` (attributes by shape).
    pub const DICT: TypeFlags = TypeFlags(4);
    pub const ABSTRACT: TypeFlags = TypeFlags(8);
    /// Its `__new__` is not to be called from Python ("cannot create 'X' instances").
    pub const NO_NEW: TypeFlags = TypeFlags(16);
    /// `match` sees it as a sequence, a mapping.
    pub const SEQUENCE: TypeFlags = TypeFlags(32);
    pub const MAPPING: TypeFlags = TypeFlags(64);
    /// A class pattern with one positional sub-pattern matches the subject itself (`int(x)`).
    pub const MATCH_SELF: TypeFlags = TypeFlags(128);
    /// Has `__del__`.
    pub const FINALIZE: TypeFlags = TypeFlags(256);
    /// Derives from `type`.
    pub const TYPE: TypeFlags = TypeFlags(512);
    /// Derives from `BaseException`.
    pub const EXCEPTION: TypeFlags = TypeFlags(1024);
    /// Overrides `__getattribute__`, `__setattr__` or `__delattr__`, or has `__getattr__`.
    pub const CUSTOM_GET: TypeFlags = TypeFlags(2048);
    pub const CUSTOM_SET: TypeFlags = TypeFlags(4096);
    /// Attributes cannot be changed by programs.
    pub const IMMUTABLE: TypeFlags = TypeFlags(8192);

    pub const fn or(self, other: TypeFlags) -> TypeFlags {
        TypeFlags(self.0 | other.0)
    }

    pub const fn has(self, other: TypeFlags) -> bool {
        self.0 & other.0 != 0
    }
}

impl TypeDef {
    pub const fn new(name: &'static str, kind: Kind, words: u8, methods: &'static [NativeDef]) -> TypeDef {
        TypeDef {
            name,
            module: "builtins",
            doc: "",
            base: None,
            second_base: None,
            kind,
            flags: TypeFlags::BASE,
            words,
            methods,
            getset: &[],
            index: AtomicU32::new(u32::MAX),
        }
    }

    pub const fn module(self, module: &'static str) -> TypeDef {
        TypeDef { module, ..self }
    }

    pub const fn doc(self, doc: &'static str) -> TypeDef {
        TypeDef { doc, ..self }
    }

    pub const fn base(self, base: &'static TypeDef) -> TypeDef {
        TypeDef { base: Some(base), ..self }
    }

    pub const fn and_base(self, base: &'static TypeDef) -> TypeDef {
        TypeDef { second_base: Some(base), ..self }
    }

    /// Replaces the flags (the default is [`TypeFlags::BASE`]).
    pub const fn flags(self, flags: TypeFlags) -> TypeDef {
        TypeDef { flags, ..self }
    }

    pub const fn getset(self, getset: &'static [GetSetDef]) -> TypeDef {
        TypeDef { getset, ..self }
    }

    /// The class in this world.
    #[inline]
    pub fn of(&self, cx: &Cx<'_>) -> Value {
        cx.world.type_at(self.index.load(Ordering::Relaxed))
    }

    pub fn index(&self) -> u32 {
        self.index.load(Ordering::Relaxed)
    }

    pub(crate) fn set_index(&self, i: u32) {
        self.index.store(i, Ordering::Relaxed);
    }
}

/// A module in Rust.
pub struct ModuleDef {
    pub name: &'static str,
    pub doc: &'static str,
    pub functions: &'static [NativeDef],
    /// Classes that the module shows under their names.
    pub types: &'static [&'static TypeDef],
    /// Adds what is neither; gets the module.
    pub init: Option<fn(&mut Cx<'_>, Value) -> Res<()>>,
}

/// A parsed signature.
#[derive(Debug)]
pub struct Sig {
    pub params: Vec<Param>,
    /// Positional parameters (positional-only ones first).
    pub positional: usize,
    pub posonly: usize,
    /// Positional parameters without a default.
    pub required: usize,
    pub var_args: bool,
    pub kwonly: usize,
    pub var_kwargs: bool,
    /// Only positional parameters: a call with the right number of arguments needs no binding.
    pub simple: bool,
    /// Has every keyword-only parameter a default?
    pub lenient: bool,
}

/// All that a call needs to know of a native which gets as many positional arguments as it takes, and no others.
#[derive(Clone, Copy)]
pub struct CallInfo {
    pub f: NativeFn,
    /// How many arguments it takes; none at all (`min` above `max`) where they have to be bound.
    pub min: u16,
    pub max: u16,
    /// Does its first argument have to be of its class?
    pub is_method: bool,
}

impl CallInfo {
    pub fn of(def: &NativeDef, sig: &Sig) -> CallInfo {
        let (min, max) = if sig.simple { (sig.required as u16, sig.positional as u16) } else { (1, 0) };
        CallInfo { f: def.f, min, max, is_method: def.bind == Bind::Method }
    }
}

#[derive(Debug)]
pub struct Param {
    pub name: String,
    pub default: bool,
}

impl Sig {
    /// # Panics
    /// If the signature is malformed (tables are checked by a test).
    pub fn parse(text: &str) -> Sig {
        let mut s = Sig {
            params: Vec::new(),
            positional: 0,
            posonly: 0,
            required: 0,
            var_args: false,
            kwonly: 0,
            var_kwargs: false,
            simple: true,
            lenient: true,
        };
        let mut keyword = false;
        for part in split_params(text) {
            match part {
                "/" => s.posonly = s.positional,
                "*" => keyword = true,
                _ if part.starts_with("**") => {
                    s.var_kwargs = true;
                    s.params.push(Param { name: part[2..].into(), default: true });
                }
                _ if part.starts_with('*') => {
                    s.var_args = true;
                    keyword = true;
                    s.params.push(Param { name: part[1..].into(), default: true });
                }
                _ => {
                    let (name, default) = part.split_once('=').map_or((part, false), |(n, _)| (n.trim(), true));
                    s.params.push(Param { name: name.into(), default });
                    if keyword {
                        s.kwonly += 1;
                        s.lenient &= default;
                    } else {
                        s.positional += 1;
                        s.required += usize::from(!default);
                    }
                }
            }
        }
        s.simple = !s.var_args && !s.var_kwargs && s.kwonly == 0;
        s
    }

    /// Do so many positional arguments, and no others, make a call?
    #[inline]
    pub fn takes(&self, n: usize) -> bool {
        n >= self.required && (n <= self.positional || self.var_args) && self.lenient
    }

    /// Index of the word that `*args` gets.
    pub fn args_at(&self) -> usize {
        self.positional
    }

    pub fn kwonly_at(&self) -> usize {
        self.positional + usize::from(self.var_args)
    }

    pub fn kwargs_at(&self) -> usize {
        self.kwonly_at() + self.kwonly
    }
}

/// Splits at commas outside quotes and brackets.
fn split_params(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut quote, mut start) = (Vec::new(), 0, None, 0);
    for (i, c) in text.char_indices() {
        match (quote, c) {
            (Some(q), _) if c == q => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth -= 1,
            (None, ',') if depth == 0 => {
                parts.push(text[start..i].trim());
                start = i + 1;
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts.retain(|p| !p.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures() {
        let s = Sig::parse("self, object, /");
        assert_eq!((s.positional, s.posonly, s.required, s.simple), (2, 2, 2, true));
        let s = Sig::parse("*args, sep=' ', end='\\n', file=None, flush=False");
        assert_eq!((s.positional, s.kwonly, s.var_args, s.args_at(), s.kwonly_at()), (0, 4, true, 0, 1));
        let s = Sig::parse("iterable=(), /, *, key=None, **kw");
        assert_eq!((s.positional, s.required, s.kwonly, s.kwargs_at()), (1, 0, 1, 2));
        assert_eq!(s.params[0].name, "iterable");
    }
}
