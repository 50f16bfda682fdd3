//! V8's own events. V8 asks the tracing controller of its platform whether a category is on and gives it each event. The
//! controller is the one that its default platform makes; there is no function of the crate for it, so that its C++
//! functions are called by their names, and its object gets a table of virtual functions that lead here for the events.

use std::ffi::{CStr, CString, c_char, c_void};
use std::fmt::Write;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, Ordering};

use crate::clock::{Moment, now};
use crate::event::{Event, Parts, quote};
use crate::sink;

type Word = *const c_void;

/// Two words before the functions, and the functions of `v8::platform::tracing::TracingController`.
const TABLE: usize = 12;
const FUNCTIONS: usize = 2;

#[rustfmt::skip]
unsafe extern "C" {
    #[link_name = "_ZN2v88internal7tracing16TraceEventHelper20GetTracingControllerEv"]
    fn tracing_controller() -> *mut c_void;
    #[link_name = "_ZTVN2v88platform7tracing17TracingControllerE"]
    static CONTROLLER_TABLE: [AtomicPtr<c_void>; TABLE];
    #[link_name = "_ZN2v88platform7tracing17TracingController10InitializeEPNS1_11TraceBufferE"]
    fn initialize(controller: *mut c_void, buffer: *mut c_void);
    #[link_name = "_ZN2v88platform7tracing17TracingController12StartTracingEPNS1_11TraceConfigE"]
    fn start_tracing(controller: *mut c_void, config: *mut c_void);
    #[link_name = "_ZN2v88platform7tracing17TracingController11StopTracingEv"]
    fn stop_tracing(controller: *mut c_void);
    #[link_name = "_ZN2v88platform7tracing17TracingController20GetCategoryGroupNameEPKh"]
    fn group_name(flag: *const u8) -> *const c_char;
    #[link_name = "_ZN2v88platform7tracing11TraceConfig19AddIncludedCategoryEPKc"]
    fn add_included_category(config: *mut c_void, name: *const c_char);
    #[link_name = "_ZN2v88platform7tracing17TracingController13AddTraceEventEcPKhPKcS6_mmiPS6_S4_PKmPNSt4__Cr10unique_ptrINS_24ConvertableToTraceFormatENSA_14default_deleteISC_EEEEj"]
    fn original_add();
    #[link_name = "_ZN2v88platform7tracing17TracingController26AddTraceEventWithTimestampEcPKhPKcS6_mmiPS6_S4_PKmPNSt4__Cr10unique_ptrINS_24ConvertableToTraceFormatENSA_14default_deleteISC_EEEEjl"]
    fn original_add_at();
    #[link_name = "_ZN2v88platform7tracing17TracingController24UpdateTraceEventDurationEPKhPKcm"]
    fn original_update();
    #[link_name = "_Znwm"]
    fn operator_new(size: usize) -> *mut c_void;
}

/// Room for a `TraceConfig`: a mode, two flags and a vector of strings, all of which are empty when they are zero.
const CONFIG: usize = 64;

struct Controller {
    object: *mut c_void,
}

// SAFETY: the object lives as long as the process, and its functions may be called from every thread.
unsafe impl Send for Controller {}
// SAFETY: as above.
unsafe impl Sync for Controller {}

static CONTROLLER: OnceLock<Option<Controller>> = OnceLock::new();

/// V8's controller, which from now on gives its events to us.
fn controller() -> Option<&'static Controller> {
    CONTROLLER.get_or_init(take_over).as_ref()
}

fn take_over() -> Option<Controller> {
    // SAFETY: V8's platform exists, and with it its controller, whose first word is the address of its table; the words of
    // the table are constants of the program.
    unsafe {
        let object = tracing_controller();
        if object.is_null() {
            return None;
        }
        let mut table: Vec<Word> = CONTROLLER_TABLE
            .iter()
            .map(|word| word.load(Ordering::Relaxed).cast_const())
            .collect();
        let first = &*object.cast::<AtomicPtr<c_void>>();
        let functions = (&raw const CONTROLLER_TABLE)
            .cast::<Word>()
            .add(FUNCTIONS)
            .cast_mut();
        // Another class than the known one: its events are left alone.
        if first.load(Ordering::Relaxed) != functions.cast() {
            return None;
        }
        let replaced = [
            (original_add as *const () as Word, add as *const () as Word),
            (
                original_add_at as *const () as Word,
                add_at as *const () as Word,
            ),
            (
                original_update as *const () as Word,
                update as *const () as Word,
            ),
        ];
        for (old, new) in replaced {
            *table.iter_mut().find(|word| **word == old)? = new;
        }
        let table = Box::leak(table.into_boxed_slice());
        // V8 flushes its buffer when tracing stops: there has to be one.
        let buffer = Box::leak(Box::new(BUFFER_TABLE.as_ptr()));
        initialize(object, std::ptr::from_mut(buffer).cast());
        let functions = table.as_mut_ptr().add(FUNCTIONS);
        first.store(functions.cast(), Ordering::Release);
        Some(Controller { object })
    }
}

/// A `TraceBuffer` that is never asked for an event: `add` and `update` stand before it. It is never destroyed, so that
/// its first two functions, the destructors, do nothing.
static BUFFER_TABLE: [unsafe extern "C" fn() -> usize; 5] = [nothing; 5];

unsafe extern "C" fn nothing() -> usize {
    0
}

/// Which categories V8 writes down, with commas.
pub(crate) fn set(categories: &str) {
    let names = categories.split(',').filter(|name| !name.is_empty());
    let names: Vec<CString> = names.filter_map(|name| CString::new(name).ok()).collect();
    if names.is_empty() && CONTROLLER.get().is_none() {
        return;
    }
    let Some(controller) = controller() else {
        return;
    };
    // SAFETY: the object is V8's controller; it owns and deletes the configuration, which is made as C++ makes it.
    unsafe {
        stop_tracing(controller.object);
        if names.is_empty() {
            return;
        }
        let config = operator_new(CONFIG);
        config.cast::<u8>().write_bytes(0, CONFIG);
        for name in &names {
            add_included_category(config, name.as_ptr());
        }
        start_tracing(controller.object, config);
    }
}

unsafe extern "C" fn add(
    this: *mut c_void,
    phase: c_char,
    flag: *const u8,
    name: *const c_char,
    scope: *const c_char,
    id: u64,
    bind_id: u64,
    count: i32,
    names: *const *const c_char,
    types: *const u8,
    values: *const u64,
    convertables: *mut c_void,
    flags: u32,
) -> u64 {
    let time = now().wall as i64;
    // SAFETY: V8's arguments as they came.
    unsafe {
        add_at(
            this,
            phase,
            flag,
            name,
            scope,
            id,
            bind_id,
            count,
            names,
            types,
            values,
            convertables,
            flags,
            time,
        )
    }
}

unsafe extern "C" fn add_at(
    _: *mut c_void,
    phase: c_char,
    flag: *const u8,
    name: *const c_char,
    _scope: *const c_char,
    id: u64,
    _bind_id: u64,
    count: i32,
    names: *const *const c_char,
    types: *const u8,
    values: *const u64,
    _convertables: *mut c_void,
    flags: u32,
    time: i64,
) -> u64 {
    const HAS_ID: u32 = 1 << 1;
    // SAFETY: V8 gives texts that end in zero and arrays of `count`.
    unsafe {
        let mut arguments = String::from("{");
        for index in 0..usize::try_from(count).unwrap_or(0) {
            if index > 0 {
                arguments.push(',');
            }
            quote(&mut arguments, &text(*names.add(index)));
            arguments.push(':');
            append_value(&mut arguments, *types.add(index), *values.add(index));
        }
        arguments.push('}');
        let parts = Parts {
            phase: char::from(phase as u8),
            category: &text(group_name(flag)),
            name: &text(name),
            id: (flags & HAS_ID != 0).then_some(id),
            arguments: &arguments,
        };
        let start = Moment {
            wall: time as u64,
            cpu: now().cpu,
        };
        let mut event = Event::new(&parts, start);
        event.open = parts.phase == 'X';
        sink::add(event)
    }
}

unsafe extern "C" fn update(_: *mut c_void, _: *const u8, _: *const c_char, handle: u64) {
    sink::end(handle);
}

/// # Safety
///
/// `pointer` is null or a text that ends in zero.
unsafe fn text(pointer: *const c_char) -> String {
    if pointer.is_null() {
        return String::new();
    }
    // SAFETY: as the caller says.
    unsafe { CStr::from_ptr(pointer) }
        .to_string_lossy()
        .into_owned()
}

/// The types are V8's, from `trace-event-no-perfetto.h`.
///
/// # Safety
///
/// `value` is what V8 gives for `kind`.
unsafe fn append_value(out: &mut String, kind: u8, value: u64) {
    let _ = match kind {
        1 => write!(out, "{}", value != 0),
        2 => write!(out, "{value}"),
        3 => write!(out, "{}", value as i64),
        4 => {
            let number = f64::from_bits(value);
            if number.is_finite() {
                write!(out, "{number}")
            } else {
                write!(out, "\"{number}\"")
            }
        }
        5 => write!(out, "\"0x{value:x}\""),
        6 | 7 => {
            // SAFETY: a text, says V8.
            let text = unsafe { text(value as usize as *const c_char) };
            quote(out, &text);
            Ok(())
        }
        // A C++ object that would write itself.
        _ => write!(out, "null"),
    };
}
