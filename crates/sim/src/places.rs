//! Places that other runs of the same program have as well, and the steps that a line is made of.
use gilscope_protocol::moment::{Place, StepView};

use crate::machine::{Progress, Sim};
use crate::view;

/// A place is looked for so many instructions after its line has begun.
const FAR: u64 = 50_000;
/// So many instructions of a line are listed, those of other threads in between included.
const LONGEST_LINE: u64 = 2_000;

impl Sim {
    /// How far the thread has come. Needs [`crate::Options::explain`], like all here.
    pub fn place(&self, thread: u32) -> Place {
        let (lines, since) = self.marks.borrow().come(thread);
        Place { thread, lines, since }
    }

    /// Where the thread began the last of so many lines, as far as this run has come. The first line is number 1.
    pub fn line_begins(&self, thread: u32, lines: u64) -> Option<u64> {
        self.marks.borrow().begun(thread, lines)
    }

    /// Where the line begins that the thread is on, or is about to begin.
    pub fn line_start(&mut self, thread: u32) -> Option<u64> {
        let (line, lines) = (self.line_of(thread), self.place(thread).lines);
        if line.is_some() && line != self.marks.borrow().line(thread) {
            return Some(self.position());
        }
        self.line_begins(thread, lines)
    }

    /// Runs on to a place whose line has not been left yet. False: this run has no such place.
    pub fn come_to(&mut self, place: Place) -> bool {
        let last = self.position() + FAR;
        loop {
            let now = self.place(place.thread);
            if now == place {
                return true;
            }
            let is_beyond = (now.lines, now.since) > (place.lines, place.since);
            if is_beyond || self.position() >= last || self.run_to(self.position() + 1) == Progress::Ended {
                return false;
            }
        }
    }

    /// The steps of a line that the thread is about to begin, up to its next line; what others do meanwhile in one.
    pub fn steps_of_line(&mut self, thread: u32) -> Vec<StepView> {
        let mut steps: Vec<StepView> = Vec::new();
        let lines = self.place(thread).lines + 1;
        let end = self.position() + LONGEST_LINE;
        while self.position() < end {
            let over = self.run_to(self.position() + 1) == Progress::Ended;
            let Some(last) = self.last else { break };
            if self.place(thread).lines > lines {
                break;
            }
            let position = self.position();
            let code = &self.world.code(last.code).code;
            if let Some(s) = steps.last_mut().filter(|s| last.micro.is_some() && s.thread == last.thread) {
                // What it does to counts belongs to the instruction.
                s.position = position;
                s.count += 1;
            } else if last.thread == thread && !view::is_library(code) {
                let model = self.options().model;
                let row = view::row(self.world.code(last.code), model, last.pc as usize);
                steps.push(StepView { position, thread, count: 1, row: Some(row) });
            } else if let Some(other) = steps.last_mut().filter(|s| s.thread == last.thread && s.row.is_none()) {
                other.position = position;
                other.count += 1;
            } else {
                steps.push(StepView { position, thread: last.thread, count: 1, row: None });
            }
            if over {
                break;
            }
        }
        // What others do once the line is done is not part of it.
        while steps.last().is_some_and(|s| s.thread != thread) {
            steps.pop();
        }
        steps
    }
}
