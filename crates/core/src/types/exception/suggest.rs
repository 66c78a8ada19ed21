//! "Did you mean": the nearest name (`Python/suggestions.c`).

const MAX_ITEMS: usize = 750;
const MAX_SIZE: usize = 40;
const MOVE_COST: usize = 2;
const CASE_COST: usize = 1;

/// The one of `names` that is nearest to `name`, where one is near enough.
pub fn closest(name: &str, names: impl Iterator<Item = String>) -> Option<String> {
    let mut best: Option<(usize, String)> = None;
    for candidate in names.take(MAX_ITEMS) {
        if candidate == name {
            continue;
        }
        let max = (name.len() + candidate.len() + 3) * MOVE_COST / 6;
        let max = best.as_ref().map_or(max, |(d, _)| max.min(d - 1));
        if let Some(d) = distance(name, &candidate, max)
            && best.as_ref().is_none_or(|(b, _)| d < *b)
        {
            best = Some((d, candidate));
            if d == 0 {
                break;
            }
        }
    }
    best.map(|b| b.1)
}

fn substitution(a: u8, b: u8) -> usize {
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        CASE_COST
    } else {
        MOVE_COST
    }
}

/// Edit distance, or `None` above `max`.
fn distance(a: &str, b: &str, max: usize) -> Option<usize> {
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    while let (Some(x), Some(y)) = (a.first(), b.first())
        && x == y
    {
        (a, b) = (&a[1..], &b[1..]);
    }
    while let (Some(x), Some(y)) = (a.last(), b.last())
        && x == y
    {
        (a, b) = (&a[..a.len() - 1], &b[..b.len() - 1]);
    }
    if a.is_empty() || b.is_empty() {
        let d = (a.len() + b.len()) * MOVE_COST;
        return (d <= max).then_some(d);
    }
    if a.len() > MAX_SIZE || b.len() > MAX_SIZE {
        return None;
    }
    let mut row: Vec<usize> = (0..=a.len()).map(|i| i * MOVE_COST).collect();
    for (j, &y) in b.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = (j + 1) * MOVE_COST;
        let mut least = row[0];
        for (i, &x) in a.iter().enumerate() {
            let next = (diagonal + substitution(x, y)).min(row[i] + MOVE_COST).min(row[i + 1] + MOVE_COST);
            diagonal = row[i + 1];
            row[i + 1] = next;
            least = least.min(next);
        }
        if least > max {
            return None;
        }
    }
    (row[a.len()] <= max).then_some(row[a.len()])
}
