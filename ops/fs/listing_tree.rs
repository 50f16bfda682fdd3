//! `fs.readdir` with `recursive`: what is in a folder and in all folders below it, in one request.

use std::ffi::CString;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};

use deno_core::v8;
use ops_core::SysError;

use crate::args::{PathArg, Text};
use crate::door::{IntoJs, doors};
use crate::listing::{Names, bytes, read_folder};

const DIRECTORY: u8 = 2;
const LINK: u8 = 3;
const UNKNOWN: u8 = 0;

/// How many folders of one level are too few for help.
const FEW: usize = 8;
/// How many threads help at most.
const HELPERS: usize = 3;
/// How many folders a thread takes at once.
const BITE: usize = 4;

/// A folder to be listed.
struct Folder {
    path: PathArg,
    /// What the paths of its entries begin with: the root's is shown as it was given, and opened as it was normalized.
    base: Vec<u8>,
    /// What its names begin with when no kinds are asked for.
    prefix: Vec<u8>,
}

/// A folder that was listed.
struct Listed {
    path: PathArg,
    names: Names,
}

/// All entries of a folder and of the folders in it, folder by folder.
pub struct Tree {
    folders: Vec<Listed>,
    with_kinds: bool,
}

fn is_folder(kind: u8, path: &PathArg) -> bool {
    kind == DIRECTORY
        || ((kind == LINK || kind == UNKNOWN) && crate::stat::kind(path) == crate::stat::FOLDER)
}

/// What comes before the names in a folder whose path is normalized.
fn base_of(folder: &[u8]) -> Vec<u8> {
    let mut base = Vec::with_capacity(folder.len() + 1);
    if folder != b"." {
        base.extend_from_slice(folder);
    }
    if base.last().is_some_and(|last| *last != b'/') {
        base.push(b'/');
    }
    base
}

/// Lists a folder, and finds the folders in it.
fn list(folder: &Folder, with_kinds: bool) -> Listing {
    let prefix = if with_kinds { &[] } else { &*folder.prefix };
    let names = read_folder(&folder.path, prefix)?;
    let mut inner = Vec::new();
    for index in 0..names.len() {
        let kind = names.kind(index);
        if !matches!(kind, DIRECTORY | LINK | UNKNOWN) {
            continue;
        }
        let name = &names.get(index)[prefix.len()..];
        let path = [&*folder.base, name].concat();
        let path = CString::new(path).map_err(|_| SysError::new(libc::EINVAL, "scandir"))?;
        let path = PathArg::new(path);
        if is_folder(kind, &path) {
            inner.push(Folder {
                base: base_of(path.bytes()),
                prefix: [&*folder.prefix, name, b"/"].concat(),
                path,
            });
        }
    }
    let path = folder.path.clone();
    Ok((Listed { path, names }, inner))
}

type Listing = Result<(Listed, Vec<Folder>), SysError>;

/// The folders of one depth, listed by several threads.
struct Level {
    folders: Vec<Folder>,
    with_kinds: bool,
    /// The first folder that nobody has taken.
    next: AtomicUsize,
    /// How far it has come, and what was found.
    found: Mutex<(usize, Vec<Option<Listing>>)>,
    all: Condvar,
}

impl Level {
    fn found(&self) -> MutexGuard<'_, (usize, Vec<Option<Listing>>)> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lists folders until all are taken.
    fn work(&self) {
        loop {
            let first = self.next.fetch_add(BITE, Ordering::Relaxed);
            let rest = self.folders.get(first..).unwrap_or_default();
            if rest.is_empty() {
                return;
            }
            let listings: Vec<Listing> = rest
                .iter()
                .take(BITE)
                .map(|folder| list(folder, self.with_kinds))
                .collect();
            let mut found = self.found();
            found.0 += listings.len();
            for (place, listing) in found.1[first..].iter_mut().zip(listings) {
                *place = Some(listing);
            }
            if found.0 == self.folders.len() {
                self.all.notify_all();
            }
        }
    }
}

/// The number of processors that this process may use beside the one that it is on, and no more than are of use.
fn helpers() -> usize {
    static COUNT: OnceLock<usize> = OnceLock::new();
    *COUNT.get_or_init(|| {
        // SAFETY: all-zero bytes are a valid set, which the kernel fills.
        let count = unsafe {
            let mut set: libc::cpu_set_t = std::mem::zeroed();
            match libc::sched_getaffinity(0, size_of::<libc::cpu_set_t>(), &mut set) {
                0 => libc::CPU_COUNT(&set),
                _ => 1,
            }
        };
        (count.max(1) as usize - 1).min(HELPERS)
    })
}

fn list_level(folders: Vec<Folder>, with_kinds: bool) -> Vec<Listing> {
    let helpers = helpers().min(folders.len() / FEW);
    if helpers == 0 {
        let list = |folder| list(folder, with_kinds);
        return folders.iter().map(list).collect();
    }
    let nothing = folders.iter().map(|_| None).collect();
    let level = Arc::new(Level {
        folders,
        with_kinds,
        next: AtomicUsize::new(0),
        found: Mutex::new((0, nothing)),
        all: Condvar::new(),
    });
    for _ in 0..helpers {
        let level = level.clone();
        ops_core::assist(move || level.work());
    }
    level.work();
    let mut found = level.found();
    while found.0 < level.folders.len() {
        found = level
            .all
            .wait(found)
            .unwrap_or_else(PoisonError::into_inner);
    }
    std::mem::take(&mut found.1).into_iter().flatten().collect()
}

/// Breadth first. Without `with_kinds` the names become paths relative to `root`; links to folders are followed.
fn readdir_tree(root: PathArg, normal: PathArg, with_kinds: bool) -> Result<Tree, SysError> {
    let mut folders = Vec::new();
    let mut level = vec![Folder {
        path: root,
        base: base_of(normal.bytes()),
        prefix: Vec::new(),
    }];
    while !level.is_empty() {
        let mut next = Vec::new();
        for listing in list_level(level, with_kinds) {
            let (listed, inner) = listing?;
            folders.push(listed);
            next.extend(inner);
        }
        level = next;
    }
    Ok(Tree {
        folders,
        with_kinds,
    })
}

impl IntoJs for Tree {
    fn into_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        let mut names = Vec::new();
        for folder in &self.folders {
            folder.names.to_js(scope, Text::Utf8, &mut names);
        }
        let names = v8::Array::new_with_elements(scope, &names).into();
        if !self.with_kinds {
            return Some(names);
        }
        let kinds = self.folders.iter().flat_map(|folder| folder.names.kinds());
        let kinds = bytes(scope, kinds.collect());
        let mut folders = Vec::with_capacity(self.folders.len() * 2);
        for folder in &self.folders {
            folders.push(crate::value::string(scope, folder.path.bytes()));
            folders.push(v8::Number::new(scope, folder.names.len() as f64).into());
        }
        let folders = v8::Array::new_with_elements(scope, &folders).into();
        Some(v8::Array::new_with_elements(scope, &[names, kinds, folders]).into())
    }
}

doors! {
    /// `fs.readdir` with `recursive`: relative paths, or `[names, kinds, [folder, number of entries, ...]]`.
    op_fs_readdir_tree_sync, op_fs_readdir_tree(#[scoped] root: PathArg, #[scoped] normal: PathArg, with_kinds: bool) = readdir_tree;
}
