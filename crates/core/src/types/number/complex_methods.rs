//! Methods of `complex`.

use crate::native::{GetSetDef, NativeDef};

pub const DOC: &str = "";

pub const METHODS: &[NativeDef] = &[];
pub const GETSET: &[GetSetDef] = &[];

/// `abs(z)`. Does not call Python.
pub fn modulus(cx: &mut crate::Cx<'_>, re: f64, im: f64) -> crate::Res {
    let r = re.hypot(im);
    if r.is_infinite() && re.is_finite() && im.is_finite() {
        return Err(cx.overflow_error("absolute value too large"));
    }
    Ok(gilscope_heap::Value::float(r))
}

/// `repr(z)`
pub fn repr(re: f64, im: f64) -> String {
    use super::float_text::general;
    if re == 0.0 && re.is_sign_positive() {
        return format!("{}j", general(im));
    }
    let im = general(im);
    let sign = if im.starts_with('-') { "" } else { "+" };
    format!("({}{sign}{im}j)", general(re))
}
