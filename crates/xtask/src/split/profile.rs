//! What the first part has to have: which functions a usual visit calls.
use super::paths::{Seen, path, uncalled};
use crate::build::Cut;
use crate::run::{command as program, root, run, step};
use crate::{Result, browsers, dist, prereq};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use walrus::ir::{Const, MemArg, Store, StoreKind};
use walrus::{FunctionId, Module, ir};

/// Each function that is called leaves a mark in the memory, from this address on: the far end of a stack of megabytes
/// that nothing reaches.
const MARKS: u32 = 1024;

/// A list of what the first part of some modules can do without.
pub struct List {
    /// In the site's folder of assets.
    pub modules: &'static [&'static str],
    pub file: &'static str,
}

pub const ENGINE: List = List { modules: &["threaded/engine", "single/engine"], file: "crates/engine/later.txt" };

pub const PAGE: List = List { modules: &["page"], file: "web/later.txt" };

/// `cargo xtask profile`: writes the lists anew, from what the programs of the shelf, the benchmarks and a choice of the
/// corpus call in Chromium.
pub fn command() -> Result {
    let site = root().join("target/profiled");
    dist::make_in(&site, Cut::Marked)?;
    prereq::node_modules("tests/browser")?;
    let found = root().join("target/called.json");
    step("programs", || {
        run(program("node")
            .arg("tests/browser/profile.mjs")
            .arg(&found)
            .env("GILSCOPE_DIST", &site)
            .env("CHROMIUM", browsers::chromium()?))
    })?;
    let found = read(&found)?;
    for list in [&ENGINE, &PAGE] {
        write(list, &found, &site)?;
    }
    Ok(())
}

fn write(list: &List, found: &Value, site: &Path) -> Result {
    let files = dist::files(site)?;
    let mut seen = Vec::new();
    for module in list.modules {
        let marks = found[module].as_array().into_iter().flatten().filter_map(Value::as_u64);
        let marks: BTreeSet<u64> = marks.collect();
        let functions = files.iter().find(|f| f.ends_with(format!("{module}.functions.json")));
        let functions = read(functions.ok_or_else(|| format!("{module}: no list of its functions"))?)?;
        let rows = functions.as_array().map_or(&[][..], Vec::as_slice);
        eprintln!("    {module}: {} of {} functions are called", marks.len(), rows.len());
        if marks.is_empty() {
            return Err(format!("{module}: no function was called"));
        }
        seen.extend((0..).zip(rows).map(|(mark, row)| Seen {
            name: row[0].as_str().unwrap_or_default().to_owned(),
            bytes: row[1].as_u64().unwrap_or(0) as usize,
            called: marks.contains(&mark) || is_kept(row[0].as_str().unwrap_or_default()),
        }));
    }
    let mut text = String::from(
        "# What a usual visit never calls: see crates/xtask/src/split. Written by `cargo xtask profile`.\n",
    );
    for line in uncalled(&seen) {
        text.push_str(&line);
        text.push('\n');
    }
    let file = root().join(list.file);
    fs::write(&file, text).map_err(|e| format!("{}: {e}", file.display()))
}

/// Is the function on a panic's way, which has to be told even if nothing can be fetched? Or does it hang on who comes
/// first whether it is called: what the page draws is queued, and sometimes twice?
fn is_kept(name: &str) -> bool {
    let path = path(name);
    let above: Vec<&str> = path.iter().map(String::as_str).take(2).collect();
    let queues = |part: &String| part.contains("yew::scheduler") && !part.contains("_as_yew::scheduler");
    matches!(above[..], ["core" | "std", "panicking"] | ["gilscope_engine", "boot"] | ["yew", "scheduler"])
        || path.iter().any(queues)
}

fn read(file: &Path) -> Result<Value> {
    let text = fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
    serde_json::from_str(&text).map_err(|e| format!("{}: {e}", file.display()))
}

/// Answers, wherever an instance is, which functions have left their marks.
const PROBE: &str = "
new BroadcastChannel('gilscope profile').addEventListener('message', ({ data, target }) => {
  if (data.module !== MODULE || !wasm) return;
  const marks = new Uint8Array(wasm.m.buffer);
  const found = [];
  for (let mark = 0; mark < COUNT; mark++) if (marks[mark + MARKS]) found.push(mark);
  target.postMessage({ found });
});
";

/// Makes every function of a module leave its mark; which is whose is written beside it. `name` is the module's name in
/// the questions of `tests/browser/profile.mjs`.
pub fn instrument(name: &str, wasm: &Path) -> Result {
    let bytes = fs::read(wasm).map_err(|e| format!("{}: {e}", wasm.display()))?;
    let mut module = super::parse(&bytes).map_err(|e| format!("{}: {e:#}", wasm.display()))?;
    let table = mark_functions(&mut module);
    let stem = wasm.to_string_lossy().trim_end_matches("_bg.wasm").to_owned();
    let put = |name: String, text: String| fs::write(&name, text).map_err(|e| format!("{name}: {e}"));
    let glue = format!("{stem}.js");
    let text = fs::read_to_string(&glue).map_err(|e| format!("{glue}: {e}"))?;
    let constants = format!("const MODULE = '{name}', MARKS = {MARKS}, COUNT = {};", table.len());
    put(glue, format!("{text}{{{constants}{PROBE}}}\n"))?;
    put(format!("{stem}.functions.json"), Value::Array(table).to_string())?;
    fs::write(wasm, module.emit_wasm()).map_err(|e| format!("{}: {e}", wasm.display()))
}

fn mark_functions(module: &mut Module) -> Vec<Value> {
    let Some(memory) = module.memories.iter().next().map(|m| m.id()) else { return Vec::new() };
    module.exports.add("m", memory);
    let bodies: Vec<FunctionId> = module.funcs.iter_local().map(|(id, _)| id).collect();
    let mut table = Vec::new();
    for (mark, id) in (MARKS..).zip(bodies) {
        let function = module.funcs.get_mut(id);
        let name = function.name.clone().unwrap_or_default();
        let body = function.kind.unwrap_local_mut();
        table.push(json!([name, body.original_range.as_ref().map_or(0, |range| range.len())]));
        let store = Store { memory, kind: StoreKind::I32_8 { atomic: false }, arg: MemArg { align: 1, offset: 0 } };
        body.builder_mut()
            .func_body()
            .instr_at(0, Const { value: ir::Value::I32(mark as i32) })
            .instr_at(1, Const { value: ir::Value::I32(1) })
            .instr_at(2, store);
    }
    table
}
