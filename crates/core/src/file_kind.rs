//! File kinds: whether a path is a file, or something that can't be read like one. Opening a
//! named pipe waits for a writer, and a device may have no end.

use std::fs::{FileType, Metadata};
use std::io;
use std::path::Path;

/// What something is that is not a regular file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A folder.
    Folder,
    /// A pipe, with or without a name.
    Pipe,
    /// A socket.
    Socket,
    /// A device.
    Device,
    /// What no system that is known here has.
    Other,
}

impl FileKind {
    /// The kind of what is not a regular file.
    pub fn of(kind: FileType) -> Self {
        #[cfg(unix)]
        {
            use std::os::unix::fs::FileTypeExt as _;
            if kind.is_fifo() {
                return Self::Pipe;
            } else if kind.is_socket() {
                return Self::Socket;
            } else if kind.is_char_device() || kind.is_block_device() {
                return Self::Device;
            }
        }
        match kind.is_dir() {
            true => Self::Folder,
            false => Self::Other,
        }
    }
}

impl std::fmt::Display for FileKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Folder => "a folder",
            Self::Pipe => "a named pipe",
            Self::Socket => "a socket",
            Self::Device => "a device",
            Self::Other => "something special",
        })
    }
}

/// Looks at what is at a path before it is opened, and takes files, the empty device, and
/// what the shell has opened for the program (`<(...)`, `/dev/stdin`).
///
/// # Errors
/// The path has no file; the message is about what it has.
pub fn require_file(path: &Path) -> io::Result<Metadata> {
    /// The descriptors of this process.
    const OPENED: [&str; 3] = ["/dev/fd", "/proc/self/fd", "/dev/stdin"];
    let about = std::fs::metadata(path)?;
    if about.is_file() {
        return Ok(about);
    }
    let kind = FileKind::of(about.file_type());
    let is_empty = || path == Path::new("/dev/null");
    let is_opened = || {
        OPENED.iter().any(|folder| path.starts_with(folder))
            && matches!(kind, FileKind::Pipe | FileKind::Device)
    };
    if is_empty() || is_opened() {
        return Ok(about);
    }
    Err(io::Error::other(format!("it is {kind} and not a file")))
}

/// Looks at what is at a path that may be a folder, and takes a folder or nothing.
///
/// # Errors
/// The path has something else; the message is about what it has.
pub fn require_folder(path: &Path) -> io::Result<()> {
    let kind = match std::fs::metadata(path) {
        Ok(about) if about.is_dir() => return Ok(()),
        Ok(about) if about.is_file() => "a file".to_owned(),
        Ok(about) => FileKind::of(about.file_type()).to_string(),
        // Its reader reports that.
        Err(_) => return Ok(()),
    };
    Err(io::Error::other(format!("it is {kind} and not a folder")))
}

#[cfg(test)]
mod tests {
    use super::require_file;
    use std::path::Path;

    #[test]
    fn only_files_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "text").unwrap();
        assert!(require_file(&file).is_ok());
        assert_eq!(
            require_file(folder.path()).unwrap_err().to_string(),
            "it is a folder and not a file"
        );
        let missing = require_file(&folder.path().join("none")).unwrap_err();
        assert_eq!(missing.kind(), std::io::ErrorKind::NotFound);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn devices_and_sockets_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        let said = |path: &Path| require_file(path).unwrap_err().to_string();
        assert_eq!(said(&socket), "it is a socket and not a file");
        assert_eq!(
            said(Path::new("/dev/zero")),
            "it is a device and not a file"
        );
        assert!(require_file(Path::new("/dev/null")).is_ok());
    }
}
