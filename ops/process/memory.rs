//! Memory of the process and what limits it (<https://nodejs.org/api/process.html#processmemoryusage>).

use std::sync::OnceLock;

use deno_core::{op2, v8};
use ops_core::{SysError, Syscall};

fn rss() -> Result<f64, SysError> {
    let text = std::fs::read_to_string("/proc/self/statm").syscall("uv_resident_set_memory")?;
    let pages = text
        .split_ascii_whitespace()
        .nth(1)
        .and_then(|field| field.parse::<u64>().ok());
    let pages = pages.ok_or_else(|| SysError::new(libc::EINVAL, "uv_resident_set_memory"))?;
    // SAFETY: asks for a constant of the system.
    let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    Ok((pages * page.max(1) as u64) as f64)
}

/// Fills `[rss, heapTotal, heapUsed, external, arrayBuffers]`. V8 counts the memory of array buffers as external;
/// it is by far the largest part of it.
#[op2(fast)]
pub fn op_process_memory_usage(
    isolate: &mut v8::Isolate,
    #[buffer] out: &mut [f64],
) -> Result<(), SysError> {
    let rss = rss()?;
    let heap = isolate.get_heap_statistics();
    let external = heap.external_memory() as f64;
    let values = [
        rss,
        heap.total_heap_size() as f64,
        heap.used_heap_size() as f64,
        external,
        external,
    ];
    for (slot, value) in out.iter_mut().zip(values) {
        *slot = value;
    }
    Ok(())
}

#[op2(fast)]
pub fn op_process_rss() -> Result<f64, SysError> {
    rss()
}

fn number_of(path: &str) -> Option<u64> {
    let text = std::fs::read_to_string(path).ok()?;
    let text = text.trim();
    // Version 1 has no word for "no limit": it is the largest number of pages.
    if text == "max"
        || text
            .parse::<u64>()
            .is_ok_and(|limit| limit >= i64::MAX as u64 & !0xffff)
    {
        Some(u64::MAX)
    } else {
        text.parse().ok()
    }
}

/// The limit of the control group, version 2 or 1. 0 when it is not known.
fn constrained() -> u64 {
    let Ok(groups) = std::fs::read_to_string("/proc/self/cgroup") else {
        return 0;
    };
    for line in groups.lines() {
        let mut parts = line.splitn(3, ':');
        let (Some(_), Some(controllers), Some(path)) = (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let base = if controllers.is_empty() {
            format!("/sys/fs/cgroup{path}")
        } else if controllers.split(',').any(|name| name == "memory") {
            format!("/sys/fs/cgroup/memory{path}")
        } else {
            continue;
        };
        let file = if controllers.is_empty() {
            "memory.max"
        } else {
            "memory.limit_in_bytes"
        };
        let root = if controllers.is_empty() {
            "/sys/fs/cgroup"
        } else {
            "/sys/fs/cgroup/memory"
        };
        // Inside a container the path may be that of the host.
        if let Some(limit) =
            number_of(&format!("{base}/{file}")).or_else(|| number_of(&format!("{root}/{file}")))
        {
            return limit;
        }
        if controllers.is_empty() {
            return u64::MAX;
        }
    }
    0
}

/// What this process may use at most, in bytes: the machine's memory, or less where its container has a limit.
pub fn total() -> u64 {
    static TOTAL: OnceLock<u64> = OnceLock::new();
    *TOTAL.get_or_init(|| {
        // SAFETY: sysinfo is plain data, which the kernel fills.
        let physical = unsafe {
            let mut info: libc::sysinfo = std::mem::zeroed();
            if libc::sysinfo(&raw mut info) != 0 {
                return 0;
            }
            info.totalram * u64::from(info.mem_unit)
        };
        // In a container its control group is the root here. To look for that of a service would take longer, at every
        // start.
        let limit = number_of("/sys/fs/cgroup/memory.max")
            .or_else(|| number_of("/sys/fs/cgroup/memory/memory.limit_in_bytes"));
        limit.map_or(physical, |limit| physical.min(limit))
    })
}

fn meminfo(key: &str) -> u64 {
    let Ok(text) = std::fs::read_to_string("/proc/meminfo") else {
        return 0;
    };
    let line = text.lines().find_map(|line| line.strip_prefix(key));
    let kilobytes = line.and_then(|rest| {
        rest.trim_start_matches(':')
            .split_ascii_whitespace()
            .next()?
            .parse::<u64>()
            .ok()
    });
    kilobytes.unwrap_or(0) * 1024
}

/// What the process may use: the limit of its control group, or the memory of the machine.
pub fn available() -> u64 {
    let total = meminfo("MemTotal");
    match constrained() {
        0 => total,
        limit => limit.min(total),
    }
}

#[op2(fast)]
pub fn op_process_constrained_memory() -> f64 {
    constrained() as f64
}

#[op2(fast)]
pub fn op_process_available_memory() -> f64 {
    let limit = constrained();
    if limit == 0 || limit > meminfo("MemTotal") {
        return meminfo("MemAvailable") as f64;
    }
    (limit as f64 - rss().unwrap_or(0.0)).max(0.0)
}
