//! argv to [`Parsed`]. Nothing here has an effect.

use serde_json::{Map, Value, json};

use super::{Flag, Takes, find, find_short, node_options};

/// What was typed.
#[derive(Default, Debug)]
pub(crate) struct Parsed {
    /// Option values by long name with dashes, as `internal/options` reads them.
    pub(crate) values: Map<String, Value>,
    /// Flags that are not ours: V8 says whether it knows them.
    pub(crate) v8: Vec<String>,
    /// The options as they were typed (`process.execArgv`).
    pub(crate) exec_argv: Vec<String>,
    /// The script and its arguments.
    pub(crate) rest: Vec<String>,
    /// `--env-file` and `--env-file-if-exists` in their order; the second are optional.
    pub(crate) env_files: Vec<(String, bool)>,
    /// `--` came before the rest, so that `-` there is a file name.
    pub(crate) after_dashes: bool,
}

impl Parsed {
    /// Whether V8 is to write something down about the whole process, or to show it.
    pub(crate) fn records(&self) -> bool {
        const KINDS: [&str; 6] = [
            "--cpu-prof",
            "--experimental-test-coverage",
            "--heap-prof",
            "--heapsnapshot-signal",
            "--heapsnapshot-near-heap-limit",
            "--trace-sigint",
        ];
        let coverage = std::env::var_os("NODE_V8_COVERAGE").is_some_and(|path| !path.is_empty());
        coverage || KINDS.iter().any(|kind| self.values.contains_key(*kind))
    }

    /// Whether an option of the permission model was given.
    pub(crate) fn mentions_permission(&self) -> bool {
        let of_it =
            |name: &String| name.starts_with("--allow-") || name.starts_with("--permission");
        self.values.keys().any(of_it)
    }

    /// Whether the program is run again when its files change.
    pub(crate) fn watches(&self) -> bool {
        self.is_on("--watch") || self.values.contains_key("--watch-path")
    }

    pub(crate) fn is_on(&self, name: &str) -> bool {
        self.values
            .get(name)
            .is_some_and(|value| *value == Value::Bool(true))
    }
}

/// Reads `NODE_OPTIONS` and then the arguments (without the program's name). An error is Node's message.
pub(crate) fn parse(args: &[String], environment: Option<&str>) -> Result<Parsed, String> {
    let mut parsed = Parsed::default();
    if let Some(text) = environment {
        let words = node_options::split(text)?;
        let mut at = 0;
        while at < words.len() {
            let word = &words[at];
            let name = word.split('=').next().unwrap_or(word);
            if !word.starts_with('-') || !is_allowed(name) {
                return Err(format!("{name} is not allowed in NODE_OPTIONS"));
            }
            at += 1 + option(&mut parsed, word, words.get(at + 1))?;
        }
    }
    let mut at = 0;
    while at < args.len() {
        let arg = &args[at];
        if arg == "--" {
            parsed.after_dashes = true;
            at += 1;
            break;
        }
        if arg == "-" || !arg.starts_with('-') {
            break;
        }
        let used = option(&mut parsed, arg, args.get(at + 1))?;
        parsed.exec_argv.extend_from_slice(&args[at..=at + used]);
        at += 1 + used;
    }
    parsed.rest = args.get(at..).unwrap_or_default().to_vec();
    Ok(parsed)
}

fn is_allowed(name: &str) -> bool {
    let bare = name.trim_start_matches('-').replace('_', "-");
    let known = if name.starts_with("--") {
        look_up(&bare).map(|(flag, _)| flag)
    } else {
        bare.chars().next().and_then(find_short)
    };
    // V8's own flags are let through; V8 refuses what it does not know.
    known.is_none_or(|flag| flag.in_env)
}

/// The flag of a long name and whether it is negated.
fn look_up(name: &str) -> Option<(&'static Flag, bool)> {
    if let Some(flag) = find(name) {
        return Some((flag, false));
    }
    let flag = find(name.strip_prefix("no-")?)?;
    (flag.takes == Takes::Switch).then_some((flag, true))
}

/// Takes one option; returns how many further arguments it used.
fn option(parsed: &mut Parsed, arg: &str, next: Option<&String>) -> Result<usize, String> {
    if let Some(long) = arg.strip_prefix("--") {
        let (name, value) = match long.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (long, None),
        };
        let name = name.replace('_', "-");
        let Some((flag, negated)) = look_up(&name) else {
            // Of V8's flags all may be negated that it has.
            if name
                .strip_prefix("no-")
                .is_some_and(|name| find(name).is_some())
            {
                let negation = "is an invalid negation because it is not a boolean option";
                return Err(format!("--{name} {negation}"));
            }
            parsed.v8.push(arg.to_owned());
            return Ok(0);
        };
        if name == "print" {
            return print(parsed, value, next);
        }
        if name.starts_with("expose-gc") {
            parsed.v8.push("--expose-gc".to_owned());
        }
        if name == "trace-events-enabled" {
            let usual = json!("v8,node,node.async_hooks");
            parsed
                .values
                .insert("--trace-event-categories".to_owned(), usual);
            return Ok(0);
        }
        return take(parsed, flag, negated, arg, value, next);
    }
    match arg {
        "-pe" | "-p" => return print(parsed, None, next),
        "-ep" => return print(parsed, None, next),
        _ => {}
    }
    let mut letters = arg.chars().skip(1);
    match (letters.next().and_then(find_short), letters.next()) {
        (Some(flag), None) => take(parsed, flag, false, arg, None, next),
        _ => Err(format!("bad option: {arg}")),
    }
}

/// `-p script`: eval and print.
fn print(parsed: &mut Parsed, value: Option<&str>, next: Option<&String>) -> Result<usize, String> {
    parsed
        .values
        .insert("--print".to_owned(), Value::Bool(true));
    match (value, next) {
        (Some(value), _) => {
            parsed.values.insert("--eval".to_owned(), json!(value));
            Ok(0)
        }
        (None, Some(next))
            if !next.starts_with('-') || next.len() > 2 && next.starts_with("-(") =>
        {
            parsed
                .values
                .insert("--eval".to_owned(), json!(unescape(next)));
            Ok(1)
        }
        _ => Ok(0),
    }
}

/// A value without the backslash that lets it begin with a dash: `-p '\-42'`.
fn unescape(value: &str) -> &str {
    value
        .strip_prefix('\\')
        .filter(|text| text.starts_with('-'))
        .unwrap_or(value)
}

fn take(
    parsed: &mut Parsed,
    flag: &Flag,
    negated: bool,
    typed: &str,
    value: Option<&str>,
    next: Option<&String>,
) -> Result<usize, String> {
    let key = format!("--{}", flag.name);
    if flag.takes == Takes::Switch {
        // A value behind `=` is taken and not looked at, as in Node; only the inspector's say where it listens.
        if let Some(value) =
            value.filter(|value| !value.is_empty() && flag.name.starts_with("inspect"))
        {
            parsed
                .values
                .insert("--inspect-port".to_owned(), json!(value));
        }
        parsed.values.insert(key, Value::Bool(!negated));
        return Ok(0);
    }
    let (text, used) = match (value, next) {
        (Some(value), _) if !value.is_empty() => (value.to_owned(), 0),
        // An argument that looks like an option must be written with `=`.
        (None, Some(next)) if !next.starts_with('-') || next == "-" => {
            (unescape(next).to_owned(), 1)
        }
        _ => return Err(format!("{typed} requires an argument")),
    };
    match flag.takes {
        Takes::Number => {
            let number = leading_number(&text);
            parsed.values.insert(
                key,
                if number.fract() == 0.0 {
                    json!(number as i64)
                } else {
                    json!(number)
                },
            );
        }
        Takes::List => {
            if let Some(rest) = flag.name.strip_prefix("env-file") {
                parsed.env_files.push((text.clone(), !rest.is_empty()));
            }
            let list = parsed.values.entry(key).or_insert_with(|| json!([]));
            if let Value::Array(list) = list {
                list.push(json!(text));
            }
        }
        _ => {
            parsed.values.insert(key, json!(text));
        }
    }
    Ok(used)
}

/// The number that a text begins with, or 0 (C's `atoll`).
fn leading_number(text: &str) -> f64 {
    let digits = |(at, letter): &(usize, char)| {
        letter.is_ascii_digit() || *letter == '.' || *at == 0 && matches!(letter, '-' | '+')
    };
    let end = text.char_indices().take_while(digits).count();
    text[..end].parse().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn args(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn options_end_at_the_script() {
        let parsed = parse(&args("--no-warnings -r a --require=b x.js --eval 1"), None).unwrap();
        assert_eq!(parsed.rest, ["x.js", "--eval", "1"]);
        assert_eq!(parsed.values["--require"], serde_json::json!(["a", "b"]));
        assert_eq!(parsed.values["--warnings"], false);
        assert_eq!(
            parsed.exec_argv,
            ["--no-warnings", "-r", "a", "--require=b"]
        );
    }

    #[test]
    fn errors_are_words_of_node() {
        assert_eq!(
            parse(&args("--eval"), None).unwrap_err(),
            "--eval requires an argument"
        );
        assert_eq!(parse(&args("-Z"), None).unwrap_err(), "bad option: -Z");
        assert_eq!(
            parse(&[], Some("--eval x")).unwrap_err(),
            "--eval is not allowed in NODE_OPTIONS"
        );
        assert_eq!(parse(&args("--made-up"), None).unwrap().v8, ["--made-up"]);
    }

    #[test]
    fn print_evaluates() {
        let parsed = parse(&args("-p 1+1 a"), None).unwrap();
        assert_eq!(parsed.values["--eval"], "1+1");
        assert!(parsed.is_on("--print"));
        assert_eq!(parsed.rest, ["a"]);
    }
}
