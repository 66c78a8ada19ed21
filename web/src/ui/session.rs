//! What lives as long as the page and is not drawn by itself: engine, editor, the texts and events of the run.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gilscope_protocol::link;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use yew::{Callback, UseReducerDispatcher};

use super::editor::{Editor, Listener};
use super::engine::{self, Request, Scope, Simulation, Trace, reveal};
use super::feed::{Feed, FeedHandle};
use super::{storage, window};
use crate::output::{Output, Stream};
use crate::programs;
use crate::race::{Lap, Race};
use crate::result::RunResult;
use crate::settings::{Model, Settings};
use crate::state::{Action, Engine, Lens, Problem, State};
use crate::traceback;

/// How long after the last key the program is kept and checked, in milliseconds.
const TYPING_PAUSE_MS: i32 = 400;

/// The page's parts that do the work.
pub struct Session {
    dispatch: UseReducerDispatcher<State>,
    /// The state as it will be drawn next.
    state: RefCell<State>,
    scope: RefCell<Option<Scope>>,
    pub editor: Rc<Editor>,
    pub output: RefCell<Output>,
    /// The events of the run that was measured.
    pub feed: FeedHandle,
    /// Told when there is more output.
    pub on_output: RefCell<Callback<()>>,
    /// Told when a trace of the program is wanted.
    pub on_trace: RefCell<Callback<()>>,
    /// What `gilscope.js` calls while it simulates.
    progress: JsValue,
    /// Told how many steps a simulation has done.
    pub on_progress: RefCell<Callback<f64>>,
    /// What a link asks the Trace lens to show, until it is taken from here.
    pub wanted: RefCell<Option<Wanted>>,
    /// What the Trace lens shows.
    pub traced: RefCell<Option<Traced>>,
    /// Told when the reader has chosen other colours.
    pub on_colours: RefCell<Vec<Callback<()>>>,
    /// Counts what makes a check of the text out of date: keystrokes, mostly.
    typed: Cell<u32>,
    /// A text of the reader's own that was replaced, from the shelf or by a link.
    replaced: RefCell<Option<String>>,
    /// Race: stop after this run.
    stop_race: Cell<bool>,
}

/// A moment of a simulated run that a link asks for.
#[derive(Default)]
pub struct Wanted {
    pub schedule: Option<String>,
    pub step: Option<u64>,
    /// The model to compare with.
    pub compare: Option<Model>,
}

/// A simulated run and the position of it that is shown.
pub struct Traced {
    pub trace: Trace,
    pub source: String,
    pub settings: Settings,
    pub step: u64,
    /// The model of the run beside it.
    pub compare: Option<Model>,
}

/// Hands on how far a simulation has come. It is made once and never dropped, as the session.
fn progress(session: Weak<Session>) -> JsValue {
    let told = move |progress: JsValue| {
        if let Some(session) = session.upgrade() {
            session.on_progress.borrow().emit(engine::number(&progress, "steps"));
        }
    };
    Closure::<dyn Fn(JsValue)>::new(told).into_js_value()
}

impl Session {
    pub fn new(dispatch: UseReducerDispatcher<State>) -> Rc<Self> {
        Rc::new_cyclic(|session: &Weak<Self>| Self {
            progress: progress(session.clone()),
            dispatch,
            state: RefCell::default(),
            scope: RefCell::default(),
            editor: Rc::new(Editor::new()),
            output: RefCell::default(),
            feed: FeedHandle(Rc::new(Feed::default())),
            on_output: RefCell::default(),
            on_trace: RefCell::default(),
            on_progress: RefCell::default(),
            wanted: RefCell::default(),
            traced: RefCell::default(),
            on_colours: RefCell::default(),
            typed: Cell::new(0),
            replaced: RefCell::default(),
            stop_race: Cell::new(false),
        })
    }

    /// Changes the state: here at once, on the page when it is drawn next.
    pub fn dispatch(&self, action: Action) {
        let next = self.state.borrow().after(action.clone());
        *self.state.borrow_mut() = next;
        self.dispatch.dispatch(action);
    }

    fn state(&self) -> State {
        self.state.borrow().clone()
    }

    /// Takes over link, draft and settings, then loads engine and editor.
    pub fn begin(self: &Rc<Self>) {
        let mut settings = Settings::default();
        if let Some(kept) = storage::get(storage::SETTINGS)
            && let Ok(kept) = link::decode(&kept)
        {
            // Kept by another version of the page: what is not known is not taken.
            let _ = settings.apply(&kept);
        }
        self.dispatch(Action::SetSettings(settings));
        if let Some(text) = storage::get(storage::REPLACED) {
            *self.replaced.borrow_mut() = Some(text);
            self.dispatch(Action::CanRestore(true));
        }
        if !self.editor.touched() {
            self.take_link();
        }
        self.dispatch(Action::Program(programs::by_source(&self.editor.text()).map(|program| program.id)));
        spawn_local(self.clone().load_engine());
        let session = self.clone();
        let editor = self.editor.clone();
        spawn_local(async move {
            editor.upgrade(Rc::new(session.clone())).await;
            session.editor.show(&session.state().problems);
        });
    }

    /// Takes over what the page's address says, if anything.
    pub fn take_link(&self) {
        let hash = window().location().hash().unwrap_or_default();
        let link = match link::decode(&hash) {
            Ok(link) => link,
            Err(error) => return self.tell(&format!("{error} Your own program is shown instead.")),
        };
        let mut settings = self.state().settings;
        let known = settings.apply(&link);
        self.dispatch(Action::SetSettings(settings));
        if let Err(message) = known {
            self.tell(&message);
        }
        if let Some(code) = link.code {
            // The draft may still be that of the last visit.
            let draft = storage::get(storage::DRAFT).filter(|_| programs::by_source(&self.editor.text()).is_some());
            self.replace_text(draft.unwrap_or_else(|| self.editor.text()), &code);
        }
        if link.trace {
            self.dispatch(Action::SetLens(Lens::Trace));
            if link.schedule.is_some() || link.step.is_some() || link.compare.is_some() {
                let compare = link.compare.as_deref().and_then(Model::from_name);
                *self.wanted.borrow_mut() = Some(Wanted { schedule: link.schedule, step: link.step, compare });
                // It begins once the engine is there.
                self.dispatch(Action::RunWanted);
            }
        }
    }

    fn tell(&self, message: &str) {
        self.dispatch(Action::Notice(Some(message.into())));
    }

    async fn load_engine(self: Rc<Self>) {
        self.dispatch(Action::EngineLoading);
        match engine::load().await {
            Ok(scope) => {
                let threads = scope.threads();
                *self.scope.borrow_mut() = Some(scope);
                self.dispatch(Action::EngineReady { threads });
                self.clone().check().await;
            }
            Err(message) => self.dispatch(Action::EngineFailed { message }),
        }
    }

    /// Tries once more to load an engine that did not come.
    pub fn reload_engine(self: &Rc<Self>) {
        spawn_local(self.clone().load_engine());
    }

    /// Runs what is in the editor.
    pub fn run(self: &Rc<Self>) {
        let state = self.state();
        if state.busy() {
            return;
        }
        match state.engine {
            Engine::Loading => self.dispatch(Action::RunWanted),
            Engine::Failed { .. } => {
                self.dispatch(Action::RunWanted);
                self.reload_engine();
            }
            Engine::Ready { .. } if state.lens == Lens::Trace => self.on_trace.borrow().emit(()),
            Engine::Ready { .. } if state.settings.model().is_simulated() => {
                let why = "This model is simulated only: on real threads it would crash. Open Trace to see it.";
                self.dispatch(Action::Notice(Some(why.into())));
            }
            Engine::Ready { .. } => {
                self.dispatch(Action::RunStarted);
                // On a small screen what is printed is below what was pressed.
                reveal(".output", ".output");
                spawn_local(self.clone().run_program(state));
            }
        }
    }

    async fn run_program(self: Rc<Self>, state: State) {
        self.save_draft();
        self.output.borrow_mut().clear();
        self.feed.clear();
        self.tell_output();
        let source = self.editor.text();
        let session = self.clone();
        let on_output = move |stream: &str, thread: u32, text: &str| {
            let stream = if stream == "stderr" { Stream::Stderr } else { Stream::Stdout };
            session.output.borrow_mut().push(stream, thread, text);
            session.tell_output();
        };
        let feed = self.feed.clone();
        let on_events = move |batch: &[u8]| feed.push(batch);
        let request = Request {
            source: &source,
            model: state.settings.model().name(),
            cores: state.workers(),
            interval_us: state.settings.interval_us,
            on_output: Some(Box::new(on_output)),
            on_events: Some(Box::new(on_events)),
        };
        let result = self.engine_run(request).await;
        // A result of megabytes took its time: what is made of it is a step of its own.
        super::sleep(0).await;
        match result {
            Ok(result) => {
                self.show_error(&source, &result);
                self.dispatch(Action::RunEnded(result));
            }
            Err(message) => self.dispatch(Action::Aborted { message }),
        }
        self.tell_output();
    }

    /// Simulates what is in the editor; with a schedule it is that very run, or one that is `refused`.
    pub async fn trace(&self, schedule: Option<String>) -> Result<Trace, String> {
        self.save_draft();
        self.forget_trace();
        let (source, settings) = (self.editor.text(), self.state().settings);
        let trace = self.simulate(&source, &settings, schedule).await?;
        *self.traced.borrow_mut() = Some(Traced { trace: trace.clone(), source, settings, step: 0, compare: None });
        self.compare_text(&self.editor.text());
        Ok(trace)
    }

    /// Simulates the program that the Trace lens shows under another model.
    pub async fn trace_under(&self, model: Model) -> Result<Trace, String> {
        let (source, mut settings) = match &*self.traced.borrow() {
            Some(traced) => (traced.source.clone(), traced.settings.clone()),
            None => return Err("There is nothing to compare with yet.".into()),
        };
        settings.set_model(model);
        self.simulate(&source, &settings, None).await
    }

    async fn simulate(&self, source: &str, settings: &Settings, schedule: Option<String>) -> Result<Trace, String> {
        let scope = self.scope.borrow().clone();
        let Some(scope) = scope else {
            return Err("There is no engine. Reload the page.".into());
        };
        let request = Request {
            source,
            model: settings.model().name(),
            cores: Some(settings.virtual_cores()),
            interval_us: settings.interval_us,
            on_output: None,
            on_events: None,
        };
        let simulation = Simulation { seed: settings.seed, schedule: schedule.as_deref(), on_progress: &self.progress };
        self.dispatch(Action::TraceStarted);
        let trace = engine::trace(&scope, request, simulation).await;
        self.dispatch(Action::TraceEnded);
        trace
    }

    /// Lets go of the simulated run.
    pub fn forget_trace(&self) {
        if let Some(traced) = self.traced.borrow_mut().take() {
            traced.trace.close();
        }
    }

    /// Simulates the program of a trace once more, at another switch interval; `result` is that trace's.
    pub async fn trace_like(&self, result: &JsValue, interval_us: u32) -> Result<engine::Trace, String> {
        let source = self.traced.borrow().as_ref().map(|traced| traced.source.clone());
        let (Some(scope), Some(source)) = (self.scope.borrow().clone(), source) else {
            return Err("There is nothing to simulate yet.".into());
        };
        engine::trace_like(&scope, &source, result, interval_us).await
    }

    /// Cuts a simulation short that is on its way to its end.
    pub fn stop_tracing(&self) {
        if let Some(scope) = &*self.scope.borrow() {
            scope.stop();
        }
    }

    async fn engine_run(&self, request: Request<'_>) -> Result<RunResult, String> {
        let scope = self.scope.borrow().clone();
        let Some(scope) = scope else {
            return Err("There is no engine. Reload the page.".into());
        };
        engine::run(&scope, request).await
    }

    /// Underlines the line at which an uncaught exception came up.
    fn show_error(&self, source: &str, result: &RunResult) {
        let Some((line, message)) = traceback::last_error(&result.stderr) else {
            return;
        };
        // It may have been edited while it ran.
        let now = self.editor.text();
        let Some(line) = traceback::moved(source, &now, line) else {
            return;
        };
        let Some(text) = now.lines().nth(line as usize - 1) else {
            return;
        };
        // A check that is under way knows nothing of this, and must not take it away.
        self.typed.set(self.typed.get().wrapping_add(1));
        let indent = text.len() - text.trim_start().len();
        self.set_problems(vec![Problem {
            line,
            column: indent as u32,
            end_line: line,
            end_column: text.trim_end().encode_utf16().count() as u32,
            message,
        }]);
    }

    /// Ends whatever runs.
    pub fn stop(&self) -> bool {
        let state = self.state();
        if !state.busy() && !state.waiting {
            // A simulation that is still on its way to its end.
            if state.lens == Lens::Trace {
                self.stop_tracing();
            }
            return false;
        }
        self.stop_race.set(true);
        self.dispatch(Action::Stopping);
        if let Some(scope) = &*self.scope.borrow() {
            scope.stop();
        }
        // What follows a choice is simulated without the scope.
        if let Some(traced) = &*self.traced.borrow() {
            traced.trace.stop();
        }
        true
    }

    /// Runs the program with the GIL on and off in turn.
    pub fn race(self: &Rc<Self>) {
        let state = self.state();
        if !state.busy() && matches!(state.engine, Engine::Ready { .. }) {
            self.stop_race.set(false);
            self.dispatch(Action::RaceStarted);
            spawn_local(self.clone().run_race(state));
        }
    }

    async fn run_race(self: Rc<Self>, state: State) {
        self.save_draft();
        let source = self.editor.text();
        let mut race = Race::default();
        while let Some(gil) = race.next() {
            let request = Request {
                source: &source,
                model: state.settings.model_with(gil).name(),
                cores: state.workers(),
                interval_us: state.settings.interval_us,
                on_output: None,
                on_events: None,
            };
            let result = match self.engine_run(request).await {
                Ok(result) => result,
                Err(message) => return self.dispatch(Action::Aborted { message }),
            };
            if self.stop_race.get() {
                break;
            }
            let lap = Lap { gil, wall_ns: result.wall_ns, outcome: result.outcome(), failed: result.is_failure() };
            race.laps.push(lap.clone());
            self.dispatch(Action::Lap(lap));
            reveal(".race", ".race");
            if result.ended == "engine_failed" {
                return self.dispatch(Action::Aborted { message: result.ending() });
            }
        }
        self.dispatch(Action::RaceEnded);
    }

    /// Flips the GIL, also for the run that is going on.
    pub fn set_gil(&self, gil: bool) {
        self.dispatch(Action::SetGil(gil));
        self.change(Some(gil), None);
    }

    /// Sets the switch interval, also for the run that is going on.
    pub fn set_interval(&self, interval_us: u32) {
        self.dispatch(Action::SetInterval(interval_us));
        self.change(None, Some(interval_us));
    }

    fn change(&self, gil: Option<bool>, interval_us: Option<u32>) {
        if self.state.borrow().activity == crate::state::Activity::Running
            && let Some(scope) = &*self.scope.borrow()
        {
            engine::change(scope, gil, interval_us);
        }
    }

    /// Puts a program of the shelf into the editor. A text of the reader's own can be brought back.
    pub fn choose(&self, program: &'static programs::Program) {
        self.replace_text(self.editor.text(), program.source);
    }

    /// Shows another text, and keeps the old one where it is the reader's own.
    fn replace_text(&self, old: String, new: &str) {
        if old != new && programs::by_source(&old).is_none() && !old.trim().is_empty() {
            storage::set(storage::REPLACED, Some(&old));
            *self.replaced.borrow_mut() = Some(old);
            self.dispatch(Action::CanRestore(true));
        }
        self.editor.set_text(new);
        self.save_draft();
        self.text_changed();
    }

    /// Brings the reader's own text back.
    pub fn restore(&self) {
        storage::set(storage::REPLACED, None);
        self.dispatch(Action::CanRestore(false));
        let replaced = self.replaced.borrow_mut().take();
        if let Some(text) = replaced {
            self.replace_text(self.editor.text(), &text);
        }
    }

    /// Is the text still the one that the Trace lens shows?
    fn compare_text(&self, text: &str) {
        let edited = self.traced.borrow().as_ref().is_some_and(|traced| traced.source != text);
        if self.state.borrow().edited != edited {
            self.dispatch(Action::Edited(edited));
        }
    }

    fn text_changed(&self) {
        let text = self.editor.text();
        self.compare_text(&text);
        let program = programs::by_source(&text).map(|program| program.id);
        if self.state.borrow().program != program {
            self.dispatch(Action::Program(program));
        }
        self.set_problems(Vec::new());
    }

    fn set_problems(&self, problems: Vec<Problem>) {
        if *self.state.borrow().problems == *problems {
            return;
        }
        self.editor.show(&problems);
        self.dispatch(Action::Problems(problems.into()));
    }

    /// Asks the engine what is wrong with the program, unless something runs.
    async fn check(self: Rc<Self>) {
        let scope = self.scope.borrow().clone();
        let Some(scope) = scope else { return };
        if self.state.borrow().busy() {
            return;
        }
        let typed = self.typed.get();
        let problems = engine::check(&scope, &self.editor.text()).await;
        // What was typed meanwhile is checked by itself.
        if self.typed.get() == typed && !self.state.borrow().busy() {
            self.set_problems(problems);
        }
    }

    /// What the program in the editor is called.
    pub fn program_name(&self) -> &'static str {
        self.state.borrow().program.unwrap_or("program")
    }

    pub fn save_draft(&self) {
        storage::set(storage::DRAFT, Some(&self.editor.text()));
    }

    /// Keeps the settings for the next visit.
    pub fn save_settings(&self, settings: &Settings) {
        if let Ok(text) = link::encode(&settings.link(None)) {
            storage::set(storage::SETTINGS, Some(&text));
        }
    }

    /// The page's address with program and settings, and with the moment that the Trace lens shows.
    pub fn share_link(&self) -> Result<String, String> {
        let state = self.state();
        let code = self.editor.text();
        let traced = self.traced.borrow();
        let traced = traced.as_ref().filter(|traced| traced.source == code && state.lens == Lens::Trace);
        let settings = traced.map_or(&state.settings, |traced| &traced.settings);
        let link = link::Link {
            trace: state.lens == Lens::Trace,
            schedule: traced.and_then(|traced| traced.trace.schedule()),
            step: traced.map(|traced| traced.step),
            compare: traced.and_then(|traced| traced.compare).map(|model| model.name().into()),
            ..settings.link(Some(code))
        };
        let fragment = link::encode(&link).map_err(|error| error.to_string())?;
        let location = window().location();
        let origin = location.origin().unwrap_or_default();
        let path = location.pathname().unwrap_or_default();
        Ok(format!("{origin}{path}#{fragment}"))
    }

    fn tell_output(&self) {
        self.on_output.borrow().emit(());
    }
}

impl Listener for Rc<Session> {
    fn changed(&self) {
        self.typed.set(self.typed.get().wrapping_add(1));
        self.text_changed();
        let typed = self.typed.get();
        let session = self.clone();
        spawn_local(async move {
            super::sleep(TYPING_PAUSE_MS).await;
            if session.typed.get() == typed {
                session.save_draft();
                session.check().await;
            }
        });
    }

    fn run(&self) {
        Session::run(self);
    }

    fn stop(&self) -> bool {
        Session::stop(self)
    }
}
