//! The command's contract with who calls it: streams, exit codes, `--json`, limits, interruption.
use serde_json::Value;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// A program in a file of its own.
struct Program(PathBuf);

impl Program {
    fn new(name: &str, source: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("command");
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join(format!("{name}.py"));
        fs::write(&file, source).unwrap();
        Self(file)
    }

    fn command(&self, options: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gilscope"));
        command.current_dir(self.0.parent().unwrap()).arg("run").args(options).arg(self.0.file_name().unwrap());
        command
    }

    fn run(&self, options: &[&str]) -> Output {
        self.command(options).stdin(Stdio::null()).output().unwrap()
    }

    fn json(&self, options: &[&str]) -> Value {
        let options: Vec<&str> = options.iter().copied().chain(["--json"]).collect();
        object(&self.run(&options))
    }
}

/// The one object that was printed, and nothing else.
fn object(done: &Output) -> Value {
    let text = String::from_utf8(done.stdout.clone()).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["exit"].as_i64(), done.status.code().map(i64::from));
    value
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn streams_are_the_commands_own() {
    let done = Program::new("streams", "import sys\nprint('out')\nprint('err', file=sys.stderr)\n").run(&[]);
    assert_eq!((text(&done.stdout), text(&done.stderr), done.status.code()), ("out\n", "err\n", Some(0)));
}

#[test]
fn the_exit_code_is_the_programs_own() {
    assert_eq!(Program::new("exit7", "import sys\nsys.exit(7)\n").run(&[]).status.code(), Some(7));
    let told = Program::new("exit_text", "import sys\nsys.exit('no')\n").run(&[]);
    assert_eq!((told.status.code(), text(&told.stderr)), (Some(1), "no\n"));
}

#[test]
fn an_uncaught_exception_is_1_with_its_traceback() {
    let done = Program::new("uncaught", "def f():\n    return 1 / 0\nf()\n").run(&[]);
    assert_eq!(done.status.code(), Some(1));
    let want = "Traceback (most recent call last):\n  File \"uncaught.py\", line 3, in <module>\n    f()\n    ~^^\n  \
                File \"uncaught.py\", line 2, in f\n    return 1 / 0\n           ~~^~~\nZeroDivisionError: division by zero\n";
    assert_eq!(text(&done.stderr), want);
}

#[test]
fn a_syntax_error_is_1_with_its_caret() {
    let done = Program::new("syntax", "print('a'\n").run(&[]);
    assert_eq!(done.status.code(), Some(1));
    let want = "  File \"syntax.py\", line 1\n    print('a'\n         ^\nSyntaxError: '(' was never closed\n";
    assert_eq!(text(&done.stderr), want);
}

#[test]
fn a_misspelt_keyword_is_named() {
    let done = Program::new("typo", "for i in 1, 2:\n    pass\nwhlie i:\n    pass\n").run(&[]);
    let want =
        "  File \"typo.py\", line 3\n    whlie i:\n    ^^^^^\nSyntaxError: invalid syntax. Did you mean 'while'?\n";
    assert_eq!(text(&done.stderr), want);
}

#[test]
fn a_module_that_is_not_here_is_told_from_one_that_does_not_exist() {
    let not_here = "it is in Python's standard library, but not in Gilscope";
    let program = "\
for statement in ('import multiprocessing.pool', 'import importlib.util', 'import logging.config', 'import json.nothing',
                  'import asyncoi', 'from concurrent import interpreters', 'from concurrent import nothing'):
    try:
        exec(statement)
    except ImportError as e:
        print(type(e).__name__, e)
";
    let want = format!(
        "ModuleNotFoundError No module named 'multiprocessing': {not_here}\n\
         ModuleNotFoundError No module named 'importlib.util': {not_here}\n\
         ModuleNotFoundError No module named 'logging.config': {not_here}\n\
         ModuleNotFoundError No module named 'json.nothing'\n\
         ModuleNotFoundError No module named 'asyncoi'\n\
         ImportError cannot import name 'interpreters' from 'concurrent' ({not_here})\n\
         ImportError cannot import name 'nothing' from 'concurrent' (/lib/python3.14/concurrent/__init__.py)\n"
    );
    assert_eq!(text(&Program::new("missing", program).run(&[]).stdout), want);
}

#[test]
fn a_program_can_ask_whether_the_build_is_free_threaded() {
    let program = "import sys, sysconfig\n\
        print(sysconfig.get_config_var('Py_GIL_DISABLED'), 'free-threading build' in sys.version, sys.abiflags)\n";
    let program = Program::new("build", program);
    assert_eq!(text(&program.run(&["--gil", "on"]).stdout), "0 False \n");
    assert_eq!(text(&program.run(&["--gil", "off"]).stdout), "1 True t\n");
}

#[test]
fn json_is_one_object_with_every_field() {
    let result = Program::new("json", "print('hi')\n").json(&["--gil", "off", "--cores", "2", "--seed", "5"]);
    let fields = [
        "stdout",
        "stderr",
        "exit",
        "ended",
        "truncated",
        "engine",
        "model",
        "cores",
        "wall_ns",
        "virtual_ns",
        "seed",
        "schedule",
        "trace_hash",
        "stats",
    ];
    for field in fields {
        assert!(result.get(field).is_some(), "{field}");
    }
    assert_eq!((&result["stdout"], &result["ended"]), (&"hi\n".into(), &"done".into()));
    assert_eq!((&result["model"], &result["seed"], &result["engine"]), (&"3.14t".into(), &5.into(), &"real".into()));
    for counter in ["instructions", "switches", "gil_requests", "allocated_bytes", "collections", "peak_bytes"] {
        assert!(result["stats"][counter].is_u64(), "{counter}");
    }
}

#[test]
fn json_is_one_object_after_a_failure_too() {
    let raised = Program::new("json_raised", "print('before')\nraise ValueError('x')\n").json(&[]);
    assert_eq!((&raised["ended"], &raised["stdout"]), (&"exception".into(), &"before\n".into()));
    assert!(raised["stderr"].as_str().unwrap().ends_with("ValueError: x\n"));
    let wrong = object(
        &Command::new(env!("CARGO_BIN_EXE_gilscope")).args(["run", "a.py", "--cores", "0", "--json"]).output().unwrap(),
    );
    assert_eq!((&wrong["ended"], &wrong["exit"]), (&"usage".into(), &2.into()));
    let missing =
        object(&Command::new(env!("CARGO_BIN_EXE_gilscope")).args(["run", "/no/such.py", "--json"]).output().unwrap());
    assert_eq!(&missing["exit"], &2);
}

#[test]
fn output_beyond_the_limit_is_cut_and_says_so() {
    let result = Program::new("long", "for _ in range(20):\n    print('x' * (1 << 20))\n").json(&[]);
    assert_eq!(result["truncated"], true);
    assert_eq!(result["stdout"].as_str().unwrap().len(), 16 << 20);
}

#[test]
fn a_deadlock_is_3_and_says_who_waits_for_whom() {
    let source = "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()\n";
    let done = Program::new("deadlock", source).run(&["--time-limit", "20s"]);
    assert_eq!(done.status.code(), Some(3), "{}", text(&done.stderr));
    assert!(text(&done.stderr).contains("MainThread"), "{}", text(&done.stderr));
}

#[test]
fn the_time_limit_is_124_in_a_loop_and_in_a_native_call() {
    for (name, source) in
        [("endless", "print('a')\nwhile True: pass\n"), ("native", "print('a')\nsum(range(10**12))\n")]
    {
        let begun = Instant::now();
        let result = Program::new(name, source).json(&["--time-limit", "300ms"]);
        assert_eq!(
            (&result["exit"], &result["ended"], &result["stdout"]),
            (&124.into(), &"time_limit".into(), &"a\n".into())
        );
        assert!(begun.elapsed() < Duration::from_secs(10));
    }
}

/// Starts a program that prints a line and goes on for ever, and waits for the line.
fn started(program: &Program, options: &[&str]) -> Child {
    let mut child =
        program.command(options).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 6];
    child.stdout.as_mut().unwrap().read_exact(&mut first).unwrap();
    assert_eq!(&first, b"begun\n");
    child
}

#[test]
#[cfg(unix)]
fn an_interrupt_is_130_and_output_streams_before_it() {
    let program = Program::new("interrupted", "print('begun')\nwhile True: pass\n");
    let mut child = started(&program, &[]);
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
}

#[test]
#[cfg(unix)]
fn a_reader_that_goes_away_ends_the_program() {
    let program = Program::new("unread", "print('begun')\nwhile True: print('more')\n");
    let mut child = started(&program, &[]);
    drop(child.stdout.take());
    let end = Instant::now() + Duration::from_secs(20);
    while child.try_wait().unwrap().is_none() {
        assert!(Instant::now() < end, "it still runs");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_program_reads_the_commands_input() {
    let program = Program::new("input", "name = input('who? ')\nprint('hello', name)\n");
    let mut child = program.command(&[]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(child.stdin.as_mut().unwrap(), b"Ada\n").unwrap();
    drop(child.stdin.take());
    let done = child.wait_with_output().unwrap();
    assert_eq!(text(&done.stdout), "who? hello Ada\n");
}

#[test]
fn the_gil_decides_whether_updates_are_lost() {
    let source = "import threading\ncounter = 0\ndef work():\n    global counter\n    for _ in range(200_000):\n        counter += 1\n\
                  threads = [threading.Thread(target=work) for _ in range(2)]\nfor t in threads: t.start()\nfor t in threads: t.join()\nprint(counter)\n";
    let program = Program::new("counter", source);
    for _ in 0..3 {
        assert_eq!(program.json(&["--gil", "on", "--cores", "2"])["stdout"], "400000\n");
    }
    let lost = (0..20).any(|_| program.json(&["--gil", "off", "--cores", "2"])["stdout"] != "400000\n");
    assert!(lost, "no update was lost in 20 runs without the GIL");
}

#[test]
fn wrong_usage_is_2_and_named() {
    for (arguments, named) in [
        (&["run"][..], "FILE"),
        (&["run", "a.py", "--model", "naive"], "naive"),
        (&["run", "a.py", "--fast"], "--fast"),
        (&["fly"], "fly"),
        (&[], "--help"),
    ] {
        let done = Command::new(env!("CARGO_BIN_EXE_gilscope")).args(arguments).output().unwrap();
        assert_eq!(done.status.code(), Some(2), "{arguments:?}");
        assert!(text(&done.stderr).contains(named) && done.stdout.is_empty(), "{}", text(&done.stderr));
    }
}

#[test]
fn a_schedule_is_replayed_or_refused_by_name() {
    let program = Program::new(
        "replayed",
        "import threading\nt = threading.Thread(target=print, args=('hello',))\nt.start(); t.join()\n",
    );
    let first = program.json(&["--engine", "sim", "--seed", "4"]);
    let schedule = first["schedule"].as_str().unwrap().to_owned();
    let replay = |schedule: &str, file: &Program| {
        Command::new(env!("CARGO_BIN_EXE_gilscope"))
            .arg("replay")
            .arg(&file.0)
            .args(["--schedule", schedule])
            .output()
            .unwrap()
    };
    let done = replay(&schedule, &program);
    assert_eq!((done.status.code(), text(&done.stdout), text(&done.stderr)), (Some(0), "hello\n", ""));
    let other = Program::new("another", "print('other')\n");
    for (schedule, file, named) in [
        (&*schedule, &other, "another program"),
        (&schedule[..schedule.len() - 9], &program, "cut short"),
        (&schedule.replace("3.14", "3.10"), &program, "changed"),
        (&schedule.replacen("g1", "g7", 1), &program, "g7"),
        ("nonsense", &program, "not a schedule"),
    ] {
        let done = replay(schedule, file);
        assert_eq!(done.status.code(), Some(2), "{named}");
        let said = text(&done.stderr);
        assert!(said.contains(named) && said.contains("without --schedule it is run afresh"), "{said}");
        assert!(done.stdout.is_empty());
    }
    // What was stopped by a limit is stopped there again, and that is no divergence.
    let endless = Program::new("endless", "print('begun')\nwhile True: pass\n");
    let first = endless.json(&["--engine", "sim", "--time-limit", "3ms"]);
    assert_eq!(first["ended"], "time_limit");
    let done = replay(first["schedule"].as_str().unwrap(), &endless);
    assert_eq!((done.status.code(), text(&done.stdout)), (Some(130), "begun\n"), "{}", text(&done.stderr));
    assert!(text(&done.stderr).contains("stopped here"), "{}", text(&done.stderr));
}

#[test]
fn dis_shows_the_bytecode() {
    let program = Program::new("dis", "x = 1\n");
    let done = Command::new(env!("CARGO_BIN_EXE_gilscope")).arg("dis").arg(&program.0).output().unwrap();
    assert!(done.status.success());
    assert!(text(&done.stdout).contains("STORE_NAME"), "{}", text(&done.stdout));
}

#[test]
fn dis_says_what_is_wrong_as_run_does() {
    let program = Program::new("dis-wrong", "if 1:\n    fro x in y:\n        pass\n");
    let of =
        |command: &str| Command::new(env!("CARGO_BIN_EXE_gilscope")).arg(command).arg(&program.0).output().unwrap();
    let (dis, run) = (of("dis"), of("run"));
    assert_eq!(dis.status.code(), Some(1));
    assert!(text(&dis.stderr).ends_with("SyntaxError: invalid syntax. Did you mean 'for'?\n"), "{}", text(&dis.stderr));
    assert_eq!((dis.stderr, dis.stdout), (run.stderr, run.stdout));
}
