# METADATA
# title: Cloud SQL and AlloyDB
# description: |
#   Google installs and maintains the database software and applies the vendor's
#   fixes, in a maintenance window. A period that denies maintenance holds them back,
#   and that is the customer's choice. Configuring and operating the database is the
#   customer's too, and with it who can connect.
# related_resources:
# - ref: https://cloud.google.com/sql/docs/shared-responsibility
# - ref: https://cloud.google.com/alloydb/docs/shared-responsibility
# - ref: https://cloud.google.com/sql/docs/mysql/maintenance
# custom:
#   id: ONUS-SERVICE-GCP-SQL
#   kind: boundary
#   tier: service
#   resources: [sqladmin.googleapis.com/Instance, google_sql_database_instance, alloydb.googleapis.com/Cluster, google_alloydb_cluster]
package onus.boundary.services.gcp.cloud_sql

import data.onus.lib.boundary.answer
import data.onus.lib.fact

responsibility[layer] := found if {
	layer := "runtime"
	base := answer.basis("cloud-sql-2026", maintenance.cell, maintenance.confidence, source)
	switched := answer.switched(base, denied.pointer, denied.value)
	found := answer.duty_cell(maintenance.letter, "Google", duties, switched)
}

responsibility[layer] := found if {
	layer := "network.controls"
	base := answer.basis("cloud-sql-2026", "configuring and operating the database", "inferred", source)
	found := answer.cell("S", "Google", "network.controls", base)
}

source := "https://cloud.google.com/sql/docs/shared-responsibility" if {
	input.type in {"sqladmin.googleapis.com/Instance", "google_sql_database_instance"}
} else := "https://cloud.google.com/alloydb/docs/shared-responsibility"

duties := {
	"customer": "keep periods that deny maintenance short, and take the fixes after them",
	"provider": "install the database software and apply the vendor's fixes",
}

# An empty list of periods denies nothing.
maintenance := {"letter": "P", "cell": "install and maintain the database software", "confidence": "stated"} if {
	denied.value in {null, []}
} else := {"letter": "S", "cell": "maintenance denial periods", "confidence": "inferred"}

denied := found if {
	found := fact.at(periods, pointer)
} else := fact.assumed(null, pointer)

# Where such periods stand. Terraform's AlloyDB cluster has no argument for them.
pointer := "/properties/settings/denyMaintenancePeriods" if {
	input.type == "sqladmin.googleapis.com/Instance"
} else := "/properties/settings/0/deny_maintenance_period" if {
	input.type == "google_sql_database_instance"
} else := "/properties/maintenanceUpdatePolicy/denyMaintenancePeriods" if {
	input.type == "alloydb.googleapis.com/Cluster"
} else := null

periods := found if {
	input.type == "sqladmin.googleapis.com/Instance"
	found := input.properties.settings.denyMaintenancePeriods
} else := found if {
	input.type == "google_sql_database_instance"
	found := input.properties.settings[0].deny_maintenance_period
} else := found if {
	input.type == "alloydb.googleapis.com/Cluster"
	found := input.properties.maintenanceUpdatePolicy.denyMaintenancePeriods
}
