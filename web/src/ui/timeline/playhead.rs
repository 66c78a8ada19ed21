//! Where in the run the reader is: a line over the lanes, the GIL as a baton at its holder's lane, and a request for it
//! on its way.

use yew::prelude::*;

use crate::text::duration;
use crate::timeline::{Frame, Pending, ROW_HEIGHT, Row, Timeline, axis};

/// The moment that is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Playhead {
    pub t_ns: f64,
    /// It may lie in the middle of a step: who holds the GIL is known from the lanes alone.
    pub between: bool,
    /// Who holds the GIL, and the name.
    pub holder: Option<(u32, AttrValue)>,
    /// With nobody: who has it next.
    pub taker: Option<(u32, AttrValue)>,
    pub gil: bool,
    /// Somebody has asked for it.
    pub requested: bool,
    /// It is moving by itself: the window follows.
    pub playing: bool,
}

impl Playhead {
    /// With what the lanes alone know.
    pub fn settled(mut self, timeline: &Timeline) -> Self {
        let Some(gil) = &timeline.gil else { return self };
        let named = |(thread, name): (u32, String)| (thread, name.into());
        if self.between {
            self.holder = gil.holder_at(self.t_ns).map(named);
            self.requested = gil.pending(self.t_ns).is_some();
        }
        if self.holder.is_none() {
            self.taker = gil.taker_after(self.t_ns).map(named);
        }
        self
    }

    /// For those who listen.
    pub fn words(&self) -> String {
        let at = duration(self.t_ns);
        match (&self.holder, &self.taker) {
            _ if !self.gil => at,
            (Some((_, name)), _) if self.requested => format!("{at}: {name} holds the GIL and was asked for it"),
            (Some((_, name)), _) => format!("{at}: {name} holds the GIL"),
            (None, Some((_, name))) => format!("{at}: nobody holds the GIL, {name} takes it next"),
            (None, None) => format!("{at}: nobody holds the GIL"),
        }
    }

    /// What lies over the lanes. Places are shares of the width, so that it needs no measuring.
    pub fn view(&self, timeline: &Timeline, rows: &[Row], frame: Frame) -> Html {
        let frame = Frame { width: 100.0, ..frame };
        let x = frame.x(self.t_ns);
        let middle = |row: usize| axis::HEIGHT + (row as f64 + 0.5) * ROW_HEIGHT;
        let row = |thread: u32| timeline.row_of(rows, thread).map(middle);
        // With nobody it is on its way; after the end, in the lane of its own.
        let baton = match self.holder.as_ref().or(self.taker.as_ref()) {
            Some((thread, _)) => row(*thread),
            None => (rows.first() == Some(&Row::Gil)).then(|| middle(0)),
        };
        let pending = self.requested.then(|| timeline.gil.as_ref()?.pending(self.t_ns)).flatten();
        html! {
            <div class="over-lanes" aria-hidden="true">
                if (0.0..=100.0).contains(&x) {
                    <div class="playhead" style={format!("left:{x:.3}%")}></div>
                }
                { pending.and_then(|pending| self.request(&frame, pending, row(pending.by)?, row(pending.to)?)).unwrap_or_default() }
                if let (true, Some(y)) = (self.gil, baton) {
                    <div class={classes!("baton-mark", self.holder.is_none().then_some("free"))}
                        style={format!("left:clamp(1.2rem,{x:.3}%,100% - 1.2rem);transform:translate(-50%,{y:.1}px)")}>{ "GIL" }</div>
                }
            </div>
        }
    }

    /// From the lane of the one who asked, to where the holder will give it up.
    fn request(&self, frame: &Frame, pending: Pending, from: f64, to: f64) -> Option<Html> {
        let percent = |x: f64| format!("{:.3}%", x.clamp(-1e4, 1e4));
        let (x0, x1) = (frame.x(pending.asked_ns as f64), frame.x(pending.met_ns as f64));
        let y = from + (to - from) * pending.progress(self.t_ns);
        Some(html! {
            <svg class="request">
                { for ["halo", "way"].map(|class| html! {
                    <line {class} x1={percent(x0)} y1={from.to_string()} x2={percent(x1)} y2={to.to_string()} />
                }) }
                <circle class="asked" cx={percent(x0)} cy={from.to_string()} r="4" />
                <circle class="met" cx={percent(x1)} cy={to.to_string()} r="5" />
                <circle class="on-its-way" style={format!("cx:{};cy:{y:.1}px", percent(frame.x(self.t_ns)))} r="6" />
            </svg>
        })
    }
}
