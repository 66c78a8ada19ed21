//! The `gilscope` command.
mod args;
mod dis;
mod output;
mod run;
mod sim;
mod vm;

use args::Request;
use icu_normalizer::ComposingNormalizerBorrowed;
use std::process::ExitCode;

const HELP: &str = "\
usage: gilscope run FILE [OPTION...]      run a Python program
       gilscope replay FILE --schedule S  run a simulated run again, exactly as it was
       gilscope trace FILE -o trace.json  run it and write a Chrome trace (Perfetto, Speedscope, Firefox Profiler)
       gilscope dis FILE                  show its bytecode

options of run and trace:
  --engine real|sim        real threads (default), or the deterministic simulator
  --model M                3.9, 3.10, 3.14 (default), 3.14t or every; simulated also naive
  --gil on|off             short for --model 3.14 and --model 3.14t
  --cores N                how many threads may run at once (default: all cores)
  --seed S                 a whole number (default 0)
  --switch-interval 5ms    how long a thread waits for the GIL before it asks for it
  --time-limit 10s         end the program after this time (default: never)
  --memory-limit 256MB     what the program's objects may take (default 1GB)
  --os-policy P            how the simulator's operating system picks threads: random (default), fair, fifo or barging
  --json                   print the result as one JSON object

exit codes: the program's own; 1 uncaught exception, 2 wrong usage, 3 deadlock, 70 the engine failed, 124 time limit,
130 interrupted, 139 crashed (model naive)";

fn main() -> ExitCode {
    gilscope_compiler::provide_nfkc(|text| ComposingNormalizerBorrowed::new_nfkc().normalize(text).into_owned());
    match args::parse(std::env::args_os().skip(1)) {
        Ok(Request::Run(request)) => run::command(*request),
        Ok(Request::Trace(request, to)) => run::trace(*request, to),
        Ok(Request::Dis(file)) => dis::command(&file),
        Ok(Request::Help) => {
            println!("{HELP}");
            ExitCode::SUCCESS
        }
        Ok(Request::Version) => {
            println!("gilscope {} (Python 3.14)", env!("CARGO_PKG_VERSION"));
            ExitCode::SUCCESS
        }
        Err(fault) => fault.report(),
    }
}
