//! Containers and their iterators: the classes' methods. (Layouts: `types/{list,tuple,dict,set}.rs`.)

pub mod iters;
pub mod range;

use gilscope_heap::Kind;

use crate::native::{NativeDef, TypeDef, TypeFlags};

pub static TYPES: &[&TypeDef] = &[&TUPLE, &LIST, &DICT, &SET, &FROZENSET, &RANGE, &SLICE];

const SEQUENCE: TypeFlags = TypeFlags::BASE.or(TypeFlags::MATCH_SELF).or(TypeFlags::SEQUENCE);
const PLAIN: TypeFlags = TypeFlags::BASE.or(TypeFlags::MATCH_SELF);

pub static TUPLE: TypeDef = TypeDef::new("tuple", Kind::Tuple, 0, TUPLE_METHODS).flags(SEQUENCE);
pub static LIST: TypeDef = TypeDef::new("list", Kind::List, 1, LIST_METHODS).flags(SEQUENCE);
pub static DICT: TypeDef = TypeDef::new("dict", Kind::Dict, 2, DICT_METHODS).flags(PLAIN.or(TypeFlags::MAPPING));
pub static SET: TypeDef = TypeDef::new("set", Kind::Set, 3, SET_METHODS).flags(PLAIN);
pub static FROZENSET: TypeDef = TypeDef::new("frozenset", Kind::Set, 3, FROZENSET_METHODS).flags(PLAIN);
pub static RANGE: TypeDef = TypeDef::new("range", Kind::Range, 4, RANGE_METHODS).flags(TypeFlags::SEQUENCE);
pub static SLICE: TypeDef = TypeDef::new("slice", Kind::Slice, 3, SLICE_METHODS).flags(TypeFlags::NONE);

static TUPLE_METHODS: &[NativeDef] = &[];
static LIST_METHODS: &[NativeDef] = &[];
static DICT_METHODS: &[NativeDef] = &[];
static SET_METHODS: &[NativeDef] = &[];
static FROZENSET_METHODS: &[NativeDef] = &[];
static RANGE_METHODS: &[NativeDef] = &[];
static SLICE_METHODS: &[NativeDef] = &[];
