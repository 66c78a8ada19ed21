//! What the editor shows of a moment: where each thread is, and where the GIL may be given up.

use super::super::editor::{Editor, Mark};
use super::super::engine::{get, number};
use super::moment::{Moment, line, state, string};

/// So many threads are marked.
const MOST: usize = 16;

/// `polls`: lines at which the model lets a thread give up its GIL, as far as the code tells.
pub fn mark(editor: &Editor, now: &Moment, polls: &[u32]) {
    let actor = now.get("actor").as_f64();
    let threads = now.tagged_threads();
    let alive = threads.iter().filter(|(thread, _)| string(thread, "state") != "ended");
    let mut marks: Vec<Mark> = alive
        .filter_map(|(thread, tag)| {
            let (words, _, class) = state(&string(thread, "state"));
            Some(Mark {
                line: line(thread)?,
                class: if Some(number(thread, "id")) == actor { "cm-at" } else { "" },
                dot: format!("state-{class}"),
                text: tag.clone(),
                title: format!("{}: {words}", string(thread, "name")),
                poll: false,
            })
        })
        .take(MOST)
        .collect();
    // A request travels to the holder's next poll.
    let gil = now.get("gil");
    let asked = get(&gil, "requested_by").as_f64().zip(get(&gil, "next_poll_line").as_f64());
    if get(&gil, "exists").is_truthy() {
        let silent: Vec<f64> = now.list("silent_lines").iter().filter_map(|line| line.as_f64()).collect();
        let polls = polls.iter().filter(|line| !silent.contains(&f64::from(**line)));
        marks.extend(polls.map(|&line| {
            let by = asked.filter(|(_, at)| *at as u32 == line).map(|(by, _)| now.name(by));
            Mark {
                line,
                class: "",
                dot: format!("cm-poll{}", if by.is_some() { " asked" } else { "" }),
                text: String::new(),
                title: match by {
                    Some(by) => format!("{by} has asked for the GIL: it is given up here"),
                    None => "The GIL may be given up here".into(),
                },
                poll: true,
            }
        }));
    }
    editor.mark(&marks);
}
