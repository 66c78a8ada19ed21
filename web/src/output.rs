//! What a program printed, bounded, in groups that are cheap to show.

use std::collections::VecDeque;
use std::rc::Rc;

/// Where text was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stream {
    Stdout,
    Stderr,
}

/// How much is kept for copying: lines, and bytes.
pub const KEPT_LINES: usize = 10_000;
pub const KEPT_BYTES: usize = 1 << 20;

/// How much is shown at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Most {
    pub lines: usize,
    pub groups: usize,
}

impl Most {
    /// At rest: what a page shows without growing slow.
    pub const ALL: Most = Most { lines: 1_000, groups: 1_000 };
    /// While much comes: what can be drawn anew again and again.
    pub const FLOWING: Most = Most { lines: 200, groups: 60 };

    /// What to show next, after so many new groups since the last drawing: little while much comes, then step by
    /// step all.
    pub fn next(self, new_groups: u64) -> Most {
        if new_groups > Self::FLOWING.groups as u64 / 2 {
            return Self::FLOWING;
        }
        Most {
            lines: (self.lines + Self::FLOWING.lines).min(Self::ALL.lines),
            groups: (self.groups + Self::FLOWING.groups).min(Self::ALL.groups),
        }
    }
}

/// A group's size: small enough to be redrawn with each frame.
const GROUP_LINES: usize = 50;
const GROUP_BYTES: usize = 4 << 10;

/// How far back an unfinished line is looked for.
const LOOK_BACK: usize = 8;

/// Neighbouring text of one thread on one stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Grows from group to group; never used twice in a run.
    pub id: u64,
    pub stream: Stream,
    /// The VM thread's number, 0 for the main thread.
    pub thread: u32,
    pub text: String,
    lines: usize,
}

impl Group {
    fn is_open(&self) -> bool {
        !self.text.ends_with('\n')
    }

    fn is_full(&self) -> bool {
        self.text.len() >= GROUP_BYTES || (self.lines >= GROUP_LINES && !self.is_open())
    }

    /// Number of lines, an unfinished one included.
    pub fn lines(&self) -> usize {
        self.lines + usize::from(self.is_open())
    }
}

/// The output of one run. Text is dropped from the beginning when it grows beyond its bounds.
#[derive(Clone, Debug, Default)]
pub struct Output {
    groups: VecDeque<Rc<Group>>,
    lines: usize,
    bytes: usize,
    next_id: u64,
    dropped_bytes: u64,
    /// Changes with each change.
    pub version: u64,
}

impl Output {
    /// Adds what a thread wrote.
    pub fn push(&mut self, stream: Stream, thread: u32, text: &str) {
        if text.is_empty() {
            return;
        }
        self.version += 1;
        let mut rest = self.finish_line(stream, thread, text);
        // Of a huge piece of text only its end can be kept.
        if rest.len() > KEPT_BYTES {
            let mut cut = rest.len() - KEPT_BYTES;
            while !rest.is_char_boundary(cut) {
                cut += 1;
            }
            self.dropped_bytes += cut as u64;
            rest = &rest[cut..];
        }
        while !rest.is_empty() {
            let space = self.open_group(stream, thread);
            let taken = take(rest, space.0, space.1);
            let (piece, after) = rest.split_at(taken);
            self.append(piece);
            rest = after;
        }
        self.trim();
    }

    /// `print` writes a text and its newline one after the other, and other threads may come between. A
    /// newline that arrives late belongs to the line that its thread left open.
    fn finish_line<'a>(&mut self, stream: Stream, thread: u32, text: &'a str) -> &'a str {
        let Some(rest) = text.strip_prefix('\n') else {
            return text;
        };
        let mut recent = self.groups.iter_mut().rev().take(LOOK_BACK);
        match recent.find(|group| group.stream == stream && group.thread == thread) {
            Some(group) if group.is_open() => {
                let group = Rc::make_mut(group);
                group.text.push('\n');
                group.lines += 1;
                self.lines += 1;
                self.bytes += 1;
                rest
            }
            _ => text,
        }
    }

    /// Makes sure that the last group takes text of this kind; gives the lines and bytes it has room for.
    fn open_group(&mut self, stream: Stream, thread: u32) -> (usize, usize) {
        let fits =
            self.groups.back().is_some_and(|last| last.stream == stream && last.thread == thread && !last.is_full());
        if !fits {
            let group = Group { id: self.next_id, stream, thread, text: String::new(), lines: 0 };
            self.next_id += 1;
            self.groups.push_back(Rc::new(group));
        }
        self.groups.back().map_or((1, 1), |last| {
            ((GROUP_LINES - last.lines.min(GROUP_LINES)).max(1), (GROUP_BYTES - last.text.len()).max(4))
        })
    }

    fn append(&mut self, piece: &str) {
        let Some(last) = self.groups.back_mut() else {
            return;
        };
        let group = Rc::make_mut(last);
        group.text.push_str(piece);
        let lines = piece.bytes().filter(|&b| b == b'\n').count();
        group.lines += lines;
        self.lines += lines;
        self.bytes += piece.len();
    }

    fn trim(&mut self) {
        while self.groups.len() > 1 && (self.lines > KEPT_LINES || self.bytes > KEPT_BYTES) {
            let Some(first) = self.groups.pop_front() else {
                break;
            };
            self.lines -= first.lines;
            self.bytes -= first.text.len();
            self.dropped_bytes += first.text.len() as u64;
        }
    }

    /// Forgets everything; ids go on, so that nothing old is taken for something new.
    pub fn clear(&mut self) {
        let (next_id, version) = (self.next_id, self.version + 1);
        *self = Self { next_id, version, ..Self::default() };
    }

    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// How many groups there have ever been.
    pub fn groups_so_far(&self) -> u64 {
        self.next_id
    }

    /// The groups to show: the last ones, no more than these.
    pub fn shown(&self, most: Most) -> impl Iterator<Item = &Rc<Group>> {
        let mut lines = 0;
        let mut from = self.groups.len();
        while from > 0 && lines < most.lines && self.groups.len() - from < most.groups {
            from -= 1;
            lines += self.groups[from].lines();
        }
        self.groups.iter().skip(from)
    }

    /// A note about what is not shown, where something is not.
    pub fn note(&self) -> Option<String> {
        if self.dropped_bytes > 0 {
            let kept = crate::text::count(KEPT_LINES as u64);
            return Some(format!("Much output: its end is shown, the last {kept} lines or 1 MB are kept for copying."));
        }
        (self.shown(Most::ALL).count() < self.groups.len())
            .then(|| "Much output: its end is shown. Copying gives all of it.".into())
    }

    /// All that is kept, as text.
    pub fn text(&self) -> String {
        let mut out = String::with_capacity(self.bytes + self.groups.len());
        for group in &self.groups {
            out.push_str(&group.text);
        }
        out
    }
}

/// How much of `text` to take: at most `lines` lines and about `bytes` bytes, whole characters.
fn take(text: &str, lines: usize, bytes: usize) -> usize {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end += 1;
    }
    match text[..end].match_indices('\n').nth(lines - 1) {
        Some((at, _)) => at + 1,
        None => end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(output: &Output) -> Vec<(u32, String)> {
        output.shown(Most::ALL).map(|group| (group.thread, group.text.clone())).collect()
    }

    #[test]
    fn neighbours_of_one_thread_and_stream_are_one_group() {
        let mut output = Output::default();
        output.push(Stream::Stdout, 1, "a");
        output.push(Stream::Stdout, 1, "b\nc\n");
        output.push(Stream::Stderr, 1, "oops\n");
        output.push(Stream::Stdout, 2, "d\n");
        assert_eq!(texts(&output), [(1, "ab\nc\n".into()), (1, "oops\n".into()), (2, "d\n".into())]);
        assert_eq!(output.text(), "ab\nc\noops\nd\n");
        assert_eq!(output.note(), None);
    }

    #[test]
    fn a_late_newline_ends_its_own_line() {
        let mut output = Output::default();
        for (thread, text) in [(1, "one"), (2, "two"), (1, "\n"), (2, "\n"), (2, "\n")] {
            output.push(Stream::Stdout, thread, text);
        }
        assert_eq!(texts(&output), [(1, "one\n".into()), (2, "two\n\n".into())]);
    }

    #[test]
    fn endless_output_stays_bounded() {
        let mut output = Output::default();
        for i in 0..100_000 {
            output.push(Stream::Stdout, i % 2, "all work and no play\n");
        }
        assert!(output.lines <= KEPT_LINES && output.bytes <= KEPT_BYTES);
        let shown: usize = output.shown(Most::ALL).map(|group| group.lines()).sum();
        assert!((Most::ALL.lines..Most::ALL.lines + GROUP_LINES).contains(&shown), "{shown}");
        assert!(output.note().expect("a note").contains("kept"));
    }

    #[test]
    fn while_much_comes_little_is_shown_and_then_step_by_step_all() {
        let mut most = Most::ALL.next(5_000);
        assert_eq!(most, Most::FLOWING);
        let mut steps = 0;
        while most != Most::ALL {
            most = most.next(1);
            steps += 1;
        }
        assert!((4..25).contains(&steps), "{steps}");
        let mut output = Output::default();
        for i in 0..500 {
            output.push(Stream::Stdout, i % 2, "x\n");
        }
        assert_eq!(output.shown(Most::FLOWING).count(), Most::FLOWING.groups);
        assert_eq!(output.shown(Most::ALL).count(), 500);
    }

    #[test]
    fn one_endless_line_stays_bounded_too() {
        let mut output = Output::default();
        for _ in 0..300 {
            output.push(Stream::Stdout, 0, &"é".repeat(5_000));
        }
        assert!(output.bytes <= KEPT_BYTES + GROUP_BYTES);
        output.push(Stream::Stdout, 0, &"é".repeat(KEPT_BYTES));
        assert!(output.bytes <= KEPT_BYTES + GROUP_BYTES);
        assert!(output.shown(Most::ALL).all(|group| group.text.len() <= GROUP_BYTES + 4));
    }

    #[test]
    fn counts_hold_whatever_comes() {
        let mut output = Output::default();
        for i in 0..5_000u32 {
            let text = ["x", "\n", "ab\ncd", "\n\n", "é\n"][(i * 7 % 5) as usize];
            output.push(Stream::Stdout, i / 3 % 3, text);
        }
        let newlines = output.text().bytes().filter(|&b| b == b'\n').count();
        assert_eq!((output.lines, output.bytes), (newlines, output.text().len()));
    }

    #[test]
    fn ids_are_not_used_again() {
        let mut output = Output::default();
        output.push(Stream::Stdout, 0, "a\n");
        let first = output.shown(Most::ALL).next().map(|group| group.id);
        output.clear();
        assert!(output.is_empty());
        output.push(Stream::Stdout, 0, "b\n");
        assert!(output.shown(Most::ALL).next().map(|group| group.id) > first);
    }
}
