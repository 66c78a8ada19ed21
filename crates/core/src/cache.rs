//! The per-worker cache of class lookups.

use gilscope_heap::Value;

use crate::types::class;

const SIZE: usize = 2048;

#[derive(Clone, Copy)]
struct Entry {
    version: u32,
    name: Value,
    value: Value,
}

/// What `name` means on a class, by the class' version: a change to a class (or a base of it) gives it a new version,
/// so nothing has to be removed. CPython's `_PyType_Lookup` cache, one per worker so that it needs no lock.
pub struct MethodCache {
    entries: Box<[Entry]>,
}

impl Default for MethodCache {
    fn default() -> MethodCache {
        let empty = Entry { version: 0, name: Value::NULL, value: Value::NULL };
        MethodCache { entries: vec![empty; SIZE].into_boxed_slice() }
    }
}

impl MethodCache {
    /// `name` must be an interned string.
    #[inline]
    pub fn lookup(&mut self, ty: Value, name: Value) -> Option<Value> {
        let version = ty.obj().aux();
        let at = (version as usize ^ (name.bits() >> 4) as usize) % SIZE;
        let e = self.entries[at];
        let value = if e.version == version && e.name == name {
            e.value
        } else {
            let value = class::lookup_uncached(ty.obj(), name).unwrap_or(Value::NULL);
            // The version is read before the lookup, so a change in between is stored under the old one.
            self.entries[at] = Entry { version, name, value };
            value
        };
        (!value.is_null()).then_some(value)
    }
}
