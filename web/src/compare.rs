//! Two runs of a program under different models, at the same place of the same thread: what differs, in words.

/// So many values that differ are named.
const MOST_VALUES: usize = 4;

/// One of the two runs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Side {
    /// As `--model` takes it.
    pub model: String,
    pub has_gil: bool,
    /// What the thread would do next.
    pub next: Option<Next>,
    /// The thread that runs next instead of it.
    pub between: Option<String>,
    /// Global variables, and what they are.
    pub values: Vec<(String, String)>,
    /// Threads, and where each is.
    pub threads: Vec<(String, String)>,
    /// What was printed when it had ended.
    pub printed: String,
}

/// An instruction that comes next.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Next {
    pub line: u32,
    /// The instruction and its operand.
    pub what: String,
    /// May the GIL be given up there?
    pub poll: bool,
    /// Is its line begun, and not done?
    pub within: bool,
}

/// The differences, the most telling one first. `thread`: the one at whose place the two are looked at.
pub fn differences(thread: &str, a: &Side, b: &Side) -> Vec<String> {
    let mut said = Vec::new();
    said.extend(switch(thread, a, b).or_else(|| switch(thread, b, a)));
    if said.is_empty() {
        said.extend(poll(thread, a, b));
    }
    let differ = a.values.iter().filter_map(|(name, value)| {
        let (_, other) = b.values.iter().find(|(n, _)| n == name)?;
        (value != other).then(|| format!("{name} is {value} under {}, and {other} under {}.", a.model, b.model))
    });
    said.extend(differ.take(MOST_VALUES));
    for (name, place) in &a.threads {
        match b.threads.iter().find(|(n, _)| n == name) {
            Some((_, other)) if place != other => {
                said.push(format!("{name} is {place} under {}, and {other} under {}.", a.model, b.model));
            }
            None => said.push(format!("{name} has been started under {}, and not yet under {}.", a.model, b.model)),
            _ => {}
        }
    }
    for (name, _) in b.threads.iter().filter(|(name, _)| a.threads.iter().all(|(n, _)| n != name)) {
        said.push(format!("{name} has been started under {}, and not yet under {}.", b.model, a.model));
    }
    said.push(ending(a, b));
    said
}

/// Under one model another thread comes between here, under the other it does not.
fn switch(thread: &str, a: &Side, b: &Side) -> Option<String> {
    let (by, next) = (a.between.as_ref().filter(|_| b.between.is_none())?, a.next.as_ref()?);
    let place = if next.within {
        format!("in the middle of line {}, before {}", next.line, next.what)
    } else {
        format!("before line {}", next.line)
    };
    let why = if a.has_gil { "the switch falls here" } else { "both run at the same time" };
    let other = match &b.next {
        Some(other) if b.has_gil && !other.poll => {
            format!("Under {} it cannot: there is no place between two polls at which the GIL changes hands.", b.model)
        }
        _ => format!("Under {} it could, but {thread} goes on in this run.", b.model),
    };
    Some(format!("{place}, {by} comes between under {}: {why}. {other}", a.model)).map(capitalised)
}

fn capitalised(text: String) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Under one model the GIL may change hands here, under the other it may not.
fn poll(thread: &str, a: &Side, b: &Side) -> Option<String> {
    let (first, second) = (a.next.as_ref()?, b.next.as_ref()?);
    if first.what != second.what {
        return None;
    }
    let may = |side: &Side, next: &Next| match (side.has_gil, next.poll) {
        (false, _) => "there is no GIL, and others may run at any time",
        (true, true) => "may lose the GIL here",
        (true, false) => "cannot lose the GIL here",
    };
    let (first, second) = (may(a, first), may(b, second));
    let subject = |words: &'static str| if words.starts_with("there") { String::new() } else { format!("{thread} ") };
    (first != second).then(|| {
        format!(
            "At {}: under {} {}{first}; under {} {}{second}.",
            a.next.as_ref().map_or("", |next| &next.what),
            a.model,
            subject(first),
            b.model,
            subject(second),
        )
    })
}

fn ending(a: &Side, b: &Side) -> String {
    if a.printed == b.printed {
        return "In the end both have printed the same.".into();
    }
    let lines = || a.printed.lines().zip(b.printed.lines()).find(|(x, y)| x != y);
    match lines() {
        Some((x, y)) => format!("In the end they have printed “{x}” under {}, and “{y}” under {}.", a.model, b.model),
        None => "In the end one has printed more than the other.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(model: &str, poll: bool) -> Side {
        let next = Next { line: 7, what: "STORE_GLOBAL counter".into(), poll, within: true };
        Side { model: model.into(), has_gil: true, next: Some(next), ..Side::default() }
    }

    #[test]
    fn a_switch_that_only_one_model_allows_is_called_out() {
        let (mut old, new) = (side("3.9", true), side("3.14", false));
        old.between = Some("Thread-2".into());
        for said in [differences("Thread-1", &old, &new), differences("Thread-1", &new, &old)] {
            assert!(
                said[0].starts_with(
                    "In the middle of line 7, before STORE_GLOBAL counter, Thread-2 comes between under 3.9"
                ),
                "{said:?}"
            );
            assert!(said[0].contains("Under 3.14 it cannot"), "{said:?}");
        }
        let every = side("every", true);
        assert!(differences("Thread-1", &old, &every)[0].contains("Under every it could"));
    }

    #[test]
    fn where_the_gil_may_go_and_where_not() {
        let said = differences("Thread-1", &side("3.9", true), &side("3.14", false));
        assert_eq!(
            said[0],
            "At STORE_GLOBAL counter: under 3.9 Thread-1 may lose the GIL here; under 3.14 Thread-1 cannot lose the GIL here."
        );
        let free = Side { has_gil: false, ..side("3.14t", true) };
        assert!(differences("Thread-1", &free, &side("3.14", false))[0].contains("there is no GIL"));
        assert_eq!(
            differences("Thread-1", &side("a", true), &side("b", true)),
            ["In the end both have printed the same."]
        );
    }

    #[test]
    fn values_threads_and_endings_are_compared() {
        let mut a = side("3.9", true);
        a.values = vec![("counter".into(), "4".into()), ("n".into(), "1".into())];
        a.threads = vec![("T".into(), "at line 3".into()), ("U".into(), "ended".into())];
        a.printed = "sum\n4\n".into();
        let mut b = side("every", true);
        b.values = vec![("counter".into(), "5".into()), ("n".into(), "1".into())];
        b.threads = vec![("T".into(), "at line 5".into())];
        b.printed = "sum\n5\n".into();
        assert_eq!(
            differences("T", &a, &b),
            [
                "counter is 4 under 3.9, and 5 under every.",
                "T is at line 3 under 3.9, and at line 5 under every.",
                "U has been started under 3.9, and not yet under every.",
                "In the end they have printed “4” under 3.9, and “5” under every.",
            ]
        );
    }
}
