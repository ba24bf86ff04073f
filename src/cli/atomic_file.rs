//! Atomic file: written completely or not at all. Readers find the old content or the new one,
//! also when the process is killed.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// As many links as Linux follows from one name to the next.
const MOST_LINKS: usize = 40;

/// What the names of files begin and end with that are not in their place yet.
const AROUND: (&str, &str) = (".onus-", ".tmp");

/// A file that is being written.
#[derive(Debug)]
pub struct AtomicFile {
    /// What is written to.
    file: File,
    /// What becomes of it; nothing, when it is in its place already.
    waiting: Option<Waiting>,
}

/// A file that is not in its place yet; it is gone when this is dropped.
#[derive(Debug)]
struct Waiting {
    /// The place, with no link on the way.
    place: PathBuf,
    /// The file's name until then; none has none, so that the system takes the file
    /// away with the process.
    name: Option<tempfile::TempPath>,
}

impl AtomicFile {
    /// Begins a file. What is no regular file, such as a pipe or a device, is written to
    /// as it is; so is what this process or another one has open (`/dev/stdout`).
    ///
    /// # Errors
    /// What is there may not be written to, or there can't be a file.
    pub fn create(path: &Path) -> io::Result<Self> {
        let there = match fs::metadata(path) {
            Ok(metadata) => Some(metadata),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let place = match &there {
            Some(there) if !there.is_file() => None,
            _ => place(path)?,
        };
        let Some(place) = place else {
            let file = OpenOptions::new().append(true).open(path)?;
            return Ok(Self {
                file,
                waiting: None,
            });
        };
        if there.is_some() {
            // What is protected is not replaced either.
            OpenOptions::new().write(true).open(&place)?;
        }
        let folder = place.parent().unwrap_or_else(|| Path::new("."));
        // What is there may well be writable itself.
        let no_room = |error| match there {
            Some(_) => io::Error::other(format!("its folder takes no other file: {error}")),
            None => error,
        };
        let (file, name) = match unnamed(folder).map_err(no_room)? {
            Some(file) => (file, None),
            None => {
                let made = builder().tempfile_in(folder).map_err(no_room)?;
                let (file, name) = made.into_parts();
                (file, Some(name))
            }
        };
        let waiting = Some(Waiting { place, name });
        Ok(Self { file, waiting })
    }

    /// What to write to.
    ///
    /// # Errors
    /// The process has too many files open.
    pub fn writer(&self) -> io::Result<File> {
        self.file.try_clone()
    }

    /// The file that will be replaced or made, with no link on the way.
    pub fn place(&self) -> Option<&Path> {
        self.waiting.as_ref().map(|waiting| waiting.place.as_path())
    }

    /// Puts what was written into its place.
    ///
    /// # Errors
    /// It can't be put there: what was there is as it was.
    pub fn keep(self) -> io::Result<()> {
        let Some(Waiting { place, name }) = self.waiting else {
            return Ok(());
        };
        if let Ok(there) = fs::metadata(&place) {
            alike(&self.file, &there)?;
        }
        self.file.sync_all()?;
        match name {
            Some(name) => name.persist(&place).map_err(|error| error.error)?,
            None => named(&self.file, &place)?,
        }
        // The name is in the folder; where folders can't be opened, the system sees to it.
        if let Some(folder) = place.parent().and_then(|folder| File::open(folder).ok()) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

/// Writes a file at once.
///
/// # Errors
/// It can't be written: what was there is as it was.
pub fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut whole = AtomicFile::create(path)?;
    whole.file.write_all(content)?;
    whole.keep()
}

/// Where a file is to be, so that links to it go on being links; none for what is open
/// in a process.
fn place(path: &Path) -> io::Result<Option<PathBuf>> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let folder = folder.canonicalize()?;
        if cfg!(unix)
            && ["/proc", "/dev/fd"]
                .iter()
                .any(|open| folder.starts_with(open))
        {
            return Ok(None);
        }
        let name = path.file_name().ok_or(io::ErrorKind::IsADirectory)?;
        let whole = folder.join(name);
        match fs::read_link(&whole) {
            Ok(target) => path = folder.join(target),
            Err(_) => return Ok(Some(whole)),
        }
    }
    Err(io::Error::other("its links lead in a circle"))
}

fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(AROUND.0).suffix(AROUND.1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As any file that is made here; the mask of the process still counts.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

/// Gives a file the permissions, and as far as this process may, the owner of the one
/// that it replaces.
#[cfg(unix)]
fn alike(file: &File, there: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let made = file.metadata()?;
    if (made.uid(), made.gid()) != (there.uid(), there.gid()) {
        // Only root may give files away; whose folder it is may replace what is in it.
        let _ = fchown(file, Some(there.uid()), Some(there.gid()));
    }
    file.set_permissions(there.permissions())
}

#[cfg(not(unix))]
fn alike(file: &File, there: &fs::Metadata) -> io::Result<()> {
    file.set_permissions(there.permissions())
}

/// A file without a name in a folder; none where the system has no such.
#[cfg(target_os = "linux")]
fn unnamed(folder: &Path) -> io::Result<Option<File>> {
    use rustix::fs::{Mode, OFlags, open};
    use rustix::io::Errno;
    let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
    let file = match open(folder, flags, Mode::from_raw_mode(0o666)) {
        Ok(file) => File::from(file),
        Err(Errno::OPNOTSUPP | Errno::ISDIR | Errno::INVAL) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    // Only there can it be given a name.
    Ok(opened(&file).exists().then_some(file))
}

#[cfg(not(target_os = "linux"))]
fn unnamed(_: &Path) -> io::Result<Option<File>> {
    Ok(None)
}

/// Gives a file without a name its place.
#[cfg(target_os = "linux")]
fn named(file: &File, place: &Path) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD, linkat};
    let link = |to: &Path| -> io::Result<()> {
        linkat(CWD, opened(file), CWD, to, AtFlags::SYMLINK_FOLLOW)?;
        Ok(())
    };
    match link(place) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        linked => return linked,
    }
    // Names don't replace each other; renaming does.
    let folder = place.parent().unwrap_or_else(|| Path::new("."));
    let name = builder().make_in(folder, link)?.into_temp_path();
    name.persist(place).map_err(|error| error.error)
}

#[cfg(not(target_os = "linux"))]
fn named(_: &File, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// The path of an open file, whether it has a name or not.
#[cfg(target_os = "linux")]
fn opened(file: &File) -> PathBuf {
    use std::os::fd::AsRawFd as _;
    PathBuf::from(format!("/proc/self/fd/{}", file.as_raw_fd()))
}
