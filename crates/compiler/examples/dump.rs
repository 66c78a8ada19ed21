//! Writes code objects in the form of `tests/dump.py`: FILE.ours beside each FILE.py.

#[path = "../tests/dump/mod.rs"]
mod dump;

fn main() {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).expect("a file to read");
        let out = match gilscope_compiler::compile(&text, "test.py", Default::default(), Default::default()) {
            Ok(compiled) => dump::dump(&compiled.code) + "\n=== dis\n" + &gilscope_bytecode::dis(&compiled.code),
            Err(error) => format!("{error:?}\n"),
        };
        std::fs::write(path.trim_end_matches(".py").to_owned() + ".ours", out).expect("a file to write");
    }
}
