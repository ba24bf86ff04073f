# METADATA
# title: Key vault facts
# description: One rule a fact, whatever the shape of the source (ARM or azurerm).
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.keyvault/vaults
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/key_vault
package onus.lib.azure.key_vault

import data.onus.lib.azure.address_range
import data.onus.lib.azure.defaults
import data.onus.lib.azure.public_ip
import data.onus.lib.fact

# Whether a deleted vault or object can be purged before its retention ends.
# Azure does not store `false`: an absent property means unprotected.
purge_protection := found if {
	found := fact.at(input.properties.enablePurgeProtection, "/properties/enablePurgeProtection")
} else := found if {
	found := fact.at(input.properties.purge_protection_enabled, "/properties/purge_protection_enabled")
} else := fact.assumed(false, "/properties")

# Whether a deleted vault or object can be recovered. Azure sets it to true when
# it is not given, and it cannot be taken back. azurerm has no argument for it
# since version 3: soft delete is always on there.
soft_delete := found if {
	found := fact.at(input.properties.enableSoftDelete, "/properties/enableSoftDelete")
} else := fact.assumed(true, "/properties")

# Whether Azure RBAC, not the vault's own access policies, decides about keys,
# secrets and certificates. Vaults made through API versions before 2026-02-01
# have access policies when nothing else was said, and stay that way. Null: a template
# leaves it to an API version that is not known.
rbac_authorization := found if {
	found := fact.at(input.properties.enableRbacAuthorization, "/properties/enableRbacAuthorization")
} else := found if {
	found := fact.at(input.properties.rbac_authorization_enabled, "/properties/rbac_authorization_enabled")
} else := found if {
	found := fact.at(input.properties.enable_rbac_authorization, "/properties/enable_rbac_authorization")
} else := fact.assumed(defaults.unset("enableRbacAuthorization", false), "/properties")

# expects(found, good): the fact with the values that are right for its shape;
# the first is the one to set. The shapes differ in type, so a value of the
# other's type is never right.
expects(found, good) := object.union(found, {"good": good})

# Whether the vault answers on its public endpoint. It does by default. The API takes
# and gives the word in either case.
public_network_access := expects(found, ["Disabled", "disabled"]) if {
	found := fact.at(input.properties.publicNetworkAccess, "/properties/publicNetworkAccess")
} else := expects(found, [false]) if {
	found := fact.at(input.properties.public_network_access_enabled, "/properties/public_network_access_enabled")
} else := expects(fact.assumed("Enabled", "/properties"), ["Disabled"])

public_network_access_off if public_network_access.value in public_network_access.good

# What happens to a request from a network that no rule names. Without network
# rules everything is allowed.
default_action := found if {
	found := fact.at(input.properties.networkAcls.defaultAction, "/properties/networkAcls/defaultAction")
} else := found if {
	found := fact.at(input.properties.network_acls[0].default_action, "/properties/network_acls/0/default_action")
} else := fact.assumed("Allow", "/properties")

# Address rules that let in so much of the internet that a default of Deny no
# longer means anything: the places of the offending addresses. What cannot be
# read as an address, or as a list of them, counts as one.
wide_rules contains pointer if {
	list := input.properties.networkAcls.ipRules
	is_array(list)
	some i, item in list
	public_ip.wide(item.value)
	pointer := sprintf("/properties/networkAcls/ipRules/%d/value", [i])
}

wide_rules contains pointer if {
	list := input.properties.networkAcls.ipRules
	is_array(list)
	some i, item in list
	count([true | item.value]) == 0
	pointer := sprintf("/properties/networkAcls/ipRules/%d", [i])
}

wide_rules contains "/properties/networkAcls/ipRules" if {
	list := input.properties.networkAcls.ipRules
	not is_null(list)
	not is_array(list)
}

# Ranges that let in a large part together.
wide_rules contains "/properties/networkAcls/ipRules" if {
	list := input.properties.networkAcls.ipRules
	is_array(list)
	address_range.wide_together([item.value | some item in list])
}

wide_rules contains pointer if {
	list := input.properties.network_acls[0].ip_rules
	is_array(list)
	some i, item in list
	public_ip.wide(item)
	pointer := sprintf("/properties/network_acls/0/ip_rules/%d", [i])
}

wide_rules contains "/properties/network_acls/0/ip_rules" if {
	list := input.properties.network_acls[0].ip_rules
	not is_null(list)
	not is_array(list)
}

wide_rules contains "/properties/network_acls/0/ip_rules" if {
	list := input.properties.network_acls[0].ip_rules
	is_array(list)
	address_range.wide_together(list)
}
