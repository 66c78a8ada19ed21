//! A second run beside the first: the same program, cores and seed under another model, at the same place of the same
//! thread.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::super::engine::{get, number};
use super::super::feed::{Feed, FeedHandle};
use super::lanes;
use super::moment::{Moment, line, state, string, truthy};
use super::run::Run;
use crate::compare::{Next, Side, differences};
use crate::settings::Model;
use crate::text::count;

/// The second run.
#[derive(Clone)]
pub struct Other {
    pub model: Model,
    pub run: Run,
    /// The moment at the first run's place; none: this run never comes there.
    pub now: Option<Moment>,
    /// What differs there.
    pub differs: Vec<String>,
    /// Its events, for its lanes.
    pub feed: FeedHandle,
}

impl Other {
    /// A run under this model, that is nowhere yet.
    pub async fn of(model: Model, run: Run) -> Result<Self, String> {
        let feed = FeedHandle(Rc::new(Feed::default()));
        feed.replace(lanes::events(&run).await?);
        Ok(Self { model, run, now: None, differs: Vec::new(), feed })
    }

    /// Brings the second run to the first one's place.
    pub async fn follow(&mut self, first: &Run, model: Model, now: &Moment) -> Result<(), String> {
        let actor = now.get("actor").as_f64().unwrap_or(0.0) as u32;
        let place = first.place(now).await?;
        self.now = self.run.find(&place).await?;
        self.differs = match &self.now {
            None => vec![format!("Under {} {} never comes to this place.", self.model.name(), now.name(actor.into()))],
            Some(there) => {
                let within = number(&place, "since") > 0.0;
                let a = side(first, model, now, actor, within).await?;
                let b = side(&self.run, self.model, there, actor, within).await?;
                differences(&now.name(actor.into()), &a, &b)
            }
        };
        Ok(())
    }
}

async fn side(run: &Run, model: Model, now: &Moment, thread: u32, within: bool) -> Result<Side, String> {
    let threads = now.threads();
    let this = threads.iter().find(|t| number(t, "id") == f64::from(thread));
    let next = this.map(|t| get(t, "next")).filter(JsValue::is_object).map(|next| Next {
        line: number(&next, "line") as u32,
        what: format!("{} {}", string(&next, "op"), string(&next, "arg")).trim_end().to_owned(),
        poll: truthy(&next, "poll"),
        within: within && this.and_then(line) == Some(number(&next, "line") as u32),
    });
    // Who has the next step here, if it is another.
    let after = run.at(now.position() + 1.0).await?;
    let actor =
        after.get("actor").as_f64().filter(|actor| *actor != f64::from(thread) && after.position() > now.position());
    let place = |t: &JsValue| {
        let (words, ..) = state(&string(t, "state"));
        line(t).map_or(words.to_owned(), |line| format!("at line {line}"))
    };
    let plain = |v: &&JsValue| get(v, "refs").as_f64().is_none() && !string(v, "repr").starts_with('<');
    let mut printed = run.printed(0, u32::MAX);
    printed.truncate(printed.floor_char_boundary(MOST_PRINTED));
    Ok(Side {
        model: model.name().into(),
        has_gil: model.has_gil(),
        next,
        between: actor.map(|actor| after.name(actor)),
        values: now.list("globals").iter().filter(plain).map(|v| (string(v, "name"), string(v, "repr"))).collect(),
        threads: threads
            .iter()
            .filter(|t| number(t, "id") != f64::from(thread))
            .map(|t| (string(t, "name"), place(t)))
            .collect(),
        printed,
    })
}

/// So much of the output is compared.
const MOST_PRINTED: usize = 20_000;

/// Which model to compare with; `present` is the first run's.
pub fn choice(present: Model, chosen: Option<Model>, choose: &Callback<Option<Model>>) -> Html {
    let change =
        choose.reform(|event: Event| Model::from_name(&event.target_unchecked_into::<HtmlSelectElement>().value()));
    html! {
        <label class="compare-with">
            { "Compare with " }
            <select onchange={change}>
                <option value="" selected={chosen.is_none()}>{ "nothing" }</option>
                { for Model::ALL.into_iter().filter(|model| *model != present).map(|model| html! {
                    <option key={model.name()} value={model.name()} selected={chosen == Some(model)}>{ model.label() }</option>
                }) }
            </select>
        </label>
    }
}

/// What differs.
pub fn verdict(other: &Other) -> Html {
    html! {
        <div class="differs">
            <h3 class="pane-title">{ "What differs at this place" }</h3>
            <ul>{ for other.differs.iter().map(|said| html! { <li>{ said }</li> }) }</ul>
            <p class="hint">{ "The steps above move both: the second run is shown where the same thread has come to the same instruction." }</p>
        </div>
    }
}

/// Which of the two is shown, where there is room for one.
pub fn sides(models: [Model; 2], second: bool, choose: &Callback<bool>) -> Html {
    html! {
        <span class="lenses sides" role="radiogroup" aria-label="Which model is shown">
            { for models.into_iter().zip([false, true]).map(|(model, this)| html! {
                <label>
                    <input type="radio" name="side" checked={this == second} onchange={choose.reform(move |_: Event| this)} />
                    { model.name() }
                </label>
            }) }
        </span>
    }
}

/// The head of a column.
pub fn head(model: Model, run: &Run, now: Option<&Moment>) -> Html {
    html! {
        <>
            <h3>{ model.label() }</h3>
            <p class="sentence">
                { match now {
                    Some(now) => {
                        let at = format!("Step {} of {}", count(now.position() as u64), count(run.trace.steps() as u64));
                        format!("{at}: {}", now.string("explanation"))
                    }
                    None => "This run never comes to this place.".into(),
                } }
            </p>
        </>
    }
}
