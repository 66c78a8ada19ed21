//! The locks of a moment: who holds each, how often, and who waits in which order.

use wasm_bindgen::prelude::*;
use yew::prelude::*;

use super::super::engine::{get, number, text};
use super::moment::{Moment, list, string};
use crate::text::plural;

/// So many locks are shown.
const MOST: usize = 24;

struct Lock {
    /// What the program calls it, if it has it anywhere.
    name: Option<String>,
    kind: String,
    owner: Option<u32>,
    count: u64,
    queue: Vec<u32>,
}

fn read(lock: &JsValue) -> Lock {
    let kind = string(lock, "kind");
    Lock {
        name: text(lock, "name"),
        kind,
        owner: get(lock, "owner").as_f64().map(|id| id as u32),
        count: number(lock, "count") as u64,
        queue: list(lock, "queue").iter().filter_map(JsValue::as_f64).map(|id| id as u32).collect(),
    }
}

impl Lock {
    /// A thread that waits to be notified waits for a lock that it took itself, and another thread releases it
    /// (`threading.Condition.wait`). What it waits for stands beside the thread.
    fn is_notice(&self) -> bool {
        self.name.is_none() && self.kind == "Lock" && self.owner.is_some() && self.queue == self.owner.as_slice()
    }

    fn said(&self) -> String {
        self.name.clone().unwrap_or_else(|| format!("a {}", self.kind))
    }
}

/// Nothing where there are no locks. `deadlock`: it is known that nobody goes on any more.
pub fn view(now: &Moment, deadlock: bool) -> Html {
    let mut locks: Vec<Lock> = now.list("locks").iter().map(read).filter(|lock| !lock.is_notice()).collect();
    if locks.is_empty() {
        return Html::default();
    }
    let circle = circle(now, &locks, deadlock);
    // Those that matter first, the others in their order.
    locks.sort_by_key(|lock| (lock.queue.is_empty(), lock.owner.is_none()));
    let more = locks.len().saturating_sub(MOST);
    html! {
        <div>
            <h3 class="pane-title">{ "Locks" }</h3>
            <div class="table-scroll" tabindex="0" role="region" aria-label="Locks">
                if let Some(circle) = circle { <p class="circle"><b>{ "Deadlock: " }</b>{ circle }</p> }
                <ul class="locks">
                    { for locks.iter().take(MOST).map(|lock| view_lock(now, lock)) }
                    if more > 0 { <li class="muted">{ format!("… and {}.", plural(more as u64, "more lock", "more locks")) }</li> }
                </ul>
            </div>
        </div>
    }
}

fn view_lock(now: &Moment, lock: &Lock) -> Html {
    let name = |id: u32| now.name(f64::from(id));
    html! {
        <li>
            if let Some(owner) = lock.owner {
                <span class="thread-chip">{ name(owner) }</span>
                <span class="muted">{ if lock.count > 1 { format!(" holds × {} ", lock.count) } else { " holds ".into() } }<span aria-hidden="true">{ "→ " }</span></span>
            }
            <span class={classes!("lock", lock.owner.is_some().then_some("held"))}>
                if let Some(name) = &lock.name {
                    <span class="code">{ name }</span><span class="muted">{ format!(" {}", lock.kind) }</span>
                } else {
                    <span class="muted">{ lock.said() }</span>
                }
            </span>
            if lock.owner.is_none() { <span class="muted">{ " free" }</span> }
            if !lock.queue.is_empty() {
                <span class="muted"><span aria-hidden="true">{ " ←" }</span>{ " waiting: " }</span>
                <ol>{ for lock.queue.iter().map(|id| html! { <li class="thread-chip">{ name(*id) }</li> }) }</ol>
            }
        </li>
    }
}

/// Threads that wait for each other in a circle, in words. One that waits for a lock of its own is no circle as long as
/// another thread can still release it.
fn circle(now: &Moment, locks: &[Lock], deadlock: bool) -> Option<String> {
    let waits_for = |thread: u32| locks.iter().find(|lock| lock.queue.contains(&thread));
    let begin = |first: u32| {
        let mut said = Vec::new();
        let mut at = first;
        loop {
            let lock = waits_for(at)?;
            let owner = lock.owner?;
            let name = |id: u32| now.name(f64::from(id));
            said.push(format!("{} waits for {}, which {} holds", name(at), lock.said(), name(owner)));
            if owner == first {
                return (said.len() > 1 || deadlock).then(|| format!("{}.", said.join("; ")));
            }
            if said.len() > locks.len() {
                return None;
            }
            at = owner;
        }
    };
    locks.iter().flat_map(|lock| &lock.queue).find_map(|id| begin(*id))
}
