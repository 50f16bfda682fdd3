//! The flags that V8 gets before it is initialised. The build script sets the same ones when it makes code caches:
//! V8 refuses a cache made with other flags.

use deno_core::v8;

/// `--rehash-snapshot`: each process hashes strings with its own seed (CVE-2017-11499).
/// `--no-turboshaft-loop-unrolling`: without it V8 15 compiles loops that never see a termination request.
/// `--no-freeze-flags-after-init`: `v8.setFlagsFromString()` changes flags of a running V8.
/// `--baseline-batch-compilation-threshold`: the size of bytecode that waits for the baseline compiler. V8's own, 4096, is
/// reached several times while a program, its modules and a worker start, by functions that are not called again.
/// `--no-incremental-marking-task`: with that task V8 begins to mark a small heap again and again when buffers hold much
/// memory. Without it allocation starts the marking and moves it on, and other threads do most of it.
/// `--stack-size`: in KiB, what the stack of a thread leaves for JS.
pub const FLAGS: &str = "--rehash-snapshot --no-turboshaft-loop-unrolling --no-freeze-flags-after-init \
                         --baseline-batch-compilation-threshold=65536 --no-incremental-marking-task \
                         --stack-size=984";

/// Sets [`FLAGS`] and then those of the user. Returns what V8 does not know. `--help` among them prints V8's flags and
/// ends the process.
pub fn set(user: &[String]) -> Vec<String> {
    v8::V8::set_flags_from_string(FLAGS);
    if user.is_empty() {
        return Vec::new();
    }
    for flag in user {
        ops_core::note_v8_flag(flag);
    }
    let mut arguments = vec!["heddle".to_owned()];
    arguments.extend_from_slice(user);
    let mut unknown = v8::V8::set_flags_from_command_line(arguments);
    unknown.drain(..unknown.len().min(1));
    unknown
}
