//! What `node:os` asks of the system.
//!
//! JS: `js/node/os.js`, `js/internal/os/`. Tests: `tests/node/os/`.

mod interfaces;
mod system;
mod user;

deno_core::extension!(
    ops_os,
    deps = [ops_core],
    ops = [
        interfaces::op_os_network_interfaces,
        system::op_os_available_parallelism,
        system::op_os_cpus,
        system::op_os_get_priority,
        system::op_os_hostname,
        system::op_os_loadavg,
        system::op_os_memory,
        system::op_os_set_priority,
        system::op_os_uname,
        system::op_os_uptime,
        user::op_os_home_dir,
        user::op_os_user_info,
    ],
);
