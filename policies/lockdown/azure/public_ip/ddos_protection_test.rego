package onus.lockdown.azure.public_ip.ddos_protection_test

import data.onus.lockdown.azure.public_ip.ddos_protection

test_arm_disabled_denies if {
	ddos_protection.deny == {{
		"message": "network protection against DDoS is switched off for the address",
		"pointer": "/properties/ddosSettings/protectionMode",
		"expected": "VirtualNetworkInherited",
	}} with input as {"properties": {"ddosSettings": {"protectionMode": "Disabled"}}}
}

test_arm_enabled_allows if {
	count(ddos_protection.deny) == 0 with input as {"properties": {"ddosSettings": {"protectionMode": "Enabled"}}}
}

test_arm_inherited_allows if {
	count(ddos_protection.deny) == 0 with input as {"properties": {"ddosSettings": {"protectionMode": "VirtualNetworkInherited"}}}
}

test_azurerm_disabled_denies if {
	count(ddos_protection.deny) == 1 with input as {"properties": {"ddos_protection_mode": "Disabled"}}
}

test_azurerm_enabled_allows if {
	count(ddos_protection.deny) == 0 with input as {"properties": {"ddos_protection_mode": "Enabled"}}
}

test_missing_mode_means_inherited_and_allows if {
	count(ddos_protection.deny) == 0 with input as {"properties": {}}
}

test_wrong_type_denies if {
	count(ddos_protection.deny) == 1 with input as {"properties": {"ddosSettings": {"protectionMode": true}}}
}

test_null_is_absent if {
	count(ddos_protection.deny) == 0 with input as {"properties": {"ddosSettings": null}}
}
