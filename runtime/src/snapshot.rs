//! Used by the build script only: how the snapshot and the code caches are made.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::{env, fs};

use deno_core::snapshot::{CreateSnapshotOptions, create_snapshot};
use deno_core::{Extension, JsRuntime, JsRuntimeForSnapshot, v8};

use crate::{bootstrap, builtins, extensions, lazy_ops, main_thread, v8_flags};

/// Set in the processes that run the program: the folder that the caches go to.
const CACHE_FOLDER: &str = "HEDDLE_BUILD_CODE_CACHE";

/// Set too: the snapshot that it starts from.
const SNAPSHOT: &str = "HEDDLE_BUILD_SNAPSHOT";

/// Set when it runs for the second time: the folder of the caches that it made the first time.
const FIRST_CACHES: &str = "HEDDLE_BUILD_FIRST_CACHES";

/// The file name of the first snapshot, which has no builtins yet.
const BASE: &str = "base.bin";

/// The entry of the build script. Four steps, since a snapshot and code caches hold the code of a function only when
/// it was compiled, which V8 does when a function is called, and since a code cache fits only one snapshot:
///
/// 1. A snapshot of deno_core alone is made.
/// 2. A process runs the least of `warm_up.js` from it, and writes code caches.
/// 3. The snapshot is made from the first one with these caches, so that what every program runs is compiled in it.
/// 4. A process runs all of `warm_up.js` from the snapshot, and writes the code caches of the finished program.
///
/// Steps 2 and 4 are done twice, the second time with the caches of the first: of each builtin one cache is kept, and this
/// way it has what ran on the main thread and what ran in a worker.
pub(crate) fn write() {
    if let Some(out) = env::var_os(CACHE_FOLDER) {
        run_program(Path::new(&out));
        return;
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let snapshot = out.join("snapshot.bin");
    let base = out.join(BASE);
    // The same flags as the running program, so that bytecode in the snapshot is made under them.
    v8_flags::set(&[]);
    fs::write(&base, make(None, vec![first_extension()], None)).expect(BASE);
    let first = out.join("first");
    let warm = out.join("warm");
    repeat(&first, &base, None);
    repeat(&warm, &base, Some(&first));
    WARM.set(warm).expect("only once");
    write_snapshot(&base, &snapshot);
    let folder = out.join("code_cache");
    repeat(&first, &snapshot, None);
    repeat(&folder, &snapshot, Some(&first));
    write_table(&out, &folder);
}

/// The folder of step 2, while the snapshot is made.
static WARM: OnceLock<PathBuf> = OnceLock::new();

/// The code cache of `id` that has been made before.
pub(crate) fn warm_cache(id: &str) -> Option<&'static [u8]> {
    let first = || env::var_os(FIRST_CACHES).map(PathBuf::from);
    let folder = WARM.get().cloned().or_else(first)?;
    let bytes = fs::read(folder.join(file_name(id))).ok()?;
    Some(bytes.leak())
}

/// Whether the builtins are in the snapshot that this process starts from.
pub(crate) fn has_builtins() -> bool {
    env::var_os(SNAPSHOT).is_some_and(|path| !Path::new(&path).ends_with(BASE))
}

/// The snapshot that this process starts from.
pub(crate) fn made() -> Option<&'static [u8]> {
    static BYTES: OnceLock<Option<Vec<u8>>> = OnceLock::new();
    let read = || fs::read(env::var_os(SNAPSHOT)?).ok();
    BYTES.get_or_init(read).as_deref()
}

fn file_name(id: &str) -> String {
    id.replace('/', "__")
}

/// Starts this build script again, to run a program and to write code caches into `folder`, which is emptied.
fn repeat(folder: &Path, snapshot: &Path, first: Option<&Path>) {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).expect("a folder in OUT_DIR");
    let itself = env::current_exe().expect("the build script's own path");
    let mut command = Command::new(itself);
    command
        .env(CACHE_FOLDER, folder)
        .env(SNAPSHOT, snapshot)
        .env_remove("HEDDLE_JS");
    if let Some(first) = first {
        command.env(FIRST_CACHES, first);
    }
    let status = command.status().expect("a process of the build script");
    assert!(status.success(), "making the code caches failed");
}

/// Runs `warm_up.js` as the program would and writes the code caches of all that it compiled.
fn run_program(folder: &Path) {
    v8_flags::set(&[]);
    builtins::keep_compiled();
    // By a relative path, as programs mostly are named: cargo starts build scripts in the folder of the package.
    let script = "warm_up.js";
    let what = if has_builtins() { "all" } else { "least" };
    let options = format!(
        "{{\"main\":\"run_main_module\",\"argv\":[\"heddle\",{script:?},{what:?}],\"execArgv\":[],\"values\":{{}}}}"
    );
    let code = main_thread::run_main(&options).expect("the program starts");
    assert!(code == 0, "warm_up.js ended with {code}");
    for (id, bytes) in builtins::take_caches() {
        fs::write(folder.join(file_name(&id)), bytes).expect("a code cache");
    }
}

fn write_snapshot(base: &Path, file: &Path) {
    let base = fs::read(base).expect(BASE);
    let extensions = extensions::all(true);
    lazy_ops::remember(&extensions);
    let evaluate = |runtime: &mut JsRuntimeForSnapshot| {
        bootstrap::evaluate(runtime).expect("the bootstrap runs");
        check_modules(&loaded_modules(runtime));
        trim(runtime);
    };
    let mut bytes = make(Some(base.leak()), extensions.list, Some(Box::new(evaluate)));
    // Header word 1, `can_be_rehashed`. deno_core's two ES modules keep V8 from setting it, although their tables
    // can be rehashed; bytes 0 to 8 are outside the blob's checksum.
    bytes[4] = 1;
    fs::write(file, bytes).expect("snapshot.bin");
}

/// Leaves out what no builtin names and what is made when it is first needed.
fn trim(runtime: &mut JsRuntime) {
    let realm = "globalThis.__bootstrap.internals.realm";
    let names = text(
        runtime,
        format!("{realm}.names().filter((name) => typeof name === 'string').join('\\n')"),
    );
    let words: HashSet<&str> = builtins::BUILTINS
        .iter()
        .flat_map(|builtin| {
            builtin
                .text()
                .split(|c: char| !c.is_alphanumeric() && c != '_')
        })
        .collect();
    let used: Vec<&str> = names.lines().filter(|name| words.contains(name)).collect();
    runtime
        .execute_script("trim", format!("{realm}.trim({used:?})"))
        .expect("the snapshot is trimmed");
}

/// The text that `script` answers with.
fn text(runtime: &mut JsRuntime, script: String) -> String {
    let text = runtime
        .execute_script("list", script)
        .expect("a script of the build");
    deno_core::scope!(scope, runtime);
    v8::Local::new(scope, text).to_rust_string_lossy(scope)
}

/// What the first snapshot is made with: no ops, since deno_core keeps each op that it finds there in a module.
fn first_extension() -> Extension {
    Extension {
        global_object_middleware: Some(open_bootstrap),
        ..builtins::sources()
    }
}

/// Runs `open_bootstrap.js` in the new context.
fn open_bootstrap(scope: &mut v8::PinScope, _: v8::Local<v8::Object>) {
    let source = include_str!("../open_bootstrap.js");
    let source = v8::String::new(scope, source).expect("a short text");
    v8::Script::compile(scope, source, None)
        .and_then(|script| script.run(scope))
        .expect("open_bootstrap.js runs");
}

/// What runs in a world before it becomes a snapshot.
type Prepare = dyn Fn(&mut JsRuntimeForSnapshot);

/// Makes a snapshot, from another one or from nothing.
fn make(
    startup_snapshot: Option<&'static [u8]>,
    extensions: Vec<Extension>,
    with_runtime_cb: Option<Box<Prepare>>,
) -> Vec<u8> {
    let options = CreateSnapshotOptions {
        cargo_manifest_dir: env!("CARGO_MANIFEST_DIR"),
        startup_snapshot,
        skip_op_registration: false,
        extensions,
        extension_transpiler: None,
        with_runtime_cb,
    };
    let made = create_snapshot(options, None).expect("the snapshot");
    made.output.into_vec()
}

/// The ids of the builtins that were evaluated, sorted.
fn loaded_modules(runtime: &mut JsRuntime) -> Vec<String> {
    let list = text(
        runtime,
        "[...globalThis.__bootstrap.internals.realm.map.keys()].sort().join('\\n')".to_owned(),
    );
    list.lines().map(str::to_owned).collect()
}

/// The guard: what is inside the snapshot is a reviewed decision about start-up time.
fn check_modules(loaded: &[String]) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshot_modules.txt");
    let known = fs::read_to_string(&file).unwrap_or_default();
    let now = loaded.join("\n") + "\n";
    if env::var_os("HEDDLE_UPDATE_SNAPSHOT_MODULES").is_some() {
        fs::write(&file, now).expect("snapshot_modules.txt");
        return;
    }
    assert!(
        known == now,
        "the builtins inside the snapshot differ from runtime/snapshot_modules.txt; when that is meant, build once \
         with HEDDLE_UPDATE_SNAPSHOT_MODULES=1\n--- now\n{now}"
    );
}

/// The table of the code caches in `folder`, sorted by id.
fn write_table(out: &Path, folder: &Path) {
    let mut table = String::from("pub(super) static CODE_CACHE: &[(&str, &[u8])] = &[\n");
    for id in builtins::BUILTINS.iter().map(|builtin| builtin.id) {
        let file = folder.join(file_name(id));
        if file.exists() {
            let file = file.display().to_string();
            let _ = writeln!(table, "    ({id:?}, include_bytes!({file:?})),");
        }
    }
    table.push_str("];\n");
    fs::write(out.join("code_cache.rs"), table).expect("code_cache.rs");
}
