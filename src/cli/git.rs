//! Git repository: the files of a revision, and what changed since one. The `git` program is
//! run, and never so that hooks or drivers of a repository take part.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Component, Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use onus::diagnostic::Diagnostic;
use onus::policy::{Place, Tree};

/// The working tree that the program runs in.
#[derive(Debug)]
pub struct Repository {
    /// Its folder.
    top: PathBuf,
    /// The folder that the program runs in, seen from there.
    prefix: PathBuf,
}

/// The files of a revision, by the paths that they would have here.
pub struct Revision {
    /// What it was called.
    name: String,
    /// The commit.
    commit: String,
    repository: Repository,
    entries: BTreeMap<PathBuf, Entry>,
    /// Every folder that an entry is in.
    folders: BTreeSet<PathBuf>,
    reader: RefCell<Option<Reader>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    kind: ObjectKind,
    object: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ObjectKind {
    File,
    Link,
    Submodule,
}

/// A process that answers with the content of objects.
struct Reader {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Repository {
    /// The one that the program runs in.
    ///
    /// # Errors
    /// There is no git, or no working tree of it here.
    pub fn here() -> Result<Self, Box<Diagnostic>> {
        let found = ask(&["rev-parse", "--show-toplevel", "--show-prefix"])?;
        let said = found.map_err(|reason| {
            Box::new(
                Diagnostic::error(format!("no git repository can be read here: {reason}")).help(
                    "run this in a checkout; without git, copy the other policies to a folder and give that: `--base FOLDER`",
                ),
            )
        })?;
        let text = String::from_utf8_lossy(&said);
        let mut lines = text.lines();
        Ok(Self {
            top: PathBuf::from(lines.next().unwrap_or_default()),
            prefix: PathBuf::from(lines.next().unwrap_or_default()),
        })
    }

    /// The commit that a word stands for.
    ///
    /// # Errors
    /// There is none.
    pub fn commit(&self, word: &str) -> Result<String, Box<Diagnostic>> {
        let meant = format!("{word}^{{commit}}");
        let arguments = ["rev-parse", "--verify", "--end-of-options", &meant];
        let commit = ask(&arguments)?.map_err(|_| {
            Box::new(
                Diagnostic::error(format!("git knows no revision `{word}`")).help(
                    "`git branch --all` and `git log` show what there is; in CI, fetch it first: a shallow checkout has one commit only (`git fetch origin main`, then `--base git:origin/main`)",
                ),
            )
        })?;
        Ok(String::from_utf8_lossy(&commit).trim().to_owned())
    }

    /// The files of a revision.
    ///
    /// # Errors
    /// There is no such revision, or git can't list it.
    pub fn revision(self, word: &str) -> Result<Revision, Box<Diagnostic>> {
        let commit = self.commit(word)?;
        let listed = ask(&["ls-tree", "-r", "-z", "--full-tree", &commit])?.map_err(|reason| {
            Box::new(
                Diagnostic::error(format!("git can't list the files of `{word}`: {reason}")).help(
                    "see whether `git ls-tree -r` of it works; `git fsck` finds what is broken",
                ),
            )
        })?;
        let entries = entries(&listed);
        let folders = entries
            .keys()
            .flat_map(|path| path.ancestors().skip(1).map(Path::to_owned))
            .collect();
        Ok(Revision {
            name: word.to_owned(),
            commit,
            repository: self,
            entries,
            folders,
            reader: RefCell::new(None),
        })
    }

    /// A path as it is in the repository; none where it is outside.
    fn inside(&self, path: &Path) -> Option<PathBuf> {
        let path = match path.strip_prefix(&self.top) {
            Ok(below) => below.to_owned(),
            Err(_) if path.is_absolute() => {
                // What leads there by a link lies there too.
                path.canonicalize()
                    .ok()?
                    .strip_prefix(self.top.canonicalize().ok()?)
                    .ok()?
                    .to_owned()
            }
            Err(_) => self.prefix.join(path),
        };
        normal(&path)
    }
}

/// A path without `.` and `..`; none where it leads out of the repository.
fn normal(path: &Path) -> Option<PathBuf> {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => normal.push(name),
            Component::ParentDir if !normal.pop() => return None,
            Component::Prefix(_) | Component::RootDir => return None,
            Component::ParentDir | Component::CurDir => {}
        }
    }
    Some(normal)
}

impl Revision {
    /// Whether its repository could have such a file at all.
    pub fn reaches(&self, path: &Path) -> bool {
        self.repository.inside(path).is_some()
    }

    /// What it was called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The commit.
    pub fn commit(&self) -> &str {
        &self.commit
    }

    /// The text of a file; none where there is no such file.
    ///
    /// # Errors
    /// It can't be read.
    pub fn text(&self, path: &Path) -> Result<Option<String>, Box<Diagnostic>> {
        if self.place(path) != Place::File {
            return Ok(None);
        }
        let fail = |reason: String| {
            Box::new(
                Diagnostic::error(format!(
                    "`{}` of `{}` can't be read: {reason}",
                    path.display(),
                    self.name
                ))
                .help("`git show` with the revision and the path shows what is there"),
            )
        };
        let bytes = self.read(path).map_err(fail)?;
        String::from_utf8(bytes)
            .map(Some)
            .map_err(|_| fail("it is not UTF-8".to_owned()))
    }

    fn entry(&self, path: &Path) -> Option<&Entry> {
        self.entries.get(&self.repository.inside(path)?)
    }

    /// The object with the content of a file. Links to files are followed; what is
    /// behind others is not known, and without it policies would be missing that were
    /// there.
    fn file(&self, path: &Path, entry: &Entry) -> Result<String, String> {
        /// As many links behind each other as systems follow.
        const LINKS: usize = 40;
        let refusal = |what: &str| {
            format!(
                "in `{}` it is {what}, which can't be followed there; check that revision out beside this one and give the folder",
                self.name
            )
        };
        let (mut path, mut entry) = (path.to_owned(), entry);
        for _ in 0..LINKS {
            match entry.kind {
                ObjectKind::File => return Ok(entry.object.clone()),
                ObjectKind::Submodule => return Err(refusal("a submodule")),
                ObjectKind::Link => {}
            }
            let target = self
                .object(&entry.object)
                .map_err(|error| error.to_string())?;
            let folder = path.parent().unwrap_or(Path::new(""));
            let next = normal(&folder.join(path_of(&target)));
            let found = next
                .as_ref()
                .and_then(|next| Some((next, self.entries.get(next)?)));
            let Some((next, found)) = found else {
                return Err(refusal(
                    "a link to a folder, out of the repository, or to nothing",
                ));
            };
            (path, entry) = (next.clone(), found);
        }
        Err(refusal("a link that leads back to itself"))
    }

    /// The content of an object, from one process for all.
    fn object(&self, object: &str) -> io::Result<Vec<u8>> {
        let mut reader = self.reader.borrow_mut();
        let reader = match reader.as_mut() {
            Some(reader) => reader,
            None => reader.insert(Reader::start()?),
        };
        reader.object(object)
    }
}

impl Tree for Revision {
    fn place(&self, path: &Path) -> Place {
        let Some(inside) = self.repository.inside(path) else {
            return Place::Nowhere;
        };
        match self.entries.get(&inside) {
            Some(_) => Place::File,
            None if self.folders.contains(&inside) => Place::Folder,
            None => Place::Nowhere,
        }
    }

    fn below(&self, folder: &Path) -> Vec<Result<PathBuf, (String, String)>> {
        let Some(inside) = self.repository.inside(folder) else {
            return Vec::new();
        };
        self.entries
            .iter()
            .filter_map(|(path, entry)| {
                let shown = folder.join(path.strip_prefix(&inside).ok()?);
                Some(match self.file(path, entry) {
                    Ok(_) => Ok(shown),
                    Err(reason) => Err((shown.display().to_string(), reason)),
                })
            })
            .collect()
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        let Some(entry) = self.entry(path) else {
            return Err(format!("`{}` has no such file", self.name));
        };
        let inside = self.repository.inside(path).unwrap_or_default();
        let object = self.file(&inside, entry)?;
        self.object(&object).map_err(|error| error.to_string())
    }
}

impl Reader {
    fn start() -> io::Result<Self> {
        let mut child = git(&["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let gone = || io::Error::from(io::ErrorKind::BrokenPipe);
        let questions = child.stdin.take().ok_or_else(gone)?;
        let answers = BufReader::new(child.stdout.take().ok_or_else(gone)?);
        Ok(Self {
            child,
            questions,
            answers,
        })
    }

    /// `OBJECT TYPE SIZE`, the content, a line break.
    fn object(&mut self, object: &str) -> io::Result<Vec<u8>> {
        writeln!(self.questions, "{object}")?;
        self.questions.flush()?;
        let mut head = String::new();
        self.answers.read_line(&mut head)?;
        let size = match head.split_ascii_whitespace().collect::<Vec<_>>()[..] {
            [_, "blob", size] => size.parse::<usize>().ok(),
            _ => None,
        };
        let Some(size) = size else {
            return Err(io::Error::other(format!(
                "git does not have the object `{object}`; a partial clone has to fetch it first"
            )));
        };
        let mut content = vec![0; size];
        self.answers.read_exact(&mut content)?;
        self.answers.read_exact(&mut [0])?;
        Ok(content)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // It ends by itself when nobody asks any more; nobody waits for it either.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads `MODE TYPE OBJECT\tPATH\0`, again and again.
fn entries(listed: &[u8]) -> BTreeMap<PathBuf, Entry> {
    let mut entries = BTreeMap::new();
    for row in listed.split(|byte| *byte == 0) {
        let mut halves = row.splitn(2, |byte| *byte == b'\t');
        let (Some(about), Some(path)) = (halves.next(), halves.next()) else {
            continue;
        };
        let about = String::from_utf8_lossy(about);
        let mut words = about.split(' ');
        let (Some(mode), Some(_), Some(object)) = (words.next(), words.next(), words.next()) else {
            continue;
        };
        let kind = match mode {
            "120000" => ObjectKind::Link,
            "160000" => ObjectKind::Submodule,
            _ => ObjectKind::File,
        };
        let object = object.to_owned();
        entries.insert(path_of(path), Entry { kind, object });
    }
    entries
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// Asks git; what it prints, or its last words.
///
/// # Errors
/// There is no git.
pub fn ask(arguments: &[&str]) -> Result<Result<Vec<u8>, String>, Box<Diagnostic>> {
    let output = git(arguments)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| {
            Box::new(Diagnostic::error(format!("git can't be run: {error}")).help(
                "install it, or copy the other policies to a folder and give that: `--base FOLDER`",
            ))
        })?;
    if output.status.success() {
        return Ok(Ok(output.stdout));
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().rfind(|line| !line.trim().is_empty());
    let last = last.unwrap_or("it says nothing").trim();
    Ok(Err(last
        .strip_prefix("fatal: ")
        .unwrap_or(last)
        .trim_end_matches('.')
        .to_owned()))
}

/// git, with nothing that would have it write, wait for somebody, or speak in the
/// user's language.
fn git(arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
        .env("LC_ALL", "C")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .args(["--no-pager", "-c", "core.fsmonitor=false"])
        .args(arguments);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repository(prefix: &str) -> Repository {
        Repository {
            top: PathBuf::from("/repository"),
            prefix: PathBuf::from(prefix),
        }
    }

    #[test]
    fn paths_are_seen_from_the_top() {
        let inside = |prefix, path| repository(prefix).inside(Path::new(path));
        assert_eq!(inside("", "policies"), Some(PathBuf::from("policies")));
        assert_eq!(inside("a/", "./b"), Some(PathBuf::from("a/b")));
        assert_eq!(inside("a/", "../b/c"), Some(PathBuf::from("b/c")));
        assert_eq!(inside("a/", "/repository/x"), Some(PathBuf::from("x")));
        assert_eq!(inside("a/", "../../b"), None);
        assert_eq!(inside("a/", "/elsewhere-that-is-not"), None);
    }

    #[test]
    fn a_listing_names_kinds_and_objects() {
        let listed =
            b"100644 blob aa\tpolicies/a b.rego\x00120000 blob bb\tl\x00160000 commit cc\ts\0";
        let found = entries(listed);
        let kinds: Vec<_> = found
            .iter()
            .map(|(path, entry)| (path.to_str().unwrap(), entry.kind, entry.object.as_str()))
            .collect();
        assert_eq!(
            kinds,
            [
                ("l", ObjectKind::Link, "bb"),
                ("policies/a b.rego", ObjectKind::File, "aa"),
                ("s", ObjectKind::Submodule, "cc"),
            ]
        );
    }
}
