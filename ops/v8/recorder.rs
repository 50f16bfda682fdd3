//! Profiles and coverage of a whole thread: begun before the program, written after it, also where it ends itself
//! (`--cpu-prof`, `--heap-prof`, `NODE_V8_COVERAGE`).

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use deno_core::{op2, v8};
use ops_core::{SysError, Syscall};
use serde_json::{Value, json};

use crate::session::{Slot, close, open, post};

struct Recording {
    slot: Slot,
    kind: Kind,
    /// The file, or for coverage the folder.
    path: PathBuf,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Cpu,
    Heap,
    Coverage,
}

#[derive(Default)]
struct State {
    recordings: Vec<Recording>,
    /// Maps of the loaded sources, which coverage carries along.
    maps: Option<Value>,
    written: u32,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

fn ask(slot: &Slot, method: &str, params: Value) -> Value {
    let message = json!({ "id": 1, "method": method, "params": params });
    let answer = post(slot, &message.to_string());
    let mut answer: Value = serde_json::from_str(&answer).unwrap_or_default();
    answer["result"].take()
}

fn write(path: &Path, value: &Value) -> Result<(), SysError> {
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        std::fs::create_dir_all(folder)
            .syscall("mkdir")
            .map_err(|e| e.with_path(folder))?;
    }
    std::fs::write(path, value.to_string())
        .syscall("open")
        .map_err(|e| e.with_path(path))
}

/// Code of the program, not of this runtime.
fn is_of_program(script: &Value) -> bool {
    script["url"]
        .as_str()
        .is_some_and(|url| url.starts_with("file:"))
}

fn coverage(slot: &Slot, folder: &Path, thread: u32) -> Result<(), SysError> {
    let mut answer = ask(slot, "Profiler.takePreciseCoverage", json!({}));
    let mut list = answer["result"].take();
    if let Some(list) = list.as_array_mut() {
        list.retain(is_of_program);
    }
    let (maps, number) = STATE.with_borrow_mut(|state| {
        state.written += 1;
        (state.maps.clone(), state.written)
    });
    let mut all = json!({ "result": list, "timestamp": answer["timestamp"] });
    if let Some(maps) = maps {
        all["source-map-cache"] = maps;
    }
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let now = now.map_or(0, |now| now.as_millis());
    // One number at the end, as tools expect it: of the thread, and how often it has written.
    let name = format!(
        "coverage-{}-{now}-{}.json",
        std::process::id(),
        thread + number - 1
    );
    write(&folder.join(name), &all)
}

fn finish(recording: Recording) {
    let Recording { slot, kind, path } = recording;
    let result = match kind {
        Kind::Cpu => write(
            &path,
            &ask(&slot, "Profiler.stop", json!({}))["profile"].take(),
        ),
        Kind::Heap => write(
            &path,
            &ask(&slot, "HeapProfiler.stopSampling", json!({}))["profile"].take(),
        ),
        Kind::Coverage => coverage(&slot, &path, thread_number()),
    };
    if let Err(error) = result {
        eprintln!("{}", error.message());
    }
    close(&slot);
}

fn thread_number() -> u32 {
    // SAFETY: has no arguments and cannot fail.
    let thread = unsafe { libc::gettid() } as u32;
    if thread == std::process::id() {
        0
    } else {
        thread
    }
}

fn finish_all(_: &mut v8::PinScope) {
    let recordings = STATE.with_borrow_mut(|state| std::mem::take(&mut state.recordings));
    for recording in recordings {
        finish(recording);
    }
}

fn begin(scope: &mut v8::PinScope, kind: Kind, path: &str, interval: f64) {
    let slot = open(scope);
    match kind {
        Kind::Cpu => {
            ask(&slot, "Profiler.enable", json!({}));
            let interval = json!({ "interval": interval as i64 });
            ask(&slot, "Profiler.setSamplingInterval", interval);
            ask(&slot, "Profiler.start", json!({}));
        }
        Kind::Heap => {
            ask(&slot, "HeapProfiler.enable", json!({}));
            let interval = json!({ "samplingInterval": interval });
            ask(&slot, "HeapProfiler.startSampling", interval);
        }
        Kind::Coverage => {
            ask(&slot, "Profiler.enable", json!({}));
            let how = json!({ "callCount": true, "detailed": true });
            ask(&slot, "Profiler.startPreciseCoverage", how);
        }
    }
    let first = STATE.with_borrow_mut(|state| {
        let path = PathBuf::from(path);
        state.recordings.push(Recording { slot, kind, path });
        state.recordings.len() == 1
    });
    if first {
        ops_core::before_exit(finish_all);
    }
}

fn coverage_slot() -> Option<(Slot, PathBuf)> {
    STATE.with_borrow(|state| {
        let found = state
            .recordings
            .iter()
            .find(|one| one.kind == Kind::Coverage);
        found.map(|one| (one.slot.clone(), one.path.clone()))
    })
}

/// `cpu`, `heap` and `coverage` begin to record; `take` and `stop` are `v8.takeCoverage` and `v8.stopCoverage`; `maps` is
/// told the source maps as JSON; `finish` writes everything, before the process is killed.
#[op2(nofast, reentrant)]
pub fn op_v8_record(
    scope: &mut v8::PinScope,
    #[string] verb: &str,
    #[string] text: &str,
    interval: f64,
) -> Result<(), SysError> {
    match verb {
        "cpu" => begin(scope, Kind::Cpu, text, interval),
        "heap" => begin(scope, Kind::Heap, text, interval),
        "coverage" => begin(scope, Kind::Coverage, text, 0.0),
        "take" => {
            if let Some((slot, path)) = coverage_slot() {
                coverage(&slot, &path, thread_number())?;
            }
        }
        "stop" => {
            if let Some((slot, _)) = coverage_slot() {
                ask(&slot, "Profiler.stopPreciseCoverage", json!({}));
                STATE.with_borrow_mut(|state| {
                    state.recordings.retain(|one| one.kind != Kind::Coverage)
                });
                close(&slot);
            }
        }
        "maps" => {
            let maps = serde_json::from_str(text).ok();
            STATE.with_borrow_mut(|state| state.maps = maps);
        }
        _ => finish_all(scope),
    }
    Ok(())
}
