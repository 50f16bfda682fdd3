//! Used by the build script only: how the snapshot and the code caches are made.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use deno_core::snapshot::{CreateSnapshotOptions, create_snapshot};
use deno_core::{JsRuntime, RuntimeOptions, v8};

use crate::{bootstrap, builtins, extensions, v8_flags};

/// Set in the second process, to the folder that the caches go to.
const CACHE_MODE: &str = "HEDDLE_BUILD_CODE_CACHE";

/// The entry of the build script.
pub(crate) fn write() {
    if let Some(out) = env::var_os(CACHE_MODE) {
        write_code_cache(Path::new(&out));
        return;
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    write_snapshot(&out);
    let status =
        std::process::Command::new(env::current_exe().expect("the build script's own path"))
            .env(CACHE_MODE, &out)
            .status()
            .expect("the second process of the build script");
    assert!(status.success(), "making the code caches failed");
}

fn write_snapshot(out: &Path) {
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
    fs::write(out.join("snapshot.bin"), bytes).expect("snapshot.bin");
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

/// Loads every public module on top of the new snapshot and keeps the code of all that was compiled for it.
fn write_code_cache(out: &Path) {
    v8_flags::set(&[]);
    JsRuntime::init_platform(None);
    let tokio = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a tokio runtime");
    let _guard = tokio.enter();
    let snapshot: &'static [u8] = fs::read(out.join("snapshot.bin"))
        .expect("snapshot.bin")
        .leak();
    let mut runtime = JsRuntime::new(RuntimeOptions {
        startup_snapshot: Some(snapshot),
        extensions: extensions::all(),
        ..Default::default()
    });
    builtins::keep_compiled(true);
    let load = "const realm = globalThis.__bootstrap.internals.realm;\
        for (const id of realm.ops.op_builtins_all()) { if (!realm.map.has(id)) try { realm.precompile(id); } catch {} }";
    runtime
        .execute_script("node:internal/build/load", load)
        .expect("every builtin compiles");
    let mut table = String::from("pub(super) static CODE_CACHE: &[(&str, &[u8])] = &[\n");
    let mut caches = builtins::take_compiled(&mut runtime);
    caches.sort();
    let folder = out.join("code_cache");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the caches");
    for (id, bytes) in caches {
        let file = folder.join(id.replace('/', "__"));
        fs::write(&file, bytes).expect("a code cache");
        let _ = writeln!(
            table,
            "    ({id:?}, include_bytes!({:?})),",
            file.display().to_string()
        );
    }
    table.push_str("];\n");
    fs::write(out.join("code_cache.rs"), table).expect("code_cache.rs");
}
