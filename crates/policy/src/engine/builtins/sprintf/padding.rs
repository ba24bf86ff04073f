//! The flags of a verb, and texts padded by them.

/// What is between `%` and the verb.
#[derive(Default, Clone, Copy)]
pub(super) struct Flags {
    pub(super) minus: bool,
    pub(super) plus: bool,
    pub(super) sharp: bool,
    pub(super) space: bool,
    pub(super) zero: bool,
    pub(super) width: Option<usize>,
    pub(super) precision: Option<usize>,
}

/// The base of a whole number.
#[derive(Clone, Copy)]
pub(super) enum Base {
    Binary,
    Octal,
    Decimal,
    /// With its prefix.
    Hex(&'static str),
}

/// A whole number in its base, with sign, prefix and width.
pub(super) fn whole(digits: &str, base: Base, negative: bool, verb: char, flags: Flags) -> String {
    let sign = match negative {
        true => "-",
        false if flags.plus => "+",
        false if flags.space => " ",
        false => "",
    };
    let unpadded = Flags {
        zero: false,
        ..flags
    };
    let least = match (flags.precision, flags.width) {
        (Some(0), _) if digits == "0" => return padded("", unpadded),
        (Some(precision), _) => precision,
        (None, Some(width)) if flags.zero && !flags.minus => width.saturating_sub(sign.len()),
        _ => 0,
    };
    let digits = format!("{digits:0>least$}");
    let prefix = match base {
        _ if verb == 'O' => "0o",
        Base::Binary if flags.sharp => "0b",
        Base::Octal if flags.sharp && !digits.starts_with('0') => "0",
        Base::Hex(prefix) if flags.sharp => prefix,
        _ => "",
    };
    padded(&format!("{sign}{prefix}{digits}"), unpadded)
}

/// The character with this number.
pub(super) fn character(number: i64) -> char {
    u32::try_from(number)
        .ok()
        .and_then(char::from_u32)
        .unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// A text in its width: blanks or zeros before it, or blanks after it.
pub(super) fn padded(text: &str, flags: Flags) -> String {
    let missing = flags
        .width
        .unwrap_or_default()
        .saturating_sub(text.chars().count());
    if flags.minus {
        format!("{text}{}", " ".repeat(missing))
    } else if flags.zero {
        format!("{}{text}", "0".repeat(missing))
    } else {
        format!("{}{text}", " ".repeat(missing))
    }
}
