//! An open folder: the native side of `fs.Dir`.

use std::ffi::CStr;
use std::ptr::NonNull;
use std::sync::{Arc, Mutex, PoisonError};

use deno_core::{GarbageCollected, op2, v8};
use ops_core::SysError;

use crate::args::{PathArg, Text};
use crate::door::{IntoJs, Reply, answer};

/// A name and what it is (`UV_DIRENT_*`).
pub type Entry = (Vec<u8>, i32);

/// `DIR*` of the C library, closed on drop.
pub struct Listing(NonNull<libc::DIR>);

// SAFETY: a directory stream may be used by any thread, one at a time.
unsafe impl Send for Listing {}

impl Listing {
    pub fn open(path: &PathArg, syscall: &'static str) -> Result<Self, SysError> {
        path.may_read()?;
        // SAFETY: the path ends in a null byte and lives through the call.
        let stream = unsafe { libc::opendir(path.c_str().as_ptr()) };
        NonNull::new(stream)
            .map(Listing)
            .ok_or_else(|| SysError::last(syscall).with_path(path.path()))
    }

    /// The next entry, `None` at the end.
    fn next(&mut self) -> Result<Option<Entry>, SysError> {
        loop {
            // SAFETY: errno is this thread's; the stream is open, and the entry is copied before the next call.
            let (name, kind) = unsafe {
                *libc::__errno_location() = 0;
                let entry = libc::readdir(self.0.as_ptr());
                if entry.is_null() {
                    return match *libc::__errno_location() {
                        0 => Ok(None),
                        errno => Err(SysError::new(errno, "scandir")),
                    };
                }
                (
                    CStr::from_ptr((*entry).d_name.as_ptr()).to_bytes(),
                    (*entry).d_type,
                )
            };
            if name != b"." && name != b".." {
                return Ok(Some((name.to_vec(), kind_of(kind))));
            }
        }
    }

    /// At most `count` more entries.
    fn some(&mut self, count: usize) -> Result<Vec<Entry>, SysError> {
        let mut list = Vec::new();
        while list.len() < count {
            match self.next()? {
                Some(entry) => list.push(entry),
                None => break,
            }
        }
        Ok(list)
    }

    /// All further entries.
    pub fn all(mut self) -> Result<Vec<Entry>, SysError> {
        self.some(usize::MAX)
    }
}

impl Drop for Listing {
    fn drop(&mut self) {
        // SAFETY: the stream is open and dropped once.
        unsafe { libc::closedir(self.0.as_ptr()) };
    }
}

/// libuv's number of a `d_type`.
pub fn kind_of(kind: u8) -> i32 {
    match kind {
        libc::DT_REG => 1,
        libc::DT_DIR => 2,
        libc::DT_LNK => 3,
        libc::DT_FIFO => 4,
        libc::DT_SOCK => 5,
        libc::DT_CHR => 6,
        libc::DT_BLK => 7,
        _ => 0,
    }
}

type Shared = Arc<Mutex<Option<Listing>>>;

/// The handle that `op_fs_opendir` gives.
pub struct DirHandle(Shared);

// SAFETY: it holds no reference into V8's heap.
unsafe impl GarbageCollected for DirHandle {
    fn trace(&self, _: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static CStr {
        c"DirHandle"
    }
}

/// Some entries as `[name, kind, name, kind, ...]`, or `null` at the end.
struct Batch(Vec<Entry>, Text);

impl IntoJs for Batch {
    fn into_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        if self.0.is_empty() {
            return Some(v8::null(scope).into());
        }
        let mut flat = Vec::with_capacity(self.0.len() * 2);
        for (name, kind) in self.0 {
            flat.push(crate::value::name(scope, name, self.1));
            flat.push(v8::Integer::new(scope, kind).into());
        }
        Some(v8::Array::new_with_elements(scope, &flat).into())
    }
}

fn read(shared: &Shared, count: u32, text: Text) -> Result<Batch, SysError> {
    match shared
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .as_mut()
    {
        Some(listing) => listing.some(count as usize).map(|list| Batch(list, text)),
        None => Err(SysError::new(libc::EBADF, "scandir")),
    }
}

fn close(shared: &Shared) -> Result<(), SysError> {
    let listing = shared.lock().unwrap_or_else(PoisonError::into_inner).take();
    listing
        .map(drop)
        .ok_or_else(|| SysError::new(libc::EBADF, "closedir"))
}

#[op2]
impl DirHandle {
    /// The next `count` entries.
    #[reentrant]
    fn read<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[scoped] text: Text,
        #[smi] count: u32,
        callback: v8::Local<'s, v8::Value>,
    ) -> v8::Local<'s, v8::Value> {
        let shared = self.0.clone();
        crate::door::submit(scope, callback, move || read(&shared, count, text))
    }

    /// As `read`, at once.
    fn read_sync<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[scoped] text: Text,
        #[smi] count: u32,
    ) -> v8::Local<'s, v8::Value> {
        answer(scope, read(&self.0, count, text))
    }

    /// Closes the folder.
    #[reentrant]
    fn close<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        callback: v8::Local<'s, v8::Value>,
    ) -> v8::Local<'s, v8::Value> {
        let shared = self.0.clone();
        crate::door::submit(scope, callback, move || close(&shared))
    }

    /// As `close`, at once.
    fn close_sync<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        answer(scope, close(&self.0))
    }
}

struct Opened(Listing);

impl IntoJs for Opened {
    fn into_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        let handle = DirHandle(Arc::new(Mutex::new(Some(self.0))));
        let object = deno_core::cppgc::make_cppgc_object(scope, handle);
        ops_core::adopt(scope, object, "DirHandle");
        Some(object.into())
    }
}

/// `fs.opendir`: a `DirHandle`.
#[op2(reentrant)]
pub fn op_fs_opendir<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[scoped] path: PathArg,
    callback: v8::Local<'s, v8::Value>,
) -> v8::Local<'s, v8::Value> {
    let (reply, returned) = Reply::new(scope, callback);
    ops_core::submit(
        move || Listing::open(&path, "opendir"),
        move |scope, result| reply.settle(scope, result.map(Opened)),
    );
    returned
}

/// As `op_fs_opendir`, at once.
#[op2]
pub fn op_fs_opendir_sync<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[scoped] path: PathArg,
) -> v8::Local<'s, v8::Value> {
    let result = Listing::open(&path, "opendir").map(Opened);
    answer(scope, result)
}
