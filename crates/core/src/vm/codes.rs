//! Lowered codes and their caches, of one worker.

use std::cell::{Cell, OnceCell, RefCell};

use elsa::FrozenVec;
use gilscope_bytecode::{CodeFlags, Op};
use gilscope_heap::Value;

use super::ins::{Ins, Lop};
use super::lower::{Form, lower};
use super::visible::Bytecode;
use crate::world::World;

/// Code as the loop runs it, with caches of its own: one per worker.
pub struct Lowered {
    pub ins: Box<[Cell<Ins>]>,
    /// For each lowered instruction, the index of its bytecode instruction.
    pub pcs: Box<[u32]>,
    /// What engines that see everything are told of each lowered instruction's bytecode; empty for others.
    pub bytecodes: Box<[Bytecode]>,
    /// For them, the opcode of each bytecode instruction.
    pub ops: Box<[Op]>,
    /// For each bytecode instruction, where its lowered ones begin.
    pub starts: Box<[u32]>,
    /// For each lowered instruction, which of the first 64 stack registers it may still need, it or one after it. (What
    /// folded operands left free holds old values.)
    pub live: Box<[u64]>,
    pub index: u32,
    /// Number of locals (registers `HEADER..HEADER + locals`).
    pub locals: usize,
    pub frame_words: usize,
    pub args: usize,
    /// Takes exactly `args` positional arguments, nothing else; not a generator.
    pub simple: bool,
    pub flags: CodeFlags,
    pub hidden: bool,
    /// A generator's, with parts that have an exception handler of their own.
    pub guarded: bool,
    /// The code's names, as the world has them.
    pub names: Box<[Value]>,
}

/// What a `LoadMethodCached` found, and when that holds.
#[derive(Clone, Copy)]
pub struct MethodIc {
    pub version: u32,
    /// Shape of a plain instance (0: not a plain instance).
    pub shape: u32,
    pub value: Value,
}

/// Where a `LoadBuiltinCached` found a builtin, and the state of the globals that did not have the name.
#[derive(Clone, Copy)]
pub struct BuiltinIc {
    pub changes: Value,
    pub table: Value,
    pub entry: u32,
}

/// What instructions that see several shapes look into before they ask the shapes themselves.
struct SlotCache(Box<[Cell<SlotEntry>]>);

#[derive(Clone, Copy)]
struct SlotEntry {
    shape: u32,
    word: u32,
    name: Value,
}

impl SlotCache {
    const SIZE: usize = 512;

    #[inline(always)]
    fn at(shape: u32, name: Value) -> usize {
        (shape as usize ^ (name.bits() >> 5) as usize) % Self::SIZE
    }
}

impl Default for SlotCache {
    fn default() -> SlotCache {
        SlotCache(vec![Cell::new(SlotEntry { shape: 0, word: 0, name: Value::NULL }); Self::SIZE].into_boxed_slice())
    }
}

/// The lowered codes of a worker, by number of code.
#[derive(Default)]
pub struct Codes {
    all: FrozenVec<Box<OnceCell<Lowered>>>,
    pub methods: RefCell<Vec<MethodIc>>,
    builtins: RefCell<Vec<BuiltinIc>>,
    slots: SlotCache,
    /// The plain form, for engines that see everything?
    pub fine: Cell<bool>,
    /// For an engine that does not watch? See [`Engine::watches`](crate::Engine::watches).
    pub unwatched: Cell<bool>,
}

impl Codes {
    #[inline(always)]
    pub fn get<'e>(&'e self, world: &World, index: u32) -> &'e Lowered {
        if let Some(c) = self.all.get(index as usize)
            && let Some(l) = c.get()
        {
            return l;
        }
        self.make(world, index)
    }

    #[cold]
    fn make<'e>(&'e self, world: &World, index: u32) -> &'e Lowered {
        while self.all.len() <= index as usize {
            self.all.push(Box::default());
        }
        self.all[index as usize].get_or_init(|| {
            let form = Form {
                fine: self.fine.get(),
                unwatched: self.unwatched.get(),
                sites: world.config.model.specialised_calls,
            };
            lower(world.code(index), index, form)
        })
    }

    /// The payload word where instances of a shape keep an attribute that nothing hides, if that has been seen lately.
    #[inline(always)]
    pub fn slot(&self, shape: u32, name: Value) -> Option<usize> {
        let e = self.slots.0[SlotCache::at(shape, name)].get();
        (e.shape == shape && e.name == name).then_some(e.word as usize)
    }

    pub fn remember_slot(&self, shape: u32, name: Value, word: usize) {
        self.slots.0[SlotCache::at(shape, name)].set(SlotEntry { shape, word: word as u32, name });
    }

    /// A cache of `LoadBuiltinCached`.
    #[inline(always)]
    pub fn builtin(&self, at: Value) -> BuiltinIc {
        self.builtins.borrow()[at.int_value() as usize]
    }

    /// Fills the cache `at`, or a new one where that is no number; returns its number.
    pub fn remember_builtin(&self, at: Value, ic: BuiltinIc) -> Value {
        let mut all = self.builtins.borrow_mut();
        match at.as_int() {
            Some(n) => {
                all[n as usize] = ic;
                at
            }
            None => {
                all.push(ic);
                Value::small(all.len() as i64 - 1)
            }
        }
    }

    /// Forgets what the caches know about addresses, which a collection may give to others.
    pub fn clear_caches(&self) {
        for e in &self.slots.0 {
            e.set(SlotEntry { shape: 0, word: 0, name: Value::NULL });
        }
        for l in self.all.iter().filter_map(|c| c.get()) {
            for i in &l.ins {
                let mut ins = i.get();
                ins.op = match ins.op {
                    Lop::LoadGlobalCached => {
                        ins.d = Value::NULL;
                        Lop::LoadGlobal
                    }
                    Lop::LoadBuiltinCached => Lop::LoadGlobal,
                    Lop::StoreNameCached => Lop::StoreName,
                    Lop::LoadAttrModule | Lop::LoadAttrSlot => Lop::LoadAttr,
                    Lop::StoreAttrSlot | Lop::StoreAttrAdd => Lop::StoreAttr,
                    op => op,
                };
                i.set(ins);
            }
        }
    }
}
