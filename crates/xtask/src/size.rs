//! What the site weighs on the wire.
use crate::Result;
use crate::dist;
use crate::run::root;
use std::fs;
use std::io::Write;
use std::path::Path;

/// Page, threaded engine and editor together, brotli at its best: what a visit costs.
const BUDGET_BYTES: usize = 600 << 10;

/// `cargo xtask size`: the weight of `dist/`, which is made if it is not there.
pub fn command() -> Result {
    let site = root().join("dist");
    let site = if site.is_dir() { site } else { dist::make()? };
    println!("{:<52} {:>10} {:>10}", "file", "raw KiB", "brotli KiB");
    let mut visit = 0;
    for file in dist::files(&site)? {
        let name = file.strip_prefix(&site).unwrap_or(&file).to_string_lossy().into_owned();
        let bytes = fs::read(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        let packed = brotli(&bytes)?;
        let counts = loaded(&file);
        if counts {
            visit += packed;
        }
        println!("{:<52} {:>10.1} {:>10.1}{}", name, kib(bytes.len()), kib(packed), if counts { "  *" } else { "" });
    }
    println!(
        "* page, threaded engine and editor together: {:.1} KiB brotli; budget {:.0} KiB",
        kib(visit),
        kib(BUDGET_BYTES)
    );
    if visit > BUDGET_BYTES { Err("the site is over its budget".into()) } else { Ok(()) }
}

/// Whether a visit to an isolated page fetches this file. What is fetched when a program needs it does not count: a test
/// in a browser sees to it that the programs of the shelf do not.
fn loaded(file: &Path) -> bool {
    let code = file.extension().is_some_and(|e| ["html", "js", "css", "wasm", "svg"].iter().any(|x| e == *x));
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    // The second parts, and what the simulator's worker is made of.
    let later = name.ends_with("_rest.wasm") || name == "trace-worker.js" || name == "snapshots.js";
    code && !later && !file.components().any(|part| part.as_os_str() == "single")
}

fn brotli(bytes: &[u8]) -> Result<usize> {
    let (quality, window) = (11, 22);
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, quality, window);
    writer.write_all(bytes).and_then(|()| writer.flush()).map_err(|e| format!("brotli: {e}"))?;
    Ok(writer.into_inner().len())
}

fn kib(bytes: usize) -> f64 {
    bytes as f64 / 1024.0
}
