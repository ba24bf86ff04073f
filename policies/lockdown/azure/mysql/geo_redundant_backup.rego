# METADATA
# title: MySQL flexible servers keep a copy of their backups in the paired region
# description: Backups that lie in one region are lost with it, and the database cannot be restored anywhere else.
# related_resources:
# - ref: https://learn.microsoft.com/azure/mysql/flexible-server/concepts-backup-restore
# custom:
#   id: AZ-MYSQL-002
#   severity: medium
#   layer: data
#   resources: [microsoft.dbformysql/flexibleservers, azurerm_mysql_flexible_server]
#   needs: []
#   remediation:
#     summary: Turn on geo-redundant backup.
#     az: az mysql flexible-server update --ids {id} --geo-redundant-backup Enabled
#     terraform: geo_redundant_backup_enabled = true
#     arm: "properties: { backup: { geoRedundantBackup: 'Enabled' } }"
#   frameworks: {mcsb: [BR-1, BR-2]}
package onus.lockdown.azure.mysql.geo_redundant_backup

import data.onus.lib.azure.mysql

deny contains finding if {
	backup := mysql.geo_redundant_backup
	not backup.value in backup.good
	finding := {
		"message": "backups are kept in one region only",
		"pointer": backup.pointer,
		"expected": backup.good[0],
	}
}
