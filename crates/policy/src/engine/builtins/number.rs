//! Numbers as Go prints them, because OPA does.
//!
//! OPA keeps a number's text; the engine keeps a whole number of any size or a 64-bit float. A
//! float with a whole value was written with a point or an exponent.

use std::mem::discriminant;

use regorus::Value;

use super::bounds::{self, Failure, Spelling};
use super::call::Call;

/// Whether a number is a float in the engine: written with a point or an exponent, or
/// the result of arithmetic that is not whole.
pub fn is_float(number: &Value) -> bool {
    match (number, Value::from(0.5)) {
        (Value::Number(number), Value::Number(float)) => {
            discriminant(number) == discriminant(&float)
        }
        _ => false,
    }
}

/// A number with a whole value of 64 bits.
pub fn integer(number: &Value) -> Option<i64> {
    match number {
        Value::Number(number) => number.as_i64(),
        _ => None,
    }
}

/// A float's value.
pub fn float(number: &Value) -> Option<f64> {
    match number {
        Value::Number(inner) if is_float(number) => inner.as_f64(),
        _ => None,
    }
}

/// The most digits of a decimal of which the engine keeps each one.
const KEPT_DIGITS: usize = 15;

/// The digits that tell a number apart from others, without zeros at both ends.
fn digits(number: &Value) -> usize {
    let text = match (number, float(number)) {
        (_, Some(float)) => format!("{float:e}"),
        (Value::Number(number), None) => number.format_decimal(),
        _ => String::new(),
    };
    let mantissa = text.split('e').next().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    digits.trim_matches('0').len()
}

/// Whether a decimal can have lost digits, such as a quotient.
pub fn is_cut(number: &Value) -> bool {
    is_float(number) && digits(number) > KEPT_DIGITS
}

/// Whether a decimal is not written as it is printed: with an exponent, or with zeros at
/// its end, such as `1.50`. The engine keeps the value alone. False for what is no number.
pub fn is_respelled(text: &str) -> bool {
    let fraction = text.split_once('.').map(|(_, fraction)| fraction);
    let is_number = text.starts_with(|c: char| matches!(c, '-' | '.' | '0'..='9'));
    is_number && text.contains(['e', 'E'])
        || text.starts_with('.')
        || fraction.is_some_and(|fraction| {
            fraction.is_empty() || fraction.ends_with('0') && fraction != "0"
        })
}

/// A number's text within other text. OPA prints the text that the number was written
/// with, which the engine does not keep: `1.0` is printed as `1.0`, and `1.5` as `1.5`.
///
/// # Errors
/// The number was written with an exponent, in all likelihood, or has lost digits; or it
/// is a decimal, and some decimal that this evaluation reads is written otherwise.
pub fn spelled(call: Call<'_>, number: &Value) -> Result<String, Failure> {
    match (number, float(number)) {
        (_, Some(_)) if bounds::spelling() == Spelling::Lost => Err(call.fails(
            "decimals cannot be printed here, since some number is written with an exponent or with zeros at its end, such as `1.50`; use `sprintf(\"%.2f\", [x])`",
        )),
        (_, Some(0.0)) => Ok("0.0".to_owned()),
        _ if is_cut(number) => {
            Err(call.fails("a number with more than 15 digits cannot be printed here; round it"))
        }
        (_, Some(float)) if !(1e-4..1e15).contains(&float.abs()) => Err(call.fails(
            "a number that is written with an exponent cannot be printed as it was written",
        )),
        (_, Some(float)) if float.fract() == 0.0 => Ok(format!("{float:.1}")),
        (Value::Number(number), _) => Ok(number.format_decimal()),
        _ => Ok(String::new()),
    }
}

/// A float with an exponent, as Go's `%e` prints it: two digits of the exponent at
/// least, and as many decimals as given, or else the fewest that identify it.
pub fn scientific(number: f64, decimals: Option<usize>, letter: char) -> String {
    let text = match decimals {
        Some(decimals) => format!("{number:.decimals$e}"),
        None => format!("{number:e}"),
    };
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, digits) = match exponent.strip_prefix('-') {
        Some(digits) => ('-', digits),
        None => ('+', exponent),
    };
    format!("{mantissa}{letter}{sign}{digits:0>2}")
}

/// A float as Go's `%g` prints it: with an exponent if that is below -4, or not below
/// the precision (6 for the fewest digits that identify the number).
pub fn general(number: f64, precision: Option<usize>, letter: char) -> String {
    // As in Go, a precision of 0 is one of 1.
    let precision = precision.map(|precision| precision.max(1));
    let text = match precision {
        Some(precision) => {
            let decimals = precision - 1;
            format!("{number:.decimals$e}")
        }
        None => format!("{number:e}"),
    };
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let mut digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    while digits.len() > 1 && digits.ends_with('0') {
        digits.pop();
    }
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let most = match precision {
        None => 6,
        Some(precision) => {
            let precision = i32::try_from(precision).unwrap_or(i32::MAX);
            if precision > count && count > exponent {
                count
            } else {
                precision
            }
        }
    };
    if exponent < -4 || exponent >= most {
        let decimals = digits.len() - 1;
        return scientific(number, Some(decimals), letter);
    }
    let decimals = usize::try_from(count - 1 - exponent).unwrap_or_default();
    format!("{number:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_print_as_in_go() {
        for (number, general_text) in [
            (0.1, "0.1"),
            (1.0, "1"),
            (100_000.0, "100000"),
            (1_000_000.0, "1e+06"),
            (123_456_789.5, "1.234567895e+08"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (-2.5, "-2.5"),
            (1e21, "1e+21"),
        ] {
            assert_eq!(general(number, None, 'e'), general_text);
        }
        assert_eq!(scientific(123_456.789, Some(6), 'e'), "1.234568e+05");
        assert_eq!(general(123_456.789, Some(3), 'e'), "1.23e+05");
        assert_eq!(general(0.5, Some(3), 'e'), "0.5");
        assert_eq!(general(100.0, Some(3), 'e'), "100");
        assert_eq!(general(1000.0, Some(3), 'e'), "1e+03");
    }

    #[test]
    fn numbers_keep_a_point() {
        assert!(is_float(&Value::from(1.0)));
        assert!(!is_float(&Value::from(1_u64)));
        let call = Call {
            name: "sprintf",
            arguments: &[],
        };
        let printed = |number: Value| spelled(call, &number).ok();
        assert_eq!(printed(Value::from(1.0)).as_deref(), Some("1.0"));
        assert_eq!(printed(Value::from(1.5)).as_deref(), Some("1.5"));
        assert_eq!(printed(Value::from(-3_i64)).as_deref(), Some("-3"));
        assert_eq!(printed(Value::from(1e21)), None);
        assert_eq!(printed(Value::from(1e-9)), None);
    }
}
