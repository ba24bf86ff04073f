//! Extended fractions, with 64 bits of precision. OPA calculates with these (Go's `big.Float`
//! from a text: <https://pkg.go.dev/math/big#Float>); the engine's own have 53 bits.

use num_bigint::{BigInt, BigUint, Sign};

/// The largest exponent of ten that is read; a 64-bit float has 308.
const LARGEST_EXPONENT: i64 = 400;

/// The most digits that are read.
const MOST_DIGITS: usize = 400;

/// A number in digits: `digits` times ten to the power of `exponent`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decimal {
    pub negative: bool,
    pub digits: BigUint,
    pub exponent: i64,
}

impl Decimal {
    /// Reads `-12.5e3`, `.5`, `5.`. None for anything else, and for numbers far beyond
    /// those of a 64-bit float.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => {
                let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
                let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
                let exponent = is_number.then(|| exponent.parse::<i64>().ok()).flatten()?;
                (mantissa, exponent)
            }
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = format!("{whole}{fraction}");
        if digits.is_empty()
            || digits.len() > MOST_DIGITS
            || !digits.bytes().all(|b| b.is_ascii_digit())
            || exponent.abs() > LARGEST_EXPONENT
        {
            return None;
        }
        Some(Self {
            negative,
            digits: BigUint::parse_bytes(digits.as_bytes(), 10)?,
            exponent: exponent - i64::try_from(fraction.len()).ok()?,
        })
    }

    /// As numerator and denominator.
    pub fn ratio(&self) -> (BigUint, BigUint) {
        let power = BigUint::from(10_u32)
            .pow(u32::try_from(self.exponent.unsigned_abs()).unwrap_or_default());
        if self.exponent < 0 {
            (self.digits.clone(), power)
        } else {
            (&self.digits * power, BigUint::from(1_u32))
        }
    }
}

/// Whether a 64-bit float keeps all digits of a decimal: the shortest text of
/// the float is that of the same number.
pub fn keeps(text: &str) -> bool {
    let kept = text.parse::<f64>().ok().filter(|number| number.is_finite());
    let kept = kept.and_then(|number| Decimal::parse(&format!("{number:e}")));
    let value = |decimal: Decimal| (decimal.negative, decimal.ratio());
    match (Decimal::parse(text).map(value), kept.map(value)) {
        (Some((negative, (a, b))), Some((kept_negative, (c, d)))) => {
            negative == kept_negative && a * d == b * c
        }
        _ => false,
    }
}

/// `mantissa` times two to the power of `exponent`; the mantissa has 64 bits or is zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extended {
    negative: bool,
    mantissa: u64,
    exponent: i64,
}

impl Extended {
    /// Reads a decimal, rounded to the nearest.
    pub fn parse(text: &str) -> Option<Self> {
        let decimal = Decimal::parse(text)?;
        let (numerator, denominator) = decimal.ratio();
        Some(Self::quotient(decimal.negative, &numerator, &denominator))
    }

    fn quotient(negative: bool, numerator: &BigUint, denominator: &BigUint) -> Self {
        let bits = |number: &BigUint| i64::try_from(number.bits()).unwrap_or(i64::MAX);
        // At least 66 bits of quotient, so that what is left over is a bit below them.
        let shift = (66 + bits(denominator) - bits(numerator)).max(0);
        let numerator = numerator << u64::try_from(shift).unwrap_or_default();
        let (quotient, rest) = (&numerator / denominator, &numerator % denominator);
        let sticky = u32::from(rest != BigUint::default());
        Self::rounded(
            negative,
            (quotient << 1_u32) | BigUint::from(sticky),
            -shift - 1,
        )
    }

    /// A number of any size, rounded to 64 bits: half to even.
    fn rounded(negative: bool, number: BigUint, exponent: i64) -> Self {
        Self::rounded_to(64, negative, number, exponent)
    }

    fn rounded_to(precision: u64, negative: bool, number: BigUint, exponent: i64) -> Self {
        let excess = number.bits().saturating_sub(precision);
        let kept = &number >> excess;
        let mut mantissa = u64::try_from(&kept).unwrap_or_default();
        let mut exponent = exponent + i64::try_from(excess).unwrap_or_default();
        if excess > 0 {
            let rest = number - (kept << excess);
            let half = BigUint::from(1_u32) << (excess - 1);
            if rest > half || rest == half && mantissa % 2 == 1 {
                (mantissa, exponent) = match mantissa.checked_add(1) {
                    Some(mantissa) => (mantissa, exponent),
                    None => (1 << 63, exponent + 1),
                };
            }
        }
        if mantissa == 0 {
            exponent = 0;
        } else {
            let zeros = mantissa.leading_zeros();
            mantissa <<= zeros;
            exponent -= i64::from(zeros);
        }
        Self {
            negative: negative && mantissa != 0,
            mantissa,
            exponent,
        }
    }

    fn from_signed(number: BigInt, exponent: i64) -> Self {
        let (sign, size) = number.into_parts();
        Self::rounded(sign == Sign::Minus, size, exponent)
    }

    fn signed(self) -> BigInt {
        let sign = if self.negative {
            Sign::Minus
        } else {
            Sign::Plus
        };
        BigInt::from_biguint(sign, BigUint::from(self.mantissa))
    }

    /// The sum.
    pub fn plus(self, other: Self) -> Self {
        let low = self.exponent.min(other.exponent);
        let shifted = |number: Self| {
            number.signed() << u64::try_from(number.exponent - low).unwrap_or_default()
        };
        match (self.mantissa, other.mantissa) {
            (0, _) => other,
            (_, 0) => self,
            _ => Self::from_signed(shifted(self) + shifted(other), low),
        }
    }

    /// With the other sign.
    pub fn negated(self) -> Self {
        Self {
            negative: !self.negative && self.mantissa != 0,
            ..self
        }
    }

    /// The product, rounded to so many bits: 64 at most.
    pub fn times(self, other: Self, precision: u64) -> Self {
        let exponent = self.exponent + other.exponent;
        let (sign, size) = (self.signed() * other.signed()).into_parts();
        Self::rounded_to(precision, sign == Sign::Minus, size, exponent)
    }

    /// The quotient; none by zero.
    pub fn divided(self, other: Self) -> Option<Self> {
        if other.mantissa == 0 {
            return None;
        }
        let quotient = Self::quotient(
            self.negative != other.negative,
            &BigUint::from(self.mantissa),
            &BigUint::from(other.mantissa),
        );
        Some(match quotient.mantissa {
            0 => quotient,
            _ => Self {
                exponent: quotient.exponent + self.exponent - other.exponent,
                ..quotient
            },
        })
    }

    /// The product with a whole number.
    pub fn times_integer(self, number: u64) -> Self {
        Self::from_signed(self.signed() * number, self.exponent)
    }

    /// Without what is behind the point.
    pub fn whole(self) -> BigInt {
        let shift = self.exponent.unsigned_abs();
        if self.exponent >= 0 {
            self.signed() << shift
        } else {
            let (sign, size) = self.signed().into_parts();
            BigInt::from_biguint(sign, size >> shift)
        }
    }

    /// The nearest 64-bit float.
    pub fn nearest(self) -> f64 {
        // To 53 bits with one rounding: of a number that has 64 bits, the conversion
        // rounds half to even, and a power of two is exact.
        let exponent = i32::try_from(self.exponent).unwrap_or_default();
        #[expect(
            clippy::cast_precision_loss,
            reason = "this is the rounding that is asked for"
        )]
        let size = self.mantissa as f64;
        let size = size * 2_f64.powi(exponent / 2) * 2_f64.powi(exponent - exponent / 2);
        if self.negative { -size } else { size }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Extended {
        Extended::parse(text).expect(text)
    }

    #[test]
    fn fractions_are_rounded_as_in_go() {
        assert_eq!(of("0.1").plus(of("0.2")), of("0.3"));
        assert_ne!(of("1.1").plus(of("1.1")).plus(of("1.1")), of("3.3"));
        assert_eq!(of("0.1").times(of("0.2"), 53).nearest(), 0.02);
        assert_eq!(of("1.1").times(of("100"), 64), of("110"));
        assert_eq!(of("0.3").divided(of("0.1")), Some(of("3")));
        assert_eq!(of("0.3").divided(of("0")), None);
        assert_eq!(of("0.5").plus(of("0.25").negated()), of("0.25"));
        assert_eq!(
            of("1.1").times_integer(1_000_000_000).whole().to_string(),
            "1100000000"
        );
        assert_eq!(of("-2.75").whole().to_string(), "-2");
        assert_eq!(of("1e21").whole().to_string(), "1000000000000000000000");
        for number in [0.1, -0.3, 1e300, 5e-300, 0.0, 123.456] {
            assert_eq!(of(&format!("{number:e}")).nearest(), number);
        }
    }

    #[test]
    fn only_decimals_are_read() {
        for text in [
            "",
            ".",
            "e5",
            "1e",
            "1.2.3",
            "0x10",
            "1_0",
            "1e999999999",
            "+-1",
            " 1",
        ] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }
}
