//! The shelf: programs to begin with.

/// A program on the shelf.
#[derive(Debug, PartialEq, Eq)]
pub struct Program {
    /// Short name for links and storage.
    pub id: &'static str,
    pub title: &'static str,
    /// The question that it answers.
    pub hint: &'static str,
    pub source: &'static str,
}

/// All of them; the first is what a new visitor sees (and is also in `index.html`, to be read before all else).
pub static SHELF: [Program; 8] = [
    Program {
        id: "lost-update",
        title: "Lost update",
        hint: "Does counter += 1 lose additions?",
        source: include_str!("../programs/lost_update.py"),
    },
    Program {
        id: "cpu-bound",
        title: "CPU-bound pair",
        hint: "Are two computing threads faster?",
        source: include_str!("../programs/cpu_bound.py"),
    },
    Program {
        id: "io-bound",
        title: "I/O-bound pair",
        hint: "Are two waiting threads faster?",
        source: include_str!("../programs/io_bound.py"),
    },
    Program {
        id: "convoy",
        title: "Convoy",
        hint: "What if one waits and others compute?",
        source: include_str!("../programs/convoy.py"),
    },
    Program {
        id: "producer-consumer",
        title: "Producer, consumers",
        hint: "Who waits for whom at a queue?",
        source: include_str!("../programs/producer_consumer.py"),
    },
    Program {
        id: "deadlock",
        title: "Deadlock",
        hint: "Two locks, two orders: who goes on?",
        source: include_str!("../programs/deadlock.py"),
    },
    Program {
        id: "check-then-act",
        title: "Check, then act",
        hint: "Is it loaded once?",
        source: include_str!("../programs/check_then_act.py"),
    },
    Program {
        id: "use-after-free",
        title: "Use after free",
        hint: "What if the GIL were simply deleted?",
        source: include_str!("../programs/use_after_free.py"),
    },
];

/// The program of this short name.
pub fn by_id(id: &str) -> Option<&'static Program> {
    SHELF.iter().find(|program| program.id == id)
}

/// The program whose text this is.
pub fn by_source(source: &str) -> Option<&'static Program> {
    SHELF.iter().find(|program| program.source == source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::escape_html;

    #[test]
    fn the_shell_shows_the_first_program_before_anything_is_loaded() {
        let shell = include_str!("../../index.html");
        let expected = escape_html(SHELF[0].source);
        assert!(shell.contains(&format!(">\n{expected}</textarea>")), "index.html's textarea differs");
    }

    #[test]
    fn programs_are_short_and_fit_the_editor() {
        for program in &SHELF {
            assert!(program.source.lines().count() <= 45, "{}", program.id);
            for line in program.source.lines() {
                assert!(line.chars().count() <= 80, "{}: {line}", program.id);
                assert_eq!(line.trim_end(), line, "{}", program.id);
            }
            assert_eq!(by_source(program.source), Some(program));
        }
    }
}
