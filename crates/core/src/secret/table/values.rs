//! Values that are no secrets, whatever name they have.

/// Strings that are settings, whatever key they have: switches, permissions for vaults
/// (<https://learn.microsoft.com/rest/api/keyvault/keyvault/vaults/create-or-update>),
/// and how something authenticates.
pub(in crate::secret) const SETTINGS: [&str; 38] = [
    "all",
    "allow",
    "allowed",
    "audit",
    "automatic",
    "backup",
    "create",
    "default",
    "delete",
    "denied",
    "deny",
    "disabled",
    "enabled",
    "enforced",
    "false",
    "get",
    "import",
    "list",
    "managedidentity",
    "manual",
    "never",
    "no",
    "none",
    "null",
    "off",
    "on",
    "optional",
    "purge",
    "recover",
    "required",
    "restore",
    "set",
    "systemassigned",
    "true",
    "unknown",
    "update",
    "userassigned",
    "yes",
];

/// The prefixes of strings that only refer to a secret; in lower case.
///
/// - <https://learn.microsoft.com/azure/app-service/app-service-key-vault-references>
/// - <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>
/// - <https://developer.1password.com/docs/cli/secret-reference-syntax/>
pub(in crate::secret) const REFERENCES: [&str; 10] = [
    r"@microsoft\.keyvault\(",
    r"arn:[a-z-]*:[a-z0-9-]+:",
    r"vault:",
    r"op://",
    r"https://[a-z0-9-]+\.(vault|managedhsm)\.(azure\.net|azure\.cn|usgovcloudapi\.net)/",
    r"\{\{resolve:(secretsmanager|ssm|ssm-secure):[^{}]*\}\}$",
    r"projects/[^/]+/(secrets|locations)/",
    r"/subscriptions/[^/]+/",
    r"secretref:",
    r"alias/",
];

/// Strings that name the variable whose value replaces them, in lower case.
pub(in crate::secret) const VARIABLES: [&str; 2] = [r"\$\{[^{}]*\}", r"\$\([a-z0-9_.-]+\)"];

/// For outputs only: other strings that replace a missing value, in lower case:
/// parameters, masks, and points in time. A masked secret is a secret for a control.
pub(in crate::secret) const PLACEHOLDERS: [&str; 5] = [
    r"\[parameters\('[^']*'\)\]",
    r"[*•]+",
    r"[<(\[]?(redacted|sensitive|sensitive value|masked|hidden|withheld|computed|known after apply)[>)\]]?",
    r"hidden_due_to_security_reasons",
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}([t ][0-9:.]+(z|[+-][0-9:]+)?)?",
];

/// For controls only: of [`SETTINGS`], those that are no passwords either. They are the
/// values of switches such as `MYSQL_RANDOM_ROOT_PASSWORD` and `AzureWebJobsStorage__credential`.
///
/// - <https://hub.docker.com/_/mysql>
/// - <https://learn.microsoft.com/azure/azure-functions/functions-reference#common-properties-for-identity-based-connections>
#[cfg(test)]
pub(in crate::secret) const SWITCHES: [&str; 13] = [
    "disabled",
    "enabled",
    "false",
    "managedidentity",
    "no",
    "none",
    "null",
    "off",
    "on",
    "systemassigned",
    "true",
    "userassigned",
    "yes",
];

/// For controls only: what else only leads to a secret, as it is written: paths, and the
/// URIs of stores. A path has a root that is usual in containers, or an extension, or no
/// capital letters: a key in base64 can begin with a slash as well.
///
/// - <https://docs.cloud.google.com/secret-manager/docs/reference/rest>
/// - <https://docs.cloud.google.com/docs/authentication/application-default-credentials>
/// - <https://docs.stripe.com/keys> (publishable keys)
#[cfg(test)]
pub(in crate::secret) const LEADS: [&str; 8] = [
    r"(?i:/(?:app|certs|config|data|etc|home|keys|mnt|opt|run|root|secrets|srv|tmp|usr|var|vault)/[a-z0-9_./@-]*)$",
    r"(?i:[a-z0-9_./~@-]+\.(?:cer|conf|crt|env|ini|jks|json|key|p12|pem|pfx|properties|pub|toml|txt|xml|ya?ml))$",
    r"(?:/[a-z0-9_.-]+){2,}/?$",
    r"(?i:[a-z]:\\|file:/)",
    r"https://secretmanager\.googleapis\.com/",
    r"https://secretsmanager\.[a-z0-9-]+\.amazonaws\.com(?:/|$)",
    r"(?:sm|gcpsm|awssm|azkv|akv|ssm|vals|ref\+[a-z0-9]+)://",
    r"pk_(?:live|test)_[A-Za-z0-9]+$",
];

/// For controls only: the values of connection strings without a secret, in lower case:
/// known keys, addresses, or both. An identity connects.
///
/// - <https://learn.microsoft.com/sql/connect/ado-net/connection-string-syntax>
/// - <https://learn.microsoft.com/azure/service-connector/how-to-integrate-sql-database>
/// - <https://learn.microsoft.com/azure/azure-signalr/concept-connection-string>
/// - <https://stackexchange.github.io/StackExchange.Redis/Configuration>
#[cfg(test)]
pub(in crate::secret) const PASSWORDLESS: [&str; 4] = [
    r"(?: *(?:accountendpoint|accountname|addr|address|application ?name|apptype|audience|authentication|authtype|blobendpoint|clientid|column encryption setting|command timeout|connect timeout|connection timeout|data source|database|defaultendpointsprotocol|driver|encrypt|endpoint|endpointsuffix|entitypath|fileendpoint|host|initial catalog|integrated security|max pool size|min pool size|multipleactiveresultsets|multisubnetfailover|network address|persist security info|pooling|port|provider|queueendpoint|scope|server|serviceuri|ssl ?mode|tableendpoint|trust ?server ?certificate|trusted_connection|uid|user|user id|username|version) *= *[^;]*(?:;|$))+ *$",
    r"[a-z][a-z0-9+.-]*://[^@?;\s]*$",
    r"jdbc:[a-z0-9]+:(?:[a-z]+:)?//[^@?;\s]*(?:[?;&](?:authentication|authenticationpluginclassname|database|databasename|encrypt|hostnameincertificate|logintimeout|msiclientid|servertimezone|ssl|sslmode|trustservercertificate|user|usessl)=[^?;&]*)*;?$",
    r"[a-z0-9.-]+:[0-9]+(?:, *(?:abortconnect|connectretry|connecttimeout|defaultdatabase|name|ssl|synctimeout)=[^,]*)*$",
];

/// The values that look random: all patterns of one of these match.
pub(in crate::secret) const RANDOM: [&[&str]; 3] = [
    &[r"^[A-Za-z0-9]{20,}$", r"[0-9].*[0-9]", r"[A-Za-z]"],
    &[r"^(?:base64:)?[A-Za-z0-9+/_-]{20,}={1,2}$"],
    &[
        r"^[A-Za-z0-9_-]{32,}$",
        r"(?:[A-Za-z_-]+[0-9]+){3,}",
        r"[A-Z]",
        r"[a-z]",
    ],
];

/// For controls only: a random identifier, in lower case, which makes the value of a
/// setting named `secret id` the secret of an `AppRole`.
#[cfg(test)]
pub(in crate::secret) const UUID: &str =
    r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";
