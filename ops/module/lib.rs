//! Modules: files to code. CommonJS functions, ES modules, package configuration, TypeScript.
//!
//! JS: `js/internal/modules/`, `js/node/module.js`. Tests: `tests/node/module/`.

mod compile_cjs;
mod module_wrap;
mod read;

pub use module_wrap::{install, uninstall};

deno_core::extension!(
    ops_module,
    deps = [ops_core],
    ops = [
        compile_cjs::op_module_compile_cjs,
        module_wrap::op_module_set_callbacks,
        module_wrap::op_module_wrap_compile,
        module_wrap::op_module_wrap_synthetic,
        read::op_module_read_source,
        read::op_module_stat,
    ],
    objects = [module_wrap::ModuleWrap],
);
