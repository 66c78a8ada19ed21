//! Finding modules: what `hidden/imports.py` is built on.

use gilscope_heap::{Args, Kind, Value, flag};

use crate::engine::WaitOn;
use crate::native::{NativeDef, func};
use crate::types::{code, dict, function, module, str};
use crate::{Acc, Cx, N, Res};

pub static INTRINSICS: [NativeDef; 7] = [
    func("_modules", "", |cx, _| Ok(cx.world.modules), Acc::Read),
    func("_find_module", "name, /", find, Acc::Any),
    func("_is_known_module", "name, /", is_known, Acc::Pure),
    func("_begin_import", "module, /", begin, Acc::Sync),
    func("_end_import", "module, /", end, Acc::Sync),
    func("_is_importing", "module, /", is_importing, Acc::Read),
    func("_wait_for_import", "module, /", wait, Acc::Sync),
];

/// (module, function that is its body or None), or None where there is no such module; a text if it cannot be had now.
fn find(cx: &mut Cx<'_>, a: Args) -> Res {
    let name = str::to_string(a[0]);
    if let Some(def) = cx.world.config.modules.iter().find(|m| m.name == name) {
        let m = crate::start::make_module(cx, def)?;
        return cx.tuple(&[m, Value::NONE]);
    }
    let (compiled, package) = match (cx.world.config.frozen)(&name) {
        Ok(Some(found)) => found,
        Ok(None) => return Ok(Value::NONE),
        Err(why) => return cx.str(&why),
    };
    let m = module::new(cx, &name, Value::NONE)?;
    let builtins_name = cx.intern("builtins");
    let builtins = dict::get_str(cx.world.modules.obj(), builtins_name).unwrap_or(Value::NONE);
    module::set(cx, m, "__builtins__", builtins)?;
    let file = cx.str(&compiled.filename)?;
    module::set(cx, m, "__file__", file)?;
    let parent = if package { name.as_str() } else { name.rsplit_once('.').map_or("", |p| p.0) };
    let parent = cx.str(parent)?;
    module::set(cx, m, "__package__", parent)?;
    if package {
        let dir = compiled.filename.rsplit_once('/').map_or("", |p| p.0);
        let dir = cx.str(dir)?;
        let path = cx.list(&[dir])?;
        module::set(cx, m, "__path__", path)?;
    }
    let c = code::new(cx, &compiled)?;
    let body = function::new(cx, c, module::dict(m).into())?;
    cx.tuple(&[m, body])
}

fn is_known(cx: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::bool((cx.world.config.missing)(&str::to_string(a[0]))))
}

/// A module whose body is running has the flag [`flag::OWN`], and its thread's number as aux.
fn begin(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    o.set_aux(cx.thread.id + 1);
    o.add_flag(flag::OWN);
    Ok(Value::NONE)
}

fn end(cx: &mut Cx<'_>, a: Args) -> Res {
    let o = a[0].obj();
    o.clear_flag(flag::OWN);
    o.set_aux(0);
    cx.host.wake(o, usize::MAX);
    Ok(Value::NONE)
}

fn is_importing(_: &mut Cx<'_>, a: Args) -> Res {
    Ok(Value::bool(a[0].as_obj().is_some_and(|o| o.is(Kind::Module) && o.has(flag::OWN))))
}

/// Another thread is running the module's body: waits until it has.
fn wait(cx: &mut Cx<'_>, a: Args) -> Res {
    match a[0].as_obj() {
        Some(o) if o.is(Kind::Module) && o.has(flag::OWN) && o.aux() != cx.thread.id + 1 => {
            cx.block(WaitOn::Object { object: o, deadline: None })
        }
        _ => Ok(Value::NONE),
    }
}

/// `__import__(name, globals=None, locals=None, fromlist=(), level=0)`
pub fn import(cx: &mut Cx<'_>, a: Args) -> Res {
    let (name, globals, fromlist, level) = (a[0], a.get(1), a.get(3), a.get(4));
    if str::of(name).is_none() {
        return Err(cx.type_error("module name must be a string"));
    }
    let plain = level.is_null() || level == Value::small(0);
    let no_list = fromlist.is_null() || fromlist.is_none() || fromlist == cx.world.empty_tuple;
    if plain
        && let Some(m) = dict::get_str(cx.world.modules.obj(), name)
        && let Some(o) = m.as_obj()
        && o.is(Kind::Module)
        && !o.has(flag::OWN)
    {
        let dotted = str::text(name.obj()).iter().any(|c| c == u32::from('.'));
        let package = dict::get_str(module::dict(m), cx.world.name(N::__path__)).is_some();
        if no_list && !dotted || !no_list && !package {
            return Ok(m);
        }
    }
    let fromlist = if fromlist.is_null() || fromlist.is_none() { cx.world.empty_tuple } else { fromlist };
    let level = if level.is_null() { Value::small(0) } else { level };
    let globals = if globals.is_null() { Value::NONE } else { globals };
    cx.call_hidden("import_module", &[name, globals, fromlist, level])
}
