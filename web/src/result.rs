//! What a run's result object says, and how it is told.

use crate::settings::Model;
use crate::text::{duration, plural};

/// What the page uses of the result of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunResult {
    /// `done`, `exception`, `deadlock`, `time_limit`, `stopped` or `engine_failed`.
    pub ended: String,
    pub exit: i32,
    pub wall_ns: f64,
    pub switches: u64,
    pub gil_requests: u64,
    pub model: String,
    pub cores: u32,
    /// The output was cut by the engine.
    pub truncated: bool,
    /// The program's stdout and stderr, for comparing outcomes and finding the line of an error.
    pub stdout: String,
    pub stderr: String,
}

impl RunResult {
    /// How it ended, in a sentence.
    pub fn ending(&self) -> String {
        match self.ended.as_str() {
            "done" if self.exit == 0 => "Finished.".into(),
            "done" => format!("Finished with exit code {}.", self.exit),
            "exception" => "Ended by an exception.".into(),
            "deadlock" => "Deadlock: no thread can ever go on.".into(),
            "time_limit" => "Stopped at the time limit.".into(),
            "stopped" => "Stopped.".into(),
            "crashed" => "Crashed: it used an object that had been freed.".into(),
            "engine_failed" => "The engine failed. Your text is kept; the next run gets a fresh engine. \
                 If it happens again, reload the page."
                .into(),
            other => format!("Ended: {other}."),
        }
    }

    /// Whether something went wrong.
    pub fn is_failure(&self) -> bool {
        !matches!(self.ended.as_str(), "done" | "stopped") || (self.ended == "done" && self.exit != 0)
    }

    /// The figures: name and value.
    pub fn figures(&self) -> impl Iterator<Item = (&'static str, String)> {
        // Without a GIL there are none; it may have been switched on meanwhile.
        let switches = self.switches > 0 || self.model != Model::FreeThreaded.name();
        [
            (true, "wall time", duration(self.wall_ns)),
            (switches, "GIL switches", crate::text::count(self.switches)),
            (switches, "GIL requests", crate::text::count(self.gil_requests)),
            (true, "model", format!("{} on {}", self.model, plural(u64::from(self.cores), "worker", "workers"))),
        ]
        .into_iter()
        .filter_map(|(shown, name, value)| shown.then_some((name, value)))
    }

    /// The last line that it printed.
    pub fn outcome(&self) -> String {
        const LONGEST: usize = 80;
        let (mut outcome, error) = (last_line(&self.stdout), last_line(&self.stderr));
        if !error.is_empty() && (self.is_failure() || outcome.is_empty()) {
            outcome = error;
        }
        match (outcome.char_indices().nth(LONGEST - 1), outcome.char_indices().nth(LONGEST)) {
            (Some((cut, _)), Some(_)) => outcome[..cut].to_owned() + "…",
            _ => outcome.to_owned(),
        }
    }
}

/// The last line that is not empty, without the spaces around it.
fn last_line(text: &str) -> &str {
    let text = text.trim_ascii_end();
    let begin = text.bytes().rposition(|byte| byte == b'\n').map_or(0, |at| at + 1);
    text[begin..].trim_ascii_start()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_ending_is_told() {
        for ended in ["done", "exception", "deadlock", "time_limit", "stopped", "engine_failed"] {
            let result = RunResult { ended: ended.into(), ..RunResult::default() };
            assert!(result.ending().ends_with('.'), "{ended}");
            assert_eq!(result.is_failure(), !matches!(ended, "done" | "stopped"));
        }
    }

    #[test]
    fn a_run_without_a_gil_counts_no_switches_of_it() {
        let names = |model: &str, switches| {
            let result = RunResult { model: model.into(), switches, ..RunResult::default() };
            result.figures().map(|(name, _)| name).collect::<Vec<_>>()
        };
        assert_eq!(names("3.14", 0), ["wall time", "GIL switches", "GIL requests", "model"]);
        assert_eq!(names("3.14t", 0), ["wall time", "model"]);
        assert_eq!(names("3.14t", 2), names("3.14", 0), "it was switched on while the program ran");
    }

    #[test]
    fn the_outcome_is_the_last_line() {
        let mut result = RunResult { ended: "done".into(), stdout: "a\n lost 3 \n\n".into(), ..RunResult::default() };
        assert_eq!(result.outcome(), "lost 3");
        result.ended = "exception".into();
        result.stderr = "Traceback …\nValueError: no\n".into();
        assert_eq!(result.outcome(), "ValueError: no");
        result = RunResult { stdout: "x".repeat(200), ended: "done".into(), ..RunResult::default() };
        assert_eq!(result.outcome().chars().count(), 80);
        result.stdout = "é".repeat(80);
        assert_eq!(result.outcome(), result.stdout);
    }
}
