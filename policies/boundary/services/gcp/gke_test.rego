package onus.boundary.services.gcp.gke_test

import data.onus.boundary.services.gcp.gke

kinds(answer) := [duty.party.kind | some duty in answer.performs]

nodes(kind, properties) := answer if {
	answer := gke.responsibility["os.node"] with input as {"type": kind, "properties": properties}
}

cluster(properties) := nodes("container.googleapis.com/Cluster", properties)

test_autopilot_is_upgraded_by_google if {
	answer := cluster({"autopilot": {"enabled": true}})
	kinds(answer) == ["provider"]
	answer.accountable == {"kind": "provider", "name": "Google"}
	answer.basis.edition == "gke-2026"
	kinds(nodes("google_container_cluster", {"enable_autopilot": true})) == ["provider"]
}

test_autopilot_of_a_wrong_type_is_not_autopilot if {
	every value in ["true", 1, {}] {
		kinds(cluster({"autopilot": {"enabled": value}})) == ["provider", "customer"]
	}
}

test_models if {
	gke.model == "caas-managed" with input as {
		"type": "container.googleapis.com/Cluster",
		"properties": {"autopilot": {"enabled": true}},
	}
	not gke.model with input as {"type": "container.googleapis.com/Cluster", "properties": {}}
}

test_release_channels_imply_upgrades if {
	every channel in ["RAPID", "REGULAR", "STABLE", "EXTENDED"] {
		kinds(cluster({"releaseChannel": {"channel": channel}})) == ["provider"]
		kinds(nodes("google_container_cluster", {"release_channel": [{"channel": channel}]})) == ["provider"]
	}
	every channel in ["UNSPECIFIED", "regular", null, 5] {
		kinds(cluster({"releaseChannel": {"channel": channel}})) == ["provider", "customer"]
	}
}

test_exclusions_give_the_upgrades_back if {
	every window in [{}, {"maintenanceExclusionOptions": {"scope": "NO_UPGRADES"}}, {"maintenanceExclusionOptions": {"scope": "NEW"}}] {
		answer := cluster({
			"releaseChannel": {"channel": "REGULAR"},
			"maintenancePolicy": {"window": {"maintenanceExclusions": {"hold": window}}},
		})
		kinds(answer) == ["provider", "customer"]
		answer.accountable == {"kind": "customer"}
	}
}

test_exclusion_of_minor_versions_still_lets_patches_through if {
	answer := cluster({
		"releaseChannel": {"channel": "REGULAR"},
		"maintenancePolicy": {"window": {"maintenanceExclusions": {"hold": {
			"maintenanceExclusionOptions": {"scope": "NO_MINOR_UPGRADES"},
			"startTime": "2026-11-01T00:00:00Z",
		}}}},
	})
	kinds(answer) == ["provider"]
}

test_one_manual_pool_is_enough if {
	pools := [{"management": {"autoUpgrade": true}}, {"management": {"autoRepair": true}}]
	answer := cluster({"releaseChannel": {"channel": "REGULAR"}, "nodePools": pools})
	kinds(answer) == ["provider", "customer"]
	answer.basis.switch == {"pointer": "/properties/nodePools/1/management/autoUpgrade", "value": null}
}

test_pools_without_a_channel if {
	kinds(cluster({"nodePools": [{"management": {"autoUpgrade": true}}]})) == ["provider"]
	kinds(cluster({"nodePools": []})) == ["provider", "customer"]
	kinds(nodes("google_container_cluster", {"node_pool": [{"management": [{"auto_upgrade": true}]}]})) == ["provider"]
	kinds(nodes("google_container_cluster", {"node_pool": [{"management": []}]})) == ["provider"]
	kinds(nodes("google_container_cluster", {"node_pool": [{"management": [{"auto_upgrade": false}]}]})) == ["provider", "customer"]
	kinds(nodes("google_container_cluster", {"node_pool": null, "release_channel": null})) == ["provider", "customer"]
}

test_absent_means_false_in_the_api_and_true_in_terraform if {
	manual := nodes("container.googleapis.com/NodePool", {"management": {}})
	kinds(manual) == ["provider", "customer"]
	automatic := nodes("google_container_node_pool", {"management": []})
	kinds(automatic) == ["provider"]
	automatic.basis.switch == {"pointer": "/properties/management/0/auto_upgrade", "value": null}
}

test_pool_held_until_the_end_of_support if {
	every answer in [
		nodes("container.googleapis.com/NodePool", {
			"management": {"autoUpgrade": true},
			"maintenancePolicy": {"exclusionUntilEndOfSupport": {"enabled": true}},
		}),
		nodes("google_container_node_pool", {
			"management": [{"auto_upgrade": true}],
			"maintenance_policy": [{"exclusion_until_end_of_support": [{"enabled": true}]}],
		}),
	] {
		kinds(answer) == ["provider", "customer"]
	}
}
