//! The shelf of programs, and the tools in the header: link and colours.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use super::app::use_session;
use super::{document, storage, window};
use crate::programs::SHELF;
use crate::state::{Action, Lens};

#[derive(PartialEq, Properties)]
pub struct ShelfProps {
    /// The program whose text is in the editor.
    pub current: Option<&'static str>,
    pub can_restore: bool,
}

#[component]
pub fn Shelf(props: &ShelfProps) -> Html {
    let session = use_session();
    let restore = {
        let session = session.clone();
        Callback::from(move |_| session.restore())
    };
    html! {
        <ul class="shelf">
            { for SHELF.iter().map(|program| {
                let session = session.clone();
                let choose = Callback::from(move |_| session.choose(program));
                let current = (props.current == Some(program.id)).then_some("true");
                html! {
                    <li key={program.id}>
                        <button aria-current={current} onclick={choose}>
                            { program.title }<span class="hint">{ program.hint }</span>
                        </button>
                    </li>
                }
            }) }
            if props.can_restore {
                <li><button onclick={restore}>{ "Back to my text" }<span class="hint">{ "It was kept." }</span></button></li>
            }
        </ul>
    }
}

#[derive(PartialEq, Properties)]
pub struct LensProps {
    pub lens: Lens,
}

/// How the program is looked at.
#[component]
pub fn Lenses(props: &LensProps) -> Html {
    let session = use_session();
    html! {
        <div class="lenses" role="radiogroup" aria-label="Lens">
            { for [(Lens::Run, "Run", "Real threads, measured here"), (Lens::Trace, "Trace", "Simulated, step by step")]
                .into_iter()
                .map(|(lens, name, title)| {
                    let session = session.clone();
                    let choose = Callback::from(move |_: Event| session.dispatch(Action::SetLens(lens)));
                    html! {
                        <label {title}>
                            <input type="radio" name="lens" value={name} checked={lens == props.lens} onchange={choose} />
                            { name }
                        </label>
                    }
                }) }
        </div>
    }
}

/// Copies text; false where the browser refuses.
pub async fn copy(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    // Absent where the page is not served securely.
    if wasm_bindgen::JsValue::from(clipboard.clone()).is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

#[component]
pub fn Tools() -> Html {
    let session = use_session();
    let theme = use_state(|| storage::get(storage::THEME).unwrap_or_else(|| "auto".into()));
    let copied = use_state(|| false);
    let share = {
        let (session, copied) = (session.clone(), copied.clone());
        Callback::from(move |_| {
            let (session, copied) = (session.clone(), copied.clone());
            spawn_local(async move {
                match session.share_link() {
                    Ok(link) if copy(&link).await => {
                        copied.set(true);
                        super::sleep(2500).await;
                        copied.set(false);
                    }
                    // Where copying is refused the link is put into the address bar.
                    Ok(link) => {
                        let _ = window().location().replace(&link);
                        let said = "The browser does not let the page copy. The link is in the address bar now.";
                        session.dispatch(Action::Notice(Some(said.into())));
                    }
                    Err(message) => session.dispatch(Action::Notice(Some(message.into()))),
                }
            });
        })
    };
    let change_theme = {
        let (session, theme) = (session.clone(), theme.clone());
        Callback::from(move |_| {
            let next = match theme.as_str() {
                "auto" => "light",
                "light" => "dark",
                _ => "auto",
            };
            let chosen = (next != "auto").then_some(next);
            storage::set(storage::THEME, chosen);
            if let Some(root) = document().document_element() {
                // Neither call can fail for a valid attribute name.
                let _ = match chosen {
                    Some(name) => root.set_attribute("data-theme", name),
                    None => root.remove_attribute("data-theme"),
                };
            }
            theme.set(next.into());
            session.on_colours.borrow().iter().for_each(|redraw| redraw.emit(()));
        })
    };
    html! {
        <>
            <button class="quiet" onclick={share}>{ if *copied { "Link copied" } else { "Copy link" } }</button>
            <button class="quiet" onclick={change_theme}>{ format!("Colours: {}", *theme) }</button>
            <span class="visually-hidden" role="status">{ if *copied { "Link copied" } else { "" } }</span>
        </>
    }
}
