//! Every line of JavaScript that ships, as data. It depends on nothing and holds no logic.

/// The folder of the sources, for `HEDDLE_JS=disk` in debug builds.
pub const ROOT: &str = env!("CARGO_MANIFEST_DIR");

include!(concat!(env!("OUT_DIR"), "/table.rs"));
