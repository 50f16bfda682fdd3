//! The doors for JavaScript and for the command line.

use std::sync::Once;

use deno_core::{op2, v8};

use crate::clock::{Moment, now};
use crate::event::{Event, Parts, emit};
use crate::{categories, gc, sink, v8_events};

/// `--trace-event-categories`: begins to write to the file that `pattern` names. V8's platform exists.
pub fn start(list: &str, pattern: &str) {
    set(list, pattern);
}

fn set(list: &str, pattern: &str) {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| ops_core::trace::set_emit(emit));
    if !pattern.is_empty() {
        sink::write_to_file(pattern);
        watch_end();
    }
    categories::set(list);
    v8_events::set(list);
}

/// The file is closed when this thread's program ends, also where it only may end.
fn watch_end() {
    static WATCHED: Once = Once::new();
    WATCHED.call_once(|| ops_core::before_exit(at_end));
}

fn at_end(_: &mut v8::PinScope) {
    sink::finish();
    ops_core::before_exit(at_end);
}

/// From now on the categories of `list` are written down, and no others. With a pattern, they go to a file.
#[op2(fast)]
pub fn op_trace_events_set(
    scope: &mut v8::PinScope,
    #[string] list: &str,
    #[string] pattern: &str,
) {
    set(list, pattern);
    gc::watch(scope);
}

/// The categories that are written down, with commas, whoever asked for them. A thread that asks is ready to tell of
/// its collector.
#[op2]
#[string]
pub fn op_trace_events_get(scope: &mut v8::PinScope) -> String {
    gc::watch(scope);
    categories::get()
}

/// An event, when one of the categories of `group` is written down. `id` is -1 for none, `arguments` a JSON object or
/// empty; it happened `ago` microseconds ago. What lasts (`X`) begins now: the result is its handle, and it ends with the
/// phase 0 and the handle as `id`. Otherwise the result is 0.
#[op2(fast)]
pub fn op_trace_events_emit(
    phase: u32,
    #[string] group: &str,
    #[string] name: &str,
    id: f64,
    #[string] arguments: &str,
    ago: f64,
) -> f64 {
    if phase == 0 {
        sink::end(id as u64);
        return 0.0;
    }
    let metadata = group == "__metadata";
    if !metadata && !categories::is_enabled(group) {
        return 0.0;
    }
    let parts = Parts {
        phase: char::from_u32(phase).unwrap_or('I'),
        category: group,
        name,
        id: (id >= 0.0).then_some(id as u64),
        arguments,
    };
    let Moment { wall, cpu } = now();
    let start = Moment {
        wall: wall.saturating_sub(ago as u64),
        cpu,
    };
    let mut event = Event::new(&parts, start);
    event.open = parts.phase == 'X';
    if metadata {
        sink::add_metadata(event);
        return 0.0;
    }
    let lasts = event.open;
    let handle = sink::add(event);
    if lasts { handle as f64 } else { 0.0 }
}

/// Begins to keep the events for a session of the inspector, or ends it and returns them as a JSON array.
#[op2]
#[string]
pub fn op_trace_events_collect(begin: bool) -> String {
    let collected = sink::collect(begin).unwrap_or_default();
    format!("[{}]", collected.join(","))
}
