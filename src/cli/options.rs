//! Options that commands share: flags, environment and configuration file, checked.

use jiff::Timestamp;
use jiff::civil::Date;
use onus::config::Config;
use onus::diagnostic::Diagnostic;
use onus::policy::{Selection, Selector};
use onus::report::Time;
use onus::waiver::Waiver;

use crate::cli::arg_groups::{SelectionArgs, WaiverArgs};

/// The time of formats that name an instant: what `--now` says, or else the clock's.
pub fn time(now: Option<&str>) -> Result<Time, Box<Diagnostic>> {
    match now {
        Some(_) => Ok(Time::Fixed(crate::cli::options::now(now)?.timestamp)),
        None => Ok(Time::Clock(Timestamp::now)),
    }
}

/// The inventories that are named, or those of the configuration; `command` is what
/// asks for them.
pub fn inventories(
    named: &[String],
    config: &Config,
    command: &str,
) -> Result<Vec<String>, Box<Diagnostic>> {
    let named: Vec<String> = if named.is_empty() {
        config.inputs.iter().map(|path| config.path(path)).collect()
    } else {
        named.to_vec()
    };
    if named.is_empty() {
        return Err(Box::new(
            Diagnostic::error("no inventory was given").help(format!(
                "name one, as in `onus {command} inventory.json`, or list `inputs` in onus.toml; `onus {command} --help` shows more"
            )),
        ));
    }
    Ok(named)
}

/// Reads `--select` and `--ignore`, or what the file says of them.
pub fn selection(arguments: &SelectionArgs, config: &Config) -> Result<Selection, Box<Diagnostic>> {
    let words =
        |flags: &[String], file: &[String]| selectors(if flags.is_empty() { file } else { flags });
    Ok(Selection {
        select: words(&arguments.select, &config.select)?,
        ignore: words(&arguments.ignore, &config.ignore)?,
    })
}

/// The accepted denials of the configuration and of the files that are named.
pub fn waivers(arguments: &WaiverArgs, config: &Config) -> Result<Vec<Waiver>, Box<Diagnostic>> {
    if arguments.no_waivers {
        return Ok(Vec::new());
    }
    let mut waivers = config.waivers.clone();
    for file in &arguments.files {
        waivers.extend(Config::read_waivers(file)?);
    }
    Ok(waivers)
}

/// Reads words that select controls.
pub fn selectors(words: &[String]) -> Result<Vec<Selector>, Box<Diagnostic>> {
    words.iter().map(|word| selector(word.trim())).collect()
}

/// Reads a word that selects controls.
pub fn selector(word: &str) -> Result<Selector, Box<Diagnostic>> {
    Selector::parse(word).map_err(|error| {
        Box::new(
            Diagnostic::error(format!(
                "`{word}` is not a control, severity or layer: {error}"
            ))
            .help("give a control id or a glob over ids such as `AZ-STORAGE-*`"),
        )
    })
}

/// The run's one instant.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// The instant.
    pub timestamp: Timestamp,
    /// Nanoseconds since 1970, for policies.
    pub nanoseconds: i64,
    /// The day in UTC, for waivers.
    pub date: Date,
}

/// Reads `--now`: a date (its first instant in UTC) or a timestamp; the clock
/// when it is not given.
pub fn now(text: Option<&str>) -> Result<Now, Box<Diagnostic>> {
    let timestamp = match text {
        None => Timestamp::now(),
        Some(text) => text
            .parse::<Timestamp>()
            .or_else(|_| {
                text.parse::<Date>()
                    .and_then(|date| date.to_zoned(jiff::tz::TimeZone::UTC))
                    .map(|zoned| zoned.timestamp())
            })
            .map_err(|_| {
                Box::new(
                    Diagnostic::error(format!("`{text}` is not a time"))
                        .help("write it as 2026-11-21 or 2026-11-21T08:00:00Z"),
                )
            })?,
    };
    let nanoseconds = i64::try_from(timestamp.as_nanosecond()).map_err(|_| {
        Box::new(
            Diagnostic::error("the time is out of range")
                .help("policies count nanoseconds in 64 bits, which ends in the year 2262"),
        )
    })?;
    Ok(Now {
        timestamp,
        nanoseconds,
        date: timestamp.to_zoned(jiff::tz::TimeZone::UTC).date(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_its_first_instant() {
        let now = now(Some("1970-01-02")).unwrap();
        assert_eq!(now.nanoseconds, 86_400_000_000_000);
        assert_eq!(now.date.to_string(), "1970-01-02");
    }

    #[test]
    fn nonsense_is_no_time() {
        assert!(crate::cli::options::now(Some("soon")).is_err());
    }
}
