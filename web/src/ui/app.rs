//! The whole page.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::KeyboardEvent;
use yew::prelude::*;

use super::controls::Controls;
use super::output::{OutputPane, Problems, ResultLine};
use super::race::RacePane;
use super::session::Session;
use super::shelf::{Lenses, Shelf, Tools};
use super::timeline::TimelinePane;
use super::trace::TracePane;
use super::{document, shell, window};
use crate::state::{Action, Activity, Engine, Lens, State};

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        Rc::new(self.after(action))
    }
}

/// The session as components share it.
#[derive(Clone)]
pub struct Handle(pub Rc<Session>);

impl PartialEq for Handle {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl std::ops::Deref for Handle {
    type Target = Rc<Session>;

    fn deref(&self) -> &Rc<Session> {
        &self.0
    }
}

/// The session of the page.
#[hook]
pub fn use_session() -> Handle {
    use_context().expect("components are inside App")
}

#[component]
pub fn App() -> Html {
    let state = use_reducer(State::default);
    let session = use_memo((), {
        let dispatch = state.dispatcher();
        |()| Session::new(dispatch)
    });
    let session = Handle((*session).clone());

    use_effect_with((), {
        let session = session.clone();
        move |()| {
            session.begin();
            listen_to_keys(&session);
            listen_to_window(&session);
        }
    });
    // Run was pressed while the engine was still coming.
    use_effect_with((state.engine.clone(), state.waiting, state.busy()), {
        let session = session.clone();
        move |(engine, waiting, busy)| {
            if *waiting && !busy && matches!(engine, Engine::Ready { .. }) {
                session.run();
            }
        }
    });
    use_effect_with(state.settings.clone(), {
        let session = session.clone();
        move |settings| session.save_settings(settings)
    });

    let empty = match (state.activity, &state.result) {
        (Activity::Running, _) => "Nothing printed yet.",
        (_, Some(_)) => "It printed nothing.",
        _ => "Run the program to see what it prints.",
    };
    let close = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.dispatch(Action::Notice(None)))
    };
    html! {
        <ContextProvider<Handle> context={session.clone()}>
            { create_portal(html! { <Lenses lens={state.lens} /> }, shell("lenses").into()) }
            { create_portal(html! { <Tools /> }, shell("tools").into()) }
            { create_portal(html! { <Shelf current={state.program} can_restore={state.can_restore} /> }, shell("shelf").into()) }
            { create_portal(html! { <Controls state={(*state).clone()} /> }, shell("controls").into()) }
            { create_portal(html! { <Problems problems={state.problems.clone()} /> }, shell("program").into()) }
            { create_portal(html! {
                if let Some(notice) = &state.notice {
                    <div class="notice" role="alert">
                        <p>{ &**notice }</p>
                        <button onclick={close}>{ "Close" }</button>
                    </div>
                }
            }, shell("notices").into()) }
            <div class="lens" hidden={state.lens != Lens::Run}>
                <OutputPane empty={empty}>
                    <ResultLine result={state.result.clone()} activity={state.activity} stopping={state.stopping} />
                </OutputPane>
                <TimelinePane feed={session.feed.clone()} running={matches!(state.activity, Activity::Running | Activity::Racing)} />
                <RacePane state={(*state).clone()} />
            </div>
            <div class="lens" hidden={state.lens != Lens::Trace}>
                <TracePane shown={state.lens == Lens::Trace} busy={state.activity == Activity::Tracing}
                    settings={(state.lens == Lens::Trace).then(|| state.settings.clone())} edited={state.edited} />
            </div>
            <p class="visually-hidden wide" role="status">{ state.announcement() }</p>
        </ContextProvider<Handle>>
    }
}

/// Ctrl/Cmd-Enter and Esc, wherever the focus is. What the editor has dealt with already is left alone.
fn listen_to_keys(session: &Handle) {
    let session = session.clone();
    let listener = Closure::<dyn Fn(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        if event.default_prevented() {
            return;
        }
        let handled = match event.key().as_str() {
            "Enter" if event.ctrl_key() || event.meta_key() => {
                session.run();
                true
            }
            "Escape" => session.stop(),
            _ => false,
        };
        if handled {
            event.prevent_default();
        }
    });
    // As long as the page: the closure is never dropped.
    let _ = document().add_event_listener_with_callback("keydown", listener.into_js_value().unchecked_ref());
}

/// A link opened in this very tab; and the page's end, before which the draft is kept.
fn listen_to_window(session: &Handle) {
    let told = session.clone();
    let hash = Closure::<dyn Fn()>::new(move || told.take_link());
    let told = session.clone();
    let end = Closure::<dyn Fn()>::new(move || told.save_draft());
    for (event, listener) in [("hashchange", hash), ("pagehide", end)] {
        // As long as the page: the closures are never dropped.
        let _ = window().add_event_listener_with_callback(event, listener.into_js_value().unchecked_ref());
    }
}
