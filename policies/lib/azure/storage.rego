# METADATA
# title: Storage account facts
# description: One rule a fact, whatever the shape of the source (ARM or azurerm).
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.storage/storageaccounts
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/storage_account
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/storage_account_network_rules
package onus.lib.azure.storage

import data.onus.lib.azure.address_range
import data.onus.lib.azure.defaults
import data.onus.lib.azure.public_ip
import data.onus.lib.fact

azurerm if startswith(input.type, "azurerm_")

# Whether plain HTTP is refused. By default it is since API version 2019-04-01, and in
# azurerm. Null: a template leaves it to an API version that is not known.
https_only := found if {
	found := fact.at(input.properties.supportsHttpsTrafficOnly, "/properties/supportsHttpsTrafficOnly")
} else := found if {
	found := fact.at(input.properties.https_traffic_only_enabled, "/properties/https_traffic_only_enabled")
} else := found if {
	found := fact.at(input.properties.enable_https_traffic_only, "/properties/enable_https_traffic_only")
} else := fact.assumed(defaults.unset("supportsHttpsTrafficOnly", true), "/properties")

# The oldest TLS version that is accepted. An absent property is read as TLS 1.0
# by Azure; azurerm (3 and later) sends TLS 1.2.
minimum_tls := found if {
	found := fact.at(input.properties.minimumTlsVersion, "/properties/minimumTlsVersion")
} else := found if {
	found := fact.at(input.properties.min_tls_version, "/properties/min_tls_version")
} else := fact.assumed("TLS1_2", "/properties") if {
	azurerm
} else := fact.assumed("TLS1_0", "/properties")

# Whether a container may be opened to anonymous readers. azurerm's default is true
# before version 5. Azure's own is true before API version 2023-01-01 and false since.
# The record of an account that exists does not tell which version made it: the older
# answer is taken. Null: a template leaves it to an API version that is not known.
anonymous_access := found if {
	found := fact.at(input.properties.allowBlobPublicAccess, "/properties/allowBlobPublicAccess")
} else := found if {
	found := fact.at(input.properties.allow_nested_items_to_be_public, "/properties/allow_nested_items_to_be_public")
} else := fact.assumed(defaults.unset("allowBlobPublicAccess", true), "/properties")

# Whether requests may be signed with the account keys. Absent means true.
shared_key := found if {
	found := fact.at(input.properties.allowSharedKeyAccess, "/properties/allowSharedKeyAccess")
} else := found if {
	found := fact.at(input.properties.shared_access_key_enabled, "/properties/shared_access_key_enabled")
} else := fact.assumed(true, "/properties")

# expects(found, good): the fact with the values that are right for its shape;
# the first is the one to set. The shapes differ in type, so a value of the
# other's type is never right.
expects(found, good) := object.union(found, {"good": good})

# Whether the account answers on its public endpoints. It does by default.
public_network_access := expects(found, ["Disabled"]) if {
	found := fact.at(input.properties.publicNetworkAccess, "/properties/publicNetworkAccess")
} else := expects(found, [false]) if {
	found := fact.at(input.properties.public_network_access_enabled, "/properties/public_network_access_enabled")
} else := expects(fact.assumed("Enabled", "/properties"), ["Disabled"])

public_network_access_off if public_network_access.value in public_network_access.good

# Network rules of their own hold for an account that says so itself.
public_network_access_off if {
	count(input.related.storage_account_id) > 0
	every account in input.related.storage_account_id {
		account.properties.public_network_access_enabled == false
	}
}

# Network rules that stand in the account, seen from rules of their own for it: the
# two overwrite each other, so both have to be right. An account without a block has
# none, whatever Terraform reads back later.
inner_default_actions contains found if {
	some i, account in input.related.storage_account_id
	found := fact.at(
		account.properties.network_rules[0].default_action,
		sprintf("/related/storage_account_id/%d/properties/network_rules/0/default_action", [i]),
	)
}

# The account has network rules of their own, which are decided by themselves.
ruled_elsewhere if count(input.related.network_rules) > 0

# What happens to a request from a network that no rule names. Without network
# rules everything is allowed. azurerm also has the rules as a resource of their
# own, with the arguments at the top.
default_action := found if {
	found := fact.at(input.properties.networkAcls.defaultAction, "/properties/networkAcls/defaultAction")
} else := found if {
	found := fact.at(input.properties.network_rules[0].default_action, "/properties/network_rules/0/default_action")
} else := found if {
	found := fact.at(input.properties.default_action, "/properties/default_action")
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
	list := input.properties.network_rules[0].ip_rules
	is_array(list)
	some i, item in list
	public_ip.wide(item)
	pointer := sprintf("/properties/network_rules/0/ip_rules/%d", [i])
}

wide_rules contains "/properties/network_rules/0/ip_rules" if {
	list := input.properties.network_rules[0].ip_rules
	not is_null(list)
	not is_array(list)
}

wide_rules contains "/properties/network_rules/0/ip_rules" if {
	list := input.properties.network_rules[0].ip_rules
	is_array(list)
	address_range.wide_together(list)
}

wide_rules contains pointer if {
	list := input.properties.ip_rules
	is_array(list)
	some i, item in list
	public_ip.wide(item)
	pointer := sprintf("/properties/ip_rules/%d", [i])
}

wide_rules contains "/properties/ip_rules" if {
	list := input.properties.ip_rules
	not is_null(list)
	not is_array(list)
}

wide_rules contains "/properties/ip_rules" if {
	list := input.properties.ip_rules
	is_array(list)
	address_range.wide_together(list)
}
