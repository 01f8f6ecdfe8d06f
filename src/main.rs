//! The program: reads the command line, runs the command, answers with its exit status.

use std::process::ExitCode;

fn main() -> ExitCode {
    match matrikel::cmd::help::arguments() {
        Ok(arguments) => matrikel::cmd::run(&arguments),
        Err(status) => ExitCode::from(status),
    }
}
