# METADATA
# title: Who reaches an app, and its deployment site
# description: |
#   Access restrictions of App Service: lists of rules for the app (`main`) and for its
#   deployment site (`scm`, also known as Kudu), which may use those of the app. Without
#   rules everybody is let in; with rules whom none matches is kept out, unless the
#   default action says otherwise. Lists of sites leave these properties null. In an
#   App Service Environment with an internal load balancer, both sites are reached from
#   its virtual network only.
# related_resources:
# - ref: https://learn.microsoft.com/azure/app-service/overview-access-restrictions
# - ref: https://learn.microsoft.com/azure/app-service/app-service-ip-restrictions
# - ref: https://learn.microsoft.com/azure/app-service/environment/networking
# - ref: https://learn.microsoft.com/azure/templates/microsoft.web/hostingenvironments
# - ref: https://learn.microsoft.com/azure/templates/microsoft.web/sites
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_web_app
package onus.lib.azure.app_service_access

import data.onus.lib.azure.address_range
import data.onus.lib.azure.app_service
import data.onus.lib.azure.public_ip

# Azure's default is no rules. Only where all of siteConfig is known can nothing stand for
# none.
rules["main"] := [] if {
	app_service.arm_defaults
	object.get(input, ["properties", "siteConfig", "ipSecurityRestrictions"], null) == null
}

rules["scm"] := [] if {
	app_service.arm_defaults
	object.get(input, ["properties", "siteConfig", "scmIpSecurityRestrictions"], null) == null
}

# Neither site is reached but through private endpoints.
private if input.properties.publicNetworkAccess == "Disabled"

private if {
	object.get(input, ["properties", "publicNetworkAccess"], null) == null
	input.properties.siteConfig.publicNetworkAccess == "Disabled"
}

private if input.properties.public_network_access_enabled == false

# App Service Environments that the app runs in, as far as the inventory has them: its own
# reference, or that of its plan.
environments contains other if some other in input.related.hostingEnvironmentProfile

environments contains other if {
	some plan in input.related.serverFarmId
	some other in plan.related.hostingEnvironmentProfile
}

environments contains other if {
	some plan in input.related.service_plan_id
	some other in plan.related.app_service_environment_id
}

# The environment serves deployment sites inside of its virtual network only.
internal_publishing if {
	some environment in environments
	serves_publishing_inside(environment.properties.internalLoadBalancingMode)
}

internal_publishing if {
	some environment in environments
	serves_publishing_inside(environment.properties.internal_load_balancing_mode)
}

serves_publishing_inside(mode) if {
	is_string(mode)
	some part in split(lower(mode), ",")
	trim_space(part) == "publishing"
}

# The app runs in an environment that the inventory does not have.
elsewhere if {
	is_string(input.properties.hostingEnvironmentProfile.id)
	count(environments) == 0
}

# The rules, in one form: who is meant, and whether they are let in. A list that was
# not collected is not there.
rules["main"] := [{"who": who(rule, ["ipAddress", "vnetSubnetResourceId"]), "allow": allowed(rule), "limited": limited(rule)} | some rule in input.properties.siteConfig.ipSecurityRestrictions] if is_array(input.properties.siteConfig.ipSecurityRestrictions)

rules["scm"] := [{"who": who(rule, ["ipAddress", "vnetSubnetResourceId"]), "allow": allowed(rule), "limited": limited(rule)} | some rule in input.properties.siteConfig.scmIpSecurityRestrictions] if is_array(input.properties.siteConfig.scmIpSecurityRestrictions)

rules["main"] := [{"who": who(rule, ["ip_address", "service_tag", "virtual_network_subnet_id"]), "allow": allowed(rule), "limited": limited(rule)} | some rule in input.properties.site_config[0].ip_restriction] if is_array(input.properties.site_config[0].ip_restriction)

rules["scm"] := [{"who": who(rule, ["ip_address", "service_tag", "virtual_network_subnet_id"]), "allow": allowed(rule), "limited": limited(rule)} | some rule in input.properties.site_config[0].scm_ip_restriction] if is_array(input.properties.site_config[0].scm_ip_restriction)

rules["main"] := [] if {
	app_service.azurerm_defaults
	object.get(input, ["properties", "site_config", 0, "ip_restriction"], null) == null
}

rules["scm"] := [] if {
	app_service.azurerm_defaults
	object.get(input, ["properties", "site_config", 0, "scm_ip_restriction"], null) == null
}

who(rule, keys) := [text | some key in keys; text := rule[key]; is_string(text); trim_space(text) != ""]

# A rule lets in unless it says otherwise.
allowed(rule) if object.get({"rule": rule}, ["rule", "action"], null) != "Deny"

else := false

# A rule may ask for headers besides.
limited(rule) if not object.get({"rule": rule}, ["rule", "headers"], null) in {null, {}, []}

else := false

default_action["main"] := input.properties.siteConfig.ipSecurityRestrictionsDefaultAction

default_action["scm"] := input.properties.siteConfig.scmIpSecurityRestrictionsDefaultAction

default_action["main"] := input.properties.site_config[0].ip_restriction_default_action

default_action["scm"] := input.properties.site_config[0].scm_ip_restriction_default_action

sets_default(site) if default_action[site] != null

# everybody(rule): the rule names nobody in particular. What headers it asks for is not
# looked at: they are no secret.
everybody(rule) if count(rule.who) == 0

# A rule for all addresses of Azure lets in every customer of it.
everybody(rule) if {
	some part in addresses(rule)
	public_ip.open_to_others(part)
}

# What is no address, range or tag, such as an expression that nobody has evaluated, may
# be anybody.
everybody(rule) if {
	some text in rule.who
	regex.match(`[^A-Za-z0-9.:/, _-]`, trim_space(text))
	not subnet(text)
}

subnet(text) if startswith(lower(text), "/subscriptions/")

# addresses(rule): its ranges and tags. One rule can name several.
addresses(rule) := [address |
	some text in rule.who
	not subnet(text)
	some part in split(text, ",")
	address := trim_space(part)
	address != ""
]

# state(site) is `open`, `closed` or `unknown`.
state(site) := "unknown" if {
	not rules[site]
} else := "open" if {
	some rule in rules[site]
	rule.allow
	everybody(rule)
} else := "open" if {
	address_range.wide_together([address | some rule in rules[site]; rule.allow; some address in addresses(rule)])
} else := "closed" if {
	some rule in rules[site]
	not rule.allow
	not rule.limited
	some text in rule.who
	lower(trim_space(text)) == "any"
} else := "closed" if {
	default_action[site] == "Deny"
} else := "closed" if {
	not sets_default(site)
	count(rules[site]) > 0
} else := "open"

uses_main if {
	input.properties.siteConfig.scmIpSecurityRestrictionsUseMain == true
} else if {
	input.properties.site_config[0].scm_use_main_ip_restriction == true
} else := false if {
	input.properties.siteConfig.scmIpSecurityRestrictionsUseMain == false
} else := false if {
	app_service.azurerm_defaults
	object.get(input, ["properties", "site_config", 0, "scm_use_main_ip_restriction"], null) in {false, null}
} else := false if {
	app_service.arm_defaults
	object.get(input, ["properties", "siteConfig", "scmIpSecurityRestrictionsUseMain"], null) == null
}

# Who reaches the deployment site.
scm := "closed" if {
	private
} else := "closed" if {
	internal_publishing
} else := "unknown" if {
	elsewhere
	restrictions != "closed"
} else := restrictions

# What the access restrictions alone say of it.
restrictions := state("main") if {
	uses_main == true
} else := state("scm") if {
	uses_main == false
} else := state("scm") if {
	state("scm") == state("main")
} else := "unknown"
