# METADATA
# title: Application Gateway facts
# description: One rule a fact, whatever the shape of the source (ARM or azurerm).
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.network/applicationgateways
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/application_gateway
package onus.lib.azure.application_gateway

import data.onus.lib.azure.defaults
import data.onus.lib.azure.waf_rule_groups
import data.onus.lib.fact

# The web application firewall policy of the gateway as a whole. None by default.
firewall_policy := found if {
	found := fact.at(input.properties.firewallPolicy.id, "/properties/firewallPolicy/id")
} else := found if {
	found := fact.at(input.properties.firewall_policy_id, "/properties/firewall_policy_id")
} else := fact.assumed("", "/properties")

# Whether such a policy is attached. It takes precedence over the configuration
# that the gateway itself carries.
has_firewall_policy if {
	is_firewall_policy(firewall_policy.value)
}

is_firewall_policy(id) if {
	is_string(id)
	contains(lower(id), "/applicationgatewaywebapplicationfirewallpolicies/")
}

# The listeners, and whether each has a firewall policy of its own, which takes the place
# of the gateway's for the site.
listeners contains {"pointer": sprintf("/properties/httpListeners/%d", [i]), "guarded": count([id | id := listener.properties.firewallPolicy.id; is_firewall_policy(id)]) > 0} if {
	is_array(input.properties.httpListeners)
	some i, listener in input.properties.httpListeners
}

listeners contains {"pointer": sprintf("/properties/http_listener/%d", [i]), "guarded": count([id | id := listener.firewall_policy_id; is_firewall_policy(id)]) > 0} if {
	is_array(input.properties.http_listener)
	some i, listener in input.properties.http_listener
}

guarded_listeners contains listener.pointer if {
	some listener in listeners
	listener.guarded
}

unguarded_listeners contains listener.pointer if {
	some listener in listeners
	not listener.guarded
}

# Whether a policy guards each listener.
every_listener_guarded if {
	count(guarded_listeners) > 0
	count(unguarded_listeners) == 0
}

# The groups against the main attacks that the gateway's own configuration turns off.
disabled_groups contains {"pointer": sprintf("/properties/webApplicationFirewallConfiguration/disabledRuleGroups/%d", [i]), "name": group.ruleGroupName} if {
	groups := input.properties.webApplicationFirewallConfiguration.disabledRuleGroups
	is_array(groups)
	some i, group in groups
	waf_rule_groups.main(group.ruleGroupName)
	waf_rule_groups.whole(object.get(group, "rules", null))
}

disabled_groups contains {"pointer": sprintf("/properties/waf_configuration/0/disabled_rule_group/%d", [i]), "name": group.rule_group_name} if {
	groups := input.properties.waf_configuration[0].disabled_rule_group
	is_array(groups)
	some i, group in groups
	waf_rule_groups.main(group.rule_group_name)
	waf_rule_groups.whole(object.get(group, "rules", null))
}

# Whether the gateway's own firewall configuration is on. Off by default.
waf_enabled := found if {
	found := fact.at(input.properties.webApplicationFirewallConfiguration.enabled, "/properties/webApplicationFirewallConfiguration/enabled")
} else := found if {
	found := fact.at(input.properties.waf_configuration[0].enabled, "/properties/waf_configuration/0/enabled")
} else := fact.assumed(false, waf_pointer)

# Whether the gateway's own firewall configuration blocks, or only logs. Required
# where there is one.
waf_mode := found if {
	found := fact.at(input.properties.webApplicationFirewallConfiguration.firewallMode, "/properties/webApplicationFirewallConfiguration/firewallMode")
} else := found if {
	found := fact.at(input.properties.waf_configuration[0].firewall_mode, "/properties/waf_configuration/0/firewall_mode")
} else := fact.assumed("Detection", waf_pointer)

# Whether it inspects bodies of requests. It does unless it is told not to.
waf_body_inspection := found if {
	found := fact.at(input.properties.webApplicationFirewallConfiguration.requestBodyCheck, "/properties/webApplicationFirewallConfiguration/requestBodyCheck")
} else := found if {
	found := fact.at(input.properties.waf_configuration[0].request_body_check, "/properties/waf_configuration/0/request_body_check")
} else := fact.assumed(true, waf_pointer)

waf_pointer := "/properties/webApplicationFirewallConfiguration" if {
	settings := input.properties.webApplicationFirewallConfiguration
	is_object(settings)
} else := "/properties/waf_configuration/0" if {
	is_object(input.properties.waf_configuration[0])
} else := "/properties"

# The TLS policy of the gateway: `name` of a predefined one, or `minimum` version
# and `disabled` protocols of a custom one. Without a policy the default of the API
# version holds that the gateway was last written with: AppGwSslPolicy20150501
# (TLS 1.0) before 2023-02-01, AppGwSslPolicy20220101 (TLS 1.2) since. A template states
# the version, and a gateway may report the policy; a null policy says that it is not known.
tls_policy := arm_tls_policy(input.properties.sslPolicy, "/properties/sslPolicy") if {
	input.properties.sslPolicy != null
} else := azurerm_tls_policy(input.properties.ssl_policy[0], "/properties/ssl_policy/0") if {
	input.properties.ssl_policy[0] != null
} else := policy if {
	is_string(input.properties.defaultPredefinedSslPolicy)
	policy := {
		"pointer": "/properties/defaultPredefinedSslPolicy",
		"name": input.properties.defaultPredefinedSslPolicy,
		"minimum": null,
		"disabled": null,
	}
} else := {"pointer": "/properties", "name": name, "minimum": null, "disabled": null} if {
	name := defaults.unset("sslPolicy", null)
	name != null
} else := null

# The TLS policies of single listeners, in the same form. A profile without one
# uses the policy of the gateway.
profile_tls_policies contains policy if {
	some i, profile in arm_profiles
	profile.properties.sslPolicy != null
	policy := arm_tls_policy(profile.properties.sslPolicy, sprintf("/properties/sslProfiles/%d/properties/sslPolicy", [i]))
}

profile_tls_policies contains policy if {
	some i, profile in azurerm_profiles
	profile.ssl_policy[0] != null
	policy := azurerm_tls_policy(profile.ssl_policy[0], sprintf("/properties/ssl_profile/%d/ssl_policy/0", [i]))
}

# A list of profiles that is no list says nothing, and must not pass for none.
profile_tls_policies contains arm_tls_policy(null, "/properties/sslProfiles") if {
	input.properties.sslProfiles != null
	not is_array(input.properties.sslProfiles)
}

profile_tls_policies contains arm_tls_policy(null, sprintf("/properties/sslProfiles/%d", [i])) if {
	some i, profile in arm_profiles
	not is_object(profile)
}

profile_tls_policies contains arm_tls_policy(null, sprintf("/properties/sslProfiles/%d/properties", [i])) if {
	some i, profile in arm_profiles
	given := profile.properties
	not is_null(given)
	not is_object(given)
}

profile_tls_policies contains azurerm_tls_policy(null, sprintf("/properties/ssl_profile/%d", [i])) if {
	some i, profile in azurerm_profiles
	not is_object(profile)
}

profile_tls_policies contains azurerm_tls_policy(null, sprintf("/properties/ssl_profile/%d/ssl_policy", [i])) if {
	some i, profile in azurerm_profiles
	profile.ssl_policy != null
	not is_array(profile.ssl_policy)
}

profile_tls_policies contains azurerm_tls_policy(null, "/properties/ssl_profile") if {
	input.properties.ssl_profile != null
	not is_array(input.properties.ssl_profile)
}

arm_tls_policy(policy, pointer) := {
	"pointer": pointer,
	"name": object.get(policy, "policyName", null),
	"minimum": object.get(policy, "minProtocolVersion", null),
	"disabled": object.get(policy, "disabledSslProtocols", null),
} if {
	is_object(policy)
} else := {"pointer": pointer, "name": null, "minimum": null, "disabled": null}

azurerm_tls_policy(policy, pointer) := {
	"pointer": pointer,
	"name": object.get(policy, "policy_name", null),
	"minimum": object.get(policy, "min_protocol_version", null),
	"disabled": object.get(policy, "disabled_protocols", null),
} if {
	is_object(policy)
} else := {"pointer": pointer, "name": null, "minimum": null, "disabled": null}

arm_profiles := input.properties.sslProfiles if is_array(input.properties.sslProfiles)

else := []

azurerm_profiles := input.properties.ssl_profile if is_array(input.properties.ssl_profile)

else := []
