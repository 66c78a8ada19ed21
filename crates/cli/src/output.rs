//! Where a program's output goes: straight on, or into the result.
use gilscope_protocol::{OUTPUT_LIMIT_BYTES, RunResult};
use gilscope_trace::Recording;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Condvar, Mutex, MutexGuard};
use std::time::Duration;

/// With so much unwritten, the program waits: a slow reader must not make us fill the memory.
const CONGESTED_BYTES: usize = 1 << 20;

/// Which of the two streams.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    Stdout,
    Stderr,
}

/// Between a program's workers and the outside.
pub struct Output {
    /// Text in the order in which it was written, to be passed on by [`Output::pass_on`].
    waiting: Mutex<Vec<(Stream, String)>>,
    waiting_bytes: AtomicUsize,
    more: Condvar,
    /// No more will come: what waits is written, and then the writer leaves.
    finished: AtomicBool,
    /// Nobody reads us any more.
    pub broken: AtomicBool,
    /// For `--json`: kept instead of passed on.
    kept: Option<Mutex<Kept>>,
    /// Events, for `trace`: of a long run the oldest coarsely.
    events: Mutex<Recording>,
}

/// Both streams, cut at their common limit.
#[derive(Default)]
struct Kept {
    stdout: String,
    stderr: String,
    truncated: bool,
}

impl Output {
    pub fn new(keep: bool) -> Self {
        Self {
            waiting: Mutex::default(),
            waiting_bytes: AtomicUsize::new(0),
            more: Condvar::new(),
            finished: AtomicBool::new(false),
            broken: AtomicBool::new(false),
            kept: keep.then(Mutex::default),
            events: Mutex::default(),
        }
    }

    /// Takes text from the program; returns at once.
    pub fn add(&self, stream: Stream, text: &str) {
        if let Some(kept) = &self.kept {
            return locked(kept).add(stream, text);
        }
        let mut waiting = locked(&self.waiting);
        match waiting.last_mut() {
            Some((last, joined)) if *last == stream => joined.push_str(text),
            _ => waiting.push((stream, text.to_owned())),
        }
        self.waiting_bytes.fetch_add(text.len(), SeqCst);
        self.more.notify_one();
    }

    /// Takes a batch of events.
    pub fn keep_events(&self, batch: Vec<u8>) {
        locked(&self.events).push(batch);
    }

    /// What was kept of them.
    pub fn take_events(&self) -> Recording {
        std::mem::take(&mut locked(&self.events))
    }

    /// Whether the program should wait until some of its output is gone.
    pub fn is_congested(&self) -> bool {
        self.waiting_bytes.load(SeqCst) > CONGESTED_BYTES && !self.broken.load(SeqCst)
    }

    /// Writes until there is nothing more to come. A thread of its own does this, so that no worker waits for a reader.
    pub fn pass_on(&self) {
        loop {
            let mut waiting = locked(&self.waiting);
            while waiting.is_empty() {
                if self.finished.load(SeqCst) {
                    return;
                }
                waiting = self
                    .more
                    .wait_timeout(waiting, Duration::from_millis(50))
                    .map_or_else(|e| e.into_inner().0, |w| w.0);
            }
            let batch = std::mem::take(&mut *waiting);
            drop(waiting);
            for (stream, text) in batch {
                let written = match stream {
                    Stream::Stdout => put(&mut io::stdout().lock(), &text),
                    Stream::Stderr => put(&mut io::stderr().lock(), &text),
                };
                if written.is_err() {
                    self.broken.store(true, SeqCst);
                }
                self.waiting_bytes.fetch_sub(text.len(), SeqCst);
            }
        }
    }

    /// Lets the writer leave once everything is written.
    pub fn finish(&self) {
        self.finished.store(true, SeqCst);
        self.more.notify_all();
    }

    /// Moves what was kept into a result.
    pub fn fill(&self, result: &mut RunResult) {
        if let Some(kept) = &self.kept {
            let mut kept = locked(kept);
            result.stdout = std::mem::take(&mut kept.stdout);
            result.stderr.insert_str(0, &std::mem::take(&mut kept.stderr));
            result.truncated = kept.truncated;
        }
    }
}

impl Kept {
    fn add(&mut self, stream: Stream, text: &str) {
        let room = OUTPUT_LIMIT_BYTES - self.stdout.len() - self.stderr.len();
        let end = if text.len() <= room { text.len() } else { text.floor_char_boundary(room) };
        self.truncated |= end < text.len();
        match stream {
            Stream::Stdout => self.stdout.push_str(&text[..end]),
            Stream::Stderr => self.stderr.push_str(&text[..end]),
        }
    }
}

fn put(to: &mut impl Write, text: &str) -> io::Result<()> {
    to.write_all(text.as_bytes())?;
    to.flush()
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|e| e.into_inner())
}

/// Prints the one object of `--json`.
pub fn print_json(result: &RunResult) {
    let text = serde_json::to_string(result)
        .unwrap_or_else(|e| format!("{{\"ended\":\"engine_failed\",\"exit\":70,\"stderr\":\"{e}\"}}"));
    // A reader that has gone away wants no object.
    let _ = put(&mut io::stdout().lock(), &format!("{text}\n"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_cut_at_the_limit_and_says_so() {
        let mut kept = Kept::default();
        kept.add(Stream::Stdout, &"x".repeat(OUTPUT_LIMIT_BYTES - 1));
        kept.add(Stream::Stderr, "é");
        assert!(kept.truncated && kept.stderr.is_empty());
        kept.add(Stream::Stderr, "ab");
        assert_eq!(kept.stderr, "a");
    }

    #[test]
    fn streams_keep_their_order_until_they_are_passed_on() {
        let output = Output::new(false);
        for (stream, text) in
            [(Stream::Stdout, "a"), (Stream::Stdout, "b"), (Stream::Stderr, "c"), (Stream::Stdout, "d")]
        {
            output.add(stream, text);
        }
        let waiting: Vec<String> = locked(&output.waiting).iter().map(|(_, text)| text.clone()).collect();
        assert_eq!(waiting, ["ab", "c", "d"]);
    }
}
