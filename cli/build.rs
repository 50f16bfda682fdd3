//! Linker settings of the program: a fixed address (a megabyte of pointers needs no relocation at every start; Node is
//! linked so too), identical functions folded, the C++ library inside. All three are for start-up time and memory.

use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
        println!("cargo::rustc-link-arg-bins=-Wl,--icf=all");
        link_cpp_statically();
    }
}

/// Where the compiler has `libstdc++.a`, it is linked instead of the shared library.
fn link_cpp_statically() {
    let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    let Ok(output) = Command::new(compiler)
        .arg("-print-file-name=libstdc++.a")
        .output()
    else {
        return;
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let file = Path::new(text.trim());
    if let (true, Some(folder)) = (file.is_absolute(), file.parent()) {
        println!("cargo::rustc-link-search=native={}", folder.display());
        println!("cargo::rustc-link-lib=static=stdc++");
        // V8's library has the runtime support of C++ (`std::type_info` and the like) too; its own copy, the first, is used,
        // as it is when the library is shared.
        println!("cargo::rustc-link-arg-bins=-Wl,--allow-multiple-definition");
    }
}
