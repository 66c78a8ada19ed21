//! The printed text as elements of the page. It is drawn past Yew: what is there already is never looked at again.

use std::collections::VecDeque;

use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

use super::document;
use super::feed::Events;
use crate::output::{Group, Output, Shown, Stream};
use crate::traceback::{Piece, pieces};

/// Groups so far from the end may still grow: an unfinished line, or one whose newline comes late.
const OPEN: usize = 10;

/// A name of so many characters has room in its column; that `stderr` stands before it takes some of it.
const SHORT_NAME: usize = 17;
const STDERR: usize = 6;

/// The rows that are in the page, one for each group shown.
pub struct Printed {
    rows: VecDeque<Row>,
    shown: Shown,
    /// What a row is copied from.
    template: Option<Element>,
    /// How many threads had a name when the rows were drawn.
    names: usize,
}

struct Row {
    id: u64,
    thread: u32,
    element: Element,
    /// How much of the group's text it shows, in bytes.
    drawn: usize,
    named: bool,
    /// So many characters of a name have room.
    room: usize,
    /// The name is cut off where there is no room for it.
    is_long: bool,
    /// The name stays in sight while the text beside it is scrolled.
    is_tall: bool,
}

impl Printed {
    pub fn new() -> Self {
        Self { rows: VecDeque::new(), shown: Shown::default(), template: None, names: 0 }
    }

    /// One step towards showing the output's end in `host`.
    pub fn draw(&mut self, host: &Element, output: &Output, events: &Events) -> Shown {
        let shown = self.shown.next(output);
        // Nothing of what is there stays: cleared, or overtaken.
        if shown.from >= self.shown.to {
            host.set_text_content(None);
            self.rows.clear();
        }
        while self.rows.front().is_some_and(|row| row.id < shown.from) {
            if let Some(row) = self.rows.pop_front() {
                row.element.remove();
            }
        }
        for row in self.rows.iter_mut().rev().take(OPEN) {
            if let Some(group) = output.group(row.id) {
                row.fill(group);
            }
        }
        // Before the first row: what there was no time for; after the last: what is new.
        let first = self.rows.front().map_or(shown.from, |row| row.id);
        let end = self.rows.back().map_or(first, |row| row.id + 1);
        for id in (shown.from..first).rev() {
            if let Some(row) = self.row(id, output, events) {
                insert(host, &row.element, self.rows.front());
                self.rows.push_front(row);
            }
        }
        for id in end..shown.to {
            if let Some(row) = self.row(id, output, events) {
                insert(host, &row.element, None);
                self.rows.push_back(row);
            }
        }
        if self.names != events.names.len() {
            self.names = events.names.len();
            for row in self.rows.iter_mut().filter(|row| !row.named) {
                row.name(events);
            }
        }
        self.shown = shown;
        shown
    }

    fn row(&mut self, id: u64, output: &Output, events: &Events) -> Option<Row> {
        let group = output.group(id)?;
        let template = self.template.get_or_insert_with(template);
        let element: Element = template.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
        let mut room = SHORT_NAME;
        if group.stream == Stream::Stderr {
            element.set_class_name("group stderr");
            room -= STDERR;
        }
        let mut row =
            Row { id, thread: group.thread, element, drawn: 0, named: false, room, is_long: false, is_tall: false };
        row.name(events);
        row.fill(group);
        Some(row)
    }
}

impl Row {
    fn name(&mut self, events: &Events) {
        self.named = events.names.contains_key(&self.thread);
        if let Some(who) = self.element.first_element_child() {
            let name = events.name(self.thread);
            who.set_text_content(Some(&name));
            self.is_long = name.chars().count() > self.room;
            if self.is_long {
                // Attributes of plain names are always set.
                let _ = who.set_attribute("title", &name);
            }
        }
        self.style();
    }

    /// Says in the element's classes what it needs: most rows need nothing, which is what makes them cheap.
    fn style(&self) {
        if let Some(who) = self.element.first_element_child() {
            let long = if self.is_long { " long" } else { "" };
            let tall = if self.is_tall { " tall" } else { "" };
            if self.is_long || self.is_tall {
                who.set_class_name(&format!("who{long}{tall}"));
            }
        }
    }

    fn fill(&mut self, group: &Group) {
        if self.drawn == group.text.len() {
            return;
        }
        self.drawn = group.text.len();
        if !self.is_tall && group.is_tall() {
            self.is_tall = true;
            self.style();
        }
        let Some(pre) = self.element.last_element_child() else { return };
        let text = group.text.strip_suffix('\n').unwrap_or(&group.text);
        if group.stream == Stream::Stdout {
            return pre.set_text_content(Some(text));
        }
        pre.set_text_content(None);
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) => append(&pre, &document().create_text_node(text)),
                Piece::Line { text, line } => {
                    let link = element("button", "line-link");
                    link.set_text_content(Some(text));
                    let _ = link.set_attribute("data-line", &line.to_string());
                    append(&pre, &link);
                }
            }
        }
    }
}

fn template() -> Element {
    let row = element("div", "group stdout");
    append(&row, &element("span", "who"));
    append(&row, &element("pre", ""));
    row
}

fn element(tag: &str, class: &str) -> Element {
    let element = document().create_element(tag).expect("a plain tag");
    element.set_class_name(class);
    element
}

fn append(parent: &Element, child: &Node) {
    // Fails for a node that would contain itself.
    let _ = parent.append_child(child);
}

fn insert(host: &Element, row: &Element, before: Option<&Row>) {
    let before: Option<&Node> = before.map(|row| row.element.as_ref());
    // Fails only where something else has emptied the pane.
    let _ = host.insert_before(row, before);
}
