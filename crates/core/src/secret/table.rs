//! The table of names and shapes of secrets. The Rego library
//! `policies/lib/application/secret_settings.rego` has a copy between markers, and a test
//! keeps it current.
//!
//! Names are compared in lower case and without anything but letters and digits, so
//! `DB_PASSWORD`, `dbPassword` and `db.password` are one name.

/// A name with one of these anywhere in it names a secret.
pub(super) const ANYWHERE: [&str; 12] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "apikey",
    "accesskey",
    "accountkey",
    "primarykey",
    "secondarykey",
    "privatekey",
    "connectionstring",
    "credential",
];

/// A name that ends in one of these, and maybe a number, names a secret.
pub(super) const AT_END: [&str; 13] = [
    "pwd",
    "pass",
    "passcode",
    "token",
    "masterkey",
    "signingkey",
    "encryptionkey",
    "sharedkey",
    "storagekey",
    "saskey",
    "authkey",
    "hmackey",
    "subscriptionkey",
];

/// Of [`AT_END`], those that withhold a value wherever they are in its key: what is
/// not printed by mistake is a smaller loss than what is.
pub(super) const WITHHELD_ANYWHERE: [&str; 2] = ["token", "pwd"];

/// A name that ends in one of these, and maybe a number, leads to a secret or describes
/// one, and is no secret itself.
pub(super) const HARMLESS_ENDINGS: [&str; 94] = [
    "accesskeyid",
    "age",
    "algorithm",
    "arn",
    "audience",
    "authentication",
    "bypass",
    "compass",
    "count",
    "created",
    "createdat",
    "date",
    "datetime",
    "days",
    "description",
    "dir",
    "directory",
    "disabled",
    "enabled",
    "encoding",
    "endpoint",
    "expiration",
    "expires",
    "expiry",
    "file",
    "format",
    "frequency",
    "header",
    "host",
    "hours",
    "interval",
    "issuer",
    "kind",
    "label",
    "length",
    "lifetime",
    "limit",
    "location",
    "manager",
    "message",
    "method",
    "methods",
    "minutes",
    "mode",
    "mount",
    "name",
    "names",
    "notification",
    "owner",
    "path",
    "plugin",
    "policies",
    "policy",
    "port",
    "prefix",
    "privatekeyid",
    "protection",
    "protocol",
    "provider",
    "providers",
    "ref",
    "reference",
    "references",
    "refs",
    "region",
    "required",
    "requirement",
    "reuseprevention",
    "rotation",
    "schedule",
    "scope",
    "scopes",
    "seconds",
    "secretkeyid",
    "size",
    "state",
    "status",
    "store",
    "support",
    "timeout",
    "timestamp",
    "title",
    "ttl",
    "type",
    "types",
    "updated",
    "updatedat",
    "uri",
    "uris",
    "url",
    "validity",
    "vault",
    "version",
    "versions",
];

/// A name that begins with one of these is no secret.
pub(super) const HARMLESS_BEGINNINGS: [&str; 6] = [
    "applicationinsights",
    "maxtoken",
    "maxpassword",
    "maximumpassword",
    "minpassword",
    "minimumpassword",
];

/// Strings that are settings, whatever key they have: switches, permissions for vaults
/// (<https://learn.microsoft.com/rest/api/keyvault/keyvault/vaults/create-or-update>),
/// and how something authenticates.
pub(super) const SETTINGS: [&str; 38] = [
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
pub(super) const REFERENCES: [&str; 10] = [
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

/// Strings that replace a missing value, in lower case: variables,
/// parameters, masks, and points in time.
pub(super) const PLACEHOLDERS: [&str; 7] = [
    r"\$\{[^{}]*\}",
    r"\$\([a-z0-9_.-]+\)",
    r"\[parameters\('[^']*'\)\]",
    r"[*•]+",
    r"[<(\[]?(redacted|sensitive|sensitive value|masked|hidden|withheld|computed|known after apply)[>)\]]?",
    r"hidden_due_to_security_reasons",
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}([t ][0-9:.]+(z|[+-][0-9:]+)?)?",
];

/// The shape of a kind of secret.
pub(super) struct Shape {
    /// The kind.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "it names the shape where tests fail")
    )]
    pub(super) id: &'static str,
    /// Texts in lower case; a secret of this shape has one of them in it, in any case.
    pub(super) cues: &'static [&'static str],
    /// The secret is the group `s`, or else the match. What both Rust and RE2 read.
    pub(super) pattern: &'static str,
}

/// The shapes, most of them by the prefix that a vendor gave its tokens so that they
/// can be found.
///
/// Sources: RFC 7468 (PEM), RFC 7519 (JWT), RFC 3986 (user information in URLs),
/// RFC 7292 (PKCS 12),
/// <https://learn.microsoft.com/azure/storage/common/storage-sas-overview>,
/// <https://learn.microsoft.com/purview/sit-defn-azure-storage-account-key-generic>,
/// <https://learn.microsoft.com/dotnet/framework/data/adonet/connection-strings>,
/// <https://jdbc.postgresql.org/documentation/use/>,
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>,
/// <https://github.blog/changelog/2021-03-31-authentication-token-format-updates-are-generally-available/>,
/// <https://docs.gitlab.com/security/tokens/>, <https://api.slack.com/authentication/token-types>,
/// <https://api.slack.com/messaging/webhooks>, <https://developer.hashicorp.com/vault/docs/concepts/tokens>,
/// <https://docs.github.com/code-security/secret-scanning/introduction/supported-secret-scanning-patterns>.
pub(super) const SHAPES: [Shape; 38] = [
    Shape {
        id: "pem-private-key",
        cues: &["-----begin "],
        pattern: r"(?s:-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]*-----|\z))",
    },
    Shape {
        id: "putty-private-key",
        cues: &["putty-user-key-file-"],
        pattern: r"(?s:PuTTY-User-Key-File-[0-9]:.*)",
    },
    Shape {
        id: "pem-in-base64",
        cues: &["ls0tls1crudjtib"],
        pattern: r"LS0tLS1CRUdJTiB(?:SU0Eg|QUklW|FQyBQ|FTkNS|PUEVO|EU0Eg)[A-Za-z0-9+/=_-]*",
    },
    Shape {
        id: "private-key-in-base64",
        cues: &["mii"],
        pattern: r"\bMII[A-Za-z0-9+/]{2}(?:AIBAAKC|AIBADAN|AIBAzCC)[A-Za-z0-9+/=]{20,}",
    },
    Shape {
        id: "json-web-token",
        cues: &["eyj"],
        pattern: r"\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+){0,2}",
    },
    Shape {
        id: "authorization-header",
        cues: &["bearer ", "basic "],
        pattern: r"(?i:\b(?:bearer|basic)) +(?P<s>[A-Za-z0-9+/._~-]{16,}=*)",
    },
    Shape {
        id: "password-in-url",
        cues: &["://"],
        pattern: r#"[A-Za-z][A-Za-z0-9+.-]*://[^/@:\s"']*:(?P<s>[^/\s"']+)@"#,
    },
    Shape {
        id: "password-in-connection-string",
        cues: &[
            "password",
            "passwd",
            "pwd",
            "accountkey",
            "sharedaccesskey",
            "secret",
            "apikey",
            "api_key",
            "token",
        ],
        pattern: r#"(?:^|[^A-Za-z0-9_.])(?i:[a-z0-9_.]*(?:password|passwd|pwd|accountkey|sharedaccesskey|secret|api_?key|token)) *= *(?P<s>"[^"]+"|'[^']+'|\{[^{}]+\}|(?:[^=>~;&\s"'{}$]|\$[^;&\s"'{}(])[^;&\s"'{}]*)"#,
    },
    Shape {
        id: "azure-shared-access-signature",
        cues: &["sig="],
        pattern: r#"(?:^|[?&;\s"'])(?i:sig)=(?P<s>[^&;\s"']{8,})"#,
    },
    Shape {
        id: "azure-storage-key",
        cues: &["=="],
        pattern: r"(?:^|[^A-Za-z0-9+/-])(?P<s>[A-Za-z0-9+/]{86}==)",
    },
    Shape {
        id: "azure-client-secret",
        cues: &["q~"],
        pattern: r"(?:^|[^A-Za-z0-9_~.-])(?P<s>[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34})",
    },
    Shape {
        id: "aws-access-key",
        cues: &["akia", "asia", "abia", "acca"],
        pattern: r"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b",
    },
    Shape {
        id: "github",
        cues: &["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"],
        pattern: r"\b(?:gh[pousr]_[A-Za-z0-9_]{36,}|github_pat_[A-Za-z0-9_]{22,})",
    },
    Shape {
        id: "gitlab",
        cues: &[
            "glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glft-", "glimt-", "glagent-",
            "glsoat-", "gloas-",
        ],
        pattern: r"\bgl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat|oas)-[A-Za-z0-9_.-]{20,}",
    },
    Shape {
        id: "slack",
        cues: &[
            "xoxa", "xoxb", "xoxe", "xoxo", "xoxp", "xoxr", "xoxs", "xapp-",
        ],
        pattern: r"\b(?:xox[abeoprs](?:\.xox[bp])?|xapp)-[A-Za-z0-9-]{10,}",
    },
    Shape {
        id: "webhook",
        cues: &["hooks.slack", "webhook"],
        pattern: r#"https://(?:hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)|[a-z0-9-]+\.webhook\.office\.com|(?:ptb\.|canary\.)?discord(?:app)?\.com/api/webhooks)/(?P<s>[^\s"'?]{8,})"#,
    },
    Shape {
        id: "google",
        cues: &["aiza", "ya29.", "gocspx-"],
        pattern: r"\b(?:AIza[A-Za-z0-9_-]{35}|ya29\.[A-Za-z0-9_-]{20,}|GOCSPX-[A-Za-z0-9_-]{20,})",
    },
    Shape {
        id: "npm",
        cues: &["npm_"],
        pattern: r"\bnpm_[A-Za-z0-9]{36}",
    },
    Shape {
        id: "pypi",
        cues: &["pypi-age"],
        pattern: r"\bpypi-AgE[A-Za-z0-9_-]{16,}",
    },
    Shape {
        id: "sendgrid",
        cues: &["sg."],
        pattern: r"\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}",
    },
    Shape {
        id: "stripe",
        cues: &["sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_"],
        pattern: r"\b(?:(?:sk|rk)_(?:live|test)|whsec)_[A-Za-z0-9]{10,}",
    },
    Shape {
        id: "twilio",
        cues: &["sk"],
        pattern: r"\bSK[0-9a-f]{32}\b",
    },
    Shape {
        id: "hashicorp",
        cues: &["hvs.", "hvb.", "hvr.", ".atlasv1."],
        pattern: r"\b(?:hv[sbr]\.[A-Za-z0-9_-]{20,}|[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,})",
    },
    Shape {
        id: "digitalocean",
        cues: &["dop_v1_", "doo_v1_", "dor_v1_"],
        pattern: r"\bdo[opr]_v1_[a-f0-9]{64}",
    },
    Shape {
        id: "databricks",
        cues: &["dapi"],
        pattern: r"\bdapi[a-f0-9]{32}",
    },
    Shape {
        id: "openai",
        cues: &["sk-"],
        pattern: r"\bsk-(?:(?:proj|svcacct|admin|ant)-[A-Za-z0-9_-]{16,}|[A-Za-z0-9]{32,})",
    },
    Shape {
        id: "hugging-face",
        cues: &["hf_"],
        pattern: r"\bhf_[A-Za-z]{30,}",
    },
    Shape {
        id: "telegram",
        cues: &[":aa"],
        pattern: r"\b[0-9]{8,10}:AA[A-Za-z0-9_-]{32,}",
    },
    Shape {
        id: "atlassian",
        cues: &["atatt3", "atctt3", "atbb"],
        pattern: r"\b(?:AT[AC]TT3[A-Za-z0-9_=-]{50,}|ATBB[A-Za-z0-9]{32})",
    },
    Shape {
        id: "grafana",
        cues: &["glsa_", "glc_"],
        pattern: r"\b(?:glsa_[A-Za-z0-9]{32}_[a-f0-9]{8}|glc_[A-Za-z0-9+/=]{32,})",
    },
    Shape {
        id: "new-relic",
        cues: &["nrak-"],
        pattern: r"\bNRAK-[A-Z0-9]{27}",
    },
    Shape {
        id: "shopify",
        cues: &["shpat_", "shpca_", "shppa_", "shpss_"],
        pattern: r"\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}",
    },
    Shape {
        id: "postman",
        cues: &["pmak-"],
        pattern: r"\bPMAK-[a-f0-9]{24}-[a-f0-9]{34}",
    },
    Shape {
        id: "mailgun",
        cues: &["key-"],
        pattern: r"\bkey-[a-f0-9]{32}\b",
    },
    Shape {
        id: "dynatrace",
        cues: &["dt0"],
        pattern: r"\bdt0[a-z][0-9]{2}\.[A-Z0-9]{24}\.[A-Z0-9]{64}",
    },
    Shape {
        id: "rubygems",
        cues: &["rubygems_"],
        pattern: r"\brubygems_[a-f0-9]{48}",
    },
    Shape {
        id: "age",
        cues: &["age-secret-key-1"],
        pattern: r"\bAGE-SECRET-KEY-1[A-Z0-9]{50,}",
    },
    Shape {
        id: "password-hash",
        cues: &["$2", "$1$", "$5$", "$6$", "$apr1$", "$argon2", "$y$"],
        pattern: r"\$(?:2[abxy]?\$[0-9]{2}\$[./A-Za-z0-9]{53}|(?:1|5|6|y|apr1)\$[./A-Za-z0-9=$]{20,}|argon2(?:id|i|d)\$[^\s\x22']{20,})",
    },
];
