# METADATA
# title: Cloud Run functions
# description: |
#   Google patches the runtime of a function by itself, unless the function takes
#   updates only when it is deployed. Who may call a function is set by the customer.
# related_resources:
# - ref: https://cloud.google.com/functions/docs/securing/execution-environment-security
# - ref: https://cloud.google.com/functions/docs/networking/network-settings
# custom:
#   id: ONUS-SERVICE-GCP-FUNCTIONS
#   kind: boundary
#   tier: service
#   resources:
#   - cloudfunctions.googleapis.com/Function
#   - cloudfunctions.googleapis.com/CloudFunction
#   - google_cloudfunctions_function
#   - google_cloudfunctions2_function
package onus.boundary.services.gcp.functions

import data.onus.lib.boundary.answer
import data.onus.lib.fact

responsibility[layer] := found if {
	layer := "runtime"
	base := answer.basis("cloud-functions-2026", policy.cell, "stated", execution)
	found := answer.duty_cell(policy.letter, "Google", duties, answer.switched(base, policy.pointer, policy.value))
}

# The chart gives the network of a platform to Google. Which traffic may come in is
# a setting of the function all the same.
responsibility[layer] := found if {
	layer := "network.controls"
	base := answer.basis("cloud-functions-2026", "ingress settings", "inferred", network)
	found := answer.cell("S", "Google", "network.controls", base)
}

execution := "https://cloud.google.com/functions/docs/securing/execution-environment-security"

network := "https://cloud.google.com/functions/docs/networking/network-settings"

duties := {
	"customer": "redeploy the function, so that it takes the runtime's updates",
	"provider": "publish runtime updates, and apply them where the policy is automatic",
}

# Updates are automatic by default. The two policies are empty objects, so what
# counts is which of them is there.
policy := {"letter": "S", "cell": "on deployment updates", "pointer": on_deploy.pointer, "value": on_deploy.value} if {
	on_deploy
} else := {"letter": "P", "cell": "automatic updates", "pointer": pointer, "value": null}

pointer := "/properties/buildConfig/onDeployUpdatePolicy" if {
	input.type == "cloudfunctions.googleapis.com/Function"
} else := "/properties/onDeployUpdatePolicy" if {
	input.type == "cloudfunctions.googleapis.com/CloudFunction"
} else := "/properties/build_config/0/on_deploy_update_policy" if {
	input.type == "google_cloudfunctions2_function"
} else := "/properties/on_deploy_update_policy"

on_deploy := found if {
	input.type == "cloudfunctions.googleapis.com/Function"
	found := fact.at(input.properties.buildConfig.onDeployUpdatePolicy, pointer)
} else := found if {
	input.type == "cloudfunctions.googleapis.com/CloudFunction"
	found := fact.at(input.properties.onDeployUpdatePolicy, pointer)
} else := found if {
	input.type == "google_cloudfunctions2_function"
	input.properties.build_config[0].on_deploy_update_policy[0]
	found := fact.at(input.properties.build_config[0].on_deploy_update_policy, pointer)
} else := found if {
	input.type == "google_cloudfunctions_function"
	input.properties.on_deploy_update_policy[0]
	found := fact.at(input.properties.on_deploy_update_policy, pointer)
}
