//! Shapes of secrets: values that are secrets, whatever name they have.

/// The shape of a kind of secret.
pub(in crate::secret) struct Shape {
    /// The kind.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "it names the shape where tests fail")
    )]
    pub(in crate::secret) id: &'static str,
    /// Texts in lower case; a secret of this shape has one of them in it, in any case.
    pub(in crate::secret) cues: &'static [&'static str],
    /// The secret is the group `s`, or else the match. What both Rust and RE2 read.
    pub(in crate::secret) pattern: &'static str,
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
/// <https://docs.github.com/code-security/secret-scanning/introduction/supported-secret-scanning-patterns>,
/// <https://github.com/go-sql-driver/mysql#dsn-data-source-name>,
/// <https://docs.oracle.com/en/database/oracle/oracle-database/23/jjdbc/data-sources-and-URLs.html>,
/// <https://learn.microsoft.com/azure/azure-functions/function-keys-how-to>,
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>,
/// <https://learn.microsoft.com/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate>.
pub(in crate::secret) const SHAPES: [Shape; 68] = [
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
            "passphrase",
            "access_key",
            "access-key",
            "accesskey",
            "secret",
            "apikey",
            "api_key",
            "api-key",
            "token",
        ],
        pattern: r#"(?:^|[^A-Za-z0-9_.])(?i:[a-z0-9_.]*(?:password|passwd|pwd|passphrase|accountkey|access[_-]?key|secret|api[_-]?key|token)) *= *(?P<s>"[^"]+"|'[^']+'|\{[^{}]+\}|(?:[^=>~;&\s"'{}$]|\$[^;&\s"'{}(])[^;&\s"'{}]*)"#,
    },
    Shape {
        id: "pass-in-connection-string",
        cues: &["pass=", "pw="],
        pattern: r#"(?:^|[?&;,\s"'])(?i:(?:db)?_?(?:pass|pw))=(?P<s>[^&;,\s"'$][^&;,\s"']*)"#,
    },
    Shape {
        id: "password-in-go-dsn",
        cues: &["@tcp(", "@udp(", "@unix(", "@cloudsql"],
        pattern: r#"(?:^|[^A-Za-z0-9_.-])[A-Za-z0-9_.-]+:(?P<s>[^\s"']+)@(?i:tcp|udp|unix|cloudsql(?:conn)?)\("#,
    },
    Shape {
        id: "password-in-oracle-url",
        cues: &["jdbc:oracle:"],
        pattern: r#"(?i:jdbc:oracle:(?:thin|oci8?)):[^/@\s"']+/(?P<s>[^@\s"']+)@"#,
    },
    Shape {
        id: "password-in-json",
        cues: &[
            "password",
            "passwd",
            "pwd",
            "passphrase",
            "secret",
            "apikey",
            "api_key",
            "api-key",
            "privatekey",
            "private_key",
            "accountkey",
            "account_key",
            "accesstoken",
            "access_token",
            "authtoken",
            "auth_token",
            "refreshtoken",
            "refresh_token",
        ],
        pattern: r#""(?i:[a-z0-9_.-]*(?:password|passwd|pwd|passphrase|client_?secret|secret_?(?:access_?)?key|api[_-]?key|(?:private|account)_?key|(?:access|auth|refresh)_?token))\\*" *: *\\*"(?P<s>(?:[^"\\]|\\[^"])+)"#,
    },
    Shape {
        id: "registry-logins-in-json",
        cues: &["auths"],
        pattern: r#"(?s:"auths\\*" *: *\{.*?"auth\\*" *: *\\*"(?P<s>[A-Za-z0-9+/=]{8,}))"#,
    },
    Shape {
        id: "azure-functions-code",
        cues: &["code="],
        pattern: r#"(?i:\.azurewebsites\.(?:net|us|cn)/[^\s"'?]*\?(?:[^\s"']*&)?code=)(?P<s>[^&\s"']{16,})"#,
    },
    Shape {
        id: "signed-url",
        cues: &["-signature="],
        pattern: r"(?i:x-(?:amz|goog)-signature)=(?P<s>[A-Fa-f0-9]{64,})",
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
        id: "azure-devops",
        cues: &["azdo"],
        pattern: r"\b[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}\b",
    },
    Shape {
        id: "docker",
        cues: &["dckr_pat_", "dckr_oat_"],
        pattern: r"\bdckr_[po]at_[A-Za-z0-9_-]{20,}",
    },
    Shape {
        id: "gitlab-runner",
        cues: &["gr1348941"],
        pattern: r"\bGR1348941[A-Za-z0-9_-]{20,}",
    },
    Shape {
        id: "sentry",
        cues: &["sntrys_", "sntryu_"],
        pattern: r"\bsntry[su]_[A-Za-z0-9+/=_-]{32,}",
    },
    Shape {
        id: "square",
        cues: &["sq0atp-", "sq0csp-"],
        pattern: r"\bsq0(?:atp|csp)-[A-Za-z0-9_-]{22,}",
    },
    Shape {
        id: "pulumi",
        cues: &["pul-"],
        pattern: r"\bpul-[a-f0-9]{40}\b",
    },
    Shape {
        id: "doppler",
        cues: &[
            "dp.pt.",
            "dp.st.",
            "dp.ct.",
            "dp.sa.",
            "dp.scim.",
            "dp.audit.",
        ],
        pattern: r"\bdp\.(?:pt|ct|sa|scim|audit|st(?:\.[a-z0-9_-]+)?)\.[A-Za-z0-9]{40,}",
    },
    Shape {
        id: "linear",
        cues: &["lin_api_"],
        pattern: r"\blin_api_[A-Za-z0-9]{32,}",
    },
    Shape {
        id: "notion",
        cues: &["ntn_"],
        pattern: r"\bntn_[A-Za-z0-9]{40,}",
    },
    Shape {
        id: "airtable",
        cues: &["pat"],
        pattern: r"\bpat[A-Za-z0-9]{14}\.[a-f0-9]{64}\b",
    },
    Shape {
        id: "figma",
        cues: &["figd_"],
        pattern: r"\bfigd_[A-Za-z0-9_-]{20,}",
    },
    Shape {
        id: "planetscale",
        cues: &["pscale_tkn_", "pscale_pw_", "pscale_oauth_"],
        pattern: r"\bpscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.-]{32,}",
    },
    Shape {
        id: "supabase",
        cues: &["sbp_", "sb_secret_"],
        pattern: r"\b(?:sbp_[a-f0-9]{40}|sb_secret_[A-Za-z0-9_-]{20,})",
    },
    Shape {
        id: "mailchimp",
        cues: &["-us"],
        pattern: r"\b[a-f0-9]{32}-us[0-9]{1,2}\b",
    },
    Shape {
        id: "brevo",
        cues: &["xkeysib-"],
        pattern: r"\bxkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}",
    },
    Shape {
        id: "language-models",
        cues: &["gsk_", "xai-", "pplx-", "sk-or-v1-", "lsv2_", "r8_"],
        pattern: r"\b(?:gsk_[A-Za-z0-9]{50,}|xai-[A-Za-z0-9]{70,}|pplx-[A-Za-z0-9]{40,}|sk-or-v1-[a-f0-9]{64}|lsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}|r8_[A-Za-z0-9]{37})",
    },
    Shape {
        id: "tailscale",
        cues: &["tskey-"],
        pattern: r"\btskey-(?:auth|api|client|scim|webhook)-[A-Za-z0-9]+-[A-Za-z0-9]{20,}",
    },
    Shape {
        id: "sonarqube",
        cues: &["sqp_", "squ_", "sqa_"],
        pattern: r"\bsq[pua]_[a-f0-9]{40}\b",
    },
    Shape {
        id: "jfrog",
        cues: &["akcp", "cmvmdgtu"],
        pattern: r"\b(?:AKCp[A-Za-z0-9]{69,}|cmVmdGtu[A-Za-z0-9]{56,})\b",
    },
    Shape {
        id: "circleci",
        cues: &["ccipat_", "ccipprj_"],
        pattern: r"\bCCIP(?:AT|PRJ)_[A-Za-z0-9]{22}_[a-f0-9]{40}",
    },
    Shape {
        id: "heroku",
        cues: &["hrku-"],
        pattern: r"\bHRKU-[A-Za-z0-9_-]{36,}",
    },
    Shape {
        id: "posthog",
        cues: &["phx_"],
        pattern: r"\bphx_[A-Za-z0-9]{40,}",
    },
    Shape {
        id: "one-password",
        cues: &["ops_eyj"],
        pattern: r"\bops_eyJ[A-Za-z0-9_-]{40,}",
    },
    Shape {
        id: "password-hash",
        cues: &["$2", "$1$", "$5$", "$6$", "$apr1$", "$argon2", "$y$"],
        pattern: r"\$(?:2[abxy]?\$[0-9]{2}\$[./A-Za-z0-9]{53}|(?:1|5|6|y|apr1)\$[./A-Za-z0-9=$]{20,}|argon2(?:id|i|d)\$[^\s\x22']{20,})",
    },
];
