//! Setting that a new control requires.

use serde_json::Value as Json;

/// A property and the value that is right.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// The keys that lead to it, from `properties`; at least one.
    pub keys: Vec<String>,
    /// The right value.
    pub value: Json,
}

/// Why a text is no setting.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no setting: write it as `minimumTlsVersion=TLS1_2` or `networkAcls.defaultAction=Deny`"
)]
pub struct BadSetting(String);

impl Setting {
    /// A setting that is to be named yet.
    pub fn unnamed() -> Self {
        Self {
            keys: vec!["setting".to_owned()],
            value: Json::Bool(true),
        }
    }

    /// Reads `a.b=value`; a value that is no JSON is a text.
    ///
    /// # Errors
    /// It has no keys, or no value.
    ///
    /// ```
    /// use onus::scaffold::Setting;
    ///
    /// let setting = Setting::parse("networkAcls.defaultAction=Deny")?;
    /// assert_eq!(setting.keys, ["networkAcls", "defaultAction"]);
    /// assert_eq!(setting.value, "Deny");
    /// # Ok::<(), onus::scaffold::BadSetting>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, BadSetting> {
        let bad = || BadSetting(text.to_owned());
        let (path, value) = text.split_once('=').ok_or_else(bad)?;
        let path = path
            .trim()
            .strip_prefix("properties.")
            .unwrap_or(path.trim());
        let keys: Vec<String> = path.split('.').map(str::to_owned).collect();
        let value = value.trim();
        if keys.iter().any(String::is_empty) || value.is_empty() {
            return Err(bad());
        }
        let scalar = serde_json::from_str(value)
            .ok()
            .filter(|value: &Json| !value.is_object() && !value.is_array() && !value.is_null());
        Ok(Self {
            keys,
            value: scalar.unwrap_or_else(|| Json::from(value)),
        })
    }

    /// A setting of a record to begin with: the first that is switched on or off, or
    /// else the first that has a number or a text; the outermost first.
    pub fn of(sample: &Json) -> Option<Self> {
        let properties = sample.get("properties")?;
        let switch = |value: &Json| value.is_boolean();
        let plain = |value: &Json| value.is_string() || value.is_number();
        find(properties, &switch).or_else(|| find(properties, &plain))
    }
}

/// How deep a setting is looked for.
const MOST_LEVELS: usize = 3;

fn find(properties: &Json, fits: &dyn Fn(&Json) -> bool) -> Option<Setting> {
    let mut level = vec![(Vec::new(), properties)];
    for _ in 0..MOST_LEVELS {
        let mut below = Vec::new();
        for (keys, value) in level {
            for (key, member) in value.as_object()? {
                let keys: Vec<String> = keys.iter().chain([key]).cloned().collect();
                if fits(member) {
                    let value = member.clone();
                    return Some(Setting { keys, value });
                }
                if member.is_object() {
                    below.push((keys, member));
                }
            }
        }
        level = below;
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_are_read() {
        let parse = |text| Setting::parse(text).map(|s| (s.keys.join("/"), s.value));
        assert_eq!(parse("a.b = true"), Ok(("a/b".to_owned(), json!(true))));
        assert_eq!(parse("properties.a=1"), Ok(("a".to_owned(), json!(1))));
        assert_eq!(parse("a=x=y"), Ok(("a".to_owned(), json!("x=y"))));
        assert_eq!(parse("a=\"1\""), Ok(("a".to_owned(), json!("1"))));
        for bad in ["", "a", "=1", "a=", "a..b=1"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_outermost_switch_comes_first() {
        let keys = |properties: Json| {
            Setting::of(&json!({"properties": properties})).map(|s| s.keys.join("/"))
        };
        assert_eq!(
            keys(json!({"a": "x", "b": {"c": true}, "d": false})),
            Some("d".to_owned())
        );
        assert_eq!(
            keys(json!({"a": "x", "b": {"c": true}})),
            Some("b/c".to_owned())
        );
        assert_eq!(
            keys(json!({"a": {"b": 1}, "l": [true]})),
            Some("a/b".to_owned())
        );
        assert_eq!(keys(json!({})), None);
        assert_eq!(keys(json!(null)), None);
    }
}
