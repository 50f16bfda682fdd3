//! The heap's numbers and snapshots, and V8's flags.

use std::fs::File;
use std::io::Write;

use deno_core::{op2, v8};
use ops_core::{SysError, bytes};

use crate::session;

const HEAP: u32 = 0;
const CODE: u32 = 1;
const SPACE: u32 = 2;
const MISCELLANEOUS: u32 = 3;
const CPP_HEAP: u32 = 4;

/// The fields of `v8.getHeapStatistics()` in their order.
pub(crate) fn heap_numbers(isolate: &mut v8::Isolate) -> [f64; 15] {
    let s = isolate.get_heap_statistics();
    [
        s.total_heap_size() as f64,
        s.total_heap_size_executable() as f64,
        s.total_physical_size() as f64,
        s.total_available_size() as f64,
        s.used_heap_size() as f64,
        s.heap_size_limit() as f64,
        s.malloced_memory() as f64,
        s.peak_malloced_memory() as f64,
        f64::from(u8::from(s.does_zap_garbage())),
        s.number_of_native_contexts() as f64,
        s.number_of_detached_contexts() as f64,
        s.total_global_handles_size() as f64,
        s.used_global_handles_size() as f64,
        s.external_memory() as f64,
        s.total_allocated_bytes() as f64,
    ]
}

/// The fields of an element of `v8.getHeapSpaceStatistics()` after its name.
pub(crate) fn space_numbers(isolate: &mut v8::Isolate, index: usize) -> [f64; 4] {
    match isolate.get_heap_space_statistics(index) {
        Some(s) => [
            s.space_size() as f64,
            s.space_used_size() as f64,
            s.space_available_size() as f64,
            s.physical_space_size() as f64,
        ],
        None => [0.0; 4],
    }
}

pub(crate) fn space_name(isolate: &mut v8::Isolate, index: usize) -> String {
    isolate
        .get_heap_space_statistics(index)
        .map(|s| s.space_name().to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn fill(out: &mut [f64], numbers: &[f64]) {
    for (slot, number) in out.iter_mut().zip(numbers) {
        *slot = *number;
    }
}

/// `cppgc::HeapStatistics` without details, in which case its two vectors stay empty and own nothing.
#[repr(C)]
#[derive(Default)]
struct CppHeapStatistics {
    committed: usize,
    resident: usize,
    used: usize,
    pooled: usize,
    detail_level: u8,
    space_stats: [usize; 3],
    type_names: [usize; 3],
}

// The crate `v8` has no door to this; the symbol is in the V8 that it links.
unsafe extern "C" {
    #[link_name = "_ZN2v87CppHeap17CollectStatisticsEN5cppgc14HeapStatistics11DetailLevelE"]
    fn collect_statistics(heap: *const v8::cppgc::Heap, level: u8) -> CppHeapStatistics;
}

/// `[committed, resident, used]` bytes of the heap of native objects.
fn cpp_heap_numbers(isolate: &mut v8::Isolate) -> [f64; 3] {
    let out = isolate.get_cpp_heap().map(|heap| {
        // SAFETY: a method is a function whose first argument is the object; level 0 is the brief one. The struct is
        // returned in memory of the caller in C++ as in C, and what is in it then needs no destructor.
        unsafe { collect_statistics(heap, 0) }
    });
    let out = out.unwrap_or_default();
    [out.committed, out.resident, out.used].map(|n| n as f64)
}

/// Fills `out` with the numbers of a kind: the heap, its code, one of its spaces, the native heap, or `[the tag of cached
/// data, the count of spaces]`.
#[op2(fast)]
pub fn op_v8_heap_numbers(
    isolate: &mut v8::Isolate,
    kind: u32,
    index: u32,
    #[buffer] out: &mut [f64],
) {
    match kind {
        HEAP => fill(out, &heap_numbers(isolate)),
        CODE => {
            if let Some(s) = isolate.get_heap_code_and_metadata_statistics() {
                let numbers = [
                    s.code_and_metadata_size() as f64,
                    s.bytecode_and_metadata_size() as f64,
                    s.external_script_source_size() as f64,
                    s.cpu_profiler_metadata_size() as f64,
                ];
                fill(out, &numbers);
            }
        }
        SPACE => fill(out, &space_numbers(isolate, index as usize)),
        MISCELLANEOUS => fill(
            out,
            &[
                f64::from(v8::script_compiler::cached_data_version_tag()),
                isolate.number_of_heap_spaces() as f64,
            ],
        ),
        CPP_HEAP => fill(out, &cpp_heap_numbers(isolate)),
        _ => {}
    }
}

/// The name of the heap space of this index.
#[op2]
#[string]
pub fn op_v8_space_name(isolate: &mut v8::Isolate, index: u32) -> String {
    space_name(isolate, index as usize)
}

/// `v8.setFlagsFromString()`.
#[op2(fast)]
pub fn op_v8_flags(#[string] flags: &str) {
    ops_core::set_v8_flags(flags);
}

/// Whether V8 keeps the text with one byte for each unit.
#[op2(fast)]
pub fn op_v8_is_one_byte(text: v8::Local<v8::String>) -> bool {
    text.is_onebyte()
}

/// Writes a heap snapshot into a new file at `path`.
pub(crate) fn write_snapshot(isolate: &mut v8::Isolate, path: &str) -> Result<(), SysError> {
    let mut file = create(path)?;
    let mut result = Ok(());
    isolate.take_heap_snapshot(|chunk| {
        result = file.write_all(chunk);
        result.is_ok()
    });
    result.map_err(|e| SysError::from_io(&e, "write").with_path(path))
}

fn create(path: &str) -> Result<File, SysError> {
    ops_core::permission::write(path.as_bytes())?;
    File::create(path).map_err(|e| SysError::from_io(&e, "open").with_path(path))
}

/// A heap snapshot as bytes or, with a path, in a file. `internals` also shows V8's own objects, `numbers` the values of
/// numbers.
#[op2(reentrant)]
pub fn op_v8_heap_snapshot<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[string] path: &str,
    internals: bool,
    numbers: bool,
) -> Result<v8::Local<'s, v8::Value>, SysError> {
    let nothing = v8::undefined(scope).into();
    if internals || numbers {
        // Only the inspector's door takes these options.
        let text = session::heap_snapshot(scope, internals, numbers);
        if path.is_empty() {
            let array = bytes::uint8_array(scope, text);
            return Ok(array.map_or(nothing, Into::into));
        }
        create(path)?
            .write_all(&text)
            .map_err(|e| SysError::from_io(&e, "write").with_path(path))?;
        return Ok(nothing);
    }
    if !path.is_empty() {
        write_snapshot(scope, path)?;
        return Ok(nothing);
    }
    let mut text = Vec::new();
    scope.take_heap_snapshot(|chunk| {
        text.extend_from_slice(chunk);
        true
    });
    let array = bytes::uint8_array(scope, text);
    Ok(array.map_or(nothing, Into::into))
}
