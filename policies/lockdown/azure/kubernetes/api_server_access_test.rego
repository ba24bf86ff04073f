package onus.lockdown.azure.kubernetes.api_server_access_test

import data.onus.lockdown.azure.kubernetes.api_server_access

test_arm_public_api_server_denies if {
	api_server_access.deny == {{
		"message": "the API server answers every address",
		"pointer": "/properties",
	}} with input as {"type": "microsoft.containerservice/managedclusters", "properties": {}}
}

test_arm_empty_ranges_deny if {
	api_server_access.deny == {{
		"message": "the API server answers every address",
		"pointer": "/properties/apiServerAccessProfile/authorizedIPRanges",
	}} with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"apiServerAccessProfile": {"authorizedIPRanges": []}}}
}

test_arm_authorized_ranges_allow if {
	count(api_server_access.deny) == 0 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"apiServerAccessProfile": {"authorizedIPRanges": ["198.51.100.0/24", "0.0.0.0/32"]}}}
}

test_arm_private_cluster_allows if {
	count(api_server_access.deny) == 0 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"apiServerAccessProfile": {"enablePrivateCluster": true}}}
}

test_arm_range_of_everything_denies if {
	api_server_access.deny == {{
		"message": "an authorized range is too wide to restrict anything, or is no address range",
		"pointer": "/properties/apiServerAccessProfile/authorizedIPRanges/1",
	}} with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"apiServerAccessProfile": {"authorizedIPRanges": ["198.51.100.0/24", "0.0.0.0/0"]}}}
}

test_arm_ipv6_range_allows if {
	count(api_server_access.deny) == 0 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"apiServerAccessProfile": {"authorizedIPRanges": ["2001:db8::/32", "2001:db8::1"]}}}
}

test_arm_ipv6_range_of_everything_denies if {
	count(api_server_access.deny) == 1 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"apiServerAccessProfile": {"authorizedIPRanges": ["::/0"]}}}
}

test_arm_range_that_is_no_address_denies if {
	count(api_server_access.deny) == 1 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"apiServerAccessProfile": {"authorizedIPRanges": ["office"]}}}
}

test_arm_word_that_looks_like_an_address_denies if {
	count(api_server_access.deny) == 1 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"apiServerAccessProfile": {"authorizedIPRanges": ["cafe"]}}}
}

test_arm_half_of_everything_denies if {
	count(api_server_access.deny) == 1 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"apiServerAccessProfile": {"authorizedIPRanges": ["128.0.0.0/1"]}}}
}

test_azurerm_public_api_server_denies if {
	{finding.pointer | some finding in api_server_access.deny} == {"/properties"} with input as {"type": "azurerm_kubernetes_cluster", "properties": {"private_cluster_enabled": false, "api_server_access_profile": []}}
}

test_azurerm_private_cluster_allows if {
	count(api_server_access.deny) == 0 with input as {"type": "azurerm_kubernetes_cluster", "properties": {"private_cluster_enabled": true, "api_server_access_profile": []}}
}

test_azurerm_authorized_ranges_allow if {
	count(api_server_access.deny) == 0 with input as {"type": "azurerm_kubernetes_cluster", "properties": {"api_server_access_profile": [{"authorized_ip_ranges": ["198.51.100.0/24"]}]}}
}

test_azurerm_3_authorized_ranges_allow if {
	count(api_server_access.deny) == 0 with input as {"type": "azurerm_kubernetes_cluster", "properties": {"api_server_authorized_ip_ranges": ["198.51.100.0/24"]}}
}

test_azurerm_range_of_everything_denies if {
	{finding.pointer | some finding in api_server_access.deny} == {"/properties/api_server_access_profile/0/authorized_ip_ranges/0"} with input as {"type": "azurerm_kubernetes_cluster", "properties": {"api_server_access_profile": [{"authorized_ip_ranges": ["0.0.0.0/0"]}]}}
}

test_arm_private_cluster_with_a_range_of_everything_allows if {
	count(api_server_access.deny) == 0 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"apiServerAccessProfile": {"enablePrivateCluster": true, "authorizedIPRanges": ["0.0.0.0/0"]}}}
}

test_azurerm_3_range_of_everything_denies if {
	{finding.pointer | some finding in api_server_access.deny} == {"/properties/api_server_authorized_ip_ranges/0"} with input as {"type": "azurerm_kubernetes_cluster", "properties": {"api_server_authorized_ip_ranges": ["0.0.0.0/0"]}}
}

test_wrong_type_of_the_switch_denies if {
	count(api_server_access.deny) == 1 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"apiServerAccessProfile": {"enablePrivateCluster": "true"}}}
}

test_wrong_type_of_the_ranges_denies if {
	count(api_server_access.deny) == 1 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"apiServerAccessProfile": {"authorizedIPRanges": "198.51.100.0/24"}}}
}

test_wrong_type_of_a_range_denies if {
	count(api_server_access.deny) == 1 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"apiServerAccessProfile": {"authorizedIPRanges": [4]}}}
}

test_null_is_absent if {
	count(api_server_access.deny) == 1 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"apiServerAccessProfile": {"authorizedIPRanges": null, "enablePrivateCluster": null}}}
}

test_ranges_that_add_up_to_a_part_of_the_internet_deny if {
	api_server_access.deny == {{
		"message": "the authorized ranges let in a large part of the internet together",
		"pointer": "/properties/apiServerAccessProfile/authorizedIPRanges",
	}} with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"apiServerAccessProfile": {"authorizedIPRanges": [sprintf("%d.0.0.0/8", [number]) | some number in numbers.range(11, 60)]}}}
}
