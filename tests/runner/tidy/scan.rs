//! Reading source text without a parser: what is code, and what is a comment, a string or a pattern.

/// The text with comments, and the insides of strings, templates and regular expressions, turned into
/// blanks. Line ends stay, so that line numbers hold; expressions in templates are code.
pub fn js_code(text: &str) -> String {
    let mut scanner = Scanner {
        bytes: text.as_bytes(),
        out: text
            .bytes()
            .map(|b| if b == b'\n' { b } else { b' ' })
            .collect(),
    };
    scanner.code(0, false);
    String::from_utf8_lossy(&scanner.out).into_owned()
}

struct Scanner<'a> {
    bytes: &'a [u8],
    out: Vec<u8>,
}

impl Scanner<'_> {
    /// Copies code from `i` on; in a template's expression up to the brace that closes it.
    fn code(&mut self, mut i: usize, in_template: bool) -> usize {
        let mut depth = 0;
        let mut last = b';';
        while let Some(&c) = self.bytes.get(i) {
            let next = self.bytes.get(i + 1).copied().unwrap_or(0);
            match c {
                b'/' if next == b'/' => i = self.find(i, b"\n"),
                b'/' if next == b'*' => i = self.find(i + 2, b"*/") + 2,
                b'/' if self.pattern_may_begin(i, last) => {
                    (self.out[i], last) = (b'/', b')');
                    i = self.closing_slash(i + 1);
                }
                b'\'' | b'"' | b'`' => {
                    (self.out[i], last) = (c, c);
                    i = self.closing_quote(i + 1, c);
                }
                b'}' if in_template && depth == 0 => return i,
                _ => {
                    depth += i32::from(c == b'{') - i32::from(c == b'}');
                    self.out[i] = c;
                    if !c.is_ascii_whitespace() {
                        last = c;
                    }
                    i += 1;
                }
            }
        }
        i
    }

    fn find(&self, from: usize, what: &[u8]) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        from + rest
            .windows(what.len())
            .position(|w| w == what)
            .unwrap_or(rest.len())
    }

    fn closing_quote(&mut self, mut i: usize, quote: u8) -> usize {
        while let Some(&c) = self.bytes.get(i) {
            match c {
                b'\\' => i += 1,
                b'$' if quote == b'`' && self.bytes.get(i + 1) == Some(&b'{') => {
                    i = self.code(i + 2, true);
                }
                _ if c == quote => return i + 1,
                _ => {}
            }
            i += 1;
        }
        i
    }

    fn closing_slash(&self, mut i: usize) -> usize {
        let mut class = false;
        while let Some(&c) = self.bytes.get(i) {
            match c {
                b'\n' => break,
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
    fn pattern_may_begin(&self, at: usize, last: u8) -> bool {
        if b"(,=:[!&|?{};+-*%<>~^".contains(&last) {
            return true;
        }
        let before = String::from_utf8_lossy(&self.out[at.saturating_sub(20)..at]).into_owned();
        let word = before
            .trim_end()
            .rsplit(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or("");
        [
            "return", "typeof", "case", "in", "of", "void", "yield", "await",
        ]
        .contains(&word)
    }
}

/// The number of the line at a byte offset, from 1.
pub fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset]
        .iter()
        .filter(|&&b| b == b'\n')
        .count()
        + 1
}

/// Names of ops that Rust text defines: the function under each `#[op2...]`, the names in front of a macro's
/// `op_x_sync, op_x(arguments) = plain_function;`, and declarations made by hand, `const fn op_x() -> OpDecl`.
pub fn defined_ops(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for part in text.split("#[op2").skip(1) {
        let head: Vec<&str> = part.lines().take(12).collect();
        let head = head.join("\n");
        if let Some(name) = head.split("fn ").nth(1) {
            let name: String = name
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                .collect();
            if name.starts_with("op_") {
                names.push(name);
            }
        }
    }
    for line in text.lines().map(str::trim) {
        if line.starts_with("op_") && line.ends_with(';') && line.contains(") = ") {
            let head = line.split('(').next().unwrap_or_default();
            names.extend(head.split(',').map(|name| name.trim().to_owned()));
        }
        let by_hand = line.strip_suffix("() -> OpDecl {");
        if let Some((_, name)) = by_hand.and_then(|line| line.split_once("const fn ")) {
            names.push(name.to_owned());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::{defined_ops, js_code};

    #[test]
    fn only_code_is_left() {
        assert_eq!(js_code("a('x') // y\nb"), "a('  )     \nb");
        assert!(!js_code("x = /['\"]/; y = 'new Error('").contains("Error"));
        assert!(js_code("a / b / new Error('x')").contains("new Error("));
        assert!(!js_code("`new Error(${`a`} new Error(`").contains("Error"));
        assert!(js_code(r"`${a.replace(/[`\\]/g, '')}`; b").ends_with("; b"));
        assert!(js_code("`x ${ops.op_a()} y`").contains("ops.op_a()"));
    }

    #[test]
    fn ops_are_found_under_their_attributes() {
        let text = "#[op2(fast)]\npub fn op_a_b() {}\nfn op_not() {}\n#[op2]\nimpl TCP {}\n";
        assert_eq!(defined_ops(text), ["op_a_b"]);
        let text = "doors! {\n    op_a_sync, op_a(fd: i32) = a;\n}\n";
        assert_eq!(defined_ops(text), ["op_a_sync", "op_a"]);
        let text = "pub const fn op_a() -> OpDecl {\n}\n";
        assert_eq!(defined_ops(text), ["op_a"]);
    }
}
