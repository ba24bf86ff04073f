//! Shapes: how the names and lists of one tool become those of another.

use serde_json::value::RawValue;

use onus_core::json_pointer::Pointer;

use crate::json::outline::{Members, items};
use crate::reshape::Original;
use crate::reshape::part::Part;

/// Values nested deeper than this are copied and unknown: no real configuration comes near,
/// and each level costs a pass over everything below it.
const DEEPEST: usize = 48;

/// The names of an object's members in another tool.
pub trait Shape: Clone {
    /// Where a member of the object goes; none if it has no place in the new shape.
    fn member(&self, key: &str) -> Option<Member<Self>>;

    /// The objects and lists of objects that an object may have, without those of these names:
    /// a value without a certain place may be any of them.
    fn others(&self, _placed: &[&str]) -> Vec<String> {
        Vec::new()
    }
}

/// Where a member goes.
pub struct Member<S> {
    /// The way from the object to the value; never empty.
    pub path: Vec<String>,
    /// What happens to a list.
    pub form: Form,
    /// The shape of the value, or of a list's items. None: it stays as it is.
    pub shape: Option<S>,
    /// Whether an object or a list here has the right form. If not, it is unknown.
    pub is_certain: bool,
}

/// How a value's list becomes another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As it is.
    Same,
    /// A list of one object becomes that object, and an empty list is absent. An object is a
    /// map with the user's keys.
    Block,
    /// An object becomes a list of one.
    List,
}

/// Writes values in another shape.
pub struct Writer<'w, 'r> {
    /// The original.
    pub original: &'w Original<'r>,
    /// Places in the new record whose value could not be written in the new shape.
    pub unknown: Vec<Pointer>,
}

impl<'w, 'r> Writer<'w, 'r> {
    /// A writer for values of this record.
    pub fn new(original: &'w Original<'r>) -> Self {
        Self {
            original,
            unknown: Vec::new(),
        }
    }

    /// Adds the members of an object to a part, each at its place.
    pub fn members<S: Shape>(
        &mut self,
        members: &Members<'_>,
        shape: &S,
        (to, at): (&mut Part, &Pointer),
    ) {
        self.fill(members, shape, (to, at), 0);
    }

    fn nested<S: Shape>(
        &mut self,
        part: &RawValue,
        shape: Option<&S>,
        at: &Pointer,
        depth: usize,
    ) -> Part {
        let is_nested = part.get().starts_with(['{', '[']);
        let Some(shape) = shape.filter(|_| is_nested) else {
            return self.original.copy(part);
        };
        let range = self.original.range_of(part);
        if depth < DEEPEST {
            if let Ok(members) = Members::parse(part.get()) {
                let mut object = Part::object(Vec::new(), self.original.document, range);
                self.fill(&members, shape, (&mut object, at), depth);
                return object;
            }
            if let Ok(list) = items(part.get()) {
                let list = list
                    .into_iter()
                    .enumerate()
                    .map(|(index, item)| {
                        let at = at.child(index.to_string());
                        self.nested(item, Some(shape), &at, depth + 1)
                    })
                    .collect();
                return Part::list(list, self.original.document, range);
            }
        }
        // A key is there twice, or the value is nested too deeply.
        self.unknown.push(at.clone());
        self.original.copy(part)
    }

    fn fill<S: Shape>(
        &mut self,
        members: &Members<'_>,
        shape: &S,
        (to, at): (&mut Part, &Pointer),
        depth: usize,
    ) {
        let base = at;
        let mut placed: Vec<String> = Vec::new();
        let mut is_certain = true;
        for (key, part) in members.iter() {
            let Some(member) = shape.member(key) else {
                continue;
            };
            let at = member
                .path
                .iter()
                .fold(at.clone(), |at, step| at.child(step));
            let Some(value) = self.formed(part, &member, &at, depth) else {
                continue;
            };
            if !member.is_certain && part.get().starts_with(['{', '[']) {
                self.unknown.push(at);
                is_certain &= !part.get().contains('{');
            }
            let path = member.path;
            placed.extend(path.first().cloned());
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            to.add(&path, value);
        }
        if !is_certain {
            let placed: Vec<&str> = placed.iter().map(String::as_str).collect();
            let others = shape.others(&placed).into_iter();
            self.unknown.extend(others.map(|name| base.child(name)));
        }
    }

    /// A member's value with its list as the new shape has it; none for an empty block.
    fn formed<S: Shape>(
        &mut self,
        part: &RawValue,
        member: &Member<S>,
        at: &Pointer,
        depth: usize,
    ) -> Option<Part> {
        let shape = member.shape.as_ref();
        match member.form {
            Form::Block if part.get().starts_with('[') => {
                let list = items(part.get()).ok()?;
                match list.as_slice() {
                    [] => None,
                    [only] if only.get().starts_with('{') => {
                        Some(self.nested(only, shape, at, depth + 1))
                    }
                    list => {
                        if list.iter().any(|item| item.get().starts_with('{')) {
                            self.unknown.push(at.clone());
                        }
                        Some(self.original.copy(part))
                    }
                }
            }
            Form::Block if part.get().starts_with('{') => Some(self.original.copy(part)),
            Form::List if part.get().starts_with('{') => {
                let item = self.nested(part, shape, &at.child("0"), depth + 1);
                let range = self.original.range_of(part);
                Some(Part::list(vec![item], self.original.document, range))
            }
            _ => Some(self.nested(part, shape, at, depth + 1)),
        }
    }
}

/// The place in the new shape of a place below an object of this shape; none if it has no
/// place there.
pub fn place<S: Shape>(shape: &S, tail: &Pointer) -> Option<Pointer> {
    let mut steps = tail.segments().peekable();
    let mut shape = Some(shape.clone());
    let mut at = Pointer::root();
    while let Some(step) = steps.next() {
        let is_index = step.bytes().all(|byte| byte.is_ascii_digit());
        let Some(current) = shape.clone().filter(|_| !is_index) else {
            at = at.child(step);
            continue;
        };
        let member = current.member(step)?;
        at = member.path.iter().fold(at, |at, step| at.child(step));
        let next_is_index = steps
            .peek()
            .is_some_and(|next| next.bytes().all(|byte| byte.is_ascii_digit()));
        match member.form {
            Form::Block if next_is_index => {
                steps.next();
            }
            Form::List if !next_is_index && steps.peek().is_some() => at = at.child("0"),
            _ => {}
        }
        shape = match member.form {
            Form::Block if !next_is_index => None,
            _ => member.shape,
        };
    }
    Some(at)
}
