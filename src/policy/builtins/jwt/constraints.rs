//! What a policy asks of a token that it verifies.

use super::super::{Context, Failure, number, operand};
use super::key::{self, Key, VerificationKey};
use super::token::field;
use regorus::Value;
use std::cmp::Ordering;

/// The constraints. Empty ones are none.
#[derive(Debug)]
pub(super) struct Constraints<'a> {
    pub(super) keys: Vec<VerificationKey>,
    pub(super) algorithm: Option<&'a str>,
    issuer: Option<&'a str>,
    audience: &'a str,
    /// In seconds since 1970, as far as a float can tell.
    time: f64,
}

impl<'a> Constraints<'a> {
    pub(super) fn read(context: &Context, operand: &'a Value) -> Result<Self, Failure> {
        let fields = operand::object(2, operand)?;
        let known = ["alg", "aud", "cert", "iss", "secret", "time"];
        let is_known =
            |name: &Value| matches!(name, Value::String(name) if known.contains(&name.as_ref()));
        if let Some((name, _)) = fields.iter().find(|(name, _)| !is_known(name)) {
            return Err(Failure::Error(format!("the constraint `{name}` is not known")));
        }
        let text = |name: &str| match field(operand, name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.as_ref()).filter(|text| !text.is_empty())),
            Some(_) => Err(Failure::Error(format!("the constraint `{name}` is not a string"))),
        };
        let secret = text("secret")?.map(|secret| secret.as_bytes().to_vec());
        let keys = match (field(operand, "cert"), secret) {
            (None, None) => Err(Failure::Error("neither `cert` nor `secret` is given".to_owned())),
            (Some(_), Some(_)) => {
                Err(Failure::Error("both `cert` and `secret` are given".to_owned()))
            }
            (None, Some(secret)) => Ok(vec![VerificationKey::of(Key::Secret(secret))]),
            (Some(_), None) => key::read(text("cert")?.unwrap_or_default()),
        }?;
        let time = match field(operand, "time") {
            None => now(context)?,
            Some(time) => nanoseconds(time)?,
        };
        Ok(Self {
            keys,
            algorithm: text("alg")?,
            issuer: text("iss")?,
            audience: text("aud")?.unwrap_or_default(),
            time: time / 1e9,
        })
    }

    /// Whether the claims of a token whose signature holds are what is asked for.
    pub(super) fn are_met_by(&self, payload: &Value) -> Result<bool, Failure> {
        Ok(self.is_issuer(payload)?
            && self.is_audience(payload)
            && self.is_before_expiry(payload)?
            && self.is_after_start(payload)?)
    }

    fn is_issuer(&self, payload: &Value) -> Result<bool, Failure> {
        match (self.issuer, field(payload, "iss")) {
            (None, _) => Ok(true),
            (Some(_), None) => Ok(false),
            (Some(wanted), Some(Value::String(issuer))) => Ok(wanted == issuer.as_ref()),
            (Some(_), Some(_)) => Err(Failure::Error("the claim `iss` is not a string".to_owned())),
        }
    }

    /// A token that is for someone is for nobody else, and not for one who does not say who it is.
    fn is_audience(&self, payload: &Value) -> bool {
        let is_meant =
            |name: &Value| matches!(name, Value::String(name) if name.as_ref() == self.audience);
        match field(payload, "aud") {
            None => self.audience.is_empty(),
            Some(Value::Array(names)) => names.iter().any(is_meant),
            Some(name) => is_meant(name),
        }
    }

    fn is_before_expiry(&self, payload: &Value) -> Result<bool, Failure> {
        let order = self.order_of_claim(payload, "exp")?;
        Ok(order.is_none_or(|order| order == Ordering::Less))
    }

    fn is_after_start(&self, payload: &Value) -> Result<bool, Failure> {
        let order = self.order_of_claim(payload, "nbf")?;
        Ok(order.is_none_or(|order| order != Ordering::Less))
    }

    /// Whether the time is before or after a claim, if it is made.
    fn order_of_claim(&self, payload: &Value, name: &str) -> Result<Option<Ordering>, Failure> {
        match field(payload, name) {
            None => Ok(None),
            Some(claim @ Value::Number(_)) => {
                Ok(Some(number::compare(&Value::from(self.time), claim)))
            }
            Some(_) => Err(Failure::Error(format!("the claim `{name}` is not a number"))),
        }
    }
}

fn now(context: &Context) -> Result<f64, Failure> {
    let now = i64::try_from(context.now.as_nanosecond())
        .map_err(|_| Failure::Error("`now` is out of range".to_owned()))?;
    nanoseconds(&now.into())
}

fn nanoseconds(time: &Value) -> Result<f64, Failure> {
    number::read(time).and_then(|time| time.nearest_f64()).filter(|time| *time >= 0.0).ok_or_else(
        || Failure::Error("the constraint `time` is not a number that is positive".to_owned()),
    )
}
