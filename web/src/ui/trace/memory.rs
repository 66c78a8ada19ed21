//! The memory diagram of a moment, and the table that says the same.

use wasm_bindgen::prelude::*;
use yew::prelude::*;

use super::super::engine::{get, number};
use super::moment::{Moment, list, string, truthy};
use crate::memory::{Arrow, Block, Count, Diagram, Placed, Slot, lay_out};
use crate::text::plural;

/// So many boxes of names are drawn: functions that threads are in.
const MOST_FRAMES: usize = 12;

fn slots(values: &[JsValue]) -> Vec<Slot> {
    values
        .iter()
        .map(|value| Slot {
            label: string(value, "name"),
            text: string(value, "repr"),
            refs: get(value, "refs").as_f64().map(|id| id as u64),
            changed: truthy(value, "changed"),
        })
        .collect()
}

/// The module's names, then those of every function that a thread is in, with what lies on its stack.
fn names(now: &Moment) -> Vec<Block> {
    let mut blocks = vec![Block { title: "globals".into(), slots: slots(&now.list("globals")), ..Block::default() }];
    for thread in now.threads() {
        for frame in list(&thread, "frames") {
            let is_module = string(&frame, "name") == "<module>";
            let mut rows = slots(&list(&frame, "locals"));
            let stack = slots(&list(&frame, "stack")).into_iter().filter(|s| s.text != "NULL");
            rows.extend(stack.map(|s| Slot { label: "stack".into(), ..s }));
            if truthy(&frame, "library") || rows.is_empty() || blocks.len() > MOST_FRAMES {
                continue;
            }
            let (place, thread) = (string(&frame, "name"), string(&thread, "name"));
            let title = if is_module { thread } else { format!("{place} · {thread}") };
            blocks.push(Block { title, slots: rows, ..Block::default() });
        }
    }
    blocks.retain(|block| !block.slots.is_empty());
    blocks
}

fn objects(now: &Moment) -> Vec<Block> {
    now.list("heap")
        .iter()
        .map(|object| {
            let mut rows = slots(&list(object, "items"));
            let mut more = number(object, "truncated") as u64;
            let kind = string(object, "kind");
            // A row of plain values says more on one line.
            let numbered = rows.iter().all(|s| s.label.parse::<u32>().is_ok() || s.label.is_empty());
            let is_container = !rows.is_empty() || matches!(&*kind, "list" | "tuple" | "set" | "frozenset" | "dict");
            if is_container && numbered && rows.iter().all(|s| s.refs.is_none()) {
                let changed = truthy(object, "changed") && !rows.is_empty();
                rows = vec![Slot { text: string(object, "repr"), changed, ..Slot::default() }];
                more = 0;
            }
            let racy = get(object, "racy_refcount").as_f64().map(|n| n as i64);
            let count = get(object, "refcount").as_f64().map(|now| Count {
                now: now as u64,
                before: get(object, "refcount_was").as_f64().map(|n| n as u64),
                racy: racy.filter(|n| *n != now as i64),
                freed: truthy(object, "freed"),
                leaked: truthy(object, "leaked"),
            });
            Block {
                id: get(object, "id").as_f64().map(|id| id as u64),
                title: kind.trim_start_matches("_thread.").to_owned(),
                count,
                changed: truthy(object, "changed"),
                slots: rows,
                more,
            }
        })
        .collect()
}

/// `3 refs`, `2 → 3 refs`.
fn count_words(count: &Count) -> String {
    let now = plural(count.now, "ref", "refs");
    let mut words = match count.before {
        Some(before) => format!("{before} → {now}"),
        None => now,
    };
    if let Some(racy) = count.racy {
        words.push_str(&format!(" ≠ {racy} counted"));
    }
    if count.freed {
        words.push_str(" ✕ freed");
    }
    if count.leaked {
        words.push_str(" ✕ never freed");
    }
    words
}

#[derive(PartialEq, Properties)]
pub struct Props {
    pub now: Moment,
}

#[component]
pub fn Memory(props: &Props) -> Html {
    let diagram = lay_out(names(&props.now), objects(&props.now));
    let missing = diagram.missing;
    html! {
        <div class="memory-pane">
            <h3 class="pane-title">{ "Memory" }<span class="hint">{ "Δ: changed in this step" }</span></h3>
            <div class="table-scroll memory-scroll" tabindex="0" role="region" aria-label="Memory diagram">
                if diagram.boxes.is_empty() {
                    <p class="hint">{ "There is no name yet." }</p>
                } else {
                    { draw(&diagram) }
                }
            </div>
            if missing > 0 {
                <p class="hint">{ format!("… and {} that are not drawn.", plural(missing as u64, "more object", "more objects")) }</p>
            }
            <details class="table-twin">
                <summary>{ "Memory as a table" }</summary>
                { table(&diagram) }
            </details>
        </div>
    }
}

/// Where a column of boxes begins, and how wide it is, in percent. The rest is for arrows.
fn column(columns: usize, column: usize) -> (f64, f64) {
    let count = columns as f64 + 1.0;
    let gap = 22.0 / count;
    let width = (96.0 - gap * columns as f64) / count;
    (column as f64 * (width + gap), width)
}

fn draw(diagram: &Diagram) -> Html {
    let style = format!("--rows:{:.1};--columns:{}", diagram.rows, diagram.columns + 1);
    let label = format!(
        "{} in {}; the table below says the same.",
        plural(diagram.arrows.len() as u64, "arrow", "arrows"),
        plural(diagram.boxes.len() as u64, "box", "boxes"),
    );
    html! {
        <div class="memory" role="img" aria-label={label} {style}>
            <svg viewBox={format!("0 0 100 {:.1}", diagram.rows)} preserveAspectRatio="none" aria-hidden="true">
                { for diagram.arrows.iter().map(|arrow| html! {
                    <path d={path(diagram.columns, arrow)} class={classes!(arrow.changed.then_some("changed"))} />
                }) }
            </svg>
            { for diagram.boxes.iter().map(|placed| draw_box(diagram.columns, placed)) }
            { for diagram.arrows.iter().map(|arrow| {
                let (left, width) = column(diagram.columns, arrow.to.0);
                let (x, head) = if arrow.turns() { (left + width, "◂") } else { (left, "▸") };
                let class = classes!("head", arrow.turns().then_some("turned"));
                html! { <span {class} style={format!("left:{x:.2}%;--y:{:.1}", arrow.to.1)}>{ head }</span> }
            }) }
        </div>
    }
}

fn path(columns: usize, arrow: &Arrow) -> String {
    let (left, width) = column(columns, arrow.from.0);
    let (to_left, to_width) = column(columns, arrow.to.0);
    let (x1, y1, y2) = (left + width, arrow.from.1, arrow.to.1);
    if arrow.turns() {
        let x2 = to_left + to_width;
        let far = x1.max(x2) + 3.5;
        return format!("M{x1:.2} {y1}C{far:.2} {y1} {far:.2} {y2} {:.2} {y2}", x2 + 0.8);
    }
    let x2 = to_left - 0.8;
    let bend = (x2 - x1) / 2.0;
    format!("M{x1:.2} {y1}C{:.2} {y1} {:.2} {y2} {x2:.2} {y2}", x1 + bend, x2 - bend)
}

fn draw_box(columns: usize, placed: &Placed) -> Html {
    let (left, width) = column(columns, placed.column);
    let block = &placed.block;
    let style = format!("left:{left:.2}%;width:{width:.2}%;--y:{:.1};--h:{}", placed.top, placed.height());
    let freed = block.count.as_ref().is_some_and(|count| count.freed || count.leaked);
    let class = classes!("block", block.id.is_some().then_some("object"), freed.then_some("freed"));
    html! {
        <div {class} {style}>
            <div class="title" title={block.title.clone()}>
                <span class="name">{ &block.title }</span>
                if let Some(count) = &block.count {
                    <span class={classes!("count", (count.before.is_some() || count.racy.is_some()).then_some("changed"))}>{ count_words(count) }</span>
                }
            </div>
            { for block.slots.iter().map(|slot| html! {
                <div class={classes!("slot", slot.changed.then_some("changed"))} title={format!("{} {}", slot.label, slot.text)}>
                    <span class="name">{ &slot.label }</span>
                    <span class="value">
                        if slot.changed { <b>{ "Δ " }</b> }
                        { if slot.refs.is_some() { "●" } else { &*slot.text } }
                    </span>
                </div>
            }) }
            if block.more > 0 { <div class="slot muted">{ format!("… and {} more", block.more) }</div> }
        </div>
    }
}

fn table(diagram: &Diagram) -> Html {
    // Objects are told apart by the order in which they are drawn.
    let numbers: Vec<u64> = diagram.boxes.iter().filter_map(|placed| placed.block.id).collect();
    let which = |id: u64| numbers.iter().position(|n| *n == id).map(|i| i + 1);
    let object = |block: &Block| match block.id.and_then(which) {
        Some(number) => format!("{} (object {number})", block.title),
        None => block.title.clone(),
    };
    html! {
        <div class="table-scroll" tabindex="0" role="region" aria-label="Variables">
            <table>
                <thead><tr><th scope="col">{ "Name" }</th><th scope="col">{ "Value" }</th><th scope="col">{ "Refers to" }</th></tr></thead>
                { for diagram.boxes.iter().map(|placed| html! {
                    <tbody>
                        <tr><th scope="rowgroup" colspan="3" class="muted">
                            { object(&placed.block) }
                            if let Some(count) = &placed.block.count { { ": " }{ count_words(count) } }
                            if placed.block.changed { { ", changed" } }
                        </th></tr>
                        { for placed.block.slots.iter().map(|slot| html! {
                            <tr class={classes!(slot.changed.then_some("changed"))}>
                                <th scope="row" class="code">{ &slot.label }</th>
                                <td class="code">{ &slot.text }if slot.changed { <span class="muted">{ " changed" }</span> }</td>
                                <td>{ slot.refs.map(|id| which(id).map_or("an object not drawn".into(), |n| format!("object {n}"))).unwrap_or_default() }</td>
                            </tr>
                        }) }
                        if placed.block.more > 0 { <tr><td colspan="3">{ format!("… and {} more", placed.block.more) }</td></tr> }
                    </tbody>
                }) }
            </table>
        </div>
    }
}
