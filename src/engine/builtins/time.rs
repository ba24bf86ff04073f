//! `time.*`: what the engine does differently, and what depends on the machine.

use regorus::Value;

use super::bounds::Failure;
use super::call::Call;

const DAY: i128 = 86_400_000_000_000;

/// Refuses `"Local"`, which is the time zone of the machine.
pub fn zoned(call: Call<'_>) -> Result<(), Failure> {
    for argument in call.arguments {
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
    if parts.len() > 2 && parts.get(2) != Some(&Value::from("")) {
        return call.engine();
    }
    let zone = parts.get(1).cloned().unwrap_or_else(|| Value::from("UTC"));
    let time = parts.first().cloned().unwrap_or(Value::Null);
    let arguments = [Value::from(vec![time, zone, Value::from("RFC3339Nano")])];
    Call {
        arguments: &arguments,
        ..call
    }
    .engine()
}

/// `time.parse_rfc3339_ns(text)`: with `T` and `Z` as capitals, and no 60th second.
pub fn parse_rfc3339(call: Call<'_>) -> Result<Value, Failure> {
    let text = call.text(0)?;
    let bytes = text.as_bytes();
    let is = |at: usize, byte: u8| bytes.get(at) == Some(&byte);
    let zulu = text.ends_with('Z') || !text.ends_with('z');
    if !is(10, b'T') || !zulu || text.get(17..19) == Some("60") {
        return Err(call.fails("the text is not a time as in `2006-01-02T15:04:05Z`"));
    }
    call.engine()
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
        .and_then(|year| year.checked_mul(12)?.checked_add(month - 1 + i128::from(months)))
        .filter(|months| months.unsigned_abs() < 12_000_000)
        .ok_or_else(out)?;
    let first = days_before(months.div_euclid(12), months.rem_euclid(12) + 1);
    let made = (first + day - 1 + i128::from(days)) * DAY + rest;
    i64::try_from(made).map(Value::from).map_err(|_| out())
}

/// Days from 1970-01-01 to the first of a month in the Gregorian calendar.
fn days_before(year: i128, month: i128) -> i128 {
    // Years from March, so that the leap day is a year's last day.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let month = (month + 9) % 12;
    let of_year = (153 * month + 2) / 5;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of a day that is counted from 1970-01-01.
fn civil(days: i128) -> (i128, i128, i128) {
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
