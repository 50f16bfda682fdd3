//! How modules are found and loaded.

use super::super::{Flag, Takes, flag, short};

pub(in super::super) static FLAGS: &[Flag] = &[
    short(
        'r',
        "require",
        Takes::List,
        true,
        "CommonJS module to preload",
    ),
    flag("import", Takes::List, true, "ES module to preload"),
    short(
        'C',
        "conditions",
        Takes::List,
        true,
        "additional user conditions for conditional exports and imports",
    ),
    flag(
        "input-type",
        Takes::Text,
        true,
        "set module type for string input",
    ),
    flag(
        "experimental-loader",
        Takes::List,
        true,
        "use the specified module as a custom loader",
    ),
    flag(
        "preserve-symlinks",
        Takes::Switch,
        true,
        "preserve symbolic links when resolving",
    ),
    flag(
        "preserve-symlinks-main",
        Takes::Switch,
        true,
        "preserve symbolic links when resolving the main module",
    ),
    flag(
        "strip-types",
        Takes::Switch,
        true,
        "Type-stripping for TypeScript files.",
    ),
    flag(
        "experimental-import-text",
        Takes::Switch,
        true,
        "experimental support for importing source as text with import attributes",
    ),
    flag(
        "experimental-require-module",
        Takes::Switch,
        true,
        "Allow loading synchronous ES Modules in require().",
    ),
    flag(
        "experimental-detect-module",
        Takes::Switch,
        true,
        "when ambiguous modules fail to evaluate as CommonJS, try again as ES modules",
    ),
    flag(
        "experimental-print-required-tla",
        Takes::Switch,
        true,
        "print pending top-level await of required modules",
    ),
    flag(
        "experimental-import-meta-resolve",
        Takes::Switch,
        true,
        "import.meta.resolve() with a parent URL",
    ),
    flag(
        "experimental-wasm-modules",
        Takes::Switch,
        true,
        "ES Module support for WebAssembly",
    ),
    flag(
        "experimental-specifier-resolution",
        Takes::Text,
        true,
        "no longer supported",
    ),
    flag(
        "global-search-paths",
        Takes::Switch,
        true,
        "search modules in global paths",
    ),
    flag("addons", Takes::Switch, true, "loading native addons"),
    flag(
        "enable-source-maps",
        Takes::Switch,
        true,
        "Source Map V3 support for stack traces",
    ),
    flag(
        "experimental-shadow-realm",
        Takes::Switch,
        true,
        "ShadowRealm",
    ),
];
