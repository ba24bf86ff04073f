# METADATA
# title: Settings that hold secrets
# description: |
#   Whether a setting is named like a secret, or holds what looks like one. Settings are
#   {name, value} pairs of texts, and their values are never handed on. Secrets under
#   names that don't say so, and in forms that are not known here, are not found.
# related_resources:
# - ref: https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html
# - ref: https://learn.microsoft.com/azure/app-service/app-service-key-vault-references
package onus.lib.application.secret_settings

# exposed(setting): it holds a secret in clear.
exposed(setting) if {
	secret_name(plain(setting.name))
	not empty(setting.value)
	not reference(setting.value)
}

exposed(setting) if {
	some pattern in contents
	regex.match(pattern, setting.value)
}

# plain(name): without case and separators.
plain(name) := regex.replace(lower(name), `[^a-z0-9]`, "")

secret_name(name) if {
	some pattern in secret_names
	regex.match(pattern, name)
	not harmless(name)
}

harmless(name) if {
	some pattern in harmless_names
	regex.match(pattern, name)
}

empty(value) if trim_space(value) == ""

reference(value) if {
	some pattern in references
	regex.match(pattern, lower(value))
}

# BEGIN of what is made of crates/core/src/secret/table.rs
# Names of secrets, in lower case and without separators.
secret_names := [
	`password|passwd|passphrase|secret|apikey|accesskey|accountkey|primarykey|secondarykey|privatekey|connectionstring|credential|(?:pwd|pass|passcode|token|masterkey|signingkey|encryptionkey|sharedkey|storagekey|saskey|authkey|hmackey|subscriptionkey)[0-9]*$`,
]

# Names that only lead to a secret, or say something about it.
harmless_names := [
	`(?:accesskeyid|age|algorithm|arn|audience|authentication|bypass|compass|count|created|createdat|date|datetime|days|description|dir|directory|disabled|enabled|encoding|endpoint|expiration|expires|expiry|file|format|frequency|header|host|hours|interval|issuer|kind|label|length|lifetime|limit|location|manager|message|method|methods|minutes|mode|mount|name|names|notification|owner|path|plugin|policies|policy|port|prefix|privatekeyid|protection|protocol|provider|providers|ref|reference|references|refs|region|required|requirement|reuseprevention|rotation|schedule|scope|scopes|seconds|secretkeyid|size|state|status|store|support|timeout|timestamp|title|ttl|type|types|updated|updatedat|uri|uris|url|validity|vault|version|versions)[0-9]*$`,
	`^(?:applicationinsights|maxtoken|maxpassword|maximumpassword|minpassword|minimumpassword)`,
]

# What only says where the secret is, in lower case.
references := [
	`^ *(?:@microsoft\.keyvault\(|arn:[a-z-]*:[a-z0-9-]+:|vault:|op://|https://[a-z0-9-]+\.(vault|managedhsm)\.(azure\.net|azure\.cn|usgovcloudapi\.net)/|\{\{resolve:(secretsmanager|ssm|ssm-secure):[^{}]*\}\}$|projects/[^/]+/(secrets|locations)/|/subscriptions/[^/]+/|secretref:|alias/)`,
]

# What is a secret wherever it is found.
contents := [
	`(?:(?s:-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]*-----|\z)))|(?:(?s:PuTTY-User-Key-File-[0-9]:.*))|(?:LS0tLS1CRUdJTiB(?:SU0Eg|QUklW|FQyBQ|FTkNS|PUEVO|EU0Eg)[A-Za-z0-9+/=_-]*)|(?:\bMII[A-Za-z0-9+/]{2}(?:AIBAAKC|AIBADAN|AIBAzCC)[A-Za-z0-9+/=]{20,})|(?:\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+){0,2})|(?:(?i:\b(?:bearer|basic)) +(?:[A-Za-z0-9+/._~-]{16,}=*))|(?:[A-Za-z][A-Za-z0-9+.-]*://[^/@:\s"']*:(?:[^/\s"']+)@)|(?:(?:^|[^A-Za-z0-9_.])(?i:[a-z0-9_.]*(?:password|passwd|pwd|accountkey|sharedaccesskey|secret|api_?key|token)) *= *(?:"[^"]+"|'[^']+'|\{[^{}]+\}|(?:[^=>~;&\s"'{}$]|\$[^;&\s"'{}(])[^;&\s"'{}]*))|(?:(?:^|[?&;\s"'])(?i:sig)=(?:[^&;\s"']{8,}))|(?:(?:^|[^A-Za-z0-9+/-])(?:[A-Za-z0-9+/]{86}==))|(?:(?:^|[^A-Za-z0-9_~.-])(?:[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}))|(?:\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b)`,
	`(?:\b(?:gh[pousr]_[A-Za-z0-9_]{36,}|github_pat_[A-Za-z0-9_]{22,}))|(?:\bgl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat|oas)-[A-Za-z0-9_.-]{20,})|(?:\b(?:xox[abeoprs](?:\.xox[bp])?|xapp)-[A-Za-z0-9-]{10,})|(?:https://(?:hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)|[a-z0-9-]+\.webhook\.office\.com|(?:ptb\.|canary\.)?discord(?:app)?\.com/api/webhooks)/(?:[^\s"'?]{8,}))|(?:\b(?:AIza[A-Za-z0-9_-]{35}|ya29\.[A-Za-z0-9_-]{20,}|GOCSPX-[A-Za-z0-9_-]{20,}))|(?:\bnpm_[A-Za-z0-9]{36})|(?:\bpypi-AgE[A-Za-z0-9_-]{16,})|(?:\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,})|(?:\b(?:(?:sk|rk)_(?:live|test)|whsec)_[A-Za-z0-9]{10,})|(?:\bSK[0-9a-f]{32}\b)|(?:\b(?:hv[sbr]\.[A-Za-z0-9_-]{20,}|[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,}))|(?:\bdo[opr]_v1_[a-f0-9]{64})|(?:\bdapi[a-f0-9]{32})|(?:\bsk-(?:(?:proj|svcacct|admin|ant)-[A-Za-z0-9_-]{16,}|[A-Za-z0-9]{32,}))|(?:\bhf_[A-Za-z]{30,})`,
	`(?:\b[0-9]{8,10}:AA[A-Za-z0-9_-]{32,})|(?:\b(?:AT[AC]TT3[A-Za-z0-9_=-]{50,}|ATBB[A-Za-z0-9]{32}))|(?:\b(?:glsa_[A-Za-z0-9]{32}_[a-f0-9]{8}|glc_[A-Za-z0-9+/=]{32,}))|(?:\bNRAK-[A-Z0-9]{27})|(?:\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32})|(?:\bPMAK-[a-f0-9]{24}-[a-f0-9]{34})|(?:\bkey-[a-f0-9]{32}\b)|(?:\bdt0[a-z][0-9]{2}\.[A-Z0-9]{24}\.[A-Z0-9]{64})|(?:\brubygems_[a-f0-9]{48})|(?:\bAGE-SECRET-KEY-1[A-Z0-9]{50,})|(?:\$(?:2[abxy]?\$[0-9]{2}\$[./A-Za-z0-9]{53}|(?:1|5|6|y|apr1)\$[./A-Za-z0-9=$]{20,}|argon2(?:id|i|d)\$[^\s\x22']{20,}))`,
]
# END of what is made of crates/core/src/secret/table.rs

# of_map(map), of_list(list): settings in the one form, from `{NAME: value}`, and from
# `[{name, value}]`, which may be spelled with capitals.
of_map(map) := [{"name": name, "value": sprintf("%v", [value])} |
	is_object(map)
	some name, value in map
	value != null
]

of_list(list) := [{"name": sprintf("%v", [name]), "value": sprintf("%v", [value])} |
	is_array(list)
	some entry in list
	some key in ["name", "Name"]
	name := entry[key]
	some value in values(entry)
]

# unreadable_map(map), unreadable_list(list): it has the shape of no settings, so what it
# holds is not known.
unreadable_map(map) if {
	not is_null(map)
	not is_object(map)
}

unreadable_map(map) if {
	is_object(map)
	some value in map
	unreadable_value(value)
}

unreadable_list(list) if {
	not is_null(list)
	not is_array(list)
}

unreadable_list(list) if {
	is_array(list)
	some entry in list
	not named(entry)
}

unreadable_list(list) if {
	is_array(list)
	some entry in list
	is_object(entry)
	some value in values(entry)
	unreadable_value(value)
}

unreadable_value(value) if is_array(value)

unreadable_value(value) if is_object(value)

# unreadable_text(value): it is neither text nor absent.
unreadable_text(value) if {
	not is_null(value)
	not is_string(value)
}

named(entry) if is_string(entry.name)

named(entry) if is_string(entry.Name)

values(entry) := [value | some key in ["value", "Value"]; value := entry[key]; value != null]
