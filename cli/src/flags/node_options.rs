//! `NODE_OPTIONS`: flags in the environment, separated by spaces, with double quotes around what has spaces.

/// The words of the variable, or Node's message about broken quotes.
pub(super) fn split(text: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut in_word = false;
    let mut quoted = false;
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if quoted => match letters.next() {
                Some(next) => word.push(next),
                None => return Err("invalid value for NODE_OPTIONS (invalid escape)".to_owned()),
            },
            '"' => {
                quoted = !quoted;
                in_word = true;
            }
            ' ' if !quoted => {
                if in_word {
                    words.push(std::mem::take(&mut word));
                    in_word = false;
                }
            }
            _ => {
                word.push(letter);
                in_word = true;
            }
        }
    }
    if quoted {
        return Err("invalid value for NODE_OPTIONS (unterminated string)".to_owned());
    }
    if in_word {
        words.push(word);
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn words_and_quotes() {
        assert_eq!(split("--a  --b=c").unwrap(), ["--a", "--b=c"]);
        assert_eq!(
            split("--require \"./a b.js\"").unwrap(),
            ["--require", "./a b.js"]
        );
        assert_eq!(split("\"--x=\\\"y\\\"\"").unwrap(), ["--x=\"y\""]);
        assert!(split("\"--x").is_err());
    }
}
