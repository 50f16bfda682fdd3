//! `fs.readdir`: a whole folder, or with what is inside its folders, in one request. The names lie in one piece of memory
//! on their way to JS; a folder of thousands costs no thousands of allocations.

use std::ffi::CString;
use std::os::fd::AsRawFd;

use deno_core::v8;
use ops_core::SysError;

use crate::args::{PathArg, Text};
use crate::dir_handle::kind_of;
use crate::door::{IntoJs, doors};
use crate::sys;

/// What one call to the kernel brings at most.
const BUFFER: usize = 64 * 1024;
/// `struct linux_dirent64`: where its length, its kind and its name are.
const LENGTH_AT: usize = 16;
const KIND_AT: usize = 18;
const NAME_AT: usize = 19;

const DIRECTORY: u8 = 2;
const LINK: u8 = 3;
const UNKNOWN: u8 = 0;

/// Names, sorted by their bytes, and what each is (`UV_DIRENT_*`).
#[derive(Default)]
struct Names {
    bytes: Vec<u8>,
    /// Where the names lie in `bytes`.
    places: Vec<(usize, usize)>,
    kinds: Vec<u8>,
}

impl Names {
    fn get(&self, index: usize) -> &[u8] {
        let (start, end) = self.places[index];
        &self.bytes[start..end]
    }

    fn push(&mut self, name: &[u8], kind: u8) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(name);
        self.places.push((start, self.bytes.len()));
        self.kinds.push(kind);
    }

    /// Adds the entries in what `getdents64` has written.
    fn parse(&mut self, mut entries: &[u8]) {
        while entries.len() > NAME_AT {
            let length = u16::from_ne_bytes([entries[LENGTH_AT], entries[LENGTH_AT + 1]]) as usize;
            if length <= NAME_AT || length > entries.len() {
                return;
            }
            let (entry, rest) = entries.split_at(length);
            entries = rest;
            let name = &entry[NAME_AT..];
            let end = name.iter().position(|byte| *byte == 0);
            let name = &name[..end.unwrap_or(name.len())];
            if name != b"." && name != b".." {
                self.push(name, kind_of(entry[KIND_AT]) as u8);
            }
        }
    }

    /// Sorts the names from `first` on. What all begin with is skipped; the eight bytes behind it decide most.
    fn sort(&mut self, first: usize) {
        let count = self.places.len() - first;
        if count < 2 {
            return;
        }
        let leader = self.get(first);
        let mut same = leader.len();
        for index in first + 1..self.places.len() {
            let name = self.get(index);
            while !name.starts_with(&leader[..same]) {
                same -= 1;
            }
        }
        let rest = |index: usize| &self.get(index)[same..];
        // A key and an index in one number: numbers are sorted fast.
        let mut order: Vec<u128> = (first..self.places.len())
            .map(|index| (u128::from(key(rest(index))) << 32) | index as u128)
            .collect();
        order.sort_unstable();
        let index_of = |number: u128| number as u32 as usize;
        for run in order.chunk_by_mut(|a, b| a >> 32 == b >> 32) {
            if run.len() > 1 {
                run.sort_unstable_by(|a, b| rest(index_of(*a)).cmp(rest(index_of(*b))));
            }
        }
        let places: Vec<_> = order.iter().map(|o| self.places[index_of(*o)]).collect();
        let kinds: Vec<_> = order.iter().map(|o| self.kinds[index_of(*o)]).collect();
        self.places[first..].copy_from_slice(&places);
        self.kinds[first..].copy_from_slice(&kinds);
    }
}

/// The first eight bytes as a number; those of shorter names as if zeros followed, which no name has.
fn key(name: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    let length = name.len().min(8);
    bytes[..length].copy_from_slice(&name[..length]);
    u64::from_be_bytes(bytes)
}

/// Adds the entries of a folder, sorted.
fn read_folder(path: &PathArg, names: &mut Names, buffer: &mut [u8]) -> Result<(), SysError> {
    path.may_read()?;
    let failed = |error: SysError| {
        let error = SysError {
            syscall: "scandir",
            ..error
        };
        error.with_path(path.path())
    };
    let flags = libc::O_RDONLY | libc::O_DIRECTORY;
    let folder = sys::open(path, flags, 0).map_err(failed)?;
    let first = names.places.len();
    loop {
        let count = sys::retry("scandir", || {
            // SAFETY: the kernel writes at most as many bytes as the buffer has.
            unsafe {
                libc::syscall(
                    libc::SYS_getdents64,
                    folder.as_raw_fd(),
                    buffer.as_mut_ptr(),
                    buffer.len(),
                ) as isize
            }
        })
        .map_err(failed)?;
        if count == 0 {
            break;
        }
        names.parse(&buffer[..count]);
    }
    names.sort(first);
    Ok(())
}

/// The names in a folder, and with `with_kinds` what each is.
pub struct Entries {
    names: Names,
    text: Text,
    with_kinds: bool,
}

fn readdir(path: PathArg, text: Text, with_kinds: bool) -> Result<Entries, SysError> {
    let mut names = Names::default();
    read_folder(&path, &mut names, &mut vec![0; BUFFER])?;
    Ok(Entries {
        names,
        text,
        with_kinds,
    })
}

/// A string of bytes that are known to be ASCII, or not.
fn string<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: &[u8],
    is_ascii: bool,
) -> v8::Local<'s, v8::Value> {
    let text = match is_ascii {
        true => v8::String::new_from_one_byte(scope, bytes, v8::NewStringType::Normal),
        false => None,
    };
    match text {
        Some(text) => text.into(),
        None => crate::value::string(scope, bytes),
    }
}

impl Names {
    fn to_array<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        text: Text,
    ) -> v8::Local<'s, v8::Value> {
        let is_ascii = v8::simdutf::validate_ascii(&self.bytes);
        let mut list = Vec::with_capacity(self.places.len());
        for index in 0..self.places.len() {
            list.push(match text {
                Text::Utf8 => string(scope, self.get(index), is_ascii),
                Text::Raw => crate::value::name(scope, self.get(index).to_vec(), text),
            });
        }
        v8::Array::new_with_elements(scope, &list).into()
    }
}

fn bytes<'s>(scope: &mut v8::PinScope<'s, '_>, list: Vec<u8>) -> v8::Local<'s, v8::Value> {
    match ops_core::bytes::uint8_array(scope, list) {
        Some(array) => array.into(),
        None => v8::undefined(scope).into(),
    }
}

impl IntoJs for Entries {
    fn into_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        let names = self.names.to_array(scope, self.text);
        if !self.with_kinds {
            return Some(names);
        }
        let kinds = bytes(scope, self.names.kinds);
        Some(v8::Array::new_with_elements(scope, &[names, kinds]).into())
    }
}

/// All entries of a folder and of the folders in it, folder by folder.
pub struct Tree {
    names: Names,
    /// The folders' paths, and how many entries each has.
    folders: Vec<(Vec<u8>, usize)>,
    with_kinds: bool,
}

fn is_folder(kind: u8, path: &PathArg) -> bool {
    kind == DIRECTORY
        || ((kind == LINK || kind == UNKNOWN) && crate::stat::kind(path) == crate::stat::FOLDER)
}

/// `folder/name`; `folder` is normalized.
fn join(folder: &[u8], name: &[u8]) -> Vec<u8> {
    let mut path = Vec::with_capacity(folder.len() + name.len() + 1);
    if folder != b"." {
        path.extend_from_slice(folder);
    }
    if path.last().is_some_and(|last| *last != b'/') {
        path.push(b'/');
    }
    path.extend_from_slice(name);
    path
}

/// Breadth first. Without `with_kinds` the names become paths relative to `root`; links to folders are followed.
fn readdir_tree(root: PathArg, normal: PathArg, with_kinds: bool) -> Result<Tree, SysError> {
    let mut buffer = vec![0; BUFFER];
    let mut tree = Tree {
        names: Names::default(),
        folders: Vec::new(),
        with_kinds,
    };
    // What the folder's path begins with, and what the names in it do.
    let mut queue = vec![(root, Vec::new())];
    let mut next = 0;
    while next < queue.len() {
        let mut inner = Names::default();
        read_folder(&queue[next].0, &mut inner, &mut buffer)?;
        for index in 0..inner.places.len() {
            let (name, kind) = (inner.get(index), inner.kinds[index]);
            let (folder, prefix) = &queue[next];
            let relative = match prefix.is_empty() {
                true => name.to_vec(),
                false => join(prefix, name),
            };
            tree.names
                .push(if with_kinds { name } else { &relative }, kind);
            if !matches!(kind, DIRECTORY | LINK | UNKNOWN) {
                continue;
            }
            let folder = if next == 0 { &normal } else { folder };
            let path = CString::new(join(folder.bytes(), name))
                .map_err(|_| SysError::new(libc::EINVAL, "scandir"))?;
            let path = PathArg::new(path);
            if is_folder(kind, &path) {
                queue.push((path, relative));
            }
        }
        if with_kinds {
            let path = queue[next].0.bytes().to_vec();
            tree.folders.push((path, inner.places.len()));
        }
        next += 1;
    }
    Ok(tree)
}

impl IntoJs for Tree {
    fn into_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        let names = self.names.to_array(scope, Text::Utf8);
        if !self.with_kinds {
            return Some(names);
        }
        let kinds = bytes(scope, self.names.kinds);
        let mut folders = Vec::with_capacity(self.folders.len() * 2);
        for (path, count) in self.folders {
            folders.push(crate::value::string(scope, &path));
            folders.push(v8::Number::new(scope, count as f64).into());
        }
        let folders = v8::Array::new_with_elements(scope, &folders).into();
        Some(v8::Array::new_with_elements(scope, &[names, kinds, folders]).into())
    }
}

doors! {
    /// `fs.readdir`: names, or `[names, kinds]`.
    op_fs_readdir_sync, op_fs_readdir(#[scoped] path: PathArg, #[scoped] text: Text, with_kinds: bool) = readdir;
    /// `fs.readdir` with `recursive`: relative paths, or `[names, kinds, [folder, number of entries, ...]]`.
    op_fs_readdir_tree_sync, op_fs_readdir_tree(#[scoped] root: PathArg, #[scoped] normal: PathArg, with_kinds: bool) = readdir_tree;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(list: &[&str]) -> Vec<String> {
        let mut names = Names::default();
        for name in list {
            names.push(name.as_bytes(), 1);
        }
        names.sort(0);
        (0..list.len())
            .map(|index| String::from_utf8_lossy(names.get(index)).into_owned())
            .collect()
    }

    #[test]
    fn sorts_by_bytes() {
        assert_eq!(sorted(&["b", "a"]), ["a", "b"]);
        assert_eq!(sorted(&["ab", "a", "aa"]), ["a", "aa", "ab"]);
        let long = ["x_12345678_2", "x_12345678_10", "x_12345678", "x_1234567"];
        let mut expected = long.to_vec();
        expected.sort_unstable();
        assert_eq!(sorted(&long), expected);
    }

    #[test]
    fn parses_what_the_kernel_writes() {
        let mut names = Names::default();
        let path = PathArg::new(CString::new("/proc/self").unwrap_or_default());
        assert!(read_folder(&path, &mut names, &mut [0; 512]).is_ok());
        let at = (0..names.places.len()).find(|index| names.get(*index) == b"fd");
        assert_eq!(at.map(|at| names.kinds[at]), Some(DIRECTORY));
    }
}
