//! `str.format`: literal text and replacement fields.

use gilscope_heap::{Args, Kind, Value};

use super::replay::{self, Ask, Need, Replay};
use crate::types::str::{self, Builder, Text};
use crate::types::{dict, tuple};
use crate::{Cx, Res};

/// `template.format(*args, **kwargs)`; `format_map` gives NULL for `args`. May call Python.
pub fn format(cx: &mut Cx<'_>, template: Value, args: Value, kwargs: Value) -> Res {
    let r = step(cx, template, args, kwargs, Replay::default());
    let args = if args.is_null() { Value::NONE } else { args };
    replay::run(cx, "format_general", &[template, args, kwargs], r)
}

/// The intrinsic `_format(template, args, kwargs, done)`: see `replay`.
pub fn round(cx: &mut Cx<'_>, a: Args) -> Res {
    let args = if a[1].is_none() { Value::NULL } else { a[1] };
    let r = step(cx, a[0], args, a[2], Replay::new(a[3]));
    replay::answer(cx, r)
}

fn step(cx: &mut Cx<'_>, template: Value, args: Value, kwargs: Value, replay: Replay) -> Result<Value, Need> {
    let t = str::text(template.obj());
    let mut f = Formatter { replay, args, kwargs, numbering: Numbering::None, next: 0 };
    let out = f.expand(cx, t, 2)?;
    Ok(out.finish(cx)?)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbering {
    None,
    Automatic,
    Manual,
}

struct Formatter {
    replay: Replay,
    args: Value,
    kwargs: Value,
    numbering: Numbering,
    next: usize,
}

fn find(t: Text, from: usize, set: &[char]) -> Option<usize> {
    (from..t.len()).find(|&i| set.iter().any(|&c| c as u32 == t.at(i)))
}

impl Formatter {
    /// The text with its fields replaced; fields may be nested `depth` deep.
    fn expand(&mut self, cx: &mut Cx<'_>, t: Text, depth: u32) -> Result<Builder, Need> {
        if depth == 0 {
            return Err(cx.value_error("Max string recursion exceeded").into());
        }
        let mut out = Builder::with_capacity(t.len() + 16);
        let n = t.len();
        let mut at = 0;
        while at < n {
            let c = t.at(at);
            at += 1;
            if c != '{' as u32 && c != '}' as u32 {
                out.push(c);
                continue;
            }
            let open = c == '{' as u32;
            if at < n && t.at(at) == c {
                out.push(c);
                at += 1;
                continue;
            }
            if !open {
                return Err(cx.value_error("Single '}' encountered in format string").into());
            }
            if at >= n {
                return Err(cx.value_error("Single '{' encountered in format string").into());
            }
            at = self.field(cx, t, at, &mut out, depth)?;
        }
        Ok(out)
    }

    /// A field; `at` is behind its `{`. Gives where the text goes on.
    fn field(&mut self, cx: &mut Cx<'_>, t: Text, start: usize, out: &mut Builder, depth: u32) -> Result<usize, Need> {
        let n = t.len();
        // The field's name ends at `:` or `!` outside square brackets, or at the field's end.
        let mut at = start;
        let mut bracket = false;
        let name_end = loop {
            if at >= n {
                return Err(cx.value_error("expected '}' before end of string").into());
            }
            match char::from_u32(t.at(at)) {
                Some('{') => return Err(cx.value_error("unexpected '{' in field name").into()),
                Some('[') => bracket = true,
                Some(']') => bracket = false,
                Some('}' | ':' | '!') if !bracket => break at,
                _ => {}
            }
            at += 1;
        };
        let mut conversion = 0;
        if t.at(at) == '!' as u32 {
            at += 1;
            if at >= n {
                return Err(cx.value_error("end of string while looking for conversion specifier").into());
            }
            conversion = t.at(at);
            at += 1;
            if at >= n {
                return Err(cx.value_error("unmatched '{' in format spec").into());
            }
            if conversion == '}' as u32 {
                return Err(cx.value_error("unmatched '{' in format spec").into());
            }
            if !matches!(char::from_u32(t.at(at)), Some(':' | '}')) {
                return Err(cx.value_error("expected ':' after conversion specifier").into());
            }
        }
        let mut spec = t.slice(at, at);
        let mut nested = false;
        if t.at(at) == ':' as u32 {
            at += 1;
            let from = at;
            let mut open = 1;
            loop {
                let Some(i) = find(t, at, &['{', '}']) else {
                    let m = if open > 1 { "unmatched '{' in format spec" } else { "expected '}' before end of string" };
                    return Err(cx.value_error(m).into());
                };
                at = i + 1;
                if t.at(i) == '{' as u32 {
                    nested = true;
                    open += 1;
                } else {
                    open -= 1;
                    if open == 0 {
                        spec = t.slice(from, i);
                        break;
                    }
                }
            }
        } else {
            at += 1;
        }
        let mut v = self.lookup(cx, t.slice(start, name_end))?;
        if conversion != 0 {
            let how = match char::from_u32(conversion) {
                Some('s') => Ask::Str,
                Some('r') => Ask::Repr,
                Some('a') => Ask::Ascii,
                Some(c) if c > ' ' && c < '\x7F' => {
                    return Err(cx.value_error(format!("Unknown conversion specifier {c}")).into());
                }
                _ => return Err(cx.value_error(format!("Unknown conversion specifier \\x{conversion:x}")).into()),
            };
            v = self.replay.ask(cx, how, v, Value::NULL)?;
        }
        let spec = if nested { self.expand(cx, spec, depth - 1)?.finish(cx)? } else { str::from_text(cx, spec)? };
        let s = self.replay.ask(cx, Ask::Format, v, spec)?;
        out.push_value(s);
        Ok(at)
    }

    /// The value of a field's name: `0`, `name`, then `.attribute` and `[item]`.
    fn lookup(&mut self, cx: &mut Cx<'_>, name: Text) -> Result<Value, Need> {
        let end = find(name, 0, &['.', '[']).unwrap_or(name.len());
        let first = name.slice(0, end);
        let mut v = self.first(cx, first)?;
        let mut at = end;
        while at < name.len() {
            let dot = name.at(at) == '.' as u32;
            at += 1;
            let (from, to) = if dot {
                let to = find(name, at, &['.', '[']).unwrap_or(name.len());
                (at, to)
            } else {
                let Some(to) = find(name, at, &[']']) else {
                    return Err(cx.value_error("Missing ']' in format string").into());
                };
                (at, to)
            };
            if from == to {
                return Err(cx.value_error("Empty attribute in format string").into());
            }
            let part = name.slice(from, to);
            at = if dot { to } else { to + 1 };
            if !dot && at < name.len() && !matches!(char::from_u32(name.at(at)), Some('.' | '[')) {
                return Err(cx.value_error("Only '.' or '[' may follow ']' in format field specifier").into());
            }
            let key = match number(cx, part)? {
                Some(i) if !dot => cx.int(i as i64)?,
                _ => str::from_text(cx, part)?,
            };
            v = self.replay.ask(cx, if dot { Ask::Attr } else { Ask::Item }, v, key)?;
        }
        Ok(v)
    }

    fn first(&mut self, cx: &mut Cx<'_>, name: Text) -> Result<Value, Need> {
        let index = if name.is_empty() {
            if self.numbering == Numbering::Manual {
                let m = "cannot switch from manual field specification to automatic field numbering";
                return Err(cx.value_error(m).into());
            }
            self.numbering = Numbering::Automatic;
            self.next += 1;
            self.next - 1
        } else if let Some(i) = number(cx, name)? {
            if self.numbering == Numbering::Automatic {
                let m = "cannot switch from automatic field numbering to manual field specification";
                return Err(cx.value_error(m).into());
            }
            self.numbering = Numbering::Manual;
            i
        } else {
            let key = str::from_text(cx, name)?;
            let Some(o) = self.kwargs.as_obj() else { return Err(cx.key_error(key).into()) };
            if o.is_exact(Kind::Dict) {
                return match dict::get_str(o, key) {
                    Some(v) => Ok(v),
                    None => Err(cx.key_error(key).into()),
                };
            }
            return self.replay.ask(cx, Ask::Item, self.kwargs, key);
        };
        if self.args.is_null() {
            return Err(cx.value_error("Format string contains positional fields").into());
        }
        let args = self.args.obj();
        if index >= tuple::len(args) {
            let m = format!("Replacement index {index} out of range for positional args tuple");
            return Err(cx.index_error(m).into());
        }
        Ok(tuple::get(args, index))
    }
}

/// The number that a part of a name is, where it is digits only.
fn number(cx: &mut Cx<'_>, t: Text) -> Res<Option<usize>> {
    let mut n = 0usize;
    if t.is_empty() {
        return Ok(None);
    }
    for c in t.iter() {
        let 0x30..=0x39 = c else { return Ok(None) };
        n = match n.checked_mul(10).and_then(|n| n.checked_add(c as usize - 0x30)) {
            Some(n) if n <= isize::MAX as usize => n,
            _ => return Err(cx.value_error("Too many decimal digits in format string")),
        };
    }
    Ok(Some(n))
}
