//! `compile`, `exec`, `eval`, `input`.

use gilscope_bytecode::CodeFlags;
use gilscope_core::types::{bytes, code, dict, exception, frame, function, int, str};
use gilscope_core::{CompileError, CompileOptions, Cont, Cx, Exit, N, Res, ops};
use gilscope_heap::{Args, Kind, Value};

/// The text of a source that a program gives: a str, or bytes in UTF-8.
fn source_text(cx: &mut Cx<'_>, v: Value, function: &str) -> Res<String> {
    if let Some(t) = str::of(v) {
        return Ok(t.to_string_lossy());
    }
    match v.as_obj() {
        Some(o) if o.is(Kind::Bytes) => Ok(String::from_utf8_lossy(bytes::get(o)).into_owned()),
        _ => Err(cx.type_error(format!("{function}() arg 1 must be a string, bytes or code object"))),
    }
}

/// Source text as a code object and the warnings to be given (a list, or NULL), or the SyntaxError.
fn compiled(cx: &mut Cx<'_>, source: &str, filename: &str, mode: &str, options: CompileOptions) -> Res<(Value, Value)> {
    match (cx.world.config.compile)(source, filename, mode, options) {
        Ok(c) => {
            let warnings = warnings(cx, &c.warnings, filename)?;
            Ok((code::new(cx, &c.code)?, warnings))
        }
        Err(e) => Err(syntax_error(cx, &e, filename)),
    }
}

/// The compiler's warnings for `syntax_warnings` of the machine's own Python; NULL if there are none.
pub fn warnings(cx: &mut Cx<'_>, found: &[CompileError], filename: &str) -> Res {
    if found.is_empty() {
        return Ok(Value::NULL);
    }
    let mut rows = Vec::new();
    for w in found {
        let (message, place) = (cx.str(&w.message)?, place(cx, w, filename)?);
        rows.push(cx.tuple(&[message, place])?);
    }
    cx.list(&rows)
}

/// What the code of the program's that runs at present hands on to what it compiles.
fn inherited(cx: &Cx<'_>) -> CompileOptions {
    let flags = frame::current(cx).map(|fp| frame::code_of(cx, fp).code.flags());
    let future_annotations = flags.is_some_and(|f| f.contains(CodeFlags::FUTURE_ANNOTATIONS));
    CompileOptions { future_annotations, ..CompileOptions::default() }
}

/// Sets what the compiler says as an exception.
fn syntax_error(cx: &mut Cx<'_>, e: &CompileError, filename: &str) -> Exit {
    let name = cx.intern(e.class);
    let class = dict::get_str(cx.world.builtins.obj(), name).unwrap_or_else(|| exception::SYNTAX_ERROR.of(cx));
    let made = (|| {
        let message = cx.str(&e.message)?;
        let base = exception::SYNTAX_ERROR.of(cx);
        if !gilscope_core::types::class::is_subclass(class, base) {
            return cx.tuple(&[message]);
        }
        if e.line == 0 && e.text.is_none() {
            return cx.tuple(&[message]);
        }
        let info = place(cx, e, filename)?;
        cx.tuple(&[message, info])
    })();
    match made {
        Ok(args) => {
            let exit = cx.raise_args(class, args);
            if exit == Exit::Raise {
                exception::methods::syntax_words(cx.thread.raised.obj());
                return keyword_typo(cx, e, filename).err().unwrap_or(exit);
            }
            exit
        }
        Err(e) => e,
    }
}

/// Gives the SyntaxError just raised what a traceback shows instead.
fn keyword_typo(cx: &mut Cx<'_>, e: &CompileError, filename: &str) -> Res<()> {
    if let Some(typo) = &e.typo {
        let (message, place) = (cx.str(&typo.message)?, place(cx, typo, filename)?);
        let shown = cx.tuple(&[message, place])?;
        exception::methods::set_keyword_typo(cx.thread.raised.obj(), shown);
    }
    Ok(())
}

/// Where it is, as a SyntaxError has it.
fn place(cx: &mut Cx<'_>, e: &CompileError, filename: &str) -> Res {
    let number = |n: u32| if n == 0 { Value::NONE } else { Value::small(i64::from(n)) };
    let file = cx.str(filename)?;
    let has_text = !e.text_of_file || cx.world.source_text(filename).is_some();
    let text = match &e.text {
        Some(t) if has_text => cx.str(t)?,
        _ => Value::NONE,
    };
    let end = [number(e.end_line), Value::small(i64::from(e.end_column))];
    cx.tuple(&[file, number(e.line), Value::small(i64::from(e.column)), text, end[0], end[1]])
}

/// `flags` of `compile()`.
mod flags {
    /// `await` outside a function.
    pub const TOP_LEVEL_AWAIT: i64 = 0x2000;
    /// `from __future__ import annotations`
    pub const ANNOTATIONS: i64 = 0x100_0000;
    /// Of features that are mandatory by now, and of the prompt: allowed, and without effect.
    pub const WITHOUT_EFFECT: i64 = 0x1FE_0000 & !ANNOTATIONS | 0x10 | 0x200 | 0x4000;
}

/// `compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1)`
pub fn compile(cx: &mut Cx<'_>, a: Args) -> Res {
    if a[0].as_obj().is_some_and(|o| o.is(Kind::Code)) {
        return Ok(a[0]);
    }
    let source = source_text(cx, a[0], "compile")?;
    let filename = match str::of(a[1]) {
        Some(t) => t.to_string_lossy(),
        None => {
            let t = cx.type_name(a[1]);
            return Err(cx.type_error(format!("expected str, bytes or os.PathLike object, not {t}")));
        }
    };
    let mode = match str::of(a[2]).map(str::Text::to_string_lossy).as_deref() {
        Some("exec") => "exec",
        Some("eval") => "eval",
        Some("single") => "single",
        // The program itself, from `run_program`.
        Some("<program>") => "<program>",
        Some(_) => return Err(cx.value_error("compile() mode must be 'exec', 'eval' or 'single'")),
        None => {
            let t = cx.type_name(a[2]);
            return Err(cx.type_error(format!("compile() argument 'mode' must be str, not {t}")));
        }
    };
    let given = |v: Value| (!v.is_null()).then(|| int::to_i64(v));
    let (Some(bits), Some(level)) = (given(a.get(3)).unwrap_or(Some(0)), given(a.get(5)).unwrap_or(Some(-1))) else {
        return Err(cx.type_error("compile() flags and optimize must be integers"));
    };
    if bits & !(flags::TOP_LEVEL_AWAIT | flags::ANNOTATIONS | flags::WITHOUT_EFFECT) != 0 {
        return Err(cx.value_error("compile(): unrecognised flags"));
    }
    if !(-1..=2).contains(&level) {
        return Err(cx.value_error("compile(): invalid optimize value"));
    }
    let alone = ops::truth::quick(a.get(4)).unwrap_or(false);
    let mut options = if alone { CompileOptions::default() } else { inherited(cx) };
    options.optimize = level.max(0) as u8;
    options.future_annotations |= bits & flags::ANNOTATIONS != 0;
    options.top_level_await = bits & flags::TOP_LEVEL_AWAIT != 0;
    let (code, warnings) = compiled(cx, &source, &filename, mode, options)?;
    if warnings.is_null() {
        return Ok(code);
    }
    let (f, name) = (cx.world.hidden("syntax_warnings"), cx.str(&filename)?);
    cx.call_then(f, &[name, warnings], Cont::State, code)
}

/// Globals and locals of `exec` and `eval`, with `__builtins__` set.
fn namespaces(cx: &mut Cx<'_>, a: Args, function: &str) -> Res<(Value, Value)> {
    let given = |v: Value| (!v.is_null() && !v.is_none()).then_some(v);
    let globals = match given(a.get(1)) {
        Some(g) => {
            if !g.as_obj().is_some_and(|o| o.is(Kind::Dict)) {
                let t = cx.type_name(g);
                return Err(cx.type_error(if function == "eval" {
                    "globals must be a dict".to_owned()
                } else {
                    format!("exec() globals must be a dict, not {t}")
                }));
            }
            g
        }
        None => frame::current_globals(cx).unwrap_or(cx.world.builtins),
    };
    let locals = match (given(a.get(2)), given(a.get(1))) {
        (Some(l), _) => {
            if cx.lookup_special(l, N::__getitem__).is_none() {
                let t = cx.type_name(l);
                return Err(cx.type_error(if function == "eval" {
                    "locals must be a mapping".to_owned()
                } else {
                    format!("locals must be a mapping or None, not {t}")
                }));
            }
            l
        }
        (None, Some(g)) => g,
        (None, None) => match frame::current(cx) {
            Some(fp) => frame::namespace(cx, fp)?,
            None => globals,
        },
    };
    let key = cx.world.name(N::__builtins__);
    if dict::get_str(globals.obj(), key).is_none() {
        let name = cx.intern("builtins");
        let builtins = dict::get_str(cx.world.modules.obj(), name).unwrap_or(Value::NONE);
        dict::set_str(cx, globals.obj(), key, builtins)?;
    }
    Ok((globals, locals))
}

/// The code to run: an object given, or source text compiled; and warnings to give before (or NULL).
fn code_of(cx: &mut Cx<'_>, v: Value, function: &str, mode: &str) -> Res<(Value, Value)> {
    if let Some(o) = v.as_obj()
        && o.is(Kind::Code)
    {
        if cx.world.code(o.aux()).code.locals.iter().any(|l| l.kind == gilscope_bytecode::LocalKind::Free) {
            return Err(cx.type_error(format!("code object passed to {function}() may not contain free variables")));
        }
        return Ok((v, Value::NULL));
    }
    let source = source_text(cx, v, function)?;
    let source = if mode == "eval" { source.trim_start_matches([' ', '\t']) } else { &source };
    let options = inherited(cx);
    compiled(cx, source, "<string>", mode, options)
}

/// `exec(source, globals=None, locals=None, *, closure=None)`
pub fn exec(cx: &mut Cx<'_>, a: Args) -> Res {
    let (code, warnings) = code_of(cx, a[0], "exec", "exec")?;
    let (globals, locals) = namespaces(cx, a, "exec")?;
    if !warnings.is_null() {
        return cx.call_hidden("exec_after_warnings", &[code, globals, locals, warnings]);
    }
    let f = function::new(cx, code, globals)?;
    let r = cx.call_in(f, locals);
    cx.after_call(Cont::State, Value::NONE)?;
    r
}

/// `eval(source, globals=None, locals=None)`
pub fn eval(cx: &mut Cx<'_>, a: Args) -> Res {
    let (code, warnings) = code_of(cx, a[0], "eval", "eval")?;
    let (globals, locals) = namespaces(cx, a, "eval")?;
    if !warnings.is_null() {
        return cx.call_hidden("eval_after_warnings", &[code, globals, locals, warnings]);
    }
    let f = function::new(cx, code, globals)?;
    cx.call_in(f, locals)
}

/// `input(prompt='')`
pub fn input(cx: &mut Cx<'_>, a: Args) -> Res {
    let name = cx.intern("stdin");
    let stdin = dict::get_str(cx.world.sys_dict.obj(), name).unwrap_or(Value::NONE);
    let prompt = if a.get(0).is_null() { cx.intern("") } else { a[0] };
    cx.call_hidden("input_general", &[prompt, stdin])
}

/// `open(file, mode='r', …)`: files live in memory, see `pylib/_files.py`.
pub fn open(cx: &mut Cx<'_>, a: Args) -> Res {
    const NAMES: [&str; 8] = ["file", "mode", "buffering", "encoding", "errors", "newline", "closefd", "opener"];
    let kwargs = cx.dict()?;
    for (i, name) in NAMES.iter().enumerate().filter(|(i, _)| !a.get(*i).is_null()) {
        let name = cx.intern(name);
        dict::set_str(cx, kwargs.obj(), name, a[i])?;
    }
    cx.call_hidden("open_file", &[cx.world.empty_tuple, kwargs])
}
