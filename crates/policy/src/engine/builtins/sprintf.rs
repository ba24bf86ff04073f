//! `sprintf`, with the verbs, flags and mistakes of Go's `fmt`
//! (<https://pkg.go.dev/fmt>), which OPA hands its arguments to: whole numbers as `int64`
//! or `*big.Int`, others as `float64`, and everything else as a `string`.

mod argument;
mod padding;

use std::fmt::Write as _;
use std::iter::Peekable;
use std::str::Chars;

use regorus::Value;

use super::bounds::{self, Failure};
use super::call::Call;
use super::number;
use crate::engine::builtins::sprintf::argument::{Argument, quoted};
use crate::engine::builtins::sprintf::padding::{Base, Flags, character, padded, whole};

/// The widest width and the highest precision that Go takes.
const WIDEST: usize = 1_000_000;

/// `sprintf(format, arguments)`.
pub fn sprintf(call: Call<'_>) -> Result<Value, Failure> {
    let format = call.text(0)?;
    let arguments = call
        .array(1)?
        .iter()
        .map(|argument| Argument::new(call, argument))
        .collect::<Result<Vec<_>, _>>()?;
    let mut printer = Printer {
        call,
        arguments,
        next: 0,
        made: String::new(),
    };
    printer.format(format)?;
    bounds::text(call.name, printer.made.len())?;
    Ok(Value::from(printer.made))
}

struct Printer<'a> {
    call: Call<'a>,
    arguments: Vec<Argument>,
    next: usize,
    made: String,
}

impl Printer<'_> {
    fn format(&mut self, format: &str) -> Result<(), Failure> {
        let mut rest = format.chars().peekable();
        while let Some(character) = rest.next() {
            if character != '%' {
                self.made.push(character);
                continue;
            }
            if !self.verb(&mut rest)? {
                break;
            }
            bounds::text(self.call.name, self.made.len())?;
        }
        self.extra()
    }

    /// Prints one verb. False where the format ends before the verb.
    fn verb(&mut self, rest: &mut Peekable<Chars<'_>>) -> Result<bool, Failure> {
        let mut flags = Flags::default();
        while let Some(&character) = rest.peek() {
            match character {
                '-' => flags.minus = true,
                '+' => flags.plus = true,
                '#' => flags.sharp = true,
                ' ' => flags.space = true,
                '0' => flags.zero = true,
                _ => break,
            }
            rest.next();
        }
        if rest.peek() == Some(&'[') {
            return Err(self
                .call
                .fails("arguments by position (`%[1]d`) are not supported; give them in order"));
        }
        if rest.peek() == Some(&'*') {
            rest.next();
            match self.star()? {
                width if width < 0 => {
                    flags.minus = true;
                    flags.zero = false;
                    flags.width = usize::try_from(width.unsigned_abs()).ok();
                }
                width => flags.width = usize::try_from(width).ok(),
            }
        } else {
            flags.width = self.digits(rest)?;
        }
        if rest.peek() == Some(&'.') {
            rest.next();
            flags.precision = if rest.peek() == Some(&'*') {
                rest.next();
                // As in Go, a negative precision is none.
                usize::try_from(self.star()?).ok()
            } else {
                Some(self.digits(rest)?.unwrap_or_default())
            };
        }
        if rest.peek() == Some(&'[') {
            return Err(self
                .call
                .fails("arguments by position (`%[1]d`) are not supported; give them in order"));
        }
        let Some(verb) = rest.next() else {
            self.made.push_str("%!(NOVERB)");
            return Ok(false);
        };
        if verb == '%' {
            self.made.push('%');
            return Ok(true);
        }
        if self.next >= self.arguments.len() {
            self.made.push_str("%!");
            self.made.push(verb);
            self.made.push_str("(MISSING)");
            return Ok(true);
        }
        let index = self.next;
        self.next += 1;
        self.argument(index, verb, flags)?;
        Ok(true)
    }

    fn star(&mut self) -> Result<i64, Failure> {
        let given = self.arguments.get(self.next);
        self.next += 1;
        match given {
            Some(Argument::Integer(number)) if number.unsigned_abs() <= WIDEST as u64 => {
                Ok(*number)
            }
            _ => Err(self
                .call
                .fails("a width or precision of `*` needs a whole number as its argument")),
        }
    }

    fn digits(&self, rest: &mut Peekable<Chars<'_>>) -> Result<Option<usize>, Failure> {
        let mut number = None;
        while let Some(digit) = rest.peek().and_then(|c| c.to_digit(10)) {
            rest.next();
            let next = number.unwrap_or(0_usize) * 10 + digit as usize;
            if next > WIDEST {
                return Err(self
                    .call
                    .fails(format!("a width or precision is beyond {WIDEST}")));
            }
            number = Some(next);
        }
        Ok(number)
    }

    fn argument(&mut self, index: usize, verb: char, flags: Flags) -> Result<(), Failure> {
        let Some(argument) = self.arguments.get(index) else {
            return Ok(());
        };
        let made = match (argument, verb) {
            (_, 'T') => Some(padded(argument.type_name(), flags)),
            (Argument::Integer(number), _) => self.integer(*number, verb, flags)?,
            (Argument::Big(number), _) => self.big(number, verb, flags)?,
            (Argument::Float(number), _) => self.float(*number, verb, flags)?,
            (Argument::Text(text), _) => self.text(text, verb, flags)?,
        };
        match made {
            Some(made) => self.made.push_str(&made),
            None => {
                let value = self.value(index, flags)?;
                let type_name = self.arguments.get(index).map_or("", Argument::type_name);
                let _ = write!(self.made, "%!{verb}({type_name}={value})");
            }
        }
        Ok(())
    }

    /// An argument with `%v`.
    fn value(&self, index: usize, flags: Flags) -> Result<String, Failure> {
        let made = match self.arguments.get(index) {
            Some(Argument::Integer(number)) => self.integer(*number, 'v', flags)?,
            Some(Argument::Big(number)) => self.big(number, 'v', flags)?,
            Some(Argument::Float(number)) => self.float(*number, 'v', flags)?,
            Some(Argument::Text(text)) => self.text(text, 'v', flags)?,
            None => None,
        };
        Ok(made.unwrap_or_default())
    }

    fn extra(&mut self) -> Result<(), Failure> {
        let mut extra = Vec::new();
        for index in self.next..self.arguments.len() {
            let type_name = self.arguments.get(index).map_or("", Argument::type_name);
            extra.push(format!(
                "{type_name}={}",
                self.value(index, Flags::default())?
            ));
        }
        if !extra.is_empty() {
            let _ = write!(self.made, "%!(EXTRA {})", extra.join(", "));
        }
        Ok(())
    }

    fn integer(&self, number: i64, verb: char, flags: Flags) -> Result<Option<String>, Failure> {
        let size = number.unsigned_abs();
        let (digits, base) = match verb {
            'd' | 'v' => (size.to_string(), Base::Decimal),
            'b' => (format!("{size:b}"), Base::Binary),
            'o' | 'O' => (format!("{size:o}"), Base::Octal),
            'x' => (format!("{size:x}"), Base::Hex("0x")),
            'X' => (format!("{size:X}"), Base::Hex("0X")),
            'c' | 'q' | 'U' if flags.sharp => return Err(self.unsupported(verb, "flag `#`")),
            'c' => return Ok(Some(padded(&character(number).to_string(), flags))),
            'q' => {
                let text = quoted(self.call, &character(number).to_string())?;
                let inner = text
                    .strip_prefix('"')
                    .and_then(|text| text.strip_suffix('"'))
                    .unwrap_or(&text);
                let inner = match inner {
                    "'" => "\\'".to_owned(),
                    "\\\"" => "\"".to_owned(),
                    _ => inner.to_owned(),
                };
                return Ok(Some(padded(&format!("'{inner}'"), flags)));
            }
            'U' => {
                if number < 0 {
                    return Err(self.unsupported(verb, "a negative number"));
                }
                let width = flags.precision.unwrap_or(4).max(4);
                let made = format!("U+{size:0>width$X}");
                return Ok(Some(padded(
                    &made,
                    Flags {
                        zero: false,
                        ..flags
                    },
                )));
            }
            _ => return Ok(None),
        };
        if flags.sharp && verb == 'v' {
            return Err(self.unsupported(verb, "flag `#`"));
        }
        Ok(Some(whole(&digits, base, number < 0, verb, flags)))
    }

    fn big(&self, number: &Value, verb: char, flags: Flags) -> Result<Option<String>, Failure> {
        let Value::Number(inner) = number else {
            return Ok(None);
        };
        bounds::work(
            self.call.name,
            inner
                .as_big()
                .map_or(0, |big| usize::try_from(big.bits()).unwrap_or(usize::MAX)),
            10_000,
        )?;
        let size = inner.abs();
        let (digits, base) = match verb {
            'd' | 'v' | 's' => (size.format_decimal(), Base::Decimal),
            'b' => (size.format_bin(), Base::Binary),
            'o' | 'O' => (size.format_octal(), Base::Octal),
            'x' => (size.format_hex(), Base::Hex("0x")),
            'X' => (size.format_big_hex(), Base::Hex("0X")),
            _ => return Err(self.unsupported(verb, "a number beyond 64 bits")),
        };
        Ok(Some(whole(
            &digits,
            base,
            !inner.is_positive(),
            verb,
            flags,
        )))
    }

    fn float(&self, number: f64, verb: char, flags: Flags) -> Result<Option<String>, Failure> {
        if flags.sharp {
            return Err(self.unsupported(verb, "flag `#` and a fraction"));
        }
        let size = number.abs();
        let print = |size: f64| match verb {
            'v' | 'g' => Some(number::general(size, flags.precision, 'e')),
            'G' => Some(number::general(size, flags.precision, 'E')),
            'e' | 'E' => Some(number::scientific(
                size,
                Some(flags.precision.unwrap_or(6)),
                verb,
            )),
            'f' | 'F' => Some(format!("{size:.*}", flags.precision.unwrap_or(6))),
            _ => None,
        };
        let Some(made) = print(size) else {
            if matches!(verb, 'x' | 'X' | 'b') {
                return Err(self.unsupported(verb, "a fraction"));
            }
            return Ok(None);
        };
        // A quotient that is nearly a decimal with few digits is kept as a neighbor of it.
        if number::is_cut(&Value::from(number))
            && [size.next_down(), size.next_up()].into_iter().any(|near| {
                !number::is_cut(&Value::from(near)) && print(near).as_ref() != Some(&made)
            })
        {
            return Err(self
                .call
                .fails("a number with more than 15 digits cannot be printed here; round it"));
        }
        let sign = match number.is_sign_negative() {
            true => "-",
            false if flags.plus => "+",
            false if flags.space => " ",
            false => "",
        };
        let width = flags.width.unwrap_or_default();
        if flags.zero && !flags.minus && !sign.is_empty() {
            let width = width.saturating_sub(1);
            return Ok(Some(format!("{sign}{made:0>width$}")));
        }
        Ok(Some(padded(&format!("{sign}{made}"), flags)))
    }

    fn text(&self, text: &str, verb: char, flags: Flags) -> Result<Option<String>, Failure> {
        let cut = |text: &str| -> String {
            match flags.precision {
                Some(precision) => text.chars().take(precision).collect(),
                None => text.to_owned(),
            }
        };
        Ok(match verb {
            'v' if flags.sharp => Some(padded(&quoted(self.call, &cut(text))?, flags)),
            's' | 'v' => Some(padded(&cut(text), flags)),
            'q' if flags.sharp || flags.plus => {
                return Err(self.unsupported(verb, "flags `#` and `+`"));
            }
            'q' => Some(padded(&quoted(self.call, &cut(text))?, flags)),
            'x' | 'X' if flags.sharp || flags.space => {
                return Err(self.unsupported(verb, "flags on a string"));
            }
            'x' | 'X' => {
                bounds::text(self.call.name, text.len().saturating_mul(2))?;
                let bytes = text.bytes().take(flags.precision.unwrap_or(usize::MAX));
                let mut made = String::new();
                for byte in bytes {
                    let _ = match verb {
                        'x' => write!(made, "{byte:02x}"),
                        _ => write!(made, "{byte:02X}"),
                    };
                }
                Some(padded(&made, flags))
            }
            _ => None,
        })
    }

    fn unsupported(&self, verb: char, what: &str) -> Failure {
        self.call.fails(format!(
            "`%{verb}` with {what} is not supported; print it in another way"
        ))
    }
}
