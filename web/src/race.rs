//! "Race it": the same program with the GIL on and off, several times.

/// How often each side runs.
pub const ROUNDS: usize = 5;

/// One run of a race.
#[derive(Clone, Debug, PartialEq)]
pub struct Lap {
    pub gil: bool,
    pub wall_ns: f64,
    /// What it printed last, as the outcome to compare.
    pub outcome: String,
    /// It ended by an exception, in a deadlock or the like.
    pub failed: bool,
}

/// The laps so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Race {
    pub laps: Vec<Lap>,
}

/// One side of a race, in nanoseconds.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    pub runs: usize,
    pub median_ns: f64,
    pub min_ns: f64,
    pub max_ns: f64,
    /// Different outcomes and how often each came, most frequent first.
    pub outcomes: Vec<(String, usize)>,
}

impl Race {
    /// Which side runs next: on and off in turn, the first of a pair changing, so that warming up and other
    /// load hit both alike. `None`: the race is over.
    pub fn next(&self) -> Option<bool> {
        let done = self.laps.len();
        (done < 2 * ROUNDS).then_some(matches!(done % 4, 0 | 3))
    }

    /// Summary of the runs with the GIL on, or off.
    pub fn side(&self, gil: bool) -> Option<Side> {
        let laps: Vec<&Lap> = self.laps.iter().filter(|lap| lap.gil == gil).collect();
        let mut times: Vec<f64> = laps.iter().map(|lap| lap.wall_ns).collect();
        times.sort_by(f64::total_cmp);
        let (&min_ns, &max_ns) = (times.first()?, times.last()?);
        let mut outcomes: Vec<(String, usize)> = Vec::new();
        for lap in &laps {
            match outcomes.iter_mut().find(|(text, _)| *text == lap.outcome) {
                Some((_, count)) => *count += 1,
                None => outcomes.push((lap.outcome.clone(), 1)),
            }
        }
        outcomes.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        Some(Side { runs: times.len(), median_ns: median(&times), min_ns, max_ns, outcomes })
    }

    /// How many times as fast the median run without the GIL is, and the least and the most that pairs of
    /// runs show.
    pub fn ratio(&self) -> Option<(f64, f64, f64)> {
        let (on, off) = (self.side(true)?, self.side(false)?);
        Some((on.median_ns / off.median_ns, on.min_ns / off.max_ns, on.max_ns / off.min_ns))
    }

    /// The race in a sentence.
    pub fn verdict(&self) -> Option<String> {
        let (ratio, least, most) = self.ratio()?;
        let runs = self.laps.len();
        match self.laps.iter().filter(|lap| lap.failed).count() {
            0 => {}
            failed if failed == runs => return Some("Every run failed: there is nothing to compare.".into()),
            failed => return Some(format!("{failed} of {runs} runs failed, so the times cannot be compared.")),
        }
        Some(if least > 1.0 {
            format!("Without the GIL {} × as fast (median of {runs} runs).", crate::text::three_digits(ratio))
        } else if most < 1.0 {
            format!("With the GIL {} × as fast (median of {runs} runs).", crate::text::three_digits(1.0 / ratio))
        } else {
            format!(
                "No clear difference: the spread of the {runs} runs is larger (ratio {}).",
                crate::text::three_digits(ratio)
            )
        })
    }
}

fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { (sorted[middle - 1] + sorted[middle]) / 2.0 }
}

/// The end of an axis from 0 that holds `max`: 1, 2 or 5 times a power of ten; and the distance of its ticks.
pub fn axis(max: f64) -> (f64, f64) {
    let step = nice(max.max(1e-9) / 4.0);
    ((max / step).ceil().max(1.0) * step, step)
}

/// The largest power of ten that is at most `value`, which is above 0.
pub fn power_of_ten(value: f64) -> f64 {
    let mut power = 1.0;
    while power * 10.0 <= value {
        power *= 10.0;
    }
    while power > value && power > f64::MIN_POSITIVE {
        power /= 10.0;
    }
    power
}

/// The smallest of 1, 2, 5 times a power of ten that is at least `value`.
pub fn nice(value: f64) -> f64 {
    let power = power_of_ten(value);
    for factor in [1.0, 2.0, 5.0] {
        if factor * power >= value * (1.0 - 1e-9) {
            return factor * power;
        }
    }
    10.0 * power
}

#[cfg(test)]
mod tests {
    use super::*;

    fn race(laps: &[(bool, f64)]) -> Race {
        let lap = |&(gil, wall_ns)| Lap {
            gil,
            wall_ns,
            failed: false,
            outcome: if gil { "400000".into() } else { wall_ns.to_string() },
        };
        Race { laps: laps.iter().map(lap).collect() }
    }

    #[test]
    fn both_sides_run_equally_often_and_in_turn() {
        let mut race = Race::default();
        while let Some(gil) = race.next() {
            race.laps.push(Lap { gil, wall_ns: 1.0, outcome: String::new(), failed: false });
        }
        assert_eq!(race.laps.len(), 2 * ROUNDS);
        let sides: Vec<bool> = race.laps.iter().map(|lap| lap.gil).collect();
        assert_eq!(sides[..6], [true, false, false, true, true, false]);
        assert_eq!(sides.iter().filter(|&&gil| gil).count(), ROUNDS);
    }

    #[test]
    fn sides_are_summed_up() {
        let race = race(&[(true, 10.0), (false, 4.0), (false, 6.0), (true, 14.0), (true, 12.0)]);
        let on = race.side(true).expect("runs");
        assert_eq!((on.median_ns, on.min_ns, on.max_ns, on.runs), (12.0, 10.0, 14.0, 3));
        assert_eq!(on.outcomes, [("400000".to_owned(), 3)]);
        let off = race.side(false).expect("runs");
        assert_eq!((off.median_ns, off.outcomes.len()), (5.0, 2));
        assert_eq!(race.ratio(), Some((2.4, 10.0 / 6.0, 3.5)));
        assert!(race.verdict().expect("both").starts_with("Without the GIL 2.40 × as fast"));
    }

    #[test]
    fn overlapping_spreads_are_no_difference() {
        let race = race(&[(true, 10.0), (false, 9.0), (false, 12.0), (true, 13.0)]);
        assert!(race.verdict().expect("both").starts_with("No clear difference"));
        assert_eq!(Race::default().verdict(), None);
    }

    #[test]
    fn axes_are_round_and_hold_the_value() {
        for (max, end, step) in [(0.93, 1.0, 0.5), (7.0, 8.0, 2.0), (1000.0, 1000.0, 500.0), (41.0, 60.0, 20.0)] {
            let (got_end, got_step) = axis(max);
            assert!((got_end - end).abs() < 1e-6 && (got_step - step).abs() < 1e-6, "{max}: {got_end} {got_step}");
        }
    }

    #[test]
    fn runs_that_failed_are_no_measurement() {
        let mut race = race(&[(true, 1e9), (false, 2e8)]);
        race.laps[1].failed = true;
        assert!(race.verdict().expect("both sides").starts_with("1 of 2 runs failed"));
        race.laps[0].failed = true;
        assert!(race.verdict().expect("both sides").starts_with("Every run failed"));
    }
}
