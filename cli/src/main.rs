//! The program `heddle`: argv in, exit code out.

use std::io::Write as _;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let options = format!("{{\"main\":\"run_main_module\",\"argv\":{}}}", json_list(&args));
    let code = heddle_runtime::run_main(&options, &[]).unwrap_or_else(|message| {
        let _ = writeln!(std::io::stderr(), "heddle: {message}");
        1
    });
    let _ = std::io::stdout().flush();
    // SAFETY: ends the process without running destructors; everything is flushed.
    unsafe { libc::_exit(code) }
}

fn json_list(items: &[String]) -> String {
    let quoted: Vec<String> = items.iter().map(|i| format!("{i:?}")).collect();
    format!("[{}]", quoted.join(","))
}
