package onus.lockdown.azure.application_gateway.min_tls_test

import data.onus.lockdown.azure.application_gateway.min_tls

test_arm_old_predefined_policy_denies if {
	min_tls.deny == {{
		"message": "TLS versions below 1.2 are accepted",
		"pointer": "/properties/sslPolicy",
	}} with input as {"type": "microsoft.network/applicationgateways", "properties": {"sslPolicy": {"policyType": "Predefined", "policyName": "AppGwSslPolicy20150501"}, "sslProfiles": []}}
}

test_arm_strict_predefined_policy_allows if {
	count(min_tls.deny) == 0 with input as {"type": "microsoft.network/applicationgateways", "properties": {"sslPolicy": {"policyType": "Predefined", "policyName": "AppGwSslPolicy20220101"}, "sslProfiles": null}}
}

test_arm_custom_policy_with_old_minimum_denies if {
	count(min_tls.deny) == 1 with input as {"type": "microsoft.network/applicationgateways", "properties": {"sslPolicy": {"policyType": "Custom", "minProtocolVersion": "TLSv1_1"}}}
}

test_arm_custom_policy_with_tls_1_2_allows if {
	count(min_tls.deny) == 0 with input as {"type": "microsoft.network/applicationgateways", "properties": {"sslPolicy": {"policyType": "Custom", "minProtocolVersion": "TLSv1_2"}}}
}

test_arm_old_protocols_switched_off_allows if {
	count(min_tls.deny) == 0 with input as {"type": "microsoft.network/applicationgateways", "properties": {"sslPolicy": {"disabledSslProtocols": ["TLSv1_0", "TLSv1_1"]}}}
}

test_arm_one_old_protocol_left_on_denies if {
	count(min_tls.deny) == 1 with input as {"type": "microsoft.network/applicationgateways", "properties": {"sslPolicy": {"disabledSslProtocols": ["TLSv1_0"]}}}
}

test_arm_strict_name_with_old_minimum_denies if {
	count(min_tls.deny) == 1 with input as {"type": "microsoft.network/applicationgateways", "properties": {"sslPolicy": {"policyName": "AppGwSslPolicy20220101", "minProtocolVersion": "TLSv1_0"}}}
}

test_arm_old_name_with_tls_1_2_denies if {
	count(min_tls.deny) == 1 with input as {"type": "microsoft.network/applicationgateways", "properties": {"sslPolicy": {"policyName": "AppGwSslPolicy20150501", "minProtocolVersion": "TLSv1_2"}}}
}

test_arm_old_name_with_old_protocols_switched_off_denies if {
	count(min_tls.deny) == 1 with input as {"type": "microsoft.network/applicationgateways", "properties": {"sslPolicy": {"policyName": "AppGwSslPolicy20150501", "disabledSslProtocols": ["TLSv1_0", "TLSv1_1"]}}}
}

test_arm_old_minimum_with_old_protocols_switched_off_denies if {
	count(min_tls.deny) == 1 with input as {"type": "microsoft.network/applicationgateways", "properties": {"sslPolicy": {"minProtocolVersion": "TLSv1_0", "disabledSslProtocols": ["TLSv1_0", "TLSv1_1"]}}}
}

test_arm_strict_policy_of_a_profile_allows if {
	count(min_tls.deny) == 0 with input as {"type": "microsoft.network/applicationgateways", "properties": {"sslPolicy": {"policyType": "Predefined", "policyName": "AppGwSslPolicy20220101"}, "sslProfiles": [{"name": "strict", "properties": {"sslPolicy": {"policyType": "Predefined", "policyName": "AppGwSslPolicy20220101"}}}]}}
}

test_azurerm_strict_policy_of_a_profile_allows if {
	count(min_tls.deny) == 0 with input as {"type": "azurerm_application_gateway", "properties": {"ssl_policy": [{"policy_name": "AppGwSslPolicy20220101"}], "ssl_profile": [{"ssl_policy": []}, {"ssl_policy": [{"min_protocol_version": "TLSv1_2"}]}]}}
}

test_azurerm_old_protocols_switched_off_allows if {
	count(min_tls.deny) == 0 with input as {"type": "azurerm_application_gateway", "properties": {"ssl_policy": [{"disabled_protocols": ["TLSv1_0", "TLSv1_1"]}]}}
}

test_azurerm_wrong_type_of_the_policy_of_a_profile_denies if {
	{finding.pointer | some finding in min_tls.deny} == {"/properties/ssl_profile/0/ssl_policy"} with input as {"type": "azurerm_application_gateway", "properties": {"ssl_policy": [{"policy_name": "AppGwSslPolicy20220101"}], "ssl_profile": [{"ssl_policy": {"policy_name": "AppGwSslPolicy20220101"}}]}}
}

test_azurerm_wrong_type_of_the_profiles_denies if {
	{finding.pointer | some finding in min_tls.deny} == {"/properties/ssl_profile"} with input as {"type": "azurerm_application_gateway", "properties": {"ssl_policy": [{"policy_name": "AppGwSslPolicy20220101"}], "ssl_profile": {"name": "old"}}}
}

test_arm_old_policy_of_a_profile_denies if {
	min_tls.deny == {{
		"message": "TLS versions below 1.2 are accepted by the listeners of an SSL profile",
		"pointer": "/properties/sslProfiles/1/properties/sslPolicy",
	}} with input as {"type": "microsoft.network/applicationgateways", "properties": {"sslPolicy": {"policyType": "Predefined", "policyName": "AppGwSslPolicy20220101"}, "sslProfiles": [{"name": "inherits", "properties": {"sslPolicy": null}}, {"name": "old", "properties": {"sslPolicy": {"policyType": "Predefined", "policyName": "AppGwSslPolicy20150501"}}}]}}
}

test_arm_reported_default_allows if {
	count(min_tls.deny) == 0 with input as {"type": "microsoft.network/applicationgateways", "properties": {"sslPolicy": null, "defaultPredefinedSslPolicy": "AppGwSslPolicy20220101"}}
}

test_arm_reported_old_default_denies if {
	min_tls.deny == {{
		"message": "TLS versions below 1.2 are accepted",
		"pointer": "/properties/defaultPredefinedSslPolicy",
	}} with input as {"type": "microsoft.network/applicationgateways", "properties": {"defaultPredefinedSslPolicy": "AppGwSslPolicy20150501"}}
}

test_azurerm_old_predefined_policy_denies if {
	min_tls.deny == {{
		"message": "TLS versions below 1.2 are accepted",
		"pointer": "/properties/ssl_policy/0",
	}} with input as {"type": "azurerm_application_gateway", "properties": {"ssl_policy": [{"policy_type": "Predefined", "policy_name": "AppGwSslPolicy20170401"}]}}
}

test_azurerm_strict_predefined_policy_allows if {
	count(min_tls.deny) == 0 with input as {"type": "azurerm_application_gateway", "properties": {"ssl_policy": [{"policy_type": "Predefined", "policy_name": "AppGwSslPolicy20220101S", "min_protocol_version": ""}]}}
}

test_azurerm_custom_policy_allows if {
	count(min_tls.deny) == 0 with input as {"type": "azurerm_application_gateway", "properties": {"ssl_policy": [{"policy_type": "CustomV2", "policy_name": "", "min_protocol_version": "TLSv1_3"}]}}
}

test_azurerm_old_policy_of_a_profile_denies if {
	min_tls.deny == {{
		"message": "TLS versions below 1.2 are accepted by the listeners of an SSL profile",
		"pointer": "/properties/ssl_profile/0/ssl_policy/0",
	}} with input as {"type": "azurerm_application_gateway", "properties": {"ssl_policy": [{"policy_name": "AppGwSslPolicy20220101"}], "ssl_profile": [{"ssl_policy": [{"policy_name": "AppGwSslPolicy20150501"}]}]}}
}

test_missing_policy_is_unknown_as_defaults_differ if {
	min_tls.deny == {{
		"message": "no TLS policy is set, and the default depends on the API version that the gateway was written with, which was not collected: set a policy",
		"pointer": "/properties",
		"unknown": true,
	}} with input as {"type": "microsoft.network/applicationgateways", "properties": {}}
}

test_azurerm_missing_policy_is_unknown if {
	[finding.unknown | some finding in min_tls.deny] == [true] with input as {"type": "azurerm_application_gateway", "properties": {"ssl_policy": []}}
}

test_wrong_type_denies if {
	count(min_tls.deny) == 1 with input as {"type": "microsoft.network/applicationgateways", "properties": {"sslPolicy": "AppGwSslPolicy20220101"}}
}

test_wrong_type_of_the_profiles_denies if {
	count(min_tls.deny) == 1 with input as {"type": "microsoft.network/applicationgateways", "properties": {"sslPolicy": {"policyType": "Predefined", "policyName": "AppGwSslPolicy20220101"}, "sslProfiles": {"name": "old"}}}
}

test_wrong_type_of_the_name_denies if {
	count(min_tls.deny) == 1 with input as {"type": "microsoft.network/applicationgateways", "properties": {"sslPolicy": {"policyName": 20220101}}}
}

test_null_is_absent if {
	[finding.unknown | some finding in min_tls.deny] == [true] with input as {"type": "microsoft.network/applicationgateways", "properties": {"sslPolicy": null}}
}

template(tier, version) := {"type": "microsoft.network/applicationgateways", "phase": "template", "properties": {"sku": {"name": tier, "tier": tier}}, "raw": {"apiVersion": version}}

test_template_takes_the_default_of_its_api_version if {
	every version in ["2015-06-15", "2018-11-01", "2022-07-01", "2022-11-01"] {
		min_tls.deny == {{
			"message": "TLS versions below 1.2 are accepted",
			"pointer": "/properties",
		}} with input as template("WAF_v2", version)
	}
	every version in ["2023-02-01", "2023-09-01", "2024-01-01", "2025-05-01"] {
		count(min_tls.deny) == 0 with input as template("Standard_v2", version)
	}
}

test_template_without_a_known_version_is_unknown if {
	[finding.unknown | some finding in min_tls.deny] == [true] with input as template("WAF_v2", "[parameters('version')]")
}

test_template_that_sets_a_policy_does_not_take_the_default if {
	count(min_tls.deny) == 0 with input as object.union(template("WAF_v2", "2022-07-01"), {"properties": {"sslPolicy": {"policyType": "Predefined", "policyName": "AppGwSslPolicy20220101S"}}})
	count(min_tls.deny) == 1 with input as object.union(template("WAF_v2", "2024-01-01"), {"properties": {"sslPolicy": {"policyType": "Predefined", "policyName": "AppGwSslPolicy20150501"}}})
}

test_export_does_not_take_the_default_of_a_query if {
	[finding.unknown | some finding in min_tls.deny] == [true] with input as object.union(template("WAF_v2", "2024-01-01"), {"phase": "deployed"})
}
