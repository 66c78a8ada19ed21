//! What a learner can set before a run, kept consistent.

use gilscope_protocol::link::Link;

/// A machine model. All but [`Model::Naive`] are the real engine's too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Model {
    Py39,
    Py310,
    Py314,
    FreeThreaded,
    Every,
    Naive,
}

impl Model {
    /// All of them, oldest first, those that are no real Python last.
    pub const ALL: [Model; 6] = [Self::Py39, Self::Py310, Self::Py314, Self::FreeThreaded, Self::Every, Self::Naive];

    /// The name that the engine knows, as in `--model`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Py39 => "3.9",
            Self::Py310 => "3.10",
            Self::Py314 => "3.14",
            Self::FreeThreaded => "3.14t",
            Self::Every => "every",
            Self::Naive => "naive",
        }
    }

    /// What a learner reads.
    pub fn label(self) -> &'static str {
        match self {
            Self::Py39 => "CPython 3.2–3.9",
            Self::Py310 => "CPython 3.10",
            Self::Py314 => "CPython 3.11–3.14",
            Self::FreeThreaded => "CPython 3.14t, free-threaded",
            Self::Every => "teaching model: every bytecode",
            Self::Naive => "naive: the GIL simply deleted (Trace only)",
        }
    }

    /// Where threads may switch, in a sentence.
    pub fn explanation(self) -> &'static str {
        match self {
            Self::Py39 => "GIL. Threads may switch between most bytecodes, also between reading and writing.",
            Self::Py310 => "GIL. Threads switch only where a function begins, a loop turns, or a call is made.",
            Self::Py314 => {
                "GIL. Threads switch only where a function begins, a loop turns, or after a call of built-in code."
            }
            Self::FreeThreaded => "No GIL. Threads run at the same time, and may interleave anywhere.",
            Self::Every => "GIL. No real Python: threads may switch before any bytecode.",
            Self::Naive => {
                "No GIL and nothing in its place: changes of reference counts get lost, and objects are freed while in \
                 use. It exists in Trace alone."
            }
        }
    }

    /// Whether it has a GIL.
    pub fn has_gil(self) -> bool {
        !matches!(self, Self::FreeThreaded | Self::Naive)
    }

    /// Does it exist in the simulator alone?
    pub fn is_simulated(self) -> bool {
        self == Self::Naive
    }

    /// The model with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.name() == name)
    }
}

/// The steps of the switch interval, in microseconds.
pub const INTERVALS_US: [u32; 11] = [10, 50, 100, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000];

/// The simulator's cores: so many can be chosen, and so many there are where none were.
pub const MOST_VIRTUAL_CORES: u32 = 8;
const VIRTUAL_CORES: u32 = 2;

/// The default switch interval, CPython's.
pub const DEFAULT_INTERVAL_US: u32 = 5_000;

/// The interval as shown: `5 ms`, `0.5 ms`.
pub fn interval_label(interval_us: u32) -> String {
    let text = crate::text::fixed(f64::from(interval_us) / 1000.0, 3);
    format!("{} ms", text.trim_end_matches('0').trim_end_matches('.'))
}

/// The step that is nearest to an interval.
pub fn nearest_step(interval_us: u32) -> usize {
    // How many times as long: the steps are like those of a logarithmic axis.
    let distance = |step: u32| {
        let ratio = f64::from(step) / f64::from(interval_us.max(1));
        ratio.max(1.0 / ratio)
    };
    let mut best = 0;
    for (i, &step) in INTERVALS_US.iter().enumerate() {
        if distance(step) < distance(INTERVALS_US[best]) {
            best = i;
        }
    }
    best
}

/// What is set. The GIL switch and the model always agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    model: Model,
    /// The model that the switch goes back to when it is turned on.
    gil_model: Model,
    /// How many workers a run may use; `None`: all.
    pub cores: Option<u32>,
    pub interval_us: u32,
    /// Of the simulator.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { model: Model::Py314, gil_model: Model::Py314, cores: None, interval_us: DEFAULT_INTERVAL_US, seed: 0 }
    }
}

impl Settings {
    pub fn model(&self) -> Model {
        self.model
    }

    /// How many cores a simulation has.
    pub fn virtual_cores(&self) -> u32 {
        self.cores.map_or(VIRTUAL_CORES, |cores| cores.min(MOST_VIRTUAL_CORES))
    }

    pub fn gil(&self) -> bool {
        self.model.has_gil()
    }

    /// The model that the GIL switch stands for in each position.
    pub fn model_with(&self, gil: bool) -> Model {
        if gil { self.gil_model } else { Model::FreeThreaded }
    }

    pub fn set_model(&mut self, model: Model) {
        self.model = model;
        if model.has_gil() {
            self.gil_model = model;
        }
    }

    pub fn set_gil(&mut self, gil: bool) {
        self.model = self.model_with(gil);
    }

    /// Takes over what a link says. A model wins over the switch; an unknown model is reported.
    pub fn apply(&mut self, link: &Link) -> Result<(), String> {
        if let Some(gil) = link.gil {
            self.set_gil(gil);
        }
        if let Some(cores) = link.cores {
            self.cores = Some(cores);
        }
        if let Some(interval) = link.interval_us {
            self.interval_us = INTERVALS_US[nearest_step(interval)];
        }
        if let Some(seed) = link.seed {
            self.seed = seed;
        }
        if let Some(name) = &link.model {
            match Model::from_name(name) {
                Some(model) => self.set_model(model),
                None => {
                    return Err(format!("This page does not know the model “{name}” that the link asks for."));
                }
            }
        }
        Ok(())
    }

    /// Whether a simulation under these settings is the same.
    pub fn simulates_like(&self, other: &Self) -> bool {
        let of = |s: &Self| (s.model, s.virtual_cores(), s.interval_us, s.seed);
        of(self) == of(other)
    }

    /// The settings as a link has them; what is default is left out.
    pub fn link(&self, code: Option<String>) -> Link {
        let model = (self.model != self.model_with(self.gil())
            || !matches!(self.model, Model::Py314 | Model::FreeThreaded))
        .then(|| self.model.name().to_owned());
        Link {
            code,
            gil: Some(self.gil()),
            model,
            cores: self.cores,
            interval_us: (self.interval_us != DEFAULT_INTERVAL_US).then_some(self.interval_us),
            seed: (self.seed != 0).then_some(self.seed),
            ..Link::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_switch_and_the_model_agree() {
        let mut settings = Settings::default();
        assert!(settings.gil());
        settings.set_gil(false);
        assert_eq!(settings.model(), Model::FreeThreaded);
        settings.set_gil(true);
        assert_eq!(settings.model(), Model::Py314);
        settings.set_model(Model::Py39);
        assert!(settings.gil());
        settings.set_gil(false);
        settings.set_gil(true);
        assert_eq!(settings.model(), Model::Py39);
        settings.set_model(Model::FreeThreaded);
        assert!(!settings.gil());
    }

    #[test]
    fn a_link_brings_the_settings_back() {
        for model in Model::ALL {
            let mut settings = Settings { cores: Some(2), interval_us: 500, seed: 42, ..Settings::default() };
            settings.set_model(model);
            let mut back = Settings::default();
            back.apply(&settings.link(None)).expect("known model");
            assert_eq!((back.model(), back.cores, back.interval_us, back.seed), (model, Some(2), 500, 42));
        }
    }

    #[test]
    fn a_switch_flipped_and_flipped_back_changes_no_simulation() {
        let settings = Settings::default();
        let mut other = settings.clone();
        other.set_gil(false);
        assert!(!settings.simulates_like(&other));
        other.set_gil(true);
        other.cores = Some(2);
        assert!(settings.simulates_like(&other), "two cores are what a simulation has anyway");
        other.seed = 1;
        assert!(!settings.simulates_like(&other));
    }

    #[test]
    fn an_unknown_model_is_told_and_the_rest_taken() {
        let mut settings = Settings::default();
        let link = Link { model: Some("4.0".into()), cores: Some(3), ..Link::default() };
        assert!(settings.apply(&link).expect_err("unknown").contains("4.0"));
        assert_eq!((settings.cores, settings.model()), (Some(3), Model::Py314));
    }

    #[test]
    fn intervals_have_steps_and_labels() {
        assert_eq!(interval_label(5_000), "5 ms");
        assert_eq!(interval_label(500), "0.5 ms");
        assert_eq!(interval_label(10), "0.01 ms");
        assert_eq!(INTERVALS_US[nearest_step(5_200)], 5_000);
        assert_eq!(INTERVALS_US[nearest_step(0)], 10);
        assert_eq!(INTERVALS_US[nearest_step(u32::MAX)], 100_000);
    }
}
