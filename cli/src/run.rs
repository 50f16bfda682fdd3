//! From what was typed to what is run.

use heddle_runtime::{parse_env_file, v8_flags};
use serde_json::{Value, json};

use crate::flags::{Parsed, check, completion, granted, help, old_space, parse};
use crate::print;
use crate::run_task::run_task;

/// The exit code for a CVE that cannot be undone.
const UNKNOWN_CVE: i32 = 12;

/// Runs the command line and returns the exit code.
pub(crate) fn run(program: &str, arguments: &[String]) -> i32 {
    let parsed = match read(arguments) {
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
    if parsed.is_on("--completion-bash") {
        print::line(&completion());
        return 0;
    }
    if let Err(message) = check(&parsed) {
        return print::usage_error(program, &message);
    }
    if let Some(Value::String(cve)) = parsed.values.get("--security-revert") {
        let message = format!("Error: Attempt to revert an unknown CVE [{cve}]");
        print::usage_error(program, &message);
        return UNKNOWN_CVE;
    }
    if parsed.is_on("--check") && parsed.values.contains_key("--eval") {
        let message = "either --check or --eval can be used, not both";
        return print::usage_error(program, message);
    }
    if let Some(Value::String(name)) = parsed.values.get("--run") {
        return run_task(name, &parsed.rest);
    }
    let mut v8 = parsed.v8.clone();
    if parsed.is_on("--v8-options") {
        v8.push("--help".to_owned());
    }
    if let Some(limit) = parsed.values.get("--stack-trace-limit") {
        v8.push(format!("--stack-trace-limit={limit}"));
    }
    match old_space(&parsed) {
        // V8 takes the last one.
        Ok(Some(limit)) => v8.push(format!("--max-old-space-size={limit}")),
        Ok(None) => {}
        Err(message) => return print::usage_error(program, &message),
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
    let types = [
        "",
        "module",
        "commonjs",
        "module-typescript",
        "commonjs-typescript",
    ];
    if let Some(Value::String(kind)) = parsed.values.get("--input-type")
        && !types.contains(&kind.as_str())
    {
        return print::usage_error(
            program,
            "--input-type must be \"module\",\"commonjs\", \"module-typescript\" or \"commonjs-typescript\"",
        );
    }
    if let Some(Value::String(mode)) = parsed.values.get("--trace-require-module")
        && !["", "all", "no-node-modules"].contains(&mode.as_str())
    {
        return print::usage_error(program, "invalid value for --trace-require-module");
    }
    let mut parsed = parsed;
    for (variable, option) in FROM_ENVIRONMENT {
        if std::env::var(variable).is_ok_and(|value| value == "1") {
            parsed
                .values
                .entry(option.to_owned())
                .or_insert(Value::Bool(true));
        }
    }
    // Where all files of tests run in this process, their runner also loads what comes before them.
    if parsed.is_on("--test") && parsed.values.get("--test-isolation") == Some(&json!("none")) {
        let before = parsed.values.remove("--require");
        parsed
            .values
            .extend(before.map(|list| ("--test-require".to_owned(), list)));
    }
    let options = options(program, &parsed);
    if let Some(granted) = granted(&parsed) {
        heddle_runtime::permission::enable(&granted);
    }
    if parsed.is_on("--disable-sigusr1") {
        heddle_runtime::disable_debug_signal();
    }
    if let Some(Value::String(categories)) = parsed.values.get("--trace-event-categories") {
        let pattern = parsed.values.get("--trace-event-file-pattern");
        let pattern = pattern.and_then(Value::as_str).unwrap_or(TRACE_FILE);
        heddle_runtime::trace_events(categories, pattern);
    }
    heddle_runtime::run_main(&options.to_string())
        .unwrap_or_else(|message| print::usage_error(program, &message))
}

/// Where trace events go, as in Node.
const TRACE_FILE: &str = "node_trace.${rotation}.log";

/// Variables that are `1` turn options on.
const FROM_ENVIRONMENT: [(&str, &str); 3] = [
    ("NODE_PENDING_DEPRECATION", "--pending-deprecation"),
    ("NODE_PRESERVE_SYMLINKS", "--preserve-symlinks"),
    ("NODE_PRESERVE_SYMLINKS_MAIN", "--preserve-symlinks-main"),
];

/// The command line with `NODE_OPTIONS`, which may come from an `--env-file`.
fn read(arguments: &[String]) -> Result<Parsed, String> {
    let environment = || {
        std::env::var("NODE_OPTIONS")
            .ok()
            .filter(|text| !text.is_empty())
    };
    let before = environment();
    let parsed = parse(arguments, before.as_deref())?;
    // Each process that a watching one starts reads them for itself.
    if parsed.watches() {
        return Ok(parsed);
    }
    for name in load_env_files(&parsed)? {
        if name == "NODE_OPTIONS" && before.is_none() {
            return parse(arguments, environment().as_deref());
        }
    }
    Ok(parsed)
}

/// Sets what the files say and the environment does not have; returns the names.
fn load_env_files(parsed: &Parsed) -> Result<Vec<String>, String> {
    let mut found = std::collections::BTreeMap::new();
    for (path, optional) in &parsed.env_files {
        match std::fs::read(path) {
            Ok(bytes) => found.extend(parse_env_file(&String::from_utf8_lossy(&bytes))),
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(format!("{path}: invalid format"));
            }
            Err(_) if *optional => {
                print::error(&format!("{path} not found. Continuing without it."))
            }
            Err(_) => return Err(format!("{path}: not found")),
        }
    }
    let mut names = Vec::new();
    for (name, value) in found {
        if std::env::var_os(&name).is_some() || name.contains('\0') || value.contains('\0') {
            continue;
        }
        // SAFETY: no other thread runs yet.
        unsafe { std::env::set_var(&name, value) };
        names.push(name);
    }
    Ok(names)
}

/// What `js/bootstrap/pre_execution.js` reads.
fn options(program: &str, parsed: &Parsed) -> Value {
    let main = main_script(parsed);
    let mut argv = vec![program.to_owned()];
    argv.extend_from_slice(&parsed.rest);
    let mut options = json!({ "main": main, "argv": argv, "execArgv": parsed.exec_argv, "values": parsed.values });
    if parsed
        .values
        .keys()
        .any(|name| name.starts_with("--inspect"))
        && !parsed.watches()
    {
        options["inspect"] = Value::Bool(true);
    }
    if parsed.records() {
        options["record"] = Value::Bool(true);
    }
    if parsed.values.contains_key("--trace-event-categories") {
        options["trace"] = Value::Bool(true);
    }
    if parsed.mentions_permission() {
        options["permission"] = Value::Bool(true);
    }
    options
}

fn main_script(parsed: &Parsed) -> &'static str {
    let has_eval = parsed.values.contains_key("--eval");
    let script = parsed.rest.first().map(String::as_str);
    if script == Some("inspect") {
        return "inspect";
    }
    let unnamed = script.is_none_or(str::is_empty);
    let from_stdin = unnamed || script == Some("-") && !parsed.after_dashes;
    if parsed.is_on("--check") {
        return "check_syntax";
    }
    if parsed.is_on("--test") {
        return "test_runner";
    }
    if parsed.watches() {
        return "watch_mode";
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
