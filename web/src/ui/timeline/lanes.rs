//! Putting the lanes together, and letting go of them, a part of a frame at a time.

use std::rc::Rc;

use yew::prelude::*;

use super::names::Name;
use super::{LIVE_PAUSE_MS, Props, TimelinePane};
use crate::timeline::{Assembly, Row, Timeline, Window};
use crate::ui::now_ms;

/// It takes so much of a frame at most, in milliseconds.
const BUILD_MS: f64 = 4.0;

impl TimelinePane {
    /// Begins to put the lanes together anew, if there is something new.
    pub(super) fn begin_build(&mut self, props: &Props) {
        let Props { feed, running, playhead, .. } = props;
        let (running, simulated) = (*running, playhead.is_some());
        let mut events = feed.events.borrow_mut();
        // What a running program has done by now is shown before what it has done since.
        if self.is_built(events.version, running) || (running && self.assembly.is_some()) {
            return;
        }
        self.built = Some((events.version, running));
        self.lost = events.skipped + events.lanes.lost();
        // A run that is over needs no copy for what may still come.
        let lanes = if running { events.lanes.clone() } else { std::mem::take(&mut events.lanes) };
        self.assembly = Some(Assembly::new(lanes, if simulated { "core" } else { "worker" }));
        let error = events.error.take();
        drop(events);
        if let Some(error) = error {
            self.session.dispatch(crate::state::Action::Notice(Some(error.into())));
        }
    }

    /// Goes on for a part of a frame; whether there are new lanes to show.
    pub(super) fn go_on_building(&mut self, ctx: &Context<Self>) -> bool {
        let until = now_ms() + BUILD_MS;
        self.let_go(until);
        let Some(assembly) = &mut self.assembly else {
            return false;
        };
        while assembly.step() {
            if now_ms() > until {
                self.go_on.poke(0.0);
                return false;
            }
        }
        if let Some(assembly) = self.assembly.take() {
            self.install(assembly.finish());
        }
        let (version, running) = (ctx.props().feed.events.borrow().version, ctx.props().running);
        if !self.is_built(version, running) {
            self.build.poke(if running { LIVE_PAUSE_MS } else { 0.0 });
        }
        true
    }

    /// Whether the lanes are of these events. Those of a run that was over then are complete, whatever runs now: a race is
    /// not seen here.
    fn is_built(&self, version: u64, running: bool) -> bool {
        self.built.is_some_and(|(built, was_running)| built == version && (was_running == running || !was_running))
    }

    /// Lets go of some more of the lanes that are shown no more.
    fn let_go(&mut self, until_ms: f64) {
        // Whoever shows them still lets go of them when it is drawn anew.
        let Some(mut timeline) = self.retired.take().and_then(|retired| Rc::try_unwrap(retired).ok()) else { return };
        while timeline.shrink() {
            if now_ms() > until_ms {
                self.retired = Some(Rc::new(timeline));
                return self.go_on.poke(0.0);
            }
        }
    }

    fn install(&mut self, timeline: Timeline) {
        let empty = timeline.threads.is_empty();
        if empty {
            self.chosen = false;
        }
        if empty || timeline.groups.len() != self.timeline.groups.len() {
            self.open.clear();
        }
        self.retired = Some(std::mem::replace(&mut self.timeline, Rc::new(timeline)));
        self.go_on.poke(0.0);
        self.set_rows();
        let end = self.timeline.end_ns;
        self.window = if self.chosen { self.window.pan(0.0, end) } else { Window::whole(end) };
        self.hover = None;
        let mut view = self.view.borrow_mut();
        view.timeline = self.timeline.clone();
        view.window = Some(self.window);
        view.overview_is_stale = true;
    }

    /// What is shown from top to bottom, as the groups are open.
    pub(super) fn set_rows(&mut self) {
        self.rows = self.timeline.rows(&self.open).into();
        let name = |&row: &Row| {
            let group = match row {
                Row::Group { number, open } => Some((number, open)),
                _ => None,
            };
            let text = self.timeline.track(row).map(|track| track.name()).unwrap_or_default();
            Name { text: text.into(), group }
        };
        let names: Vec<Name> = self.rows.iter().map(name).collect();
        if *self.names != *names {
            self.names = names.into();
        }
        self.view.borrow_mut().rows = self.rows.clone();
    }
}
