//! Floats to text and back. Nothing here calls Python.

/// `repr(f)`: the shortest digits that give this float again.
pub fn repr(f: f64) -> String {
    if !f.is_finite() {
        return special(f);
    }
    let s = general(f);
    if s.contains(['.', 'e']) { s } else { s + ".0" }
}

/// Infinities and NaN.
pub fn special(f: f64) -> String {
    if f.is_nan() {
        "nan".into()
    } else if f > 0.0 {
        "inf".into()
    } else {
        "-inf".into()
    }
}

/// The shortest digits, without `.0`, as in the parts of a complex number.
pub fn general(f: f64) -> String {
    if !f.is_finite() {
        return special(f);
    }
    let (negative, digits, point) = shortest(f);
    let mut s = layout(&digits, point, !(-3..=16).contains(&point), false);
    if negative {
        s.insert(0, '-');
    }
    s
}

/// Sign, shortest digits, and where the point is: 0.DIGITS × 10^point.
pub fn shortest(f: f64) -> (bool, String, i32) {
    split(&format!("{:e}", f))
}

/// No float has more digits than this, on either side of the point; and `std::fmt` takes no precision beyond 16 bits.
const MOST_DIGITS: usize = 1100;

/// The `n` first significant digits (`n` > 0), rounded; as [`shortest`].
pub fn significant(f: f64, n: usize) -> (bool, String, i32) {
    let exact = n.min(MOST_DIGITS);
    let (negative, digits, point) = split(&format!("{:.*e}", exact - 1, f));
    (negative, digits + &"0".repeat(n - exact), point)
}

fn split(s: &str) -> (bool, String, i32) {
    let (m, e) = s.split_once('e').expect("an exponent");
    let (negative, m) = m.strip_prefix('-').map_or((false, m), |m| (true, m));
    let e: i32 = e.parse().expect("an exponent");
    (negative, m.replace('.', ""), e + 1)
}

/// Digits with the point in its place (`point` digits before it), or with an exponent. `alt` keeps a point at the end.
pub fn layout(digits: &str, point: i32, exponent: bool, alt: bool) -> String {
    let dot = if alt { "." } else { "" };
    if exponent {
        let (first, rest) = digits.split_at(1);
        let e = point - 1;
        let sign = if e < 0 { '-' } else { '+' };
        let dot = if rest.is_empty() { dot } else { "." };
        return format!("{first}{dot}{rest}e{sign}{:02}", e.abs());
    }
    if point <= 0 {
        let zeros = "0".repeat(-point as usize);
        return if digits == "0" && point == 0 { format!("0{dot}") } else { format!("0.{zeros}{digits}") };
    }
    let point = point as usize;
    if digits.len() <= point {
        format!("{digits}{}{dot}", "0".repeat(point - digits.len()))
    } else {
        format!("{}.{}", &digits[..point], &digits[point..])
    }
}

/// The float that a text means, as `float()` reads it: white space around, underscores between digits, `inf`, `nan`.
pub fn parse(s: &str) -> Option<f64> {
    let s = s.trim_matches(|c: char| matches!(c, ' ' | '\t'..='\r' | '\u{1c}'..='\u{1f}'));
    let clean: String;
    let s = if s.contains('_') {
        let b = s.as_bytes();
        let between = |i: usize| i > 0 && b[i - 1].is_ascii_digit() && b.get(i + 1).is_some_and(u8::is_ascii_digit);
        if !(0..b.len()).filter(|&i| b[i] == b'_').all(between) {
            return None;
        }
        clean = s.replace('_', "");
        &clean
    } else {
        s
    };
    let body = s.strip_prefix(['+', '-']).unwrap_or(s);
    match body.as_bytes().first()? {
        b'0'..=b'9' | b'.' => s.parse().ok(),
        _ => {
            let f = match body.to_ascii_lowercase().as_str() {
                "inf" | "infinity" => f64::INFINITY,
                "nan" => f64::NAN,
                _ => return None,
            };
            Some(if s.starts_with('-') { -f } else { f })
        }
    }
}

/// How a float is laid out by `format` and `%`.
#[derive(Clone, Copy, Debug)]
pub struct Float {
    /// `e`, `f`, `g`, or upper case.
    pub kind: char,
    /// `None` (with `g` only): the shortest digits that give the float again.
    pub precision: Option<usize>,
    /// `#`: keep the point and the zeros.
    pub alternate: bool,
    /// At least one digit after the point, as in `str`.
    pub dot_zero: bool,
}

impl Float {
    pub fn show(self, f: f64) -> String {
        let s = if f.is_finite() { self.finite(f) } else { special(f) };
        if self.kind.is_ascii_uppercase() { s.to_ascii_uppercase() } else { s }
    }

    fn finite(self, f: f64) -> String {
        let precision = self.precision.unwrap_or(6);
        let (negative, body) = match self.kind.to_ascii_lowercase() {
            'f' => {
                let exact = precision.min(MOST_DIGITS);
                let s = format!("{:.*}", exact, f.abs()) + &"0".repeat(precision - exact);
                let dot = if self.alternate && precision == 0 { "." } else { "" };
                (f.is_sign_negative(), s + dot)
            }
            'e' => {
                let (negative, digits, point) = significant(f, precision + 1);
                // Zero's digits say nothing of its exponent.
                let point = if f == 0.0 { 1 } else { point };
                (negative, layout(&digits, point, true, self.alternate))
            }
            _ => self.general(f),
        };
        if negative { format!("-{body}") } else { body }
    }

    fn general(self, f: f64) -> (bool, String) {
        let Some(precision) = self.precision else {
            let (negative, digits, point) = shortest(f);
            let exponent = !(-3..=16).contains(&point);
            let mut s = layout(&digits, if f == 0.0 { 1 } else { point }, exponent, self.alternate);
            if self.dot_zero && !s.contains(['.', 'e']) {
                s.push_str(".0");
            }
            return (negative, s);
        };
        let precision = precision.max(1);
        let (negative, digits, point) = significant(f, precision);
        let point = if f == 0.0 { 1 } else { point };
        let exponent = point <= -4 || point > precision as i32 - i32::from(self.dot_zero);
        let cut = digits.trim_end_matches('0');
        let digits = match (self.alternate, cut.is_empty()) {
            (true, _) => digits.as_str(),
            (false, true) => "0",
            (false, false) => cut,
        };
        let mut s = layout(digits, point, exponent, self.alternate);
        if self.dot_zero && !exponent && !s.contains('.') {
            s.push_str(".0");
        } else if self.dot_zero && !exponent && s.ends_with('.') {
            s.push('0');
        }
        (negative, s)
    }
}
