//! The part of a run that is seen, and how it is moved.

/// A stretch of time, in nanoseconds since the run began.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    pub start_ns: f64,
    pub end_ns: f64,
}

/// The shortest stretch that makes sense: finer than any clock in a browser.
pub const MIN_NS: f64 = 1_000.0;

/// What is to be in sight is not nearer to an edge than this share of the width.
const MARGIN: f64 = 0.15;
/// A step of less than this share of the width is hard to see; how much closer each one then leads at most.
const SMALL_STEP: f64 = 0.02;
const CLOSER: f64 = 0.8;

impl Window {
    /// The whole of a run.
    pub fn whole(end_ns: u64) -> Self {
        Self { start_ns: 0.0, end_ns: (end_ns as f64).max(MIN_NS) }
    }

    pub fn len_ns(&self) -> f64 {
        self.end_ns - self.start_ns
    }

    /// Whether it shows all of a run that long.
    pub fn is_whole(&self, end_ns: u64) -> bool {
        *self == Self::whole(end_ns)
    }

    /// `factor` below 1 shows less, above 1 more; what is at the fraction `at` of the width stays there.
    pub fn zoom(self, at: f64, factor: f64, end_ns: u64) -> Self {
        let whole = Self::whole(end_ns);
        let len = (self.len_ns() * factor).clamp(MIN_NS.min(whole.len_ns()), whole.len_ns());
        let fixed = self.start_ns + at * self.len_ns();
        Self::at(fixed - at * len, len, whole)
    }

    /// Moves by a fraction of the width, later for positive ones.
    pub fn pan(self, by: f64, end_ns: u64) -> Self {
        Self::at(self.start_ns + by * self.len_ns(), self.len_ns(), Self::whole(end_ns))
    }

    /// The same stretch around another moment.
    pub fn centre(self, t_ns: f64, end_ns: u64) -> Self {
        Self::at(t_ns - self.len_ns() / 2.0, self.len_ns(), Self::whole(end_ns))
    }

    /// The same stretch, moved as little as it takes to have a moment well in sight.
    pub fn show(self, t_ns: f64, end_ns: u64) -> Self {
        let at = (t_ns - self.start_ns) / self.len_ns();
        let wanted = at.clamp(MARGIN, 1.0 - MARGIN);
        if at == wanted { self } else { self.pan(at - wanted, end_ns) }
    }

    /// Follows what moves from one moment to another: closer bit by bit while its steps are too small to be seen, out at
    /// once for a large one.
    pub fn follow(self, from_ns: f64, to_ns: f64, end_ns: u64) -> Self {
        let (step, len) = ((to_ns - from_ns).abs(), self.len_ns());
        let factor = if step > len * 0.5 {
            step * 2.0 / len
        } else if step < len * SMALL_STEP {
            CLOSER.max(step / (len * SMALL_STEP))
        } else {
            1.0
        };
        let at = ((from_ns - self.start_ns) / len).clamp(0.0, 1.0);
        self.zoom(at, factor, end_ns).show(to_ns, end_ns)
    }

    /// What lies between two moments, in whichever order.
    pub fn between(a_ns: f64, b_ns: f64, end_ns: u64) -> Self {
        let whole = Self::whole(end_ns);
        let len = (b_ns - a_ns).abs().clamp(MIN_NS.min(whole.len_ns()), whole.len_ns());
        Self::at(a_ns.min(b_ns), len, whole)
    }

    fn at(start_ns: f64, len: f64, whole: Self) -> Self {
        let start_ns = start_ns.clamp(0.0, (whole.end_ns - len).max(0.0));
        Self { start_ns, end_ns: start_ns + len }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const END: u64 = 1_000_000;

    #[test]
    fn zooming_keeps_what_is_under_the_pointer() {
        let window = Window::whole(END).zoom(0.25, 0.5, END);
        assert_eq!(window, Window { start_ns: 125_000.0, end_ns: 625_000.0 });
        let back = window.zoom(0.25, 2.0, END);
        assert!(back.is_whole(END));
    }

    #[test]
    fn it_stays_inside_the_run_and_above_the_shortest() {
        let mut window = Window::whole(END);
        for i in 0..200 {
            window = window.zoom(f64::from(i % 10) / 10.0, 0.5, END).pan(0.3, END);
            assert!(window.start_ns >= 0.0 && window.end_ns <= END as f64 + 1e-6);
        }
        assert!((window.len_ns() - MIN_NS).abs() < 1e-6);
        assert!(window.zoom(0.5, 1e9, END).is_whole(END));
        assert_eq!(window.pan(1e9, END).end_ns, END as f64);
        assert_eq!(window.pan(-1e9, END).start_ns, 0.0);
    }

    #[test]
    fn a_run_of_no_length_has_a_window_too() {
        let window = Window::whole(0).zoom(0.5, 0.5, 0).pan(1.0, 0);
        assert!(window.len_ns() > 0.0);
    }

    #[test]
    fn a_moment_is_brought_into_sight() {
        let window = Window { start_ns: 400_000.0, end_ns: 500_000.0 };
        assert_eq!(window.show(450_000.0, END), window);
        let later = window.show(600_000.0, END);
        assert!((later.len_ns() - 100_000.0).abs() < 1e-6 && (later.end_ns - 615_000.0).abs() < 1e-6);
        assert_eq!(window.show(0.0, END).start_ns, 0.0);
    }

    #[test]
    fn small_steps_lead_closer_and_a_large_one_out() {
        let mut window = Window::whole(END);
        for i in 0..100 {
            let t = 500_000.0 + f64::from(i) * 100.0;
            window = window.follow(t, t + 100.0, END);
            assert!(window.start_ns <= t + 100.0 && t + 100.0 <= window.end_ns);
        }
        assert!((window.len_ns() - 5_000.0).abs() < 1.0, "{}", window.len_ns());
        let out = window.follow(510_000.0, 560_000.0, END);
        assert!((out.len_ns() - 100_000.0).abs() < 1.0 && out.start_ns < 510_000.0 && out.end_ns > 560_000.0);
    }

    #[test]
    fn a_stretch_can_be_chosen_either_way_round() {
        let expected = Window { start_ns: 2_000.0, end_ns: 9_000.0 };
        assert_eq!(Window::between(2_000.0, 9_000.0, END), expected);
        assert_eq!(Window::between(9_000.0, 2_000.0, END), expected);
    }
}
