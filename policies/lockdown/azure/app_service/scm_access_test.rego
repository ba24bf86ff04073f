package onus.lockdown.azure.app_service.scm_access_test

import data.onus.lockdown.azure.app_service.scm_access

arm(properties) := [object.get(finding, "unknown", false) | some finding in scm_access.deny with input as {"type": "microsoft.web/sites", "properties": properties, "raw": {}}]

site(settings) := arm({"publicNetworkAccess": "Enabled", "siteConfig": settings})

azurerm(properties) := [object.get(finding, "unknown", false) | some finding in scm_access.deny with input as {"type": "azurerm_linux_web_app", "properties": properties}]

allow_all := [{"ipAddress": "Any", "action": "Allow", "priority": 2147483647, "name": "Allow all"}]

deny_all := [{"ipAddress": "Any", "action": "Deny", "priority": 2147483647, "name": "Deny all"}]

office := [{"ipAddress": "203.0.113.0/24", "action": "Allow", "priority": 100}, {"ipAddress": "Any", "action": "Deny", "priority": 2147483647}]

test_open_site_denies if {
	scm_access.deny == {{
		"message": "the deployment site lets everybody in",
		"pointer": "/properties/siteConfig",
	}} with input as {"type": "microsoft.web/sites", "properties": {"siteConfig": {"scmIpSecurityRestrictionsUseMain": false, "scmIpSecurityRestrictions": allow_all, "ipSecurityRestrictions": deny_all}}, "raw": {}}
}

test_no_rules_deny if {
	site({"scmIpSecurityRestrictionsUseMain": false, "scmIpSecurityRestrictions": []}) == [false]
	site({"scmIpSecurityRestrictionsUseMain": true, "ipSecurityRestrictions": []}) == [false]
}

test_restricted_site_allows if {
	site({"scmIpSecurityRestrictionsUseMain": false, "scmIpSecurityRestrictions": office}) == []
	site({"scmIpSecurityRestrictionsUseMain": false, "scmIpSecurityRestrictions": deny_all}) == []
	site({"scmIpSecurityRestrictionsUseMain": false, "scmIpSecurityRestrictions": [office[0]]}) == []
	site({"scmIpSecurityRestrictionsUseMain": false, "scmIpSecurityRestrictions": [], "scmIpSecurityRestrictionsDefaultAction": "Deny"}) == []
	site({"scmIpSecurityRestrictionsUseMain": false, "scmIpSecurityRestrictions": [{"vnetSubnetResourceId": "/subscriptions/0000/subnets/s", "action": "Allow"}]}) == []
}

test_restrictions_of_the_app_count_where_they_are_used if {
	site({"scmIpSecurityRestrictionsUseMain": true, "scmIpSecurityRestrictions": allow_all, "ipSecurityRestrictions": office}) == []
	site({"scmIpSecurityRestrictionsUseMain": true, "scmIpSecurityRestrictions": office, "ipSecurityRestrictions": allow_all}) == [false]
	site({"scmIpSecurityRestrictionsUseMain": false, "scmIpSecurityRestrictions": allow_all, "ipSecurityRestrictions": office}) == [false]
}

test_everybody_in_other_words_denies if {
	every address in ["0.0.0.0/0", "::/0", "any", " Any ", "Internet", "203.0.113.0/24,0.0.0.0/0", "0.0.0.0/1", ""] {
		site({"scmIpSecurityRestrictionsUseMain": false, "scmIpSecurityRestrictions": [{"ipAddress": address, "action": "Allow"}]}) == [false]
	}
	site({"scmIpSecurityRestrictionsUseMain": false, "scmIpSecurityRestrictions": [{"action": "Allow"}]}) == [false]
	site({"scmIpSecurityRestrictionsUseMain": false, "scmIpSecurityRestrictions": ["Any"]}) == [false]
	site({"scmIpSecurityRestrictionsUseMain": false, "scmIpSecurityRestrictions": [{"ipAddress": "Any"}]}) == [false]
	site({"scmIpSecurityRestrictionsUseMain": false, "scmIpSecurityRestrictions": [{"action": "Deny"}], "scmIpSecurityRestrictionsDefaultAction": "Allow"}) == [false]
}

test_default_that_lets_in_denies if {
	site({"scmIpSecurityRestrictionsUseMain": false, "scmIpSecurityRestrictions": [office[0]], "scmIpSecurityRestrictionsDefaultAction": "Allow"}) == [false]
	site({"scmIpSecurityRestrictionsUseMain": false, "scmIpSecurityRestrictions": [office[0]], "scmIpSecurityRestrictionsDefaultAction": "deny"}) == [false]
}

test_half_a_denial_denies if {
	half := [{"ipAddress": "0.0.0.0/1", "action": "Deny"}]
	site({"scmIpSecurityRestrictionsUseMain": false, "scmIpSecurityRestrictions": half, "scmIpSecurityRestrictionsDefaultAction": "Allow"}) == [false]
	headed := [{"ipAddress": "Any", "action": "Deny", "headers": {"x-forwarded-host": ["a"]}}]
	site({"scmIpSecurityRestrictionsUseMain": false, "scmIpSecurityRestrictions": headed, "scmIpSecurityRestrictionsDefaultAction": "Allow"}) == [false]
	whole := [{"ipAddress": "Any", "action": "Deny", "headers": {}}]
	site({"scmIpSecurityRestrictionsUseMain": false, "scmIpSecurityRestrictions": whole, "scmIpSecurityRestrictionsDefaultAction": "Allow"}) == []
}

test_not_collected_is_unknown if {
	site(null) == [true]
	site({}) == [true]
	arm({}) == [true]
	site({"scmIpSecurityRestrictionsUseMain": false, "scmIpSecurityRestrictions": null}) == [true]
	site({"scmIpSecurityRestrictionsUseMain": null, "scmIpSecurityRestrictions": allow_all, "ipSecurityRestrictions": office}) == [true]
	site({"scmIpSecurityRestrictionsUseMain": "true", "scmIpSecurityRestrictions": allow_all, "ipSecurityRestrictions": office}) == [true]
	site({"scmIpSecurityRestrictionsUseMain": false, "scmIpSecurityRestrictions": "Any"}) == [true]
}

test_both_alike_need_no_switch if {
	site({"scmIpSecurityRestrictions": office, "ipSecurityRestrictions": deny_all}) == []
	site({"scmIpSecurityRestrictions": [], "ipSecurityRestrictions": allow_all}) == [false]
}

test_private_site_allows if {
	arm({"publicNetworkAccess": "Disabled", "siteConfig": null}) == []
	arm({"publicNetworkAccess": null, "siteConfig": {"publicNetworkAccess": "Disabled"}}) == []
	arm({"publicNetworkAccess": "Enabled", "siteConfig": {"publicNetworkAccess": "Disabled"}}) == [true]
	arm({"publicNetworkAccess": "disabled?", "siteConfig": null}) == [true]
}

test_azurerm if {
	azurerm({"site_config": [{}]}) == [false]
	azurerm({"site_config": []}) == [false]
	azurerm({"public_network_access_enabled": false, "site_config": [{}]}) == []
	azurerm({"site_config": [{"scm_ip_restriction": [{"ip_address": "203.0.113.0/24", "action": "Allow"}], "scm_ip_restriction_default_action": "Deny"}]}) == []
	azurerm({"site_config": [{"scm_ip_restriction": [{"ip_address": "203.0.113.0/24", "action": "Allow"}], "scm_ip_restriction_default_action": "Allow"}]}) == [false]
	azurerm({"site_config": [{"scm_ip_restriction_default_action": "Deny"}]}) == []
	azurerm({"site_config": [{"scm_use_main_ip_restriction": true, "ip_restriction": [{"service_tag": "AzureFrontDoor.Backend"}], "ip_restriction_default_action": "Deny"}]}) == []
	azurerm({"site_config": {"scm_ip_restriction_default_action": "Deny"}}) == [true]
}

template(properties) := [object.get(finding, "unknown", false) | some finding in scm_access.deny with input as {"type": "microsoft.web/sites", "phase": "template", "properties": properties, "raw": {"apiVersion": "2022-09-01"}}]

test_template_without_restrictions_denies if {
	every properties in [{}, {"siteConfig": null}, {"siteConfig": {}}, {"siteConfig": {"scmIpSecurityRestrictions": []}}, {"siteConfig": {"ipSecurityRestrictions": office}}] {
		template(properties) == [false]
	}
}

test_template_with_restrictions_allows if {
	every settings in [{"scmIpSecurityRestrictions": office}, {"scmIpSecurityRestrictionsDefaultAction": "Deny"}, {"scmIpSecurityRestrictionsUseMain": true, "ipSecurityRestrictions": office}] {
		template({"siteConfig": settings}) == []
	}
	template({"publicNetworkAccess": "Disabled"}) == []
}

test_template_with_another_shape_is_unknown if {
	template({"siteConfig": "x"}) == [true]
	template({"siteConfig": {"scmIpSecurityRestrictions": "Any"}}) == [true]
}

open_site := {"hostingEnvironmentProfile": {"id": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Web/hostingEnvironments/ase"}, "siteConfig": {"scmIpSecurityRestrictionsUseMain": false, "scmIpSecurityRestrictions": []}}

environment(properties) := {"type": "microsoft.web/hostingenvironments", "properties": properties, "related": {}}

inside(properties, related) := [object.get(finding, "unknown", false) | some finding in scm_access.deny with input as {"type": "microsoft.web/sites", "properties": properties, "raw": {}, "related": related}]

test_internal_environment_allows if {
	every mode in ["Web, Publishing", "Publishing", "web,publishing", "Publishing, Web"] {
		inside(open_site, {"hostingEnvironmentProfile": [environment({"internalLoadBalancingMode": mode})]}) == []
	}
	inside({"siteConfig": open_site.siteConfig}, {"serverFarmId": [{"type": "microsoft.web/serverfarms", "properties": {}, "related": {"hostingEnvironmentProfile": [environment({"internalLoadBalancingMode": "Web, Publishing"})]}}]}) == []
	count(scm_access.deny) == 0 with input as {"type": "azurerm_linux_web_app", "properties": {"site_config": [{}]}, "related": {"service_plan_id": [{"type": "azurerm_service_plan", "properties": {}, "related": {"app_service_environment_id": [{"type": "azurerm_app_service_environment_v3", "properties": {"internal_load_balancing_mode": "Web, Publishing"}}]}}]}}
}

test_external_environment_denies if {
	every mode in ["None", "Web", "", null, 3] {
		inside(open_site, {"hostingEnvironmentProfile": [environment({"internalLoadBalancingMode": mode})]}) == [false]
	}
	inside(open_site, {"hostingEnvironmentProfile": [environment({})]}) == [false]
	count(scm_access.deny) == 1 with input as {"type": "azurerm_linux_web_app", "properties": {"site_config": [{}]}, "related": {"service_plan_id": [{"type": "azurerm_service_plan", "properties": {}, "related": {"app_service_environment_id": [{"type": "azurerm_app_service_environment_v3", "properties": {"internal_load_balancing_mode": "None"}}]}}]}}
}

test_environment_that_was_not_collected_is_unknown if {
	inside(open_site, {"hostingEnvironmentProfile": []}) == [true]
	inside(object.union(open_site, {"siteConfig": {"scmIpSecurityRestrictions": office}}), {"hostingEnvironmentProfile": []}) == []
}

restricted(addresses) := site({"scmIpSecurityRestrictionsUseMain": false, "scmIpSecurityRestrictions": [{"ipAddress": address, "action": "Allow", "priority": 100} | some address in addresses]})

test_large_parts_of_the_internet_deny if {
	every address in ["0.0.0.0/2", "64.0.0.0/7", "2000::/3", "2a00::/12", "AzureCloud", "azurecloud.westeurope", "203.0.113.0/24,128.0.0.0/1"] {
		restricted([address]) == [false]
	}
	restricted([sprintf("%d.0.0.0/8", [number]) | some number in numbers.range(11, 60)]) == [false]
}

test_small_parts_of_the_internet_allow if {
	every address in ["10.0.0.0/8", "203.0.113.0/24", "2001:db8::/32", "fc00::/7", "AzureDevOps", "203.0.113.0/24,198.51.100.0/24"] {
		restricted([address]) == []
	}
	restricted([sprintf("203.0.113.%d/32", [number]) | some number in numbers.range(1, 60)]) == []
	restricted([]) == [false]
}
