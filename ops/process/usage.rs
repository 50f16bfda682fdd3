//! CPU time and resources (<https://nodejs.org/api/process.html#processresourceusage>).

use deno_core::op2;
use ops_core::SysError;

fn usage(who: libc::c_int, syscall: &'static str) -> Result<libc::rusage, SysError> {
    // SAFETY: the structure is plain data that the call fills.
    unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        if libc::getrusage(who, &mut usage) != 0 {
            return Err(SysError::last(syscall));
        }
        Ok(usage)
    }
}

fn micros(time: libc::timeval) -> f64 {
    time.tv_sec as f64 * 1e6 + time.tv_usec as f64
}

fn fill(out: &mut [f64], values: &[f64]) {
    for (slot, value) in out.iter_mut().zip(values) {
        *slot = *value;
    }
}

/// Fills `[user, system]` in microseconds.
#[op2(fast)]
pub fn op_process_cpu_usage(#[buffer] out: &mut [f64]) -> Result<(), SysError> {
    let usage = usage(libc::RUSAGE_SELF, "uv_getrusage")?;
    fill(out, &[micros(usage.ru_utime), micros(usage.ru_stime)]);
    Ok(())
}

/// As [`op_process_cpu_usage`], of this thread only.
#[op2(fast)]
pub fn op_process_thread_cpu_usage(#[buffer] out: &mut [f64]) -> Result<(), SysError> {
    let usage = usage(libc::RUSAGE_THREAD, "uv_getrusage_thread")?;
    fill(out, &[micros(usage.ru_utime), micros(usage.ru_stime)]);
    Ok(())
}

/// Fills the sixteen numbers of `getrusage(2)` in the order of `process.resourceUsage()`.
#[op2(fast)]
pub fn op_process_resource_usage(#[buffer] out: &mut [f64]) -> Result<(), SysError> {
    let usage = usage(libc::RUSAGE_SELF, "uv_getrusage")?;
    let counters = [
        usage.ru_maxrss,
        usage.ru_ixrss,
        usage.ru_idrss,
        usage.ru_isrss,
        usage.ru_minflt,
        usage.ru_majflt,
        usage.ru_nswap,
        usage.ru_inblock,
        usage.ru_oublock,
        usage.ru_msgsnd,
        usage.ru_msgrcv,
        usage.ru_nsignals,
        usage.ru_nvcsw,
        usage.ru_nivcsw,
    ];
    let mut values = vec![micros(usage.ru_utime), micros(usage.ru_stime)];
    values.extend(counters.iter().map(|count| *count as f64));
    fill(out, &values);
    Ok(())
}
