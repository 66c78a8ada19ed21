//! Builds the parts of the site: the page, the two engines, the editor.
use crate::Result;
use crate::prereq;
use crate::run::{cargo, command, root, run, step};
use crate::split::{
    self,
    profile::{ENGINE, List, PAGE},
};
use std::fs;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

#[path = "../../stdlib/pack.rs"]
#[expect(dead_code, reason = "the library's own build wants to know more")]
mod pack;

/// The most that the threaded engine's shared memory may grow to; the page asks for less where this much is refused.
const MAX_MEMORY_BYTES: u64 = 1 << 30;
/// Wasm has no guard page: a parser that recurses deeply needs room.
const STACK_BYTES: u64 = 4 << 20;

/// What becomes of a module that is loaded in two parts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    InTwo,
    /// Whole, and its functions leave marks: to find where to cut.
    Marked,
}

/// Builds every part into `out` (the site's `assets` folder).
pub fn all(out: &Path, cut: Cut) -> Result {
    prereq::rust()?;
    prereq::node()?;
    step("page (wasm)", || page(out))?;
    let (single, threaded) = (out.join("single"), out.join("threaded"));
    step("engine, one thread (wasm)", || engine_single(&single))?;
    step("engine, threads (wasm, with its own std)", || engine_threaded(&threaded))?;
    step("modules in two parts", || {
        [PAGE, ENGINE]
            .iter()
            .try_for_each(|list| list.modules.iter().try_for_each(|name| two_parts(name, list, out, cut)))
    })?;
    step("texts", || texts(out))?;
    step("editor bundle", || editor(out))
}

/// What the engine fetches when a program needs it: the modules in Python that do not come with it, and two texts of the
/// compiler. `.txt`, since every host compresses that.
fn texts(out: &Path) -> Result {
    let modules = pack::modules(&root().join("crates/stdlib/pylib"));
    let library = out.join("library.txt");
    fs::write(&library, pack::library(&modules)).map_err(|e| format!("{}: {e}", library.display()))?;
    for (from, to) in
        [("crates/compiler/src/parse/grammar.txt", "grammar.txt"), ("crates/names/src/names.txt", "names.txt")]
    {
        fs::copy(root().join(from), out.join(to)).map_err(|e| format!("{from}: {e}"))?;
    }
    Ok(())
}

/// `name` is the module's, in the folder of assets.
fn two_parts(name: &str, list: &List, out: &Path, cut: Cut) -> Result {
    let whole = out.join(format!("{name}_bg.wasm"));
    match cut {
        Cut::InTwo => {
            let beside = |ending: &str| out.join(format!("{name}{ending}"));
            split::split(&whole, &beside(".js"), &beside("_rest.wasm"), &root().join(list.file))
        }
        Cut::Marked => split::profile::instrument(name, &whole),
    }
}

/// The Yew page: `page.js`, `page_bg.wasm`. Its standard library is built for size, and a panic is a trap without the
/// texts that no reader of the page would see: together a sixth less to load.
fn page(out: &Path) -> Result {
    let target = root().join("target/page");
    run(cargo()
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_ENCODED_RUSTFLAGS", ["-Zunstable-options", "-Cpanic=immediate-abort"].join("\u{1f}"))
        .args(["build", "--profile=wasm-page", "--target=wasm32-unknown-unknown", "-p", "gilscope-web"])
        .args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"])
        .arg("--target-dir")
        .arg(&target))?;
    bindgen(&wasm_file(&target, "wasm-page", "gilscope-web"), "page", out)?;
    // Its second part is called for before it is known to anybody but the glue.
    let glue = out.join("page.js");
    let fail = |e| format!("{}: {e}", glue.display());
    let text = fs::read_to_string(&glue).map_err(fail)?;
    fs::write(&glue, text + "export const instance = () => wasm;\n").map_err(fail)
}

/// The engine without threads: what runs where the page is not cross-origin isolated.
fn engine_single(out: &Path) -> Result {
    let target = root().join("target");
    let flags = format!("-Clink-arg=-zstack-size={STACK_BYTES}");
    run(cargo()
        .args([
            "rustc",
            "--profile=wasm",
            "--target=wasm32-unknown-unknown",
            "-p",
            "gilscope-engine",
            "--lib",
            "--crate-type=cdylib",
        ])
        .arg("--target-dir")
        .arg(&target)
        .args(["--", &flags]))?;
    bindgen(&wasm_file(&target, "wasm", "gilscope_engine"), "engine", out)
}

/// The engine with threads. Atomics need a standard library that is built with them, which the stable compiler
/// allows under `RUSTC_BOOTSTRAP`; flags and target folder are this build's alone.
fn engine_threaded(out: &Path) -> Result {
    let target = root().join("target/threaded");
    let flags = [
        "-Ctarget-feature=+atomics,+bulk-memory,+mutable-globals".to_owned(),
        // Where in our source a panic was: some 50 KB of file names and lines that no visitor has a use for.
        "-Zlocation-detail=none".to_owned(),
        "-Clink-arg=--shared-memory".to_owned(),
        "-Clink-arg=--import-memory".to_owned(),
        format!("-Clink-arg=--max-memory={MAX_MEMORY_BYTES}"),
        format!("-Clink-arg=-zstack-size={STACK_BYTES}"),
        "-Clink-arg=--export=__wasm_init_tls".to_owned(),
        "-Clink-arg=--export=__tls_size".to_owned(),
        "-Clink-arg=--export=__tls_align".to_owned(),
        "-Clink-arg=--export=__tls_base".to_owned(),
    ];
    run(cargo()
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
        .args([
            "rustc",
            "--profile=wasm",
            "--target=wasm32-unknown-unknown",
            "-p",
            "gilscope-engine",
            "--lib",
            "--crate-type=cdylib",
        ])
        .args(["--features=threads", "-Zbuild-std=std,panic_abort"])
        // The standard library in its smaller form: sorting alone is 20 KB less on the wire.
        .arg("-Zbuild-std-features=optimize_for_size")
        .arg("--target-dir")
        .arg(&target))?;
    bindgen(&wasm_file(&target, "wasm", "gilscope_engine"), "engine", out)?;
    tell_initial_memory(&out.join("engine.js"))
}

/// Checks that the linker has made what threads need, and lets the glue say how large a memory the module asks for:
/// the engine's worker makes the memory itself, and no browser tells.
fn tell_initial_memory(glue: &Path) -> Result {
    let mut text = fs::read_to_string(glue).map_err(|e| format!("{}: {e}", glue.display()))?;
    let pages = MAX_MEMORY_BYTES >> 16;
    let initial = text.split_once("initial:").map(|(_, rest)| rest.split(',').next().unwrap_or(""));
    let initial = initial.and_then(|digits| digits.trim().parse::<u32>().ok());
    let (Some(initial), true) = (initial, text.contains(&format!("maximum:{pages},shared:true"))) else {
        return Err(format!(
            "the threaded engine does not import a shared memory of at most {pages} pages: the linker's flags have changed"
        ));
    };
    text.push_str(&format!("export const INITIAL_PAGES = {initial};\n"));
    fs::write(glue, text).map_err(|e| format!("{}: {e}", glue.display()))
}

/// CodeMirror and our settings of it as one module, with our own idea of a language instead of CodeMirror's. Without it the
/// page has a plain text area.
fn editor(out: &Path) -> Result {
    if !root().join("web/editor/package.json").is_file() {
        return Ok(());
    }
    prereq::node_modules("web/editor")?;
    run(esbuild()
        .args(["web/editor/editor.js", "--bundle", "--format=esm"])
        .args(["--alias:@codemirror/language=./web/editor/language.js", "--alias:@lezer/common=./web/editor/nodes.js"])
        .arg(format!("--outfile={}", out.join("editor.js").display())))
}

fn esbuild() -> std::process::Command {
    let name = if cfg!(windows) { "esbuild.cmd" } else { "esbuild" };
    let mut esbuild = command(&root().join("web/editor/node_modules/.bin").join(name).to_string_lossy());
    esbuild.args(["--minify", "--target=es2022", "--legal-comments=none", "--log-level=warning"]);
    esbuild
}

/// Shortens every script and style sheet of the site in its place.
pub fn minify(site: &Path) -> Result {
    let is_text = |file: &PathBuf| file.extension().is_some_and(|e| e == "js" || e == "css");
    let texts = crate::dist::files(site)?.into_iter().filter(is_text);
    run(esbuild()
        .args(texts)
        .arg("--allow-overwrite")
        .arg(format!("--outbase={}", site.display()))
        .arg(format!("--outdir={}", site.display())))
}

fn wasm_file(target: &Path, profile: &str, name: &str) -> PathBuf {
    target.join("wasm32-unknown-unknown").join(profile).join(format!("{name}.wasm"))
}

/// Makes the JavaScript glue, as a module that loads its wasm from beside itself. Names of functions are kept, for who
/// cuts the module in two.
fn bindgen(wasm: &Path, name: &str, out: &Path) -> Result {
    fs::create_dir_all(out).map_err(|e| format!("{}: {e}", out.display()))?;
    let generate = || {
        Bindgen::new()
            .input_path(wasm)
            .out_name(name)
            .web(true)?
            .typescript(false)
            .remove_name_section(false)
            .remove_producers_section(true)
            .omit_default_module_path(false)
            .generate(out)
    };
    generate().map_err(|e| format!("wasm-bindgen on {}: {e:#}", wasm.display()))
}
