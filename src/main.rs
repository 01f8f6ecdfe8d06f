//! The program: reads the command line, runs the command, answers with its exit status.

use std::process::ExitCode;

use clap::Parser as _;
use matrikel::cli::Arguments;

fn main() -> ExitCode {
    matrikel::cmd::run(&Arguments::parse())
}
