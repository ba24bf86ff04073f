package onus.boundary.services.gcp.platforms_test

import data.onus.boundary.services.gcp.cloud_sql
import data.onus.boundary.services.gcp.compute
import data.onus.boundary.services.gcp.endpoints

kinds(answer) := [duty.party.kind | some duty in answer.performs]

test_cloud_sql_is_maintained_by_google if {
	every settings in [{}, {"denyMaintenancePeriods": []}, {"denyMaintenancePeriods": null}] {
		answer := cloud_sql.responsibility.runtime with input as {
			"type": "sqladmin.googleapis.com/Instance",
			"properties": {"settings": settings},
		}
		kinds(answer) == ["provider"]
		answer.basis.source == "https://cloud.google.com/sql/docs/shared-responsibility"
	}
}

test_denied_maintenance_is_the_customers_choice if {
	every periods in [[{"startDate": "2026-11-01"}], "always"] {
		answer := cloud_sql.responsibility.runtime with input as {
			"type": "sqladmin.googleapis.com/Instance",
			"properties": {"settings": {"denyMaintenancePeriods": periods}},
		}
		kinds(answer) == ["provider", "customer"]
		answer.accountable == {"kind": "customer"}
	}
}

test_terraform_instance if {
	answer := cloud_sql.responsibility.runtime with input as {
		"type": "google_sql_database_instance",
		"properties": {"settings": [{"deny_maintenance_period": [{"start_date": "11-01"}]}]},
	}
	kinds(answer) == ["provider", "customer"]
	answer.basis.switch.pointer == "/properties/settings/0/deny_maintenance_period"
}

test_alloydb_cites_its_own_page if {
	answer := cloud_sql.responsibility.runtime with input as {"type": "google_alloydb_cluster", "properties": {}}
	kinds(answer) == ["provider"]
	answer.basis.source == "https://cloud.google.com/alloydb/docs/shared-responsibility"
	not answer.basis.switch
}

test_connections_to_a_database_are_the_customers_choice if {
	answer := cloud_sql.responsibility["network.controls"] with input as {
		"type": "sqladmin.googleapis.com/Instance",
		"properties": {},
	}
	kinds(answer) == ["provider", "customer"]
}

test_node_of_a_cluster_is_patched_through_its_pool if {
	labelled := {"type": "compute.googleapis.com/Instance", "properties": {"labels": {"goog-gke-node": ""}}}
	answers := compute.responsibility with input as labelled
	object.keys(answers) == {"os.guest", "os.node"}
	kinds(answers["os.guest"]) == ["provider", "customer"]
	answers["os.guest"].basis.switch == {"pointer": "/properties/labels/goog-gke-node", "value": ""}
}

test_other_machines_are_left_to_the_edition if {
	answers := compute.responsibility with input as {
		"type": "compute.googleapis.com/Instance",
		"tags": {"team": "payments"},
		"properties": {"labels": {"team": "payments"}},
	}
	count(answers) == 0
}

test_buckets_have_no_guest if {
	answers := endpoints.responsibility with input as {"type": "storage.googleapis.com/Bucket"}
	object.keys(answers) == {"os.guest", "runtime"}
	{kinds(answer) | some answer in answers} == {["provider"]}
	{answer.basis.confidence | some answer in answers} == {"inferred"}
}
