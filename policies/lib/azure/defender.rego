# METADATA
# title: Defender for Cloud plan facts
# description: One rule a fact, whatever the shape of the source (ARM or azurerm).
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.security/pricings
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/security_center_subscription_pricing
package onus.lib.azure.defender

import data.onus.lib.fact

# Standard, or Free, which is the default.
tier := found if {
	found := fact.at(input.properties.pricingTier, "/properties/pricingTier")
} else := found if {
	found := fact.at(input.properties.tier, "/properties/tier")
} else := fact.assumed("Free", "/properties")

# Plans that another one has replaced: containers by Containers, DNS by
# VirtualMachines. They cannot be bought any more.
retired_plans := {"ContainerRegistry", "Dns", "KubernetesService"}

retired if input.properties.deprecated == true

retired if {
	input.type == "microsoft.security/pricings"
	input.name in retired_plans
}

retired if input.properties.resource_type in retired_plans
