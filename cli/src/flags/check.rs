//! Options that need another one, and values out of range.

use heddle_runtime::permission::{Granted, Permission};
use serde_json::Value;

use super::Parsed;

/// `(an option, the one that it needs)`.
const NEEDS: [(&str, &str); 6] = [
    ("--cpu-prof-name", "--cpu-prof"),
    ("--cpu-prof-dir", "--cpu-prof"),
    ("--cpu-prof-interval", "--cpu-prof"),
    ("--heap-prof-name", "--heap-prof"),
    ("--heap-prof-dir", "--heap-prof"),
    ("--heap-prof-interval", "--heap-prof"),
];

/// Switches that exclude each other.
const EITHER: [(&str, &str); 3] = [
    ("--tls-min-v1.3", "--tls-max-v1.2"),
    ("--use-openssl-ca", "--use-bundled-ca"),
    ("--use-openssl-ca", "--use-system-ca"),
];

/// `(an option, the values that it takes)`.
const VALUES: [(&str, &[&str]); 2] = [
    ("--test-isolation", &["none", "process"]),
    ("--use-largepages", &["off", "on", "silent"]),
];

/// What is wrong with the options, in Node's words.
pub(crate) fn check(parsed: &Parsed) -> Result<(), String> {
    if parsed
        .v8
        .iter()
        .filter_map(|flag| flag.split('=').next())
        .any(|name| ["--debug", "--debug-brk"].contains(&name))
    {
        return Err(
            "[DEP0062]: `node --debug` and `node --debug-brk` are invalid. \
             Please use `node --inspect` and `node --inspect-brk` instead."
                .to_owned(),
        );
    }
    for (option, needed) in NEEDS {
        if parsed.values.contains_key(option) && !parsed.is_on(needed) {
            return Err(format!("{option} must be used with {needed}"));
        }
    }
    for (one, other) in EITHER {
        if parsed.is_on(one) && parsed.is_on(other) {
            return Err(format!("either {one} or {other} can be used, not both"));
        }
    }
    for (option, known) in VALUES {
        if let Some(Value::String(value)) = parsed.values.get(option)
            && !known.contains(&value.as_str())
        {
            return Err(format!("invalid value for {option}"));
        }
    }
    for (mode, on) in [
        ("--test", parsed.is_on("--test")),
        ("--watch", parsed.watches()),
    ] {
        for other in ["--check", "--eval", "--interactive"] {
            if on && parsed.values.contains_key(other) {
                return Err(format!("either {mode} or {other} can be used, not both"));
            }
        }
    }
    if parsed.is_on("--test") && parsed.watches() {
        return Err("--watch with --test is not implemented".to_owned());
    }
    if let Some(Value::Number(count)) = parsed.values.get("--heapsnapshot-near-heap-limit")
        && count.as_i64().is_some_and(|count| count < 0)
    {
        return Err("--heapsnapshot-near-heap-limit must not be negative".to_owned());
    }
    Ok(())
}

/// What the permission model grants, when it is on. `--allow-*` without it is an error that JavaScript throws.
pub(crate) fn granted(parsed: &Parsed) -> Option<Granted<'_>> {
    let audit = parsed.is_on("--permission-audit");
    if !audit && !parsed.is_on("--permission") {
        return None;
    }
    let list = |name: &str| {
        let list = parsed.values.get(name).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str)
    };
    // What the command line itself names may be read.
    let program = (!parsed.values.contains_key("--eval"))
        .then(|| parsed.rest.first().map(String::as_str))
        .flatten();
    let named = list("--require").chain(list("--import")).chain(program);
    let on = parsed.values.keys().filter(|name| parsed.is_on(name));
    Some(Granted {
        read: list("--allow-fs-read").chain(named).collect(),
        write: list("--allow-fs-write").collect(),
        others: on.filter_map(|name| Permission::by_flag(name)).collect(),
        audit,
    })
}

/// V8's limit, in MiB, for `--max-old-space-size-percentage`.
pub(crate) fn old_space(parsed: &Parsed) -> Result<Option<u64>, String> {
    const NAME: &str = "--max-old-space-size-percentage";
    let Some(Value::String(text)) = parsed.values.get(NAME) else {
        return Ok(None);
    };
    let percent = text.parse::<f64>().unwrap_or(0.0);
    if !(percent > 0.0 && percent <= 100.0) {
        return Err(format!(
            "{NAME} must be greater than 0 and up to 100. Got: {text}"
        ));
    }
    let memory = heddle_runtime::available_memory();
    Ok(Some((memory as f64 * percent / 100.0) as u64 >> 20))
}
