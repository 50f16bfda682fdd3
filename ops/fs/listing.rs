//! `fs.readdir`: a whole folder, or with what is inside its folders, in one request. The names lie in one piece of memory
//! on their way to JS; a folder of thousands costs no thousands of allocations.

use std::mem::MaybeUninit;
use std::os::fd::AsRawFd;

use deno_core::v8;
use ops_core::SysError;

use crate::args::{PathArg, Text};
use crate::dir_handle::kind_of;
use crate::door::{IntoJs, doors};
use crate::sys;

/// What one call to the kernel brings at most.
const BUFFER: usize = 32 * 1024;
/// `struct linux_dirent64`: where its length, its kind and its name are, and its least length.
const LENGTH_AT: usize = 16;
const KIND_AT: usize = 18;
const NAME_AT: usize = 19;
const LEAST: usize = 24;

/// A name in the memory of all, and what it names (`UV_DIRENT_*`).
#[derive(Clone, Copy)]
struct Entry {
    start: u32,
    length: u16,
    kind: u8,
}

/// Names, sorted by their bytes, and what each is.
#[derive(Default)]
pub struct Names {
    bytes: Vec<u8>,
    entries: Vec<Entry>,
}

/// The length of the name in a record. A null byte ends it, which is among the record's last eight.
fn name_length(record: &[u8]) -> usize {
    let (_, tail) = record.split_at(record.len() - 8);
    let mut word = u64::from_le_bytes(tail.try_into().unwrap_or_default());
    let start = record.len() - 8;
    if start < NAME_AT {
        word |= (1 << (8 * (NAME_AT - start))) - 1;
    }
    // The lowest byte that is zero is found for certain.
    let zeros = word.wrapping_sub(0x0101_0101_0101_0101) & !word & 0x8080_8080_8080_8080;
    start + (zeros.trailing_zeros() / 8) as usize - NAME_AT
}

impl Names {
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    fn name(&self, entry: Entry) -> &[u8] {
        let start = entry.start as usize;
        &self.bytes[start..start + usize::from(entry.length)]
    }

    pub fn get(&self, index: usize) -> &[u8] {
        self.name(self.entries[index])
    }

    pub fn kind(&self, index: usize) -> u8 {
        self.entries[index].kind
    }

    /// Adds the name `prefix` + `name`.
    fn push(&mut self, prefix: &[u8], name: &[u8], kind: u8) -> Option<()> {
        let start = u32::try_from(self.bytes.len()).ok()?;
        let length = u16::try_from(prefix.len() + name.len()).ok()?;
        self.bytes.extend_from_slice(prefix);
        self.bytes.extend_from_slice(name);
        self.entries.push(Entry {
            start,
            length,
            kind,
        });
        Some(())
    }

    /// Adds the entries in what `getdents64` has written. `None`: there are too many.
    fn parse(&mut self, prefix: &[u8], mut records: &[u8]) -> Option<()> {
        while records.len() >= LEAST {
            let length = u16::from_ne_bytes([records[LENGTH_AT], records[LENGTH_AT + 1]]) as usize;
            if length < LEAST || length > records.len() {
                break;
            }
            let (record, rest) = records.split_at(length);
            records = rest;
            let name = &record[NAME_AT..NAME_AT + name_length(record)];
            if name != b"." && name != b".." {
                self.push(prefix, name, kind_of(record[KIND_AT]) as u8)?;
            }
        }
        Some(())
    }

    /// Sorts the names. What all begin with is skipped; what is behind it decides most.
    fn sort(&mut self) {
        let count = self.entries.len();
        if count < 2 {
            return;
        }
        let leader = self.get(0);
        let mut same = leader.len();
        for entry in &self.entries[1..] {
            let name = self.name(*entry);
            if name.len() < same || name[..same] != leader[..same] {
                let pairs = name.iter().zip(leader);
                same = pairs.take_while(|(a, b)| a == b).count();
            }
        }
        // The key and the index in one number: numbers are sorted fast.
        let shift = usize::BITS - (count - 1).leading_zeros();
        let index_of = |number: u64| (number & ((1 << shift) - 1)) as usize;
        let rest = |index: usize| &self.get(index)[same..];
        let mut order: Vec<u64> = (0..count)
            .map(|index| (key(rest(index)) >> shift << shift) | index as u64)
            .collect();
        order.sort_unstable();
        for run in order.chunk_by_mut(|a, b| a >> shift == b >> shift) {
            if run.len() > 1 {
                run.sort_unstable_by(|a, b| rest(index_of(*a)).cmp(rest(index_of(*b))));
            }
        }
        self.entries = order.iter().map(|o| self.entries[index_of(*o)]).collect();
    }
}

/// The first eight bytes as a number; those of shorter names as if zeros followed, which no name has.
fn key(name: &[u8]) -> u64 {
    if let Some(bytes) = name.first_chunk() {
        return u64::from_be_bytes(*bytes);
    }
    let mut bytes = [0; 8];
    bytes[..name.len()].copy_from_slice(name);
    u64::from_be_bytes(bytes)
}

/// The entries of a folder, sorted; each name begins with `prefix`.
pub fn read_folder(path: &PathArg, prefix: &[u8]) -> Result<Names, SysError> {
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
    let mut names = Names::default();
    let mut buffer = [MaybeUninit::<u8>::uninit(); BUFFER];
    loop {
        let count = sys::retry("scandir", || {
            // SAFETY: the kernel writes at most as many bytes as the buffer has.
            unsafe {
                libc::syscall(
                    libc::SYS_getdents64,
                    folder.as_raw_fd(),
                    buffer.as_mut_ptr(),
                    BUFFER,
                ) as isize
            }
        })
        .map_err(failed)?;
        if count == 0 {
            break;
        }
        // SAFETY: the kernel has written that many bytes.
        let records = unsafe { buffer[..count.min(BUFFER)].assume_init_ref() };
        if names.parse(prefix, records).is_none() {
            return Err(failed(SysError::new(libc::ENOMEM, "scandir")));
        }
    }
    names.sort();
    Ok(names)
}

/// The names in a folder, and with `with_kinds` what each is.
pub struct Entries {
    names: Names,
    text: Text,
    with_kinds: bool,
}

fn readdir(path: PathArg, text: Text, with_kinds: bool) -> Result<Entries, SysError> {
    Ok(Entries {
        names: read_folder(&path, b"")?,
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
    /// Adds the names as JS sees them.
    pub fn to_js<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        text: Text,
        list: &mut Vec<v8::Local<'s, v8::Value>>,
    ) {
        let is_ascii = v8::simdutf::validate_ascii(&self.bytes);
        list.reserve(self.len());
        for entry in &self.entries {
            let name = self.name(*entry);
            list.push(match text {
                Text::Utf8 => string(scope, name, is_ascii),
                Text::Raw => crate::value::name(scope, name.to_vec(), text),
            });
        }
    }

    pub fn kinds(&self) -> impl Iterator<Item = u8> {
        self.entries.iter().map(|entry| entry.kind)
    }
}

pub fn bytes<'s>(scope: &mut v8::PinScope<'s, '_>, list: Vec<u8>) -> v8::Local<'s, v8::Value> {
    match ops_core::bytes::uint8_array(scope, list) {
        Some(array) => array.into(),
        None => v8::undefined(scope).into(),
    }
}

impl IntoJs for Entries {
    fn into_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        let mut list = Vec::new();
        self.names.to_js(scope, self.text, &mut list);
        let names = v8::Array::new_with_elements(scope, &list).into();
        if !self.with_kinds {
            return Some(names);
        }
        let kinds = bytes(scope, self.names.kinds().collect());
        Some(v8::Array::new_with_elements(scope, &[names, kinds]).into())
    }
}

doors! {
    /// `fs.readdir`: names, or `[names, kinds]`.
    op_fs_readdir_sync, op_fs_readdir(#[scoped] path: PathArg, #[scoped] text: Text, with_kinds: bool) = readdir;
}

#[cfg(test)]
mod tests {
    use std::ffi::CString;

    use super::*;

    fn sorted(list: &[&str]) -> Vec<String> {
        let mut names = Names::default();
        for name in list {
            assert!(names.push(b"", name.as_bytes(), 1).is_some());
        }
        names.sort();
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
        let many: Vec<String> = (0..3000).map(|n| format!("entry_{n}.{}", n % 7)).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let mut expected = many.clone();
        expected.sort_unstable();
        assert_eq!(sorted(&many), expected);
    }

    #[test]
    fn finds_the_end_of_a_name() {
        for length in 1..=40 {
            let size = (NAME_AT + length + 1).div_ceil(8) * 8;
            let mut record = vec![0xff; size];
            record[NAME_AT..NAME_AT + length].fill(b'x');
            record[NAME_AT + length] = 0;
            record[LENGTH_AT] = 0;
            assert_eq!(name_length(&record), length);
        }
    }

    #[test]
    fn parses_what_the_kernel_writes() {
        let path = PathArg::new(CString::new("/proc/self").unwrap_or_default());
        let names = read_folder(&path, b"").unwrap_or_default();
        let at = (0..names.len()).find(|index| names.get(*index) == b"fd");
        assert_eq!(at.map(|at| names.kind(at)), Some(2));
    }
}
