//! Hands the builtins of the crate `js` to V8: external one-byte strings, compiled by one op before and after the
//! snapshot. The build script uses this file too.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use deno_core::{Extension, op2, v8};

use crate::{lazy_ops, lazy_property};

/// A builtin: a function body with five names in scope.
pub struct Builtin {
    /// `fs/promises`, `internal/errors`.
    pub id: &'static str,
    /// The script name that stacks show: `node:fs/promises`.
    pub name: &'static str,
    source: &'static v8::OneByteConst,
}

impl Builtin {
    /// Its source.
    pub fn text(&self) -> &'static str {
        self.source.as_str()
    }
}

const fn external(source: &'static [u8]) -> v8::OneByteConst {
    // SAFETY: the build script of the crate `js` refuses a source that is not ASCII.
    unsafe { v8::String::create_external_onebyte_const_unchecked(source) }
}

macro_rules! table {
    ($(($id:expr, $name:expr, $path:expr),)*) => {
        /// Every builtin, sorted by id.
        pub static BUILTINS: &[Builtin] = &[$(Builtin {
            id: $id,
            name: $name,
            source: {
                static SOURCE: v8::OneByteConst = external(include_bytes!($path));
                &SOURCE
            },
        },)*];
    };
}
js::for_each_builtin!(table);

/// The five names of a builtin.
const PARAMETERS: [&str; 5] = ["exports", "require", "module", "ops", "primordials"];

fn find(id: &str) -> Option<&'static Builtin> {
    BUILTINS
        .binary_search_by(|b| b.id.cmp(id))
        .ok()
        .map(|at| &BUILTINS[at])
}

#[cfg(any(debug_assertions, not(feature = "snapshot")))]
fn from_disk(id: &str) -> Option<String> {
    if std::env::var_os("HEDDLE_JS").is_none_or(|v| v != "disk") {
        return None;
    }
    let root = std::path::Path::new(js::ROOT);
    let inner = root.join(format!("{id}.js"));
    let public = root.join("node").join(format!("{id}.js"));
    let own_folder = ["bootstrap/", "deps/", "internal/", "main/", "web/"]
        .iter()
        .any(|f| id.starts_with(f));
    std::fs::read_to_string(if own_folder { inner } else { public }).ok()
}

/// Compiles the builtin `id` to a function of five parameters; `undefined` when there is none, or a syntax error
/// is thrown.
#[op2(reentrant)]
pub fn op_builtins_compile<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[string] id: &str,
) -> v8::Local<'s, v8::Value> {
    let Some(function) = compile(scope, id) else {
        return v8::undefined(scope).into();
    };
    if KEEPING.load(Ordering::Relaxed) {
        let function = v8::Global::new(scope, function);
        KEPT.with(|kept| kept.borrow_mut().push((id.to_owned(), function)));
    }
    function.into()
}

fn compile<'s>(scope: &mut v8::PinScope<'s, '_>, id: &str) -> Option<v8::Local<'s, v8::Function>> {
    #[cfg(any(debug_assertions, not(feature = "snapshot")))]
    if let Some(text) = from_disk(id) {
        let code =
            v8::String::new_from_one_byte(scope, text.as_bytes(), v8::NewStringType::Normal)?;
        let inner = if id.starts_with("main/") || id.starts_with("bootstrap/") {
            "internal/"
        } else {
            ""
        };
        return compile_source(scope, &format!("node:{inner}{id}"), code, None);
    }
    let builtin = find(id)?;
    let code = v8::String::new_from_onebyte_const(scope, builtin.source)?;
    compile_source(scope, builtin.name, code, crate::code_cache::find(id))
}

fn compile_source<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    name: &str,
    code: v8::Local<'s, v8::String>,
    cache: Option<&'static [u8]>,
) -> Option<v8::Local<'s, v8::Function>> {
    let name = v8::String::new(scope, name)?;
    let origin = v8::ScriptOrigin::new(
        scope,
        name.into(),
        0,
        0,
        false,
        -1,
        None,
        false,
        false,
        false,
        None,
    );
    let (mut source, options) = match cache {
        Some(data) => {
            let data = v8::script_compiler::CachedData::new(data);
            (
                v8::script_compiler::Source::new_with_cached_data(code, Some(&origin), data),
                v8::script_compiler::CompileOptions::ConsumeCodeCache,
            )
        }
        None => {
            let source = v8::script_compiler::Source::new(code, Some(&origin));
            (
                source,
                v8::script_compiler::CompileOptions::NoCompileOptions,
            )
        }
    };
    let mut parameters = Vec::with_capacity(PARAMETERS.len());
    for parameter in PARAMETERS {
        parameters.push(v8::String::new(scope, parameter)?);
    }
    let function = v8::script_compiler::compile_function(
        scope,
        &mut source,
        &parameters,
        &[],
        options,
        v8::script_compiler::NoCacheReason::NoReason,
    )?;
    Some(function)
}

/// Set by the build script only: each world keeps the functions of the builtins that it compiles.
static KEEPING: AtomicBool = AtomicBool::new(false);

/// The code caches of the worlds that have ended, by id: with the code of every function that ran in them.
static CACHES: Mutex<BTreeMap<String, Vec<u8>>> = Mutex::new(BTreeMap::new());

thread_local! {
    static KEPT: RefCell<Vec<(String, v8::Global<v8::Function>)>> = const { RefCell::new(Vec::new()) };
}

/// From now on every compiled builtin is kept, for its code cache. Only the build script asks.
pub fn keep_compiled() {
    KEEPING.store(true, Ordering::Relaxed);
}

/// Makes the code caches of what this thread's world has kept, at its end. Of two for one builtin the larger one stays.
pub fn collect(runtime: &mut deno_core::JsRuntime) {
    if !KEEPING.load(Ordering::Relaxed) {
        return;
    }
    deno_core::scope!(scope, runtime);
    for (id, function) in KEPT.with(|kept| kept.take()) {
        let Some(data) = v8::Local::new(scope, function).create_code_cache() else {
            continue;
        };
        if let Ok(mut caches) = CACHES.lock() {
            let known = caches.entry(id).or_default();
            if known.len() < data.len() {
                *known = data.to_vec();
            }
        }
    }
}

/// What [`collect`] has made: `(id, bytes)`, sorted.
pub fn take_caches() -> Vec<(String, Vec<u8>)> {
    CACHES
        .lock()
        .map(|mut caches| std::mem::take(&mut *caches).into_iter().collect())
        .unwrap_or_default()
}

/// The ids of the public modules (`module.builtinModules` before Node's own order and exceptions).
#[op2]
pub fn op_builtins_public<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Array> {
    let ids: Vec<_> = js::PUBLIC
        .iter()
        .filter_map(|id| v8::String::new(scope, id))
        .map(v8::Local::<v8::Value>::from)
        .collect();
    v8::Array::new_with_elements(scope, &ids)
}

/// Whether a builtin `id` exists.
#[op2(fast)]
pub fn op_builtins_exists(#[string] id: &str) -> bool {
    #[cfg(any(debug_assertions, not(feature = "snapshot")))]
    if from_disk(id).is_some() {
        return true;
    }
    find(id).is_some()
}

deno_core::extension!(
    ops_builtins,
    ops = [
        op_builtins_compile,
        op_builtins_public,
        op_builtins_exists,
        lazy_property::op_builtins_lazy_property,
        lazy_ops::op_builtins_bind,
    ],
);

/// The extension with the ops of this file.
pub fn extension() -> Extension {
    ops_builtins::init()
}

/// Every source, and the getter of lazy properties, as external references of the snapshot.
pub fn sources() -> Extension {
    Extension {
        name: "builtins",
        external_references: BUILTINS
            .iter()
            .map(|b| v8::ExternalReference {
                pointer: std::ptr::from_ref(b.source).cast_mut().cast(),
            })
            .chain([lazy_property::reference()])
            .collect::<Vec<_>>()
            .into(),
        ..Extension::default()
    }
}
