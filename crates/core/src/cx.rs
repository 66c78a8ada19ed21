//! What a native function works with: the world, the thread, a place to allocate, ways to fail and to call.

use gilscope_heap::{Alloc, Fp, Kind, Obj, OutOfMemory, Value, flag};

use crate::cache::MethodCache;
use crate::engine::{Host, WaitOn};
use crate::exit::{Cont, Exit, Res};
use crate::names::N;
use crate::native::TypeDef;
use crate::thread::VmThread;
use crate::types::{self, class, exception};
use crate::vm::lower::Codes;
use crate::world::World;

/// A call that a native asked for.
#[derive(Debug)]
pub struct Pending {
    pub callee: Value,
    pub args: Vec<Value>,
    /// Names of the last arguments: a tuple, or NULL.
    pub kwnames: Value,
    /// The namespace in which the body of the function `callee` (of a class body, or of code for `exec`) runs, or NULL.
    pub locals: Value,
    pub cont: Cont,
    pub state: Value,
    /// Not a call: the generator `callee` is resumed with the one argument.
    pub resume: Option<crate::vm::generator::Resume>,
}

/// The state of a worker that is its own: it lives as long as the worker, and runs one thread after the other.
pub struct Worker {
    pub alloc: Alloc,
    pub codes: Codes,
    pub(crate) cache: MethodCache,
}

impl Worker {
    pub fn new(world: &World) -> Worker {
        Worker { alloc: Alloc::new(&world.heap), codes: Codes::default(), cache: MethodCache::default() }
    }
}

/// The context of a running thread.
pub struct Cx<'e> {
    pub world: &'e World,
    pub host: &'e dyn Host,
    pub alloc: &'e mut Alloc,
    pub codes: &'e Codes,
    pub(crate) cache: &'e mut MethodCache,
    pub thread: &'e mut VmThread,
    pub(crate) pending: Option<Pending>,
    pub(crate) wait: Option<WaitOn>,
    /// A call that took other calls has just got its value, and its instruction polls after it.
    pub(crate) polls: bool,
    /// Bytecodes executed, as [`VmThread::executed`] counts them.
    pub(crate) executed: u64,
}

impl From<OutOfMemory> for Exit {
    fn from(e: OutOfMemory) -> Exit {
        Exit::NeedMemory(e.0)
    }
}

impl<'e> Cx<'e> {
    pub fn new(world: &'e World, host: &'e dyn Host, worker: &'e mut Worker, thread: &'e mut VmThread) -> Cx<'e> {
        let Worker { alloc, codes, cache } = worker;
        Cx { world, host, alloc, codes, cache, thread, pending: None, wait: None, polls: false, executed: 0 }
    }

    // ---- allocation -------------------------------------------------------------------------------------------

    /// A new object of `kind` with `words` payload words, all NULL. It cannot start a collection.
    #[inline]
    pub fn alloc(&mut self, kind: Kind, ty: Value, words: usize) -> Res<Obj> {
        Ok(self.alloc.alloc(kind, ty, words)?)
    }

    /// An instance of the Rust-defined class `def` or of `ty`, a class derived from it: payload as `def` says, plus a
    /// `__dict__` word where `ty` asks for one.
    pub fn alloc_as(&mut self, def: &TypeDef, ty: Value) -> Res<Obj> {
        let exact = def.of(self);
        if ty == exact {
            return self.alloc(def.kind, ty, def.words as usize);
        }
        let words = class::instance_words(ty.obj());
        let o = self.alloc(def.kind, ty, words)?;
        o.add_flag(flag::SUBCLASS);
        Ok(o)
    }

    /// The class of any value.
    #[inline(always)]
    pub fn type_of(&self, v: Value) -> Value {
        if let Some(o) = v.as_obj() { o.ty() } else { self.type_of_plain(v) }
    }

    #[cold]
    fn type_of_plain(&self, v: Value) -> Value {
        let def: &TypeDef = match v {
            _ if v.is_int() => &types::int::TYPE,
            _ if v.is_float() => &types::float::TYPE,
            Value::TRUE | Value::FALSE => &types::bool::TYPE,
            Value::NONE => &types::none::TYPE,
            Value::ELLIPSIS => &types::none::ELLIPSIS_TYPE,
            Value::NOT_IMPLEMENTED => &types::none::NOT_IMPLEMENTED_TYPE,
            _ => panic!("{v:?} has no class"),
        };
        def.of(self)
    }

    /// The name of the value's class as messages have it: `__name__`, with its module for the classes of modules in Rust.
    pub fn type_name(&self, v: Value) -> String {
        class::methods::long_name(self, self.type_of(v))
    }

    /// Is `v` an instance of the class `def` or of one derived from it? (By its real class: no `__instancecheck__`.)
    pub fn is_instance(&self, v: Value, def: &TypeDef) -> bool {
        class::is_subclass(self.type_of(v), def.of(self))
    }

    /// A str. Does not call Python.
    pub fn str(&mut self, s: &str) -> Res {
        types::str::new(self, s)
    }

    /// The one string object for `s`. Does not call Python.
    pub fn intern(&mut self, s: &str) -> Value {
        types::str::intern(self.world, self.alloc, s)
    }

    /// A tuple. Does not call Python.
    pub fn tuple(&mut self, items: &[Value]) -> Res {
        types::tuple::new(self, items)
    }

    /// A tuple of arguments. Does not call Python.
    pub fn tuple_of(&mut self, args: gilscope_heap::Args) -> Res {
        types::tuple::of_args(self, args)
    }

    /// A list. Does not call Python.
    pub fn list(&mut self, items: &[Value]) -> Res {
        types::list::new(self, items)
    }

    /// An empty dict. Does not call Python.
    pub fn dict(&mut self) -> Res {
        types::dict::new(self)
    }

    /// An int of any size. Does not call Python.
    pub fn int(&mut self, i: i64) -> Res {
        match Value::int(i) {
            Some(v) => Ok(v),
            None => types::int::from_i64(self, i),
        }
    }

    // ---- failing ----------------------------------------------------------------------------------------------

    /// Sets the exception `class(message)`: `return Err(cx.raise(&exception::VALUE_ERROR, "…"))`.
    #[cold]
    pub fn raise(&mut self, class: &TypeDef, message: impl AsRef<str>) -> Exit {
        let class = class.of(self);
        match self.str(message.as_ref()).and_then(|m| self.tuple(&[m])) {
            Ok(args) => self.raise_args(class, args),
            Err(e) => e,
        }
    }

    /// Sets the exception `class(*args)`; `class` is one of the built-in ones.
    #[cold]
    pub fn raise_args(&mut self, class: Value, args: Value) -> Exit {
        match exception::new(self, class, args) {
            Ok(e) => self.raise_value(e),
            Err(e) => e,
        }
    }

    /// Sets an exception object.
    #[cold]
    pub fn raise_value(&mut self, exc: Value) -> Exit {
        self.thread.raised = exc;
        Exit::Raise
    }

    #[cold]
    pub fn type_error(&mut self, message: impl AsRef<str>) -> Exit {
        self.raise(&exception::TYPE_ERROR, message)
    }

    #[cold]
    pub fn value_error(&mut self, message: impl AsRef<str>) -> Exit {
        self.raise(&exception::VALUE_ERROR, message)
    }

    #[cold]
    pub fn index_error(&mut self, message: impl AsRef<str>) -> Exit {
        self.raise(&exception::INDEX_ERROR, message)
    }

    #[cold]
    pub fn overflow_error(&mut self, message: impl AsRef<str>) -> Exit {
        self.raise(&exception::OVERFLOW_ERROR, message)
    }

    #[cold]
    pub fn runtime_error(&mut self, message: impl AsRef<str>) -> Exit {
        self.raise(&exception::RUNTIME_ERROR, message)
    }

    /// `KeyError(key)`
    #[cold]
    pub fn key_error(&mut self, key: Value) -> Exit {
        match self.tuple(&[key]) {
            Ok(args) => {
                let class = exception::KEY_ERROR.of(self);
                self.raise_args(class, args)
            }
            Err(e) => e,
        }
    }

    /// `AttributeError` with `name` and `obj`, which the traceback's suggestion needs.
    #[cold]
    pub fn attribute_error(&mut self, obj: Value, name: Value, message: impl AsRef<str>) -> Exit {
        let exit = self.raise(&exception::ATTRIBUTE_ERROR, message);
        if exit == Exit::Raise {
            exception::set_name_obj(self.thread.raised, name, obj);
        }
        exit
    }

    /// `StopIteration()` or, with a value, `StopIteration(value)`.
    #[cold]
    pub fn stop_iteration(&mut self, value: Value) -> Exit {
        let args = if value.is_null() { Ok(self.world.empty_tuple) } else { self.tuple(&[value]) };
        match args {
            Ok(args) => {
                let class = exception::STOP_ITERATION.of(self);
                self.raise_args(class, args)
            }
            Err(e) => e,
        }
    }

    /// Takes the exception that is set, which must be one.
    pub fn take_raised(&mut self) -> Value {
        std::mem::replace(&mut self.thread.raised, Value::NULL)
    }

    // ---- calling Python ---------------------------------------------------------------------------------------

    /// "Call `callee(*args)`; its result is mine." For tail position: `return cx.call(f, &[x])`.
    pub fn call(&mut self, callee: Value, args: &[Value]) -> Res {
        self.call_then(callee, args, Cont::Return, Value::NULL)
    }

    /// "Call `callee(*args)`, then do `cont` with the result and `state`."
    pub fn call_then(&mut self, callee: Value, args: &[Value], cont: Cont, state: Value) -> Res {
        self.pending = Some(Pending {
            callee,
            args: args.to_vec(),
            kwnames: Value::NULL,
            locals: Value::NULL,
            cont,
            state,
            resume: None,
        });
        Err(Exit::Call)
    }

    /// "Run the body of the Python function `callee` (no arguments) with the namespace `locals`; its result is mine." For
    /// class bodies and `exec`.
    pub fn call_in(&mut self, callee: Value, locals: Value) -> Res {
        let cont = Cont::Return;
        self.pending = Some(Pending {
            callee,
            args: Vec::new(),
            kwnames: Value::NULL,
            locals,
            cont,
            state: Value::NULL,
            resume: None,
        });
        Err(Exit::Call)
    }

    /// Where stepping an iterator has asked for a call: its end is to be StopIteration, as `__next__` has it.
    pub fn next_raises(&mut self) {
        if let Some(p) = &mut self.pending
            && p.cont == Cont::Next
        {
            p.cont = Cont::Return;
        }
    }

    /// Where a call has been asked for whose result does not matter: the result will be `state`.
    pub fn then_state(&mut self, state: Value) {
        if let Some(p) = &mut self.pending
            && p.cont == Cont::Return
        {
            p.cont = Cont::State;
            p.state = state;
        }
    }

    /// Where stepping an iterator has asked for a call: its end (StopIteration) will give `end` instead of NULL.
    pub fn next_or(&mut self, end: Value) {
        if let Some(p) = &mut self.pending
            && p.cont == Cont::Next
        {
            p.cont = Cont::NextDefault;
            p.state = end;
        }
    }

    /// As [`Cx::call_in`], then the native continuation `def` as in [`Cx::call_then_native`].
    pub fn call_in_then_native(
        &mut self,
        callee: Value,
        locals: Value,
        def: &'static crate::native::NativeDef,
        state: Value,
    ) -> Res {
        let r = self.call_then_native(callee, &[], def, state);
        if let Some(p) = &mut self.pending {
            p.locals = locals;
        }
        r
    }

    /// As [`Cx::call`], the last arguments being named by the tuple `kwnames`.
    pub fn call_kw(&mut self, callee: Value, args: &[Value], kwnames: Value) -> Res {
        self.pending = Some(Pending {
            callee,
            args: args.to_vec(),
            kwnames,
            locals: Value::NULL,
            cont: Cont::Return,
            state: Value::NULL,
            resume: None,
        });
        Err(Exit::Call)
    }

    /// "Call the hidden Python function `name` (`core/src/hidden/*.py`); its result is mine." This is how a native does
    /// what needs to call back: the general path of `sorted`, `sum`, `list.index`, … is Python that nobody sees.
    pub fn call_hidden(&mut self, name: &str, args: &[Value]) -> Res {
        let f = self.world.hidden(name);
        self.call(f, args)
    }

    /// Calls the native continuation `def` with (state, result) after `callee(*args)`. On an exception `result` is NULL
    /// and the exception is set: `def` returns `Err(Exit::Raise)` or deals with it (`cx.take_raised()`).
    pub fn call_then_native(
        &mut self,
        callee: Value,
        args: &[Value],
        def: &'static crate::native::NativeDef,
        state: Value,
    ) -> Res {
        let state = self.tuple(&[Value::small(self.world.native_index(def) as i64), state])?;
        self.call_then(callee, args, Cont::Native, state)
    }

    /// A helper has asked for a call (`Err(Exit::Call)`): `cont` is done with its result and `state`, after what the
    /// helper itself wants done. Pass its exit on after this.
    pub fn after_call(&mut self, cont: Cont, state: Value) -> Res<()> {
        let p = self.pending.as_mut().expect("a call was asked for");
        if p.cont == Cont::Return {
            p.cont = cont;
            p.state = state;
            return Ok(());
        }
        crate::vm::call::push_cont(self, cont, state)
    }

    /// "Wait, then call me again with the same arguments" (`cx.thread.resumed` is then true, and `timed_out` says
    /// whether the deadline passed).
    pub fn block<T>(&mut self, on: WaitOn) -> Res<T> {
        self.wait = Some(on);
        Err(Exit::Block)
    }

    /// The method that `type(v)` has under a special name, bound to nothing: looked up on the class, not the instance.
    /// Does not call Python.
    #[inline]
    pub fn lookup_special(&mut self, v: Value, which: N) -> Option<Value> {
        let ty = self.type_of(v);
        let name = self.world.name(which);
        self.lookup(ty, name)
    }

    /// What the class `ty` or one of its bases has under `name` (interned). Does not call Python.
    #[inline]
    pub fn lookup(&mut self, ty: Value, name: Value) -> Option<Value> {
        self.cache.lookup(ty, name)
    }

    /// Takes the object's lock around `f` when the GIL is off; with the GIL nobody else can be inside.
    #[inline]
    pub fn locked<R>(&mut self, o: Obj, f: impl FnOnce(&mut Self) -> R) -> R {
        if self.world.is_free_threaded() { o.locked(|| f(self)) } else { f(self) }
    }

    /// Room for a frame of `words` words on the thread's stack.
    #[inline(always)]
    pub(crate) fn reserve(&mut self, words: usize) -> Res<Fp> {
        let at = self.thread.top;
        let top = at.offset(words);
        if !at.is_null() && top.distance(Fp::NULL) <= self.thread.end.distance(Fp::NULL) {
            self.thread.top = top;
            return Ok(at);
        }
        self.grow_stack(words)
    }

    #[cold]
    fn grow_stack(&mut self, words: usize) -> Res<Fp> {
        let size = (words + 1).max(512 << self.thread.stack.len().min(7));
        let chunk = self.alloc(Kind::Stack, Value::NULL, size)?;
        let below = self.thread.top;
        chunk.init_aux(size as u32);
        chunk.init(0, below.to_value());
        self.thread.stack.push(chunk);
        let at = chunk.words(1);
        self.thread.base = at;
        self.thread.top = at.offset(words);
        self.thread.end = chunk.words(size);
        Ok(at)
    }

    /// Gives back everything from `at` on, where the top frame begins.
    #[inline(always)]
    pub(crate) fn release(&mut self, at: Fp) {
        if at == self.thread.base && self.thread.stack.len() > 1 {
            self.shrink_stack();
        } else {
            self.thread.top = at;
        }
    }

    #[cold]
    fn shrink_stack(&mut self) {
        let chunk = self.thread.stack.pop().expect("more than one");
        self.thread.top = Fp::from_value(chunk.frozen(0));
        let last = *self.thread.stack.last().expect("one is left");
        self.thread.base = last.words(1);
        self.thread.end = last.words(last.aux() as usize);
    }
}
