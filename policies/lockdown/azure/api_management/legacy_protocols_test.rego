package onus.lockdown.azure.api_management.legacy_protocols_test

import data.onus.lib.azure.api_management
import data.onus.lockdown.azure.api_management.legacy_protocols

gateway := "Microsoft.WindowsAzure.ApiManagement.Gateway.Security."

all_off := {sprintf("%s%s", [gateway, protocol]): "False" |
	some protocol in {
		"Protocols.Ssl30",
		"Protocols.Tls10",
		"Protocols.Tls11",
		"Backend.Protocols.Ssl30",
		"Backend.Protocols.Tls10",
		"Backend.Protocols.Tls11",
	}
}

all_off_but(protocol, value) := object.union(all_off, {sprintf("%s%s", [gateway, protocol]): value})

arm(properties) := {"type": "microsoft.apimanagement/service", "properties": properties}

azurerm(security) := {"type": "azurerm_api_management", "properties": {"security": security}}

test_each_of_the_six_settings_is_read_from_arm if {
	api_management.arm_protocols_set == 6 with input as arm({"customProperties": all_off})
}

test_arm_legacy_protocol_denies if {
	legacy_protocols.deny == {{
		"message": "TLS 1.0 is accepted on the client side",
		"pointer": "/properties/customProperties/Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls10",
		"expected": "False",
	}} with input as arm({"customProperties": all_off_but("Protocols.Tls10", "True")})
}

test_arm_each_legacy_protocol_denies if {
	every protocol, words in {
		"Protocols.Ssl30": "SSL 3.0 is accepted on the client side",
		"Protocols.Tls11": "TLS 1.1 is accepted on the client side",
		"Backend.Protocols.Ssl30": "SSL 3.0 is accepted on the backend side",
		"Backend.Protocols.Tls10": "TLS 1.0 is accepted on the backend side",
		"Backend.Protocols.Tls11": "TLS 1.1 is accepted on the backend side",
	} {
		pointer := sprintf("/properties/customProperties/%s%s", [gateway, protocol])
		legacy_protocols.deny == {{
			"message": words,
			"pointer": pointer,
			"expected": "False",
		}} with input as arm({"customProperties": all_off_but(protocol, "true")})
	}
}

test_arm_all_off_allows if {
	count(legacy_protocols.deny) == 0 with input as arm({"customProperties": all_off})
}

test_arm_lower_case_false_allows if {
	count(legacy_protocols.deny) == 0 with input as arm({"customProperties": all_off_but("Protocols.Tls10", "false")})
}

test_azurerm_legacy_protocol_denies if {
	legacy_protocols.deny == {{
		"message": "SSL 3.0 is accepted on the backend side",
		"pointer": "/properties/security/0/backend_ssl30_enabled",
		"expected": false,
	}} with input as azurerm([{"backend_ssl30_enabled": true, "frontend_tls10_enabled": false}])
}

test_azurerm_each_legacy_protocol_denies if {
	every argument, words in {
		"frontend_ssl30_enabled": "SSL 3.0 is accepted on the client side",
		"frontend_tls10_enabled": "TLS 1.0 is accepted on the client side",
		"frontend_tls11_enabled": "TLS 1.1 is accepted on the client side",
		"backend_tls10_enabled": "TLS 1.0 is accepted on the backend side",
		"backend_tls11_enabled": "TLS 1.1 is accepted on the backend side",
		"enable_frontend_ssl30": "SSL 3.0 is accepted on the client side",
		"enable_frontend_tls10": "TLS 1.0 is accepted on the client side",
		"enable_frontend_tls11": "TLS 1.1 is accepted on the client side",
		"enable_backend_ssl30": "SSL 3.0 is accepted on the backend side",
		"enable_backend_tls10": "TLS 1.0 is accepted on the backend side",
		"enable_backend_tls11": "TLS 1.1 is accepted on the backend side",
	} {
		legacy_protocols.deny == {{
			"message": words,
			"pointer": sprintf("/properties/security/0/%s", [argument]),
			"expected": false,
		}} with input as azurerm([{argument: true}])
	}
}

test_azurerm_all_off_allows if {
	count(legacy_protocols.deny) == 0 with input as azurerm([{"frontend_tls10_enabled": false, "enable_backend_tls10": false}])
}

test_azurerm_missing_block_takes_the_documented_default if {
	count(legacy_protocols.deny) == 0 with input as azurerm([])
}

test_missing_property_takes_the_documented_default if {
	count(legacy_protocols.deny) == 0 with input as arm({"createdAtUtc": "2022-08-31T08:13:43Z"})
}

test_service_from_before_april_2018_takes_the_older_default if {
	legacy_protocols.deny == {{
		"message": "legacy protocols that are not turned off are on, as the service was created before April 2018",
		"pointer": "/properties",
	}} with input as arm({"createdAtUtc": "2017-05-01T10:00:00Z"})
}

test_service_from_before_april_2018_with_all_off_allows if {
	count(legacy_protocols.deny) == 0 with input as arm({"createdAtUtc": "2017-05-01T10:00:00Z", "customProperties": all_off})
}

test_service_from_before_april_2018_with_one_left_out_denies if {
	count(legacy_protocols.deny) == 1 with input as arm({"createdAtUtc": "2017-05-01T10:00:00Z", "customProperties": all_off_but("Protocols.Tls11", null)})
}

test_wrong_type_denies if {
	count(legacy_protocols.deny) == 1 with input as arm({"customProperties": all_off_but("Backend.Protocols.Ssl30", 0)})
}

test_null_is_absent if {
	count(legacy_protocols.deny) == 0 with input as arm({"customProperties": all_off_but("Protocols.Tls10", null)})
}

test_what_is_no_date_is_taken_for_an_old_one if {
	every created in [7, true, ["2022-08-31"], {"at": "2022-08-31"}, "garbage", "[parameters('x')]", ""] {
		count(legacy_protocols.deny) == 1 with input as arm({"createdAtUtc": created})
	}
	count(legacy_protocols.deny) == 0 with input as arm({"createdAtUtc": null})
	count(legacy_protocols.deny) == 0 with input as arm({"createdAtUtc": "2018-04-02"})
}
