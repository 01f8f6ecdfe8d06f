//! The program: reads the command line, runs the command, answers with its exit status.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Two threads that make thousands of short texts wait for each other in the allocators of most
/// systems.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    match matrikel::cmd::help::arguments() {
        Ok(arguments) => matrikel::cmd::run(&arguments),
        Err(status) => ExitCode::from(status),
    }
}
