//! `units.parse` and `units.parse_bytes`.

use num_bigint::{BigInt, BigUint, Sign};
use regorus::Value;

use super::bounds::Failure;
use super::call::Call;
use super::extended::{Decimal, Extended};

/// Bytes of a unit's letter, decimal and binary.
fn factor(letter: char, binary: bool) -> Option<u64> {
    let power = "kmgtpe".find(letter.to_ascii_lowercase())?;
    let power = u32::try_from(power).ok()? + 1;
    let base: u64 = if binary { 1024 } else { 1000 };
    base.checked_pow(power)
}

/// `units.parse_bytes(text)`: a letter's case does not matter, and `B` may follow.
pub fn parse_bytes(call: Call<'_>) -> Result<Value, Failure> {
    let text = call.text(0)?.to_lowercase().replace('"', "");
    let (number, unit) = parts(call, &text)?;
    let mut letters = unit.chars();
    let factor = match (letters.next(), letters.as_str()) {
        (None, _) => Some(1),
        (Some(letter), "" | "b") => factor(letter, false),
        (Some(letter), "i" | "ib") => factor(letter, true),
        _ => None,
    };
    let factor = factor.ok_or_else(|| unknown(call, unit))?;
    let number = Extended::parse(number).ok_or_else(|| no_number(call))?;
    from_integer(call, &number.times_integer(factor).whole())
}

/// `units.parse(text)`: `m` is a thousandth, `M` a million.
pub fn parse(call: Call<'_>) -> Result<Value, Failure> {
    let text = call.text(0)?.replace('"', "");
    let (number, unit) = parts(call, &text)?;
    let decimal = Decimal::parse(number).ok_or_else(|| no_number(call))?;
    let (mut numerator, mut denominator) = decimal.ratio();
    let mut letters = unit.chars();
    match (letters.next(), letters.as_str()) {
        (None, _) => {}
        (Some('m'), "") => {
            // OPA multiplies by the 64-bit float that is nearest to 0.001.
            numerator *= BigUint::from(1_152_921_504_606_847_u64);
            denominator <<= 60_u32;
        }
        (Some(letter), rest) => {
            let factor = match rest {
                "" => factor(letter, false),
                "i" | "I" => factor(letter, true),
                _ => None,
            };
            numerator *= factor.ok_or_else(|| unknown(call, unit))?;
        }
    }
    let (whole, rest) = (&numerator / &denominator, &numerator % &denominator);
    let sign = if decimal.negative {
        Sign::Minus
    } else {
        Sign::Plus
    };
    if rest == BigUint::default() {
        return from_integer(call, &BigInt::from_biguint(sign, whole));
    }
    // Ten digits behind the point, half away from zero.
    let scale = BigUint::from(10_u32).pow(10);
    let scaled = (numerator * &scale * 2_u32 + &denominator) / (denominator * 2_u32);
    let (whole, rest) = (&scaled / &scale, &scaled % &scale);
    let sign = if decimal.negative { "-" } else { "" };
    let text = format!("{sign}{whole}.{rest:0>10}", rest = rest.to_string());
    text.parse::<f64>()
        .map(Value::from)
        .map_err(|_| no_number(call))
}

/// A number and its unit. OPA takes exponents of at most six digits; the numbers here
/// have to fit into a 64-bit float besides.
fn parts<'t>(call: Call<'_>, text: &'t str) -> Result<(&'t str, &'t str), Failure> {
    if text.contains(' ') {
        return Err(call.fails("the text has blanks in it"));
    }
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let sign = |at: usize| matches!(bytes.get(at), Some(b'+' | b'-'));
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'0'..=b'9' | b'.' | b'+' | b'-' => at += 1,
            b'e' | b'E' if digit(at + 1) || sign(at + 1) => {
                at += if sign(at + 1) { 2 } else { 1 };
                let from = at;
                while digit(at) {
                    at += 1;
                }
                if at - from > 6 {
                    return Err(call.fails("the exponent is too large"));
                }
            }
            _ => break,
        }
    }
    match text.split_at_checked(at) {
        Some((number, unit)) if !number.is_empty() => Ok((number, unit)),
        _ => Err(call.fails("the text does not begin with a number")),
    }
}

fn unknown(call: Call<'_>, unit: &str) -> Failure {
    let shown: String = unit.chars().take(20).collect();
    call.fails(format!("`{shown}` is no unit"))
}

fn no_number(call: Call<'_>) -> Failure {
    call.fails("the text does not begin with a number of a size that can be calculated with")
}

fn from_integer(call: Call<'_>, number: &BigInt) -> Result<Value, Failure> {
    super::numbers::whole(number).ok_or_else(|| no_number(call))
}
