//! Reads the tables that `build/characters.rs` packs.

/// Numbers of seven bits to a byte, the lowest first; the eighth says that more follow.
pub fn numbers(packed: &[u8]) -> impl Iterator<Item = u32> {
    let mut bytes = packed.iter();
    std::iter::from_fn(move || {
        let (mut n, mut shift) = (0, 0);
        loop {
            let byte = u32::from(*bytes.next()?);
            n |= (byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(n);
            }
            shift += 7;
        }
    })
}

/// Characters whose other case lies at one distance.
struct Run {
    first: u32,
    last: u32,
    /// Every which character between them.
    step: u32,
    distance: i32,
}

/// To one case from whatever other.
pub struct Cases {
    runs: Vec<Run>,
    /// Characters that become several, with what they become.
    long: Vec<(u32, &'static str)>,
}

impl Cases {
    pub fn new(packed: &[u8], long: &'static str) -> Cases {
        let mut packed = numbers(packed);
        let mut runs = Vec::new();
        let mut first = 0;
        while let (Some(gap), Some(count), Some(step), Some(distance)) =
            (packed.next(), packed.next(), packed.next(), packed.next())
        {
            first += gap;
            let size = (distance >> 1) as i32;
            let distance = if distance & 1 == 1 { -size } else { size };
            runs.push(Run { first, last: first + (count - 1) * step, step, distance });
        }
        let split = |line: &'static str| line.chars().next().map(|c| (c as u32, &line[c.len_utf8()..]));
        Cases { runs, long: long.lines().filter_map(split).collect() }
    }

    /// What `c` becomes.
    pub fn map(&self, c: u32, out: &mut impl FnMut(u32)) {
        let i = self.runs.partition_point(|run| run.first <= c);
        if let Some(run) = self.runs[..i].last()
            && c <= run.last
            && (c - run.first).is_multiple_of(run.step)
        {
            return out(c.wrapping_add_signed(run.distance));
        }
        match self.long.binary_search_by_key(&c, |entry| entry.0) {
            Ok(i) => self.long[i].1.chars().for_each(|c| out(c as u32)),
            Err(_) => out(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::types::text::unicode::{to_lower, to_upper};

    /// std knows the same characters, and some of later versions of Unicode.
    #[test]
    fn cases_are_std_s() {
        let mut later = 0;
        for c in '\0'..=char::MAX {
            let (mut upper, mut lower) = (Vec::new(), Vec::new());
            to_upper(c as u32, &mut |u| upper.push(u));
            to_lower(&[c as u32], 0, &mut |u| lower.push(u));
            let same = |ours: &[u32], theirs: &mut dyn Iterator<Item = char>| {
                let theirs: Vec<u32> = theirs.map(|c| c as u32).collect();
                ours == theirs || (ours == [c as u32] && theirs.len() == 1)
            };
            assert!(same(&upper, &mut c.to_uppercase()), "{c:?} becomes {upper:x?}");
            assert!(same(&lower, &mut c.to_lowercase()), "{c:?} becomes {lower:x?}");
            later += u32::from(upper == [c as u32] && c.to_uppercase().next() != Some(c));
        }
        assert!(later < 100, "{later} characters have no upper case here");
    }
}
