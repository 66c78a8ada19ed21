//! Misspelt keywords, as CPython 3.14's tracebacks correct them.

use gilscope_compiler::{Mode, Options, compile, keyword_typo};

/// The line, the columns and the message that a traceback shows.
fn shown(source: &str) -> String {
    let error = compile(source, "<string>", Mode::Exec, Options::default()).expect_err("it is wrong");
    match keyword_typo(&error, source, false) {
        Some(typo) => format!("{}:{}-{} {}", typo.lineno, typo.offset, typo.end_offset, typo.msg),
        None => error.msg,
    }
}

#[test]
fn keywords_are_suggested() {
    for (source, expected) in [
        ("x = 1\nwhlie True:\n    pass\n", "2:1-6 invalid syntax. Did you mean 'while'?"),
        ("fro x in y:\n    pass\n", "1:1-4 invalid syntax. Did you mean 'for'?"),
        ("improt os\n", "1:1-7 invalid syntax. Did you mean 'import'?"),
        ("x = 1\ny = 2\ndef f():\n    retrun 1\n", "4:5-11 invalid syntax. Did you mean 'return'?"),
        ("clas C: pass\n", "1:1-5 invalid syntax. Did you mean 'class'?"),
        ("for x on y: pass\n", "1:7-9 invalid syntax. Did you mean 'in'?"),
        ("if x:\n  pass\nesle:\n  pass", "3:1-5 invalid syntax. Did you mean 'else'?"),
        ("if x:\n    y\nretrun 1\n", "invalid syntax"),
        ("def f():\n    if x:\n        y\n    retrun 1\n", "invalid syntax"),
        (
            "def f():\n    for a in x:\n        y\n    whlie x:\n        pass\n",
            "4:1-6 invalid syntax. Did you mean 'while'?",
        ),
        ("a b\n", "invalid syntax"),
        ("owner str\n", "invalid syntax"),
        (
            "x = 1\ndef work():\n    for _ in x:\n        yieldwith lock:\n            y\n",
            "4:9-18 invalid syntax. Did you mean 'with'?",
        ),
        ("assertdef f(*, a, b=2):\n    return a, b\n", "1:1-10 invalid syntax. Did you mean 'def'?"),
        ("try:\n    x()\nfinally:\n    print(1)\nasync", "invalid syntax"),
        ("x = Flase and y z\n", "invalid syntax"),
        ("f(a b)", "invalid syntax. Perhaps you forgot a comma?"),
        ("prnt \"x\"", "1:1-5 invalid syntax. Did you mean 'not'?"),
        ("asert x", "1:1-6 invalid syntax. Did you mean 'assert'?"),
        ("impotr math\n", "1:1-7 invalid syntax. Did you mean 'import'?"),
        ("dfe f(x):\n  return x\n", "1:1-4 invalid syntax. Did you mean 'def'?"),
        ("tyr:\n  x\nexcept: pass\n", "1:1-4 invalid syntax. Did you mean 'try'?"),
        ("from x imoprt y", "1:8-14 invalid syntax. Did you mean 'import'?"),
        ("x = 3 fi y else 4", "1:7-9 invalid syntax. Did you mean 'if'?"),
        ("elseif x: pass", "invalid syntax"),
        ("wiht open(x) as f: pass", "1:1-5 invalid syntax. Did you mean 'with'?"),
        ("raisee x", "1:1-7 invalid syntax. Did you mean 'raise'?"),
        ("def f():\n  yeild 1\n", "2:3-8 invalid syntax. Did you mean 'yield'?"),
        ("lamda x: 1", "1:1-6 invalid syntax. Did you mean 'lambda'?"),
        ("whille x:", "1:1-7 invalid syntax. Did you mean 'while'?"),
        ("x nott in y", "1:3-7 invalid syntax. Did you mean 'not'?"),
        ("glbal x", "1:1-6 invalid syntax. Did you mean 'global'?"),
        ("x an y", "1:3-5 invalid syntax. Did you mean 'and'?"),
        ("x orr y", "1:3-6 invalid syntax. Did you mean 'or'?"),
    ] {
        assert_eq!(shown(source), expected, "{source}");
    }
}
