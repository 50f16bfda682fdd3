//! From what was typed to what is run.

use heddle_runtime::v8_flags;
use serde_json::{Value, json};

use crate::flags::{Parsed, help, parse};
use crate::print;

/// Runs the command line and returns the exit code.
pub(crate) fn run(program: &str, arguments: &[String]) -> i32 {
    let environment = std::env::var("NODE_OPTIONS").ok();
    let parsed = match parse(
        arguments,
        environment.as_deref().filter(|text| !text.is_empty()),
    ) {
        Ok(parsed) => parsed,
        Err(message) => return print::usage_error(program, &message),
    };
    if parsed.is_on("--version") {
        print::line(print::NODE_VERSION);
        return 0;
    }
    if parsed.is_on("--help") {
        print::line(&help());
        return 0;
    }
    let mut v8 = parsed.v8.clone();
    if parsed.is_on("--v8-options") {
        v8.push("--help".to_owned());
    }
    if let Some(limit) = parsed.values.get("--stack-trace-limit") {
        v8.push(format!("--stack-trace-limit={limit}"));
    }
    if let Some(unknown) = v8_flags::set(&v8).first() {
        return print::usage_error(program, &format!("bad option: {unknown}"));
    }
    let modes = ["none", "strict", "throw", "warn", "warn-with-error-code"];
    if let Some(Value::String(mode)) = parsed.values.get("--unhandled-rejections")
        && !modes.contains(&mode.as_str())
    {
        return print::usage_error(program, "invalid value for --unhandled-rejections");
    }
    let options = options(program, &parsed);
    heddle_runtime::run_main(&options.to_string())
        .unwrap_or_else(|message| print::usage_error(program, &message))
}

/// What `js/bootstrap/pre_execution.js` reads.
fn options(program: &str, parsed: &Parsed) -> Value {
    let main = main_script(parsed);
    let mut argv = vec![program.to_owned()];
    argv.extend_from_slice(&parsed.rest);
    json!({ "main": main, "argv": argv, "execArgv": parsed.exec_argv, "values": parsed.values })
}

fn main_script(parsed: &Parsed) -> &'static str {
    let has_eval = parsed.values.contains_key("--eval");
    let script = parsed.rest.first().map(String::as_str);
    let from_stdin = script.is_none() || script == Some("-") && !parsed.after_dashes;
    if parsed.is_on("--check") {
        return "check_syntax";
    }
    if has_eval && !parsed.is_on("--interactive") {
        return "eval_string";
    }
    if !from_stdin {
        return "run_main_module";
    }
    // SAFETY: asks about a descriptor; a closed one is not a terminal.
    let terminal = unsafe { libc::isatty(0) } == 1;
    if parsed.is_on("--interactive") || script.is_none() && terminal {
        "repl"
    } else {
        "eval_stdin"
    }
}
