package onus.lockdown.azure.app_service.basic_publishing_test

import data.onus.lockdown.azure.app_service.basic_publishing

policy(name, allow) := {"name": name, "properties": {"allow": allow}}

arm(children) := {finding.message | some finding in basic_publishing.deny with input as {"type": "microsoft.web/sites", "related": {"children": {"microsoft.web/sites/basicpublishingcredentialspolicies": children}}}}

azurerm(properties) := {finding.pointer | some finding in basic_publishing.deny with input as {"type": "azurerm_linux_web_app", "properties": properties}}

test_both_off_allow if arm([policy("ftp", false), policy("scm", false)]) == set()

test_names_with_the_site_allow if arm([policy("api/FTP", false), policy("api/scm", false)]) == set()

test_password_denies if {
	basic_publishing.deny == {{
		"message": "scm takes the publishing password",
		"pointer": "/related/children/microsoft.web~1sites~1basicpublishingcredentialspolicies/1/properties/allow",
		"expected": false,
	}} with input as {"type": "microsoft.web/sites", "related": {"children": {"microsoft.web/sites/basicpublishingcredentialspolicies": [policy("ftp", false), policy("scm", true)]}}}
}

test_absent_null_and_wrong_type_deny if {
	arm([policy("ftp", false), {"name": "scm", "properties": {}}]) == {"scm takes the publishing password"}
	arm([policy("ftp", false), policy("scm", null)]) == {"scm takes the publishing password"}
	arm([policy("ftp", "false"), policy("scm", false)]) == {"ftp takes the publishing password"}
}

test_not_collected_is_unknown if {
	[finding.unknown | some finding in basic_publishing.deny] == [true, true] with input as {"type": "microsoft.web/sites", "related": {"children": {}}}
}

test_one_not_collected_is_unknown if {
	arm([policy("scm", false)]) == {"whether ftp takes the publishing password was not collected"}
}

test_azurerm if {
	azurerm({}) == {"/properties"}
	azurerm({"ftp_publish_basic_authentication_enabled": true, "webdeploy_publish_basic_authentication_enabled": false}) == {"/properties/ftp_publish_basic_authentication_enabled"}
	azurerm({"ftp_publish_basic_authentication_enabled": false, "webdeploy_publish_basic_authentication_enabled": "false"}) == {"/properties/webdeploy_publish_basic_authentication_enabled"}
	azurerm({"ftp_publish_basic_authentication_enabled": false, "webdeploy_publish_basic_authentication_enabled": false}) == set()
}

test_flex_consumption_has_no_ftp if {
	count(basic_publishing.deny) == 0 with input as {"type": "azurerm_function_app_flex_consumption", "properties": {"webdeploy_publish_basic_authentication_enabled": false}}
}

# Of a site whose other settings are known, one way open and the other one closed.
collected(kind, ftp, scm) := {finding.message | some finding in basic_publishing.deny with input as {
	"type": kind,
	"properties": {"httpsOnly": true},
	"related": {"children": {sprintf("%s/basicpublishingcredentialspolicies", [kind]): [policy("ftp", ftp), policy("scm", scm)]}},
}}

test_one_open_way_denies if {
	collected("microsoft.web/sites", true, false) == {"ftp takes the publishing password"}
	collected("microsoft.web/sites", false, true) == {"scm takes the publishing password"}
	collected("microsoft.web/sites/slots", true, false) == {"ftp takes the publishing password"}
	collected("microsoft.web/sites/slots", true, true) == {"ftp takes the publishing password", "scm takes the publishing password"}
	collected("microsoft.web/sites/slots", false, false) == set()
}

test_template_without_the_policies_says_so if {
	{finding.message | some finding in basic_publishing.deny} == {
		"the template does not have the `basicPublishingCredentialsPolicies` of the app, so whether ftp takes the publishing password is not known",
		"the template does not have the `basicPublishingCredentialsPolicies` of the app, so whether scm takes the publishing password is not known",
	} with input as {"type": "microsoft.web/sites", "phase": "template", "properties": {}, "raw": {"apiVersion": "2022-09-01"}, "related": {"children": {}}}
}
