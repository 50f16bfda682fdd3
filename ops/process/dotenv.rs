//! The parser of `.env` files: <https://nodejs.org/docs/latest-v26.x/api/environment_variables.html#dotenv>.

use std::collections::BTreeMap;

use deno_core::{op2, v8};

/// The variables of `text`, by name. Of two lines with one name the last counts.
pub fn parse(text: &str) -> BTreeMap<String, String> {
    let text = text.replace('\r', "");
    let mut found = BTreeMap::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let Some((key, value)) = line.split_once('=').filter(|_| !line.starts_with('#')) else {
            rest = after.trim_start();
            continue;
        };
        let key = key.trim();
        // As in Node, what has no value may have no name either, and keeps its `export`.
        if value.is_empty() {
            found.insert(key.to_owned(), String::new());
            rest = after.trim_start();
            continue;
        }
        let key = key.strip_prefix("export ").map_or(key, str::trim_start);
        // As in Node, white space before a value may hold ends of lines.
        let begin = rest[line.len() - value.len()..].trim_start();
        if key.is_empty() {
            rest = begin;
            continue;
        }
        let (value, end) = take_value(begin);
        found.insert(key.to_owned(), value);
        rest = begin[end..].trim_start();
    }
    found
}

/// The value at the start of `text`, and where the rest of the text begins.
fn take_value(text: &str) -> (String, usize) {
    let line_end = |from: usize| text[from..].find('\n').map_or(text.len(), |at| from + at);
    let quote = text
        .chars()
        .next()
        .filter(|first| matches!(first, '"' | '\'' | '`'));
    if let Some(quote) = quote {
        if let Some(closing) = text[1..].find(quote) {
            let inner = &text[1..=closing];
            let value = if quote == '"' {
                inner.replace("\\n", "\n")
            } else {
                inner.to_owned()
            };
            return (value, line_end(closing + 2));
        }
        // Never closed: the line as it stands.
        let end = line_end(0);
        return (text[..end].to_owned(), end);
    }
    let end = line_end(0);
    let line = &text[..end];
    let value = line.split('#').next().unwrap_or(line);
    (value.trim().to_owned(), end)
}

/// `[name, value, name, value, ...]` of a `.env` text.
#[op2]
pub fn op_process_parse_env<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[string] text: &str,
) -> v8::Local<'s, v8::Array> {
    let mut row = Vec::new();
    for (name, value) in parse(text) {
        for part in [name, value] {
            let part = v8::String::new(scope, &part).unwrap_or_else(|| v8::String::empty(scope));
            row.push(part.into());
        }
    }
    v8::Array::new_with_elements(scope, &row)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn lines() {
        let found = parse(
            "# no\nA=1 # c\n export B = \"x # y\\nz\"\nbad\nC='a\nb' d\n=5\nE=`x`\nF=\nG=\"open # 1\nH=a=b",
        );
        let expected = [
            ("A", "1"),
            ("B", "x # y\nz"),
            ("C", "a\nb"),
            ("E", "x"),
            ("F", ""),
            ("G", "\"open # 1"),
            ("H", "a=b"),
        ];
        assert_eq!(found.len(), expected.len());
        for (name, value) in expected {
            assert_eq!(found[name], value);
        }
    }
}
