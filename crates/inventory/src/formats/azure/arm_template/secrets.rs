//! Secret names of an ARM template.

use std::collections::BTreeSet;

use crate::json::outline::Members;

/// The secure names, in lower case.
#[derive(Default)]
pub struct Secrets {
    /// Parameters.
    pub parameters: BTreeSet<String>,
    /// Variables that depend on them.
    variables: BTreeSet<String>,
}

impl Secrets {
    /// Finds the variables that depend on secure parameters. Chains of variables that
    /// are never written by hand are not followed to their end.
    pub fn follow(&mut self, variables: &Members<'_>) {
        for _ in 0..8 {
            let found: Vec<String> = variables
                .iter()
                .map(|(name, part)| (name.to_ascii_lowercase(), part))
                .filter(|(name, part)| !self.variables.contains(name) && self.are_in(part.get()))
                .map(|(name, _)| name)
                .collect();
            if found.is_empty() {
                return;
            }
            self.variables.extend(found);
        }
    }

    /// Whether a string refers to a secure parameter, directly or by a variable.
    pub fn are_in(&self, text: &str) -> bool {
        if self.parameters.is_empty() {
            return false;
        }
        // PowerShell writes apostrophes in JSON as escapes.
        let lower = text.to_ascii_lowercase().replace("\\u0027", "'");
        let refers = |function: &str, names: &BTreeSet<String>| {
            lower.split(function).skip(1).any(|rest| {
                let quoted = rest
                    .trim_start()
                    .strip_prefix('(')
                    .and_then(|rest| rest.trim_start().strip_prefix('\''));
                quoted
                    .and_then(|quoted| quoted.split('\'').next())
                    .is_some_and(|name| names.contains(name))
            })
        };
        refers("parameters", &self.parameters) || refers("variables", &self.variables)
    }
}

/// Whether a parameter is declared to be or to contain a secret: itself, or by a type in
/// the template's `definitions`.
pub fn is_secure(declaration: &str, definitions: &Members<'_>) -> bool {
    let mut left = vec![declaration.to_owned()];
    let mut seen = BTreeSet::new();
    while let Some(text) = left.pop() {
        let lower = text.to_ascii_lowercase();
        if lower.contains("\"securestring\"") || lower.contains("\"secureobject\"") {
            return true;
        }
        for reference in text.split("#/definitions/").skip(1) {
            let name = reference.split('"').next().unwrap_or_default();
            if let Some(definition) = definitions.get(name)
                && seen.insert(name.to_owned())
            {
                left.push(definition.get().to_owned());
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_followed_through_variables() {
        let mut secrets = Secrets::default();
        secrets.parameters.insert("pw".to_owned());
        let variables = Members::parse(
            r#"{"indirect": "[variables('Login').password]",
                "login": {"password": "[parameters( 'PW' )]"}, "plan": "p"}"#,
        )
        .unwrap();
        secrets.follow(&variables);
        assert!(secrets.are_in("[concat('a', Parameters('pw'))]"));
        assert!(secrets.are_in("[parameters(\\u0027pw\\u0027)]"));
        assert!(secrets.are_in("[variables('indirect')]"));
        assert!(!secrets.are_in("[variables('plan')]"));
    }

    #[test]
    fn types_can_be_secure() {
        let definitions = Members::parse(
            r##"{"a": {"$ref": "#/definitions/b"}, "b": {"properties": {"x": {"type": "securestring"}}},
                "c": {"$ref": "#/definitions/c"}}"##,
        )
        .unwrap();
        for (declaration, expected) in [
            (r#"{"type": "SecureString"}"#, true),
            (r#"{"type": "secureObject"}"#, true),
            (r##"{"$ref": "#/definitions/a"}"##, true),
            (r##"{"$ref": "#/definitions/c"}"##, false),
            (r##"{"$ref": "#/definitions/none"}"##, false),
            (r#"{"type": "string"}"#, false),
        ] {
            assert_eq!(
                is_secure(declaration, &definitions),
                expected,
                "{declaration}"
            );
        }
    }
}
