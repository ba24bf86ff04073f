package onus.lockdown.azure.postgresql.geo_redundant_backup_test

import data.onus.lockdown.azure.postgresql.geo_redundant_backup

test_arm_one_region_denies if {
	geo_redundant_backup.deny == {{
		"message": "backups are kept in one region only",
		"pointer": "/properties/backup/geoRedundantBackup",
		"expected": "Enabled",
	}} with input as {"properties": {"backup": {"backupRetentionDays": 35, "geoRedundantBackup": "Disabled"}}}
}

test_arm_paired_region_allows if {
	count(geo_redundant_backup.deny) == 0 with input as {"properties": {"backup": {"geoRedundantBackup": "Enabled"}}}
}

test_azurerm_one_region_denies if {
	geo_redundant_backup.deny == {{
		"message": "backups are kept in one region only",
		"pointer": "/properties/geo_redundant_backup_enabled",
		"expected": true,
	}} with input as {"properties": {"geo_redundant_backup_enabled": false}}
}

test_azurerm_paired_region_allows if {
	count(geo_redundant_backup.deny) == 0 with input as {"properties": {"geo_redundant_backup_enabled": true}}
}

test_missing_property_means_one_region_and_denies if {
	some finding in geo_redundant_backup.deny with input as {"type": "microsoft.dbforpostgresql/flexibleservers", "properties": {}}
	finding.pointer == "/properties"
}

test_azurerm_missing_argument_means_one_region_and_denies if {
	some finding in geo_redundant_backup.deny with input as {"type": "azurerm_postgresql_flexible_server", "properties": {}}
	finding.expected == true
}

test_wrong_type_denies if {
	count(geo_redundant_backup.deny) == 1 with input as {"properties": {"backup": {"geoRedundantBackup": true}}}
}

test_null_is_absent if {
	count(geo_redundant_backup.deny) == 1 with input as {"properties": {"backup": null}}
}

test_applies_to_a_primary if {
	geo_redundant_backup.applies with input as {"properties": {"replicationRole": "Primary"}}
}

test_applies_when_no_role_is_given if {
	geo_redundant_backup.applies with input as {"properties": {}}
}

test_does_not_apply_to_a_read_replica if {
	not geo_redundant_backup.applies with input as {"properties": {"replicationRole": "GeoAsyncReplica"}}
}

test_does_not_apply_to_an_azurerm_read_replica if {
	not geo_redundant_backup.applies with input as {"properties": {"create_mode": "Replica"}}
}
