//! Modules: files to code. CommonJS functions, ES modules, package configuration, TypeScript.
//!
//! JS: `js/internal/modules/`, `js/node/module.js`. Tests: `tests/node/module/`.

mod cjs_exports;
mod compile_cache;
mod compile_cjs;
mod compile_module;
mod interruptible;
mod module_host;
mod module_source;
mod module_wrap;
mod read;
mod strip_types;

pub use module_host::{install, uninstall};

deno_core::extension!(
    ops_module,
    deps = [ops_core],
    ops = [
        cjs_exports::op_module_cjs_exports,
        compile_cache::op_module_compile_cache,
        compile_cjs::op_module_compile_cjs,
        compile_cjs::op_module_check_script,
        compile_cjs::op_module_source_map_url,
        compile_cjs::op_module_run_script,
        interruptible::op_module_run_interruptible,
        module_host::op_module_set_callbacks,
        module_source::op_module_wrap_compile,
        module_source::op_module_wrap_synthetic,
        read::op_module_is_wasm,
        read::op_module_read_bytes,
        read::op_module_read_package,
        read::op_module_read_source,
        read::op_module_read_stdin,
        read::op_module_realpath,
        read::op_module_stat,
        strip_types::op_module_strip_types,
    ],
    objects = [module_wrap::ModuleWrap],
);
