use super::super::{Failure, number, quote};
use super::spec::Spec;
use num_bigint::BigInt;
use regorus::Value;

/// A value, as OPA hands it to Go: numbers by how they are written, and all but texts as OPA prints them.
#[derive(Debug, Clone, PartialEq)]
enum Argument {
    Integer(i64),
    BigInteger(BigInt),
    Float(f64),
    Text(String),
}

/// What is given for a verb.
#[derive(Debug)]
pub(super) struct Given {
    argument: Argument,
    /// What it would be, had it been computed and not read.
    computed: Option<Argument>,
}

impl Given {
    pub(super) fn of(value: &Value) -> Result<Self, Failure> {
        let argument = match value {
            Value::String(text) => Argument::Text(text.to_string()),
            Value::Number(_) => {
                let Some((written, computed)) = number::texts(value) else {
                    return Err(Failure::Refused("a number has no text".into()));
                };
                let argument = Argument::of_number(&written);
                let computed = computed.map(|text| Argument::of_number(&text));
                let computed = computed.filter(|computed| *computed != argument);
                return Ok(Self { argument, computed });
            }
            _ => Argument::Text(quote::term(value)?),
        };
        Ok(Self { argument, computed: None })
    }

    pub(super) fn format(&self, spec: &Spec, verb: char) -> Result<String, Failure> {
        self.either(|argument| argument.format(spec, verb))?
    }

    /// As one that no verb asked for.
    pub(super) fn with_type(&self) -> Result<String, Failure> {
        self.either(|argument| {
            format!("{}={}", argument.type_name(), argument.plain(&Spec::default()))
        })
    }

    /// As a width.
    pub(super) fn integer(&self) -> Result<Option<i64>, Failure> {
        self.either(|argument| match argument {
            Argument::Integer(integer) => Some(*integer),
            _ => None,
        })
    }

    fn either<T: PartialEq>(&self, of: impl Fn(&Argument) -> T) -> Result<T, Failure> {
        let result = of(&self.argument);
        match &self.computed {
            Some(computed) if of(computed) != result => Err(Failure::Refused(
                "OPA prints a number in one way if it was read, and in another if it was computed, and which is not known here: use `%v`".into(),
            )),
            _ => Ok(result),
        }
    }
}

impl Argument {
    fn of_number(text: &str) -> Self {
        let whole = text.split_once('.').map_or(text, |(whole, decimals)| {
            if decimals.bytes().all(|digit| digit == b'0') { whole } else { text }
        });
        if let Ok(integer) = whole.parse() {
            return Self::Integer(integer);
        }
        if let Some(integer) = BigInt::parse_bytes(text.as_bytes(), 10) {
            return Self::BigInteger(integer);
        }
        match text.parse::<f64>() {
            Ok(float) if text.contains('.') && float.is_finite() => Self::Float(float),
            _ => Self::Text(text.to_owned()),
        }
    }

    fn type_name(&self) -> &'static str {
        match self {
            Self::Integer(_) => "int64",
            Self::BigInteger(_) => "*big.Int",
            Self::Float(_) => "float64",
            Self::Text(_) => "string",
        }
    }

    fn format(&self, spec: &Spec, verb: char) -> Result<String, Failure> {
        if verb == 'T' {
            return Ok(spec.text('s', self.type_name()).unwrap_or_default());
        }
        let formatted = match self {
            Self::Integer(value) => spec.integer(verb, *value),
            Self::BigInteger(_) if verb == 'p' => {
                return Err(Failure::Refused("`%p` is an address, which is never the same".into()));
            }
            Self::BigInteger(value) => {
                let formatted = spec.big_integer(verb, value);
                return Ok(formatted.unwrap_or_else(|| format!("%!{verb}(big.Int={value})")));
            }
            Self::Float(value) => spec.float(verb, *value),
            Self::Text(value) => spec.text(verb, value),
        };
        Ok(formatted
            .unwrap_or_else(|| format!("%!{verb}({}={})", self.type_name(), self.plain(spec))))
    }

    /// Behind a verb that it has not, with the flags of that verb.
    fn plain(&self, spec: &Spec) -> String {
        let formatted = match self {
            Self::Integer(value) => spec.integer('d', *value),
            Self::BigInteger(value) => spec.big_integer('v', value),
            Self::Float(value) => spec.float('g', *value),
            Self::Text(value) => spec.text('s', value),
        };
        formatted.unwrap_or_default()
    }
}
