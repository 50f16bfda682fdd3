//! Comparing what a program printed with what was recorded.

use std::path::Path;

use regex::Regex;

/// A short description of where two texts part, for a person.
pub fn difference(what: &str, expected: &str, got: &str) -> String {
    let mut text = format!("{what} differs\n");
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), got.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    for line in &old[same.saturating_sub(2)..same] {
        text.push_str(&format!("  {line}\n"));
    }
    for line in old[same..].iter().take(12) {
        text.push_str(&format!("- {line}\n"));
    }
    for line in new[same..].iter().take(12) {
        text.push_str(&format!("+ {line}\n"));
    }
    if old == new {
        text.push_str("  (only the line end at the close of the text differs)\n");
    }
    text
}

/// Replaces what depends on the machine: the folder of the run, the program's path, version numbers,
/// process numbers, and positions inside a runtime's own JavaScript.
pub fn normalise(text: &str, cwd: &Path, program: &Path) -> String {
    let mut text = text.replace(&*cwd.to_string_lossy(), "[CWD]");
    text = text.replace(&*program.to_string_lossy(), "[BIN]");
    for (pattern, replacement) in [
        (r"\bv26\.\d+\.\d+\b", "[VERSION]"),
        (r"\((node|heddle):\d+\)", "(node:[PID])"),
        (r"(node:[a-z_/0-9]+):\d+(:\d+)?\b", "$1:[POS]"),
        (r"\[(eval|stdin)\]-wrapper:\d+:\d+", "[$1]-wrapper:[POS]"),
        (r"`[\w.]+ --trace-", "`[NAME] --trace-"),
    ] {
        if let Ok(regex) = Regex::new(pattern) {
            text = regex.replace_all(&text, replacement).into_owned();
        }
    }
    text
}

/// Leaves out what a runtime says about its own JavaScript: frames of `node:` files in stacks, and the
/// source line of an error that was thrown in one.
pub fn without_internals(text: &str) -> String {
    let mut kept = String::new();
    for line in text.lines() {
        let frame = line.trim_start().starts_with("at ") && line.contains("node:");
        if !frame && !line.contains("lines matching cause stack trace") {
            kept.push_str(line);
            kept.push('\n');
        } else if line.ends_with(" {") {
            // The properties of the error follow; the last frame carries their brace.
            kept.truncate(kept.trim_end().len());
            kept.push_str(" {\n");
        }
    }
    if !text.ends_with('\n') && !kept.is_empty() {
        kept.pop();
    }
    match Regex::new(r"(?m)^node:\S+:\[POS\]\n[^\n]*\n *\^+\n") {
        Ok(regex) => regex.replace_all(&kept, "").into_owned(),
        Err(_) => kept,
    }
}

/// Whether `got` fits `expected`, in which `[..]` stands for any text within a line and a line `...`
/// for any number of lines.
pub fn fits(expected: &str, got: &str) -> bool {
    if expected == got {
        return true;
    }
    if !expected.contains("[..]") && !expected.contains("...\n") {
        return false;
    }
    let mut pattern = String::from(r"\A");
    for line in expected.split_inclusive('\n') {
        if line.trim_end() == "..." {
            pattern.push_str("(?:[^\n]*\n)*?");
        } else {
            let parts: Vec<String> = line.split("[..]").map(regex::escape).collect();
            pattern.push_str(&parts.join("[^\n]*"));
        }
    }
    pattern.push_str(r"\z");
    Regex::new(&pattern).is_ok_and(|regex| regex.is_match(got))
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn wildcards_stay_within_their_lines() {
        assert!(fits("a[..]c\n", "abbbc\n"));
        assert!(!fits("a[..]c\n", "a\nc\n"));
        assert!(fits("a\n...\nz\n", "a\nb\nc\nz\n"));
        assert!(fits("a\n...\nz\n", "a\nz\n"));
        assert!(!fits("a\n...\nz\n", "a\nz\ny\n"));
    }
}
