//! What a CommonJS file exports, as far as its text tells: the lexer that Node uses.

use deno_core::{op2, v8};

fn list<'s>(scope: &mut v8::PinScope<'s, '_>, names: Vec<String>) -> v8::Local<'s, v8::Value> {
    let names: Vec<_> = names
        .iter()
        .filter_map(|n| v8::String::new(scope, n))
        .map(Into::into)
        .collect();
    v8::Array::new_with_elements(scope, &names).into()
}

const PADDING: &str = "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

/// `[names, re-exported specifiers]`. A file that the lexer cannot read has none.
#[op2]
pub fn op_module_cjs_exports<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[string] mut source: String,
) -> v8::Local<'s, v8::Array> {
    let (mut names, mut reexports) = (Vec::new(), Vec::new());
    // The lexer looks a few bytes past the end; what stands there must not depend on the heap.
    let length = source.len();
    source.push_str(PADDING);
    if let Ok(analysis) = merve::parse_commonjs(&source[..length]) {
        for index in 0..analysis.exports_count() {
            if let Some(name) = analysis.export_name(index) {
                names.push(name.to_owned());
            }
        }
        for index in 0..analysis.reexports_count() {
            if let Some(name) = analysis.reexport_name(index) {
                reexports.push(name.to_owned());
            }
        }
    }
    let pair = [list(scope, names), list(scope, reexports)];
    v8::Array::new_with_elements(scope, &pair)
}
