//! `graph.*`: a graph is an object of nodes, each with an array or a set of those that it leads to.

use super::operand::{items, object};
use super::{Builtin, Failure, Outcome, bounds};
use regorus::Value;
use regorus::value::{Object, Set};

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin { name: "graph.reachable", call: |_, operands| reachable(operands) },
    Builtin { name: "graph.reachable_paths", call: |_, operands| reachable_paths(operands) },
];

/// The nodes of the graph that can be reached, with those that the way begins at.
fn reachable(operands: &[Value]) -> Outcome {
    let graph = object(1, &operands[0])?;
    let mut to_visit = items(2, &operands[1])?;
    let mut reached = Set::default();
    while let Some(node) = to_visit.pop() {
        if let Some(edges) = graph.get(node).filter(|_| !reached.contains(node)) {
            reached.insert(node.clone());
            to_visit.extend(neighbours(edges));
        }
    }
    Ok(reached.into_value())
}

/// The ways from nodes as far as they lead: to a node without edges, to one that is not in the graph (which is left out), or
/// until they would come to a node a second time.
fn reachable_paths(operands: &[Value]) -> Outcome {
    let graph = object(1, &operands[0])?;
    let mut ways = Ways { graph, paths: Set::default(), steps: 0 };
    for start in items(2, &operands[1])? {
        let Some(edges) = graph.get(start) else {
            continue;
        };
        let edges = neighbours(edges);
        if edges.is_empty() {
            ways.paths.insert(Value::from(vec![start.clone()]));
        }
        for edge in edges {
            ways.follow(edge, &mut vec![start.clone()])?;
        }
    }
    Ok(ways.paths.into_value())
}

/// No way is longer: it would take the stack.
const MAX_WAY: usize = 1_000;

struct Ways<'a> {
    graph: &'a Object,
    paths: Set,
    /// How many nodes all ways have had so far.
    steps: usize,
}

impl Ways<'_> {
    /// From a node that is not on the path, or is the one that the path begins at.
    fn follow(&mut self, node: &Value, path: &mut Vec<Value>) -> Result<(), Failure> {
        let Some(edges) = self.graph.get(node) else {
            return self.end(path);
        };
        if path.len() == MAX_WAY {
            return Err(Failure::Refused(format!("a way has more than {MAX_WAY} nodes")));
        }
        path.push(node.clone());
        let edges = neighbours(edges);
        if edges.is_empty() {
            self.end(path)?;
        }
        for edge in edges {
            if path.contains(edge) {
                self.end(path)?;
            } else {
                self.follow(edge, path)?;
            }
        }
        path.pop();
        Ok(())
    }

    fn end(&mut self, path: &[Value]) -> Result<(), Failure> {
        self.steps += path.len();
        bounds::items(self.steps)?;
        self.paths.insert(Value::from(path.to_vec()));
        Ok(())
    }
}

fn neighbours(edges: &Value) -> Vec<&Value> {
    match edges {
        Value::Array(edges) => edges.iter().collect(),
        Value::Set(edges) => edges.iter().collect(),
        _ => Vec::new(),
    }
}
