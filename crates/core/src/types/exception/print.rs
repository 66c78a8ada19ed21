//! Tracebacks as text, as CPython 3.14's `traceback` module writes them. Here is what takes no Python: the lines of the
//! frames, with source text and carets. What has to ask objects for their texts is in `hidden/traceback.py`.

use std::fmt::Write as _;

use gilscope_bytecode::Position;
use gilscope_heap::{Args, Kind, Value};

use super::{suggest, traceback};
use crate::native::{NativeDef, func};
use crate::types::{list, str};
use crate::world::{Anchors, World};
use crate::{Acc, Cx, Res};

pub static INTRINSICS: [NativeDef; 6] = [
    func("_traceback_text", "tb, marks=True, /", traceback_text, Acc::Pure),
    func("_traceback_here", "", traceback::here, Acc::Read),
    func("_closest", "name, names, /", closest, Acc::Pure),
    func("_innermost", "tb, /", innermost, Acc::Pure),
    func("_is_name", "name, /", |_, a| Ok(Value::bool(a[0].as_obj().is_some_and(|o| o.is(Kind::Str)))), Acc::Pure),
    func("_type_name", "cls, /", type_name, Acc::Pure),
];

/// Of frames that repeat, so many are shown.
const REPEATS: usize = 3;

fn traceback_text(cx: &mut Cx<'_>, a: Args) -> Res {
    let mut frames = frames(cx, a[0]);
    // Without `^`.
    if a[1] == Value::FALSE {
        frames.iter_mut().for_each(|f| f.at = None);
    }
    let text = frames_text(cx.world, &frames);
    cx.str(&text)
}

/// A frame of a traceback, or of a stack.
pub struct Frame {
    pub code: u32,
    pub line: u32,
    /// Index of the instruction; `None` where only the line counts.
    pub at: Option<usize>,
}

/// The frames of a traceback, outermost first.
pub fn frames(cx: &Cx<'_>, mut tb: Value) -> Vec<Frame> {
    let mut all = Vec::new();
    while let Some(o) = tb.as_obj() {
        let own_line = o.get(traceback::LINENO).as_int();
        let at = own_line.is_none().then(|| o.frozen(traceback::LASTI).int_value() as usize);
        all.push(Frame { code: o.frozen(traceback::CODE).obj().aux(), line: traceback::line_of(cx, tb), at });
        tb = o.get(traceback::NEXT);
    }
    all
}

/// The lines of the frames.
pub fn frames_text(world: &World, frames: &[Frame]) -> String {
    let mut out = String::new();
    let mut last: Option<(u32, u32)> = None;
    let mut count = 0;
    let flush = |out: &mut String, count: usize| {
        if count > REPEATS {
            let n = count - REPEATS;
            let _ = writeln!(out, "  [Previous line repeated {n} more time{}]", if n == 1 { "" } else { "s" });
        }
    };
    for f in frames {
        if last != Some((f.code, f.line)) {
            flush(&mut out, count);
            (last, count) = (Some((f.code, f.line)), 0);
        }
        count += 1;
        if count <= REPEATS {
            frame_text(world, f, &mut out);
        }
    }
    flush(&mut out, count);
    out
}

fn frame_text(world: &World, f: &Frame, out: &mut String) {
    let code = &world.code(f.code).code;
    let _ = writeln!(out, "  File \"{}\", line {}, in {}", code.filename, f.line, code.name);
    let position = f.at.and_then(|at| code.positions.get(at)).copied().filter(|p| p.has_columns && p.line == f.line);
    match position {
        Some(p) => marked_lines(world, &code.filename, p, out),
        None => {
            if let Some(line) = world.source_line(&code.filename, f.line)
                && !line.trim().is_empty()
            {
                let _ = writeln!(out, "    {}", line.trim());
            }
        }
    }
}

/// The source lines of an instruction, with `^` under it.
fn marked_lines(world: &World, filename: &str, p: Position, out: &mut String) {
    let original: Vec<Vec<char>> = (p.line..=p.end_line.max(p.line))
        .map(|n| world.source_line(filename, n).unwrap_or_default().trim_end().chars().collect())
        .collect();
    if original.iter().all(Vec::is_empty) {
        return;
    }
    let chars_before = |line: &[char], bytes: u32| {
        let mut left = bytes as usize;
        line.iter()
            .take_while(|c| {
                let fits = left >= c.len_utf8();
                left = left.saturating_sub(c.len_utf8());
                fits
            })
            .count()
    };
    let start = chars_before(&original[0], p.col);
    let end = chars_before(original.last().expect("a line"), p.end_col);
    let lines = dedent(original.clone());
    let removed = original[0].len() - lines[0].len();
    let (start, end) = (start.saturating_sub(removed), end.saturating_sub(removed));
    let last = lines.len() - 1;

    let whole: Vec<String> = lines.iter().map(|l| l.iter().collect()).collect();
    let mut segment: Vec<Vec<char>> = lines.clone();
    segment[last].truncate(end);
    let cut = start.min(segment[0].len());
    segment[0].drain(..cut);
    let segment: Vec<String> = segment.into_iter().map(|l| l.into_iter().collect()).collect();
    let shown = (world.config.anchors)(&whole.join("\n"), &segment.join("\n"), start, end);
    let anchors = shown.anchors;
    let carets = !shown.is_plain_call
        && (anchors.is_some()
            || lines[0][..start.min(lines[0].len())].iter().any(|c| !c.is_whitespace())
            || lines[last][end.min(lines[last].len())..].iter().any(|c| !c.is_whitespace()));

    let mut significant = vec![0, last as i64];
    if let Some(a) = anchors {
        for l in [a.left_line as i64, a.right_line as i64] {
            significant.extend([l - 1, l, l + 1]);
        }
    }
    significant.retain(|&l| (0..lines.len() as i64).contains(&l));
    significant.sort_unstable();
    significant.dedup();

    let mut result: Vec<Vec<char>> = Vec::new();
    let width = |line: &[char]| line.iter().map(|&c| char_width(c)).sum::<usize>();
    let marks = |n: usize| -> Vec<char> {
        let line = &lines[n];
        let spaces = line.iter().take_while(|c| c.is_whitespace()).count();
        let until = if n == last { width(&line[..end.min(line.len())]) } else { width(line) };
        let from = width(&lines[0][..start.min(lines[0].len())]);
        (0..until).map(|col| caret(n, col, spaces, from, anchors, start, &lines)).collect()
    };
    let put = |result: &mut Vec<Vec<char>>, n: usize| {
        result.push(lines[n].clone());
        if carets {
            result.push(marks(n));
        }
    };
    let mut before: Option<i64> = None;
    for &n in &significant {
        if let Some(b) = before {
            match n - b {
                2 => put(&mut result, n as usize - 1),
                d if d > 2 => result.push(format!("...<{} lines>...", d - 1).chars().collect()),
                _ => {}
            }
        }
        put(&mut result, n as usize);
        before = Some(n);
    }
    for line in dedent(result) {
        let line: String = line.into_iter().collect();
        let _ = writeln!(out, "    {line}");
    }
}

/// The mark at a column of a line.
fn caret(
    n: usize,
    col: usize,
    spaces: usize,
    from: usize,
    anchors: Option<Anchors>,
    start: usize,
    lines: &[Vec<char>],
) -> char {
    if col < spaces || n == 0 && col < from {
        return ' ';
    }
    let Some(a) = anchors else { return '^' };
    let shift = |line: usize, col: usize| {
        let col = if line == 0 { col + start } else { col };
        let l = &lines[line];
        l[..col.min(l.len())].iter().map(|&c| char_width(c)).sum::<usize>()
    };
    let (left, right) = (shift(a.left_line, a.left_col), shift(a.right_line, a.right_col));
    let after_left = n > a.left_line || n == a.left_line && col >= left;
    let before_right = n < a.right_line || n == a.right_line && col < right;
    if after_left && before_right { '^' } else { '~' }
}

/// How many columns a character takes on a terminal.
fn char_width(c: char) -> usize {
    match c as u32 {
        0x1100..=0x115F
        | 0x2E80..=0x303E
        | 0x3041..=0x33FF
        | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF
        | 0xA000..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F
        | 0xFF00..=0xFF60
        | 0xFFE0..=0xFFE6
        | 0x1F300..=0x1F64F
        | 0x1F900..=0x1F9FF
        | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}

/// Removes the blanks that all lines (but empty ones) begin with.
fn dedent(mut lines: Vec<Vec<char>>) -> Vec<Vec<char>> {
    let margin = lines
        .iter()
        .filter(|l| l.iter().any(|c| !c.is_whitespace()))
        .map(|l| l.iter().take_while(|c| matches!(c, ' ' | '\t')).count())
        .min()
        .unwrap_or(0);
    for l in &mut lines {
        if l.iter().all(|c| c.is_whitespace()) {
            l.clear();
        } else {
            l.drain(..margin);
        }
    }
    lines
}

/// The one of a list of names that is nearest to a name, or None.
fn closest(cx: &mut Cx<'_>, a: Args) -> Res {
    let name = str::to_string(a[0]);
    let names = a[1].as_obj().filter(|o| o.is(Kind::List)).map(list::items).unwrap_or_default();
    let names: Vec<String> = names.into_iter().filter_map(|v| str::of(v).map(str::Text::to_string_lossy)).collect();
    match suggest::closest(&name, names.into_iter()) {
        Some(s) => cx.str(&s),
        None => Ok(Value::NONE),
    }
}

/// (locals or None, globals) of a traceback's innermost frame, or None.
fn innermost(cx: &mut Cx<'_>, a: Args) -> Res {
    let mut tb = a[0];
    if !tb.as_obj().is_some_and(|o| o.is(Kind::Traceback)) {
        return Ok(Value::NONE);
    }
    while tb.obj().get(traceback::NEXT).is_obj() {
        tb = tb.obj().get(traceback::NEXT);
    }
    let locals = tb.obj().get(traceback::LOCALS);
    cx.tuple(&[if locals.is_null() { Value::NONE } else { locals }, traceback::globals(tb)])
}

/// The name of an exception's class as tracebacks show it.
fn type_name(cx: &mut Cx<'_>, a: Args) -> Res {
    let q = crate::types::class::qualname(a[0]);
    let text = match crate::types::class::methods::module_of(cx, a[0]) {
        Some(m) if m != "builtins" && m != "__main__" => format!("{m}.{q}"),
        Some(_) => q,
        None => format!("<unknown>.{q}"),
    };
    cx.str(&text)
}
