# METADATA
# title: Security rules of a network security group
# description: |
#   The rules that are in effect, in one form: those in the group, and those that are
#   resources of their own (ARM or azurerm). Where both name a rule, Azure puts the one
#   in the group first and the resource then replaces it. The default rules are left
#   out: they cannot be changed and let nothing in from the internet.
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.network/networksecuritygroups
# - ref: https://learn.microsoft.com/azure/templates/microsoft.network/networksecuritygroups/securityrules
# - ref: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/network_security_group
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/network_security_rule
package onus.lib.azure.security_rules

arm_type := "microsoft.network/networksecuritygroups/securityrules"

azurerm_type := "azurerm_network_security_rule"

arm_names := {"source": "sourceAddressPrefix", "sources": "sourceAddressPrefixes"}

azurerm_names := {"source": "source_address_prefix", "sources": "source_address_prefixes"}

# An argument is a list of its one value, or empty when it is absent, so that nothing
# below meets something undefined. In ARM a null is an absent property. azurerm writes
# null for an argument that is not used, so there it says as much as an empty text.

arm_rule(rule, at) := {
	"at": at,
	"names": arm_names,
	"priority": [v | v := rule.priority],
	"protocol": [v | v := rule.protocol],
	"source": [v | v := rule.sourceAddressPrefix; v != null],
	"sources": [v | v := rule.sourceAddressPrefixes; v != null],
	# Only whether there is one: the id of a group may not be known.
	# onus ignore:unused-variable
	"source_groups": [true | group := rule.sourceApplicationSecurityGroups[_]],
	"source_port": [v | v := rule.sourcePortRange; v != null],
	"source_ports": [v | v := rule.sourcePortRanges; v != null],
	"target": [v | v := rule.destinationAddressPrefix; v != null],
	"targets": [v | v := rule.destinationAddressPrefixes; v != null],
	# onus ignore:unused-variable
	"target_groups": [true | group := rule.destinationApplicationSecurityGroups[_]],
	"port": [v | v := rule.destinationPortRange],
	"ports": [v | v := rule.destinationPortRanges],
}

# The application security groups of azurerm are not read, as their ids are mostly not
# known in a plan. A rule without addresses is taken to have groups in their place.
azurerm_rule(rule, at) := {
	"at": at,
	"names": azurerm_names,
	"priority": [v | v := rule.priority],
	"protocol": [v | v := rule.protocol],
	"source": [v | v := rule.source_address_prefix],
	"sources": [v | v := rule.source_address_prefixes],
	"source_groups": [],
	"source_port": [v | v := rule.source_port_range; v != null],
	"source_ports": [v | v := rule.source_port_ranges; v != null],
	"target": [v | v := rule.destination_address_prefix; v != null],
	"targets": [v | v := rule.destination_address_prefixes; v != null],
	"target_groups": [true],
	"port": [v | v := rule.destination_port_range],
	"ports": [v | v := rule.destination_port_ranges],
}

# Every rule that may let something in.

allows contains arm_rule(item.properties, sprintf("/properties/securityRules/%d/properties", [i])) if {
	list := input.properties.securityRules
	is_array(list)
	some i, item in list
	is_object(item.properties)
	not closed(item.properties)
	not replaced(item)
}

allows contains arm_rule(input.properties, "/properties") if {
	input.type == arm_type
	not closed(input.properties)
}

allows contains arm_rule(rule.properties, sprintf("/related/children/%s/%d/properties", [pointer_type, i])) if {
	some i, rule in input.related.children[arm_type]
	is_object(rule.properties)
	not closed(rule.properties)
}

allows contains azurerm_rule(item, sprintf("/properties/security_rule/%d", [i])) if {
	list := input.properties.security_rule
	is_array(list)
	some i, item in list
	is_object(item)
	not closed(item)
}

allows contains azurerm_rule(input.properties, "/properties") if {
	input.type == azurerm_type
	not closed(input.properties)
}

allows contains azurerm_rule(rule.properties, sprintf("/related/children/%s/%d/properties", [azurerm_type, i])) if {
	some i, rule in input.related.children[azurerm_type]
	is_object(rule.properties)
	not closed(rule.properties)
}

# The type as it is written in a JSON pointer.
pointer_type := replace(arm_type, "/", "~1")

# Every rule that keeps something out, as far as it is surely about incoming traffic.
# For a rule that is a resource of its own, those of its group and its siblings count too.

denies contains arm_rule(item.properties, "") if {
	list := input.properties.securityRules
	is_array(list)
	some item in list
	refuses(item.properties)
	not replaced(item)
}

denies contains arm_rule(rule.properties, "") if {
	some rule in input.related.children[arm_type]
	refuses(rule.properties)
}

denies contains arm_rule(item.properties, "") if {
	some group in input.related.nsg
	list := group.properties.securityRules
	is_array(list)
	some item in list
	refuses(item.properties)
	not replaced_beside(group, item)
}

denies contains arm_rule(rule.properties, "") if {
	some group in input.related.nsg
	some rule in group.related.children[arm_type]
	refuses(rule.properties)
}

denies contains azurerm_rule(item, "") if {
	list := input.properties.security_rule
	is_array(list)
	some item in list
	refuses(item)
}

denies contains azurerm_rule(rule.properties, "") if {
	some rule in input.related.children[azurerm_type]
	refuses(rule.properties)
}

denies contains azurerm_rule(item, "") if {
	some group in input.related.nsg
	list := group.properties.security_rule
	is_array(list)
	some item in list
	refuses(item)
}

denies contains azurerm_rule(rule.properties, "") if {
	some group in input.related.nsg
	some rule in group.related.children[azurerm_type]
	refuses(rule.properties)
}

# closed(rule): a rule counts unless it clearly denies, or clearly concerns
# outbound traffic. The spellings of Azure itself come first: groups have many
# rules, and calls take the most of an evaluation's time.
closed(rule) if {
	rule.access in {"Deny", "deny"}
} else if {
	rule.direction in {"Outbound", "outbound"}
} else if {
	access := rule.access
	not access in {"Allow", "allow"}
	is_string(access)
	lower(access) == "deny"
} else if {
	direction := rule.direction
	not direction in {"Inbound", "inbound"}
	is_string(direction)
	lower(direction) == "outbound"
}

# refuses(rule): it clearly denies incoming traffic.
refuses(rule) if {
	is_string(rule.access)
	lower(rule.access) == "deny"
	is_string(rule.direction)
	lower(rule.direction) == "inbound"
}

# replaced(item): a resource of this name replaces the rule of the group.
replaced(item) if {
	some rule in input.related.children[arm_type]
	same_name(rule.name, item.name)
}

# In the group of a rule that is a resource of its own: that rule replaces it too.
replaced_beside(group, item) if {
	some rule in group.related.children[arm_type]
	same_name(rule.name, item.name)
}

# The id ends with the rule's name, and says whether that is known.
replaced_beside(_, item) if {
	input.type == arm_type
	same_name(input.id, item.name)
}

replaced_beside(_, item) if {
	input.type == arm_type
	endswith(input.id, "]")
	is_string(item.name)
}

# Resources below a group may have its name before their own: "group/rule".
same_name(of_resource, of_item) if {
	is_string(of_item)
	parts := split(lower(of_resource), "/")
	parts[count(parts) - 1] == lower(of_item)
}

# Where the value in the place of rules cannot be read as rules. A
# control that goes by the rules cannot pass such a group.
unreadable contains "/properties/securityRules" if {
	list := input.properties.securityRules
	not is_null(list)
	not is_array(list)
}

unreadable contains pointer if {
	list := input.properties.securityRules
	is_array(list)
	some i, item in list
	count([true | is_object(item.properties)]) == 0
	pointer := sprintf("/properties/securityRules/%d", [i])
}

unreadable contains "/properties/security_rule" if {
	list := input.properties.security_rule
	not is_null(list)
	not is_array(list)
}

unreadable contains pointer if {
	list := input.properties.security_rule
	is_array(list)
	some i, item in list
	not is_object(item)
	pointer := sprintf("/properties/security_rule/%d", [i])
}
