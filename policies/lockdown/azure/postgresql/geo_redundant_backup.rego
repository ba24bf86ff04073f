# METADATA
# title: PostgreSQL flexible servers keep a copy of their backups in the paired region
# description: Backups that lie in one region are lost with it, and the database cannot be restored anywhere else.
# related_resources:
# - ref: https://learn.microsoft.com/azure/postgresql/backup-restore/concepts-backup-restore
# - ref: https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-read-replicas
# custom:
#   id: AZ-PG-003
#   severity: medium
#   layer: data
#   resources: [microsoft.dbforpostgresql/flexibleservers, azurerm_postgresql_flexible_server]
#   needs: []
#   remediation:
#     summary: Create a server with geo-redundant backup and move the databases to it; an existing server can't get it.
#     az: az postgres flexible-server create --resource-group {group} --name NAME --geo-redundant-backup Enabled --subscription {subscription}
#     terraform: geo_redundant_backup_enabled = true
#     arm: "properties: { backup: { geoRedundantBackup: 'Enabled' } }"
#   frameworks: {mcsb: [BR-1, BR-2]}
package onus.lockdown.azure.postgresql.geo_redundant_backup

import data.onus.lib.azure.postgresql

# A read replica has no backups of its own: its primary has them.
applies if not postgresql.replica

deny contains finding if {
	backup := postgresql.geo_redundant_backup
	not backup.value in backup.good
	finding := {
		"message": "backups are kept in one region only",
		"pointer": backup.pointer,
		"expected": backup.good[0],
	}
}
