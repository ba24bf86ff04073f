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
	name := plain(setting.name)
	secret_name(name)
	not describing(name, setting.value)
	not passwordless(name, setting.value)
	not public(setting.value)
}

exposed(setting) if {
	name := plain(setting.name)
	key_name(name)
	random(setting.value)
	not public(setting.value)
}

exposed(setting) if {
	some pattern in contents
	some found in regex.find_all_string_submatch_n(pattern, setting.value, -1)
	not public(captured(found))
}

# plain(name): without case and separators.
plain(name) := regex.replace(lower(name), `[^a-z0-9]`, "")

secret_name(name) if {
	matches(secret_names, name)
	not matches(harmless_names, name)
}

key_name(name) if {
	matches(key_names, name)
	not matches(harmless_names, name)
	not matches(harmless_key_names, name)
}

# describing(name, value): the name is that of an identifier or a property of a secret.
describing(name, value) if {
	matches(describing_names, name)
	not random(value)
	not secret_id(name, value)
}

# A small number counts or switches something, unless the name ends in a word for secrets.
describing(name, value) if {
	regex.match(`^ *[0-9]{1,3} *$`, value)
	not matches(ending_names, name)
}

secret_id(name, _) if matches(secret_ids, name)

secret_id(name, value) if {
	regex.match(`secretid[0-9]*$`, name)
	matches(identifiers, lower(trim_space(value)))
}

# passwordless(name, value): a connection string that an identity connects with.
passwordless(name, value) if {
	contains(name, "connectionstring")
	matches(passwordless_values, lower(trim_space(value)))
}

# public(value): nothing, a reference, or a switch.
public(value) if trim_space(value) == ""

public(value) if matches(public_values, lower(trim_space(value)))

public(value) if matches(leading_values, trim_space(value))

random(value) if {
	some patterns in random_values
	every pattern in patterns {
		regex.match(pattern, trim_space(value))
	}
}

matches(patterns, text) if {
	some pattern in patterns
	regex.match(pattern, text)
}

# captured(found): what the group of a match holds, or else the match.
captured(found) := concat("", groups(found)) if count(groups(found)) > 0

else := found[0]

groups(found) := [group | some group in array.slice(found, 1, count(found)); group != ""]

# BEGIN of what is made of crates/core/src/secret/table
# Names of secrets, in lower case and without separators.
secret_names := [
	`password|passwort|kennwort|motdepasse|contrasena|passwd|passphrase|secret|apikey|accesskey|accountkey|primarykey|secondarykey|privatekey|connectionstring|credential|(?:pwd|pw|pswd|passwrd|psswd|pass|passcode|token|masterkey|signingkey|encryptionkey|decryptionkey|sharedkey|storagekey|saskey|authkey|hmackey|subscriptionkey|functionkey|functionskey|servicekey|serviceaccountkey|webhookkey|licensekey|fernetkey|unsealkey|cosmoskey|cosmosdbkey|eventgridkey|eventhubkey|servicebuskey|iothubkey|signalrkey|rediskey|stripekey|sendgridkey|mailgunkey|mailchimpkey|mandrillkey|postmarkkey|openaikey|anthropickey|datadogkey|newrelickey|pagerdutykey|githubpat|gitlabpat|azuredevopspat|azuredevopsextpat|neo4jauth|consulhttpauth|basicauth|erlangcookie|creds|cred|passkey)s?(?:value)?[0-9]*$`,
]

# Names that end in a word for secrets.
ending_names := [
	`(?:password|passwort|kennwort|motdepasse|contrasena|passwd|passphrase|secret|apikey|accesskey|accountkey|primarykey|secondarykey|privatekey|connectionstring|credential|pwd|pw|pswd|passwrd|psswd|pass|passcode|token|masterkey|signingkey|encryptionkey|decryptionkey|sharedkey|storagekey|saskey|authkey|hmackey|subscriptionkey|functionkey|functionskey|servicekey|serviceaccountkey|webhookkey|licensekey|fernetkey|unsealkey|cosmoskey|cosmosdbkey|eventgridkey|eventhubkey|servicebuskey|iothubkey|signalrkey|rediskey|stripekey|sendgridkey|mailgunkey|mailchimpkey|mandrillkey|postmarkkey|openaikey|anthropickey|datadogkey|newrelickey|pagerdutykey|githubpat|gitlabpat|azuredevopspat|azuredevopsextpat|neo4jauth|consulhttpauth|basicauth|erlangcookie|creds|cred|passkey)s?(?:value)?[0-9]*$`,
]

# Names that only lead to a secret, or say something about it.
harmless_names := [
	`(?:accesskeyid|age|algorithm|arn|audience|authentication|bypass|compass|count|created|createdat|date|datetime|days|description|dir|directory|disabled|enabled|encoding|endpoint|expiration|expires|expiry|file|format|frequency|header|host|hours|interval|issuer|kind|label|length|lifetime|limit|location|manager|message|method|methods|minutes|mode|mount|name|names|notification|owner|path|plugin|policies|policy|port|prefix|privatekeyid|protection|protocol|provider|providers|ref|reference|references|refs|region|required|requirement|reuseprevention|rotation|schedule|scope|scopes|seconds|secretkeyid|size|state|status|store|support|timeout|timestamp|title|ttl|type|types|updated|updatedat|uri|uris|url|validity|vault|version|versions)[0-9]*$`,
	`^(?:applicationinsights|maxtoken|maxpassword|maximumpassword|minpassword|minimumpassword)`,
]

# The same, unless the value looks random.
describing_names := [
	`(?:accountid|apikeyid|apikeyids|attempts|bucket|clientid|column|complexity|connections|connectionstringid|cost|credentialid|credentialids|credentialsid|emptypassword|emptyrootpassword|expiresat|expiresin|expireson|field|fields|hasher|hashers|hint|history|iterations|keyid|keyids|leeway|level|loglevel|maximum|minimum|multipass|namespace|overpass|param|parameter|parameters|params|passwordauth|passwordid|passwordless|pattern|proxypass|queue|randomrootpassword|redirect|regex|requirepassword|resetemail|resetlink|retries|rounds|sacred|secretbackend|secretengine|secretgroup|secretid|secretids|secretsbackend|secretsengine|secretservice|secretsgroup|secretsservice|skew|strategy|strength|subject|surpass|table|template|templates|tenantid|threshold|tokenid|tokenids|topic|trespass|underpass|usernameid|validator|validators)[0-9]*$`,
	`^(?:azuretokencredentials|maxsecret|minsecret|mintoken|numberof|numtoken)`,
]

# Of these names, those whose value is a secret.
secret_ids := [
	`(?:approle|(?:^|[^y])vault)[a-z0-9]*secretid[0-9]*$`,
]

# Names of keys, which are secrets if they look random.
key_names := [
	`[a-z0-9](?:key|keys|salt|pepper|pat|auth)[0-9]*$`,
]

# Names of public keys, and of keys that find something.
harmless_key_names := [
	`(?:anonkeys?|blobkeys?|cachekeys?|clientsidekeys?|configkeys?|consumerkeys?|dedupkeys?|deduplicationkeys?|distkeys?|distributionkeys?|donkeys?|filekeys?|foreignkeys?|groupkeys?|hashkeys?|hockeys?|hostkeys?|hotkeys?|idempotencykeys?|indexkeys?|instrumentationkeys?|kmskeys?|labelkeys?|lookupkeys?|mapkeys?|messagekeys?|metadatakeys?|monkeys?|naturalkeys?|objectkeys?|partitionkeys?|primarykeys?|projectkeys?|pubkeys?|publickeys?|publishablekeys?|rangekeys?|routingkeys?|rowkeys?|s3keys?|settingkeys?|shardkeys?|sitekeys?|sortkeys?|tagkeys?|translationkeys?|turkeys?|uniquekeys?|verificationkeys?|whiskeys?|zonekeys?)[0-9]*$`,
]

# Values that only say where the secret is, or that none is there, in lower case.
public_values := [
	`^(?:@microsoft\.keyvault\(|arn:[a-z-]*:[a-z0-9-]+:|vault:|op://|https://[a-z0-9-]+\.(vault|managedhsm)\.(azure\.net|azure\.cn|usgovcloudapi\.net)/|\{\{resolve:(secretsmanager|ssm|ssm-secure):[^{}]*\}\}$|projects/[^/]+/(secrets|locations)/|/subscriptions/[^/]+/|secretref:|alias/|(?:\$\{[^{}]*\}|\$\([a-z0-9_.-]+\)|disabled|enabled|false|managedidentity|no|none|null|off|on|systemassigned|true|userassigned|yes)$)`,
]

# The same, as they are written.
leading_values := [
	`^(?:(?i:/(?:app|certs|config|data|etc|home|keys|mnt|opt|run|root|secrets|srv|tmp|usr|var|vault)/[a-z0-9_./@-]*)$|(?i:[a-z0-9_./~@-]+\.(?:cer|conf|crt|env|ini|jks|json|key|p12|pem|pfx|properties|pub|toml|txt|xml|ya?ml))$|(?:/[a-z0-9_.-]+){2,}/?$|(?i:[a-z]:\\|file:/)|https://secretmanager\.googleapis\.com/|https://secretsmanager\.[a-z0-9-]+\.amazonaws\.com(?:/|$)|(?:sm|gcpsm|awssm|azkv|akv|ssm|vals|ref\+[a-z0-9]+)://|pk_(?:live|test)_[A-Za-z0-9]+$)`,
]

# Values of connection strings without a secret, in lower case.
passwordless_values := [
	`^(?:(?: *(?:accountendpoint|accountname|addr|address|application ?name|apptype|audience|authentication|authtype|blobendpoint|clientid|column encryption setting|command timeout|connect timeout|connection timeout|data source|database|defaultendpointsprotocol|driver|encrypt|endpoint|endpointsuffix|entitypath|fileendpoint|host|initial catalog|integrated security|max pool size|min pool size|multipleactiveresultsets|multisubnetfailover|network address|persist security info|pooling|port|provider|queueendpoint|scope|server|serviceuri|ssl ?mode|tableendpoint|trust ?server ?certificate|trusted_connection|uid|user|user id|username|version) *= *[^;]*(?:;|$))+ *$|[a-z][a-z0-9+.-]*://[^@?;\s]*$)`,
	`^(?:jdbc:[a-z0-9]+:(?:[a-z]+:)?//[^@?;\s]*(?:[?;&](?:authentication|authenticationpluginclassname|database|databasename|encrypt|hostnameincertificate|logintimeout|msiclientid|servertimezone|ssl|sslmode|trustservercertificate|user|usessl)=[^?;&]*)*;?$|[a-z0-9.-]+:[0-9]+(?:, *(?:abortconnect|connectretry|connecttimeout|defaultdatabase|name|ssl|synctimeout)=[^,]*)*$)`,
]

# Random identifiers, in lower case.
identifiers := [
	`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`,
]

# Values that look random: all patterns of a list match.
random_values := [
	[`^[A-Za-z0-9]{20,}$`, `[0-9].*[0-9]`, `[A-Za-z]`],
	[`^(?:base64:)?[A-Za-z0-9+/_-]{20,}={1,2}$`],
	[`^[A-Za-z0-9_-]{32,}$`, `(?:[A-Za-z_-]+[0-9]+){3,}`, `[A-Z]`, `[a-z]`],
]

# What is a secret wherever it is found: the group, or else the match.
contents := [
	`(?:(?s:-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]*-----|\z)))|(?:(?s:PuTTY-User-Key-File-[0-9]:.*))|(?:LS0tLS1CRUdJTiB(?:SU0Eg|QUklW|FQyBQ|FTkNS|PUEVO|EU0Eg)[A-Za-z0-9+/=_-]*)|(?:\bMII[A-Za-z0-9+/]{2}(?:AIBAAKC|AIBADAN|AIBAzCC)[A-Za-z0-9+/=]{20,})|(?:\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+){0,2})|(?:(?i:\b(?:bearer|basic)) +([A-Za-z0-9+/._~-]{16,}=*))|(?:[A-Za-z][A-Za-z0-9+.-]*://[^/@:\s"']*:([^/\s"']+)@)|(?:(?:^|[^A-Za-z0-9_.])(?i:[a-z0-9_.]*(?:password|passwd|pwd|passphrase|accountkey|access[_-]?key|secret|api[_-]?key|token)) *= *("[^"]+"|'[^']+'|\{[^{}]+\}|(?:[^=>~;&\s"'{}$]|\$[^;&\s"'{}(])[^;&\s"'{}]*))|(?:(?:^|[?&;,\s"'])(?i:(?:db)?_?(?:pass|pw))=([^&;,\s"'$][^&;,\s"']*))|(?:(?:^|[^A-Za-z0-9_.-])[A-Za-z0-9_.-]+:([^\s"']+)@(?i:tcp|udp|unix|cloudsql(?:conn)?)\()|(?:(?i:jdbc:oracle:(?:thin|oci8?)):[^/@\s"']+/([^@\s"']+)@)`,
	`(?:"(?i:[a-z0-9_.-]*(?:password|passwd|pwd|passphrase|client_?secret|secret_?(?:access_?)?key|api[_-]?key|(?:private|account)_?key|(?:access|auth|refresh)_?token))\\*" *: *\\*"((?:[^"\\]|\\[^"])+))|(?:(?s:"auths\\*" *: *\{.*?"auth\\*" *: *\\*"([A-Za-z0-9+/=]{8,})))|(?:(?i:\.azurewebsites\.(?:net|us|cn)/[^\s"'?]*\?(?:[^\s"']*&)?code=)([^&\s"']{16,}))|(?:(?i:x-(?:amz|goog)-signature)=([A-Fa-f0-9]{64,}))|(?:(?:^|[?&;\s"'])(?i:sig)=([^&;\s"']{8,}))|(?:(?:^|[^A-Za-z0-9+/-])([A-Za-z0-9+/]{86}==))|(?:(?:^|[^A-Za-z0-9_~.-])([A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}))|(?:\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b)|(?:\b(?:gh[pousr]_[A-Za-z0-9_]{36,}|github_pat_[A-Za-z0-9_]{22,}))|(?:\bgl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat|oas)-[A-Za-z0-9_.-]{20,})|(?:\b(?:xox[abeoprs](?:\.xox[bp])?|xapp)-[A-Za-z0-9-]{10,})`,
	`(?:https://(?:hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)|[a-z0-9-]+\.webhook\.office\.com|(?:ptb\.|canary\.)?discord(?:app)?\.com/api/webhooks)/([^\s"'?]{8,}))|(?:\b(?:AIza[A-Za-z0-9_-]{35}|ya29\.[A-Za-z0-9_-]{20,}|GOCSPX-[A-Za-z0-9_-]{20,}))|(?:\bnpm_[A-Za-z0-9]{36})|(?:\bpypi-AgE[A-Za-z0-9_-]{16,})|(?:\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,})|(?:\b(?:(?:sk|rk)_(?:live|test)|whsec)_[A-Za-z0-9]{10,})|(?:\bSK[0-9a-f]{32}\b)|(?:\b(?:hv[sbr]\.[A-Za-z0-9_-]{20,}|[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,}))|(?:\bdo[opr]_v1_[a-f0-9]{64})|(?:\bdapi[a-f0-9]{32})|(?:\bsk-(?:(?:proj|svcacct|admin|ant)-[A-Za-z0-9_-]{16,}|[A-Za-z0-9]{32,}))|(?:\bhf_[A-Za-z]{30,})|(?:\b[0-9]{8,10}:AA[A-Za-z0-9_-]{32,})|(?:\b(?:AT[AC]TT3[A-Za-z0-9_=-]{50,}|ATBB[A-Za-z0-9]{32}))|(?:\b(?:glsa_[A-Za-z0-9]{32}_[a-f0-9]{8}|glc_[A-Za-z0-9+/=]{32,}))|(?:\bNRAK-[A-Z0-9]{27})`,
	`(?:\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32})|(?:\bPMAK-[a-f0-9]{24}-[a-f0-9]{34})|(?:\bkey-[a-f0-9]{32}\b)|(?:\bdt0[a-z][0-9]{2}\.[A-Z0-9]{24}\.[A-Z0-9]{64})|(?:\brubygems_[a-f0-9]{48})|(?:\bAGE-SECRET-KEY-1[A-Z0-9]{50,})|(?:\b[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}\b)|(?:\bdckr_[po]at_[A-Za-z0-9_-]{20,})|(?:\bGR1348941[A-Za-z0-9_-]{20,})|(?:\bsntry[su]_[A-Za-z0-9+/=_-]{32,})|(?:\bsq0(?:atp|csp)-[A-Za-z0-9_-]{22,})|(?:\bpul-[a-f0-9]{40}\b)|(?:\bdp\.(?:pt|ct|sa|scim|audit|st(?:\.[a-z0-9_-]+)?)\.[A-Za-z0-9]{40,})|(?:\blin_api_[A-Za-z0-9]{32,})|(?:\bntn_[A-Za-z0-9]{40,})|(?:\bpat[A-Za-z0-9]{14}\.[a-f0-9]{64}\b)|(?:\bfigd_[A-Za-z0-9_-]{20,})|(?:\bpscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.-]{32,})|(?:\b(?:sbp_[a-f0-9]{40}|sb_secret_[A-Za-z0-9_-]{20,}))|(?:\b[a-f0-9]{32}-us[0-9]{1,2}\b)|(?:\bxkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16})`,
	`(?:\b(?:gsk_[A-Za-z0-9]{50,}|xai-[A-Za-z0-9]{70,}|pplx-[A-Za-z0-9]{40,}|sk-or-v1-[a-f0-9]{64}|lsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}|r8_[A-Za-z0-9]{37}))|(?:\btskey-(?:auth|api|client|scim|webhook)-[A-Za-z0-9]+-[A-Za-z0-9]{20,})|(?:\bsq[pua]_[a-f0-9]{40}\b)|(?:\b(?:AKCp[A-Za-z0-9]{69,}|cmVmdGtu[A-Za-z0-9]{56,})\b)|(?:\bCCIP(?:AT|PRJ)_[A-Za-z0-9]{22}_[a-f0-9]{40})|(?:\bHRKU-[A-Za-z0-9_-]{36,})|(?:\bphx_[A-Za-z0-9]{40,})|(?:\bops_eyJ[A-Za-z0-9_-]{40,})|(?:\$(?:2[abxy]?\$[0-9]{2}\$[./A-Za-z0-9]{53}|(?:1|5|6|y|apr1)\$[./A-Za-z0-9=$]{20,}|argon2(?:id|i|d)\$[^\s\x22']{20,}))`,
]

# END of what is made of crates/core/src/secret/table

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

# of_lines(list): settings from a list of texts `NAME=value`.
of_lines(list) := [{"name": substring(line, 0, at), "value": substring(line, at + 1, -1)} |
	is_array(list)
	some line in list
	is_string(line)
	at := indexof(line, "=")
	at > 0
]

# unreadable_lines(list): it is no list of texts.
unreadable_lines(list) if {
	not is_null(list)
	not is_array(list)
}

unreadable_lines(list) if {
	is_array(list)
	some line in list
	not is_string(line)
}

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
