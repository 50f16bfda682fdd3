//! The program `heddle`: argv in, exit code out.

mod flags;
mod print;
mod run;
mod run_task;

fn main() {
    // SAFETY: no other thread runs yet. As in Node, a file that grows too large is an error of `write`.
    unsafe { libc::signal(libc::SIGXFSZ, libc::SIG_IGN) };
    let mut arguments = std::env::args_os().map(|arg| arg.to_string_lossy().into_owned());
    let program = arguments.next().unwrap_or_else(|| "heddle".to_owned());
    let arguments: Vec<String> = arguments.collect();
    let code = run::run(&program, &arguments);
    // SAFETY: ends the process without running destructors; nothing is buffered on this side.
    unsafe { libc::_exit(code) }
}
