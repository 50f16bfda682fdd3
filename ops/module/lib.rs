//! Modules: files to code. CommonJS functions, ES modules, package configuration, TypeScript.
//!
//! JS: `js/internal/modules/`, `js/node/module.js`. Tests: `tests/node/module/`.

mod compile_cjs;
mod read;

deno_core::extension!(
    ops_module,
    deps = [ops_core],
    ops = [compile_cjs::op_module_compile_cjs, read::op_module_stat, read::op_module_read_source],
);
