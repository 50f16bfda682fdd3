//! Reading source text without a parser: what is code, and what is a comment, a string or a pattern.

/// The text with comments, and the insides of strings, templates and regular expressions, turned into
/// blanks. Line ends stay, so that line numbers hold.
pub fn js_code(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = vec![b' '; bytes.len()];
    let (mut i, mut last) = (0, b';');
    while i < bytes.len() {
        let (c, next) = (bytes[i], bytes.get(i + 1).copied().unwrap_or(0));
        let end = match c {
            b'/' if next == b'/' => find(bytes, i, b"\n"),
            b'/' if next == b'*' => find(bytes, i + 2, b"*/") + 2,
            b'\'' | b'"' | b'`' => {
                (out[i], last) = (c, c);
                closing(bytes, i + 1, c)
            }
            b'/' if starts_pattern(&out[..i], last) => {
                (out[i], last) = (b'/', b')');
                closing_pattern(bytes, i + 1)
            }
            _ => {
                out[i] = c;
                if !c.is_ascii_whitespace() {
                    last = c;
                }
                i += 1;
                continue;
            }
        };
        for j in i..end.min(bytes.len()) {
            if bytes[j] == b'\n' {
                out[j] = b'\n';
            }
        }
        i = end.min(bytes.len()).max(i + 1);
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest.windows(what.len()).position(|w| w == what).unwrap_or(rest.len())
}

fn closing(bytes: &[u8], mut i: usize, quote: u8) -> usize {
    while i < bytes.len() {
        match bytes[i] {
            b'\\' => i += 1,
            // An expression in a template may hold templates of its own.
            b'$' if quote == b'`' && bytes.get(i + 1) == Some(&b'{') => i = closing_brace(bytes, i + 2),
            c if c == quote => return i + 1,
            _ => {}
        }
        i += 1;
    }
    i
}

fn closing_brace(bytes: &[u8], mut i: usize) -> usize {
    let mut depth = 1;
    while i < bytes.len() {
        match bytes[i] {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            quote @ (b'\'' | b'"' | b'`') => i = closing(bytes, i + 1, quote) - 1,
            _ => {}
        }
        if depth == 0 {
            return i;
        }
        i += 1;
    }
    i
}

fn closing_pattern(bytes: &[u8], mut i: usize) -> usize {
    let mut class = false;
    while i < bytes.len() && bytes[i] != b'\n' {
        match bytes[i] {
            b'\\' => i += 1,
            b'[' => class = true,
            b']' => class = false,
            b'/' if !class => return i + 1,
            _ => {}
        }
        i += 1;
    }
    i
}

/// A slash begins a regular expression where an operand is expected.
fn starts_pattern(before: &[u8], last: u8) -> bool {
    if b"(,=:[!&|?{};+-*%<>~^".contains(&last) {
        return true;
    }
    let text = String::from_utf8_lossy(before);
    let word = text.trim_end().rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("").to_owned();
    ["return", "typeof", "case", "in", "of", "void", "yield", "await"].contains(&word.as_str())
}

/// The number of the line at a byte offset, from 1.
pub fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset].iter().filter(|&&b| b == b'\n').count() + 1
}

/// Names of ops that Rust text defines: the function under each `#[op2...]`.
pub fn defined_ops(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for part in text.split("#[op2").skip(1) {
        let head: Vec<&str> = part.lines().take(12).collect();
        let head = head.join("\n");
        if let Some(name) = head.split("fn ").nth(1) {
            let name: String = name.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            if name.starts_with("op_") {
                names.push(name);
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::{defined_ops, js_code};

    #[test]
    fn only_code_is_left() {
        assert_eq!(js_code("a('x') // y\nb"), "a('  ) \u{20}   \nb".replace('\u{20}', " "));
        assert!(!js_code("x = /['\"]/; y = 'new Error('").contains("Error"));
        assert!(js_code("a / b / new Error('x')").contains("new Error("));
        assert!(!js_code("`${`a`} new Error(`").contains("Error"));
    }

    #[test]
    fn ops_are_found_under_their_attributes() {
        let text = "#[op2(fast)]\npub fn op_a_b() {}\nfn op_not() {}\n#[op2]\nimpl TCP {}\n";
        assert_eq!(defined_ops(text), ["op_a_b"]);
    }
}
