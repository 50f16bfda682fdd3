//! Names, load, memory, processors, priorities.

use std::ffi::CStr;

use deno_core::{op2, v8};
use ops_core::{SysError, Syscall as _};

fn field(bytes: &[libc::c_char]) -> String {
    // SAFETY: the kernel ends each field of utsname with a NUL inside the array.
    unsafe { CStr::from_ptr(bytes.as_ptr()) }
        .to_string_lossy()
        .into_owned()
}

fn text<'s>(scope: &mut v8::PinScope<'s, '_>, value: &str) -> v8::Local<'s, v8::Value> {
    v8::String::new(scope, value)
        .unwrap_or_else(|| v8::String::empty(scope))
        .into()
}

/// `[sysname, version, release, machine]` of `uname(2)`.
#[op2]
pub fn op_os_uname<'s>(
    scope: &mut v8::PinScope<'s, '_>,
) -> Result<v8::Local<'s, v8::Array>, SysError> {
    // SAFETY: utsname is plain data that the call fills.
    let name = unsafe {
        let mut name: libc::utsname = std::mem::zeroed();
        if libc::uname(&mut name) < 0 {
            return Err(SysError::last("uv_os_uname"));
        }
        name
    };
    let row = [&name.sysname, &name.version, &name.release, &name.machine]
        .map(|f| text(scope, &field(f)));
    Ok(v8::Array::new_with_elements(scope, &row))
}

/// The name of this host.
#[op2]
#[string]
pub fn op_os_hostname() -> Result<String, SysError> {
    let mut buffer = [0 as libc::c_char; 256];
    // SAFETY: the length leaves room for a NUL at the end.
    if unsafe { libc::gethostname(buffer.as_mut_ptr(), buffer.len() - 1) } < 0 {
        return Err(SysError::last("uv_os_gethostname"));
    }
    Ok(field(&buffer))
}

/// The load averages of 1, 5 and 15 minutes.
#[op2]
pub fn op_os_loadavg<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Array> {
    let mut loads = [0f64; 3];
    // SAFETY: the array has room for three numbers.
    unsafe { libc::getloadavg(loads.as_mut_ptr(), 3) };
    let loads = loads.map(|l| v8::Number::new(scope, l).into());
    v8::Array::new_with_elements(scope, &loads)
}

/// Seconds since the system started.
#[op2(fast)]
pub fn op_os_uptime() -> f64 {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: `time` lives through the call.
    unsafe { libc::clock_gettime(libc::CLOCK_BOOTTIME, &mut time) };
    let exact = time.tv_sec as f64 + time.tv_nsec as f64 / 1e9;
    (exact * 100.0).floor() / 100.0
}

/// Bytes of memory: all of it, or what a new program can get without swapping.
#[op2(fast)]
pub fn op_os_memory(free: bool) -> f64 {
    let key = if free { "MemAvailable:" } else { "MemTotal:" };
    let text = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let line = text.lines().find_map(|l| l.strip_prefix(key));
    let kilobytes = line.and_then(|l| l.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) * 1024.0
}

/// The number of processors that this process may use.
#[op2(fast)]
pub fn op_os_available_parallelism() -> u32 {
    std::thread::available_parallelism().map_or(1, |n| n.get() as u32)
}

/// Seven values for each processor: model, MHz, and milliseconds in user, nice, sys, idle, irq.
#[op2]
pub fn op_os_cpus<'s>(
    scope: &mut v8::PinScope<'s, '_>,
) -> Result<v8::Local<'s, v8::Array>, SysError> {
    let stat = std::fs::read_to_string("/proc/stat").syscall("uv_cpu_info")?;
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let all = |key: &str| -> Vec<&str> {
        info.lines()
            .filter(|l| l.starts_with(key))
            .filter_map(|l| l.split_once(": "))
            .map(|p| p.1)
            .collect()
    };
    let (models, speeds) = (all("model name"), all("cpu MHz"));
    // SAFETY: asks for a constant of the system.
    let per_tick = 1000.0 / unsafe { libc::sysconf(libc::_SC_CLK_TCK) }.max(1) as f64;
    let mut flat = Vec::new();
    let processors = stat
        .lines()
        .filter(|l| l.starts_with("cpu") && !l.starts_with("cpu "));
    for (index, line) in processors.enumerate() {
        let ticks: Vec<f64> = line
            .split_whitespace()
            .skip(1)
            .map(|n| n.parse().unwrap_or(0.0))
            .collect();
        let tick = |at: usize| (ticks.get(at).copied().unwrap_or(0.0) * per_tick).floor();
        flat.push(text(scope, models.get(index).unwrap_or(&"unknown")));
        let speed = speeds
            .get(index)
            .and_then(|s| s.trim().parse::<f64>().ok())
            .unwrap_or(0.0)
            .floor();
        for number in [speed, tick(0), tick(1), tick(2), tick(3), tick(5)] {
            flat.push(v8::Number::new(scope, number).into());
        }
    }
    Ok(v8::Array::new_with_elements(scope, &flat))
}

/// The scheduling priority of a process; pid 0 is this one.
#[op2(fast)]
pub fn op_os_get_priority(pid: i32) -> Result<i32, SysError> {
    // SAFETY: plain system calls; errno is cleared first since -1 is a valid answer.
    unsafe {
        *libc::__errno_location() = 0;
        let priority = libc::getpriority(libc::PRIO_PROCESS, pid as libc::id_t);
        if priority == -1 && *libc::__errno_location() != 0 {
            return Err(SysError::last("uv_os_getpriority"));
        }
        Ok(priority)
    }
}

/// Sets the scheduling priority of a process.
#[op2(fast)]
pub fn op_os_set_priority(pid: i32, priority: i32) -> Result<(), SysError> {
    // SAFETY: a plain system call.
    if unsafe { libc::setpriority(libc::PRIO_PROCESS, pid as libc::id_t, priority) } < 0 {
        return Err(SysError::last("uv_os_setpriority"));
    }
    Ok(())
}
