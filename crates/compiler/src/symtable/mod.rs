//! The symbol table: for every scope, what each name in it is. A first pass over the syntax tree collects facts
//! ([`visit`]); a second one, over the scopes, decides ([`analyze`]).

mod analyze;
mod expr;
mod visit;

use std::rc::Rc;

use indexmap::IndexMap;
use ruff_text_size::Ranged;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::error::{Error, Result};
use crate::ir::Loc;
use crate::source::Source;

pub(crate) use visit::{build, def_range, docstring};

pub type Str = Rc<str>;
pub type Symbols = IndexMap<Str, u32, FxBuildHasher>;

/// Facts about a name in a scope. The scope it turns out to have is in the bits from `SCOPE_SHIFT` on.
pub mod flags {
    pub const GLOBAL: u32 = 1;
    pub const LOCAL: u32 = 2;
    pub const PARAM: u32 = 4;
    pub const NONLOCAL: u32 = 8;
    pub const USE: u32 = 16;
    /// A free variable of a method with the name of something in the class.
    pub const FREE_CLASS: u32 = 64;
    pub const IMPORT: u32 = 128;
    pub const ANNOT: u32 = 256;
    /// The target of a comprehension's `for`.
    pub const COMP_ITER: u32 = 512;
    pub const TYPE_PARAM: u32 = 1024;
    /// A cell inside an inlined comprehension.
    pub const COMP_CELL: u32 = 2048;
    pub const BOUND: u32 = LOCAL | PARAM | IMPORT | TYPE_PARAM;
    pub const SCOPE_SHIFT: u32 = 12;
}

/// What a name turns out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameScope {
    Unknown = 0,
    Local = 1,
    GlobalExplicit = 2,
    GlobalImplicit = 3,
    Free = 4,
    Cell = 5,
}

pub fn scope_of(symbol: u32) -> NameScope {
    match symbol >> flags::SCOPE_SHIFT {
        1 => NameScope::Local,
        2 => NameScope::GlobalExplicit,
        3 => NameScope::GlobalImplicit,
        4 => NameScope::Free,
        5 => NameScope::Cell,
        _ => NameScope::Unknown,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    Module,
    Class,
    Function,
    Annotation,
    TypeVariable,
    TypeAlias,
    TypeParameters,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comprehension {
    List,
    Dict,
    Set,
    Generator,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ScopeId(pub u32);

/// A scope is found again by the node it belongs to and its part in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    Node,
    TypeParams,
    Annotations,
    Bound,
    Default,
}

/// The identity of a node of the syntax tree, which stays where it is while a module is compiled.
pub fn address<T>(node: &T) -> usize {
    std::ptr::from_ref(node) as usize
}

#[derive(Debug)]
pub struct Scope {
    pub kind: BlockKind,
    pub symbols: Symbols,
    /// Parameters, in order.
    pub varnames: Vec<Str>,
    pub children: Vec<ScopeId>,
    /// `global` and `nonlocal` declarations, to place errors.
    directives: Vec<(Str, Loc)>,
    pub nested: bool,
    pub generator: bool,
    pub coroutine: bool,
    pub varargs: bool,
    pub varkeywords: bool,
    pub method: bool,
    pub has_docstring: bool,
    pub comprehension: Option<Comprehension>,
    pub comp_inlined: bool,
    comp_iter_target: bool,
    comp_iter_expr: u32,
    pub can_see_class_scope: bool,
    pub needs_class_closure: bool,
    pub needs_classdict: bool,
    pub annotations_used: bool,
    pub has_conditional_annotations: bool,
    in_conditional_block: bool,
    in_unevaluated_annotation: bool,
    pub annotation_block: Option<ScopeId>,
    /// In the type parameter scope of a class: the only names that are mangled.
    pub mangled_names: Option<FxHashSet<Str>>,
    is_async_function: bool,
    loc: Loc,
}

impl Scope {
    pub fn symbol(&self, name: &str) -> u32 {
        self.symbols.get(name).copied().unwrap_or(0)
    }

    pub fn name_scope(&self, name: &str) -> NameScope {
        scope_of(self.symbol(name))
    }

    pub fn is_function_like(&self) -> bool {
        !matches!(self.kind, BlockKind::Module | BlockKind::Class)
    }
}

#[derive(Debug)]
pub struct SymTable {
    pub scopes: Vec<Scope>,
    keys: FxHashMap<(usize, Part), ScopeId>,
}

impl SymTable {
    pub const TOP: ScopeId = ScopeId(0);

    pub fn get(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0 as usize]
    }

    pub fn get_mut(&mut self, id: ScopeId) -> &mut Scope {
        &mut self.scopes[id.0 as usize]
    }

    pub fn find<T>(&self, node: &T, part: Part) -> ScopeId {
        self.keys[&(address(node), part)]
    }
}

/// The name as it is inside a class: `__spam` becomes `_Class__spam`.
pub fn mangle(private: Option<&str>, name: &str) -> Str {
    let Some(private) = private else { return name.into() };
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') {
        return name.into();
    }
    let class = private.trim_start_matches('_');
    if class.is_empty() { name.into() } else { format!("_{class}{name}").into() }
}

/// Mangles, unless the scope restricts mangling to its type parameters.
pub fn maybe_mangle(private: Option<&str>, scope: &Scope, name: &str) -> Str {
    if scope.mangled_names.as_ref().is_some_and(|names| !names.contains(name)) {
        return name.into();
    }
    mangle(private, name)
}

/// The pass that collects.
pub(crate) struct Builder<'a> {
    source: &'a Source,
    table: SymTable,
    stack: Vec<ScopeId>,
    private: Option<Str>,
    future_annotations: bool,
    top_level_await: bool,
}

impl<'a> Builder<'a> {
    fn cur(&mut self) -> &mut Scope {
        let id = *self.stack.last().expect("a scope is open");
        self.table.get_mut(id)
    }

    fn cur_id(&self) -> ScopeId {
        *self.stack.last().expect("a scope is open")
    }

    fn cur_ref(&self) -> &Scope {
        self.table.get(self.cur_id())
    }

    fn loc(&self, node: &impl Ranged) -> Loc {
        self.source.loc(node)
    }

    /// Makes a scope without entering it.
    fn new_scope(&mut self, kind: BlockKind, key: (usize, Part), loc: Loc) -> ScopeId {
        let parent = self.stack.last().map(|id| self.table.get(*id));
        let nested = parent.is_some_and(|parent| parent.nested || parent.is_function_like());
        let method = kind == BlockKind::Function && parent.is_some_and(|parent| parent.kind == BlockKind::Class);
        let id = ScopeId(self.table.scopes.len() as u32);
        self.table.scopes.push(Scope {
            kind,
            symbols: Symbols::default(),
            varnames: Vec::new(),
            children: Vec::new(),
            directives: Vec::new(),
            nested,
            generator: false,
            coroutine: false,
            varargs: false,
            varkeywords: false,
            method,
            has_docstring: false,
            comprehension: None,
            comp_inlined: false,
            comp_iter_target: false,
            comp_iter_expr: 0,
            can_see_class_scope: false,
            needs_class_closure: false,
            needs_classdict: false,
            annotations_used: false,
            has_conditional_annotations: false,
            in_conditional_block: false,
            in_unevaluated_annotation: false,
            annotation_block: None,
            mangled_names: None,
            is_async_function: false,
            loc,
        });
        self.table.keys.insert(key, id);
        id
    }

    fn enter_existing(&mut self, id: ScopeId) {
        let kind = self.table.get(id).kind;
        // Under `from __future__ import annotations` they are text, and have no part in scopes.
        if !(self.stack.is_empty() || kind == BlockKind::Annotation && self.future_annotations) {
            let parent = self.cur();
            if !parent.children.contains(&id) {
                parent.children.push(id);
            }
        }
        self.stack.push(id);
    }

    fn enter(&mut self, kind: BlockKind, key: (usize, Part), loc: Loc) -> Result<ScopeId> {
        let id = self.new_scope(kind, key, loc);
        self.enter_existing(id);
        if matches!(kind, BlockKind::Annotation | BlockKind::TypeVariable | BlockKind::TypeAlias) {
            self.add_def(".format", flags::PARAM, loc)?;
            self.add_def(".format", flags::USE, loc)?;
        }
        Ok(id)
    }

    fn exit(&mut self) {
        self.stack.pop();
    }

    fn mangled(&self, name: &str) -> Str {
        maybe_mangle(self.private.as_deref(), self.cur_ref(), name)
    }

    fn lookup(&self, name: &str) -> u32 {
        self.cur_ref().symbol(&self.mangled(name))
    }

    fn add_def(&mut self, name: &str, flag: u32, loc: Loc) -> Result {
        let id = self.cur_id();
        // Type parameters of a class are its only names that are mangled in the scope around it.
        if flag & flags::TYPE_PARAM != 0
            && let Some(names) = &mut self.cur().mangled_names
        {
            names.insert(name.into());
        }
        self.add_def_in(name, flag, id, loc)
    }

    fn add_def_in(&mut self, name: &str, flag: u32, id: ScopeId, loc: Loc) -> Result {
        let mangled = self.mangled(name);
        let scope = self.table.get_mut(id);
        let mut value = scope.symbol(&mangled);
        if value & flag & flags::PARAM != 0 {
            return Err(Error::new(format!("duplicate argument '{name}' in function definition"), loc));
        }
        if value & flag & flags::TYPE_PARAM != 0 {
            return Err(Error::new(format!("duplicate type parameter '{name}'"), loc));
        }
        value |= flag;
        if scope.comp_iter_target {
            if value & (flags::GLOBAL | flags::NONLOCAL) != 0 {
                return Err(Error::new(
                    format!("comprehension inner loop cannot rebind assignment expression target '{name}'"),
                    loc,
                ));
            }
            value |= flags::COMP_ITER;
        }
        scope.symbols.insert(mangled.clone(), value);
        if flag & flags::PARAM != 0 {
            scope.varnames.push(mangled);
        } else if flag & flags::GLOBAL != 0 {
            *self.table.get_mut(SymTable::TOP).symbols.entry(mangled).or_insert(0) |= flag;
        }
        Ok(())
    }

    fn record_directive(&mut self, name: &str, loc: Loc) {
        let mangled = self.mangled(name);
        self.cur().directives.push((mangled, loc));
    }
}
