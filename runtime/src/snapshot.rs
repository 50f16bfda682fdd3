//! Used by the build script only: how the snapshot and the code caches are made.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::{env, fs};

use deno_core::snapshot::{CreateSnapshotOptions, create_snapshot};
use deno_core::{JsRuntime, v8};

use crate::{bootstrap, builtins, extensions, main_thread, v8_flags};

/// Set in the processes that run the program: the folder that the caches go to.
const CACHE_FOLDER: &str = "HEDDLE_BUILD_CODE_CACHE";

/// Set too in the second of them: the snapshot that it starts from.
const SNAPSHOT: &str = "HEDDLE_BUILD_SNAPSHOT";

/// The entry of the build script. Three steps, since a snapshot and code caches hold the code of a function only when
/// it was compiled, which V8 does when a function is called:
///
/// 1. A process runs an empty program and a worker from source, and writes code caches.
/// 2. The snapshot is made with these caches, so that what every program runs is compiled in it.
/// 3. A process runs `warm_up.js` from the snapshot, and writes the code caches of the finished program.
pub(crate) fn write() {
    if let Some(out) = env::var_os(CACHE_FOLDER) {
        run_program(Path::new(&out));
        return;
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let snapshot = out.join("snapshot.bin");
    let warm = fresh_folder(&out.join("warm"));
    repeat(&warm, None);
    WARM.set(warm).expect("only once");
    write_snapshot(&snapshot);
    let folder = fresh_folder(&out.join("code_cache"));
    repeat(&folder, Some(&snapshot));
    write_table(&out, &folder);
}

/// The folder of step 1, while the snapshot is made.
static WARM: OnceLock<PathBuf> = OnceLock::new();

/// The code cache of `id` from step 1.
pub(crate) fn warm_cache(id: &str) -> Option<&'static [u8]> {
    let bytes = fs::read(WARM.get()?.join(file_name(id))).ok()?;
    Some(bytes.leak())
}

/// The snapshot of step 2, in step 3.
pub(crate) fn made() -> Option<&'static [u8]> {
    static BYTES: OnceLock<Option<Vec<u8>>> = OnceLock::new();
    let read = || fs::read(env::var_os(SNAPSHOT)?).ok();
    BYTES.get_or_init(read).as_deref()
}

fn file_name(id: &str) -> String {
    id.replace('/', "__")
}

fn fresh_folder(path: &Path) -> PathBuf {
    let _ = fs::remove_dir_all(path);
    fs::create_dir_all(path).expect("a folder in OUT_DIR");
    path.to_owned()
}

/// Starts this build script again, to run a program and to write code caches into `folder`.
fn repeat(folder: &Path, snapshot: Option<&Path>) {
    let itself = env::current_exe().expect("the build script's own path");
    let mut command = Command::new(itself);
    command.env(CACHE_FOLDER, folder).env_remove("HEDDLE_JS");
    if let Some(snapshot) = snapshot {
        command.env(SNAPSHOT, snapshot);
    }
    let status = command.status().expect("a process of the build script");
    assert!(status.success(), "making the code caches failed");
}

/// Runs `warm_up.js` as the program would and writes the code caches of all that it compiled.
fn run_program(folder: &Path) {
    v8_flags::set(&[]);
    builtins::keep_compiled();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/warm_up.js");
    let what = if made().is_some() { "all" } else { "least" };
    let options = format!(
        "{{\"main\":\"run_main_module\",\"argv\":[\"heddle\",{script:?},{what:?}],\"execArgv\":[],\"values\":{{}}}}"
    );
    let code = main_thread::run_main(&options).expect("the program starts");
    assert!(code == 0, "warm_up.js ended with {code}");
    for (id, bytes) in builtins::take_caches() {
        fs::write(folder.join(file_name(&id)), bytes).expect("a code cache");
    }
}

fn write_snapshot(file: &Path) {
    // The same flags as the running program, so that bytecode in the snapshot is made under them.
    v8_flags::set(&[]);
    let made = create_snapshot(
        CreateSnapshotOptions {
            cargo_manifest_dir: env!("CARGO_MANIFEST_DIR"),
            startup_snapshot: None,
            skip_op_registration: false,
            extensions: extensions::all(),
            extension_transpiler: None,
            with_runtime_cb: Some(Box::new(|runtime| {
                bootstrap::evaluate(runtime).expect("the bootstrap runs");
                check_modules(&loaded_modules(runtime));
            })),
        },
        None,
    )
    .expect("the snapshot");
    let mut bytes = made.output.into_vec();
    // Header word 1, `can_be_rehashed`. deno_core's two ES modules keep V8 from setting it, although their tables
    // can be rehashed; bytes 0 to 8 are outside the blob's checksum.
    bytes[4] = 1;
    fs::write(file, bytes).expect("snapshot.bin");
}

/// The ids of the builtins that were evaluated, sorted.
fn loaded_modules(runtime: &mut JsRuntime) -> Vec<String> {
    let list = runtime
        .execute_script(
            "list",
            "[...globalThis.__bootstrap.internals.realm.map.keys()].sort().join('\\n')",
        )
        .expect("the list of modules");
    deno_core::scope!(scope, runtime);
    let list = v8::Local::new(scope, list).to_rust_string_lossy(scope);
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
