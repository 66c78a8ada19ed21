//! What the editor shows of a moment: where each thread is.

use super::super::editor::Editor;
use super::super::engine::number;
use super::moment::{Moment, line, state, string};

pub fn mark(editor: &Editor, now: &Moment) {
    let actor = now.get("actor").as_f64();
    let marks: Vec<(u32, &str, String, String)> = now
        .threads()
        .iter()
        .filter(|thread| string(thread, "state") != "ended")
        .filter_map(|thread| {
            let (words, _, class) = state(&string(thread, "state"));
            let at = if Some(number(thread, "id")) == actor { "cm-at" } else { "" };
            let title = format!("{}: {words}", string(thread, "name"));
            Some((line(thread)?, at, format!("state-{class}"), title))
        })
        .collect();
    let marks: Vec<_> = marks.iter().map(|(line, at, dot, title)| (*line, *at, dot.as_str(), title.as_str())).collect();
    editor.mark(&marks);
}
