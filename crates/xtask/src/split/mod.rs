//! Cuts a wasm module in two: what most programs need, and the rest, which is fetched when it is first called.
//!
//! A function that is put off leaves a stub: it sees to it that the second part is there and calls the function through
//! a slot of the module's table, which the second part fills when it is instantiated. The second part imports memory,
//! table, globals and the functions it calls from the first; it has no data of its own. So it makes no difference when
//! it comes, but for the time.
mod paths;
pub mod profile;

use crate::Result;
use paths::Later;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use walrus::ir::{Visitor, dfs_in_order};
use walrus::{
    ConstExpr, DataId, ElementId, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, FunctionKind,
    ImportKind, ImportedFunction, LocalFunction, Module, ModuleConfig, TableId, ValType, ir,
};

/// The export that fetches the second part; a function of the module itself, which asks the page's script.
const FETCH: &str = "fetch_rest";
/// Under this name the second part imports what the first exports.
const FIRST: &str = "first";

/// Splits `wasm` in its place; `rest` gets the functions that `list` puts off. The names by which the module imports what
/// its script `glue` provides are made short in both: there are hundreds, and each has a hash.
pub fn split(wasm: &Path, glue: &Path, rest: &Path, list: &Path) -> Result {
    let read = |path: &Path| fs::read(path).map_err(|e| format!("{}: {e}", path.display()));
    let later = Later::read(list)?;
    let bytes = read(wasm)?;
    let fail = |e: anyhow::Error| format!("{}: {e:#}", wasm.display());
    let (first, second, names) = parts(&bytes, &later).map_err(fail)?;
    let text = String::from_utf8_lossy(&read(glue)?).into_owned();
    fs::write(glue, renamed(&text, &names)).map_err(|e| format!("{}: {e}", glue.display()))?;
    fs::write(wasm, first).map_err(|e| format!("{}: {e}", wasm.display()))?;
    fs::write(rest, second).map_err(|e| format!("{}: {e}", rest.display()))
}

fn parse(bytes: &[u8]) -> anyhow::Result<Module> {
    // Names tell which functions are meant; nothing of them is written.
    ModuleConfig::new().generate_name_section(false).generate_producers_section(false).parse(bytes)
}

/// What a function's body speaks of.
#[derive(Default)]
struct Uses {
    functions: BTreeSet<usize>,
    globals: BTreeSet<usize>,
    tables: BTreeSet<usize>,
    /// It copies a segment of data or functions, and the second part has none.
    segments: bool,
}

impl<'a> Visitor<'a> for Uses {
    fn visit_function_id(&mut self, function: &FunctionId) {
        self.functions.insert(function.index());
    }

    fn visit_global_id(&mut self, global: &walrus::GlobalId) {
        self.globals.insert(global.index());
    }

    fn visit_table_id(&mut self, table: &TableId) {
        self.tables.insert(table.index());
    }

    fn visit_data_id(&mut self, _: &DataId) {
        self.segments = true;
    }

    fn visit_element_id(&mut self, _: &ElementId) {
        self.segments = true;
    }
}

impl Uses {
    fn of(function: &LocalFunction) -> Self {
        let mut uses = Self::default();
        dfs_in_order(&mut uses, function, function.entry_block());
        uses
    }
}

/// A module as far as the cut needs to know it. Functions and globals are numbered as in the module, which is the same
/// for each reading of the same bytes.
struct Plan {
    /// What the functions with a body use.
    uses: BTreeMap<usize, Uses>,
    /// Functions of the second part.
    moved: BTreeSet<usize>,
    /// Those among them that the first part may call, in the order of their slots.
    stubs: Vec<usize>,
    /// Tables that the second part uses; it fills its slots in one of them.
    tables: BTreeSet<usize>,
}

impl Plan {
    fn new(module: &Module, later: &Later, fetch: FunctionId, table: TableId) -> Self {
        let bodies = module.funcs.iter_local();
        let uses: BTreeMap<usize, Uses> = bodies.map(|(id, body)| (id.index(), Uses::of(body))).collect();
        let name = |id: FunctionId| module.funcs.get(id).name.as_deref();
        let movable = |id: &usize| uses.get(id).is_some_and(|uses| !uses.segments);
        let named = module.funcs.iter().map(|f| f.id()).filter(|id| name(*id).is_some_and(|name| later.has(name)));
        let mut moved: BTreeSet<usize> = named.map(|id| id.index()).filter(movable).collect();
        moved.remove(&fetch.index());
        // Who is called by nobody but those goes with them.
        let roots = roots(module);
        let mut kept = BTreeSet::new();
        let mut open: Vec<usize> = roots.iter().copied().filter(|id| !moved.contains(id)).collect();
        while let Some(id) = open.pop() {
            if kept.insert(id) {
                open.extend(
                    uses.get(&id).into_iter().flat_map(|uses| &uses.functions).filter(|id| !moved.contains(id)),
                );
            }
        }
        moved.extend(uses.keys().copied().filter(|id| !kept.contains(id)).filter(movable));
        let mut called = roots;
        called.extend(uses.iter().filter(|(id, _)| !moved.contains(id)).flat_map(|(_, uses)| &uses.functions));
        let stubs = moved.intersection(&called).copied().collect();
        let tables = moved.iter().flat_map(|id| &uses[id].tables).copied().chain([table.index()]).collect();
        Self { uses, moved, stubs, tables }
    }

    /// What the second part takes from the first.
    fn taken(&self, what: fn(&Uses) -> &BTreeSet<usize>) -> BTreeSet<usize> {
        self.moved.iter().flat_map(|id| what(&self.uses[id])).copied().collect()
    }
}

/// Functions that may be called from outside or through the table.
fn roots(module: &Module) -> BTreeSet<usize> {
    let exported = module.exports.iter().filter_map(|export| match export.item {
        ExportItem::Function(id) => Some(id.index()),
        _ => None,
    });
    let listed = module.elements.iter().flat_map(|element| match &element.items {
        ElementItems::Functions(ids) => ids.as_slice(),
        ElementItems::Expressions(..) => &[],
    });
    exported.chain(module.start.map(|id| id.index())).chain(listed.map(|id| id.index())).collect()
}

/// The table that functions are called through.
fn function_table(module: &Module) -> anyhow::Result<TableId> {
    let listed = module.elements.iter().find_map(|element| match (&element.kind, &element.items) {
        (ElementKind::Active { table, .. }, ElementItems::Functions(_)) => Some(*table),
        _ => None,
    });
    listed.ok_or_else(|| anyhow::anyhow!("it has no table of functions"))
}

/// Both parts, and the new names of what the first imports.
fn parts(bytes: &[u8], later: &Later) -> anyhow::Result<(Vec<u8>, Vec<u8>, Names)> {
    let mut first = parse(bytes)?;
    let fetch = first.exports.get_func(FETCH)?;
    let table = function_table(&first)?;
    let plan = Plan::new(&first, later, fetch, table);
    let slots = first.tables.get(table).initial;
    let second = second_part(bytes, &plan, slots)?;
    leave_stubs(&mut first, &plan, fetch, table, slots);
    export(&mut first, &plan);
    walrus::passes::gc::run(&mut first);
    let names = shorten_imports(&mut first);
    Ok((first.emit_wasm(), second, names))
}

/// New names by old ones.
type Names = BTreeMap<String, String>;

/// Numbers the functions that wasm-bindgen's script provides.
fn shorten_imports(module: &mut Module) -> Names {
    let mut names = Names::new();
    for import in module.imports.iter_mut() {
        if matches!(import.kind, ImportKind::Function(_)) && import.name.starts_with("__wb") {
            let short = format!("_{}", names.len());
            import.name = names.entry(std::mem::take(&mut import.name)).or_insert(short).clone();
        }
    }
    names
}

/// A script in which whole words are replaced.
fn renamed(script: &str, names: &Names) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut out = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(begin) = rest.find(is_word) {
        let end = rest[begin..].find(|c| !is_word(c)).map_or(rest.len(), |length| begin + length);
        let word = &rest[begin..end];
        out.push_str(&rest[..begin]);
        out.push_str(names.get(word).map_or(word, String::as_str));
        rest = &rest[end..];
    }
    out + rest
}

/// Puts stubs in the place of what was moved.
fn leave_stubs(module: &mut Module, plan: &Plan, fetch: FunctionId, table: TableId, slots: u64) {
    let functions: Vec<FunctionId> = module.funcs.iter().map(|f| f.id()).collect();
    let there = module.globals.add_local(ValType::I32, true, false, ConstExpr::Value(ir::Value::I32(0)));
    let mut see = FunctionBuilder::new(&mut module.types, &[], &[]);
    see.func_body().global_get(there).if_else(
        None,
        |_| {},
        |missing| {
            missing.call(fetch).i32_const(1).global_set(there);
        },
    );
    let see = see.finish(Vec::new(), &mut module.funcs);
    for (stub, slot) in plan.stubs.iter().zip(slots..) {
        let id = functions[*stub];
        let ty = module.funcs.get(id).ty();
        let (parameters, results) = module.types.params_results(ty);
        let (parameters, results) = (parameters.to_vec(), results.to_vec());
        let arguments: Vec<_> = parameters.iter().map(|ty| module.locals.add(*ty)).collect();
        let mut stub = FunctionBuilder::new(&mut module.types, &parameters, &results);
        let mut body = stub.func_body();
        body.call(see);
        for argument in &arguments {
            body.local_get(*argument);
        }
        body.i32_const(slot as i32).call_indirect(ty, table);
        module.funcs.get_mut(id).kind = FunctionKind::Local(stub.local_func(arguments));
    }
    let table = module.tables.get_mut(table);
    table.initial += plan.stubs.len() as u64;
    table.maximum = table.maximum.map(|maximum| maximum.max(table.initial));
}

/// Exports from the first part what the second imports: by number, and by a letter that says what it is.
fn export(module: &mut Module, plan: &Plan) {
    let functions: Vec<FunctionId> = module.funcs.iter().map(|f| f.id()).collect();
    let globals: Vec<_> = module.globals.iter().map(|g| g.id()).collect();
    for id in plan.taken(|uses| &uses.functions).difference(&plan.moved) {
        module.exports.add(&id.to_string(), functions[*id]);
    }
    for id in plan.taken(|uses| &uses.globals) {
        module.exports.add(&format!("g{id}"), globals[id]);
    }
    let tables: Vec<_> = module.tables.iter().map(|t| t.id()).collect();
    for id in &plan.tables {
        module.exports.add(&format!("t{id}"), tables[*id]);
    }
    if let Some(memory) = module.memories.iter().next().map(|m| m.id()) {
        module.exports.add("m", memory);
    }
}

/// The functions that were moved, and nothing else of its own.
fn second_part(bytes: &[u8], plan: &Plan, slots: u64) -> anyhow::Result<Vec<u8>> {
    let mut module = parse(bytes)?;
    let table = function_table(&module)?;
    let functions: Vec<FunctionId> = module.funcs.iter().map(|f| f.id()).collect();
    let globals: Vec<_> = module.globals.iter().map(|g| g.id()).collect();
    let tables: Vec<_> = module.tables.iter().map(|t| t.id()).collect();
    module.start = None;
    for id in module.exports.iter().map(|e| e.id()).collect::<Vec<_>>() {
        module.exports.delete(id);
    }
    for id in module.elements.iter().map(|e| e.id()).collect::<Vec<_>>() {
        module.elements.delete(id);
    }
    for table in module.tables.iter_mut() {
        table.elem_segments.clear();
    }
    for id in module.data.iter().map(|d| d.id()).collect::<Vec<_>>() {
        module.data.delete(id);
    }
    for id in plan.taken(|uses| &uses.functions).difference(&plan.moved) {
        let import = module.imports.add(FIRST, &id.to_string(), functions[*id]);
        let function = module.funcs.get_mut(functions[*id]);
        let ty = function.ty();
        if let FunctionKind::Import(old) = &function.kind {
            module.imports.delete(old.import);
        }
        function.kind = FunctionKind::Import(ImportedFunction { import, ty });
    }
    for id in plan.taken(|uses| &uses.globals) {
        let import = module.imports.add(FIRST, &format!("g{id}"), globals[id]);
        module.globals.get_mut(globals[id]).kind = walrus::GlobalKind::Import(import);
    }
    for memory in module.memories.iter_mut() {
        memory.data_segments.clear();
        if let Some(import) = memory.import {
            let import = module.imports.get_mut(import);
            (import.module, import.name) = (FIRST.into(), "m".into());
        } else {
            memory.import = Some(module.imports.add(FIRST, "m", memory.id()));
        }
    }
    for (id, imported) in tables.iter().enumerate().filter(|(id, _)| plan.tables.contains(id)) {
        let import = module.imports.add(FIRST, &format!("t{id}"), *imported);
        let imported = module.tables.get_mut(*imported);
        imported.import = Some(import);
        imported.maximum = None;
    }
    let offset = ConstExpr::Value(ir::Value::I32(slots as i32));
    let items = ElementItems::Functions(plan.stubs.iter().map(|id| functions[*id]).collect());
    let element = module.elements.add(ElementKind::Active { table, offset }, items);
    module.tables.get_mut(table).elem_segments.insert(element);
    walrus::passes::gc::run(&mut module);
    Ok(module.emit_wasm())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_are_renamed() {
        let names = Names::from([("__wbg_a_12".into(), "_0".into()), ("__wbg_a".into(), "_1".into())]);
        assert_eq!(renamed("{__wbg_a_12: f(__wbg_a), x__wbg_a}", &names), "{_0: f(_1), x__wbg_a}");
        assert_eq!(renamed("é __wbg_a", &names), "é _1");
    }

    /// Two functions of which one is put off: the module that is left calls it through the second.
    #[test]
    fn a_function_that_is_put_off_is_in_the_second_part_alone() {
        let mut module = Module::with_config(ModuleConfig::new());
        let table = module.tables.add_local(false, 1, Some(1), walrus::RefType::FUNCREF);
        let fetch = FunctionBuilder::new(&mut module.types, &[], &[]).finish(Vec::new(), &mut module.funcs);
        let mut late = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
        late.name("late::one".into()).func_body().i32_const(1234);
        let late = late.finish(Vec::new(), &mut module.funcs);
        let mut main = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
        main.name("main".into()).func_body().call(late);
        let main = main.finish(Vec::new(), &mut module.funcs);
        let at = ElementKind::Active { table, offset: ConstExpr::Value(ir::Value::I32(0)) };
        let element = module.elements.add(at, ElementItems::Functions(vec![main]));
        module.tables.get_mut(table).elem_segments.insert(element);
        module.exports.add(FETCH, fetch);
        module.exports.add("main", main);

        let later = Later::from_lines("# a list\nlate one");
        let (first, second, _) = parts(&module.emit_wasm(), &later).unwrap();
        let (first, second) = (parse(&first).unwrap(), parse(&second).unwrap());
        assert_eq!(first.tables.iter().next().unwrap().initial, 2);
        assert_eq!(second.funcs.iter_local().count(), 1);
        let slots = second.elements.iter().next().unwrap();
        assert!(matches!(&slots.items, ElementItems::Functions(moved) if moved.len() == 1));
        assert!(matches!(slots.kind, ElementKind::Active { offset: ConstExpr::Value(ir::Value::I32(1)), .. }));
        // Whatever the second part imports is there.
        for import in second.imports.iter() {
            assert_eq!(import.module, FIRST);
            assert!(first.exports.iter().any(|export| export.name == import.name), "{}", import.name);
        }
    }
}
