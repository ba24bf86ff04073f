//! Time texts: times printed and parsed in Go's layouts.

use std::fmt::Write as _;

use super::layout::{self, MONTHS, Offset, Part, WEEKDAYS};
use super::time::{civil, days_before};

/// A time in a zone.
#[derive(Debug, Clone, Copy)]
pub struct Local {
    /// Seconds from 1970 in the zone's own time.
    pub seconds: i64,
    pub nanoseconds: i64,
    /// The zone's offset from UTC in seconds.
    pub offset: i64,
}

/// Prints a time. None for a zone's name, which is not known, other than UTC.
pub fn print(time: Local, layout: &str, is_utc: bool) -> Option<String> {
    let mut made = String::new();
    let mut rest = layout;
    let days = time.seconds.div_euclid(86_400);
    let of_day = time.seconds.rem_euclid(86_400);
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    let (year, month, day) = civil(i128::from(days));
    let name = |names: &[&'static str], index: i128| {
        usize::try_from(index)
            .ok()
            .and_then(|index| names.get(index).copied())
    };
    loop {
        let (before, part, after) = layout::next(rest);
        made.push_str(before);
        let Some(part) = part else {
            return Some(made);
        };
        let separator = rest
            .get(before.len()..)
            .and_then(|rest| rest.chars().next());
        rest = after;
        let twelve = match hour % 12 {
            0 => 12,
            hour => hour,
        };
        let month_name = name(&MONTHS, month - 1)?;
        let weekday = name(&WEEKDAYS, (i128::from(days) + 4).rem_euclid(7))?;
        let _ = match part {
            Part::LongMonth => write!(made, "{month_name}"),
            Part::Month => write!(made, "{}", month_name.get(..3)?),
            Part::NumberMonth(false) => write!(made, "{month}"),
            Part::NumberMonth(true) => write!(made, "{month:02}"),
            Part::LongWeekday => write!(made, "{weekday}"),
            Part::Weekday => write!(made, "{}", weekday.get(..3)?),
            Part::Day(false) => write!(made, "{day}"),
            Part::Day(true) => write!(made, "{day:02}"),
            Part::PaddedDay => write!(made, "{day:2}"),
            Part::YearDay { padded } => {
                let of_year = i128::from(days) - days_before(year, 1) + 1;
                match padded {
                    true => write!(made, "{of_year:3}"),
                    false => write!(made, "{of_year:03}"),
                }
            }
            Part::Hour => write!(made, "{hour:02}"),
            Part::Hour12(false) => write!(made, "{twelve}"),
            Part::Hour12(true) => write!(made, "{twelve:02}"),
            Part::Minute(false) => write!(made, "{minute}"),
            Part::Minute(true) => write!(made, "{minute:02}"),
            Part::Second(false) => write!(made, "{second}"),
            Part::Second(true) => write!(made, "{second:02}"),
            Part::LongYear => write!(made, "{year:04}"),
            Part::Year => write!(made, "{:02}", year.rem_euclid(100)),
            Part::HalfDay { upper } => {
                let text = if hour >= 12 { "PM" } else { "AM" };
                match upper {
                    true => write!(made, "{text}"),
                    false => write!(made, "{}", text.to_lowercase()),
                }
            }
            Part::ZoneName if is_utc => write!(made, "UTC"),
            Part::ZoneName => return None,
            Part::Offset(how) => {
                print_offset(time.offset, how, &mut made);
                Ok(())
            }
            Part::Digits(count) => {
                let digits = format!("{:09}", time.nanoseconds);
                let digits = digits.get(..count.min(9))?;
                write!(made, "{}{digits}", separator?)
            }
            Part::Trimmed(count) => {
                let digits = format!("{:09}", time.nanoseconds);
                let digits = digits.get(..count.min(9))?.trim_end_matches('0');
                match digits {
                    "" => Ok(()),
                    digits => write!(made, "{}{digits}", separator?),
                }
            }
        };
    }
}

fn print_offset(offset: i64, how: Offset, made: &mut String) {
    if how.zulu && offset == 0 {
        made.push('Z');
        return;
    }
    let sign = if offset < 0 { '-' } else { '+' };
    let size = offset.unsigned_abs();
    let colon = if how.colons { ":" } else { "" };
    let _ = write!(made, "{sign}{:02}", size / 3600);
    if how.minutes {
        let _ = write!(made, "{colon}{:02}", size / 60 % 60);
    }
    if how.seconds {
        let _ = write!(made, "{colon}{:02}", size % 60);
    }
}

/// Reads a time as nanoseconds from 1970 in UTC. The names of zones other than UTC count
/// as UTC, as in Go on a machine in UTC.
pub fn read(layout: &str, value: &str) -> Option<i128> {
    let mut reader = Reader {
        rest: value,
        year: 0,
        month: None,
        day: None,
        of_year: None,
        hour: 0,
        minute: 0,
        second: 0,
        nanoseconds: 0,
        afternoon: None,
        offset: 0,
    };
    let mut layout = layout;
    loop {
        let (before, part, after) = layout::next(layout);
        reader.skip(before)?;
        let Some(part) = part else {
            break;
        };
        layout = after;
        reader.part(part, layout)?;
    }
    reader.rest.is_empty().then_some(())?;
    reader.time()
}

struct Reader<'v> {
    rest: &'v str,
    year: i128,
    month: Option<i128>,
    day: Option<i128>,
    of_year: Option<i128>,
    hour: i128,
    minute: i128,
    second: i128,
    nanoseconds: i128,
    afternoon: Option<bool>,
    offset: i128,
}

impl Reader<'_> {
    /// Skips what a layout has between parts; blanks match any number of blanks.
    fn skip(&mut self, prefix: &str) -> Option<()> {
        let mut prefix = prefix;
        while let Some(first) = prefix.chars().next() {
            if first == ' ' {
                if !self.rest.is_empty() && !self.rest.starts_with(' ') {
                    return None;
                }
                prefix = prefix.trim_start_matches(' ');
                self.rest = self.rest.trim_start_matches(' ');
            } else {
                self.rest = self.rest.strip_prefix(first)?;
                prefix = prefix.strip_prefix(first)?;
            }
        }
        Some(())
    }

    fn digits(&mut self, count: usize) -> Option<i128> {
        let digits = self.rest.get(..count)?;
        digits.bytes().all(|b| b.is_ascii_digit()).then_some(())?;
        self.rest = self.rest.get(count..)?;
        digits.parse().ok()
    }

    /// One or two digits, or two if fixed.
    fn number(&mut self, fixed: bool) -> Option<i128> {
        let second = self.rest.as_bytes().get(1);
        match second.is_some_and(u8::is_ascii_digit) {
            true => self.digits(2),
            false if fixed => None,
            false => self.digits(1),
        }
    }

    fn within(number: i128, least: i128, most: i128) -> Option<i128> {
        (least..=most).contains(&number).then_some(number)
    }

    fn name(&mut self, names: &[&str], short: bool) -> Option<i128> {
        for (index, name) in (0..).zip(names) {
            let name = if short { name.get(..3)? } else { name };
            let begins = self.rest.get(..name.len());
            if begins.is_some_and(|begins| begins.eq_ignore_ascii_case(name)) {
                self.rest = self.rest.get(name.len()..)?;
                return Some(index);
            }
        }
        None
    }

    fn part(&mut self, part: Part, after: &str) -> Option<()> {
        match part {
            Part::LongMonth => self.month = Some(self.name(&MONTHS, false)? + 1),
            Part::Month => self.month = Some(self.name(&MONTHS, true)? + 1),
            Part::NumberMonth(fixed) => {
                self.month = Some(Self::within(self.number(fixed)?, 1, 12)?);
            }
            Part::LongWeekday => drop(self.name(&WEEKDAYS, false)?),
            Part::Weekday => drop(self.name(&WEEKDAYS, true)?),
            Part::Day(fixed) => self.day = Some(self.number(fixed)?),
            Part::PaddedDay => {
                self.rest = self.rest.strip_prefix(' ').unwrap_or(self.rest);
                self.day = Some(self.number(false)?);
            }
            Part::YearDay { padded } => {
                let mut blanks = 0;
                while padded && blanks < 2 && self.rest.starts_with(' ') {
                    self.rest = self.rest.strip_prefix(' ')?;
                    blanks += 1;
                }
                self.of_year = Some(self.digits(3 - blanks)?);
            }
            Part::Hour => self.hour = Self::within(self.number(false)?, 0, 23)?,
            Part::Hour12(fixed) => self.hour = Self::within(self.number(fixed)?, 0, 12)?,
            Part::Minute(fixed) => self.minute = Self::within(self.number(fixed)?, 0, 59)?,
            Part::Second(fixed) => {
                self.second = Self::within(self.number(fixed)?, 0, 59)?;
                // A fraction may follow that the layout does not have.
                let (_, next, _) = layout::next(after);
                if !matches!(next, Some(Part::Digits(_) | Part::Trimmed(_))) {
                    self.fraction(None)?;
                }
            }
            Part::LongYear => self.year = self.digits(4)?,
            Part::Year => {
                let year = self.digits(2)?;
                self.year = if year >= 69 { year + 1900 } else { year + 2000 };
            }
            Part::HalfDay { upper } => {
                let text = self.rest.get(..2)?;
                self.afternoon = Some(match (text, upper) {
                    ("PM", true) | ("pm", false) => true,
                    ("AM", true) | ("am", false) => false,
                    _ => return None,
                });
                self.rest = self.rest.get(2..)?;
            }
            Part::ZoneName => self.zone()?,
            Part::Offset(how) => self.read_offset(how)?,
            Part::Digits(count) => self.fraction(Some(count))?,
            Part::Trimmed(_) => self.fraction(None)?,
        }
        Some(())
    }

    /// A fraction of a second, with so many digits; if they are not given, it may be
    /// missing.
    fn fraction(&mut self, count: Option<usize>) -> Option<()> {
        let digits = self.rest.strip_prefix(['.', ',']);
        let length = |digits: &str| digits.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, count) = match (digits, count) {
            (Some(digits), None) if length(digits) > 0 => (digits, length(digits)),
            (_, None) => return Some(()),
            (Some(digits), Some(count)) if length(digits) >= count => (digits, count),
            (_, Some(_)) => return None,
        };
        self.rest = digits.get(count..)?;
        let kept = digits.get(..count.min(9))?;
        self.nanoseconds = format!("{kept:0<9}").parse().ok()?;
        Some(())
    }

    fn read_offset(&mut self, how: Offset) -> Option<()> {
        if how.zulu
            && let Some(rest) = self.rest.strip_prefix('Z')
        {
            self.rest = rest;
            return Some(());
        }
        let sign = match self.rest.chars().next()? {
            '+' => 1,
            '-' => -1,
            _ => return None,
        };
        self.rest = self.rest.get(1..)?;
        let mut offset = Self::within(self.digits(2)?, 0, 24)? * 3600;
        for (is_there, factor) in [(how.minutes, 60), (how.seconds, 1)] {
            if is_there {
                if how.colons {
                    self.rest = self.rest.strip_prefix(':')?;
                }
                offset += Self::within(self.digits(2)?, 0, 60)? * factor;
            }
        }
        self.offset = sign * offset;
        Some(())
    }

    /// A zone's name: three capitals, or four or five that end in `T`. Offsets after
    /// `GMT` and names without letters are not read.
    fn zone(&mut self) -> Option<()> {
        let length = self
            .rest
            .bytes()
            .take(6)
            .take_while(u8::is_ascii_uppercase)
            .count();
        let name = self.rest.get(..length)?;
        let taken = match length {
            _ if name.starts_with("UTC") => 3,
            _ if name.starts_with("GMT") => {
                let after = self.rest.get(3..)?;
                if after.starts_with(['+', '-']) {
                    return None;
                }
                3
            }
            3 => 3,
            4 if name.ends_with('T') || name == "WITA" => 4,
            5 if name.ends_with('T') => 5,
            _ => return None,
        };
        self.rest = self.rest.get(taken..)?;
        Some(())
    }

    fn time(&self) -> Option<i128> {
        let hour = match self.afternoon {
            Some(true) if self.hour < 12 => self.hour + 12,
            Some(false) if self.hour == 12 => 0,
            _ => self.hour,
        };
        let first = days_before(self.year, 1);
        let day = if let Some(of_year) = self.of_year {
            let length = days_before(self.year + 1, 1) - first;
            let day = first + Self::within(of_year, 1, length)? - 1;
            let (_, month, of_month) = civil(day);
            let agrees = self.month.is_none_or(|given| given == month)
                && self.day.is_none_or(|given| given == of_month);
            agrees.then_some(day)?
        } else {
            let month = self.month.unwrap_or(1);
            let start = days_before(self.year, month);
            let (year, next) = if month == 12 {
                (self.year + 1, 1)
            } else {
                (self.year, month + 1)
            };
            let length = days_before(year, next) - start;
            start + Self::within(self.day.unwrap_or(1), 1, length)? - 1
        };
        let seconds = ((day * 24 + hour) * 60 + self.minute) * 60 + self.second - self.offset;
        Some(seconds * 1_000_000_000 + self.nanoseconds)
    }
}
