//! `process.title`: what `ps` shows (<https://nodejs.org/api/process.html#processtitle>).

use std::sync::{Mutex, PoisonError};

use deno_core::op2;

struct Title {
    text: String,
    /// Address and length of the kernel's copy of the command line, which may be overwritten up to its length.
    area: Option<(usize, usize)>,
}

static TITLE: Mutex<Option<Title>> = Mutex::new(None);

/// Fields 48 and 49 of `/proc/self/stat`: where the arguments begin and end.
fn argument_area() -> Option<(usize, usize)> {
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The second field is in brackets and may hold anything.
    let rest = &text[text.rfind(')')? + 2..];
    let mut fields = rest.split_ascii_whitespace().skip(45);
    let start: usize = fields.next()?.parse().ok()?;
    let end: usize = fields.next()?.parse().ok()?;
    (start != 0 && end > start).then(|| (start, end - start))
}

fn with_title<R>(f: impl FnOnce(&mut Title) -> R) -> R {
    let mut guard = TITLE.lock().unwrap_or_else(PoisonError::into_inner);
    let title = guard.get_or_insert_with(|| Title {
        text: std::env::args_os()
            .next()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        area: argument_area(),
    });
    f(title)
}

#[op2]
#[string]
pub fn op_process_title_get() -> String {
    with_title(|title| title.text.clone())
}

/// Sets the title, cut to the room that the command line had.
#[op2(fast)]
pub fn op_process_title_set(#[string] text: &str) {
    with_title(|title| {
        let Some((start, length)) = title.area else {
            text.clone_into(&mut title.text);
            return;
        };
        let mut end = text.len().min(length - 1);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let bytes = &text.as_bytes()[..end];
        // SAFETY: the kernel gave this range as that of the process's arguments; it is writable memory of the
        // initial stack, and nobody else in this program keeps a reference into it.
        unsafe {
            let area = start as *mut u8;
            std::ptr::write_bytes(area, 0, length);
            std::ptr::copy_nonoverlapping(bytes.as_ptr(), area, bytes.len());
        }
        text[..end].clone_into(&mut title.text);
        let mut name = [0u8; 16];
        let short = bytes.len().min(15);
        name[..short].copy_from_slice(&bytes[..short]);
        // SAFETY: the name is sixteen bytes with a NUL at its end.
        unsafe { libc::prctl(libc::PR_SET_NAME, name.as_ptr()) };
    });
}
