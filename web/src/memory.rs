//! The memory diagram: names on the left, objects on the right, an arrow from each name or item to the object it refers
//! to. Where everything goes; what it looks like is the page's.

use std::collections::{BTreeSet, HashMap};

/// Objects that are referred to by names stand in column 1, what these refer to in column 2, all others in column 3.
const COLUMNS: usize = 3;
/// Room between two boxes, in rows.
const GAP: f64 = 0.6;
/// So many slots of a box are shown.
const SLOTS: usize = 8;

/// A name or an item, and what it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slot {
    pub label: String,
    pub text: String,
    /// The object that it refers to, if that is drawn by itself.
    pub refs: Option<u64>,
    pub changed: bool,
}

/// The names of a function or module, or an object.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// The object's number; `None`: names.
    pub id: Option<u64>,
    pub title: String,
    /// References to it, where they are counted.
    pub count: Option<Count>,
    pub changed: bool,
    pub slots: Vec<Slot>,
    /// So many slots are not among `slots`.
    pub more: u64,
}

/// A count of references.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Count {
    pub now: u64,
    /// One position before, if it was another.
    pub before: Option<u64>,
    /// What a machine that counts without care has come to, where that is something else.
    pub racy: Option<i64>,
    /// That machine has freed it.
    pub freed: bool,
    /// Nobody refers to it, and that machine never frees it.
    pub leaked: bool,
}

/// A box in its place. Rows are of text; the title is the first.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    pub block: Block,
    pub column: usize,
    pub top: f64,
}

impl Placed {
    /// In rows.
    pub fn height(&self) -> f64 {
        1.0 + self.block.slots.len() as f64 + if self.block.more > 0 { 1.0 } else { 0.0 }
    }
}

/// From a slot to an object's title: columns, and rows of the middle of each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrow {
    pub from: (usize, f64),
    pub to: (usize, f64),
    pub changed: bool,
}

impl Arrow {
    /// Does it leave and arrive on the right side, because its object is not further right?
    pub fn turns(&self) -> bool {
        self.to.0 <= self.from.0
    }
}

/// The diagram.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diagram {
    pub boxes: Vec<Placed>,
    pub arrows: Vec<Arrow>,
    /// Columns of objects.
    pub columns: usize,
    /// Its height in rows.
    pub rows: f64,
    /// Objects that are referred to and not drawn.
    pub missing: usize,
}

/// Shortens a box to what is drawn: what has changed and what refers to an object comes before the rest.
fn shorten(mut block: Block) -> Block {
    if block.slots.len() > SLOTS {
        let mut order: Vec<usize> = (0..block.slots.len()).collect();
        order.sort_by_key(|&i| (!block.slots[i].changed, block.slots[i].refs.is_none(), i));
        let kept: BTreeSet<usize> = order.into_iter().take(SLOTS - 1).collect();
        block.more += (block.slots.len() - kept.len()) as u64;
        block.slots = kept.into_iter().map(|i| std::mem::take(&mut block.slots[i])).collect();
    }
    block
}

/// Puts everything in its place.
pub fn lay_out(names: Vec<Block>, objects: Vec<Block>) -> Diagram {
    let mut diagram = Diagram::default();
    let mut waiting: HashMap<u64, Block> = objects.into_iter().filter_map(|o| Some((o.id?, o))).collect();
    let mut ends = [0.0_f64; COLUMNS + 1];
    let mut missing = BTreeSet::new();
    for block in names {
        place(&mut diagram, &mut ends, shorten(block), 0, 0.0);
    }
    // Boxes are placed in the order in which they are come upon; each is looked at in its turn.
    let mut at = 0;
    while at < diagram.boxes.len() {
        let (column, top) = (diagram.boxes[at].column, diagram.boxes[at].top);
        let refs: Vec<(usize, u64)> =
            diagram.boxes[at].block.slots.iter().enumerate().filter_map(|(i, s)| Some((i, s.refs?))).collect();
        for (i, id) in refs {
            if let Some(object) = waiting.remove(&id) {
                let beside = top + i as f64;
                place(&mut diagram, &mut ends, shorten(object), (column + 1).min(COLUMNS), beside);
            } else if !diagram.boxes.iter().any(|b| b.block.id == Some(id)) {
                missing.insert(id);
            }
        }
        at += 1;
    }
    let tops: HashMap<u64, (usize, f64)> =
        diagram.boxes.iter().filter_map(|b| Some((b.block.id?, (b.column, b.top + 0.5)))).collect();
    for b in &diagram.boxes {
        for (i, slot) in b.block.slots.iter().enumerate() {
            if let Some(&to) = slot.refs.and_then(|id| tops.get(&id)) {
                let from = (b.column, b.top + 1.5 + i as f64);
                diagram.arrows.push(Arrow { from, to, changed: slot.changed });
            }
        }
    }
    diagram.columns = diagram.boxes.iter().map(|b| b.column).max().unwrap_or(0).max(1);
    diagram.rows = ends.into_iter().fold(0.0, f64::max);
    diagram.missing = missing.len();
    diagram
}

/// Puts a box into a column, below what is there, and not above `beside`.
fn place(diagram: &mut Diagram, ends: &mut [f64; COLUMNS + 1], block: Block, column: usize, beside: f64) {
    let placed = Placed { block, column, top: ends[column].max(beside) };
    ends[column] = placed.top + placed.height() + GAP;
    diagram.boxes.push(placed);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(label: &str, refs: Option<u64>) -> Slot {
        Slot { label: label.into(), refs, ..Slot::default() }
    }

    fn object(id: u64, slots: Vec<Slot>) -> Block {
        Block { id: Some(id), title: "list".into(), slots, ..Block::default() }
    }

    fn globals(slots: Vec<Slot>) -> Block {
        Block { title: "globals".into(), slots, ..Block::default() }
    }

    #[test]
    fn objects_stand_a_column_right_of_what_refers_to_them_first() {
        let d = lay_out(
            vec![globals(vec![slot("n", None), slot("a", Some(1))])],
            vec![object(2, vec![]), object(1, vec![slot("0", Some(2)), slot("1", Some(1))]), object(9, vec![])],
        );
        let columns: Vec<_> = d.boxes.iter().map(|b| (b.block.id, b.column)).collect();
        // Nothing leads to object 9.
        assert_eq!(columns, [(None, 0), (Some(1), 1), (Some(2), 2)]);
        assert_eq!(d.arrows.len(), 3);
        assert_eq!(d.arrows.iter().filter(|a| a.turns()).count(), 1, "the list that is in itself");
        assert_eq!((d.columns, d.missing), (2, 0));
        // The arrow from `a`, the second slot, begins at its middle.
        assert_eq!(d.arrows[0].from, (0, 2.5));
    }

    #[test]
    fn boxes_of_a_column_do_not_overlap() {
        let names = (0..5).map(|i| globals((0..i).map(|j| slot("x", Some(i * 10 + j))).collect())).collect();
        let objects = (0..50).map(|id| object(id, vec![slot("0", Some((id * 7) % 50)); (id % 5) as usize])).collect();
        let d = lay_out(names, objects);
        for a in &d.boxes {
            for b in &d.boxes {
                let apart = a.top + a.height() <= b.top || b.top + b.height() <= a.top;
                assert!(a == b || a.column != b.column || apart, "{a:?} {b:?}");
            }
            assert!(a.top + a.height() <= d.rows);
        }
    }

    #[test]
    fn what_is_not_drawn_is_counted() {
        let mut long = object(1, (0..30).map(|i| slot(&i.to_string(), None)).collect());
        long.more = 5;
        long.slots[20].changed = true;
        let d = lay_out(vec![globals(vec![slot("a", Some(1)), slot("b", Some(7)), slot("c", Some(7))])], vec![long]);
        let list = &d.boxes[1].block;
        assert_eq!((list.slots.len(), list.more), (7, 28));
        assert!(list.slots.iter().any(|s| s.label == "20"), "what has changed is among what is shown");
        assert_eq!(d.missing, 1);
    }
}
