//! Numbers: ranges, rounding, sums, shifts, `to_number`.

use num_bigint::BigInt;
use regorus::Value;

use super::bounds::{self, Failure};
use super::call::Call;
use super::extended::Extended;
use super::number;

/// The most bits of a whole number that builtins make.
pub const MOST_BITS: u64 = 8192;

/// From here on, a float is a whole number, of which OPA knows more digits.
pub const LARGEST_FRACTION: f64 = 9_007_199_254_740_992.0;

/// A whole number of any size.
pub fn whole(number: &BigInt) -> Option<Value> {
    if number.bits() > MOST_BITS {
        return None;
    }
    Value::from_numeric_string(&number.to_string()).ok()
}

/// A whole number of any size; `1.0` is one.
pub fn big(value: &Value) -> Option<BigInt> {
    match value {
        Value::Number(number) if number.is_integer() => {
            number.format_decimal().parse::<BigInt>().ok()
        }
        _ => None,
    }
}

/// `numbers.range(from, to)`.
pub fn range(call: Call<'_>) -> Result<Value, Failure> {
    stepped(call, 1)
}

/// `numbers.range_step(from, to, step)`.
pub fn range_step(call: Call<'_>) -> Result<Value, Failure> {
    let step = call.integer(2)?;
    match u64::try_from(step) {
        Ok(step) if step > 0 => stepped(call, step),
        _ => Err(call.fails("the step must be a positive whole number")),
    }
}

fn stepped(call: Call<'_>, step: u64) -> Result<Value, Failure> {
    let (from, to) = (call.integer(0)?, call.integer(1)?);
    let steps = from.abs_diff(to) / step;
    bounds::members(
        call.name,
        usize::try_from(steps)
            .unwrap_or(usize::MAX)
            .saturating_add(1),
    )?;
    let numbers = (0..=steps).filter_map(|index| {
        let distance = i128::from(index) * i128::from(step);
        let number = if from <= to {
            i128::from(from) + distance
        } else {
            i128::from(from) - distance
        };
        i64::try_from(number).ok().map(Value::from)
    });
    Ok(Value::from(numbers.collect::<Vec<_>>()))
}

/// `abs`, `ceil`, `floor` and `round`. OPA calculates with 64 bits, and its `floor` and
/// `ceil` are off by one between -1 and 0: `floor(-0.5)` is 0, and `ceil(-0.5)` is 1.
pub fn rounded(call: Call<'_>) -> Result<Value, Failure> {
    let argument = call.argument(0)?;
    let Value::Number(number) = argument else {
        return Err(call.wrong(0, "a number"));
    };
    let float = number::float(argument);
    if number.as_big().is_some_and(|big| big.bits() > 63)
        || float.is_some_and(|float| float.abs() >= LARGEST_FRACTION)
    {
        return Err(call.fails("OPA rounds numbers of this size; compare the number itself"));
    }
    let Some(float) = float else {
        return Ok(match call.name {
            "abs" => Value::from(number.abs()),
            _ => argument.clone(),
        });
    };
    let cut = float.trunc();
    let made = match call.name {
        "abs" => float.abs(),
        "floor" if cut >= 0.0 || cut == float => cut,
        "floor" => cut - 1.0,
        "ceil" if cut < 0.0 || cut == float => cut,
        "ceil" => cut + 1.0,
        _ => float.round(),
    };
    if call.name != "abs"
        && let Some(whole) = big(&Value::from(made)).as_ref().and_then(whole)
    {
        return Ok(whole);
    }
    Ok(Value::from(made))
}

/// `sum` and `product`. As in OPA, fractions are added with 64 bits and multiplied with
/// 53. The engine keeps 53, so a sum with more is a failure.
pub fn total(call: Call<'_>) -> Result<Value, Failure> {
    let items = call.collection(0)?;
    let is_sum = call.name == "sum";
    let mut bits = 0;
    for item in &items {
        let Value::Number(number) = item else {
            return Err(call.wrong(0, "an array or a set of numbers"));
        };
        bits += number.as_big().map_or(0, |big| big.bits());
        if number::float(item).is_some_and(|float| float.abs() >= LARGEST_FRACTION) {
            return Err(call.fails("a fraction is too large to be calculated with"));
        }
        if number::is_cut(item) {
            return Err(call.fails("a fraction has more digits than are kept; round it"));
        }
    }
    if !is_sum && bits > MOST_BITS {
        return Err(call.fails("the product has too many digits"));
    }
    let exact: Option<Vec<BigInt>> = items.iter().map(|item| big(item)).collect();
    if let Some(exact) = exact {
        let made = if is_sum {
            exact.iter().sum()
        } else {
            exact.iter().product()
        };
        return whole(&made).ok_or_else(|| call.fails("the result has too many digits"));
    }
    let fail = || call.fails("the fractions cannot be calculated with");
    let mut made = Extended::parse(if is_sum { "0" } else { "1" }).ok_or_else(fail)?;
    for item in items {
        let item = Extended::parse(&text(item)).ok_or_else(fail)?;
        made = if is_sum {
            made.plus(item)
        } else {
            made.times(item, 53)
        };
    }
    let nearest = made.nearest();
    if nearest.abs() >= LARGEST_FRACTION {
        return Err(fail());
    }
    if is_sum && Extended::parse(&format!("{nearest:e}")) != Some(made) {
        return Err(call.fails(
            "the result has more digits than are kept; use whole numbers, such as thousandths",
        ));
    }
    let made = Value::from(nearest);
    Ok(big(&made).as_ref().and_then(whole).unwrap_or(made))
}

/// A number's text, without a loss.
pub fn text(value: &Value) -> String {
    match (number::float(value), value) {
        (Some(float), _) => format!("{float:e}"),
        (None, Value::Number(number)) => number.format_decimal(),
        _ => String::new(),
    }
}

/// `bits.lsh` and `bits.rsh`. The engine takes a shift of `1.0` for none.
pub fn shift(call: Call<'_>) -> Result<Value, Failure> {
    let by = call.integer(1)?;
    if by > 4096 {
        return Err(call.fails("the shift is beyond 4096 bits"));
    }
    let arguments = [call.number(0)?.clone(), Value::from(by)];
    Call {
        arguments: &arguments,
        ..call
    }
    .engine()
}

/// `to_number(value)`: of a string, only what JSON takes for a number.
pub fn to_number(call: Call<'_>) -> Result<Value, Failure> {
    Ok(match call.argument(0)? {
        Value::Null | Value::Bool(false) => Value::from(0_u64),
        Value::Bool(true) => Value::from(1_u64),
        number @ Value::Number(_) => number.clone(),
        Value::String(text) => {
            let is_number = is_json_number(text) && text.parse::<f64>().is_ok_and(f64::is_finite);
            if !is_number {
                let shown: String = text.chars().take(50).collect();
                return Err(call.fails(format!("`{shown}` is not a number")));
            }
            if number::is_respelled(text) {
                bounds::spelled(bounds::Spelling::Lost);
            }
            if text.contains(['.', 'e', 'E']) {
                Value::from(text.parse::<f64>().unwrap_or_default())
            } else if text.len() > 2000 {
                return Err(call.fails("the number has too many digits"));
            } else {
                Value::from_numeric_string(text).map_err(|_| call.fails("this is not a number"))?
            }
        }
        _ => return Err(call.wrong(0, "a string, a number, a boolean or null")),
    })
}

/// Whether a text is a number as JSON writes it.
fn is_json_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = text
        .split_once(['e', 'E'])
        .map_or((text, None), |(mantissa, exponent)| {
            (mantissa, Some(exponent))
        });
    let (whole, fraction) = mantissa
        .split_once('.')
        .map_or((mantissa, None), |(whole, fraction)| {
            (whole, Some(fraction))
        });
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|e| digits(e.strip_prefix(['+', '-']).unwrap_or(e)))
}
