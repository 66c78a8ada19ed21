//! Code objects are CPython 3.14's: the same instructions, constants, names, places and handlers, recorded by
//! `dump.py`; and `dis` prints them as it does.

mod dump;

use std::path::{Path, PathBuf};

use gilscope_compiler::{Compiled, Mode, Options, compile};

fn programs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bytecode");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the programs")
        .map(|entry| entry.expect("a program").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "py"))
        .collect();
    paths.sort();
    paths
}

fn compiled(path: &Path) -> Compiled {
    let text = std::fs::read_to_string(path).expect("a program");
    compile(&text, "test.py", Mode::Exec, Options::default()).unwrap_or_else(|error| panic!("{path:?}: {error:?}"))
}

/// Fails at the first line that differs.
fn check(path: &Path, ending: &str, found: &str) {
    let expected = std::fs::read_to_string(path.with_extension(ending)).expect("what CPython gave");
    let mut found_lines = found.trim_end().lines();
    for (number, wanted) in expected.trim_end().lines().enumerate() {
        let line = found_lines.next().unwrap_or("");
        assert_eq!(line, wanted, "{path:?} .{ending} line {}", number + 1);
    }
    assert_eq!(found_lines.next(), None, "{path:?}: more than CPython has");
}

#[test]
fn code_is_cpythons() {
    for path in programs() {
        check(&path, "code", &dump::dump(&compiled(&path).code));
    }
}

#[test]
fn dis_is_cpythons() {
    for path in programs() {
        check(&path, "dis", &gilscope_bytecode::dis(&compiled(&path).code));
    }
}

#[test]
fn no_prefix_of_a_program_panics() {
    for path in programs() {
        let text = std::fs::read_to_string(&path).expect("a program");
        for (end, _) in text.char_indices().filter(|(end, _)| end % 7 == 0) {
            let _ = compile(&text[..end], "test.py", Mode::Exec, Options::default());
        }
    }
}

#[test]
fn native_code_is_marked_throughout() {
    let options = Options { native: true, ..Options::default() };
    let compiled = compile("def f():\n    return [lambda: 1]\n", "lib.py", Mode::Exec, options).expect("it compiles");
    let mut codes = vec![compiled.code];
    let mut count = 0;
    while let Some(code) = codes.pop() {
        assert!(code.flags().contains(gilscope_bytecode::CodeFlags::NATIVE), "{}", code.name);
        count += 1;
        for constant in &code.consts {
            if let gilscope_bytecode::Const::Code(inner) = constant {
                codes.push(inner.clone());
            }
        }
    }
    assert_eq!(count, 3);
}

#[test]
fn modes() {
    let eval = compile("1 + x", "<string>", Mode::Eval, Options::default()).expect("an expression");
    assert_eq!(eval.code.names.len(), 1);
    assert!(compile("x = 1", "<string>", Mode::Eval, Options::default()).is_err());
    let single = compile("x\n", "<stdin>", Mode::Single, Options::default()).expect("a statement");
    assert!(gilscope_bytecode::dis(&single.code).contains("INTRINSIC_PRINT"));
}
