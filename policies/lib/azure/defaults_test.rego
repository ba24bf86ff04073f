package onus.lib.azure.defaults_test

import data.onus.lib.azure.api_version
import data.onus.lib.azure.defaults

declared(type, version) := {"type": type, "phase": "template", "raw": {"apiVersion": version}}

test_every_row_has_a_source_and_a_default if {
	every type, properties in defaults.table {
		lower(type) == type
		every rows in properties {
			count(rows) > 0
			every row in rows {
				startswith(row.source, "https://")
				object.get(row, "default", null) != null
				object.keys(row) - {"since", "until"} == {"default", "source"}
			}
		}
	}
}

# Two rows: the second begins where the first ends.
test_rows_of_a_property_neither_overlap_nor_leave_a_gap if {
	every properties in defaults.table {
		every rows in properties { complete(rows) }
	}
}

complete(rows) if {
	count(rows) == 1
	count({"since", "until"} & object.keys(rows[0])) == 0
}

# Whatever came later is no default.
complete(rows) if {
	count(rows) == 1
	count({"since", "until"} & object.keys(rows[0])) == 1
}

complete(rows) if {
	count(rows) == 2
	count({"since"} & object.keys(rows[0])) == 0
	count({"until"} & object.keys(rows[1])) == 0
	rows[0].until == rows[1].since
	rows[0].default != rows[1].default
}

test_the_stated_version_decides if {
	defaults.unset("supportsHttpsTrafficOnly", null) == false with input as declared("microsoft.storage/storageaccounts", "2018-07-01")
	defaults.unset("supportsHttpsTrafficOnly", null) == true with input as declared("microsoft.storage/storageaccounts", "2019-04-01")
	defaults.unset("allowBlobPublicAccess", null) == true with input as declared("microsoft.storage/storageaccounts", "2022-09-01")
	defaults.unset("allowBlobPublicAccess", null) == false with input as declared("microsoft.storage/storageaccounts", "2023-01-01")
	defaults.unset("minimumTlsVersion", null) == "1.0" with input as declared("microsoft.eventhub/namespaces", "2021-11-01")
	defaults.unset("minimumTlsVersion", null) == "1.2" with input as declared("microsoft.servicebus/namespaces", "2022-01-01-preview")
	defaults.unset("enableRbacAuthorization", null) == null with input as declared("microsoft.keyvault/vaults", "2026-02-01")
}

test_an_unknown_version_is_no_default_where_versions_differ if {
	defaults.unset("supportsHttpsTrafficOnly", true) == null with input as declared("microsoft.storage/storageaccounts", "[parameters('v')]")
	defaults.unset("sslPolicy", "x") == null with input as {"type": "microsoft.network/applicationgateways", "phase": "template", "raw": {}}
}

test_an_unknown_version_does_not_matter_where_versions_agree if {
	defaults.unset("siteConfig.minTlsVersion", null) == "1.2" with input as declared("microsoft.web/sites", "[parameters('v')]")
	defaults.unset("siteConfig.minTlsVersion", null) == "1.2" with input as {"type": "microsoft.web/sites/slots", "phase": "template", "raw": {}}
}

test_exports_and_plans_keep_what_they_have if {
	defaults.unset("supportsHttpsTrafficOnly", true) == true with input as {"type": "microsoft.storage/storageaccounts", "phase": "deployed", "raw": {"apiVersion": "2018-07-01"}}
	defaults.unset("min_tls_version", "TLS1_2") == "TLS1_2" with input as {"type": "azurerm_storage_account", "phase": "planned", "raw": {}}
}

test_a_property_without_rows_takes_what_the_library_says if {
	defaults.unset("minimumTlsVersion", "TLS1_0") == "TLS1_0" with input as declared("microsoft.storage/storageaccounts", "2023-01-01")
	not defaults.of("minimumTlsVersion") with input as declared("microsoft.storage/storageaccounts", "2023-01-01")
}

test_an_existing_resource_keeps_what_was_set if {
	resource := object.union(declared("microsoft.storage/storageaccounts", "2018-07-01"), {"raw": {"method": "PATCH"}})
	not api_version.declared with input as resource
	defaults.unset("supportsHttpsTrafficOnly", "kept") == "kept" with input as resource
}
