# METADATA
# title: GKE nodes
# description: |
#   Google makes the node images and patches them. Whether it also applies them
#   depends on the cluster: in Autopilot it does; in Standard it does while nodes are
#   upgraded automatically, which every release channel implies. A maintenance
#   exclusion that covers nodes puts the upgrades back into the customer's hands for
#   as long as it lasts. Whether an exclusion lies in the past is not looked at here:
#   an old one is better removed.
# related_resources:
# - ref: https://cloud.google.com/kubernetes-engine/docs/concepts/shared-responsibility
# - ref: https://cloud.google.com/anthos/docs/concepts/gke-shared-responsibility
# - ref: https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions
# - ref: https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_node_pool
# custom:
#   id: ONUS-SERVICE-GCP-GKE
#   kind: boundary
#   tier: service
#   resources: [container.googleapis.com/Cluster, container.googleapis.com/NodePool, google_container_cluster, google_container_node_pool]
package onus.boundary.services.gcp.gke

import data.onus.lib.boundary.answer
import data.onus.lib.fact

responsibility[layer] := found if {
	layer := "os.node"
	base := answer.basis("gke-2026", upgrades.cell, upgrades.confidence, upgrades.source)
	switched := answer.switched(base, upgrades.decided.pointer, upgrades.decided.value)
	found := answer.duty_cell(upgrades.letter, "Google", duties, switched)
}

model := "caas-managed" if upgrades.cell == autopilot.cell

duties := {
	"customer": "upgrade the nodes to patched versions, or leave it to automatic upgrades",
	"provider": "publish patched node versions, and apply them where upgrades are automatic",
}

page := "https://cloud.google.com/kubernetes-engine/docs/concepts/shared-responsibility"

details := "https://cloud.google.com/anthos/docs/concepts/gke-shared-responsibility"

autopilot := {"letter": "P", "cell": "nodes x autopilot", "confidence": "stated", "source": page}

automatic := {"letter": "P", "cell": "node upgrades x automatic", "confidence": "stated", "source": details}

channel_upgrades := {"letter": "P", "cell": "node upgrades x release channel", "confidence": "stated", "source": details}

manual := {"letter": "S", "cell": "node upgrades x manual", "confidence": "stated", "source": page}

postponed := {
	"letter": "S", "cell": "node upgrades x maintenance exclusion", "confidence": "stated",
	"source": "https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions",
}

upgrades := object.union(postponed, {"decided": exclusion}) if {
	exclusion
} else := object.union(autopilot, {"decided": autopilot_setting}) if {
	autopilot_setting.value == true
} else := object.union(manual, {"decided": pool_setting}) if {
	cluster
	count(manual_pools) > 0
} else := object.union(channel_upgrades, {"decided": channel}) if {
	cluster
	channel.value in {"RAPID", "REGULAR", "STABLE", "EXTENDED"}
} else := object.union(automatic, {"decided": pool_setting}) if {
	cluster
	count(automatic_pools) > 0
} else := object.union(manual, {"decided": channel, "confidence": "inferred"}) if {
	cluster
} else := object.union(automatic, {"decided": auto_upgrade}) if {
	auto_upgrade.value == true
} else := object.union(automatic, {"decided": auto_upgrade}) if {
	# The provider's documented default.
	input.type == "google_container_node_pool"
	auto_upgrade.value == null
} else := object.union(manual, {"decided": auto_upgrade})

cluster if input.type in {"container.googleapis.com/Cluster", "google_container_cluster"}

autopilot_setting := found if {
	found := fact.at(input.properties.autopilot.enabled, "/properties/autopilot/enabled")
} else := found if {
	found := fact.at(input.properties.autopilotConfig.enabled, "/properties/autopilotConfig/enabled")
} else := found if {
	found := fact.at(input.properties.enable_autopilot, "/properties/enable_autopilot")
}

channel := found if {
	found := fact.at(input.properties.releaseChannel.channel, "/properties/releaseChannel/channel")
} else := found if {
	found := fact.at(input.properties.release_channel[0].channel, "/properties/release_channel/0/channel")
} else := fact.assumed(null, "/properties/release_channel/0/channel") if {
	input.type == "google_container_cluster"
} else := fact.assumed(null, "/properties/releaseChannel/channel")

# What a node pool says of itself. The API leaves false out, so an absent value there
# means that upgrades are manual; Terraform documents that they are on by default.
auto_upgrade := found if {
	found := fact.at(input.properties.management.autoUpgrade, "/properties/management/autoUpgrade")
} else := found if {
	found := fact.at(input.properties.management[0].auto_upgrade, "/properties/management/0/auto_upgrade")
} else := fact.assumed(null, "/properties/management/0/auto_upgrade") if {
	input.type == "google_container_node_pool"
} else := fact.assumed(null, "/properties/management/autoUpgrade")

# What a cluster's record says of its node pools, as positions in the list.
manual_pools contains position if {
	list := input.properties.nodePools
	is_array(list)
	some position, pool in list
	not automatic_pool(pool)
}

manual_pools contains position if {
	list := input.properties.node_pool
	is_array(list)
	some position, pool in list
	pool.management[0].auto_upgrade != true
	pool.management[0].auto_upgrade != null
}

automatic_pools contains position if {
	list := input.properties.nodePools
	is_array(list)
	some position, pool in list
	automatic_pool(pool)
}

automatic_pools contains position if {
	list := input.properties.node_pool
	is_array(list)
	some position, pool in list
	pool
	not position in manual_pools
}

automatic_pool(pool) if pool.management.autoUpgrade == true

automatic_pool(pool) if pool.autopilotConfig.enabled == true

# The pool that decides: the first manual one, or the first of all.
deciding := min(manual_pools) if {
	count(manual_pools) > 0
} else := 0

pool_setting := found if {
	found := fact.at(input.properties.nodePools[deciding].management.autoUpgrade, pool_pointer)
} else := found if {
	found := fact.at(input.properties.node_pool[deciding].management[0].auto_upgrade, pool_pointer)
} else := fact.assumed(null, pool_pointer)

pool_pointer := sprintf("/properties/nodePools/%d/management/autoUpgrade", [deciding]) if {
	input.type == "container.googleapis.com/Cluster"
} else := sprintf("/properties/node_pool/%d/management/0/auto_upgrade", [deciding])

exclusion := found if {
	count(excluded) > 0
	found := fact.at(
		input.properties.maintenancePolicy.window.maintenanceExclusions,
		"/properties/maintenancePolicy/window/maintenanceExclusions",
	)
} else := found if {
	count(excluded) > 0
	found := fact.at(
		input.properties.maintenance_policy[0].maintenance_exclusion,
		"/properties/maintenance_policy/0/maintenance_exclusion",
	)
} else := found if {
	found := fact.at(
		input.properties.maintenancePolicy.exclusionUntilEndOfSupport.enabled,
		"/properties/maintenancePolicy/exclusionUntilEndOfSupport/enabled",
	)
	found.value != false
} else := found if {
	found := fact.at(
		input.properties.maintenance_policy[0].exclusion_until_end_of_support[0].enabled,
		"/properties/maintenance_policy/0/exclusion_until_end_of_support/0/enabled",
	)
	found.value != false
}

# The exclusions that hold node upgrades back: all scopes but the one
# about minor versions, and an exclusion without a scope covers every upgrade.
excluded contains name if {
	settings := input.properties.maintenancePolicy.window.maintenanceExclusions
	is_object(settings)
	some name, window in settings
	not minor_only(window)
}

excluded contains position if {
	list := input.properties.maintenance_policy[0].maintenance_exclusion
	is_array(list)
	some position, window in list
	not minor_only_terraform(window)
}

minor_only(window) if window.maintenanceExclusionOptions.scope == "NO_MINOR_UPGRADES"

minor_only_terraform(window) if window.exclusion_options[0].scope == "NO_MINOR_UPGRADES"
