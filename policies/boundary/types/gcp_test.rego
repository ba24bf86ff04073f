package onus.boundary.types.gcp_test

import data.onus.boundary.types.gcp

models := {"iaas", "caas", "caas-managed", "paas", "faas", "hybrid"}

test_instances_are_infrastructure if {
	every name in ["compute.googleapis.com/Instance", "google_compute_instance"] {
		gcp.table[name].model == "iaas"
		gcp.table[name].service == "Compute Engine"
		gcp.table[name].confidence == "stated"
	}
}

test_object_storage_is_infrastructure_at_google if {
	gcp.table["storage.googleapis.com/Bucket"].model == "iaas"
	gcp.table["storage.googleapis.com/Bucket"].note
}

test_entries_are_complete if {
	every name, entry in gcp.table {
		entry.model in models
		entry.confidence in {"stated", "inferred"}
		startswith(entry.source, "https://")
		entry.service != ""
		regex.match(`^([a-z0-9.]+\.googleapis\.com/[A-Za-z0-9]+|google_[a-z0-9_]+)$`, name)
	}
}

test_management_plane_carries_its_note if {
	gcp.table.google_project_iam_member.note == "only configuration and identity are meaningful"
	gcp.table["cloudresourcemanager.googleapis.com/Project"].model == "paas"
}

test_no_type_stands_twice if {
	names := [name | some group in gcp.groups; some list in group.services; some name in list]
	count(names) == count(gcp.table)
}
