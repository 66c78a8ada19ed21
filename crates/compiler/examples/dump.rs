//! Prints code objects in the form of `tests/dump.py`.

#[path = "../tests/dump/mod.rs"]
mod dump;

fn main() {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).expect("a file to read");
        match gilscope_compiler::compile(&text, "test.py", Default::default(), Default::default()) {
            Ok(compiled) => print!("{}", dump::dump(&compiled.code)),
            Err(error) => println!("{error:?}"),
        }
    }
}
