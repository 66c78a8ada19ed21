//! Searching and cutting texts: what str and bytes have in common. Positions are code points (bytes of bytes).

use memchr::memmem;

use super::unicode;
use crate::types::str::{Builder, Text};

/// The first place of `needle` in `hay[start..end]`.
pub fn find(hay: Text, needle: Text, start: usize, end: usize) -> Option<usize> {
    let n = needle.len();
    if start > end || n > end - start {
        return None;
    }
    if hay.width == 1 && needle.width == 1 {
        let part = &hay.bytes[start..end];
        let at = match needle.bytes {
            [b] => memchr::memchr(*b, part),
            b => memmem::find(part, b),
        };
        return at.map(|i| start + i);
    }
    (start..=end - n).find(|&i| matches(hay, i, needle))
}

/// The last place of `needle` in `hay[start..end]`.
pub fn rfind(hay: Text, needle: Text, start: usize, end: usize) -> Option<usize> {
    let n = needle.len();
    if start > end || n > end - start {
        return None;
    }
    if hay.width == 1 && needle.width == 1 {
        return memmem::rfind(&hay.bytes[start..end], needle.bytes).map(|i| start + i);
    }
    (start..=end - n).rev().find(|&i| matches(hay, i, needle))
}

/// Is `needle` at `i`? The haystack has room for it there.
pub fn matches(hay: Text, i: usize, needle: Text) -> bool {
    let n = needle.len();
    if hay.width == needle.width {
        let w = hay.width as usize;
        return &hay.bytes[i * w..(i + n) * w] == needle.bytes;
    }
    (0..n).all(|k| hay.at(i + k) == needle.at(k))
}

/// How often `needle` is in `hay[start..end]` without overlaps, up to `max` times.
pub fn count(hay: Text, needle: Text, start: usize, end: usize, max: usize) -> usize {
    if start > end {
        return 0;
    }
    if needle.is_empty() {
        return (end - start + 1).min(max);
    }
    let (mut n, mut at) = (0, start);
    while n < max
        && let Some(i) = find(hay, needle, at, end)
    {
        n += 1;
        at = i + needle.len();
    }
    n
}

/// Parts as (start, end).
pub type Parts = Vec<(usize, usize)>;

/// `split(sep, max)`
pub fn split(t: Text, sep: Text, max: usize) -> Parts {
    let (mut parts, mut from) = (Vec::new(), 0);
    while parts.len() < max
        && let Some(i) = find(t, sep, from, t.len())
    {
        parts.push((from, i));
        from = i + sep.len();
    }
    parts.push((from, t.len()));
    parts
}

/// `rsplit(sep, max)`
pub fn rsplit(t: Text, sep: Text, max: usize) -> Parts {
    let (mut parts, mut to) = (Vec::new(), t.len());
    while parts.len() < max
        && let Some(i) = rfind(t, sep, 0, to)
    {
        parts.push((i + sep.len(), to));
        to = i;
    }
    parts.push((0, to));
    parts.reverse();
    parts
}

/// What counts as white space: in bytes only ASCII's.
#[inline]
pub fn space(is_bytes: bool) -> fn(u32) -> bool {
    if is_bytes { |c| matches!(c, 0x20 | 0x09..=0x0D) } else { unicode::is_space }
}

/// `split(None, max)`
pub fn split_space(t: Text, max: usize, space: fn(u32) -> bool) -> Parts {
    let n = t.len();
    let (mut parts, mut at) = (Vec::new(), 0);
    loop {
        while at < n && space(t.at(at)) {
            at += 1;
        }
        if at == n {
            return parts;
        }
        if parts.len() == max {
            parts.push((at, n));
            return parts;
        }
        let start = at;
        while at < n && !space(t.at(at)) {
            at += 1;
        }
        parts.push((start, at));
    }
}

/// `rsplit(None, max)`
pub fn rsplit_space(t: Text, max: usize, space: fn(u32) -> bool) -> Parts {
    let (mut parts, mut at) = (Vec::new(), t.len());
    loop {
        while at > 0 && space(t.at(at - 1)) {
            at -= 1;
        }
        if at == 0 {
            break;
        }
        if parts.len() == max {
            parts.push((0, at));
            break;
        }
        let end = at;
        while at > 0 && !space(t.at(at - 1)) {
            at -= 1;
        }
        parts.push((at, end));
    }
    parts.reverse();
    parts
}

/// `splitlines(keep)`
pub fn lines(t: Text, keep: bool, is_bytes: bool) -> Parts {
    let n = t.len();
    let is_break = |c| if is_bytes { matches!(c, 0x0A | 0x0D) } else { unicode::is_line_break(c) };
    let (mut parts, mut at) = (Vec::new(), 0);
    while at < n {
        let start = at;
        while at < n && !is_break(t.at(at)) {
            at += 1;
        }
        let end = at;
        if at < n {
            at += if t.at(at) == 0x0D && at + 1 < n && t.at(at + 1) == 0x0A { 2 } else { 1 };
        }
        parts.push((start, if keep { at } else { end }));
    }
    parts
}

/// The bounds of `t` without what `strip` removes at the sides asked for.
pub fn strip(t: Text, left: bool, right: bool, remove: impl Fn(u32) -> bool) -> (usize, usize) {
    let (mut start, mut end) = (0, t.len());
    while left && start < end && remove(t.at(start)) {
        start += 1;
    }
    while right && end > start && remove(t.at(end - 1)) {
        end -= 1;
    }
    (start, end)
}

/// `replace(old, new, max)`; `None`: nothing to replace.
pub fn replace(t: Text, old: Text, new: Text, max: usize) -> Option<Builder> {
    let n = t.len();
    let mut b = Builder::with_capacity(n);
    if old.is_empty() {
        let times = max.min(n + 1);
        if times == 0 || new.is_empty() {
            return None;
        }
        for i in 0..n {
            if i < times {
                b.push_text(new);
            }
            b.push(t.at(i));
        }
        if times > n {
            b.push_text(new);
        }
        return Some(b);
    }
    let (mut from, mut done) = (0, 0);
    while done < max
        && let Some(i) = find(t, old, from, n)
    {
        b.push_text(t.slice(from, i));
        b.push_text(new);
        from = i + old.len();
        done += 1;
    }
    if done == 0 {
        return None;
    }
    b.push_text(t.slice(from, n));
    Some(b)
}

/// `expandtabs(size)`
pub fn expand_tabs(t: Text, size: usize) -> Builder {
    let mut b = Builder::with_capacity(t.len());
    let mut column = 0usize;
    for c in t.iter() {
        match c {
            0x09 => {
                if let Some(used) = column.checked_rem(size) {
                    b.push_n(0x20, size - used);
                    column += size - used;
                }
            }
            c => {
                b.push(c);
                column = if matches!(c, 0x0A | 0x0D) { 0 } else { column + 1 };
            }
        }
    }
    b
}
