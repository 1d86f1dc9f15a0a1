//! `json.patch`: RFC 6902 over objects, arrays, sets and values that are nested in them, as OPA does it.
//!
//! OPA edits a tree that is laid over the value, and so does this: one of its steps does not follow the standard, and
//! policies get what OPA gives. Where something was inserted into or removed from an array, a path that goes *through* an
//! item of it that was there before finds the item that was at that index in the beginning; and a scalar that was put in
//! beside an array, an object or a set that was put in can be lost, on which OPA crashes.

use super::json_paths::path;
use super::objects::child;
use super::operand::{array, wrong_type};
use super::{Builtin, Failure, MAX_ITEMS, Outcome, ordering};
use regorus::Value;
use regorus::value::{Array, Object, Set};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) const BUILTINS: &[Builtin] =
    &[Builtin { name: "json.patch", call: |_, operands| patch(operands) }];

fn patch(operands: &[Value]) -> Outcome {
    let mut document = Document {
        root: Some(Node::of(&operands[0])),
        is_replaced: false,
        budget: 100 * MAX_ITEMS,
    };
    for operation in array(2, &operands[1])? {
        let Value::Object(fields) = operation else {
            return Err(wrong_type(2, operation, "array of objects"));
        };
        document.apply(fields)?;
    }
    document.root.ok_or_else(crash)?.render(&mut document.budget)
}

struct Document {
    root: Option<Node>,
    /// Whether something was put in the place of the whole.
    is_replaced: bool,
    budget: usize,
}

impl Document {
    fn apply(&mut self, operation: &Object) -> Result<(), Failure> {
        let field = |name: &str| {
            let missing = || Failure::Error(format!("an operation has no `{name}`"));
            operation.get(&Value::from(name)).ok_or_else(missing)
        };
        let name = field("op")?;
        let at = path(field("path")?)?;
        match name.as_string().map(AsRef::as_ref) {
            Ok("add") => self.insert(&at, field("value")?),
            Ok("remove") => self.delete(&at),
            Ok("replace") => {
                let value = field("value")?;
                self.delete(&at)?;
                self.insert(&at, value)
            }
            Ok("move") => {
                let from = path(field("from")?)?;
                let value = self.find(&from)?;
                self.delete(&from)?;
                self.insert(&at, &value)
            }
            Ok("copy") => {
                let value = self.find(&path(field("from")?)?)?;
                self.insert(&at, &value)
            }
            Ok("test") => {
                let (found, wanted) = (self.find(&at)?, field("value")?);
                if ordering::equal(&found, wanted) {
                    return Ok(());
                }
                Err(Failure::Error("a `test` does not find its value".to_owned()))
            }
            _ => Err(Failure::Error("an operation has no `op` that is known".to_owned())),
        }
    }

    fn find(&mut self, path: &[Value]) -> Outcome {
        let (node, budget) = self.unfold(path)?;
        node.render(budget)
    }

    fn insert(&mut self, path: &[Value], value: &Value) -> Result<(), Failure> {
        let Some((key, parent)) = path.split_last() else {
            (self.root, self.is_replaced) = (Some(Node::of(value)), true);
            return Ok(());
        };
        if self.is_replaced {
            return Err(crash());
        }
        let (node, budget) = self.unfold(parent)?;
        node.insert(key, value, budget)
    }

    fn delete(&mut self, path: &[Value]) -> Result<(), Failure> {
        let Some((key, parent)) = path.split_last() else {
            return self.root.take().map(drop).ok_or_else(removed);
        };
        let is_replaced = self.is_replaced;
        let (node, budget) = self.unfold(parent)?;
        if is_replaced && !matches!(node, Node::Array(..)) {
            return Err(crash());
        }
        node.delete(key, budget)
    }

    fn unfold(&mut self, path: &[Value]) -> Result<(&mut Node, &mut usize), Failure> {
        if self.is_replaced && !path.is_empty() {
            return Err(crash());
        }
        let root = self.root.as_mut().ok_or_else(removed)?;
        Ok((root.unfold(path, &mut self.budget)?, &mut self.budget))
    }
}

/// A value that is being edited: what it was, and what became of it.
enum Node {
    Scalar(Value),
    /// With what was put in and what was removed.
    Object(Value, BTreeMap<Value, Option<Self>>),
    Set(Value, BTreeMap<Value, Option<Self>>),
    /// With its items, once it is looked into.
    Array(Arc<Array>, Option<Vec<Item>>),
}

enum Item {
    Untouched(Value),
    Edited(Node),
    /// It was put in, and OPA no longer finds it.
    Lost,
}

impl Node {
    fn of(value: &Value) -> Self {
        match value {
            Value::Object(_) => Self::Object(value.clone(), BTreeMap::new()),
            Value::Set(_) => Self::Set(value.clone(), BTreeMap::new()),
            Value::Array(items) => Self::Array(items.clone(), None),
            scalar => Self::Scalar(scalar.clone()),
        }
    }

    /// The node at a path.
    fn unfold(&mut self, path: &[Value], budget: &mut usize) -> Result<&mut Self, Failure> {
        let Some((key, rest)) = path.split_first() else {
            return Ok(self);
        };
        self.collapse(key, budget)?;
        let child = match self {
            Self::Scalar(_) => return Err(absent(key)),
            Self::Object(before, children) | Self::Set(before, children) => {
                if !children.contains_key(key) {
                    let found = child(before, key).ok_or_else(|| absent(key))?;
                    children.insert(key.clone(), Some(Self::of(found)));
                }
                let is_set = before.as_set().is_ok();
                let child = children.get_mut(key).and_then(Option::as_mut);
                child.ok_or_else(|| if is_set { crash() } else { absent(key) })?
            }
            Self::Array(before, items) => {
                let items = looked_into(before, items, budget)?;
                let at = index(items.len(), key)?.ok_or_else(|| absent(key))?;
                let item = items.get(at).ok_or_else(|| absent(key))?;
                if !matches!(item, Item::Edited(_)) {
                    let found = before.get(at).ok_or_else(|| absent(key))?;
                    spend(budget, items.len())?;
                    remove_at(items, at)?;
                    insert_at(items, at, Self::of(found))?;
                }
                match &mut items[at] {
                    Item::Edited(child) => child,
                    Item::Untouched(_) | Item::Lost => unreachable!("it has just been edited"),
                }
            }
        };
        child.unfold(rest, budget)
    }

    fn insert(&mut self, key: &Value, value: &Value, budget: &mut usize) -> Result<(), Failure> {
        self.collapse(key, budget)?;
        match self {
            Self::Scalar(_) => return Err(absent(key)),
            Self::Set(..) if key != value => {
                return Err(Failure::Error(format!("{value} cannot be put into a set at {key}")));
            }
            Self::Object(_, children) | Self::Set(_, children) => {
                children.insert(key.clone(), Some(Self::of(value)));
            }
            Self::Array(before, items) => {
                let items = looked_into(before, items, budget)?;
                let at = index(items.len(), key)?;
                let at = at.filter(|at| *at <= items.len()).ok_or_else(|| absent(key))?;
                spend(budget, items.len())?;
                insert_at(items, at, Self::of(value))?;
            }
        }
        Ok(())
    }

    fn delete(&mut self, key: &Value, budget: &mut usize) -> Result<(), Failure> {
        self.collapse(key, budget)?;
        match self {
            Self::Scalar(_) => return Err(absent(key)),
            Self::Object(before, children) | Self::Set(before, children) => {
                let is_there = match children.get(key) {
                    Some(child) => child.is_some(),
                    None => child(before, key).is_some(),
                };
                if !is_there {
                    return Err(absent(key));
                }
                children.insert(key.clone(), None);
            }
            Self::Array(before, items) => {
                let items = looked_into(before, items, budget)?;
                let at = index(items.len(), key)?;
                let at = at.filter(|at| *at < items.len()).ok_or_else(|| absent(key))?;
                spend(budget, items.len())?;
                remove_at(items, at)?;
            }
        }
        Ok(())
    }

    /// The members of a set are known by what they are now, so that what is nested in it has to be settled first.
    fn collapse(&mut self, key: &Value, budget: &mut usize) -> Result<(), Failure> {
        let is_composite = matches!(key, Value::Array(_) | Value::Set(_) | Value::Object(_));
        if is_composite && matches!(self, Self::Set(..)) {
            *self = Self::of(&self.render(budget)?);
        }
        Ok(())
    }

    fn render(&self, budget: &mut usize) -> Outcome {
        Ok(match self {
            Self::Scalar(value) => value.clone(),
            Self::Object(before, children) | Self::Set(before, children) if children.is_empty() => {
                before.clone()
            }
            Self::Array(before, None) => Value::Array(before.clone()),
            Self::Object(before, children) => {
                let mut fields: Object = before.as_object().cloned().unwrap_or_default();
                spend(budget, fields.len() + children.len())?;
                for (key, child) in children {
                    match child {
                        Some(child) => fields.insert(key.clone(), child.render(budget)?),
                        None => fields.remove(key),
                    };
                }
                fields.into_value()
            }
            Self::Set(before, children) => {
                let mut members: Set = before.as_set().cloned().unwrap_or_default();
                spend(budget, members.len() + children.len())?;
                members.retain(|member| !children.contains_key(member));
                for child in children.values().flatten() {
                    members.insert(child.render(budget)?);
                }
                members.into_value()
            }
            Self::Array(_, Some(items)) => {
                spend(budget, items.len())?;
                let value = |item: &Item| match item {
                    Item::Untouched(value) => Ok(value.clone()),
                    Item::Edited(node) => node.render(budget),
                    Item::Lost => Err(crash()),
                };
                Value::from(items.iter().map(value).collect::<Result<Vec<_>, _>>()?)
            }
        })
    }
}

fn looked_into<'a>(
    before: &Array,
    items: &'a mut Option<Vec<Item>>,
    budget: &mut usize,
) -> Result<&'a mut Vec<Item>, Failure> {
    spend(budget, if items.is_none() { before.len() } else { 0 })?;
    Ok(items.get_or_insert_with(|| before.iter().cloned().map(Item::Untouched).collect()))
}

/// OPA moves the items that were put in before: first the scalars, and then the others, which take with them the scalars
/// that have come to their places.
fn insert_at(items: &mut Vec<Item>, at: usize, node: Node) -> Result<(), Failure> {
    check_found(&items[at..])?;
    for scalar in at..items.len().saturating_sub(1) {
        if items[scalar].is_scalar() && items[scalar + 1].is_composite() {
            items[scalar] = Item::Lost;
        }
    }
    items.insert(at, Item::Edited(node));
    Ok(())
}

/// Likewise.
fn remove_at(items: &mut Vec<Item>, at: usize) -> Result<(), Failure> {
    check_found(&items[at + 1..])?;
    for scalar in at + 2..items.len() {
        if items[scalar].is_scalar() && items[scalar - 1].is_composite() {
            items[scalar] = Item::Lost;
        }
    }
    items.remove(at);
    Ok(())
}

fn check_found(items: &[Item]) -> Result<(), Failure> {
    if items.iter().any(|item| matches!(item, Item::Lost)) { Err(crash()) } else { Ok(()) }
}

impl Item {
    /// It was put in and is a scalar.
    fn is_scalar(&self) -> bool {
        matches!(self, Self::Edited(Node::Scalar(_)))
    }

    fn is_composite(&self) -> bool {
        matches!(self, Self::Edited(Node::Array(..) | Node::Object(..) | Node::Set(..)))
    }
}

/// The index that a key of an array is, if it is not negative; `-` is the one after the last.
fn index(length: usize, key: &Value) -> Result<Option<usize>, Failure> {
    let index = match key {
        Value::Number(number) => number.as_i64(),
        Value::String(text) if &**text == "-" => return Ok(Some(length)),
        Value::String(text) if text.starts_with('0') && text.len() > 1 => None,
        // OPA reads a string as a number, of which the fraction may be zero.
        Value::String(text) => {
            let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
            let is_whole = !fraction.is_empty() && fraction.bytes().all(|digit| digit == b'0');
            whole.parse().ok().filter(|_| is_whole)
        }
        _ => None,
    };
    let index: i64 =
        index.ok_or_else(|| Failure::Error(format!("{key} is no index of an array")))?;
    Ok(usize::try_from(index).ok())
}

/// Whoever edits large arrays many times has to stop.
fn spend(budget: &mut usize, work: usize) -> Result<(), Failure> {
    let left = budget.checked_sub(work + 1);
    *budget = left.ok_or_else(|| Failure::Refused("the patch edits too much".to_owned()))?;
    Ok(())
}

fn absent(key: &Value) -> Failure {
    Failure::Error(format!("a path leads to {key}, which is not there"))
}

fn removed() -> Failure {
    Failure::Error("the whole value was removed".to_owned())
}

/// OPA does not survive some operations: no result is better than one of ours.
fn crash() -> Failure {
    Failure::Refused(
        "OPA may crash on this patch: on an edit after the whole value was replaced, on a look at a removed member of a set, on scalars between others that were put into an array, or if the whole value is removed in the end"
            .to_owned(),
    )
}
