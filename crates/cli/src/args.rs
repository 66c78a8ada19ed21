//! The command line. A mistake in it is named together with the argument that it is in.
use gilscope_protocol::{Ended, EngineKind, RunOptions, RunResult, Stats, exit};
use lexopt::{Arg, Parser, ValueExt};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

/// What the command was asked to do.
pub enum Request {
    Run(Box<RunRequest>),
    /// `gilscope trace`: a run, and the file that its Chrome trace goes to.
    Trace(Box<RunRequest>, PathBuf),
    Dis(PathBuf),
    Help,
    Version,
}

/// `gilscope run`, understood.
pub struct RunRequest {
    pub file: PathBuf,
    pub options: RunOptions,
    pub json: bool,
}

/// Wrong usage: what is wrong, and whether the answer has to be an object.
#[derive(Debug)]
pub struct Fault {
    pub message: String,
    pub json: bool,
}

impl Fault {
    /// Says it on stderr, or as the one object that `--json` promises.
    pub fn report(&self) -> ExitCode {
        let text = format!("gilscope: {}\n", self.message);
        if self.json {
            let result = RunResult {
                stdout: String::new(),
                stderr: text,
                exit: exit::USAGE,
                ended: Ended::Usage,
                truncated: false,
                engine: EngineKind::Real,
                model: RunOptions::default().model,
                cores: 0,
                wall_ns: 0,
                virtual_ns: None,
                seed: 0,
                schedule: None,
                trace_hash: None,
                notes: Vec::new(),
                stats: Stats::default(),
            };
            crate::output::print_json(&result);
        } else {
            eprint!("{text}");
        }
        ExitCode::from(exit::USAGE as u8)
    }
}

/// The models that `--model` takes; `naive` is refused with a reason of its own where there are real threads.
const MODELS: [&str; 6] = ["3.9", "3.10", "3.14", "3.14t", "every", "naive"];
/// 1 GB, as the command has it; a page is more modest.
const MEMORY_LIMIT_MB: u32 = 1024;
/// Beyond this more threads teach nothing, and cost.
const MOST_CORES: u32 = 256;

/// Understands the arguments after the command's own name.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Request, Fault> {
    let args: Vec<OsString> = args.into_iter().collect();
    let json = args.iter().any(|arg| arg == "--json");
    parse_all(args).map_err(|message| Fault { message, json })
}

fn parse_all(args: Vec<OsString>) -> Result<Request, String> {
    let mut parser = Parser::from_args(args);
    let command = match next(&mut parser)? {
        None => return Err("which command? see `gilscope --help`".into()),
        Some(Arg::Short('h') | Arg::Long("help")) => return Ok(Request::Help),
        Some(Arg::Short('V') | Arg::Long("version")) => return Ok(Request::Version),
        Some(Arg::Value(name)) => name.to_string_lossy().into_owned(),
        Some(other) => {
            return Err(format!("{} before a command; see `gilscope --help`", shown(&other)));
        }
    };
    match command.as_str() {
        "run" => run(parser, &command),
        "replay" => run(parser, &command),
        "trace" => run(parser, &command),
        "dis" => dis(parser),
        "help" => Ok(Request::Help),
        _ => Err(format!("no command '{command}'; there are run, replay, trace and dis")),
    }
}

fn dis(mut parser: Parser) -> Result<Request, String> {
    let mut file = None;
    while let Some(arg) = next(&mut parser)? {
        match arg {
            Arg::Value(value) if file.is_none() => file = Some(PathBuf::from(value)),
            Arg::Short('h') | Arg::Long("help") => return Ok(Request::Help),
            other => return Err(format!("dis: unexpected {}", shown(&other))),
        }
    }
    file.map(Request::Dis).ok_or_else(|| "dis: FILE is missing".into())
}

/// `run`, and what is a run with something more: `replay` and `trace`.
fn run(mut parser: Parser, command: &str) -> Result<Request, String> {
    let (mut file, mut to) = (None, None);
    let (mut model, mut gil) = (None, None);
    let mut json = false;
    let mut options = RunOptions { memory_limit_mb: MEMORY_LIMIT_MB, cores: all_cores(), ..RunOptions::default() };
    while let Some(arg) = next(&mut parser)? {
        let Arg::Long(name) = arg else {
            match arg {
                Arg::Value(value) if file.is_none() => file = Some(PathBuf::from(value)),
                Arg::Short('h') => return Ok(Request::Help),
                Arg::Short('o') if command == "trace" => to = Some(PathBuf::from(text(&mut parser, "-o")?)),
                other => return Err(format!("{command}: unexpected {}", shown(&other))),
            }
            continue;
        };
        let name = format!("--{name}");
        let mut value = || text(&mut parser, &name);
        match name.as_str() {
            "--help" => return Ok(Request::Help),
            "--json" if command != "trace" => json = true,
            "--output" if command == "trace" => to = Some(PathBuf::from(value()?)),
            "--schedule" if command == "replay" => options.schedule = Some(value()?),
            _ if command == "replay" => {
                return Err(format!("replay: no option {name}; the schedule says how it is run"));
            }
            "--engine" => options.engine = engine(&value()?)?,
            "--model" => model = Some(value()?),
            "--gil" => gil = Some(switch(&value()?)?),
            "--cores" => options.cores = cores(&value()?)?,
            "--seed" => options.seed = whole("--seed", &value()?)?,
            "--switch-interval" => options.switch_interval_ms = duration_ms("--switch-interval", &value()?)?,
            "--time-limit" => options.time_limit_ms = Some(duration_ms("--time-limit", &value()?)?),
            "--memory-limit" => options.memory_limit_mb = size_mb(&value()?)?,
            "--os-policy" => options.os_policy = Some(policy(value()?)?),
            _ => return Err(format!("{command}: no option {name}; see `gilscope --help`")),
        }
    }
    if model.is_some() && gil.is_some() {
        return Err("--model and --gil exclude each other".into());
    }
    if let Some(gil) = gil {
        model = Some(if gil { "3.14" } else { "3.14t" }.to_owned());
    }
    if let Some(model) = model {
        options.model = known_model(model, options.engine)?;
    }
    if options.os_policy.is_some() && options.engine == EngineKind::Real {
        return Err("--os-policy is the simulator's: it goes with --engine sim".into());
    }
    let file = file.ok_or_else(|| format!("{command}: FILE is missing"))?;
    if command == "replay" {
        options.engine = EngineKind::Sim;
        if options.schedule.is_none() {
            return Err("replay: --schedule is missing".into());
        }
    }
    let request = Box::new(RunRequest { file, options, json });
    match (command, to) {
        ("trace", None) => Err("trace: -o FILE is missing".into()),
        ("trace", Some(to)) => Ok(Request::Trace(request, to)),
        _ => Ok(Request::Run(request)),
    }
}

fn policy(value: String) -> Result<String, String> {
    if gilscope_sim::policy::by_name(&value).is_some() {
        return Ok(value);
    }
    let names: Vec<&str> = gilscope_sim::policy::POLICIES.iter().map(|row| row.name).collect();
    Err(format!("--os-policy {value}: it is one of {}", names.join(", ")))
}

fn engine(value: &str) -> Result<EngineKind, String> {
    match value {
        "real" => Ok(EngineKind::Real),
        "sim" => Ok(EngineKind::Sim),
        _ => Err(format!("--engine {value}: it is real or sim")),
    }
}

fn switch(value: &str) -> Result<bool, String> {
    match value {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(format!("--gil {value}: it is on or off")),
    }
}

fn known_model(model: String, engine: EngineKind) -> Result<String, String> {
    if model == "naive" && engine == EngineKind::Real {
        return Err(
            "--model naive exists in the simulator alone: real threads without any protection would crash".into()
        );
    }
    if MODELS.contains(&model.as_str()) {
        return Ok(model);
    }
    Err(format!("--model {model}: it is one of {}", MODELS.join(", ")))
}

fn cores(value: &str) -> Result<u32, String> {
    match whole("--cores", value)? {
        0 => Err("--cores 0: at least 1".into()),
        n => Ok(u32::try_from(n).unwrap_or(MOST_CORES).min(MOST_CORES)),
    }
}

fn whole(name: &str, value: &str) -> Result<u64, String> {
    value.parse().map_err(|_| format!("{name} {value}: not a whole number of 0 or more"))
}

/// A positive number with a unit, in ms.
fn duration_ms(name: &str, value: &str) -> Result<f64, String> {
    let wrong = || format!("{name} {value}: a time is a number with a unit, as in 500us, 5ms, 10s or 2min");
    let (number, unit) = split(value).ok_or_else(wrong)?;
    let factor = match unit {
        "ns" => 1e-6,
        "us" | "µs" => 1e-3,
        "ms" => 1.0,
        "s" => 1e3,
        "m" | "min" => 60e3,
        _ => return Err(wrong()),
    };
    Ok(number * factor)
}

/// A positive number with a unit, in MB (2²⁰ bytes), rounded up.
fn size_mb(value: &str) -> Result<u32, String> {
    let wrong = || format!("--memory-limit {value}: a size is a number with a unit, as in 512KB, 256MB or 1GB");
    let (number, unit) = split(value).ok_or_else(wrong)?;
    let factor = match unit.to_ascii_uppercase().trim_end_matches("IB").trim_end_matches('B') {
        "K" => 1.0 / 1024.0,
        "M" => 1.0,
        "G" => 1024.0,
        _ => return Err(wrong()),
    };
    let megabytes = (number * factor).ceil();
    // The heap's own tables are counted in 32 bits of pages.
    if megabytes > 1e6 {
        Err(format!("--memory-limit {value}: more than this machine has"))
    } else {
        Ok(megabytes as u32)
    }
}

/// A positive number and what follows it.
fn split(value: &str) -> Option<(f64, &str)> {
    let end = value.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
    let number: f64 = value[..end].parse().ok()?;
    (number > 0.0 && number.is_finite()).then_some((number, value[end..].trim()))
}

fn all_cores() -> u32 {
    std::thread::available_parallelism().map_or(1, |n| n.get() as u32)
}

fn next<'a>(parser: &'a mut Parser) -> Result<Option<Arg<'a>>, String> {
    parser.next().map_err(|e| e.to_string())
}

/// The value of an option, which may stand after `=` or as the next argument.
fn text(parser: &mut Parser, name: &str) -> Result<String, String> {
    let value = parser.value().map_err(|_| format!("{name}: its value is missing"))?;
    value.string().map_err(|_| format!("{name}: its value is no text"))
}

fn shown(arg: &Arg<'_>) -> String {
    match arg {
        Arg::Short(c) => format!("option -{c}"),
        Arg::Long(name) => format!("option --{name}"),
        Arg::Value(value) => format!("argument '{}'", value.to_string_lossy()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run_of(line: &str) -> Result<RunRequest, String> {
        match parse(line.split_whitespace().map(OsString::from)) {
            Ok(Request::Run(request)) => Ok(*request),
            Ok(_) => Err("another command".into()),
            Err(fault) => Err(fault.message),
        }
    }

    #[test]
    fn defaults_are_the_documented_ones() {
        let run = run_of("run a.py").unwrap();
        assert_eq!(run.options.engine, EngineKind::Real);
        assert_eq!(run.options.model, "3.14");
        assert_eq!((run.options.seed, run.options.memory_limit_mb, run.options.time_limit_ms), (0, 1024, None));
        assert_eq!(run.options.switch_interval_ms, 5.0);
        assert!(!run.json);
    }

    #[test]
    fn every_option_is_understood() {
        let line =
            "run --gil=off a.py --cores 3 --seed 7 --switch-interval 500us --time-limit 1.5s --memory-limit 2GB --json";
        let run = run_of(line).unwrap();
        assert_eq!(run.file, PathBuf::from("a.py"));
        assert_eq!((run.options.model.as_str(), run.options.cores, run.options.seed), ("3.14t", 3, 7));
        assert_eq!((run.options.switch_interval_ms, run.options.time_limit_ms), (0.5, Some(1500.0)));
        assert_eq!(run.options.memory_limit_mb, 2048);
        assert!(run.json);
    }

    #[test]
    fn a_mistake_names_its_argument() {
        for (line, named) in [
            ("run", "FILE"),
            ("run a.py b.py", "b.py"),
            ("run a.py --speed 3", "--speed"),
            ("run a.py --cores 0", "--cores 0"),
            ("run a.py --cores two", "--cores two"),
            ("run a.py --seed", "--seed"),
            ("run a.py --time-limit 10", "--time-limit 10"),
            ("run a.py --time-limit 0s", "--time-limit 0s"),
            ("run a.py --memory-limit much", "--memory-limit much"),
            ("run a.py --model 3.8", "--model 3.8"),
            ("run a.py --model naive", "simulator"),
            ("run a.py --gil off --model 3.9", "exclude"),
            ("run a.py --os-policy fair", "--os-policy"),
            ("run a.py --engine sim --os-policy best", "--os-policy best"),
            ("replay a.py", "--schedule"),
            ("replay a.py --schedule x --seed 3", "--seed"),
            ("trace a.py", "-o"),
            ("walk a.py", "walk"),
        ] {
            let message = run_of(line).err().unwrap_or_else(|| panic!("{line}: accepted"));
            assert!(message.contains(named), "{line}: {message}");
        }
    }
}
