//! Settings of a command: which properties it sets.

use serde_json::{Map, Value as Json, json};

use super::settings_text::Settings;

const FILE: &str = include_str!("flags.tsv");

/// A flag of a command, and the property that it sets.
struct Flag {
    /// The start of the command.
    command: &'static str,
    flag: &'static str,
    /// The keys that lead to the property in the document; `*` is any item of a list.
    path: Vec<&'static str>,
    /// What values of the flag are as values of the property, where these differ; a value
    /// that stands alone is the property's, whatever the flag's; `pairs` is a list of names
    /// with values.
    values: Vec<(&'static str, &'static str)>,
}

fn flags() -> Vec<Flag> {
    FILE.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            let [command, flag, path, values] = columns.as_slice() else {
                panic!("not four columns: {line}");
            };
            Flag {
                command,
                flag,
                path: path.trim_start_matches('/').split('/').collect(),
                values: values
                    .split(' ')
                    .filter(|value| !value.is_empty())
                    .map(|value| value.split_once('=').unwrap_or(("", value)))
                    .collect(),
            }
        })
        .collect()
}

/// What a command sets, as members of the resource's document.
///
/// # Errors
/// A flag of it is in no line of the table.
pub fn settings(command: &str) -> Result<Settings, String> {
    let words = words(command);
    let mut found = Json::Object(Map::new());
    let flags: Vec<Flag> = flags()
        .into_iter()
        .filter(|flag| command.starts_with(flag.command))
        .collect();
    let mut index = 0;
    while let Some(word) = words.get(index) {
        index += 1;
        let values = words[index..]
            .iter()
            .take_while(|value| !value.starts_with("--"));
        let values: Vec<&str> = values.map(String::as_str).collect();
        if word == "--set" {
            let root = root_of_set(command);
            for value in &values {
                let (key, value) = value.split_once('=').ok_or("no `=` after --set")?;
                let path: Vec<&str> = root(key);
                set(&mut found, &path, plain(value, command));
            }
        } else if word == "--body" {
            let body: Json = serde_json::from_str(&values.concat()).map_err(|e| e.to_string())?;
            found = body;
        } else if let Some(flag) = flags.iter().find(|flag| flag.flag == word) {
            let value = values.first().copied().unwrap_or_default();
            let other = flag
                .values
                .iter()
                .find(|(from, _)| *from == value || from.is_empty());
            if let Some((_, "pairs")) = other {
                let pairs = values.iter().filter_map(|pair| pair.split_once('='));
                let items: Vec<Json> = pairs.map(|(name, value)| pair(name, value)).collect();
                set(&mut found, &flag.path, items.into());
                continue;
            }
            let value = match other {
                // Values of shape JSON, for what the flag makes of its own.
                Some((_, value)) => serde_json::from_str(value).unwrap_or(json!(value)),
                None => plain(value, command),
            };
            set(&mut found, &flag.path, value);
        }
    }
    match found {
        Json::Object(members) if !members.is_empty() => Ok(Settings::Own(members)),
        _ => Err("no flag of it is in flags.tsv".to_owned()),
    }
}

/// What the keys of `--set` are below: `az resource update` has the whole resource, and
/// other commands of az have its properties without the word.
fn root_of_set(command: &str) -> fn(&str) -> Vec<&str> {
    if command.contains("/config/web ") {
        |key| {
            let keys = key.split('.').skip(1);
            ["properties", "siteConfig"]
                .into_iter()
                .chain(keys)
                .collect()
        }
    } else if command.starts_with("az resource update") {
        |key| key.split('.').collect()
    } else {
        |key| {
            std::iter::once("properties")
                .chain(key.split('.'))
                .collect()
        }
    }
}

/// A setting of an app, or a variable of a container.
fn pair(name: &str, value: &str) -> Json {
    match value.strip_prefix("secretref:") {
        Some(secret) => json!({"name": name, "secretRef": secret}),
        None => json!({"name": name, "value": value}),
    }
}

fn plain(value: &str, command: &str) -> Json {
    match value {
        // az takes what is JSON for JSON.
        list if list.starts_with('[') => serde_json::from_str(list).unwrap_or(json!(list)),
        "true" | "false" if !command.contains("--force-string") => json!(value == "true"),
        text => json!(text),
    }
}

fn set(root: &mut Json, path: &[&str], value: Json) {
    match path {
        [] => *root = value,
        ["*", tail @ ..] => {
            if !root.is_array() {
                *root = json!([{}]);
            }
            set(&mut root[0], tail, value);
        }
        [key, tail @ ..] => {
            if !root.is_object() {
                *root = json!({});
            }
            set(&mut root[*key], tail, value);
        }
    }
}

/// The words of a command, without their quotes.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in command.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, ' ') => words.push(String::new()),
            (_, c) => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
        .iter()
        .flat_map(|word| match word.split_once('=') {
            Some((flag, value)) if flag.starts_with("--") => vec![flag, value],
            _ => vec![word.as_str()],
        })
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Settings, settings};
    use serde_json::{Value as Json, json};

    fn set_by(command: &str) -> Json {
        match settings(command).unwrap() {
            Settings::Own(members) => members.into(),
            Settings::Other(kind, _) => panic!("{kind}"),
        }
    }

    #[test]
    fn commands_set_properties() {
        let command = "az storage account update --ids {id} --https-only true";
        let expected = json!({"properties": {"supportsHttpsTrafficOnly": true}});
        assert_eq!(set_by(command), expected);
        let command = "az vm update --ids {id} --set a.b=true c=D --subscription x";
        let expected = json!({"properties": {"a": {"b": true}, "c": "D"}});
        assert_eq!(set_by(command), expected);
        let command =
            "az resource update --ids {id}/config/web --set properties.v=1.2 --force-string";
        let expected = json!({"properties": {"siteConfig": {"v": "1.2"}}});
        assert_eq!(set_by(command), expected);
        let command = "az aks update --name {name} --disable-local-accounts";
        let expected = json!({"properties": {"disableLocalAccounts": true}});
        assert_eq!(set_by(command), expected);
    }

    #[test]
    fn an_unknown_command_is_an_error() {
        assert!(settings("az sky update --color blue").is_err());
    }
}
