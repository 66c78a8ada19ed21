//! Calls: what a callable is, how a frame is made for it, how arguments are bound.

use gilscope_bytecode::CodeFlags;
use gilscope_heap::{Args, Fp, Kind, Obj, Value, flag};

use super::construct;
use super::frame::{self, HEADER};
use super::lower::Lowered;
use crate::Cx;
use crate::engine::WaitOn;
use crate::exit::{Cont, Exit, Res};
use crate::names::N;
use crate::native::{Bind, Sig};
use crate::types::{class, dict, exception, function, list, module, str, tuple};

/// What became of a call.
pub enum Called {
    Value(Value),
    /// A frame was pushed; it is the thread's current one.
    Frame,
}

/// Names of the last arguments of a call (a tuple), or NULL.
pub type KwNames = Value;

/// Calls `callee(*args)`. `row` (the arguments' place) stays readable until the callee has its own copy.
pub fn call<'e>(cx: &mut Cx<'e>, callee: Value, this: Value, args: Args, kwnames: KwNames) -> Res<Called> {
    let Some(o) = callee.as_obj() else { return Err(not_callable(cx, callee)) };
    match o.kind() {
        Kind::Function => {
            push_function(cx, o, this, args, kwnames)?;
            Ok(Called::Frame)
        }
        Kind::Native => {
            if !this.is_null() {
                return call_vec(cx, callee, prepend(this, args), kwnames);
            }
            call_native(cx, o, args, kwnames)
        }
        Kind::Method if this.is_null() => {
            let (f, this) = (o.frozen(function::method::FUNC), o.frozen(function::method::SELF));
            call(cx, f, this, args, kwnames)
        }
        _ if !this.is_null() => call_vec(cx, callee, prepend(this, args), kwnames),
        Kind::Type => construct::call_type(cx, o, args, kwnames),
        _ => call_object(cx, callee, args, kwnames),
    }
}

fn prepend(this: Value, args: Args) -> Vec<Value> {
    std::iter::once(this).chain(args.iter()).collect()
}

/// An object whose class has `__call__`.
fn call_object(cx: &mut Cx<'_>, callee: Value, args: Args, kwnames: KwNames) -> Res<Called> {
    let Some(f) = cx.lookup_special(callee, N::__call__) else { return Err(not_callable(cx, callee)) };
    call_special(cx, f, callee, args, kwnames)
}

/// Calls what a class has under a special name, as a method of `this`.
pub fn call_special(cx: &mut Cx<'_>, f: Value, this: Value, args: Args, kwnames: KwNames) -> Res<Called> {
    match f.as_obj().map(|o| o.kind()) {
        Some(Kind::Function) => call(cx, f, this, args, kwnames),
        Some(Kind::Native) => call_vec(cx, f, prepend(this, args), kwnames),
        Some(Kind::StaticMethod) => call(cx, f.obj().get(0), Value::NULL, args, kwnames),
        Some(Kind::ClassMethod) => {
            let ty = cx.type_of(this);
            call(cx, f.obj().get(0), ty, args, kwnames)
        }
        _ => match cx.lookup_special(f, N::__get__) {
            // A descriptor of the program's own: hidden Python does `type(f).__get__(f, this, cls)(*args)`.
            Some(_) => {
                let ty = cx.type_of(this);
                let (pos, kw) = split(cx, args, kwnames)?;
                let h = cx.world.hidden("call_descriptor");
                call_vec(cx, h, vec![f, this, ty, pos, kw], Value::NULL)
            }
            None => call(cx, f, Value::NULL, args, kwnames),
        },
    }
}

/// Positional arguments as a tuple, named ones as a dict (or NULL).
pub fn split(cx: &mut Cx<'_>, args: Args, kwnames: KwNames) -> Res<(Value, Value)> {
    let names = if kwnames.is_null() { Vec::new() } else { tuple::to_vec(kwnames) };
    let n = args.len() - names.len();
    let pos: Vec<Value> = args.iter().take(n).collect();
    let pos = cx.tuple(&pos)?;
    if names.is_empty() {
        return Ok((pos, Value::NULL));
    }
    let kw = cx.dict()?;
    for (i, k) in names.into_iter().enumerate() {
        dict::set_str(cx, kw.obj(), k, args.get(n + i))?;
    }
    Ok((pos, kw))
}

#[cold]
fn not_callable(cx: &mut Cx<'_>, v: Value) -> Exit {
    let name = cx.type_name(v);
    cx.type_error(format!("'{name}' object is not callable"))
}

/// As [`call`], with the arguments in a list of the machine's.
pub fn call_vec(cx: &mut Cx<'_>, callee: Value, args: Vec<Value>, kwnames: KwNames) -> Res<Called> {
    let row = cx.reserve(args.len())?;
    for (i, &v) in args.iter().enumerate() {
        row.set(i, v);
    }
    // The row is free again at once: whoever takes its place copies the arguments first.
    cx.release(row);
    call(cx, callee, Value::NULL, Args::new(row, args.len()), kwnames)
}

// ---- Python functions ---------------------------------------------------------------------------------------------

/// Pushes the frame of a call of a Python function.
#[inline]
pub fn push_function(cx: &mut Cx<'_>, func: Obj, this: Value, args: Args, kwnames: KwNames) -> Res<()> {
    let code = func.get(function::func::CODE);
    let lowered = cx.codes.get(cx.world, code.obj().aux());
    let n = args.len() + usize::from(!this.is_null());
    if lowered.simple && n == lowered.args && kwnames.is_null() {
        enter(cx)?;
        let fp = cx.reserve(lowered.frame_words)?;
        // Upwards would overwrite arguments that lie where the frame's header goes: the registers first.
        let first = usize::from(!this.is_null());
        fp.offset(HEADER + first).copy_from(args.row(), args.len());
        if first == 1 {
            fp.set(HEADER, this);
        }
        fp.offset(HEADER + n).fill(lowered.locals - n, Value::NULL);
        let prev = cx.thread.fp;
        frame::link(fp, code, func.into(), prev, Value::NULL, frame::PYTHON);
        cx.thread.fp = fp;
        return Ok(());
    }
    let all = if this.is_null() { args.to_vec() } else { prepend(this, args) };
    push_bound(cx, func, lowered, &all, kwnames)
}

/// One level deeper.
#[inline(always)]
pub fn enter(cx: &mut Cx<'_>) -> Res<()> {
    cx.thread.depth += 1;
    // The machine's own function at the bottom of every thread does not count.
    if cx.thread.depth > cx.world.recursion_limit.load(std::sync::atomic::Ordering::Relaxed) + 1 {
        return Err(too_deep(cx));
    }
    Ok(())
}

#[cold]
fn too_deep(cx: &mut Cx<'_>) -> Exit {
    cx.thread.depth -= 1;
    // Room to report and to handle it, as CPython gives.
    let depth = std::mem::replace(&mut cx.thread.depth, 0);
    let e = cx.raise(&exception::RECURSION_ERROR, "maximum recursion depth exceeded");
    cx.thread.depth = depth;
    e
}

/// Binds arguments in full generality (`Objects/call.c`, `initialize_locals` in `Python/ceval.c`).
#[cold]
fn push_bound(cx: &mut Cx<'_>, func: Obj, lowered: &Lowered, args: &[Value], kwnames: KwNames) -> Res<()> {
    let world = cx.world;
    let rt = world.code(lowered.index);
    let code = &*rt.code;
    let (argc, kwonly, posonly) = (code.arg_count as usize, code.kwonly_count as usize, code.posonly_count as usize);
    let flags = lowered.flags;
    let mut locals = vec![Value::NULL; lowered.locals];
    let names = if kwnames.is_null() { Vec::new() } else { tuple::to_vec(kwnames) };
    let npos = args.len() - names.len();
    let given = npos.min(argc);
    locals[..given].copy_from_slice(&args[..given]);
    let total = argc + kwonly;
    let kwdict = if flags.contains(CodeFlags::VARKEYWORDS) {
        let d = cx.dict()?;
        locals[total + usize::from(flags.contains(CodeFlags::VARARGS))] = d;
        Some(d.obj())
    } else {
        None
    };
    if flags.contains(CodeFlags::VARARGS) {
        locals[total] = cx.tuple(&args[given..npos])?;
    }
    let mut posonly_as_kw = Vec::new();
    for (i, &k) in names.iter().enumerate() {
        let v = args[npos + i];
        let k = if k.as_obj().is_some_and(|o| o.is_exact(Kind::Str)) { str::intern_value(cx, k) } else { k };
        let at = rt.local_names[..total].iter().position(|&n| n == k);
        match at {
            Some(at) if at >= posonly => {
                if !locals[at].is_null() {
                    let (f, k) = (qualname(func), str::to_string(k));
                    return Err(cx.type_error(format!("{f}() got multiple values for argument '{k}'")));
                }
                locals[at] = v;
            }
            at => {
                if let Some(d) = kwdict {
                    dict::set_str(cx, d, k, v)?;
                } else if at.is_some() {
                    posonly_as_kw.push(str::to_string(k));
                } else {
                    let f = qualname(func);
                    let k = str::to_string(k);
                    let hint = close_match(&k, rt.local_names[posonly..total].iter().map(|&n| str::to_string(n)));
                    let hint = hint.map(|h| format!(". Did you mean '{h}'?")).unwrap_or_default();
                    return Err(cx.type_error(format!("{f}() got an unexpected keyword argument '{k}'{hint}")));
                }
            }
        }
    }
    if !posonly_as_kw.is_empty() {
        let f = qualname(func);
        let list = posonly_as_kw.join(", ");
        return Err(
            cx.type_error(format!("{f}() got some positional-only arguments passed as keyword arguments: '{list}'"))
        );
    }
    let defaults = func.get(function::func::DEFAULTS);
    let defaults = if defaults.is_obj() { tuple::to_vec(defaults) } else { Vec::new() };
    if npos > argc && !flags.contains(CodeFlags::VARARGS) {
        return Err(too_many(cx, func, argc, defaults.len(), npos, &locals[argc..total]));
    }
    let required = argc - defaults.len().min(argc);
    let missing: Vec<usize> = (given..required).filter(|&i| locals[i].is_null()).collect();
    if !missing.is_empty() {
        return Err(missing_arguments(cx, func, rt, &missing, "positional"));
    }
    for i in required..argc {
        if locals[i].is_null() {
            locals[i] = defaults[i - required];
        }
    }
    if kwonly > 0 {
        let kwdefaults = func.get(function::func::KWDEFAULTS).as_obj();
        let mut missing = Vec::new();
        for i in argc..total {
            if locals[i].is_null() {
                match kwdefaults.and_then(|d| dict::get_str(d, rt.local_names[i])) {
                    Some(v) => locals[i] = v,
                    None => missing.push(i),
                }
            }
        }
        if !missing.is_empty() {
            return Err(missing_arguments(cx, func, rt, &missing, "keyword-only"));
        }
    }
    enter(cx)?;
    let fp = cx.reserve(lowered.frame_words)?;
    for (i, &v) in locals.iter().enumerate() {
        fp.set(HEADER + i, v);
    }
    let prev = cx.thread.fp;
    frame::link(fp, rt.object, func.into(), prev, Value::NULL, frame::PYTHON);
    cx.thread.fp = fp;
    Ok(())
}

fn qualname(func: Obj) -> String {
    str::to_string(func.get(function::func::QUALNAME))
}

/// The nearest of `names` for a suggestion (`Python/suggestions.c`).
fn close_match(name: &str, names: impl Iterator<Item = String>) -> Option<String> {
    exception::suggest::closest(name, names)
}

fn too_many(cx: &mut Cx<'_>, func: Obj, argc: usize, defaults: usize, given: usize, kwonly: &[Value]) -> Exit {
    let f = qualname(func);
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    let takes = if defaults > 0 { format!("from {} to {argc}", argc - defaults) } else { argc.to_string() };
    let s = if defaults > 0 { "s" } else { plural(argc) };
    let kw = kwonly.iter().filter(|v| !v.is_null()).count();
    let given_text = if kw > 0 {
        format!("{given} positional argument{} (and {kw} keyword-only argument{}) were", plural(given), plural(kw))
    } else {
        format!("{given} {}", if given == 1 { "was" } else { "were" })
    };
    cx.type_error(format!("{f}() takes {takes} positional argument{s} but {given_text} given"))
}

fn missing_arguments(cx: &mut Cx<'_>, func: Obj, rt: &crate::world::RtCode, missing: &[usize], kind: &str) -> Exit {
    let f = qualname(func);
    let names: Vec<String> = missing.iter().map(|&i| format!("'{}'", str::to_string(rt.local_names[i]))).collect();
    let list = match &names[..] {
        [a] => a.clone(),
        [a, b] => format!("{a} and {b}"),
        [rest @ .., last] => format!("{}, and {last}", rest.join(", ")),
        [] => String::new(),
    };
    let s = if names.len() == 1 { "" } else { "s" };
    cx.type_error(format!("{f}() missing {} required {kind} argument{s}: {list}", names.len()))
}

// ---- natives --------------------------------------------------------------------------------------------------------

/// Calls a native function object.
#[inline]
pub fn call_native(cx: &mut Cx<'_>, o: Obj, args: Args, kwnames: KwNames) -> Res<Called> {
    let this = o.frozen(function::native::SELF);
    if !this.is_null() && !function::is_new(cx, o) {
        return call_bound_native(cx, o, this, args, kwnames);
    }
    invoke(cx, o, args, kwnames).map(Called::Value)
}

fn call_bound_native(cx: &mut Cx<'_>, o: Obj, this: Value, args: Args, kwnames: KwNames) -> Res<Called> {
    let all = prepend(this, args);
    let row = cx.reserve(all.len())?;
    for (i, &v) in all.iter().enumerate() {
        row.set(i, v);
    }
    cx.release(row);
    invoke(cx, o, Args::new(row, all.len()), kwnames).map(Called::Value)
}

/// Calls a native whose arguments need no binding and are in their place; `None` where it takes more than that.
#[inline(never)]
pub fn native_quick(cx: &mut Cx<'_>, o: Obj, args: Args) -> Option<Res> {
    let info = cx.world.calls[o.frozen(function::native::INDEX).int_value() as usize];
    let n = args.len();
    if n < info.min as usize || n > info.max as usize || !o.frozen(function::native::SELF).is_null() {
        return None;
    }
    if info.is_method {
        let class = o.frozen(function::native::CLASS);
        if !class.is_null() && (n == 0 || cx.type_of(args.get(0)) != class) {
            return None;
        }
    }
    let r = (info.f)(cx, args);
    Some(finish(cx, o, args, r))
}

/// Runs a native with its arguments in a row: bound to `self` already, names not bound to parameters yet.
#[inline]
pub fn invoke(cx: &mut Cx<'_>, o: Obj, args: Args, kwnames: KwNames) -> Res {
    let index = o.frozen(function::native::INDEX).int_value() as usize;
    let world = cx.world;
    let (def, sig) = (world.natives[index], &world.sigs[index]);
    if def.bind == Bind::Method
        && let Some(class) = o.frozen(function::native::CLASS).as_obj()
        && args.len() > tuple_len(kwnames)
        && cx.type_of(args.get(0)) != class.into()
    {
        check_receiver(cx, def.name, class, args.get(0))?;
    }
    if def.bind == Bind::Static
        && let Some(class) = o.frozen(function::native::SELF).as_obj()
        && (args.len() == tuple_len(kwnames) || args.get(0) != class.into())
    {
        check_new(cx, class, (args.len() > tuple_len(kwnames)).then(|| args.get(0)))?;
    }
    if sig.simple && kwnames.is_null() && args.len() >= sig.required && args.len() <= sig.positional {
        let r = (def.f)(cx, args);
        return finish(cx, o, args, r);
    }
    let row = if kwnames.is_null() && sig.takes(args.len()) {
        arrange(cx, sig, args)?
    } else {
        let bound = bind(cx, o, def.name, sig, args, kwnames)?;
        let row = cx.reserve(bound.len())?;
        for (i, &v) in bound.iter().enumerate() {
            row.set(i, v);
        }
        row
    };
    let args = Args::new(row, sig.params.len());
    let r = (def.f)(cx, args);
    cx.release(row);
    finish(cx, o, args, r)
}

/// A row with one word for each parameter, for positional arguments that fit.
fn arrange(cx: &mut Cx<'_>, sig: &Sig, args: Args) -> Res<Fp> {
    let given = args.len().min(sig.positional);
    let rest = if sig.var_args { cx.tuple_of(args.skip(given))? } else { Value::NULL };
    let extra = if sig.var_kwargs { cx.dict()? } else { Value::NULL };
    let row = cx.reserve(sig.params.len())?;
    // The arguments may lie in the same place.
    row.copy_from(args.row(), given);
    row.offset(given).fill(sig.params.len() - given, Value::NULL);
    if sig.var_args {
        row.set(sig.args_at(), rest);
    }
    if sig.var_kwargs {
        row.set(sig.kwargs_at(), extra);
    }
    Ok(row)
}

fn tuple_len(kwnames: KwNames) -> usize {
    kwnames.as_obj().map_or(0, tuple::len)
}

/// A method of a class in Rust only takes instances of the class.
fn check_receiver(cx: &mut Cx<'_>, name: &str, class: Obj, this: Value) -> Res<()> {
    let ty = cx.type_of(this);
    if class::is_subclass(ty, class.into()) {
        return Ok(());
    }
    let (c, t) = (class::name(class.into()), class::name(ty));
    Err(cx.type_error(if name.starts_with("__") && name.ends_with("__") {
        format!("descriptor '{name}' requires a '{c}' object but received a '{t}'")
    } else {
        format!("descriptor '{name}' for '{c}' objects doesn't apply to a '{t}' object")
    }))
}

/// The `__new__` of the class `own` only makes instances of `own` and of what derives from it, unless that is a class in
/// Rust with a `__new__` of its own.
#[cold]
fn check_new(cx: &mut Cx<'_>, own: Obj, cls: Option<Value>) -> Res<()> {
    let name = class::name(own.into());
    let Some(cls) = cls else {
        return Err(cx.type_error(format!("{name}.__new__(): not enough arguments")));
    };
    let Some(t) = cls.as_obj().filter(|t| t.is(Kind::Type)) else {
        let t = cx.type_name(cls);
        return Err(cx.type_error(format!("{name}.__new__(X): X is not a type object ({t})")));
    };
    let c = class::name(cls);
    if !class::is_subclass(cls, own.into()) {
        return Err(cx.type_error(format!("{name}.__new__({c}): {c} is not a subtype of {name}")));
    }
    let base = class::native_base(t.into());
    let new = cx.world.name(N::__new__);
    let made_by = cx.lookup(base, new).and_then(Value::as_obj);
    let is_own = made_by.is_none_or(|f| !f.is(Kind::Native) || f.frozen(function::native::SELF) == own.into());
    if base != own.into() && !is_own {
        let base = class::name(base);
        return Err(cx.type_error(format!("{name}.__new__({c}) is not safe, use {base}.__new__()")));
    }
    Ok(())
}

/// A native that will be called again gets a frame that keeps its arguments.
#[inline(always)]
fn finish(cx: &mut Cx<'_>, o: Obj, args: Args, r: Res) -> Res {
    match r {
        Err(e @ (Exit::Convert { .. } | Exit::Block | Exit::NeedMemory(_))) => Err(keep(cx, o, args, e)),
        r => r,
    }
}

#[cold]
fn keep(cx: &mut Cx<'_>, o: Obj, args: Args, e: Exit) -> Exit {
    let n = args.len();
    let fp = match cx.reserve(HEADER + n) {
        Ok(fp) => fp,
        Err(e) => return e,
    };
    // The row may lie where the header goes.
    fp.offset(HEADER).copy_from(args.row(), n);
    let prev = cx.thread.fp;
    frame::link(fp, Value::NULL, o.into(), prev, Value::NULL, frame::NATIVE);
    fp.set(frame::PC, Value::small(n as i64));
    cx.thread.fp = fp;
    e
}

/// Calls the native of a native frame (the thread's current one) again.
pub fn retry(cx: &mut Cx<'_>) -> Res {
    let fp = cx.thread.fp;
    let o = fp.get(frame::FUNC).obj();
    let args = native_args(fp);
    let def = function::def(cx, o);
    (def.f)(cx, args)
}

/// The arguments that a native frame keeps.
pub fn native_args(fp: Fp) -> Args {
    Args::new(fp.offset(HEADER), fp.get(frame::PC).int_value() as usize)
}

/// One value for each parameter, in order.
#[cold]
fn bind(cx: &mut Cx<'_>, o: Obj, name: &str, sig: &Sig, args: Args, kwnames: KwNames) -> Res<Vec<Value>> {
    // A class is called by its own name.
    let class_name = match name {
        "__new__" => o.frozen(function::native::SELF).as_obj(),
        "__init__" => o.frozen(function::native::CLASS).as_obj(),
        _ => None,
    };
    let is_class = class_name.is_some();
    let class_name = class_name.map(|c| class::name(c.into()));
    let name = class_name.as_deref().unwrap_or(name);
    let names = if kwnames.is_null() { Vec::new() } else { tuple::to_vec(kwnames) };
    let npos = args.len() - names.len();
    let mut bound = vec![Value::NULL; sig.params.len()];
    let given = npos.min(sig.positional);
    for (i, b) in bound.iter_mut().enumerate().take(given) {
        *b = args.get(i);
    }
    if sig.var_args {
        let rest: Vec<Value> = (given..npos).map(|i| args.get(i)).collect();
        bound[sig.args_at()] = cx.tuple(&rest)?;
    } else if npos > sig.positional && (names.is_empty() || takes_keywords(sig)) {
        return Err(wrong_count(cx, o, name, sig, npos, names.len()));
    }
    if names.is_empty() || takes_keywords(sig) {
        // Goes on below.
    } else if npos == 0 && !is_class && !o.frozen(function::native::CLASS).is_null() {
        return Err(wrong_count(cx, o, name, sig, npos, names.len()));
    } else {
        let f = if is_class { name.to_owned() } else { display(cx, o, name) };
        return Err(cx.type_error(if !is_class && function::is_slot_wrapper(cx, o) {
            format!("wrapper {name}() takes no keyword arguments")
        } else {
            format!("{f}() takes no keyword arguments")
        }));
    }
    let mut extra = None;
    if sig.var_kwargs {
        let d = cx.dict()?;
        bound[sig.kwargs_at()] = d;
        extra = Some(d.obj());
    }
    for (i, &k) in names.iter().enumerate() {
        let (v, key) = (args.get(npos + i), str::to_string(k));
        let at = sig.params.iter().enumerate().position(|(p, param)| {
            param.name == key && p >= sig.posonly && p != sig.positional + usize::MAX / 2 && is_named(sig, p)
        });
        match (at, extra) {
            (Some(at), _) if bound[at].is_null() => bound[at] = v,
            (Some(at), _) => {
                let pos = at + 1;
                return Err(
                    cx.type_error(format!("argument for {name}() given by name ('{key}') and position ({pos})"))
                );
            }
            (None, Some(d)) => dict::set_str(cx, d, k, v)?,
            (None, None) => {
                // CPython's `sorted` hands its keywords on to `list.sort`.
                let name = if name == "sorted" { "sort" } else { name };
                return Err(cx.type_error(format!("{name}() got an unexpected keyword argument '{key}'")));
            }
        }
    }
    for i in 0..sig.required {
        if bound[i].is_null() {
            if sig.posonly > i {
                return Err(wrong_count(cx, o, name, sig, npos, names.len()));
            }
            let p = &sig.params[i].name;
            let own = usize::from(matches!(&*sig.params[0].name, "self" | "cls"));
            return Err(cx.type_error(format!("{name}() missing required argument '{p}' (pos {})", i + 1 - own)));
        }
    }
    for i in sig.kwonly_at()..sig.kwonly_at() + sig.kwonly {
        if bound[i].is_null() && !sig.params[i].default {
            let p = &sig.params[i].name;
            return Err(cx.type_error(format!("{name}() missing required keyword-only argument: '{p}'")));
        }
    }
    Ok(bound)
}

/// Can anything be given by name?
fn takes_keywords(sig: &Sig) -> bool {
    sig.var_kwargs || (sig.posonly..sig.params.len()).any(|p| is_named(sig, p))
}

/// Can parameter `p` be given by name? (`*args` and `**kwargs` cannot.)
fn is_named(sig: &Sig, p: usize) -> bool {
    !(sig.var_args && p == sig.args_at() || sig.var_kwargs && p == sig.kwargs_at())
}

/// `__name__` of the module that a native function belongs to.
fn module_name(cx: &Cx<'_>, o: Obj) -> Option<String> {
    let m = o.frozen(function::native::MODULE).as_obj().filter(|m| m.is(Kind::Module))?;
    let name = dict::get_str(module::dict(m.into()), cx.world.name(N::__name__))?;
    str::of(name).map(str::Text::to_string_lossy)
}

/// `list.append` for a method, `len` for a function of `builtins`, `math.sin` for one of another module.
fn display(cx: &Cx<'_>, o: Obj, name: &str) -> String {
    match o.frozen(function::native::CLASS).as_obj() {
        Some(c) => format!("{}.{name}", class::name(c.into())),
        None => match module_name(cx, o) {
            Some(m) if m != "builtins" => format!("{m}.{name}"),
            _ => name.to_owned(),
        },
    }
}

/// The three ways in which CPython says that a number of arguments is wrong (`Python/getargs.c`, `Objects/call.c`).
#[cold]
fn wrong_count(cx: &mut Cx<'_>, o: Obj, name: &str, sig: &Sig, npos: usize, nkw: usize) -> Exit {
    let is_method =
        !o.frozen(function::native::CLASS).is_null() || sig.params.first().is_some_and(|p| p.name == "self");
    let is_class = function::is_new(cx, o) || function::def(cx, o).name == "__init__";
    let skip = usize::from(is_method || is_class);
    let f = display(cx, o, name);
    if npos < skip {
        return match o.frozen(function::native::CLASS).as_obj() {
            Some(c) if function::is_slot_wrapper(cx, o) => {
                let c = class::name(c.into());
                cx.type_error(format!("descriptor '{name}' of '{c}' object needs an argument"))
            }
            Some(c) => {
                let c = class::name(c.into());
                cx.type_error(format!("unbound method {c}.{name}() needs an argument"))
            }
            None => cx.type_error(format!("{f}() needs an argument")),
        };
    }
    let given = npos - skip;
    let (min, max) = (sig.required - skip.min(sig.required), sig.positional - skip.min(sig.positional));
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    if name.starts_with("__") && function::is_slot_wrapper(cx, o) {
        if matches!(name, "__pow__" | "__rpow__" | "__ipow__") {
            return cx.type_error(format!("expected 1 or 2 arguments, got {given}"));
        }
        if max < 2 {
            return cx.type_error(format!("expected {max} argument{}, got {given}", plural(max)));
        }
    }
    // `int` and `str` look at their arguments before they are bound by name.
    let text = if sig.posonly >= sig.positional || (nkw == 0 && matches!(name, "int" | "str")) {
        if max == 0 && sig.kwonly > 0 {
            format!("{name}() takes no positional arguments")
        } else if max == 0 {
            format!("{f}() takes no arguments ({given} given)")
        } else if min == 1 && max == 1 && (name == "sorted" || is_class) {
            format!("{name} expected 1 argument, got {given}")
        } else if min == 1 && max == 1 && sig.kwonly > 0 {
            format!("{name}() takes exactly 1 positional argument ({given} given)")
        } else if min == 1 && max == 1 {
            format!("{f}() takes exactly one argument ({given} given)")
        } else if min == max {
            format!("{name} expected {min} argument{}, got {given}", plural(min))
        } else if given < min {
            format!("{name} expected at least {min} argument{}, got {given}", plural(min))
        } else {
            format!("{name} expected at most {max} argument{}, got {given}", plural(max))
        }
    } else if given < sig.posonly.min(sig.required).saturating_sub(skip) {
        let least = sig.posonly.min(sig.required) - skip;
        let most = if least < max { "at least" } else { "exactly" };
        format!("{name}() takes {most} {least} positional argument{} ({given} given)", plural(least))
    } else {
        let positional = if sig.kwonly > 0 { "positional " } else { "" };
        let most = if min == max { "exactly" } else { "at most" };
        let _ = nkw;
        format!("{name}() takes {most} {max} {positional}argument{} ({} given)", plural(max), given + nkw)
    };
    cx.type_error(text)
}

// ---- continuations --------------------------------------------------------------------------------------------------

/// Pushes the frame of a continuation.
pub fn push_cont(cx: &mut Cx<'_>, cont: Cont, state: Value) -> Res<()> {
    let fp = cx.reserve(HEADER)?;
    let prev = cx.thread.fp;
    frame::link(fp, Value::NULL, Value::NULL, prev, state, frame::CONT);
    fp.set(frame::PC, Value::small(cont as i64));
    cx.thread.fp = fp;
    Ok(())
}

/// Drops the continuation (or native frame) on top.
pub fn pop_cont(cx: &mut Cx<'_>) {
    let fp = cx.thread.fp;
    cx.thread.fp = frame::prev(fp);
    cx.release(fp);
}

/// The wait that a native asked for.
pub fn take_wait(cx: &mut Cx<'_>) -> WaitOn {
    cx.wait.take().expect("a native that blocks says on what")
}

/// Items of a value that unpacking takes as they are.
pub fn exact_items(v: Value) -> Option<Vec<Value>> {
    let o = v.as_obj()?;
    match o.kind() {
        Kind::List if !o.has(flag::SUBCLASS) => Some(list::items(o)),
        Kind::Tuple if !o.has(flag::SUBCLASS) => Some(tuple::items(o).collect()),
        _ => None,
    }
}
