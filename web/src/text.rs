//! Numbers and times as a reader sees them.

/// A number with so many digits after the point. The browser does it: what the standard library has for that would be a
/// fiftieth of the page.
pub fn fixed(value: f64, digits: u8) -> String {
    #[cfg(target_arch = "wasm32")]
    return js_sys::Number::from(value).to_fixed(digits).map(String::from).unwrap_or_default();
    #[cfg(not(target_arch = "wasm32"))]
    return format!("{value:.*}", usize::from(digits));
}

/// A duration with a unit that fits it: `850 ns`, `12.3 µs`, `4.56 ms`, `1.23 s`.
pub fn duration(ns: f64) -> String {
    let (value, unit) = match ns {
        ns if ns < 1e3 => return fixed(ns, 0) + " ns",
        ns if ns < 1e6 => (ns / 1e3, "µs"),
        ns if ns < 1e9 => (ns / 1e6, "ms"),
        _ => (ns / 1e9, "s"),
    };
    format!("{} {unit}", three_digits(value))
}

/// About three significant digits, never in exponent form.
pub fn three_digits(value: f64) -> String {
    if value >= 99.95 {
        fixed(value, 0)
    } else if value >= 9.995 {
        fixed(value, 1)
    } else {
        fixed(value, 2)
    }
}

/// A count with thin spaces between groups of three digits, from five digits on.
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

/// `1 switch`, `2 switches`.
pub fn plural(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(n), if n == 1 { one } else { many })
}

/// Short signs for threads with these names, each of them different: of `Thread-12 (work)` its number; of others a letter, and
/// the number in which the name ends, so that a thread keeps its sign when others begin.
pub fn tags(names: &[String]) -> Vec<String> {
    let mut tags: Vec<String> = Vec::with_capacity(names.len());
    for name in names {
        let short = name.split(" (").next().unwrap_or_default();
        let stem = short.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = &short[stem.len()..];
        let letter = if stem == "Thread-" { String::new() } else { stem.chars().take(1).collect() };
        let mut tag = letter.clone() + number;
        // Two names that begin alike: the later ones are counted.
        let mut again = 2;
        while tag.is_empty() || tags.contains(&tag) {
            tag = format!("{letter}{number}\u{2032}{again}");
            again += 1;
        }
        tags.push(tag);
    }
    tags
}

/// Text for an HTML document.
pub fn escape_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_threads_have_one_tag() {
        let told = |names: &[&str]| tags(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()).join(" ");
        assert_eq!(told(&["MainThread", "Thread-1 (work)", "Thread-12 (work)"]), "M 1 12");
        assert_eq!(told(&["MainThread", "hog-0", "hog-1", "sleeper"]), "M h0 h1 s");
        assert_eq!(told(&["reader", "runner", "r", "", "é1"]), "r r\u{2032}2 r\u{2032}3 \u{2032}2 é1");
        assert_eq!(told(&["hog-0", "ham-0"]), "h0 h0\u{2032}2");
    }

    #[test]
    fn durations_choose_their_unit() {
        let cases = [
            (0.0, "0 ns"),
            (999.4, "999 ns"),
            (1_000.0, "1.00 µs"),
            (12_345.0, "12.3 µs"),
            (5e6, "5.00 ms"),
            (99.96e6, "100 ms"),
            (1.234e9, "1.23 s"),
            (250e9, "250 s"),
        ];
        for (ns, expected) in cases {
            assert_eq!(duration(ns), expected);
        }
    }

    #[test]
    fn counts_are_grouped() {
        assert_eq!(count(1234), "1234");
        assert_eq!(count(12345), "12\u{202f}345");
        assert_eq!(count(1_000_000), "1\u{202f}000\u{202f}000");
        assert_eq!(plural(1, "switch", "switches"), "1 switch");
        assert_eq!(plural(0, "switch", "switches"), "0 switches");
    }
}
