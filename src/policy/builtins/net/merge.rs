//! `net.cidr_merge`: the fewest networks that hold the addresses of all that are given.

use super::super::operand::items;
use super::super::{Context, Failure, Outcome};
use super::{Network, bits, is_short, mask, show};
use regorus::Value;
use std::collections::BTreeSet;
use std::net::IpAddr;

/// Addresses from one to another, and how they are shown if they are a network that was merged with no other.
struct Range {
    first: u128,
    last: u128,
    shown: Option<String>,
}

pub(super) fn merge(_: &Context, operands: &[Value]) -> Outcome {
    let mut ranges: Vec<Range> =
        items(1, &operands[0])?.into_iter().map(read).collect::<Result<_, _>>()?;
    if ranges.len() > 1 && ranges.iter().any(|range| range.shown.is_none()) {
        return Err(Failure::Refused(
            "networks of IPv4 that are written as IPv6 cannot be merged: write `10.0.0.0/8`"
                .to_owned(),
        ));
    }
    ranges.sort_by_key(|range| (range.last, range.first));
    let mut merged: Vec<Range> = Vec::new();
    // From the last on, each takes in those before it that it touches.
    for mut range in ranges.into_iter().rev() {
        if let Some(next) = merged.pop_if(|next| previous(next.first) <= range.last) {
            range = Range { first: range.first.min(next.first), last: next.last, shown: None };
        }
        merged.push(range);
    }
    let mut networks = BTreeSet::new();
    for Range { first, last, shown } in merged {
        match shown {
            Some(shown) => networks.extend([shown.into()]),
            None => networks.extend(cover(first, last)?.into_iter().map(Value::from)),
        }
    }
    Ok(networks.into())
}

/// A network, or an address of IPv4, which stands for the network of its class and is shown with its own host.
fn read(member: &Value) -> Result<Range, Failure> {
    let Value::String(text) = member else {
        return Err(Failure::Error("the members have to be strings".to_owned()));
    };
    let Ok(address) = text.parse::<IpAddr>() else {
        let network = Network::parse(text)?;
        let shown = (!(network.long && is_short(network.first)))
            .then(|| show_network(network.first, network.prefix));
        return Ok(Range { first: network.first, last: network.last(), shown });
    };
    let address = bits(address);
    if !is_short(address) {
        return Err(Failure::Error(format!(
            "`{text}` is of IPv6 and needs the length of a prefix"
        )));
    }
    let class = match address.to_be_bytes()[12] {
        0..0x80 => 8,
        0x80..0xc0 => 16,
        _ => 24,
    };
    let hosts = mask(96 + class);
    let shown = Some(format!("{}/{class}", show(address)));
    Ok(Range { first: address & !hosts, last: address | hosts, shown })
}

/// The address before, which the first address of its kind does not have.
fn previous(address: u128) -> u128 {
    if address == 0xffff << 32 { address } else { address.saturating_sub(1) }
}

/// The fewest networks of all addresses from one to another.
fn cover(first: u128, last: u128) -> Result<Vec<String>, Failure> {
    let span = 128 - (first ^ last).leading_zeros();
    let base = first & !1_u128.checked_shl(span).map_or(u128::MAX, |size| size - 1);
    // OPA fails on these in ways of its own.
    if is_short(first) != is_short(last) || (!is_short(first) && base != 0 && base >> 120 == 0) {
        return Err(Failure::Refused(format!(
            "the networks from {} to {} cannot be merged",
            show(first),
            show(last)
        )));
    }
    let mut networks = Vec::new();
    let mut next = first;
    loop {
        // As large as its first address and what is left allow.
        let left = (last - next).checked_add(1).map_or(128, u128::ilog2);
        let size = next.trailing_zeros().min(left);
        networks.push(show_network(next, 128 - size));
        let end = next | mask(128 - size);
        if end == last {
            return Ok(networks);
        }
        next = end + 1;
    }
}

fn show_network(first: u128, prefix: u32) -> String {
    let prefix = if is_short(first) { prefix - 96 } else { prefix };
    format!("{}/{prefix}", show(first))
}
