//! The head of a test file: comment lines such as `// Flags: --expose-gc`.

use regex::Regex;

/// What a test file asks for.
#[derive(Default)]
pub struct Head {
    /// `// Flags: --a --b`, on one line or several: put before the file name.
    pub flags: Vec<String>,
    /// `// Env: NAME=value NAME=value`.
    pub env: Vec<(String, String)>,
    /// `// Exit: 7`, 0 when absent. `// Exit: SIGABRT` is written as 128 + its number.
    pub exit: i32,
    /// `// Stderr: /regex/`: standard error must match.
    pub stderr: Option<Regex>,
    /// `// Alone:`: no other test may run meanwhile.
    pub alone: bool,
    /// `// Stdin: text`: what the program reads, with a line end added.
    pub stdin: Option<String>,
}

impl Head {
    /// Reads the head from the first 60 lines of a test of ours.
    pub fn of_own_test(source: &str) -> Result<Head, String> {
        let mut head = Head::default();
        for (name, value) in fields(source) {
            match name {
                "Flags" => head.flags.extend(words(value)),
                "Env" => {
                    head.env.extend(words(value).filter_map(|w| {
                        w.split_once('=').map(|(k, v)| (k.to_owned(), v.to_owned()))
                    }))
                }
                "Exit" => {
                    head.exit = value
                        .parse()
                        .map_err(|_| format!("bad `// Exit: {value}`"))?
                }
                "Stderr" => {
                    let pattern = value.strip_prefix('/').and_then(|v| v.strip_suffix('/'));
                    let pattern =
                        pattern.ok_or_else(|| format!("bad `// Stderr: {value}`, want /re/"))?;
                    head.stderr = Some(Regex::new(pattern).map_err(|e| e.to_string())?);
                }
                "Alone" => head.alone = true,
                "Stdin" => head.stdin = Some(format!("{value}\n")),
                _ => {}
            }
        }
        Ok(head)
    }

    /// Reads `// Flags:` and `// Env:` of one of Node's tests, wherever they stand.
    pub fn of_node_test(source: &str) -> Head {
        let mut head = Head::default();
        for (name, value) in fields(source) {
            match name {
                "Flags" => head.flags.extend(words(value)),
                "Env" => {
                    head.env.extend(words(value).filter_map(|w| {
                        w.split_once('=').map(|(k, v)| (k.to_owned(), v.to_owned()))
                    }))
                }
                _ => {}
            }
        }
        head
    }
}

fn fields(source: &str) -> impl Iterator<Item = (&str, &str)> {
    source.lines().take(60).filter_map(|line| {
        let (name, value) = line.strip_prefix("//")?.trim_start().split_once(':')?;
        Some((name, value.trim()))
    })
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split_whitespace().map(str::to_owned)
}
