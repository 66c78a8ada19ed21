//! Shapes: which attribute an instance keeps in which slot. An instance's aux is its shape's number; giving it a new
//! attribute moves it to the shape that has one more. A shape belongs to one class, so that it tells the class too.

use std::sync::RwLock;

use gilscope_heap::Value;
use rustc_hash::FxHashMap;

/// Number of a shape. [`DICT`]: the attributes are in a dict (payload word 0).
pub type ShapeId = u32;

/// The instance keeps its attributes in a dict, or has none.
pub const DICT: ShapeId = 0;

struct Shape {
    parent: ShapeId,
    /// Last attribute added, NULL in a root.
    name: Value,
    /// Slot of `name`, counted from the first attribute slot.
    slot: u32,
    next: Vec<(Value, ShapeId)>,
}

/// All shapes of a world.
#[derive(Default)]
pub struct Shapes {
    inner: RwLock<Inner>,
}

#[derive(Default)]
struct Inner {
    shapes: Vec<Shape>,
    slots: FxHashMap<(ShapeId, u64), u32>,
}

impl Inner {
    fn with(&self, shape: ShapeId, name: Value) -> Option<(ShapeId, u32)> {
        let &(_, id) = self.shapes[shape as usize].next.iter().find(|(n, _)| *n == name)?;
        Some((id, self.shapes[id as usize].slot))
    }
}

impl Shapes {
    /// A new root shape (no attributes), for a class.
    pub fn root(&self) -> ShapeId {
        let mut inner = self.inner.write().unwrap();
        if inner.shapes.is_empty() {
            inner.shapes.push(Shape { parent: DICT, name: Value::NULL, slot: 0, next: Vec::new() });
        }
        inner.shapes.push(Shape { parent: DICT, name: Value::NULL, slot: u32::MAX, next: Vec::new() });
        (inner.shapes.len() - 1) as ShapeId
    }

    /// The slot of `name` (interned) in `shape`.
    pub fn slot(&self, shape: ShapeId, name: Value) -> Option<u32> {
        if shape == DICT {
            return None;
        }
        self.inner.read().unwrap().slots.get(&(shape, name.bits())).copied()
    }

    /// The shape with `name` (interned) added, and its slot.
    pub fn with(&self, shape: ShapeId, name: Value) -> (ShapeId, u32) {
        if let Some(there) = self.inner.read().unwrap().with(shape, name) {
            return there;
        }
        let mut inner = self.inner.write().unwrap();
        // Another worker may have been faster.
        if let Some(there) = inner.with(shape, name) {
            return there;
        }
        let slot = inner.shapes[shape as usize].slot.wrapping_add(1);
        let id = inner.shapes.len() as ShapeId;
        inner.shapes.push(Shape { parent: shape, name, slot, next: Vec::new() });
        inner.shapes[shape as usize].next.push((name, id));
        let mut at = id;
        while inner.shapes[at as usize].slot != u32::MAX {
            let (n, s) = (inner.shapes[at as usize].name, inner.shapes[at as usize].slot);
            inner.slots.insert((id, n.bits()), s);
            at = inner.shapes[at as usize].parent;
        }
        (id, slot)
    }

    /// Names of a shape's attributes, in slot order (which is the order in which they were added).
    pub fn names(&self, shape: ShapeId) -> Vec<Value> {
        let inner = self.inner.read().unwrap();
        let mut names = Vec::new();
        let mut at = shape;
        while at != DICT && inner.shapes[at as usize].slot != u32::MAX {
            names.push(inner.shapes[at as usize].name);
            at = inner.shapes[at as usize].parent;
        }
        names.reverse();
        names
    }

    pub(crate) fn roots(&self, visit: &mut dyn FnMut(Value)) {
        for s in &self.inner.read().unwrap().shapes {
            visit(s.name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_attributes_in_the_same_order_are_one_shape() {
        let shapes = Shapes::default();
        let (a, b) = (Value::small(1), Value::small(2));
        let root = shapes.root();
        let (s1, _) = shapes.with(root, a);
        let (s2, slot) = shapes.with(s1, b);
        assert_eq!((shapes.with(shapes.with(root, a).0, b)), (s2, 1));
        assert_eq!(slot, 1);
        assert_eq!(shapes.slot(s2, a), Some(0));
        assert_eq!(shapes.slot(s1, b), None);
        assert_ne!(shapes.with(shapes.with(root, b).0, a).0, s2);
        assert_eq!(shapes.names(s2), [a, b]);
    }
}
