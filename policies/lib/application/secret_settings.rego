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
	regex.match(`password|passwd|passphrase|secret|apikey|accesskey|accountkey|privatekey|connectionstring|credential`, name)
	not harmless(name)
}

secret_name(name) if regex.match(`(pwd|token|masterkey|signingkey|encryptionkey|sharedkey|saskey|authkey)[0-9]*$`, name)

# What a name ends in that only leads to a secret, or says something about it.
harmless(name) if {
	regex.match(`(arn|name|path|file|directory|dir|mount|uri|url|endpoint|host|region|location|version|type|header|policy|algorithm|format|provider|manager|store|vault|enabled|disabled|required|length|count|days|hours|minutes|seconds|ttl|expiry|expiration|timeout|rotation|interval)[0-9]*$`, name)
}

# A key's id is no secret; the id of a secret of Vault's AppRole is one.
harmless(name) if regex.match(`(accesskey|privatekey|secretkey)id$`, name)

harmless(name) if regex.match(`^applicationinsights`, name)

empty(value) if trim_space(value) == ""

# What only says where the secret is.
reference(value) if regex.match(`^ *(@microsoft\.keyvault\(|arn:[^:]+:(secretsmanager|ssm):|vault:|op://)`, lower(value))

# Private keys, keys in connection strings, and passwords in addresses.
contents := [
	`-----BEGIN [A-Z ]*PRIVATE KEY-----`,
	`(?i)(^|;) *(accountkey|sharedaccesskey|password|pwd) *= *[^; ]`,
	`[a-zA-Z][a-zA-Z0-9+.-]*://[^/@: ]*:[^/@ ]+@`,
]

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
