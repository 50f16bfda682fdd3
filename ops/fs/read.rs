//! `read` and `readv`, at a position or at the file's own.

use std::convert::Infallible;

use deno_core::{FromV8, op2, v8};
use ops_core::SysError;

use crate::args::{Position, View, Views};
use crate::door::{IntoJs, answer, doors};
use crate::memory::Piece;
use crate::sys::{self, retry};
use crate::{cached, inline};

/// The longest list of buffers that one system call takes.
pub const IOV_MAX: usize = 1024;

pub fn read_into(fd: i32, parts: &[libc::iovec], position: Option<i64>) -> Result<usize, SysError> {
    let count = parts.len().min(IOV_MAX) as i32;
    retry("read", || {
        // SAFETY: the parts lie inside memory that the caller keeps.
        unsafe {
            match (position, parts) {
                (None, [one]) => libc::read(fd, one.iov_base, one.iov_len),
                (Some(at), [one]) => libc::pread(fd, one.iov_base, one.iov_len, at),
                (None, _) => libc::readv(fd, parts.as_ptr(), count),
                (Some(at), _) => libc::preadv(fd, parts.as_ptr(), count, at),
            }
        }
    })
}

/// The program's memory, or `None` for memory that is made for the bytes.
pub struct Place(Option<View>);

impl<'s> FromV8<'s> for Place {
    type Error = Infallible;

    fn from_v8(
        scope: &mut v8::PinScope<'s, '_>,
        value: v8::Local<'s, v8::Value>,
    ) -> Result<Self, Self::Error> {
        Ok(Place(View::from_v8(scope, value).ok()))
    }
}

/// What was read: a number of bytes in the program's memory, or an `ArrayBuffer` with them.
enum Got {
    Count(usize),
    Bytes(Vec<u8>),
    Piece(Piece),
}

impl IntoJs for Got {
    fn into_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        Some(match self {
            Got::Count(count) => v8::Number::new(scope, count as f64).into(),
            Got::Bytes(bytes) => {
                let store = v8::ArrayBuffer::new_backing_store_from_vec(bytes).make_shared();
                v8::ArrayBuffer::with_backing_store(scope, &store).into()
            }
            Got::Piece(piece) => piece.into_array_buffer(scope).into(),
        })
    }
}

/// One `read`, which may begin on the loop's thread and end on the pool.
struct Request {
    fd: i32,
    place: Place,
    offset: usize,
    length: usize,
    position: Option<i64>,
    piece: Option<Piece>,
    /// The bytes that are there.
    count: usize,
}

impl Request {
    fn new(fd: i32, place: Place, offset: f64, length: f64, position: Position) -> Self {
        Self {
            fd,
            place,
            offset: offset as usize,
            length: length as usize,
            position: position.0,
            piece: None,
            count: 0,
        }
    }

    /// Where the next bytes belong.
    fn rest(&mut self) -> Result<libc::iovec, SysError> {
        if let Some(view) = &self.place.0 {
            let whole = view.part(self.offset, self.length, "read")?;
            return Ok(libc::iovec {
                iov_base: whole.iov_base.wrapping_byte_add(self.count),
                iov_len: self.length - self.count,
            });
        }
        if self.piece.is_none() {
            self.piece = Piece::with_room(self.length);
        }
        let no_memory = || SysError::new(libc::ENOMEM, "read");
        let piece = self.piece.as_mut().ok_or_else(no_memory)?;
        Ok(libc::iovec {
            iov_base: piece.end().wrapping_add(self.count).cast(),
            iov_len: self.length - self.count,
        })
    }

    fn rest_at(&self) -> Option<i64> {
        self.position.map(|at| at + self.count as i64)
    }

    /// Reads what is in the kernel's caches. `None`: that is not all.
    fn read_cached(&mut self) -> Option<()> {
        let stat = sys::fstat(self.fd).ok()?;
        if !sys::is_regular(&stat) || stat.st_size == 0 {
            return None;
        }
        while self.count < self.length {
            let part = self.rest().ok()?;
            let room = part.iov_base.cast();
            let count = cached::read(self.fd, stat.st_dev, room, part.iov_len, self.rest_at())?;
            inline::count(count as i64);
            self.count += count;
            if count == 0 {
                break;
            }
        }
        Some(())
    }

    /// Reads what is missing, in one go.
    fn read(&mut self) -> Result<(), SysError> {
        let part = self.rest()?;
        match read_into(self.fd, &[part], self.rest_at()) {
            Ok(count) => self.count += count,
            Err(error) if self.count == 0 => return Err(error),
            Err(_) => {}
        }
        Ok(())
    }

    fn got(self) -> Got {
        let Some(mut piece) = self.piece.filter(|_| self.count > 0) else {
            return Got::Count(self.count);
        };
        // SAFETY: the kernel has written that many bytes.
        unsafe { piece.set_len(self.count) };
        // A few bytes shall not keep much memory.
        match self.count == self.length {
            true => Got::Piece(piece),
            false => Got::Bytes(piece.bytes().to_vec()),
        }
    }
}

/// `fs.read`: the number of bytes read; with no memory given an `ArrayBuffer` of as many, or 0.
#[op2(reentrant)]
pub fn op_fs_read<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    fd: i32,
    #[scoped] place: Place,
    offset: f64,
    length: f64,
    #[scoped] position: Position,
    callback: v8::Local<'s, v8::Value>,
) -> v8::Local<'s, v8::Value> {
    let mut request = Request::new(fd, place, offset, length, position);
    let at_own_position = request.position.is_none();
    if request.length <= inline::LONGEST
        && !(at_own_position && inline::would_overtake(fd))
        && inline::try_now(|| request.read_cached()).is_some()
    {
        return inline::deliver(scope, callback, Ok(request.got()));
    }
    inline::submit(scope, callback, fd, at_own_position, move || {
        request.read()?;
        Ok(request.got())
    })
}

/// `fs.readSync`.
#[op2]
pub fn op_fs_read_sync<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    fd: i32,
    #[scoped] place: Place,
    offset: f64,
    length: f64,
    #[scoped] position: Position,
) -> v8::Local<'s, v8::Value> {
    let mut request = Request::new(fd, place, offset, length, position);
    let result = request.read().map(|()| request.got());
    answer(scope, result)
}

fn readv(fd: i32, list: Views, position: Position) -> Result<usize, SysError> {
    let parts: Vec<_> = list.0.iter().map(View::whole).collect();
    read_into(fd, &parts, position.0)
}

doors! {
    /// `fs.readv`.
    op_fs_readv_sync, op_fs_readv(fd: i32, #[scoped] list: Views, #[scoped] position: Position) = readv;
}
