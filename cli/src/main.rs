//! The program `heddle`: argv in, exit code out.

// The start of Rust's own runtime reads the map of the process for the guard page of the main thread, which V8 has its
// own check for.
#![cfg_attr(not(test), no_main)]

mod flags;
mod print;
mod run;
mod run_task;

/// What the C library calls.
#[cfg_attr(not(test), unsafe(no_mangle))]
pub extern "C" fn main() -> i32 {
    prepare_process();
    let mut arguments = std::env::args_os().map(|arg| arg.to_string_lossy().into_owned());
    let program = arguments.next().unwrap_or_else(|| "heddle".to_owned());
    let arguments: Vec<String> = arguments.collect();
    let code = run::run(&program, &arguments);
    // SAFETY: ends the process without running destructors; nothing is buffered on this side.
    unsafe { libc::_exit(code) }
}

/// Gives the process the state that Node's has: the three standard streams are open, and a broken pipe and a file that
/// grows too large are errors of `write`.
fn prepare_process() {
    for fd in 0..3 {
        // SAFETY: asks whether the descriptor is open; where it is not, opening gives the lowest free number, this one.
        unsafe {
            if libc::fcntl(fd, libc::F_GETFD) == -1 {
                libc::open(c"/dev/null".as_ptr(), libc::O_RDWR);
            }
        }
    }
    // SAFETY: no other thread runs yet.
    unsafe {
        libc::signal(libc::SIGPIPE, libc::SIG_IGN);
        libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
    }
}
