//! Operators: `+`, `-`, `*`, `/` and `%` as OPA computes them, whole numbers of any size
//! exactly and decimals with 64 bits; and the operands of `<`, which OPA sorts differently
//! where they contain sets. `policy::rewrite::arithmetic` makes the engine call these.

use regorus::Value;

use super::bounds::{self, Failure};
use super::call::{Call, Function};
use super::extended::Extended;
use super::number;
use super::numbers::{LARGEST_FRACTION, MOST_BITS, big, text, whole};

/// What the engine can call.
#[derive(Debug)]
pub struct Row {
    /// The name by which the engine calls it.
    pub name: &'static str,
    /// The sign in the policy.
    pub sign: &'static str,
    /// The number of operands.
    pub arity: u8,
    /// What answers.
    pub function: Function,
}

/// All of them.
pub const OPERATORS: [Row; 8] = [
    row("onus__plus", "+", 2, calculate),
    row("onus__minus", "-", 2, calculate),
    row("onus__times", "*", 2, calculate),
    row("onus__divide", "/", 2, calculate),
    row("onus__approx", "/", 2, quotient),
    row("onus__remainder", "%", 2, calculate),
    row("onus__ordered", "<", 1, ordered),
    row("onus__compared", "<", 1, compared),
];

const fn row(name: &'static str, sign: &'static str, arity: u8, function: Function) -> Row {
    Row {
        name,
        sign,
        arity,
        function,
    }
}

/// An operand of `<`, `<=`, `>` or `>=`, as it is.
///
/// # Errors
/// It is a set, or has one in it: the engine sorts sets before objects, and OPA after.
fn ordered(call: Call<'_>) -> Result<Value, Failure> {
    let operand = call.argument(0)?;
    if matches!(operand, Value::Array(_) | Value::Set(_) | Value::Object(_)) {
        bounds::deep(call.name, operand)?;
        if Contents::of(operand).sets {
            return Err(call.fails("sets have no order; compare their `count`, or use `==`"));
        }
    }
    Ok(operand.clone())
}

/// What is compared with a quotient by `<`, `<=`, `>` or `>=`, as it is.
///
/// # Errors
/// It is or has a set, or is a decimal that the kept digits of the quotient don't
/// distinguish from it.
fn compared(call: Call<'_>) -> Result<Value, Failure> {
    if number::is_cut(call.argument(0)?) {
        return Err(call.fails(
            "a decimal with more than 15 digits can't be compared with a quotient; multiply instead",
        ));
    }
    ordered(call)
}

/// What a value has in it, at any depth.
#[derive(Debug, Default, Clone, Copy)]
pub struct Contents {
    /// Whether there are sets.
    pub sets: bool,
    /// Whether there are objects.
    pub objects: bool,
}

impl Contents {
    /// Looks through a value, of which the size was checked.
    pub fn of(value: &Value) -> Self {
        let mut found = Self::default();
        let mut open = vec![value];
        while let Some(value) = open.pop() {
            match value {
                Value::Array(items) => open.extend(items.iter()),
                Value::Set(items) => {
                    found.sets = true;
                    open.extend(items.iter());
                }
                Value::Object(fields) => {
                    found.objects = true;
                    open.extend(fields.iter().flat_map(|(key, value)| [key, value]));
                }
                _ => {}
            }
        }
        found
    }
}

/// What a sign makes of two operands: `call.name` is the sign.
///
/// # Errors
/// An operand is no number (or set, for `-`), the second one is zero where the first is
/// divided by it, or the engine can't keep all digits of the result.
fn calculate(call: Call<'_>) -> Result<Value, Failure> {
    calculated(call, Digits::All)
}

/// A quotient where the digits that the engine keeps are enough (`policy::rewrite::quotients`).
///
/// # Errors
/// An operand is no number, the second one is zero, or the quotient is beyond
/// [`LARGEST_CUT`] and has more digits than are kept.
fn quotient(call: Call<'_>) -> Result<Value, Failure> {
    calculated(call, Digits::Kept)
}

/// Which digits of a quotient have to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Digits {
    /// All: it can be compared with other quotients.
    All,
    /// As many as the engine keeps.
    Kept,
}

/// Below it, there are whole numbers and halves with at most 15 digits, and a quotient that
/// is kept with 53 bits is on its side of them.
const LARGEST_CUT: f64 = 1e14;

fn calculated(call: Call<'_>, digits: Digits) -> Result<Value, Failure> {
    if let (Value::Set(left), Value::Set(right), "-") =
        (call.argument(0)?, call.argument(1)?, call.name)
    {
        let rest = left.iter().filter(|item| !right.contains(item));
        return call.gathered(rest.cloned().collect());
    }
    let (Value::Number(left), Value::Number(right)) = (call.number(0)?, call.number(1)?) else {
        return Err(call.wrong(0, "a number"));
    };
    let is_zero = right.as_i64() == Some(0) || right.as_f64() == Some(0.0);
    if is_zero && matches!(call.name, "/" | "%") {
        return Err(call.fails("division by zero"));
    }
    if call.name == "%" && !(left.is_integer() && right.is_integer()) {
        return Err(call.fails("the remainder of a decimal is not defined"));
    }
    let (Some(first), Some(second)) = (integer_operand(call, 0)?, integer_operand(call, 1)?) else {
        return decimal(call, digits);
    };
    let made = match call.name {
        "+" => first + second,
        "-" => first - second,
        "*" => first * second,
        "%" => first % second,
        _ if (&first % &second).bits() == 0 => first / second,
        _ => return decimal(call, digits),
    };
    whole(&made).ok_or_else(|| call.fails("the result has too many digits"))
}

/// A whole operand; none for a decimal.
fn integer_operand(call: Call<'_>, index: usize) -> Result<Option<num_bigint::BigInt>, Failure> {
    let operand = big(call.number(index)?);
    match operand {
        Some(operand) if operand.bits() > MOST_BITS => {
            Err(call.fails("an operand has too many digits"))
        }
        operand => Ok(operand),
    }
}

fn decimal(call: Call<'_>, digits: Digits) -> Result<Value, Failure> {
    let operand = |index: usize| -> Result<Extended, Failure> {
        let operand = call.number(index)?;
        let size = number::float(operand).map_or(0.0, f64::abs);
        if number::is_cut(operand) {
            return Err(call.fails(
                "an operand has more digits than are kept; multiply before you divide, or use whole numbers",
            ));
        }
        match Extended::parse(&text(operand)) {
            Some(parsed) if size < LARGEST_FRACTION => Ok(parsed),
            _ => Err(call.fails("this number is too large to be computed with")),
        }
    };
    let (left, right) = (operand(0)?, operand(1)?);
    let made = match call.name {
        "+" => left.plus(right),
        "-" => left.plus(right.negated()),
        "*" => left.times(right, 64),
        _ => left
            .divided(right)
            .ok_or_else(|| call.fails("division by zero"))?,
    };
    let nearest = made.nearest();
    if nearest.abs() >= LARGEST_FRACTION {
        return Err(call.fails("the result is too large to be computed with"));
    }
    let kept = Extended::parse(&format!("{nearest:e}"));
    let value = match kept {
        Some(kept) if kept == made => Value::from(nearest),
        Some(kept) if digits == Digits::Kept && nearest.abs() < LARGEST_CUT => {
            Value::from(apart(made, kept, nearest))
        }
        _ if call.name == "/" => {
            return Err(call.fails(
                "the quotient has more digits than are kept; round it (`floor(a / b)`), compare it where it is computed (`a / b > 0.8`), or multiply instead (`a > b * 0.8`)",
            ));
        }
        _ => {
            return Err(call.fails(
                "the result has more digits than are kept; use whole numbers, such as thousandths",
            ));
        }
    };
    Ok(big(&value).as_ref().and_then(whole).unwrap_or(value))
}

/// The float that a quotient is kept as. It equals no decimal with few digits that the
/// quotient does not equal, and is on the same side of it, so that comparisons with such
/// decimals, `floor` and `ceil` give what they give in OPA.
fn apart(quotient: Extended, kept: Extended, nearest: f64) -> f64 {
    if number::is_cut(&Value::from(nearest)) {
        nearest
    } else if quotient.plus(kept.negated()).nearest() < 0.0 {
        nearest.next_down()
    } else {
        nearest.next_up()
    }
}
