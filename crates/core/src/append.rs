//! A list that only grows, read without a lock.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The first block's length; each one after it is twice as long as the one before.
const FIRST: usize = 256;
const BLOCKS: usize = 24;

/// Items stay where they are as long as the list lives.
pub struct AppendVec<T> {
    blocks: [OnceLock<Box<[OnceLock<T>]>>; BLOCKS],
    /// Places given out.
    taken: AtomicUsize,
}

impl<T> Default for AppendVec<T> {
    fn default() -> AppendVec<T> {
        AppendVec { blocks: [const { OnceLock::new() }; BLOCKS], taken: AtomicUsize::new(0) }
    }
}

/// The block and the place in it of item `i`.
#[inline(always)]
fn place(i: usize) -> (usize, usize) {
    let block = (i / FIRST + 1).ilog2() as usize;
    (block, i - FIRST * ((1 << block) - 1))
}

impl<T> AppendVec<T> {
    /// Adds an item; returns its number.
    ///
    /// # Panics
    /// If there are thousands of millions.
    pub fn push(&self, item: T) -> usize {
        let i = self.taken.fetch_add(1, Ordering::Relaxed);
        let (block, at) = place(i);
        let block = self.blocks[block].get_or_init(|| (0..FIRST << block).map(|_| OnceLock::new()).collect());
        if block[at].set(item).is_err() {
            unreachable!("a place is given out once");
        }
        i
    }

    #[inline]
    pub fn get(&self, i: usize) -> Option<&T> {
        let (block, at) = place(i);
        self.blocks.get(block)?.get()?.get(at)?.get()
    }

    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.blocks.iter().map_while(OnceLock::get).flatten().filter_map(OnceLock::get)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_places() {
        let all = AppendVec::default();
        for i in 0..5000 {
            assert_eq!(all.push(i), i);
        }
        assert!((0..5000).all(|i| all.get(i) == Some(&i)));
        assert_eq!(all.get(5000), None);
        assert!(all.iter().copied().eq(0..5000));
    }
}
