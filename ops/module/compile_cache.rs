//! Compiled code kept on disk between processes, so that a program that is started again is not compiled again.
//! <https://nodejs.org/docs/latest-v26.x/api/module.html#module-compile-cache>
//!
//! An entry holds the compiled code until the end of the process (or a flush): only then V8 has compiled what the
//! program really calls.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hasher as _;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use deno_core::{op2, v8};

use crate::read::refused_folder;

/// First bytes of each file.
const MAGIC: u32 = 0x8adf_db52;
/// Magic, size of the code, size of the cache, hash of the code, hash of the cache.
const HEADER: usize = 4 + 4 + 4 + 8 + 8;

/// What is kept of a file.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    CommonJs,
    Esm,
    StrippedTypeScript,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::CommonJs => "CommonJS",
            Kind::Esm => "ESM",
            Kind::StrippedTypeScript => "StrippedTypeScript",
        }
    }
}

/// The code that an entry's cache is made from when it is written.
pub(crate) enum Compiled {
    Function(v8::Global<v8::Function>),
    Module(v8::Global<v8::UnboundModuleScript>),
}

struct Entry {
    kind: Kind,
    name: String,
    path: PathBuf,
    code_size: u32,
    code_hash: u64,
    cache: Option<Rc<[u8]>>,
    compiled: Option<Compiled>,
    /// The cache is not what the disk has.
    refreshed: bool,
    persisted: bool,
}

struct Cache {
    /// Where the folder of this version is, and that folder.
    base: PathBuf,
    directory: PathBuf,
    portable: bool,
    entries: Vec<Entry>,
    index: HashMap<(Kind, String), usize>,
}

enum State {
    /// The environment has not been asked.
    New,
    Off,
    Disabled,
    On(Box<Cache>),
}

thread_local! {
    static STATE: RefCell<State> = const { RefCell::new(State::New) };
    static DEBUG: bool = std::env::var("NODE_DEBUG_NATIVE")
        .is_ok_and(|list| list.split(',').any(|part| part.eq_ignore_ascii_case("compile_cache")));
}

fn debug(text: impl FnOnce() -> String) {
    if DEBUG.with(|on| *on) {
        let _ = writeln!(std::io::stderr(), "[compile cache] {}", text());
    }
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

/// The words of the system, without Rust's number behind them.
fn words(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error")
        .next()
        .unwrap_or(&text)
        .to_lowercase()
}

/// The folder of caches that this binary can read: V8's tag covers its version and flags.
fn version_folder() -> String {
    let tag = v8::script_compiler::cached_data_version_tag();
    // SAFETY: only asks who the process is.
    let user = unsafe { libc::getuid() };
    format!(
        "heddle-{}-{}-{tag:08x}-{user}",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::ARCH
    )
}

/// From one absolute path to another, without asking the file system.
fn relative(from: &Path, to: &Path) -> PathBuf {
    let from: Vec<Component> = from.components().collect();
    let to: Vec<Component> = to.components().collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let mut path = PathBuf::new();
    for _ in shared..from.len() {
        path.push("..");
    }
    path.extend(&to[shared..]);
    path
}

/// An absolute path without `.` and `..`.
fn absolute(path: &str) -> std::io::Result<PathBuf> {
    let mut result = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                result.pop();
            }
            Component::CurDir => {}
            part => result.push(part),
        }
    }
    Ok(result)
}

impl Cache {
    fn open(directory: &str, portable: bool) -> Result<Self, String> {
        let failed =
            |error: std::io::Error| format!("Cannot create cache directory: {}", words(&error));
        let base = absolute(directory).map_err(failed)?;
        let folder = version_folder();
        let directory = base.join(&folder);
        debug(|| {
            format!(
                "resolved path {} + {folder} -> {}",
                base.display(),
                directory.display()
            )
        });
        if let Some(kind) = refused_folder(&directory) {
            let message = format!(
                "Skipping compile cache because {kind} permission for {} is not granted",
                directory.display()
            );
            debug(|| message.clone());
            return Err(message);
        }
        let created = std::fs::create_dir_all(&directory);
        debug(|| {
            let outcome = created
                .as_ref()
                .err()
                .map_or_else(|| "success".to_owned(), words);
            format!(
                "creating cache directory {}...{outcome}",
                directory.display()
            )
        });
        created.map_err(failed)?;
        Ok(Self {
            base,
            directory,
            portable,
            entries: Vec::new(),
            index: HashMap::new(),
        })
    }

    fn path_of(&self, kind: Kind, name: &str) -> PathBuf {
        let mut key = name.to_owned();
        if self.portable {
            let plain = name.strip_prefix("file://").unwrap_or(name);
            key = relative(&self.base, Path::new(plain))
                .to_string_lossy()
                .into_owned();
        }
        self.directory.join(format!(
            "{:016x}",
            hash(format!("{}:{key}", kind.name()).as_bytes())
        ))
    }

    /// The entry of a file, made or read from disk when it does not exist.
    fn entry(&mut self, kind: Kind, name: &str, code: &[u8]) -> &mut Entry {
        let code_hash = hash(code);
        let key = (kind, name.to_owned());
        let known = self.index.get(&key).copied();
        if let Some(at) = known.filter(|at| self.entries[*at].code_hash == code_hash) {
            return &mut self.entries[at];
        }
        let path = self.path_of(kind, name);
        let mut entry = Entry {
            kind,
            name: name.to_owned(),
            path,
            code_size: u32::try_from(code.len()).unwrap_or(u32::MAX),
            code_hash,
            cache: None,
            compiled: None,
            refreshed: false,
            persisted: false,
        };
        let outcome = entry.read();
        debug(|| {
            let from = entry.path.display();
            format!(
                "reading cache from {from} for {} {name}...{outcome}",
                kind.name()
            )
        });
        // A file that has another text now takes the place of the old one.
        let at = known.unwrap_or(self.entries.len());
        if at == self.entries.len() {
            self.entries.push(entry);
            self.index.insert(key, at);
        } else {
            self.entries[at] = entry;
        }
        &mut self.entries[at]
    }
}

impl Entry {
    /// Takes the cache from disk when it is whole and of this code; says what happened.
    fn read(&mut self) -> String {
        let bytes = match std::fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) => return format!(" {}", words(&error)),
        };
        let Some((header, cache)) = bytes.split_at_checked(HEADER) else {
            return " not enough bytes for headers".to_owned();
        };
        let small = |at: usize| {
            header[at..at + 4]
                .iter()
                .rev()
                .fold(0, |n, b| n << 8 | u32::from(*b))
        };
        let large = |at: usize| {
            header[at..at + 8]
                .iter()
                .rev()
                .fold(0, |n, b| n << 8 | u64::from(*b))
        };
        let (magic, code_size, cache_size) = (small(0), small(4), small(8));
        let (code_hash, cache_hash) = (large(12), large(20));
        let shown = format!("[{magic} {code_size} {cache_size} {code_hash} {cache_hash}]...");
        if magic != MAGIC {
            return format!("{shown} magic number mismatch: expected {MAGIC}, actual {magic}");
        }
        if code_size != self.code_size {
            return format!(
                "{shown} code hash mismatch: size {} is now {}",
                code_size, self.code_size
            );
        }
        if code_hash != self.code_hash {
            return format!(
                "{shown} code hash mismatch: expected {}, actual {code_hash}",
                self.code_hash
            );
        }
        if cache.len() != cache_size as usize {
            return format!(
                "{shown} cache size mismatch: expected {cache_size}, actual {}",
                cache.len()
            );
        }
        let actual = hash(cache);
        if actual != cache_hash {
            return format!("{shown} cache hash mismatch: expected {cache_hash}, actual {actual}");
        }
        self.cache = Some(Rc::from(cache));
        format!("{shown} success, size={}", cache.len())
    }

    /// Puts a compiled file to the entry: its code is the cache when the one from disk was not used.
    fn keep(&mut self, compiled: Compiled, rejected: bool) {
        let what = format!("V8 code cache for {} {}", self.kind.name(), self.name);
        if self.cache.is_some() && !rejected {
            debug(|| format!("{what} was accepted, keeping the in-memory entry"));
            return;
        }
        debug(|| match self.cache {
            Some(_) => format!("{what} was rejected, refreshing the in-memory entry"),
            None => format!("{what} was not initialized, initializing the in-memory entry"),
        });
        self.refreshed = true;
        self.persisted = false;
        self.compiled = Some(compiled);
    }

    fn make(&self, scope: &mut v8::PinScope) -> Option<Rc<[u8]>> {
        let data = match self.compiled.as_ref() {
            None => return self.cache.clone(),
            Some(Compiled::Function(function)) => {
                v8::Local::new(scope, function).create_code_cache()
            }
            Some(Compiled::Module(script)) => v8::Local::new(scope, script).create_code_cache(),
        };
        data.map(|data| Rc::from(&data[..]))
    }

    fn persist(&mut self, scope: &mut v8::PinScope) {
        let what = format!("{} {}", self.kind.name(), self.name);
        if self.persisted {
            debug(|| format!("skip persisting {what} because cache was already persisted"));
            return;
        }
        if !self.refreshed {
            let why = if self.cache.is_some() {
                "cache was the same"
            } else {
                "the cache was not initialized"
            };
            debug(|| format!("skip persisting {what} because {why}"));
            return;
        }
        let Some(cache) = self.make(scope) else {
            debug(|| format!("skip persisting {what} because V8 gives no cache of it"));
            return;
        };
        let (number, outcome) = match self.write(&cache) {
            Ok(()) => (0, "success".to_owned()),
            Err(error) => (1, words(&error)),
        };
        self.persisted = number == 0;
        debug(|| {
            format!(
                "writing cache for {what} to {} [{}]...{outcome}",
                self.path.display(),
                cache.len()
            )
        });
    }

    /// Writes beside the file and renames: another process sees all or nothing.
    fn write(&self, cache: &[u8]) -> std::io::Result<()> {
        let size = u32::try_from(cache.len()).map_err(std::io::Error::other)?;
        let mut bytes = Vec::with_capacity(HEADER + cache.len());
        for number in [MAGIC, self.code_size, size] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        for number in [self.code_hash, hash(cache)] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        bytes.extend_from_slice(cache);
        // SAFETY: only asks who the thread is.
        let thread = unsafe { libc::gettid() };
        let temporary = self.path.with_extension(thread.to_string());
        let mut options = std::fs::OpenOptions::new();
        let mut file = options
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&temporary)?;
        let written = file
            .write_all(&bytes)
            .and_then(|()| std::fs::rename(&temporary, &self.path));
        if written.is_err() {
            let _ = std::fs::remove_file(&temporary);
        }
        written
    }
}

fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// `module.enableCompileCache`: a status of Node's and its message or folder.
fn enable(directory: &str, portable: bool) -> (u32, String) {
    STATE.with_borrow_mut(|state| {
        if let State::On(cache) = state {
            return (2, cache.directory.to_string_lossy().into_owned());
        }
        if matches!(state, State::Disabled) || is_set("NODE_DISABLE_COMPILE_CACHE") {
            debug(|| "Disabled by NODE_DISABLE_COMPILE_CACHE.".to_owned());
            *state = State::Disabled;
            return (3, "Disabled by NODE_DISABLE_COMPILE_CACHE".to_owned());
        }
        match Cache::open(directory, portable) {
            Ok(cache) => {
                // As in Node: here without the folder of the version, afterwards with it.
                let directory = cache.base.to_string_lossy().into_owned();
                *state = State::On(Box::new(cache));
                ops_core::before_exit(persist);
                (1, directory)
            }
            Err(message) => (0, message),
        }
    })
}

/// Obeys the environment, once.
fn start() {
    let new = STATE.with_borrow_mut(|state| {
        let new = matches!(state, State::New);
        if new {
            *state = State::Off;
        }
        new
    });
    if !new {
        return;
    }
    let Some(directory) = std::env::var_os("NODE_COMPILE_CACHE").filter(|path| !path.is_empty())
    else {
        return;
    };
    let portable = std::env::var("NODE_COMPILE_CACHE_PORTABLE").is_ok_and(|value| value == "1");
    enable(&directory.to_string_lossy(), portable);
}

fn with_cache<R>(body: impl FnOnce(&mut Cache) -> R) -> Option<R> {
    start();
    STATE.with_borrow_mut(|state| match state {
        State::On(cache) => Some(body(cache)),
        _ => None,
    })
}

/// One compilation: the text, when it is a file's whose code is kept, and what the disk has for it.
pub(crate) struct Compilation {
    kind: Kind,
    name: String,
    code: Option<Vec<u8>>,
    cached: Option<Rc<[u8]>>,
}

impl Compilation {
    /// `name` is a path of a CommonJS file or a `file:` URL of an ES module; nothing else is kept.
    pub(crate) fn new(
        scope: &mut v8::PinScope,
        kind: Kind,
        name: v8::Local<v8::String>,
        source: v8::Local<v8::String>,
    ) -> Self {
        let mut made = Self {
            kind,
            name: String::new(),
            code: None,
            cached: None,
        };
        if with_cache(|_| ()).is_none() {
            return made;
        }
        made.name = name.to_rust_string_lossy(scope);
        let begin = if kind == Kind::Esm { "file://" } else { "/" };
        if made.name.starts_with(begin) {
            let code = source.to_rust_string_lossy(scope).into_bytes();
            made.cached =
                with_cache(|cache| cache.entry(kind, &made.name, &code).cache.clone()).flatten();
            made.code = Some(code);
        }
        made
    }

    /// What V8 compiles, and how. `self` must live until that is done.
    pub(crate) fn source(
        &self,
        source: v8::Local<v8::String>,
        origin: &v8::ScriptOrigin,
    ) -> (
        v8::script_compiler::Source,
        v8::script_compiler::CompileOptions,
    ) {
        use v8::script_compiler::{CompileOptions, Source};
        match self.cached.as_deref() {
            Some(data) => (
                Source::new_with_cached_data(source, Some(origin), v8::CachedData::new(data)),
                CompileOptions::ConsumeCodeCache,
            ),
            None => (
                Source::new(source, Some(origin)),
                CompileOptions::NoCompileOptions,
            ),
        }
    }

    /// Remembers what came out of it.
    pub(crate) fn keep(
        &self,
        source: &v8::script_compiler::Source,
        compiled: impl FnOnce() -> Compiled,
    ) {
        let Some(code) = self.code.as_deref() else {
            return;
        };
        let rejected = source.get_cached_data().is_some_and(|data| data.rejected());
        with_cache(|cache| {
            cache
                .entry(self.kind, &self.name, code)
                .keep(compiled(), rejected)
        });
    }
}

/// The JavaScript of a TypeScript file: from the cache, or made and kept.
pub(crate) fn stripped<E>(
    name: &str,
    code: String,
    strip: impl FnOnce(String) -> Result<String, E>,
) -> Result<String, E> {
    let kind = Kind::StrippedTypeScript;
    if name.is_empty() || with_cache(|_| ()).is_none() {
        return strip(code);
    }
    let bytes = code.clone().into_bytes();
    let found = with_cache(|cache| cache.entry(kind, name, &bytes).cache.clone()).flatten();
    let known = found.and_then(|found| String::from_utf8(found.to_vec()).ok());
    if let Some(known) = known {
        debug(|| {
            format!(
                "retrieving transpile cache for {} {name}...success",
                kind.name()
            )
        });
        return Ok(known);
    }
    let result = strip(code)?;
    debug(|| format!("saving transpilation cache for {} {name}", kind.name()));
    with_cache(|cache| {
        let entry = cache.entry(kind, name, &bytes);
        entry.cache = Some(Rc::from(result.as_bytes()));
        entry.refreshed = true;
    });
    Ok(result)
}

/// Lets go of what lives in an isolate that is about to end.
pub(crate) fn uninstall() {
    STATE.set(State::Off);
}

/// Writes what is new.
fn persist(scope: &mut v8::PinScope) {
    with_cache(|cache| {
        for entry in &mut cache.entries {
            entry.persist(scope);
        }
    });
}

/// Verb 0 enables and gives `[status, message or folder]`, 1 gives the folder or `undefined`, 2 writes.
#[op2]
pub fn op_module_compile_cache<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    verb: u32,
    #[string] directory: &str,
    portable: bool,
) -> v8::Local<'s, v8::Value> {
    match verb {
        0 => {
            start();
            let (status, text) = enable(directory, portable);
            let text = v8::String::new(scope, &text).unwrap_or_else(|| v8::String::empty(scope));
            let status = v8::Integer::new_from_unsigned(scope, status).into();
            return v8::Array::new_with_elements(scope, &[status, text.into()]).into();
        }
        1 => {
            let text = with_cache(|cache| cache.directory.to_string_lossy().into_owned());
            let text = text.and_then(|text| v8::String::new(scope, &text));
            if let Some(text) = text {
                return text.into();
            }
        }
        _ => {
            persist(scope);
            debug(|| "module.flushCompileCache() finished.".to_owned());
        }
    }
    v8::undefined(scope).into()
}
