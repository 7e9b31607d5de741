//! The program `vankho`: parse, run, report, exit code.

fn main() -> std::process::ExitCode {
    vankho::cli::main()
}
