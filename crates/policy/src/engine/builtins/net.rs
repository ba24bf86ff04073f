//! `net.cidr_*` with the rules of Go's `net` (<https://pkg.go.dev/net>): an IPv4 address
//! in its IPv6 form (`::ffff:10.0.0.1`) is that IPv4 address.

use std::net::IpAddr;

use regorus::Value;

use super::bounds::Failure;
use super::call::Call;

/// A network as Go parses it.
#[derive(Clone, Copy)]
struct Network {
    /// The address, with nothing behind the prefix.
    address: Address,
    /// The prefix, in bits of the address.
    prefix: u32,
}

/// An address: of 4 bytes if it is an IPv4 one in either form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Address {
    V4(u32),
    V6(u128),
}

impl Address {
    fn parse(text: &str) -> Option<Self> {
        text.parse::<IpAddr>().ok().map(Self::from)
    }
}

impl From<IpAddr> for Address {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::V4(address.into()),
            IpAddr::V6(address) => Self::V6(address.into()),
        }
    }
}

impl Network {
    fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = text.split_once('/')?;
        let address: IpAddr = address.parse().ok()?;
        let digits = !prefix.is_empty() && prefix.bytes().all(|b| b.is_ascii_digit());
        let prefix: u32 = digits.then(|| prefix.parse().ok()).flatten()?;
        match address {
            IpAddr::V4(address) if prefix <= 32 => Some(Self {
                address: Address::V4(u32::from(address) & mask4(prefix)),
                prefix,
            }),
            IpAddr::V6(address) if prefix <= 128 => {
                let masked = u128::from(address) & mask6(prefix);
                let address = Address::from(IpAddr::V6(masked.into()));
                Some(match address {
                    // Of the mask of an IPv4 network in its IPv6 form, the last 4 bytes
                    // count.
                    Address::V4(_) => Self {
                        address,
                        prefix: prefix.saturating_sub(96),
                    },
                    Address::V6(_) => Self { address, prefix },
                })
            }
            _ => None,
        }
    }

    fn contains(self, address: Address) -> bool {
        match (self.address, address) {
            (Address::V4(network), Address::V4(address)) => network == address & mask4(self.prefix),
            (Address::V6(network), Address::V6(address)) => network == address & mask6(self.prefix),
            _ => false,
        }
    }

    fn contains_all(self, other: Self) -> bool {
        self.contains(other.address) && self.prefix <= other.prefix
    }
}

fn mask4(prefix: u32) -> u32 {
    u32::MAX.checked_shl(32 - prefix).unwrap_or(0)
}

fn mask6(prefix: u32) -> u128 {
    u128::MAX.checked_shl(128 - prefix).unwrap_or(0)
}

/// `net.cidr_contains(cidr, cidr_or_address)`.
pub fn cidr_contains(call: Call<'_>) -> Result<Value, Failure> {
    let outer = network(call, 0)?;
    let inner = call.text(1)?;
    let contained = match Address::parse(inner) {
        Some(address) => outer.contains(address),
        None => outer.contains_all(network(call, 1)?),
    };
    Ok(Value::from(contained))
}

fn network(call: Call<'_>, index: usize) -> Result<Network, Failure> {
    let text = call.text(index)?;
    Network::parse(text).ok_or_else(|| {
        let shown: String = text.chars().take(50).collect();
        call.fails(format!("`{shown}` is no IP address or CIDR block"))
    })
}

/// `net.cidr_is_valid(cidr)`: false for what is no string.
pub fn cidr_is_valid(call: Call<'_>) -> Result<Value, Failure> {
    Ok(Value::from(match call.argument(0)? {
        Value::String(text) => Network::parse(text).is_some(),
        _ => false,
    }))
}

/// `net.cidr_intersects(cidr, cidr)`.
pub fn cidr_intersects(call: Call<'_>) -> Result<Value, Failure> {
    let (one, other) = (network(call, 0)?, network(call, 1)?);
    Ok(Value::from(
        one.contains(other.address) || other.contains(one.address),
    ))
}
