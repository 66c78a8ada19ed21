//! The ruler above the lanes.

use super::{Frame, Ink, Painter};
use crate::race::{nice, power_of_ten};
use crate::text::{duration, fixed};

/// Height of the ruler, in CSS pixels.
pub const HEIGHT: f64 = 22.0;

/// Room for a label, in CSS pixels.
const LABEL_WIDTH: f64 = 76.0;

/// Draws labels and, over `height`, grid lines. Until `coarse_ns` the lanes are coarse: a bar says so.
pub fn draw(frame: &Frame, coarse_ns: u64, height: f64, painter: &mut dyn Painter) {
    let x = frame.x(coarse_ns as f64).min(frame.width);
    if coarse_ns > 0 && x > 0.0 {
        painter.rect(0.0, HEIGHT - 4.0, x, 4.0, Ink::Muted);
        painter.rect(x, HEIGHT - 4.0, 1.0, height - HEIGHT + 4.0, Ink::Muted);
    }
    for t in ticks(frame) {
        let x = frame.x(t);
        painter.rect(x, HEIGHT - 5.0, 1.0, height - HEIGHT + 5.0, Ink::Grid);
        if x + LABEL_WIDTH * 0.75 < frame.width {
            painter.text(x + 3.0, HEIGHT / 2.0 - 1.0, &label(t, frame.window.len_ns()), Ink::Muted);
        }
    }
}

/// The moments that bear a label.
pub fn ticks(frame: &Frame) -> Vec<f64> {
    let step = nice(frame.window.len_ns() * LABEL_WIDTH / frame.width.max(1.0));
    let first = (frame.window.start_ns / step).ceil();
    let last = (frame.window.end_ns / step).floor();
    (0..=(last - first) as usize).map(|i| (first + i as f64) * step).collect()
}

/// A moment, exact enough to tell it from its neighbours in a window of this length.
fn label(t_ns: f64, len_ns: f64) -> String {
    let (unit_ns, unit) = match len_ns {
        len if len < 2e4 => (1e3, "µs"),
        len if len < 2e9 => (1e6, "ms"),
        _ => (1e9, "s"),
    };
    if t_ns == 0.0 {
        return duration(0.0).replace("ns", unit);
    }
    // One for each power of ten below a hundred.
    let mut digits = 0;
    let mut power = power_of_ten(len_ns / unit_ns / 2.0);
    while power < 99.0 && digits < 6 {
        power *= 10.0;
        digits += 1;
    }
    let text = fixed(t_ns / unit_ns, digits);
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{text} {unit}")
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    #[test]
    fn ticks_are_round_and_labels_do_not_touch() {
        for (from, to, width) in [(0.0, 1e9, 800.0), (5e6, 5.4e6, 320.0), (1e9, 1e9 + 1e3, 1000.0)] {
            let frame = frame(from, to, width);
            let ticks = ticks(&frame);
            assert!(ticks.len() >= 2, "{ticks:?}");
            assert!(ticks.windows(2).all(|pair| frame.x(pair[1]) - frame.x(pair[0]) >= LABEL_WIDTH - 1e-6));
            let labels: Vec<_> = ticks.iter().map(|&t| label(t, frame.window.len_ns())).collect();
            let mut different = labels.clone();
            different.dedup();
            assert_eq!(labels, different);
        }
        assert_eq!(label(5e6, 1e8), "5 ms");
        assert_eq!(label(1.5e9, 4e9), "1.5 s");
        assert_eq!(label(0.0, 4e9), "0 s");
    }
}
