//! Constants of a code object, each kept once: equal values of the same type share an entry, as in CPython, where
//! `1`, `1.0` and `True` are three, and `0.0` and `-0.0` are two.

use std::hash::{Hash, Hasher};

use gilscope_bytecode::Const;
use rustc_hash::{FxBuildHasher, FxHasher};

/// A constant that is compared by type and by bits.
#[derive(Clone, Debug)]
struct Key(Const);

impl PartialEq for Key {
    fn eq(&self, other: &Key) -> bool {
        same(&self.0, &other.0)
    }
}

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash(&self.0, state);
    }
}

fn same_all(a: &[Const], b: &[Const]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
}

fn same(a: &Const, b: &Const) -> bool {
    match (a, b) {
        (Const::Float(a), Const::Float(b)) => a.to_bits() == b.to_bits(),
        (Const::Complex(a, b), Const::Complex(c, d)) => a.to_bits() == c.to_bits() && b.to_bits() == d.to_bits(),
        (Const::Tuple(a), Const::Tuple(b)) => same_all(a, b),
        (Const::Slice(a), Const::Slice(b)) => same_all(&a[..], &b[..]),
        (Const::FrozenSet(a), Const::FrozenSet(b)) => {
            a.len() == b.len() && a.iter().all(|item| b.iter().any(|other| same(item, other)))
        }
        _ => a == b,
    }
}

fn hash<H: Hasher>(constant: &Const, state: &mut H) {
    std::mem::discriminant(constant).hash(state);
    match constant {
        Const::None | Const::True | Const::False | Const::Ellipsis => {}
        Const::Int(value) => value.hash(state),
        Const::BigInt(text) | Const::Str(text) => text.hash(state),
        Const::Float(value) => value.to_bits().hash(state),
        Const::Complex(re, im) => (re.to_bits(), im.to_bits()).hash(state),
        Const::WideStr(text) => text.hash(state),
        Const::Bytes(bytes) => bytes.hash(state),
        Const::Tuple(items) => items.iter().for_each(|item| hash(item, state)),
        Const::Slice(items) => items.iter().for_each(|item| hash(item, state)),
        Const::FrozenSet(items) => {
            let sum = items.iter().fold(0u64, |sum, item| {
                let mut one = FxHasher::default();
                hash(item, &mut one);
                sum.wrapping_add(one.finish())
            });
            sum.hash(state);
        }
        Const::Code(code) => (&code.qualname, code.first_line, code.instrs.len()).hash(state),
    }
}

/// `co_consts` in the making.
#[derive(Debug, Default)]
pub struct ConstTable {
    set: indexmap::IndexSet<Key, FxBuildHasher>,
}

impl ConstTable {
    /// The index of the constant, which is added if it is new.
    pub fn add(&mut self, constant: Const) -> u32 {
        self.set.insert_full(Key(constant)).0 as u32
    }

    pub fn get(&self, index: u32) -> &Const {
        &self.set[index as usize].0
    }

    pub fn len(&self) -> usize {
        self.set.len()
    }

    /// Keeps the constants for which `used` is true, and the first, which may be the docstring. Returns the new index
    /// of each.
    pub fn retain(&mut self, used: &[bool]) -> Vec<u32> {
        let mut map = vec![0; self.set.len()];
        let mut kept = indexmap::IndexSet::with_hasher(FxBuildHasher);
        for (index, key) in std::mem::take(&mut self.set).into_iter().enumerate() {
            if index == 0 || used[index] {
                map[index] = kept.len() as u32;
                kept.insert(key);
            }
        }
        self.set = kept;
        map
    }

    pub fn into_consts(self) -> Box<[Const]> {
        self.set.into_iter().map(|key| key.0).collect()
    }
}

/// The truth of a constant.
pub fn is_true(constant: &Const) -> bool {
    match constant {
        Const::None | Const::False => false,
        Const::True | Const::Ellipsis | Const::BigInt(_) | Const::Slice(_) | Const::Code(_) => true,
        Const::Int(value) => *value != 0,
        Const::Float(value) => *value != 0.0,
        Const::Complex(re, im) => *re != 0.0 || *im != 0.0,
        Const::Str(text) => !text.is_empty(),
        Const::WideStr(text) => !text.is_empty(),
        Const::Bytes(bytes) => !bytes.is_empty(),
        Const::Tuple(items) | Const::FrozenSet(items) => !items.is_empty(),
    }
}
