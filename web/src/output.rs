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

/// What drawing costs is counted in lines of plain text. So much is shown at most …
const MOST_SHOWN: usize = 1_000;
/// … while much comes, less: with each new line the browser looks at all of them …
const MOST_FLOWING: usize = 150;
/// … and so much is drawn anew at a time: a frame's work, however fast a program prints.
const MOST_AT_ONCE: usize = 100;

/// A line of stderr costs more: each may lead to a line of the program.
const STDERR_COST: usize = 4;
/// So many bytes without a newline cost as much as a line: they are broken into some.
const LINE_BYTES: usize = 80;

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

    /// Whether its beginning may be out of sight while its end is read.
    pub fn is_tall(&self) -> bool {
        self.lines > 3 || self.text.len() > GROUP_BYTES / 8
    }

    /// What drawing it costs.
    fn cost(&self) -> usize {
        let lines = self.lines + usize::from(self.is_open());
        let each = if self.stream == Stream::Stderr { STDERR_COST } else { 1 };
        (lines * each).max(self.text.len() / LINE_BYTES)
    }
}

/// Which groups are drawn: their ids, the end excluded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    pub from: u64,
    pub to: u64,
}

impl Shown {
    /// What to draw next: the end of the output. What comes anew in one step is bounded: where more was printed, what
    /// was drawn before is let go, and comes back step by step once there is time.
    pub fn next(self, output: &Output) -> Self {
        let (first, end) = (output.first_id(), output.next_id);
        let old_end = self.to.clamp(first, end);
        let coming: usize = (old_end..end).take(MOST_AT_ONCE).map(|id| output.cost(id)).sum();
        let most = if coming > MOST_AT_ONCE / 4 { MOST_FLOWING } else { MOST_SHOWN };
        let mut from = end;
        let mut cost = 0;
        let mut anew = 0;
        while from > first {
            let group = output.cost(from - 1);
            let known = (self.from..old_end).contains(&(from - 1));
            anew += if known { 0 } else { group };
            cost += group;
            if from < end && (cost > most || anew > MOST_AT_ONCE) {
                break;
            }
            from -= 1;
        }
        Self { from, to: end }
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
}

impl Output {
    /// Adds what a thread wrote.
    pub fn push(&mut self, stream: Stream, thread: u32, text: &str) {
        if text.is_empty() {
            return;
        }
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
        *self = Self { next_id: self.next_id, ..Self::default() };
    }

    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    fn first_id(&self) -> u64 {
        self.next_id - self.groups.len() as u64
    }

    /// A group by its id, unless it was dropped.
    pub fn group(&self, id: u64) -> Option<&Rc<Group>> {
        self.groups.get(usize::try_from(id.checked_sub(self.first_id())?).ok()?)
    }

    fn cost(&self, id: u64) -> usize {
        self.group(id).map_or(0, |group| group.cost())
    }

    /// A note about what is not shown, where something is not.
    pub fn note(&self, shown: Shown) -> Option<String> {
        if self.dropped_bytes > 0 {
            let kept = crate::text::count(KEPT_LINES as u64);
            return Some(format!("Much output: its end is shown, the last {kept} lines or 1 MB are kept for copying."));
        }
        (shown.from > self.first_id()).then(|| "Much output: its end is shown. Copying gives all of it.".into())
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

    /// What is shown when nothing more comes.
    fn at_rest(output: &Output) -> Shown {
        let mut shown = Shown::default();
        loop {
            let next = shown.next(output);
            if next == shown {
                return shown;
            }
            shown = next;
        }
    }

    fn groups(output: &Output) -> Vec<&Rc<Group>> {
        let shown = at_rest(output);
        (shown.from..shown.to).map(|id| output.group(id).expect("kept")).collect()
    }

    fn texts(output: &Output) -> Vec<(u32, String)> {
        groups(output).iter().map(|group| (group.thread, group.text.clone())).collect()
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
        assert_eq!(output.note(at_rest(&output)), None);
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
        assert_eq!(groups(&output).len(), MOST_SHOWN);
        assert!(output.note(at_rest(&output)).expect("a note").contains("kept"));
    }

    #[test]
    fn however_much_comes_a_step_draws_little_and_at_rest_all_is_there() {
        let mut output = Output::default();
        let mut shown = Shown::default();
        for round in 0..20 {
            for i in 0..500 * round {
                let stream = if round % 3 == 0 { Stream::Stderr } else { Stream::Stdout };
                output.push(stream, i % 2, if i % 7 == 0 { "x\ny\nz\n" } else { "x" });
            }
            let next = shown.next(&output);
            let anew: usize =
                (next.from..next.to).filter(|id| !(shown.from..shown.to).contains(id)).map(|id| output.cost(id)).sum();
            assert!(anew <= MOST_AT_ONCE + GROUP_LINES * STDERR_COST, "{anew}");
            shown = next;
        }
        let mut output = Output::default();
        for i in 0..900 {
            output.push(Stream::Stdout, i % 2, "x\n");
        }
        assert_eq!(Shown::default().next(&output), Shown { from: 800, to: 900 });
        assert_eq!(at_rest(&output), Shown { from: 0, to: 900 });
        assert_eq!(output.note(at_rest(&output)), None);
        output.clear();
        assert_eq!(at_rest(&output), Shown { from: 900, to: 900 });
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
        assert!(groups(&output).iter().all(|group| group.text.len() <= GROUP_BYTES + 4));
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
        let first = groups(&output).first().map(|group| group.id);
        output.clear();
        assert!(output.is_empty());
        output.push(Stream::Stdout, 0, "b\n");
        assert!(groups(&output).first().map(|group| group.id) > first);
    }
}
