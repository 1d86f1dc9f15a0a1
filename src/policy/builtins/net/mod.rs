//! `net.cidr_*`: networks of addresses, as Go's package `net` sees them.

mod merge;

use super::operand::{string, type_name, wrong_type};
use super::{Builtin, Context, Failure, Outcome, bounds};
use regorus::Value;
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv6Addr};

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin { name: "net.cidr_contains", call: contains },
    Builtin { name: "net.cidr_overlap", call: contains },
    Builtin { name: "net.cidr_contains_matches", call: contains_matches },
    Builtin { name: "net.cidr_expand", call: expand },
    Builtin { name: "net.cidr_intersects", call: intersects },
    Builtin { name: "net.cidr_is_valid", call: |_, operands| Ok(is_valid(&operands[0]).into()) },
    Builtin { name: "net.cidr_merge", call: merge::merge },
];

/// No network is expanded to more addresses than this.
const MAX_ADDRESSES: usize = 1 << 17;

/// No two lists of networks are matched where there are more pairs than this.
const MAX_PAIRS: usize = 1 << 22;

/// A network: its first address, in 128 bits, and how many of those bits are the network's. An IPv4 address is one that is
/// mapped into IPv6, and such a network is of IPv4, however it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Network {
    first: u128,
    prefix: u32,
    /// Written as addresses of IPv6.
    long: bool,
}

impl Network {
    /// Reads `10.0.0.0/8` or `2001:db8::/32`. The address may be any in the network.
    fn parse(text: &str) -> Result<Self, Failure> {
        let invalid = || Failure::Error(format!("`{text}` is not a network such as `10.0.0.0/8`"));
        let (address, prefix) = text.split_once('/').ok_or_else(invalid)?;
        let digits = !prefix.is_empty() && prefix.bytes().all(|digit| digit.is_ascii_digit());
        let prefix = prefix.trim_start_matches('0');
        let prefix: u32 =
            if prefix.is_empty() { 0 } else { prefix.parse().map_err(|_| invalid())? };
        let address: IpAddr = address.parse().map_err(|_| invalid())?;
        let long = address.is_ipv6();
        if !digits || prefix > if long { 128 } else { 32 } {
            return Err(invalid());
        }
        let prefix = if long { prefix } else { prefix + 96 };
        Ok(Self { first: bits(address) & !mask(prefix), prefix, long })
    }

    fn last(self) -> u128 {
        self.first | mask(self.prefix)
    }

    /// Whether an address is in the network. One of IPv4 is in none of IPv6.
    fn contains(self, address: u128) -> bool {
        is_short(self.first) == is_short(address) && address & !mask(self.prefix) == self.first
    }

    fn includes(self, other: Self) -> bool {
        self.contains(other.first) && self.contains(other.last())
    }
}

/// The bits that are the host's.
fn mask(prefix: u32) -> u128 {
    u128::MAX.checked_shr(prefix).unwrap_or(0)
}

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

/// Whether an address is of IPv4.
fn is_short(address: u128) -> bool {
    address >> 32 == 0xffff
}

fn show(address: u128) -> String {
    let address = Ipv6Addr::from_bits(address);
    match address.to_ipv4_mapped() {
        Some(address) => address.to_string(),
        None => address.to_string(),
    }
}

/// A network, or an address as the network of only itself.
fn network_or_address(text: &str) -> Result<Network, Failure> {
    match text.parse() {
        Ok(address) => Ok(Network { first: bits(address), prefix: 128, long: true }),
        Err(_) => Network::parse(text),
    }
}

fn contains(_: &Context, operands: &[Value]) -> Outcome {
    let network = Network::parse(string(1, &operands[0])?)?;
    Ok(network.includes(network_or_address(string(2, &operands[1])?)?).into())
}

fn intersects(_: &Context, operands: &[Value]) -> Outcome {
    let one = Network::parse(string(1, &operands[0])?)?;
    let other = Network::parse(string(2, &operands[1])?)?;
    Ok((one.contains(other.first) || other.contains(one.first)).into())
}

fn is_valid(value: &Value) -> bool {
    matches!(value, Value::String(text) if Network::parse(text).is_ok())
}

fn expand(_: &Context, operands: &[Value]) -> Outcome {
    let network = Network::parse(string(1, &operands[0])?)?;
    let hosts = mask(network.prefix);
    if hosts >= MAX_ADDRESSES as u128 {
        return Err(Failure::Refused(format!(
            "the network has more than {MAX_ADDRESSES} addresses"
        )));
    }
    let addresses = (0..=hosts).map(|host| show(network.first | host).into());
    Ok(addresses.collect::<BTreeSet<Value>>().into())
}

fn contains_matches(_: &Context, operands: &[Value]) -> Outcome {
    let networks = entries(operands, 1)?;
    if networks.is_empty() {
        return Ok(Value::new_set());
    }
    let others = entries(operands, 2)?;
    if others.is_empty() {
        return Ok(Value::new_set());
    }
    if networks.len().saturating_mul(others.len()) > MAX_PAIRS {
        return Err(Failure::Refused(format!("there are more than {MAX_PAIRS} pairs to match")));
    }
    let read =
        |entries: Vec<(Value, Value)>, position, read: fn(&str) -> Result<Network, Failure>| {
            entries
                .into_iter()
                .map(|(index, entry)| match &entry {
                    Value::String(text) => Ok((index, read(text)?)),
                    other => Err(wrong_type(position, other, "made of networks")),
                })
                .collect::<Result<Vec<(Value, Network)>, Failure>>()
        };
    let networks = read(networks, 1, Network::parse)?;
    let others = read(others, 2, network_or_address)?;
    let mut found = BTreeSet::new();
    for (index, network) in &networks {
        for (other_index, other) in &others {
            if network.includes(*other) {
                found.insert(Value::from(vec![index.clone(), other_index.clone()]));
            }
        }
        bounds::items(found.len())?;
    }
    Ok(found.into())
}

/// What an operand names: by itself, by place, by member or by key; and what of it is the network. An operand of another
/// type names nothing.
fn entries(operands: &[Value], position: usize) -> Result<Vec<(Value, Value)>, Failure> {
    let network = |entry: &Value| match entry {
        Value::String(_) => Ok(entry.clone()),
        Value::Array(parts) if !parts.is_empty() => Ok(parts[0].clone()),
        other => Err(Failure::Error(format!(
            "operand {position} must be made of strings or arrays that begin with one, not of {}s",
            type_name(other)
        ))),
    };
    match &operands[position - 1] {
        text @ Value::String(_) => Ok(vec![(text.clone(), text.clone())]),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(place, item)| Ok((place.into(), network(item)?)))
            .collect(),
        Value::Set(items) => items.iter().map(|item| Ok((item.clone(), network(item)?))).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(key, item)| Ok((key.clone(), network(item)?))).collect()
        }
        _ => Ok(Vec::new()),
    }
}

#[cfg(test)]
mod tests;
