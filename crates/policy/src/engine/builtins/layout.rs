//! Go's time layouts (<https://pkg.go.dev/time#pkg-constants>): a reference time, whose parts
//! represent the parts of other times.

/// A part of a layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    LongMonth,
    Month,
    /// `1`, or `01` if fixed.
    NumberMonth(bool),
    LongWeekday,
    Weekday,
    /// `2`, or `02` if fixed.
    Day(bool),
    /// `_2`
    PaddedDay,
    /// `002`, or `__2` if padded.
    YearDay {
        padded: bool,
    },
    /// `15`
    Hour,
    /// `3`, or `03` if fixed.
    Hour12(bool),
    Minute(bool),
    Second(bool),
    LongYear,
    Year,
    /// `PM`, or `pm`.
    HalfDay {
        upper: bool,
    },
    ZoneName,
    Offset(Offset),
    /// `.000`: so many digits.
    Digits(usize),
    /// `.999`: at most so many digits, without zeros at the end.
    Trimmed(usize),
}

/// How an offset from UTC is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offset {
    /// `Z` for none.
    pub zulu: bool,
    pub colons: bool,
    pub minutes: bool,
    pub seconds: bool,
}

/// The text before the first part of a layout, the part, and what follows it.
pub fn next(layout: &str) -> (&str, Option<Part>, &str) {
    for (at, _) in layout.char_indices() {
        let (before, rest) = layout.split_at_checked(at).unwrap_or((layout, ""));
        if let Some((part, length)) = part(rest) {
            let after = rest.get(length..).unwrap_or_default();
            return (before, Some(part), after);
        }
    }
    (layout, None, "")
}

/// The part that a layout begins with, and its length.
fn part(rest: &str) -> Option<(Part, usize)> {
    let lower_after = |length: usize| {
        let next = rest.as_bytes().get(length);
        next.is_some_and(u8::is_ascii_lowercase)
    };
    // A year after a blank is one, and not a day.
    if rest.starts_with("_2006") {
        return None;
    }
    const FIXED: [(&str, Part); 22] = [
        ("January", Part::LongMonth),
        ("Monday", Part::LongWeekday),
        ("MST", Part::ZoneName),
        ("002", Part::YearDay { padded: false }),
        ("01", Part::NumberMonth(true)),
        ("02", Part::Day(true)),
        ("03", Part::Hour12(true)),
        ("04", Part::Minute(true)),
        ("05", Part::Second(true)),
        ("06", Part::Year),
        ("15", Part::Hour),
        ("1", Part::NumberMonth(false)),
        ("2006", Part::LongYear),
        ("2", Part::Day(false)),
        ("__2", Part::YearDay { padded: true }),
        ("_2", Part::PaddedDay),
        ("3", Part::Hour12(false)),
        ("4", Part::Minute(false)),
        ("5", Part::Second(false)),
        ("PM", Part::HalfDay { upper: true }),
        ("pm", Part::HalfDay { upper: false }),
        ("Z07:00:00", Part::Offset(offset(true, true, true, true))),
    ];
    for (text, part) in FIXED {
        if rest.starts_with(text) {
            return Some((part, text.len()));
        }
    }
    if rest.starts_with("Jan") && !lower_after(3) {
        return Some((Part::Month, 3));
    }
    if rest.starts_with("Mon") && !lower_after(3) {
        return Some((Part::Weekday, 3));
    }
    for (sign, zulu) in [("-", false), ("Z", true)] {
        let Some(digits) = rest.strip_prefix(sign) else {
            continue;
        };
        for (text, made) in [
            ("070000", offset(zulu, false, true, true)),
            ("07:00:00", offset(zulu, true, true, true)),
            ("0700", offset(zulu, false, true, false)),
            ("07:00", offset(zulu, true, true, false)),
            ("07", offset(zulu, false, false, false)),
        ] {
            if digits.starts_with(text) {
                return Some((Part::Offset(made), text.len() + 1));
            }
        }
    }
    let digits = rest.strip_prefix(['.', ','])?;
    let first = digits.chars().next().filter(|c| ['0', '9'].contains(c))?;
    let after = digits.trim_start_matches(first);
    if after.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let count = digits.len() - after.len();
    let part = match first {
        '0' => Part::Digits(count),
        _ => Part::Trimmed(count),
    };
    Some((part, count + 1))
}

const fn offset(zulu: bool, colons: bool, minutes: bool, seconds: bool) -> Offset {
    Offset {
        zulu,
        colons,
        minutes,
        seconds,
    }
}

/// The layout of one of Go's names; any other text is a layout itself.
pub fn named(layout: &str) -> &str {
    match layout {
        "ANSIC" => "Mon Jan _2 15:04:05 2006",
        "UnixDate" => "Mon Jan _2 15:04:05 MST 2006",
        "RubyDate" => "Mon Jan 02 15:04:05 -0700 2006",
        "RFC822" => "02 Jan 06 15:04 MST",
        "RFC822Z" => "02 Jan 06 15:04 -0700",
        "RFC850" => "Monday, 02-Jan-06 15:04:05 MST",
        "RFC1123" => "Mon, 02 Jan 2006 15:04:05 MST",
        "RFC1123Z" => "Mon, 02 Jan 2006 15:04:05 -0700",
        "RFC3339" => "2006-01-02T15:04:05Z07:00",
        "RFC3339Nano" => "2006-01-02T15:04:05.999999999Z07:00",
        other => other,
    }
}

pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub const WEEKDAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];
