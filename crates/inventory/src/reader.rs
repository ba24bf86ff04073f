//! The seam between formats and everything else: one reader a format, each in a
//! file of its own, all listed in [`READERS`].

use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;

use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::document::Document;
use onus_core::json_pointer::Pointer;

use super::id_name::Misnamed;
use super::resource::Resource;
use crate::json::outline::{Members, Sketch, items};
use crate::streaming::file_survey::Survey;

/// Turns one kind of document into resources.
///
/// A reader knows nothing of policies. It maps each record's header, says where
/// the native record and its configuration stand, and lists what is not known or
/// must not be shown. It does not parse configurations.
pub trait Reader: Sync {
    /// The name that `--format` takes.
    fn format(&self) -> &'static str;

    /// What makes such a document, for help and messages.
    fn made_by(&self) -> &'static str;

    /// Whether the document is of this format, judged by its top level alone.
    fn recognises(&self, sketch: &Sketch<'_>) -> bool;

    /// Whether it can read the document when it is told where records have their
    /// id and their type.
    fn reads_by_path(&self, _sketch: &Sketch<'_>) -> bool {
        false
    }

    /// Where such a document has records that can be read some at a time, because none
    /// is needed to read another one, or what is needed of it is in the [`Survey`].
    /// What is said of the file as a whole is said by [`Self::close`] then, or has to
    /// look at [`Input::part`]. None when it has to be read whole.
    fn sequence(&self, _sketch: &Sketch<'_>) -> Option<Records> {
        None
    }

    /// Whether several documents can tell of one resource, so that those of a run have
    /// to be read together.
    fn joins(&self) -> bool {
        false
    }

    /// Reads all that can be read; what can't is reported as a problem.
    fn read(&self, source: &Input<'_>) -> Reading;

    /// What is to be said of the file of this name, when all of it has been read.
    fn close(&self, _name: &str, _survey: &Survey) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// Reads documents of one run, each of them whole, and says what is to be said of
    /// them: a reading for each. Only readers that join are asked to.
    fn read_together(&self, sources: &[Input<'_>], _extent: Extent) -> Vec<Reading> {
        sources.iter().map(|source| self.read(source)).collect()
    }
}

/// Whether documents are all that was named for a run: what is in none of them is not
/// there, or could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// They are all.
    Whole,
    /// Others could not be read.
    Lacking,
}

/// Where a document has its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Records {
    /// On its lines, or in the array that it is.
    Outermost,
    /// In the array that its object has under this key.
    Under(&'static str),
}

impl Records {
    /// The pointer of the array; of lines, of the line.
    pub fn pointer(self) -> Pointer {
        match self {
            Self::Outermost => Pointer::root(),
            Self::Under(key) => Pointer::root().child(key),
        }
    }

    /// Where records of a document stand that are not in an object; an object is a
    /// record itself.
    pub fn outermost(sketch: &Sketch<'_>) -> Option<Self> {
        match sketch {
            Sketch::Array(_) | Sketch::Lines(_) => Some(Self::Outermost),
            Sketch::Object(_) | Sketch::Text(_) => None,
        }
    }

    /// Where records of a document stand that are not in an object, or in an array
    /// that the object has under a key.
    pub fn outermost_or_under(sketch: &Sketch<'_>, key: &'static str) -> Option<Self> {
        match sketch {
            Sketch::Object(top) => top
                .get(key)
                .is_some_and(|part| part.get().starts_with('['))
                .then_some(Self::Under(key)),
            _ => Self::outermost(sketch),
        }
    }
}

/// How many records are looked at to recognise a format: one of them may be
/// damaged.
pub const LOOKED_AT: usize = 8;

/// A document together with its top level.
#[derive(Debug)]
pub struct Input<'t> {
    /// The document; records point into it.
    pub document: &'t Arc<Document>,
    /// Its top level.
    pub sketch: Sketch<'t>,
    /// How to read it.
    pub options: &'t ReadOptions,
    /// Which part of a file it is.
    pub part: Part,
    /// What an earlier reading told of the whole file. None when there was none: the
    /// document is all that there is, or is read to find that out.
    pub known: Option<&'t Survey>,
}

/// Which part of a file a document is. What a reader says of the file as a whole,
/// it says at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All of it, or lines that are documents of their own.
    Whole,
    /// Some of the items of its array.
    Some,
    /// The last items of its array.
    Last {
        /// The number of items of its array that came before.
        before: usize,
    },
}

impl Part {
    /// Whether nothing follows.
    pub fn is_end(self) -> bool {
        self != Self::Some
    }

    /// The number of items that came before.
    pub fn before(self) -> usize {
        match self {
            Self::Last { before } => before,
            Self::Whole | Self::Some => 0,
        }
    }
}

/// How to read documents, beside what they say of themselves.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The format's name; none to find it out.
    pub format: Option<String>,
    /// Values for the parameters of templates; of two for the same, the later one
    /// counts.
    pub parameters: Vec<Arc<Document>>,
    /// Where records of no known format have their id.
    pub id_path: Option<Pointer>,
    /// Where records of no known format have their type.
    pub type_path: Option<Pointer>,
}

/// What a reader made of a document.
#[derive(Debug, Default)]
pub struct Reading {
    /// Resources in the order of the document.
    pub resources: Vec<Resource>,
    /// The other files that parts of them stand in.
    pub beside: Vec<Arc<Document>>,
    /// What could not be read, and what the user should know.
    pub problems: Vec<Diagnostic>,
    /// What the document tells of its file as a whole.
    pub survey: Survey,
    /// Records with a `name` that their id contradicts, for one warning about all of
    /// the run.
    pub misnamed: Vec<Misnamed>,
    /// Whether `ConvertTo-Json` always flattens a part of such documents: nobody can make
    /// a better one, so it is not reported. What was flattened is unknown in any case.
    pub is_always_flattened: bool,
}

impl Input<'_> {
    /// The place of a part of the document.
    pub fn spot(&self, part: &RawValue) -> Spot {
        let range = self.document.range_of(part.get()).unwrap_or_default();
        Spot::new(self.document, range)
    }

    /// The pointer in the file of one in the document.
    pub fn pointer(&self, pointer: &Pointer) -> Pointer {
        let (file, _) = Document::trace(self.document, 0..0);
        file.pointer(pointer)
    }

    /// Parses a small part of the document.
    ///
    /// # Errors
    /// It is not of the expected shape; with the exact place.
    pub fn parse<'p, T: Deserialize<'p>>(&self, part: &'p RawValue) -> Result<T, Box<Diagnostic>> {
        serde_json::from_str(part.get()).map_err(|error| self.problem(part, &error))
    }

    /// The members of a part that should be an object.
    ///
    /// # Errors
    /// It is not an object, or has a key twice.
    pub fn members<'p>(&self, part: &'p RawValue) -> Result<Members<'p>, Box<Diagnostic>> {
        Members::parse(part.get()).map_err(|error| self.problem(part, &error))
    }

    /// The items of a member that should be an array; none when it is absent or
    /// null.
    ///
    /// # Errors
    /// It is something else.
    pub fn items<'p>(
        &self,
        members: &Members<'p>,
        key: &str,
    ) -> Result<Vec<&'p RawValue>, Box<Diagnostic>> {
        match members.get(key) {
            None => Ok(Vec::new()),
            Some(part) if part.get() == "null" => Ok(Vec::new()),
            Some(part) => items(part.get()).map_err(|error| self.problem(part, &error)),
        }
    }

    fn problem(&self, part: &RawValue, error: &serde_json::Error) -> Box<Diagnostic> {
        Box::new(json_problem(self.document, part.get(), error))
    }
}

/// A problem that serde_json found in `part` of a document, at its exact place.
pub fn json_problem(document: &Arc<Document>, part: &str, error: &serde_json::Error) -> Diagnostic {
    let text = error.to_string();
    let message = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(message, _)| message);
    let base = document.range_of(part).unwrap_or(0..0);
    // serde_json counts lines and columns from the start of what it was given;
    // the column is in bytes and points just behind what it had read.
    let inner = Document::new("", part);
    let at = base.start + inner.offset(error.line(), error.column());
    let end = (at + 1).min(document.text().len());
    let message = if error.is_eof() {
        "the JSON ends too early".to_owned()
    } else if error.is_syntax() {
        format!("this is not JSON: {message}")
    } else {
        plain(message)
    };
    let problem = Diagnostic::error(message).at(Spot::new(document, at.min(end)..end));
    if error.is_data() {
        problem.help("nothing of it is decided: export it again, or mend it by hand")
    } else {
        problem
    }
}

/// serde's words for what does not fit, for people.
fn plain(message: &str) -> String {
    if let Some(key) = message.strip_prefix("duplicate field ") {
        return format!(
            "{key} stands twice in one object, and policies would see only one of them"
        );
    }
    let Some((found, expected)) = message
        .strip_prefix("invalid type: ")
        .and_then(|rest| rest.split_once(", expected "))
    else {
        return message.to_owned();
    };
    let word = |text: &str| match text.split(' ').next().unwrap_or_default() {
        "sequence" => "a list".to_owned(),
        "map" | "struct" => "an object".to_owned(),
        "boolean" | "integer" | "string" => format!("the {text}"),
        _ => text.to_owned(),
    };
    format!(
        "this is {}, and {} is expected",
        word(found),
        word(expected)
    )
}

/// All readers, in the order in which they are asked.
pub static READERS: &[&dyn Reader] = &[
    &crate::formats::onus::records::Canonical,
    &crate::formats::onus::incident::Incidents,
    &crate::formats::azure::arm_template::ArmTemplate,
    &crate::formats::terraform::plan::TerraformPlan,
    &crate::formats::terraform::state::TerraformState,
    &crate::formats::aws::cloudformation::CloudFormation,
    &crate::formats::aws::config::query::AwsConfigQuery,
    &crate::formats::aws::config::AwsConfig,
    &crate::formats::terraform::raw_state::TerraformRawState,
    &crate::formats::pulumi::Pulumi,
    &crate::formats::m365::scubagear::ScubaGear,
    &crate::formats::kubernetes::Kubernetes,
    &crate::formats::gcp::search::GcpSearch,
    &crate::formats::gcp::asset::GcpAsset,
    &crate::formats::azure::resource_graph::AzureResourceGraph,
    &crate::formats::azure::arm_list::ArmList,
    &crate::formats::azure::arm_what_if::ArmWhatIf,
    &crate::formats::sbom::cyclonedx::CycloneDx,
    &crate::formats::sbom::spdx::Spdx,
    &crate::formats::ocsf::Ocsf,
    &crate::formats::steampipe::Steampipe,
    &crate::formats::cloudquery::CloudQuery,
    &crate::formats::csv::Csv,
    &crate::formats::generic::Generic,
];
