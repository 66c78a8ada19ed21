//! What a run's result object says, and how it is told.

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
    pub fn figures(&self) -> Vec<(&'static str, String)> {
        vec![
            ("wall time", duration(self.wall_ns)),
            ("switches", crate::text::count(self.switches)),
            ("GIL requests", crate::text::count(self.gil_requests)),
            ("model", format!("{} on {}", self.model, plural(u64::from(self.cores), "worker", "workers"))),
        ]
    }

    /// The last line that it printed.
    pub fn outcome(&self) -> String {
        const LONGEST: usize = 80;
        let last = |text: &str| text.trim_end().lines().last().unwrap_or("").trim().to_owned();
        let mut outcome = last(&self.stdout);
        if self.is_failure() || outcome.is_empty() {
            let error = last(&self.stderr);
            if !error.is_empty() {
                outcome = error;
            }
        }
        if outcome.chars().count() > LONGEST {
            outcome = outcome.chars().take(LONGEST - 1).chain(['…']).collect();
        }
        outcome
    }
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
    fn the_outcome_is_the_last_line() {
        let mut result = RunResult { ended: "done".into(), stdout: "a\n lost 3 \n\n".into(), ..RunResult::default() };
        assert_eq!(result.outcome(), "lost 3");
        result.ended = "exception".into();
        result.stderr = "Traceback …\nValueError: no\n".into();
        assert_eq!(result.outcome(), "ValueError: no");
        result = RunResult { stdout: "x".repeat(200), ended: "done".into(), ..RunResult::default() };
        assert_eq!(result.outcome().chars().count(), 80);
    }
}
