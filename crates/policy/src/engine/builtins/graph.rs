//! `graph.*` and `walk`.

use std::collections::BTreeSet;

use regorus::Value;

use super::bounds::{self, Failure};
use super::call::Call;

/// The longest path of `graph.reachable_paths`.
const LONGEST_PATH: usize = 200;

/// The members of an array or a set; none of anything else.
fn neighbors(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Set(items) => items.iter_sorted().collect(),
        _ => Vec::new(),
    }
}

/// `graph.reachable(graph, initial)`: each node once, however many edges lead to it.
pub fn reachable(call: Call<'_>) -> Result<Value, Failure> {
    let Value::Object(graph) = call.argument(0)? else {
        return Err(call.wrong(0, "an object"));
    };
    bounds::deep(call.name, call.argument(0)?)?;
    let mut open = call.collection(1)?;
    let mut reached: BTreeSet<Value> = BTreeSet::new();
    while let Some(node) = open.pop() {
        if reached.contains(node) {
            continue;
        }
        if let Some(edges) = graph.get(node) {
            open.extend(neighbors(edges));
            reached.insert(node.clone());
        }
    }
    call.gathered(reached)
}

/// `graph.reachable_paths(graph, initial)`: all paths that do not visit a node twice. A
/// path ends at a node without edges, and before one that is not in the graph or that it
/// has visited.
pub fn reachable_paths(call: Call<'_>) -> Result<Value, Failure> {
    let Value::Object(graph) = call.argument(0)? else {
        return Err(call.wrong(0, "an object"));
    };
    bounds::deep(call.name, call.argument(0)?)?;
    let mut paths = Paths {
        call,
        graph,
        found: BTreeSet::new(),
        made: 0,
    };
    for node in call.collection(1)? {
        if let Some(edges) = graph.get(node) {
            let path = vec![node.clone()];
            let edges = neighbors(edges);
            if edges.is_empty() {
                paths.found(&path)?;
            }
            for neighbor in edges {
                paths.follow(neighbor, &path)?;
            }
        }
    }
    call.gathered(paths.found)
}

struct Paths<'a> {
    call: Call<'a>,
    graph: &'a regorus::value::Object,
    found: BTreeSet<Value>,
    /// Members of all paths looked at.
    made: usize,
}

impl Paths<'_> {
    fn found(&mut self, path: &[Value]) -> Result<(), Failure> {
        self.step(path)?;
        self.found.insert(Value::from(path.to_vec()));
        Ok(())
    }

    fn step(&mut self, path: &[Value]) -> Result<(), Failure> {
        self.made += path.len() + 1;
        bounds::members(self.call.name, self.made)
    }

    /// Goes on from a node that is not in the path, or follows the first one: as in OPA,
    /// an edge from the first node to itself is followed once.
    fn follow(&mut self, node: &Value, path: &[Value]) -> Result<(), Failure> {
        self.step(path)?;
        let Some(edges) = self.graph.get(node) else {
            return self.found(path);
        };
        if path.len() >= LONGEST_PATH {
            return Err(self
                .call
                .fails(format!("a path has more than {LONGEST_PATH} nodes")));
        }
        let mut path = path.to_vec();
        path.push(node.clone());
        let edges = neighbors(edges);
        if edges.is_empty() {
            return self.found(&path);
        }
        for neighbor in edges {
            if path.contains(neighbor) {
                self.found(&path)?;
            } else {
                self.follow(neighbor, &path)?;
            }
        }
        Ok(())
    }
}

/// `walk(value)`: each value in it with its path. As each path is a list of its own, what
/// this makes is the number of values times their depth.
pub fn walk(call: Call<'_>) -> Result<Value, Failure> {
    let value = call.argument(0)?;
    let size = bounds::deep(call.name, value)?;
    bounds::members(call.name, size.values)?;
    let mut made = Vec::new();
    let mut members = 0;
    visit(&mut Vec::new(), value, &mut made, &mut members);
    // Two members for each, and its path.
    bounds::count(call.name, members.saturating_mul(32))?;
    Ok(Value::from(made))
}

fn visit(path: &mut Vec<Value>, value: &Value, made: &mut Vec<Value>, members: &mut usize) {
    *members += path.len() + 4;
    let here = Value::from(path.clone());
    made.push(Value::from(vec![here, value.clone()]));
    let mut below = |key: Value, value: &Value| {
        path.push(key);
        visit(path, value, made, members);
        path.pop();
    };
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                below(Value::from(index), item);
            }
        }
        Value::Set(items) => {
            for item in items.iter_sorted() {
                below(item.clone(), item);
            }
        }
        Value::Object(fields) => {
            for (key, value) in fields.iter_sorted() {
                below(key.clone(), value);
            }
        }
        _ => {}
    }
}
