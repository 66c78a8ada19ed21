//! Every program of `tests/corpus` under the command must print what CPython 3.14 printed.
use libtest_mimic::{Arguments, Failed, Trial};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// No program of the corpus takes longer, even on a slow machine.
const TIME_LIMIT: &str = "60s";

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus");
    let mut programs: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("tests/corpus is there")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension() == Some(OsStr::new("py")))
        .collect();
    programs.sort();
    let trials = programs
        .into_iter()
        .map(|program| {
            let name = program.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            Trial::test(format!("corpus::{name}"), move || check(&program))
        })
        .collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn check(program: &Path) -> Result<(), Failed> {
    let recorded = |extension: &str| fs::read_to_string(program.with_extension(extension)).unwrap_or_default();
    let mut command = Command::new(env!("CARGO_BIN_EXE_gilscope"));
    command
        .args(["run", "--time-limit", TIME_LIMIT])
        .arg(program.file_name().unwrap_or_default())
        .current_dir(program.parent().unwrap_or(Path::new(".")));
    let stdin = program.with_extension("stdin");
    command.stdin(if stdin.is_file() { Stdio::from(fs::File::open(stdin)?) } else { Stdio::null() });
    let done = command.output()?;
    let exit = recorded("exit").trim().parse().unwrap_or(0);
    let (stdout, stderr) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    let mut faults = String::new();
    for (stream, got, want) in [("stdout", &stdout, recorded("stdout")), ("stderr", &stderr, recorded("stderr"))] {
        if without_library_lines(got) != without_library_lines(&want) {
            faults.push_str(&difference(stream, got, &want));
        }
    }
    if done.status.code() != Some(exit) {
        faults.push_str(&format!("exit code: got {:?}, want {exit}\n", done.status.code()));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

/// On which line of the standard library a frame is, is the library's own business: see `tests/DIVERGENCES.md`.
fn without_library_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        match line.split_once(", line ") {
            Some((head, tail)) if head.trim_start().starts_with("File \"/lib/python3.14/") => {
                out.push_str(head);
                out.push_str(", line ?");
                out.push_str(tail.trim_start_matches(|c: char| c.is_ascii_digit() || c == '?'));
            }
            _ => out.push_str(line),
        }
    }
    out
}

/// The first line that differs, with what stands around it.
fn difference(stream: &str, got: &str, want: &str) -> String {
    let (got, want): (Vec<&str>, Vec<&str>) = (got.lines().collect(), want.lines().collect());
    let at = got.iter().zip(&want).take_while(|(a, b)| a == b).count();
    let show = |lines: &[&str]| -> String {
        let end = lines.len().min(at + 6);
        lines[at.min(end)..end].iter().map(|line| format!("    {line}\n")).collect()
    };
    format!("{stream} differs from line {}\n  want:\n{}  got:\n{}", at + 1, show(&want), show(&got))
}
