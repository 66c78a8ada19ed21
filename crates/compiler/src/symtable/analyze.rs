//! Decides for each name of each scope whether it is local, global, a cell, or free.

use rustc_hash::FxHashSet;

use super::{BlockKind, NameScope, ScopeId, Str, SymTable, Symbols, flags, scope_of};
use crate::error::{Error, Result};

type Names = FxHashSet<Str>;
type Scopes = indexmap::IndexMap<Str, NameScope, rustc_hash::FxBuildHasher>;

const CLASS_CELLS: [&str; 3] = ["__class__", "__classdict__", "__conditional_annotations__"];

pub(super) fn analyze(table: &mut SymTable) -> Result {
    let mut free = Names::default();
    let mut global = Names::default();
    let mut type_params = Names::default();
    Analyzer { table }.block(SymTable::TOP, None, &mut free, &mut global, &mut type_params, None)
}

struct Analyzer<'a> {
    table: &'a mut SymTable,
}

impl Analyzer<'_> {
    fn directive_error(&self, id: ScopeId, name: &str, msg: String) -> Error {
        let scope = self.table.get(id);
        let loc = scope.directives.iter().find(|(other, _)| &**other == name).map_or(scope.loc, |(_, loc)| *loc);
        Error::new(msg, loc)
    }

    #[expect(clippy::too_many_arguments, reason = "the sets that a scope sees and adds to")]
    fn name(
        &self,
        id: ScopeId,
        scopes: &mut Scopes,
        name: &Str,
        symbol: u32,
        bound: Option<&mut Names>,
        local: &mut Names,
        free: &mut Names,
        global: &mut Names,
        type_params: &mut Names,
        class: Option<ScopeId>,
    ) -> Result {
        if symbol & flags::GLOBAL != 0 {
            if symbol & flags::NONLOCAL != 0 {
                return Err(self.directive_error(id, name, format!("name '{name}' is nonlocal and global")));
            }
            scopes.insert(name.clone(), NameScope::GlobalExplicit);
            global.insert(name.clone());
            if let Some(bound) = bound {
                bound.remove(name);
            }
            return Ok(());
        }
        if symbol & flags::NONLOCAL != 0 {
            let Some(bound) = bound else {
                return Err(self.directive_error(id, name, "nonlocal declaration not allowed at module level".into()));
            };
            if !bound.contains(name) {
                return Err(self.directive_error(id, name, format!("no binding for nonlocal '{name}' found")));
            }
            if type_params.contains(name) {
                let msg = format!("nonlocal binding not allowed for type parameter '{name}'");
                return Err(self.directive_error(id, name, msg));
            }
            scopes.insert(name.clone(), NameScope::Free);
            free.insert(name.clone());
            return Ok(());
        }
        if symbol & flags::BOUND != 0 {
            scopes.insert(name.clone(), NameScope::Local);
            local.insert(name.clone());
            global.remove(name);
            if symbol & flags::TYPE_PARAM != 0 {
                type_params.insert(name.clone());
            } else {
                type_params.remove(name);
            }
            return Ok(());
        }
        // A scope that sees the class around it: a name of the class hides those of functions further out.
        if let Some(class) = class {
            let symbol = self.table.get(class).symbol(name);
            if symbol & flags::GLOBAL != 0 {
                scopes.insert(name.clone(), NameScope::GlobalExplicit);
                return Ok(());
            }
            if symbol & flags::BOUND != 0 && symbol & flags::NONLOCAL == 0 {
                scopes.insert(name.clone(), NameScope::GlobalImplicit);
                return Ok(());
            }
        }
        if bound.is_some_and(|bound| bound.contains(name)) {
            scopes.insert(name.clone(), NameScope::Free);
            free.insert(name.clone());
        } else {
            scopes.insert(name.clone(), NameScope::GlobalImplicit);
        }
        Ok(())
    }

    /// `bound` is what enclosing functions bind (none for a module), `free` receives what is free in this scope.
    fn block(
        &mut self,
        id: ScopeId,
        mut bound: Option<&mut Names>,
        free: &mut Names,
        global: &mut Names,
        type_params: &mut Names,
        class: Option<ScopeId>,
    ) -> Result {
        let mut local = Names::default();
        let mut scopes = Scopes::default();
        let mut new_global = Names::default();
        let mut new_bound = Names::default();
        let mut new_free = Names::default();
        let mut inlined_cells = Names::default();
        let kind = self.table.get(id).kind;
        let function_like = self.table.get(id).is_function_like();
        let sees_class = self.table.get(id).can_see_class_scope;

        // The names of a class are not seen by what is nested in it.
        if kind == BlockKind::Class {
            new_global.clone_from(global);
            if let Some(bound) = &bound {
                new_bound.clone_from(bound);
            }
        }
        let symbols: Vec<(Str, u32)> =
            self.table.get(id).symbols.iter().map(|(name, symbol)| (name.clone(), *symbol)).collect();
        for (name, symbol) in &symbols {
            let bound = bound.as_deref_mut();
            self.name(id, &mut scopes, name, *symbol, bound, &mut local, free, global, type_params, class)?;
        }
        if kind == BlockKind::Class {
            new_bound.extend(CLASS_CELLS.map(Str::from));
        } else {
            if function_like {
                new_bound.clone_from(&local);
            }
            if let Some(bound) = &bound {
                new_bound.extend(bound.iter().cloned());
            }
            new_global.clone_from(global);
        }

        let children = self.table.get(id).children.clone();
        for &child in &children {
            let child_class = if !self.table.get(child).can_see_class_scope {
                None
            } else if kind == BlockKind::Class {
                Some(id)
            } else {
                class
            };
            let entry = self.table.get(child);
            let inlined = entry.comprehension.is_some() && !entry.generator && !sees_class;
            let mut child_free = Names::default();
            let mut child_bound = new_bound.clone();
            let mut child_global = new_global.clone();
            let mut child_params = type_params.clone();
            self.block(
                child,
                Some(&mut child_bound),
                &mut child_free,
                &mut child_global,
                &mut child_params,
                child_class,
            )?;
            if inlined {
                self.inline(id, child, &mut scopes, &mut child_free, &mut inlined_cells);
                self.table.get_mut(child).comp_inlined = true;
            }
            new_free.extend(child_free);
        }
        // What is nested in an inlined comprehension belongs to this scope.
        if children.iter().any(|child| self.table.get(*child).comp_inlined) {
            let mut spliced = Vec::new();
            for child in children {
                let entry = self.table.get(child);
                if entry.comp_inlined {
                    spliced.extend(entry.children.iter().copied());
                } else {
                    spliced.push(child);
                }
            }
            self.table.get_mut(id).children = spliced;
        }

        if function_like {
            for (name, scope) in &mut scopes {
                if *scope == NameScope::Local && (new_free.contains(name) || inlined_cells.contains(name)) {
                    *scope = NameScope::Cell;
                    new_free.remove(name);
                }
            }
        } else if kind == BlockKind::Class {
            let scope = self.table.get_mut(id);
            scope.needs_class_closure |= new_free.remove(CLASS_CELLS[0]);
            scope.needs_classdict |= new_free.remove(CLASS_CELLS[1]);
            scope.has_conditional_annotations |= new_free.remove(CLASS_CELLS[2]);
        }
        let class_flag = kind == BlockKind::Class || sees_class;
        let symbols = &mut self.table.get_mut(id).symbols;
        record(symbols, &scopes, bound.as_deref(), &new_free, &inlined_cells, class_flag);
        free.extend(new_free);
        Ok(())
    }

    /// Gives the names of an inlined comprehension to the scope around it.
    fn inline(&mut self, id: ScopeId, comp: ScopeId, scopes: &mut Scopes, comp_free: &mut Names, cells: &mut Names) {
        let names: Vec<(Str, u32)> =
            self.table.get(comp).symbols.iter().map(|(name, symbol)| (name.clone(), *symbol)).collect();
        let in_class = self.table.get(id).kind == BlockKind::Class;
        let mut dropped = Vec::new();
        for (name, symbol) in names {
            if symbol & flags::PARAM != 0 {
                continue;
            }
            let mut scope = scope_of(symbol);
            let only_flags = symbol & ((1 << flags::SCOPE_SHIFT) - 1);
            if scope == NameScope::Cell || only_flags & flags::COMP_CELL != 0 {
                cells.insert(name.clone());
            }
            match self.table.get(id).symbols.get(&name).copied() {
                None => {
                    // A class does not give its own cells to its body.
                    if scope == NameScope::Free && in_class && CLASS_CELLS.contains(&&*name) {
                        scope = NameScope::GlobalImplicit;
                        comp_free.remove(&name);
                        dropped.push(name.clone());
                    }
                    self.table.get_mut(id).symbols.insert(name.clone(), only_flags);
                    scopes.insert(name, scope);
                }
                Some(existing) => {
                    if existing & flags::BOUND != 0 && !in_class && !self.free_in_any_child(comp, &name) {
                        comp_free.remove(&name);
                    }
                }
            }
        }
        let symbols = &mut self.table.get_mut(comp).symbols;
        for name in dropped {
            symbols.shift_remove(&name);
        }
    }

    fn free_in_any_child(&self, id: ScopeId, name: &str) -> bool {
        self.table.get(id).children.iter().any(|child| self.table.get(*child).name_scope(name) == NameScope::Free)
    }
}

/// Enters what was decided into the scope's symbols, and the free names that pass through it.
fn record(
    symbols: &mut Symbols,
    scopes: &Scopes,
    bound: Option<&Names>,
    free: &Names,
    cells: &Names,
    class_flag: bool,
) {
    for (name, symbol) in symbols.iter_mut() {
        if cells.contains(name) {
            *symbol |= flags::COMP_CELL;
        }
        let scope = scopes.get(name).copied().unwrap_or(NameScope::Unknown);
        *symbol |= (scope as u32) << flags::SCOPE_SHIFT;
    }
    let mut passing: Vec<&Str> = free.iter().collect();
    passing.sort();
    for name in passing {
        if let Some(symbol) = symbols.get_mut(name) {
            if class_flag {
                *symbol |= flags::FREE_CLASS;
            }
        } else if bound.is_none_or(|bound| bound.contains(name)) {
            symbols.insert(name.clone(), (NameScope::Free as u32) << flags::SCOPE_SHIFT);
        }
    }
}
