//! Each process must hash strings with a seed of its own (CVE-2017-11499, CVE-2026-21717), although all start from one
//! snapshot. A process prints its hashes; two hundred must hardly ever agree.

use std::collections::HashSet;
use std::process::Command;

use deno_core::v8;

use crate::isolate::{World, init_v8};
use crate::v8_flags;

const CHILD: &str = "HEDDLE_TEST_PRINTS_HASHES";
const PROCESSES: usize = 200;

/// In a child: prints the hash of a name and of an index-like name. In the parent it does nothing.
#[test]
fn prints_hashes() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    v8_flags::set(&[]);
    init_v8();
    let tokio = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
        .unwrap();
    let _guard = tokio.enter();
    let mut world =
        std::mem::ManuallyDrop::new(World::new(None, tokio::runtime::Handle::current()).unwrap());
    deno_core::scope!(scope, world.runtime);
    let hash = |text: &str| v8::String::new(scope, text).unwrap().get_identity_hash();
    println!("HASHES {} {}", hash("constructor"), hash("12345678"));
}

#[test]
fn processes_hash_differently() {
    let program = std::env::current_exe().unwrap();
    let mut seen = [HashSet::new(), HashSet::new()];
    for _ in 0..PROCESSES {
        let output = Command::new(&program)
            .args([
                "tests::prints_hashes",
                "--exact",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(CHILD, "1")
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let line = text
            .lines()
            .find_map(|l| l.split_once("HASHES "))
            .unwrap_or_else(|| panic!("no hashes in {text}"))
            .1;
        for (set, hash) in seen.iter_mut().zip(line.split(' ')) {
            set.insert(hash.to_owned());
        }
    }
    for set in &seen {
        assert!(
            set.len() >= PROCESSES - 5,
            "only {} different hashes in {PROCESSES} processes",
            set.len()
        );
    }
}
