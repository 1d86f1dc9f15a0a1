//! `strings.render_template`: what templates of Go mostly are made of. That is texts, comments, `.a.b`, `$`, variables,
//! strings, `if`, `with`, `range` and the functions `not`, `and`, `or`, `eq`, `ne` and `len`. All else is refused, also what
//! Go would find wrong.

mod parse;

use super::operand::{object, string};
use super::{Builtin, Failure, Outcome, bounds, json_reader, number, quote};
use parse::{Operand, Path, Piece};
use regorus::Value;
use std::collections::BTreeMap;

pub(super) const BUILTINS: &[Builtin] =
    &[Builtin { name: "strings.render_template", call: |_, operands| render_template(operands) }];

fn render_template(operands: &[Value]) -> Outcome {
    let (template, _) = (string(1, &operands[0])?, object(2, &operands[1])?);
    // OPA reads what it prints as JSON, which sets, keys that are no strings and some escapes are not.
    let root = Datum::Value(json_reader::read(&quote::term(&operands[1])?)?);
    let pieces = parse::parse(template)?;
    let mut renderer = Renderer { root: root.clone(), variables: Vec::new(), text: String::new() };
    renderer.render(&pieces, &root)?;
    // What Go shows for nothing is something else to OPA, wherever it is.
    let text = renderer.text.replace("<no value>", "<undefined>");
    bounds::text(text.len())?;
    Ok(Value::from(text))
}

/// What an operand is.
#[derive(Debug, Clone)]
enum Datum {
    /// Of a key that is not there.
    Missing,
    Value(Value),
    /// Of an item of an array, or a length.
    Index(usize),
}

impl Datum {
    fn is_true(&self) -> bool {
        match self {
            Self::Missing | Self::Value(Value::Null | Value::Set(_) | Value::Undefined) => false,
            Self::Index(index) => *index > 0,
            Self::Value(Value::Bool(value)) => *value,
            // To Go a number is a text that is not empty.
            Self::Value(Value::Number(_)) => true,
            Self::Value(Value::String(text)) => !text.is_empty(),
            Self::Value(Value::Array(items)) => !items.is_empty(),
            Self::Value(Value::Object(fields)) => !fields.is_empty(),
        }
    }

    fn field(&self, name: &str) -> Result<Self, Failure> {
        match self {
            Self::Missing => Ok(Self::Missing),
            Self::Value(Value::Object(fields)) => {
                Ok(fields.get(&Value::from(name)).cloned().map_or(Self::Missing, Self::Value))
            }
            _ => Err(Failure::Error(format!("`.{name}` is asked of what is no object"))),
        }
    }
}

struct Renderer {
    root: Datum,
    variables: Vec<(String, Datum)>,
    text: String,
}

impl Renderer {
    fn render(&mut self, pieces: &[Piece], dot: &Datum) -> Result<(), Failure> {
        let known = self.variables.len();
        for piece in pieces {
            match piece {
                Piece::Text(text) => self.text.push_str(text),
                Piece::Show(operand) => match self.evaluate(operand, dot)? {
                    Datum::Missing | Datum::Value(Value::Null) => self.text.push_str("<no value>"),
                    Datum::Index(index) => self.text.push_str(&index.to_string()),
                    Datum::Value(value) => self.show(&value)?,
                },
                Piece::Set(name, operand) => {
                    let datum = self.evaluate(operand, dot)?;
                    self.variables.push((name.clone(), datum));
                }
                Piece::If(operand, then, other) => {
                    let branch = if self.evaluate(operand, dot)?.is_true() { then } else { other };
                    self.render(branch, dot)?;
                }
                Piece::With(operand, then, other) => {
                    let datum = self.evaluate(operand, dot)?;
                    if datum.is_true() {
                        self.render(then, &datum)?;
                    } else {
                        self.render(other, dot)?;
                    }
                }
                Piece::Range { names, over, body, other } => {
                    let items = items(&self.evaluate(over, dot)?)?;
                    if items.is_empty() {
                        self.render(other, dot)?;
                    }
                    for (key, item) in items {
                        self.variables.extend(match &names[..] {
                            [] => vec![],
                            [name] => vec![(name.clone(), item.clone())],
                            [first, second, ..] => {
                                vec![(first.clone(), key), (second.clone(), item.clone())]
                            }
                        });
                        self.render(body, &item)?;
                        self.variables.truncate(known);
                    }
                }
            }
            bounds::text(self.text.len())?;
        }
        self.variables.truncate(known);
        Ok(())
    }

    fn evaluate(&self, operand: &Operand, dot: &Datum) -> Result<Datum, Failure> {
        let truth = |value: bool| Ok(Datum::Value(Value::from(value)));
        match operand {
            Operand::Value(value) => Ok(Datum::Value(value.clone())),
            Operand::Path(path) => self.follow(path, dot),
            Operand::Not(operand) => truth(!self.evaluate(operand, dot)?.is_true()),
            Operand::Equal(a, b, wanted) => {
                match (self.evaluate(a, dot)?, self.evaluate(b, dot)?) {
                    (Datum::Value(a @ Value::String(_)), Datum::Value(b @ Value::String(_)))
                    | (Datum::Value(a @ Value::Bool(_)), Datum::Value(b @ Value::Bool(_))) => {
                        truth((a == b) == *wanted)
                    }
                    _ => Err(parse::refused("a comparison of other than strings or booleans")),
                }
            }
            Operand::First(operands, wanted) => {
                let mut last = Datum::Missing;
                for operand in operands {
                    last = self.evaluate(operand, dot)?;
                    if last.is_true() == *wanted {
                        break;
                    }
                }
                Ok(last)
            }
            Operand::Length(operand) => match self.evaluate(operand, dot)? {
                Datum::Value(Value::String(text)) => Ok(Datum::Index(text.len())),
                Datum::Value(Value::Array(items)) => Ok(Datum::Index(items.len())),
                Datum::Value(Value::Object(fields)) => Ok(Datum::Index(fields.len())),
                _ => Err(parse::refused("the length of what is no string, array or object")),
            },
        }
    }

    fn follow(&self, path: &Path, dot: &Datum) -> Result<Datum, Failure> {
        let from = match path.variable.as_deref() {
            None => dot,
            Some("") => &self.root,
            Some(name) => {
                let known = self.variables.iter().rev().find(|(known, _)| known == name);
                known
                    .map(|(_, datum)| datum)
                    .ok_or_else(|| parse::refused("an unknown variable"))?
            }
        };
        path.fields.iter().try_fold(from.clone(), |datum, name| datum.field(name))
    }

    /// As Go's `fmt` prints it.
    fn show(&mut self, value: &Value) -> Result<(), Failure> {
        bounds::text(self.text.len())?;
        match value {
            Value::Null | Value::Set(_) | Value::Undefined => self.text.push_str("<nil>"),
            Value::Bool(value) => self.text.push_str(if *value { "true" } else { "false" }),
            Value::Number(_) => self.text.push_str(&number::text(value)?),
            Value::String(text) => self.text.push_str(text),
            Value::Array(items) => self.show_all(items.iter())?,
            Value::Object(_) => {
                self.text.push_str("map[");
                for (index, (key, value)) in fields(value).into_iter().enumerate() {
                    self.text.push_str(if index == 0 { "" } else { " " });
                    self.text.push_str(key);
                    self.text.push(':');
                    self.show(value)?;
                }
                self.text.push(']');
            }
        }
        Ok(())
    }

    fn show_all<'a>(&mut self, values: impl Iterator<Item = &'a Value>) -> Result<(), Failure> {
        self.text.push('[');
        for (index, value) in values.enumerate() {
            self.text.push_str(if index == 0 { "" } else { " " });
            self.show(value)?;
        }
        self.text.push(']');
        Ok(())
    }
}

/// What is gone through, with the key of each.
fn items(datum: &Datum) -> Result<Vec<(Datum, Datum)>, Failure> {
    let indexed = |items: Vec<&Value>| {
        let items = items.into_iter().cloned().map(Datum::Value).enumerate();
        items.map(|(index, item)| (Datum::Index(index), item)).collect()
    };
    match datum {
        Datum::Missing | Datum::Value(Value::Null) => Ok(Vec::new()),
        Datum::Value(Value::Array(items)) => Ok(indexed(items.iter().collect())),
        Datum::Value(value @ Value::Object(_)) => {
            let field = |(key, value): (&str, &Value)| {
                (Datum::Value(Value::from(key)), Datum::Value(value.clone()))
            };
            Ok(fields(value).into_iter().map(field).collect())
        }
        Datum::Index(_) => Err(parse::refused("a `range` of a number")),
        Datum::Value(_) => {
            Err(Failure::Error("`range` goes through what is no array or object".to_owned()))
        }
    }
}

/// The fields of an object in the order of their names.
fn fields(value: &Value) -> BTreeMap<&str, &Value> {
    let fields = value.as_object().into_iter().flat_map(|fields| fields.iter_sorted());
    fields.filter_map(|(key, value)| Some((&**key.as_string().ok()?, value))).collect()
}
