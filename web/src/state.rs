//! The page's state and what changes it. Pure, so that it is tested without a browser.

use std::rc::Rc;

use crate::race::{Lap, Race};
use crate::result::RunResult;
use crate::settings::{MOST_VIRTUAL_CORES, Model, Settings};

/// The engine, as far as the page knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Engine {
    Loading,
    /// Number of workers; 0: one thread, because the page is not isolated.
    Ready {
        threads: u32,
    },
    Failed {
        message: String,
    },
}

/// How the program is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lens {
    /// Real threads, measured.
    Run,
    /// The simulator, step by step.
    Trace,
}

/// What is going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    Idle,
    Running,
    Racing,
    /// A simulation is on its way to its end.
    Tracing,
}

/// Something wrong with the program, at a place. Lines count from 1, columns from 0 in UTF-16 units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub line: u32,
    pub column: u32,
    pub end_line: u32,
    pub end_column: u32,
    pub message: String,
}

/// Everything that the page shows, apart from the texts of editor and output and the timeline's events, which
/// are large and change by themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub lens: Lens,
    pub settings: Settings,
    pub engine: Engine,
    pub activity: Activity,
    /// Stop was pressed and the run has not ended yet.
    pub stopping: bool,
    /// Run was pressed before the engine had come.
    pub waiting: bool,
    pub result: Option<RunResult>,
    pub race: Option<Race>,
    /// It is the race that ended last, not the run.
    pub raced: bool,
    /// What is wrong with the program in the editor.
    pub problems: Rc<[Problem]>,
    /// Something the reader should know, until it is closed.
    pub notice: Option<Rc<str>>,
    /// Which program of the shelf is in the editor, unchanged.
    pub program: Option<&'static str>,
    /// A text of the reader's own was replaced and can be brought back.
    pub can_restore: bool,
    /// The text in the editor is not the one that the Trace lens shows.
    pub edited: bool,
}

impl Default for State {
    fn default() -> Self {
        Self {
            lens: Lens::Run,
            settings: Settings::default(),
            engine: Engine::Loading,
            activity: Activity::Idle,
            stopping: false,
            waiting: false,
            result: None,
            race: None,
            raced: false,
            problems: Rc::new([]),
            notice: None,
            program: None,
            can_restore: false,
            edited: false,
        }
    }
}

/// What can happen.
#[derive(Clone, Debug)]
pub enum Action {
    SetLens(Lens),
    SetGil(bool),
    SetModel(Model),
    SetCores(Option<u32>),
    SetInterval(u32),
    SetSeed(u64),
    SetSettings(Settings),
    EngineLoading,
    EngineReady {
        threads: u32,
    },
    EngineFailed {
        message: String,
    },
    /// Run was pressed and the engine is not there yet.
    RunWanted,
    RunStarted,
    RaceStarted,
    TraceStarted,
    TraceEnded,
    Lap(Lap),
    Stopping,
    /// A run ended with a result.
    RunEnded(RunResult),
    RaceEnded,
    /// A run or race could not be done.
    Aborted {
        message: String,
    },
    Problems(Rc<[Problem]>),
    Notice(Option<Rc<str>>),
    /// The editor has this program's text, or another text.
    Program(Option<&'static str>),
    CanRestore(bool),
    Edited(bool),
}

impl State {
    /// How many cores can be chosen from: of this machine, or of the simulator.
    pub fn most_cores(&self) -> u32 {
        match self.engine {
            _ if self.lens == Lens::Trace => MOST_VIRTUAL_CORES,
            Engine::Ready { threads } => threads.max(1),
            _ => self.settings.cores.unwrap_or(1),
        }
    }

    /// Whether something runs.
    pub fn busy(&self) -> bool {
        self.activity != Activity::Idle
    }

    /// The state after an action.
    pub fn after(&self, action: Action) -> Self {
        let mut next = self.clone();
        match action {
            Action::SetLens(lens) => next.lens = lens,
            Action::SetGil(gil) => next.settings.set_gil(gil),
            Action::SetModel(model) => next.settings.set_model(model),
            Action::SetCores(cores) => next.settings.cores = cores,
            Action::SetInterval(interval_us) => next.settings.interval_us = interval_us,
            Action::SetSeed(seed) => next.settings.seed = seed,
            Action::SetSettings(settings) => next.settings = settings,
            Action::EngineLoading => next.engine = Engine::Loading,
            Action::EngineReady { threads } => next.engine = Engine::Ready { threads },
            Action::EngineFailed { message } => {
                next.engine = Engine::Failed { message };
                next.waiting = false;
            }
            Action::RunWanted => next.waiting = true,
            Action::RunStarted => {
                next.activity = Activity::Running;
                next.waiting = false;
                next.raced = false;
                next.result = None;
                next.notice = None;
            }
            Action::RaceStarted => {
                next.activity = Activity::Racing;
                next.race = Some(Race::default());
                next.notice = None;
            }
            Action::TraceStarted => {
                next.activity = Activity::Tracing;
                next.waiting = false;
                next.notice = None;
            }
            Action::TraceEnded => next.idle(),
            Action::Lap(lap) => {
                if let Some(race) = &mut next.race {
                    race.laps.push(lap);
                }
            }
            Action::Stopping => {
                next.stopping = next.busy();
                next.waiting = false;
            }
            Action::RunEnded(result) => {
                next.idle();
                next.result = Some(result);
            }
            Action::RaceEnded => {
                next.idle();
                next.raced = true;
            }
            Action::Aborted { message } => {
                next.idle();
                next.notice = Some(message.into());
            }
            Action::Problems(problems) => next.problems = problems,
            Action::Notice(notice) => next.notice = notice,
            Action::Program(program) => next.program = program,
            Action::CanRestore(can) => next.can_restore = can,
            Action::Edited(edited) => next.edited = edited,
        }
        next
    }

    fn idle(&mut self) {
        self.activity = Activity::Idle;
        self.stopping = false;
    }

    /// How many cores the next run or simulation has, as far as is known.
    pub fn cores(&self) -> u32 {
        match self.lens {
            Lens::Trace => self.settings.virtual_cores(),
            Lens::Run => self.workers().or(self.settings.cores).unwrap_or(1),
        }
    }

    /// How many workers the next run uses, once that is known.
    pub fn workers(&self) -> Option<u32> {
        match self.engine {
            Engine::Ready { threads: 0 } => Some(1),
            Engine::Ready { threads } => Some(self.settings.cores.map_or(threads, |cores| cores.clamp(1, threads))),
            _ => None,
        }
    }

    /// What is running the programs, in a sentence.
    pub fn engine_line(&self) -> String {
        match &self.engine {
            Engine::Loading if self.waiting => "The engine is coming; the program will run then.".into(),
            Engine::Loading => "The engine is coming.".into(),
            Engine::Failed { .. } => "The engine did not start.".into(),
            Engine::Ready { .. } if self.lens == Lens::Trace => {
                "Simulated on virtual cores, with a virtual clock: the same on every device.".into()
            }
            Engine::Ready { threads: 0 } => "One thread: this page is not isolated.".into(),
            Engine::Ready { .. } => {
                let workers = self.workers().unwrap_or(1);
                format!("Real threads on {}.", crate::text::plural(workers.into(), "worker", "workers"))
            }
        }
    }

    /// What is going on, for those who listen instead of looking.
    pub fn announcement(&self) -> String {
        match self.activity {
            _ if self.stopping => "Stopping.".into(),
            Activity::Running => "Running.".into(),
            Activity::Tracing => "Simulating.".into(),
            Activity::Racing => {
                let laps = self.race.as_ref().map_or(0, |race| race.laps.len());
                format!("Race: run {} of {}.", (laps + 1).min(2 * crate::race::ROUNDS), 2 * crate::race::ROUNDS)
            }
            // The Trace lens says by itself what it has come to.
            Activity::Idle if self.lens == Lens::Trace => String::new(),
            Activity::Idle if self.raced => self.race.as_ref().and_then(Race::verdict).unwrap_or_default(),
            Activity::Idle => match &self.result {
                Some(result) => {
                    let wall = crate::text::duration(result.wall_ns);
                    let printed = result.outcome();
                    let last =
                        if printed.is_empty() { String::new() } else { format!(" Last line printed: {printed}") };
                    format!("{} Wall time {wall}.{last}", result.ending())
                }
                None => String::new(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(actions: Vec<Action>) -> State {
        actions.into_iter().fold(State::default(), |state, action| state.after(action))
    }

    #[test]
    fn a_run_that_ends_leaves_its_result() {
        let state = after(vec![Action::EngineReady { threads: 2 }, Action::RunStarted, Action::Stopping]);
        assert!(state.busy() && state.stopping);
        let state = state.after(Action::RunEnded(RunResult { ended: "stopped".into(), ..RunResult::default() }));
        assert!(!state.busy() && !state.stopping);
        assert!(state.announcement().starts_with("Stopped."));
        let state = after(vec![Action::RunEnded(RunResult {
            ended: "done".into(),
            stdout: "expected 2\nlost 1\n".into(),
            wall_ns: 2e6,
            ..RunResult::default()
        })]);
        assert_eq!(state.announcement(), "Finished. Wall time 2.00 ms. Last line printed: lost 1");
    }

    #[test]
    fn stop_without_a_run_does_nothing() {
        assert!(!after(vec![Action::Stopping]).stopping);
        assert!(!after(vec![Action::RunWanted, Action::Stopping]).waiting);
    }

    #[test]
    fn a_simulation_can_be_stopped_while_it_is_under_way() {
        let state = after(vec![Action::SetLens(Lens::Trace), Action::RunWanted, Action::TraceStarted]);
        assert_eq!((state.busy(), state.waiting, &*state.announcement()), (true, false, "Simulating."));
        let state = state.after(Action::Stopping);
        assert_eq!((state.stopping, &*state.announcement()), (true, "Stopping."));
        let state = state.after(Action::TraceEnded);
        assert!(!state.busy() && !state.stopping);
    }

    #[test]
    fn workers_are_what_was_chosen_and_what_there_is() {
        let state = after(vec![Action::SetCores(Some(9))]);
        assert_eq!(state.workers(), None);
        assert_eq!(state.after(Action::EngineReady { threads: 4 }).workers(), Some(4));
        let alone = state.after(Action::EngineReady { threads: 0 });
        assert_eq!(alone.workers(), Some(1));
        assert_eq!(alone.engine_line(), "One thread: this page is not isolated.");
        let two = state.after(Action::SetCores(Some(2))).after(Action::EngineReady { threads: 4 });
        assert_eq!(two.engine_line(), "Real threads on 2 workers.");
    }

    #[test]
    fn an_engine_that_fails_wakes_nobody() {
        let state = after(vec![Action::RunWanted, Action::EngineFailed { message: "no memory".into() }]);
        assert!(!state.waiting);
        let state = state.after(Action::RunStarted).after(Action::Aborted { message: "busy".into() });
        assert_eq!((state.busy(), state.notice.as_deref()), (false, Some("busy")));
    }

    #[test]
    fn a_race_collects_laps() {
        let lap = Lap { gil: true, wall_ns: 1.0, outcome: String::new(), failed: false };
        let state = after(vec![Action::RaceStarted, Action::Lap(lap)]);
        assert_eq!(state.announcement(), "Race: run 2 of 10.");
        assert_eq!(state.after(Action::RaceEnded).race.map(|race| race.laps.len()), Some(1));
        let lap = |gil, wall_ns| Action::Lap(Lap { gil, wall_ns, outcome: String::new(), failed: false });
        let state = state.after(lap(false, 1.0)).after(Action::RaceEnded);
        assert_eq!(Some(state.announcement()), state.race.as_ref().and_then(Race::verdict), "not of an earlier run");
        let result = RunResult { ended: "done".into(), ..RunResult::default() };
        let state = state.after(Action::RunStarted).after(Action::RunEnded(result));
        assert!(state.announcement().starts_with("Finished."));
    }
}
