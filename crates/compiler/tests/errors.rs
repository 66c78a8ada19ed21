//! Programs with mistakes: class, message and place of the error as CPython 3.14 has them, recorded by
//! `errors/record.py`.

use gilscope_compiler::{Mode, Options, compile};

fn describe(source: &str) -> String {
    match compile(source, "test.py", Mode::Exec, Options::default()) {
        Ok(compiled) => {
            let warnings = compiled.warnings.iter().map(|warning| format!("; {} {}", warning.lineno, warning.msg));
            "compiles".to_owned() + &warnings.collect::<String>()
        }
        Err(error) => {
            let number = |value: Option<i64>| value.map_or("None".to_owned(), |value| value.to_string());
            format!(
                "{}: {} | {}:{}-{}:{}",
                error.class.name(),
                error.msg,
                number(error.lineno.map(i64::from)),
                number(error.offset.map(i64::from)),
                number(error.end_lineno.map(i64::from)),
                number(error.end_offset.map(i64::from))
            )
        }
    }
}

#[test]
fn errors_are_cpythons() {
    let snippets: Vec<&str> = include_str!("errors/snippets.txt").split("=====\n").collect();
    let expected: Vec<&str> = include_str!("errors/expected.txt").lines().collect();
    assert_eq!(snippets.len(), expected.len());
    let mut wrong = String::new();
    let mut count = 0;
    for (snippet, expected) in snippets.iter().zip(expected) {
        let found = describe(snippet);
        // The text of the line comes after a tab.
        let wanted = expected.split('\t').next().unwrap_or("");
        if found != wanted {
            count += 1;
            wrong.push_str(&format!("{snippet}  wanted {wanted}\n  found  {found}\n"));
        }
    }
    assert!(wrong.is_empty(), "{count} differ\n{wrong}");
}
