# METADATA
# title: Defender for Cloud plans are on
# description: On the free tier Defender for Cloud raises no alerts about threats to this kind of resource.
# related_resources:
# - ref: https://learn.microsoft.com/azure/defender-for-cloud/connect-azure-subscription
# - ref: https://learn.microsoft.com/azure/templates/microsoft.security/pricings
# custom:
#   id: AZ-DEFENDER-001
#   severity: medium
#   layer: configuration
#   resources: [microsoft.security/pricings, azurerm_security_center_subscription_pricing]
#   needs: []
#   remediation:
#     summary: Turn the plan on.
#     az: az security pricing create --name {name} --tier standard --subscription {subscription}
#     terraform: tier = "Standard"
#     arm: "properties: { pricingTier: 'Standard' }"
#   frameworks: {mcsb: [LT-1]}
package onus.lockdown.azure.defender.plan_enabled

import data.onus.lib.azure.defender

# Plans that another one has replaced cannot be turned on any more.
applies if not defender.retired

deny contains finding if {
	defender.tier.value != "Standard"
	finding := {
		"message": "the plan is off",
		"pointer": defender.tier.pointer,
		"expected": "Standard",
	}
}
