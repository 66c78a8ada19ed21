//! What all threads of a program share.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use gilscope_bytecode::Code;
use gilscope_heap::{Heap, Value};
use rustc_hash::FxHashMap;

use crate::append::AppendVec;
use crate::model::Model;
use crate::names::N;
use crate::native::{CallInfo, ModuleDef, NativeDef, Sig};
use crate::shape::Shapes;

/// A code object as the machine holds it: the compiler's, and its constants and names as values.
pub struct RtCode {
    pub code: Arc<Code>,
    pub consts: Vec<Value>,
    pub names: Vec<Value>,
    /// Interned names of all locals.
    pub local_names: Vec<Value>,
    /// Name and qualified name, interned.
    pub name: Value,
    pub qualname: Value,
    /// The code object.
    pub object: Value,
}

/// Compiles source text; given by whoever makes the world, since the compiler is not below the machine.
/// `mode`: "exec", "eval" or "single".
pub type CompileFn =
    fn(source: &str, filename: &str, mode: &str, options: CompileOptions) -> Result<Compiled, CompileError>;

/// What may be asked of a compiler.
#[derive(Clone, Copy, Debug, Default)]
pub struct CompileOptions {
    /// 0; 1 drops `assert` and makes `__debug__` false; 2 drops docstrings as well.
    pub optimize: u8,
    /// As if the source began with `from __future__ import annotations`.
    pub future_annotations: bool,
    /// Allows `await` in a module, whose code is then a coroutine's.
    pub top_level_await: bool,
}

/// What compiling gives.
pub struct Compiled {
    pub code: Arc<Code>,
    /// `SyntaxWarning`s, in the order in which they are given.
    pub warnings: Vec<CompileError>,
}

/// What a compiler says of a program that it refuses; becomes a SyntaxError.
#[derive(Clone, Debug, Default)]
pub struct CompileError {
    /// `"SyntaxError"`, `"IndentationError"` or `"TabError"`, or another built-in exception's name.
    pub class: &'static str,
    pub message: String,
    /// From 1.
    pub line: u32,
    /// Columns from 1, in code points; 0: none.
    pub column: u32,
    pub end_line: u32,
    /// -1: none.
    pub end_column: i32,
    /// The source line.
    pub text: Option<String>,
    /// The compiler itself had no line to show: what `text` says is the file's.
    pub text_of_file: bool,
    /// What a traceback shows instead: a keyword is misspelt.
    pub typo: Option<Box<CompileError>>,
}

/// Which part of an expression a traceback marks with `^`, the rest having `~`: lines and columns (in characters) from 0,
/// counted from the expression's start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchors {
    pub left_line: usize,
    pub left_col: usize,
    pub right_line: usize,
    pub right_col: usize,
}

/// What the parser says of an instruction's source text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Marks {
    pub anchors: Option<Anchors>,
    /// The whole text is `return f(…)` or `x = f(…)` and the instruction is the call: nothing to point at.
    pub is_plain_call: bool,
}

/// What a world is made of.
pub struct Config {
    pub heap_limit_bytes: usize,
    pub model: &'static Model,
    pub modules: &'static [&'static ModuleDef],
    /// Modules in Python: the code of each by its dotted name, and whether it is a package. An error says why a module
    /// that there is cannot be had now.
    pub frozen: fn(name: &str) -> Result<Option<(Arc<Code>, bool)>, String>,
    /// Modules of CPython's standard library that are not here.
    pub missing: fn(name: &str) -> bool,
    /// The source text of a module in Python, by its code's file name.
    pub source: fn(filename: &str) -> Option<&'static str>,
    pub compile: CompileFn,
    /// What to mark in a traceback: whole lines, the part of them that is the instruction's, from which character of the
    /// first to which of the last.
    pub anchors: fn(lines: &str, segment: &str, start: usize, end: usize) -> Marks,
    pub argv: Vec<String>,
}

/// All that the threads of one program share. The program's own state is words in `heap`; here is what finds it.
pub struct World {
    pub heap: Arc<Heap>,
    pub config: Config,
    pub natives: Vec<&'static NativeDef>,
    /// The signature of each native.
    pub sigs: Vec<Sig>,
    /// What a plain call of each native needs to know.
    pub calls: Vec<CallInfo>,
    /// Numbers of the natives by the addresses of their rows.
    pub(crate) native_numbers: FxHashMap<usize, u32>,
    pub(crate) types: Vec<Value>,
    pub(crate) names: Vec<Value>,
    /// Names of hidden (interpreter's own) Python functions and the functions.
    pub(crate) hidden: FxHashMap<String, Value>,
    pub(crate) interned: Mutex<FxHashMap<Box<str>, Value>>,
    pub(crate) codes: AppendVec<RtCode>,
    pub shapes: Shapes,
    /// Weak references and finalizers.
    pub weak: crate::types::weakref::Registry,
    pub counting: crate::vm::refs::Counting,
    /// One-character strings of Latin-1, and the empty one at 256.
    pub(crate) chars: Vec<Value>,
    pub empty_tuple: Value,
    /// What `object` has as `__new__` and `__init__`, and what `BaseException` has.
    pub(crate) object_new: Value,
    pub(crate) object_init: Value,
    pub(crate) exception_new: Value,
    pub(crate) exception_init: Value,
    /// The dict of module `builtins`.
    pub builtins: Value,
    /// `sys.modules`.
    pub modules: Value,
    /// Threads that are alive: their `_thread` handles by number, in the order of their start.
    pub threads: Value,
    /// The module `sys`' dict, where `stdout` and others are looked up.
    pub sys_dict: Value,
    pub recursion_limit: AtomicU32,
    /// Is the GIL off?
    pub free_threaded: AtomicBool,
    type_version: AtomicU32,
    /// Rises when inline caches of all workers have to be dropped.
    pub cache_epoch: AtomicU32,
    /// Objects that stay alive whatever the program does.
    pub(crate) immortal: Mutex<Vec<Value>>,
    next_thread: AtomicU32,
    /// Source texts that were compiled, by file name: what tracebacks quote. The last one of a name counts.
    sources: Mutex<FxHashMap<Box<str>, Arc<str>>>,
    pub hash_seed: AtomicU64,
    /// `sys.get_int_max_str_digits()`; 0: no limit.
    pub int_max_str_digits: AtomicU32,
}

impl World {
    pub(crate) fn bare(config: Config) -> World {
        let heap = Heap::new(config.heap_limit_bytes);
        World {
            heap,
            free_threaded: AtomicBool::new(!config.model.gil),
            config,
            natives: Vec::new(),
            sigs: Vec::new(),
            calls: Vec::new(),
            native_numbers: FxHashMap::default(),
            types: Vec::new(),
            names: Vec::new(),
            hidden: FxHashMap::default(),
            interned: Mutex::default(),
            codes: AppendVec::default(),
            shapes: Shapes::default(),
            weak: crate::types::weakref::Registry::default(),
            counting: crate::vm::refs::Counting::default(),
            chars: Vec::new(),
            empty_tuple: Value::NULL,
            object_new: Value::NULL,
            object_init: Value::NULL,
            exception_new: Value::NULL,
            exception_init: Value::NULL,
            builtins: Value::NULL,
            modules: Value::NULL,
            threads: Value::NULL,
            sys_dict: Value::NULL,
            recursion_limit: AtomicU32::new(1000),
            type_version: AtomicU32::new(1),
            cache_epoch: AtomicU32::new(0),
            immortal: Mutex::default(),
            next_thread: AtomicU32::new(1),
            sources: Mutex::default(),
            hash_seed: AtomicU64::new(0),
            int_max_str_digits: AtomicU32::new(4300),
        }
    }

    #[inline(always)]
    pub fn type_at(&self, index: u32) -> Value {
        self.types[index as usize]
    }

    /// A well-known name as an interned string.
    #[inline(always)]
    pub fn name(&self, n: N) -> Value {
        self.names[n as usize]
    }

    /// The number of a native, which must be in a table of this world.
    ///
    /// # Panics
    /// If it is in none.
    pub fn native_index(&self, def: &'static NativeDef) -> u32 {
        *self
            .native_numbers
            .get(&std::ptr::from_ref(def).addr())
            .unwrap_or_else(|| panic!("{} is in no table", def.name))
    }

    /// A function of the interpreter's own Python (`core/src/hidden/*.py`).
    ///
    /// # Panics
    /// If there is none of that name.
    pub fn hidden(&self, name: &str) -> Value {
        *self.hidden.get(name).unwrap_or_else(|| panic!("no hidden function {name}"))
    }

    /// The code with this number (aux of a code object).
    pub fn code(&self, index: u32) -> &RtCode {
        self.codes.get(index as usize).expect("a code object has a code")
    }

    /// All code that there is by now.
    pub fn codes(&self) -> impl Iterator<Item = &RtCode> {
        self.codes.iter()
    }

    #[inline(always)]
    pub fn is_free_threaded(&self) -> bool {
        self.free_threaded.load(Ordering::Relaxed)
    }

    /// What workers have cached of functions and classes no longer holds.
    pub fn drop_caches(&self) {
        self.cache_epoch.fetch_add(1, Ordering::SeqCst);
    }

    /// A version number that no class has had before.
    pub fn next_type_version(&self) -> u32 {
        self.type_version.fetch_add(1, Ordering::Relaxed)
    }

    pub fn next_thread_id(&self) -> u32 {
        self.next_thread.fetch_add(1, Ordering::Relaxed)
    }

    /// Remembers a source text, for tracebacks.
    pub fn add_source(&self, filename: &str, text: &str) {
        self.sources.lock().unwrap().insert(filename.into(), text.into());
    }

    /// A line (from 1) of a source text, without its line break.
    pub fn source_line(&self, filename: &str, line: u32) -> Option<String> {
        let nth = |text: &str| text.lines().nth((line as usize).checked_sub(1)?).map(str::to_owned);
        match self.sources.lock().unwrap().get(filename) {
            Some(text) => nth(text),
            None => nth((self.config.source)(filename)?),
        }
    }

    /// A source text, by file name.
    pub fn source_text(&self, filename: &str) -> Option<String> {
        match self.sources.lock().unwrap().get(filename) {
            Some(text) => Some(text.to_string()),
            None => (self.config.source)(filename).map(str::to_owned),
        }
    }

    /// Keeps a value alive as long as the world.
    pub fn keep(&self, v: Value) {
        self.immortal.lock().unwrap().push(v);
    }

    /// Every value that the world itself holds on to.
    pub fn roots(&self, visit: &mut dyn FnMut(Value)) {
        for &v in self.types.iter().chain(&self.names).chain(&self.chars) {
            visit(v);
        }
        for &v in self.hidden.values().chain(self.interned.lock().unwrap().values()) {
            visit(v);
        }
        for c in self.codes.iter() {
            visit(c.object);
            c.consts.iter().chain(&c.names).chain(&c.local_names).for_each(|&v| visit(v));
        }
        self.immortal.lock().unwrap().iter().for_each(|&v| visit(v));
        self.shapes.roots(visit);
        self.weak.roots(visit);
        for v in [self.empty_tuple, self.builtins, self.modules, self.threads, self.sys_dict] {
            visit(v);
        }
    }
}
