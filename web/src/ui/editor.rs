//! The editor: the shell's text area, until CodeMirror has come, and for good where it does not.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Object};
use wasm_bindgen::prelude::*;
use web_sys::HtmlTextAreaElement;

use super::engine::{load_editor, set};
use crate::state::Problem;

#[wasm_bindgen]
extern "C" {
    /// The module `web/editor/editor.js`.
    type Module;

    #[wasm_bindgen(method, catch, js_name = createEditor)]
    fn create_editor(this: &Module, textarea: &HtmlTextAreaElement, options: &Object) -> Result<View, JsValue>;

    #[derive(Clone)]
    type View;

    #[wasm_bindgen(method)]
    fn text(this: &View) -> String;

    #[wasm_bindgen(method, js_name = setText)]
    fn set_text(this: &View, text: &str);

    #[wasm_bindgen(method, js_name = setDiagnostics)]
    fn set_diagnostics(this: &View, diagnostics: &Array);

    #[wasm_bindgen(method)]
    fn jump(this: &View, line: u32, column: u32);

    #[wasm_bindgen(method, js_name = setMarks)]
    fn set_marks(this: &View, marks: &Array);
}

/// A line with a dot in the gutter.
pub struct Mark {
    /// From 1.
    pub line: u32,
    /// The line's class, and the dot's.
    pub class: &'static str,
    pub dot: String,
    /// What stands in the dot, and what it means.
    pub text: String,
    pub title: String,
    /// It marks a poll: those have a gutter of their own.
    pub poll: bool,
}

/// What the editor tells.
pub trait Listener {
    /// The text is another one.
    fn changed(&self);
    /// Ctrl/Cmd-Enter was pressed.
    fn run(&self);
    /// Esc was pressed; whether that meant something.
    fn stop(&self) -> bool;
}

/// The editor.
pub struct Editor {
    textarea: HtmlTextAreaElement,
    view: RefCell<Option<View>>,
}

impl Editor {
    pub fn new() -> Self {
        Self { textarea: super::shell("source").unchecked_into(), view: RefCell::new(None) }
    }

    /// Whether something was typed before the page's code had come.
    pub fn touched(&self) -> bool {
        self.textarea.has_attribute("data-touched")
    }

    fn view(&self) -> Option<View> {
        self.view.borrow().clone()
    }

    pub fn text(&self) -> String {
        match self.view() {
            Some(view) => view.text(),
            None => self.textarea.value(),
        }
    }

    /// Replaces the text; in CodeMirror undo brings the old one back.
    pub fn set_text(&self, text: &str) {
        match self.view() {
            Some(view) => view.set_text(text),
            None => self.textarea.set_value(text),
        }
    }

    pub fn show(&self, problems: &[Problem]) {
        let Some(view) = self.view() else { return };
        let diagnostics = Array::new();
        for problem in problems {
            let object = Object::new();
            for (key, value) in [
                ("line", problem.line),
                ("column", problem.column),
                ("endLine", problem.end_line),
                ("endColumn", problem.end_column),
            ] {
                set(&object, key, &value.into());
            }
            set(&object, "message", &problem.message.as_str().into());
            set(&object, "severity", &"error".into());
            diagnostics.push(&object);
        }
        view.set_diagnostics(&diagnostics);
    }

    /// Marks lines, instead of those that were marked before.
    pub fn mark(&self, marks: &[Mark]) {
        let Some(view) = self.view() else { return };
        let list = Array::new();
        for mark in marks {
            let object = Object::new();
            set(&object, "line", &mark.line.into());
            set(&object, "poll", &mark.poll.into());
            let texts = [("dotClass", &*mark.dot), ("text", &mark.text), ("title", &mark.title)];
            for (key, value) in texts.into_iter().chain([("lineClass", mark.class)]) {
                set(&object, key, &value.into());
            }
            list.push(&object);
        }
        view.set_marks(&list);
    }

    /// Puts the caret to the beginning of a line (from 1), or to a column (from 0, UTF-16 units) of it.
    pub fn jump(&self, line: u32, column: u32) {
        if let Some(view) = self.view() {
            return view.jump(line, column);
        }
        let text: Vec<u16> = self.textarea.value().encode_utf16().collect();
        let start: usize = text
            .split(|&unit| unit == u16::from(b'\n'))
            .take(line.saturating_sub(1) as usize)
            .map(|l| l.len() + 1)
            .sum();
        let at = Some((start.min(text.len()) as u32) + column);
        let _ = self.textarea.focus();
        let _ = self.textarea.set_selection_start(at);
        let _ = self.textarea.set_selection_end(at);
    }

    /// Listens to the text area, and puts CodeMirror in its place once that has come.
    pub async fn upgrade(self: Rc<Self>, listener: Rc<dyn Listener>) {
        let told = listener.clone();
        let on_input = Closure::<dyn Fn()>::new(move || told.changed());
        // Without CodeMirror the text area serves for good, so the listener lives as long as the page.
        let _ = self.textarea.add_event_listener_with_callback("input", on_input.into_js_value().unchecked_ref());
        let Ok(module) = load_editor().await else {
            return;
        };

        let options = Object::new();
        set(&options, "label", &"Python program".into());
        set(&options, "describedBy", &"editor-help".into());
        let told = listener.clone();
        let on_change = Closure::<dyn Fn()>::new(move || told.changed());
        set(&options, "onChange", &on_change.into_js_value());
        let told = listener.clone();
        let on_run = Closure::<dyn Fn()>::new(move || told.run());
        set(&options, "onRun", &on_run.into_js_value());
        let on_stop = Closure::<dyn Fn() -> bool>::new(move || listener.stop());
        set(&options, "onStop", &on_stop.into_js_value());
        if let Ok(view) = module.unchecked_into::<Module>().create_editor(&self.textarea, &options) {
            *self.view.borrow_mut() = Some(view);
        }
    }
}
