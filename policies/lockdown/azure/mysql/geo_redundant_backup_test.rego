package onus.lockdown.azure.mysql.geo_redundant_backup_test

import data.onus.lockdown.azure.mysql.geo_redundant_backup

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
	some finding in geo_redundant_backup.deny with input as {"type": "microsoft.dbformysql/flexibleservers", "properties": {}}
	finding.pointer == "/properties"
}

test_azurerm_missing_argument_means_one_region_and_denies if {
	some finding in geo_redundant_backup.deny with input as {"type": "azurerm_mysql_flexible_server", "properties": {}}
	finding.expected == true
}

test_wrong_type_denies if {
	count(geo_redundant_backup.deny) == 1 with input as {"properties": {"backup": {"geoRedundantBackup": true}}}
}

test_null_is_absent if {
	count(geo_redundant_backup.deny) == 1 with input as {"properties": {"backup": null}}
}
