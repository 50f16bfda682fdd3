//! `--completion-bash`: a script that teaches bash the options.

use super::{Takes, all};

/// The script.
pub(crate) fn completion() -> String {
    let mut words = Vec::new();
    for flag in all() {
        words.push(format!("--{}", flag.name));
        if flag.takes == Takes::Switch {
            words.push(format!("--no-{}", flag.name));
        }
        words.extend(flag.short.map(|letter| format!("-{letter}")));
    }
    let words = words.join(" ");
    format!(
        r#"_node_complete() {{
  local cur_word options
  cur_word="${{COMP_WORDS[COMP_CWORD]}}"
  if [[ "${{cur_word}}" == -* ]] ; then
    COMPREPLY=( $(compgen -W '{words}' -- "${{cur_word}}") )
    return 0
  else
    COMPREPLY=( $(compgen -f "${{cur_word}}") )
    return 0
  fi
}}
complete -o filenames -o nospace -o bashdefault -F _node_complete node node_g"#
    )
}
