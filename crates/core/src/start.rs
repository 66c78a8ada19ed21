//! Making a world: classes, natives, the modules that are always there.

use std::sync::Arc;

use gilscope_heap::{Alloc, Kind, Obj, Value};

use crate::names::NAMES;
use crate::native::{Bind, CallInfo, ModuleDef, NativeDef, Sig, TypeDef, TypeFlags};
use crate::types::{TYPES, class, dict, function, module, str};
use crate::world::{Config, World};
use crate::{Cx, Host, N, Res, VmThread, Worker};

impl World {
    /// A world in which no program has run. `host` is only asked for what natives need while modules are made.
    pub fn new(config: Config, host: &dyn Host) -> Result<Arc<World>, gilscope_heap::OutOfMemory> {
        let mut world = World::bare(config);
        let mut alloc = Alloc::new(&world.heap);
        make_names(&mut world, &mut alloc);
        let defs: Vec<&TypeDef> = TYPES.iter().copied().flatten().copied().collect();
        let mut ext: Vec<&'static TypeDef> = Vec::new();
        for m in world.config.modules {
            ext.extend(m.types);
        }
        let all: Vec<&'static TypeDef> = defs.iter().copied().chain(ext).collect();
        for (i, d) in all.iter().enumerate() {
            d.set_index(i as u32);
        }
        index_natives(&mut world, &all);
        // Classes first as bare objects, since they refer to one another.
        for d in &all {
            let o = alloc.alloc(Kind::Type, Value::NULL, class::CLASS_WORDS)?;
            for w in
                [class::FLAGS, class::KIND, class::SLOTS, class::SHAPE, class::INLINE, class::WORDS, class::FIRST_ATTR]
            {
                o.init(w, Value::small(0));
            }
            // These have a `__dict__` without being derived from.
            let dict = match d.kind {
                Kind::Exception | Kind::Module => 0,
                Kind::StaticMethod | Kind::ClassMethod => 1,
                _ => -1,
            };
            o.init(class::DICT_WORD, Value::small(dict));
            o.init(class::FLAGS, Value::small(d.flags.0 as i64));
            o.init(class::KIND, Value::small(d.kind as i64));
            o.init(class::WORDS, Value::small(d.words as i64));
            o.init_aux(world.next_type_version());
            world.types.push(o.into());
        }
        let str_type = world.type_at(crate::types::text::STR.index());
        for v in world.names.iter().chain(&world.chars) {
            v.obj().set_ty(str_type);
        }
        let empty = alloc.alloc(Kind::Tuple, world.type_at(crate::types::containers::TUPLE.index()), 0)?;
        world.empty_tuple = empty.into();
        let type_type = world.type_at(class::TYPE.index());
        for &t in &world.types {
            t.obj().set_ty(type_type);
        }
        drop(alloc);
        let mut worker = Worker::new(&world);
        let mut thread = VmThread::new(0, Value::NULL, Value::NULL, Value::NULL);
        let (builtins, modules, sys) = {
            let mut cx = Cx::new(&world, host, &mut worker, &mut thread);
            fill(&mut cx, &all).map_err(memory)?
        };
        let own = |def: &TypeDef, which: N| {
            let ns = world.type_at(def.index()).obj().get(class::DICT).obj();
            dict::get_str(ns, world.name(which)).unwrap_or(Value::NULL)
        };
        let (object, exception) = (&crate::types::object::TYPE, &crate::types::exception::BASE_EXCEPTION);
        let (object_new, object_init) = (own(object, N::__new__), own(object, N::__init__));
        let (exception_new, exception_init) = (own(exception, N::__new__), own(exception, N::__init__));
        (world.object_new, world.object_init) = (object_new, object_init);
        (world.exception_new, world.exception_init) = (exception_new, exception_init);
        world.builtins = builtins;
        world.modules = modules;
        world.sys_dict = sys;
        crate::vm::special::mark(&world);
        let threads = {
            let mut cx = Cx::new(&world, host, &mut worker, &mut thread);
            cx.dict().map_err(memory)?
        };
        world.threads = threads;
        let hidden = {
            let mut cx = Cx::new(&world, host, &mut worker, &mut thread);
            crate::vm::hidden::load(&mut cx).map_err(memory)?
        };
        world.hidden = hidden;
        Ok(Arc::new(world))
    }
}

fn memory(e: crate::Exit) -> gilscope_heap::OutOfMemory {
    match e {
        crate::Exit::NeedMemory(n) => gilscope_heap::OutOfMemory(n),
        e => panic!("the built-in classes cannot be made: {e:?}"),
    }
}

fn make_names(world: &mut World, alloc: &mut Alloc) {
    let names: Vec<Value> = NAMES.iter().map(|n| str::intern(world, alloc, n)).collect();
    world.names = names;
    let chars = (0..=255u8).map(|c| str::intern(world, alloc, &char::from(c).to_string())).collect();
    world.chars = chars;
}

/// Every native gets a number, in an order that does not depend on the program.
fn index_natives(world: &mut World, types: &[&'static TypeDef]) {
    let mut add = |d: &'static NativeDef| {
        world.native_numbers.insert(std::ptr::from_ref(d).addr(), world.natives.len() as u32);
        world.natives.push(d);
        let sig = Sig::parse(d.sig);
        world.calls.push(CallInfo::of(d, &sig));
        world.sigs.push(sig);
    };
    for t in types {
        t.methods.iter().for_each(&mut add);
        for g in t.getset {
            add(&g.get);
            g.set.iter().for_each(&mut add);
        }
    }
    crate::hidden::intrinsics::TABLES.iter().copied().flatten().for_each(&mut add);
    crate::types::generator::CONTINUATIONS.iter().flat_map(|c| c.iter()).for_each(&mut add);
    crate::types::local::AFTER.iter().for_each(&mut add);
    for m in world.config.modules {
        m.functions.iter().for_each(&mut add);
    }
}

/// Bases, method tables, and the modules that exist from the start.
fn fill(cx: &mut Cx<'_>, all: &[&'static TypeDef]) -> Res<(Value, Value, Value)> {
    for d in all {
        let t = d.of(cx).obj();
        let name = cx.intern(d.name);
        t.init(class::NAME, name);
        let base = d.base.or((!std::ptr::eq(*d, &crate::types::object::TYPE)).then_some(&crate::types::object::TYPE));
        let mut mro = vec![Value::from(t)];
        if let Some(b) = base {
            let bases: Vec<Value> = [Some(b), d.second_base].into_iter().flatten().map(|b| b.of(cx)).collect();
            mro.extend(class::mro::linearize(cx, &bases)?);
            t.init(class::BASE, bases[0]);
            for b in &bases {
                if b.obj().get(class::SUBCLASSES).is_null() {
                    let l = cx.list(&[])?;
                    b.obj().set(class::SUBCLASSES, l);
                }
                let l = b.obj().get(class::SUBCLASSES).obj();
                crate::types::list::append(cx, l, t.into())?;
            }
            let bases = cx.tuple(&bases)?;
            t.init(class::BASES, bases);
        } else {
            t.init(class::BASES, cx.world.empty_tuple);
        }
        let mro = cx.tuple(&mro)?;
        t.init(class::MRO, mro);
        let ns = cx.dict()?;
        t.init(class::DICT, ns);
        methods(cx, d, t)?;
    }
    let modules = cx.dict()?;
    let builtins = make_module(cx, find(cx, "builtins"))?;
    let sys = make_module(cx, find(cx, "sys"))?;
    for (name, m) in [("builtins", builtins), ("sys", sys)] {
        let k = cx.intern(name);
        dict::set_str(cx, modules.obj(), k, m)?;
    }
    for d in all.iter().filter(|d| d.module == "builtins" && shown(d)) {
        let v = d.of(cx);
        module::set(cx, builtins, d.name, v)?;
    }
    for (n, v) in [
        ("None", Value::NONE),
        ("True", Value::TRUE),
        ("False", Value::FALSE),
        ("Ellipsis", Value::ELLIPSIS),
        ("NotImplemented", Value::NOT_IMPLEMENTED),
        ("__debug__", Value::TRUE),
    ] {
        module::set(cx, builtins, n, v)?;
    }
    for (n, d) in
        [("EnvironmentError", &crate::types::exception::OS_ERROR), ("IOError", &crate::types::exception::OS_ERROR)]
    {
        let v = d.of(cx);
        module::set(cx, builtins, n, v)?;
    }
    crate::types::text::tstring::set_match_args(cx)?;
    module::set(cx, sys, "modules", modules)?;
    Ok((module::dict(builtins).into(), modules, module::dict(sys).into()))
}

/// Is the class a name of module `builtins`? Those that a program cannot name are only reached through their objects.
fn shown(d: &TypeDef) -> bool {
    d.name.chars().next().is_some_and(char::is_uppercase) && d.flags.has(TypeFlags::EXCEPTION)
        || matches!(
            d.name,
            "object"
                | "type"
                | "int"
                | "float"
                | "bool"
                | "complex"
                | "str"
                | "bytes"
                | "bytearray"
                | "memoryview"
                | "list"
                | "tuple"
                | "dict"
                | "set"
                | "frozenset"
                | "range"
                | "slice"
                | "staticmethod"
                | "classmethod"
                | "property"
                | "super"
                | "enumerate"
                | "zip"
                | "map"
                | "filter"
                | "reversed"
        )
}

/// # Panics
/// If the machine was put together without this module.
fn find(cx: &Cx<'_>, name: &str) -> &'static ModuleDef {
    cx.world.config.modules.iter().find(|m| m.name == name).unwrap_or_else(|| panic!("no module {name}"))
}

fn methods(cx: &mut Cx<'_>, d: &'static TypeDef, t: Obj) -> Res<()> {
    let ns = t.get(class::DICT).obj();
    for m in d.methods {
        let k = cx.intern(m.name);
        let v = match m.bind {
            Bind::Method => function::new_native(cx, m, Value::NULL, t.into(), Value::NULL)?,
            Bind::Static => {
                // `__new__` is shown as a built-in bound to its class, as in CPython.
                let this = if m.name == "__new__" { t.into() } else { Value::NULL };
                let f = function::new_native(cx, m, Value::NULL, Value::NULL, this)?;
                function::wrap(cx, &function::STATICMETHOD, f)?
            }
            Bind::Class => {
                let f = function::new_native(cx, m, Value::NULL, t.into(), Value::NULL)?;
                function::wrap(cx, &function::CLASSMETHOD, f)?
            }
        };
        dict::set_str(cx, ns, k, v)?;
    }
    for g in d.getset {
        let k = cx.intern(g.name);
        let o = function::new_getset(cx, g, t.into())?;
        dict::set_str(cx, ns, k, o)?;
    }
    // As for classes of programs: who says what is equal and does not say how to hash, cannot be hashed.
    let (eq, hash) = (cx.world.name(N::__eq__), cx.world.name(N::__hash__));
    if dict::get_str(ns, eq).is_some() && dict::get_str(ns, hash).is_none() {
        dict::set_str(cx, ns, hash, Value::NONE)?;
    }
    let doc = if d.doc.is_empty() { Value::NONE } else { cx.str(d.doc)? };
    let k = cx.world.name(N::__doc__);
    if dict::get_str(ns, k).is_none() {
        dict::set_str(cx, ns, k, doc)?;
    }
    if d.module != "builtins" {
        let k = cx.world.name(N::__module__);
        let v = cx.str(d.module)?;
        dict::set_str(cx, ns, k, v)?;
    }
    Ok(())
}

/// A module in Rust as an object, with its functions and classes. What its `init` does may not call Python.
pub fn make_module(cx: &mut Cx<'_>, def: &'static ModuleDef) -> Res {
    let doc = if def.doc.is_empty() { Value::NONE } else { cx.str(def.doc)? };
    let m = module::new(cx, def.name, doc)?;
    for f in def.functions {
        let v = function::new_native(cx, f, m, Value::NULL, Value::NULL)?;
        module::set(cx, m, f.name, v)?;
    }
    for t in def.types {
        let v = t.of(cx);
        module::set(cx, m, t.name, v)?;
    }
    if let Some(init) = def.init {
        init(cx, m)?;
    }
    Ok(m)
}

/// The module whose names the interpreter's own Python sees; not in `sys.modules`.
pub(crate) fn intrinsics(cx: &mut Cx<'_>) -> Res {
    let m = module::new(cx, "_hidden", Value::NONE)?;
    for f in crate::hidden::intrinsics::TABLES.iter().copied().flatten() {
        let v = function::new_native(cx, f, m, Value::NULL, Value::NULL)?;
        module::set(cx, m, f.name, v)?;
    }
    Ok(m)
}

/// Makes `thread` the main thread of a program: the module `__main__`, whose body it runs when it is run.
pub fn main_thread(cx: &mut Cx<'_>, code: &Arc<gilscope_bytecode::Code>) -> Res<()> {
    let m = module::new(cx, "__main__", Value::NONE)?;
    let builtins = dict::get_str(cx.world.modules.obj(), cx.intern("builtins")).unwrap_or(Value::NONE);
    module::set(cx, m, "__builtins__", builtins)?;
    let file = cx.str(&code.filename)?;
    module::set(cx, m, "__file__", file)?;
    let name = cx.world.name(N::__main__);
    let modules = cx.world.modules.obj();
    dict::set_str(cx, modules, name, m)?;
    let code = crate::types::code::new(cx, code)?;
    let f = function::new(cx, code, module::dict(m).into())?;
    cx.thread.start = [f, cx.world.empty_tuple, Value::NULL];
    Ok(())
}
