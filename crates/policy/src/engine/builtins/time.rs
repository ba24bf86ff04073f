//! `time.*`: dates, texts, and what depends on the machine.

use regorus::Value;

use super::bounds::{self, Failure};
use super::call::Call;
use super::layout;
use super::time_text::{self, Local};

const DAY: i128 = 86_400_000_000_000;

/// Refuses what is no time, which the engine would print whole in its message, and the
/// time zone `Local`, which is that of the machine.
pub fn zoned(call: Call<'_>) -> Result<(), Failure> {
    for (index, argument) in call.arguments.iter().enumerate() {
        let is_time = match argument {
            Value::Number(_) => true,
            Value::Array(parts) => {
                let is_plain = |part: &Value| matches!(part, Value::Number(_) | Value::String(_));
                parts.len() <= 3 && parts.iter().all(is_plain)
            }
            _ => false,
        };
        if !is_time {
            return Err(call.wrong(index, "a number of nanoseconds, or an array with one"));
        }
        if let Value::Array(parts) = argument
            && parts.get(1) == Some(&Value::from("Local"))
        {
            return Err(call.fails("the time zone `Local` depends on the machine; name one"));
        }
    }
    Ok(())
}

/// `time.format(time)`: without a layout, that of RFC 3339 with as many digits of a
/// second as there are.
pub fn format(call: Call<'_>) -> Result<Value, Failure> {
    zoned(call)?;
    let argument = call.argument(0)?;
    let parts = match argument {
        Value::Array(parts) => parts.as_slice(),
        plain => std::slice::from_ref(plain),
    };
    let layout = match parts.get(2) {
        None => "RFC3339Nano",
        Some(Value::String(layout)) if layout.is_empty() => "RFC3339Nano",
        Some(Value::String(layout)) => layout,
        Some(_) => return Err(call.wrong(0, "an array of a number and two strings")),
    };
    bounds::work(call.name, layout.len(), 100)?;
    let nanoseconds = parts
        .first()
        .and_then(super::number::integer)
        .ok_or_else(|| call.wrong(0, "a number of nanoseconds, or an array with one"))?;
    let seconds = nanoseconds.div_euclid(1_000_000_000);
    // The engine knows zones: their time is that of its date and clock.
    let (date, clock) = (numbers(call, "time.date")?, numbers(call, "time.clock")?);
    let [year, month, day] = date;
    let [hour, minute, second] = clock;
    let days = days_before(i128::from(year), i128::from(month)) + i128::from(day) - 1;
    let local =
        ((days * 24 + i128::from(hour)) * 60 + i128::from(minute)) * 60 + i128::from(second);
    let local = i64::try_from(local).map_err(|_| call.fails("the time is out of range"))?;
    let zone = parts.get(1).unwrap_or(&Value::Null);
    let is_utc = [Value::Null, Value::from(""), Value::from("UTC")].contains(zone);
    let time = Local {
        seconds: local,
        nanoseconds: nanoseconds.rem_euclid(1_000_000_000),
        offset: local - seconds,
    };
    match time_text::print(time, layout::named(layout), is_utc) {
        Some(made) => call.made(made),
        None => {
            Err(call.fails("the names of time zones are not known; print the offset, `-07:00`"))
        }
    }
}

/// The three numbers of the engine's `time.date` or `time.clock`.
fn numbers(call: Call<'_>, name: &'static str) -> Result<[i64; 3], Failure> {
    let numbers: Option<Vec<i64>> = match (Call { name, ..call }).engine()? {
        Value::Array(items) => items.iter().map(super::number::integer).collect(),
        _ => None,
    };
    numbers
        .and_then(|numbers| numbers.try_into().ok())
        .ok_or_else(|| call.fails("the time is out of range"))
}

/// `time.parse_ns(layout, text)`.
pub fn parse(call: Call<'_>) -> Result<Value, Failure> {
    let (layout, text) = (call.text(0)?, call.text(1)?);
    bounds::work(call.name, layout.len(), 100)?;
    from_text(call, layout::named(layout), text)
}

/// `time.parse_rfc3339_ns(text)`.
pub fn parse_rfc3339(call: Call<'_>) -> Result<Value, Failure> {
    from_text(call, layout::named("RFC3339"), call.text(0)?)
}

fn from_text(call: Call<'_>, layout: &str, text: &str) -> Result<Value, Failure> {
    let time = time_text::read(layout, text).ok_or_else(|| {
        let shown: String = text.chars().take(50).collect();
        call.fails(format!("`{shown}` is not a time in the layout `{layout}`"))
    })?;
    i64::try_from(time)
        .map(Value::from)
        .map_err(|_| call.fails("the time is out of range"))
}

/// `time.add_date(time, years, months, days)`: as in Go, the 31st of a month with 30 days
/// is the first of the next one.
pub fn add_date(call: Call<'_>) -> Result<Value, Failure> {
    zoned(call)?;
    let time = match call.argument(0)? {
        Value::Array(parts) => {
            let zone = parts.get(1).cloned().unwrap_or_else(|| Value::from("UTC"));
            if zone != Value::from("UTC") && zone != Value::from("") {
                return Err(call.fails("only times in `UTC` are supported"));
            }
            parts.first().cloned().unwrap_or(Value::Null)
        }
        plain => plain.clone(),
    };
    let time = super::number::integer(&time)
        .ok_or_else(|| call.wrong(0, "a number of nanoseconds, or an array with one"))?;
    let (years, months, days) = (call.integer(1)?, call.integer(2)?, call.integer(3)?);
    let out = || call.fails("the time is out of range");
    let time = i128::from(time);
    let (day, rest) = (time.div_euclid(DAY), time.rem_euclid(DAY));
    let (year, month, day) = civil(day);
    let months = year
        .checked_add(i128::from(years))
        .and_then(|year| {
            year.checked_mul(12)?
                .checked_add(month - 1 + i128::from(months))
        })
        .filter(|months| months.unsigned_abs() < 12_000_000)
        .ok_or_else(out)?;
    let first = days_before(months.div_euclid(12), months.rem_euclid(12) + 1);
    let made = (first + day - 1 + i128::from(days)) * DAY + rest;
    i64::try_from(made).map(Value::from).map_err(|_| out())
}

/// Days from 1970-01-01 to the first of a month in the Gregorian calendar.
pub fn days_before(year: i128, month: i128) -> i128 {
    // Years from March, so that the leap day is a year's last day.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let month = (month + 9) % 12;
    let of_year = (153 * month + 2) / 5;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of a day that is counted from 1970-01-01.
pub fn civil(days: i128) -> (i128, i128, i128) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i128::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_go_there_and_back() {
        for day in (-200_000..200_000).step_by(97).chain([-1, 0, 59, 60, 789]) {
            let (year, month, of_month) = civil(day);
            assert_eq!(days_before(year, month) + of_month - 1, day);
        }
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(civil(11_016), (2000, 2, 29));
    }
}
