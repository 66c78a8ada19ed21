//! Assembles the static site in `dist/`.
use crate::Result;
use crate::build::{self, Cut};
use crate::notices;
use crate::run::{root, step};
use std::fs;
use std::path::{Path, PathBuf};

/// `cargo xtask dist`.
pub fn command() -> Result {
    let site = make()?;
    println!("the site is in {}", site.display());
    Ok(())
}

/// Builds everything and returns the site's folder.
///
/// What may be cached for ever lies in one folder that is named after its content; only the files at the top are
/// asked for anew. So no host ever serves a page with another version's engine.
pub fn make() -> Result<PathBuf> {
    let dist = root().join("dist");
    make_in(&dist, Cut::InTwo)?;
    Ok(dist)
}

/// The same in another folder.
pub fn make_in(dist: &Path, cut: Cut) -> Result {
    let parts = root().join("target/site");
    remove(&parts)?;
    build::all(&parts, cut)?;
    step("dist", || assemble(&parts, dist))
}

/// Of `web/`, what lies beside the modules.
const SCRIPTS: [&str; 7] =
    ["engine-worker.js", "isolate.js", "page-rest.js", "pool-worker.js", "rest.js", "snapshots.js", "trace-worker.js"];

fn assemble(parts: &Path, dist: &Path) -> Result {
    let root = root();
    remove(dist)?;
    for script in SCRIPTS {
        copy_file(&root.join("web").join(script), &parts.join(script))?;
    }
    styles(&root.join("web/styles"), &parts.join("page.css"))?;
    let folder = format!("assets-{:016x}", content_hash(parts)?);
    copy_tree(parts, &dist.join(&folder))?;
    copy_tree(&root.join("web/static"), dist)?;
    for (from, to) in [("index.html", "index.html"), ("web/gilscope.js", "gilscope.js"), ("web/sw.js", "sw.js")] {
        let text = fs::read_to_string(root.join(from)).map_err(|e| format!("{from}: {e}"))?;
        write(&dist.join(to), &text.replace("./assets/", &format!("./{folder}/")))?;
    }
    if root.join("web/editor/package.json").is_file() {
        build::minify(dist)?;
    }
    hosting(dist, &folder)?;
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        copy_file(&root.join(licence), &dist.join(licence))?;
    }
    write(&dist.join("third-party-notices.txt"), &notices::text()?)
}

/// The headers that make a page cross-origin isolated.
pub const ISOLATION: [(&str, &str); 3] = [
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Embedder-Policy", "require-corp"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
];

/// How three kinds of static host are told to send the headers. Elsewhere the service worker adds them.
fn hosting(dist: &Path, folder: &str) -> Result {
    let forever = "public, max-age=31536000, immutable";
    let lines: String = ISOLATION.iter().map(|(name, value)| format!("  {name}: {value}\n")).collect();
    write(
        &dist.join("_headers"),
        &format!("/*\n{lines}  Cache-Control: no-cache\n/{folder}/*\n  ! Cache-Control\n  Cache-Control: {forever}\n"),
    )?;
    let toml: String = ISOLATION.iter().map(|(name, value)| format!("    {name} = \"{value}\"\n")).collect();
    write(
        &dist.join("netlify.toml"),
        &format!(
            "[[headers]]\n  for = \"/*\"\n  [headers.values]\n{toml}[[headers]]\n  for = \"/{folder}/*\"\n  [headers.values]\n    Cache-Control = \"{forever}\"\n"
        ),
    )?;
    let json = |pairs: &[(&str, &str)]| -> Vec<serde_json::Value> {
        pairs.iter().map(|(key, value)| serde_json::json!({ "key": key, "value": value })).collect()
    };
    let vercel = serde_json::json!({ "headers": [
        { "source": "/(.*)", "headers": json(&ISOLATION) },
        { "source": format!("/{folder}/(.*)"), "headers": json(&[("Cache-Control", forever)]) },
    ]});
    write(&dist.join("vercel.json"), &format!("{vercel:#}\n"))
}

/// The style sheets one after the other, in the order of their names.
fn styles(folder: &Path, out: &Path) -> Result {
    if !folder.is_dir() {
        return Ok(());
    }
    let mut sheets: Vec<PathBuf> =
        files(folder)?.into_iter().filter(|p| p.extension().is_some_and(|e| e == "css")).collect();
    sheets.sort();
    let mut text = String::new();
    for sheet in sheets {
        text.push_str(&fs::read_to_string(&sheet).map_err(|e| format!("{}: {e}", sheet.display()))?);
    }
    write(out, &text)
}

/// Every file under a folder, however deep.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|e| format!("{}: {e}", folder.display()))?.path();
        if path.is_dir() { found.extend(files(&path)?) } else { found.push(path) }
    }
    found.sort();
    Ok(found)
}

/// FNV-1a over names and contents: a name for a version, no protection.
fn content_hash(folder: &Path) -> Result<u64> {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut eat = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    for file in files(folder)? {
        eat(file.strip_prefix(folder).unwrap_or(&file).to_string_lossy().as_bytes());
        eat(&fs::read(&file).map_err(|e| format!("{}: {e}", file.display()))?);
    }
    Ok(hash)
}

fn copy_tree(from: &Path, to: &Path) -> Result {
    if !from.is_dir() {
        return Ok(());
    }
    for file in files(from)? {
        copy_file(&file, &to.join(file.strip_prefix(from).unwrap_or(&file)))?;
    }
    Ok(())
}

fn copy_file(from: &Path, to: &Path) -> Result {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    fs::copy(from, to).map(drop).map_err(|e| format!("{}: {e}", from.display()))
}

fn write(path: &Path, text: &str) -> Result {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()))
}

fn remove(folder: &Path) -> Result {
    match fs::remove_dir_all(folder) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(format!("{}: {e}", folder.display())),
        _ => Ok(()),
    }
}
