//! A schedule as a short printable string: everything that, beside the program, decides a run.
//!
//! ```text
//! g1-<model>-<cores>-<seed>-<interval µs>-<policy>-<program>-<choices>-<steps><end><trace>-<check>
//! ```
//!
//! Numbers are in base 36; `program` and `trace` are fingerprints; `choices` are `step.thread` joined by `_`; `trace` is
//! what the run came to, so that a replay can tell whether it was the same; `end` is `.` where the program ended there, and
//! `_` where it was stopped. `check` covers all before it. Each schedule has one spelling.
use std::fmt;

use gilscope_core::model::Model;

use crate::machine::{MOST_CORES, MOST_INTERVAL_NS, Options};
use crate::policy;

/// The format that [`Schedule::print`] writes and [`Schedule::parse`] reads.
pub const VERSION: &str = "g1";

/// A switch that was chosen by hand: when `step` instructions have been executed, thread `thread` is to be next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Choice {
    pub step: u64,
    pub thread: u32,
}

/// What decides a run, beside the program's text and its input (which the trace's fingerprint covers).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    pub model: String,
    pub cores: u32,
    pub seed: u64,
    pub interval_us: u64,
    pub policy: String,
    /// Fingerprint of the program's text: see [`fingerprint`].
    pub program: u32,
    /// In the order of their steps.
    pub choices: Vec<Choice>,
    /// How long the run was when the schedule was written, and its trace's fingerprint then.
    pub steps: u64,
    pub trace: u32,
    /// Had the program ended by itself? Else it was stopped there, or looked at in the midst of it.
    pub ended: bool,
}

/// Why a text is no schedule that can be replayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It does not begin as a schedule does.
    NotASchedule,
    /// It was written by a version with another format.
    Version(String),
    /// Its end is missing.
    CutShort,
    /// Something in it was changed; the part that cannot be read, if there is one.
    Mangled(Option<&'static str>),
    /// What it asks for is not there: what that is, and its name.
    Unknown(&'static str, String),
    /// It belongs to another program, or to this one before it was changed.
    OtherProgram,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::NotASchedule => write!(f, "this is not a schedule: one begins with {VERSION}-"),
            Refusal::Version(v) => {
                write!(f, "this schedule has the format {v}, and this version of Gilscope reads {VERSION}")
            }
            Refusal::CutShort => f.write_str("this schedule was cut short: its end is missing"),
            Refusal::Mangled(Some(part)) => write!(f, "this schedule was changed: its {part} cannot be read"),
            Refusal::Mangled(None) => f.write_str("this schedule was changed: its check does not fit"),
            Refusal::Unknown(what, name) => {
                write!(f, "this schedule is for the {what} {name}, which this version of Gilscope does not have")
            }
            Refusal::OtherProgram => {
                f.write_str("this schedule is of another program, or of this one before it was edited")
            }
        }
    }
}

impl Schedule {
    /// The string.
    pub fn print(&self) -> String {
        let choices: Vec<String> =
            self.choices.iter().map(|c| format!("{}.{}", base36(c.step), base36(u64::from(c.thread)))).collect();
        let text = format!(
            "{VERSION}-{}-{}-{}-{}-{}-{:08x}-{}-{}{}{:08x}",
            self.model,
            base36(u64::from(self.cores)),
            base36(self.seed),
            base36(self.interval_us),
            self.policy,
            self.program,
            choices.join("_"),
            base36(self.steps),
            if self.ended { '.' } else { '_' },
            self.trace
        );
        let check = check(&text);
        format!("{text}-{check}")
    }

    /// Reads the string again.
    pub fn parse(text: &str) -> Result<Schedule, Refusal> {
        let text = text.trim();
        let parts: Vec<&str> = text.split('-').collect();
        if parts[0] != VERSION {
            let is_version = parts.len() > 3 && parts[0].len() <= 4 && parts[0].starts_with('g');
            return Err(if is_version { Refusal::Version(parts[0].to_owned()) } else { Refusal::NotASchedule });
        }
        if parts.len() < 10 {
            return Err(Refusal::CutShort);
        }
        let bad = |part: &'static str| Refusal::Mangled(Some(part));
        if parts.len() > 10 {
            return Err(bad("end"));
        }
        let number = |s: &str, part: &'static str| u64::from_str_radix(s, 36).map_err(|_| bad(part));
        let hex = |s: &str, part: &'static str| u32::from_str_radix(s, 16).map_err(|_| bad(part));
        let (body, given) = text.rsplit_once('-').ok_or(Refusal::CutShort)?;
        if given.len() < 4 {
            return Err(Refusal::CutShort);
        }
        let ended = parts[8].contains('.');
        let (steps, trace) = parts[8].split_once(['.', '_']).ok_or(bad("end"))?;
        let small = |n: u64, part: &'static str| u32::try_from(n).map_err(|_| bad(part));
        let mut choices = Vec::new();
        for c in parts[7].split('_').filter(|c| !c.is_empty()) {
            let (step, thread) = c.split_once('.').ok_or(bad("choices"))?;
            choices
                .push(Choice { step: number(step, "choices")?, thread: small(number(thread, "choices")?, "choices")? });
        }
        if choices.windows(2).any(|w| w[0].step > w[1].step) {
            return Err(bad("choices"));
        }
        let schedule = Schedule {
            model: parts[1].to_owned(),
            cores: small(number(parts[2], "cores")?, "cores")?,
            seed: number(parts[3], "seed")?,
            interval_us: number(parts[4], "interval")?,
            policy: parts[5].to_owned(),
            program: hex(parts[6], "program")?,
            choices,
            steps: number(steps, "length")?,
            trace: hex(trace, "trace")?,
            ended,
        };
        if !(1..=MOST_CORES).contains(&schedule.cores) {
            return Err(bad("cores"));
        }
        if !(1..=MOST_INTERVAL_NS / 1000).contains(&schedule.interval_us) {
            return Err(bad("interval"));
        }
        // Whoever writes a number otherwise has changed it.
        if check(body) != given || schedule.print() != text {
            return Err(Refusal::Mangled(None));
        }
        Ok(schedule)
    }

    /// Reads the schedule of a run of this program, which this version can replay.
    pub fn read(text: &str, source: &str) -> Result<Schedule, Refusal> {
        let schedule = Schedule::parse(text)?;
        if schedule.program != fingerprint(source) {
            return Err(Refusal::OtherProgram);
        }
        if Model::simulated(&schedule.model).is_none() {
            return Err(Refusal::Unknown("model", schedule.model));
        }
        if policy::by_name(&schedule.policy).is_none() {
            return Err(Refusal::Unknown("policy", schedule.policy));
        }
        Ok(schedule)
    }
}

impl Options {
    /// These, but what the schedule says about a run is as it says.
    pub fn replaying(self, schedule: Schedule) -> Options {
        Options {
            model: Model::simulated(&schedule.model).unwrap_or(self.model),
            cores: schedule.cores,
            seed: schedule.seed,
            switch_interval_ns: schedule.interval_us * 1000,
            policy: policy::by_name(&schedule.policy).unwrap_or(self.policy),
            choices: schedule.choices.clone(),
            replayed: Some(schedule),
            ..self
        }
    }
}

/// The fingerprint of a text: FNV-1a, folded.
pub fn fingerprint(text: &str) -> u32 {
    let mut h = 0xCBF2_9CE4_8422_2325_u64;
    for &b in text.as_bytes() {
        h = (h ^ u64::from(b)).wrapping_mul(0x100_0000_01B3);
    }
    (h ^ h >> 32) as u32
}

fn check(text: &str) -> String {
    format!("{:04x}", fingerprint(text) & 0xFFFF)
}

fn base36(mut n: u64) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(char::from_digit((n % 36) as u32, 36).unwrap_or('0'));
        n /= 36;
        if n == 0 {
            return digits.iter().rev().collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one() -> Schedule {
        Schedule {
            model: "3.14t".into(),
            cores: 2,
            seed: u64::MAX,
            interval_us: 5000,
            policy: "random".into(),
            program: fingerprint("x = 1\n"),
            choices: vec![Choice { step: 7, thread: 1 }, Choice { step: 1_000_000, thread: 12 }],
            steps: 1_234_567,
            trace: 0xDEAD_BEEF,
            ended: true,
        }
    }

    #[test]
    fn it_is_read_as_it_was_written() {
        let s = one();
        assert_eq!(Schedule::parse(&s.print()), Ok(s.clone()));
        let stopped = Schedule { ended: false, ..s };
        assert_eq!(Schedule::parse(&stopped.print()), Ok(stopped));
    }

    #[test]
    fn what_was_cut_short_is_told_from_what_was_changed() {
        let text = one().print();
        for n in 3..text.len() {
            let refusal = Schedule::parse(&text[..n]).unwrap_err();
            assert!(matches!(refusal, Refusal::CutShort), "{}: {refusal:?}", &text[..n]);
        }
        for (i, c) in text.char_indices().skip(3) {
            let other = if c == '1' { '2' } else { '1' };
            let changed = format!("{}{other}{}", &text[..i], &text[i + 1..]);
            assert!(Schedule::parse(&changed).is_err(), "{changed}");
        }
    }

    #[test]
    fn another_version_and_no_schedule_are_told_apart() {
        assert_eq!(Schedule::parse("g9-3.14-1-2-3-4-5"), Err(Refusal::Version("g9".into())));
        assert_eq!(Schedule::parse("hello"), Err(Refusal::NotASchedule));
        assert_eq!(Schedule::parse(""), Err(Refusal::NotASchedule));
    }
}
