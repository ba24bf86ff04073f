//! Inventories that are too large to be held in memory, read some records at a
//! time. Only formats whose records say all that is to be known of a resource can
//! be read so; see [`Reader::sequence`].

use std::io::Read;
use std::sync::Arc;

use crate::document::{Document, Position};
use crate::problem::Problem;

use super::detect::{finish, no_json, reader_for};
use super::pieces::{Frame, Layout, Pieces};
use super::reader::{Input, LOOKED_AT, Part, ReadOptions, Reader, Reading, Records};
use super::scan::head;
use super::sketch::Sketch;
use super::source::broken;

/// What records of formats that have them in an array inside an object stand under.
const ARRAYS: [&str; 5] = ["data", "value", "items", "configurationItems", "resources"];

/// The most that may stand before and behind the records.
const MOST_AROUND: usize = 256 << 10;

/// Opens the stream of a file anew: UTF-8, without a byte order mark.
pub type Open<'o> = dyn FnMut() -> Result<Box<dyn Read>, Box<Problem>> + 'o;

/// A file of records that can be read apart from each other.
pub struct Sequence {
    name: Arc<str>,
    layout: Layout,
    reader: &'static dyn Reader,
    size: usize,
}

impl Sequence {
    /// Looks how the records of a file follow each other; documents are to be of
    /// about `size` bytes. None when the file has to be read whole.
    ///
    /// # Errors
    /// The stream fails, is not UTF-8, or ends within the array.
    pub fn of(
        name: Arc<str>,
        open: &mut Open<'_>,
        options: &ReadOptions,
        size: usize,
    ) -> Result<Option<Self>, Box<Problem>> {
        let beginning = beginning(&name, open()?, size)?;
        let layout = match in_lines(&beginning) {
            Some(_) => Layout::Lines,
            None => match frame(&name, open, &beginning, size)? {
                Some(frame) => Layout::Items(frame),
                None => return Ok(None),
            },
        };
        // As many records as a reader looks at when it has all of them: it must not
        // take the file for something else.
        let pieces = Pieces::new(Arc::clone(&name), &layout, open()?, size);
        let Some(sample) = pieces.sample(LOOKED_AT)? else {
            return Ok(None);
        };
        let reader = sketch(&layout, &sample).ok().and_then(|sketch| {
            reader_for(&sketch, options)
                .filter(|reader| reader.sequence(&sketch) == Some(layout.records()))
        });
        Ok(reader.map(|reader| Self {
            name,
            layout,
            reader,
            size,
        }))
    }

    /// Cuts the file into documents.
    pub fn pieces<'s>(&'s self, stream: Box<dyn Read + 's>) -> Pieces<'s> {
        Pieces::new(Arc::clone(&self.name), &self.layout, stream, self.size)
    }

    /// Reads one of the documents.
    ///
    /// # Errors
    /// It is not JSON.
    pub fn read(
        &self,
        document: &Arc<Document>,
        part: Part,
        options: &ReadOptions,
    ) -> Result<Reading, Box<Problem>> {
        let sketch =
            sketch(&self.layout, document).map_err(|error| Box::new(no_json(document, &error)))?;
        let reading = self.reader.read(&Input {
            document,
            sketch,
            options,
            part,
        });
        Ok(finish(reading, document))
    }
}

/// The first bytes of a stream, as far as they are whole characters.
fn beginning(name: &str, stream: Box<dyn Read + '_>, size: usize) -> Result<String, Box<Problem>> {
    let mut bytes = Vec::new();
    stream
        .take(size.max(MOST_AROUND) as u64)
        .read_to_end(&mut bytes)
        .map_err(|error| Box::new(broken(name, error)))?;
    Ok(match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let mut bytes = error.into_bytes();
            bytes.truncate(valid);
            String::from_utf8(bytes).unwrap_or_default()
        }
    })
}

/// The whole lines of a text, when each is a record.
fn in_lines(beginning: &str) -> Option<&str> {
    let (lines, _) = beginning.rsplit_once('\n')?;
    matches!(Sketch::of(lines), Ok(Sketch::Lines(_))).then_some(lines)
}

/// What stands around the items of an array. None when there is no such array, or
/// when too much stands around it.
fn frame(
    name: &Arc<str>,
    open: &mut Open<'_>,
    beginning: &str,
    size: usize,
) -> Result<Option<Frame>, Box<Problem>> {
    let Some((end, key)) = head(beginning, &ARRAYS).filter(|(end, _)| *end <= MOST_AROUND) else {
        return Ok(None);
    };
    let frame = Frame {
        head: beginning.get(..end).unwrap_or_default().to_owned(),
        array: key.map_or(Records::Outermost, Records::Under),
        tail: String::new(),
        tail_at: Position { line: 1, column: 1 },
    };
    // What is behind the array can say of what format it is, and whether it is
    // whole, so it has to be known first.
    let layout = Layout::Items(frame.clone());
    let mut pieces = Pieces::new(Arc::clone(name), &layout, open()?, size);
    while pieces.cut()?.is_some() {}
    let tail = pieces.tail(MOST_AROUND)?;
    Ok(tail.map(|(tail, tail_at)| Frame {
        tail,
        tail_at,
        ..frame
    }))
}

fn sketch<'t>(layout: &Layout, document: &'t Document) -> Result<Sketch<'t>, serde_json::Error> {
    match layout {
        Layout::Lines => Ok(Sketch::lines(document.text())),
        Layout::Items(_) => Sketch::of(document.text()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::{READERS, Resource, read_document};
    use crate::pointer::Pointer;

    fn opener(text: &str) -> impl FnMut() -> Result<Box<dyn Read>, Box<Problem>> {
        let text = text.to_owned();
        move || Ok(Box::new(std::io::Cursor::new(text.clone())))
    }

    /// All that a file's resources are, and where they and their parts stand.
    fn told(resources: &[Resource]) -> Vec<String> {
        resources
            .iter()
            .map(|resource| {
                let body = &resource.body;
                let (document, range) = body.start();
                let properties = body.place(&body.properties);
                format!(
                    "{:?} {} {:?} {:?} {}",
                    Resource {
                        body: crate::inventory::Body {
                            document: Arc::new(Document::new("", "")),
                            range: 0..0,
                            pointer: Pointer::root(),
                            ..body.clone()
                        },
                        ..resource.clone()
                    },
                    body.pointer,
                    document.position(range.start),
                    properties.document.position(properties.range.start),
                    body.text(),
                )
            })
            .collect()
    }

    struct Pieced {
        resources: Vec<Resource>,
        problems: Vec<String>,
        pieces: usize,
    }

    fn in_pieces(text: &str, size: usize) -> Result<Option<Pieced>, Box<Problem>> {
        let options = ReadOptions::default();
        let mut open = opener(text);
        let Some(sequence) = Sequence::of(Arc::from("t.json"), &mut open, &options, size)? else {
            return Ok(None);
        };
        let mut pieced = Pieced {
            resources: Vec::new(),
            problems: Vec::new(),
            pieces: 0,
        };
        let mut pieces = sequence.pieces(open()?);
        while let Some((document, part)) = pieces.cut()? {
            let reading = sequence.read(&document, part, &options)?;
            pieced.resources.extend(reading.resources);
            let problems = reading.problems.iter().map(ToString::to_string);
            pieced.problems.extend(problems);
            pieced.pieces += 1;
        }
        Ok(Some(pieced))
    }

    fn whole(text: &str) -> (Vec<Resource>, Vec<String>) {
        let document = Arc::new(Document::new("t.json", text));
        let reading = read_document(&document, &ReadOptions::default());
        let problems = reading.problems.iter().map(ToString::to_string).collect();
        (reading.resources, problems)
    }

    #[test]
    fn files_in_pieces_read_as_they_do_whole() {
        let inputs = concat!(env!("CARGO_MANIFEST_DIR"), "/inputs");
        let mut formats = std::collections::BTreeSet::new();
        for entry in walkdir::WalkDir::new(inputs).sort_by_file_name() {
            let entry = entry.unwrap();
            let Ok(text) = std::fs::read_to_string(entry.path()) else {
                continue;
            };
            let (resources, problems) = whole(&text);
            for size in [1, 700, 20_000] {
                let Ok(Some(pieced)) = in_pieces(&text, size) else {
                    continue;
                };
                let name = entry.path().display();
                assert_eq!(told(&pieced.resources), told(&resources), "{name} {size}");
                assert_eq!(pieced.problems, problems, "{name} {size}");
                if size == 1 && resources.len() > 1 {
                    assert!(pieced.pieces > resources.len() / 2, "{name}");
                    let sketch = Sketch::of(&text).unwrap();
                    let reader = reader_for(&sketch, &ReadOptions::default()).unwrap();
                    formats.insert(reader.format());
                }
            }
        }
        let expected = READERS
            .iter()
            .map(|reader| reader.format())
            .filter(|format| {
                [
                    "onus",
                    "azure-resource-graph",
                    "arm-list",
                    "aws-config",
                    "cloudquery",
                    "kubernetes",
                ]
                .contains(format)
            });
        assert_eq!(formats, expected.collect());
    }

    const ROW: &str = r#"{"id": "/subscriptions/s/resourceGroups/g/providers/a.b/c/é", "type": "a.b/c", "properties": {"x": 1}}"#;

    #[test]
    fn what_an_export_says_of_itself_is_said_at_its_end() {
        let page = |total: usize| {
            format!(
                "{{\"count\": 3, \"data\": [{ROW},\r\n {ROW} ,{ROW}\n],\n \"skip_token\": null, \"total_records\": {total}}}"
            )
        };
        let pieced = in_pieces(&page(3), 1).unwrap().unwrap();
        assert!(pieced.problems.is_empty(), "{:?}", pieced.problems);
        assert_eq!((pieced.resources.len(), pieced.pieces), (3, 3));
        let pieced = in_pieces(&page(4), 1).unwrap().unwrap();
        assert_eq!(pieced.problems, whole(&page(4)).1);
        assert!(pieced.problems[0].contains("it holds 3 of 4 records"));
    }

    #[test]
    fn lists_on_lines_say_that_they_are_not_complete() {
        let list = |token: &str| {
            format!(
                r#"{{"apiVersion": "v1", "kind": "List", "metadata": {{"continue": "{token}"}}, "items": [{{"apiVersion": "v1", "kind": "Pod", "metadata": {{"name": "p"}}, "spec": {{}}}}]}}"#
            )
        };
        let text = format!("{}\n{}\n{}\n", list(""), list("more"), list(""));
        let (resources, problems) = whole(&text);
        assert_eq!((resources.len(), problems.len()), (3, 1), "{problems:?}");
        let pieced = in_pieces(&text, 1).unwrap().unwrap();
        assert_eq!(pieced.pieces, 3);
        assert_eq!(pieced.problems, problems);
    }

    #[test]
    fn damage_is_found_where_it_is() {
        for text in [
            format!("[{ROW},{ROW}"),
            format!("[{ROW},\n{ROW},]"),
            format!("[{ROW},{ROW}]]"),
            format!("{{\"value\": [{ROW},{ROW}], \"value\": []}}"),
            format!("[{ROW},{{\"id\": }},{ROW}]"),
        ] {
            let failed = match in_pieces(&text, 1) {
                Err(problem) => problem.to_string(),
                // Read whole, it is refused.
                Ok(None) => whole(&text).1.join(" "),
                Ok(Some(pieced)) => panic!("{text}: {:?}", pieced.problems),
            };
            assert!(failed.starts_with("t.json:"), "{failed}");
        }
        let mut bytes = format!("[{ROW},\n{ROW}").into_bytes();
        bytes.extend(b"\xff]");
        let mut open = || Ok(Box::new(std::io::Cursor::new(bytes.clone())) as Box<dyn Read>);
        let failed = Sequence::of(Arc::from("t.json"), &mut open, &ReadOptions::default(), 1);
        let problem = failed.err().unwrap().to_string();
        assert!(problem.contains("not UTF-8"), "{problem}");
        let line = format!("t.json:2:{}", ROW.chars().count() + 1);
        assert!(problem.starts_with(&line), "{problem}");
    }

    #[test]
    fn what_is_no_sequence_is_left_alone() {
        for text in [
            "",
            "{}",
            "[",
            "id,type\na,b\n",
            // One record; and an array that is not the one with the records.
            r#"{"id": "a", "type": "t", "provider": "p", "raw": {}, "data": [1, 2]}"#,
            r#"{"items": [1, 2], "value": [{"id": "/subscriptions/s", "type": "a.b/c"}]}"#,
            r#"{"resources": [], "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"}"#,
        ] {
            assert!(!matches!(in_pieces(text, 1), Ok(Some(_))), "{text}");
        }
    }
}
