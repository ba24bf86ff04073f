package onus.lockdown.azure.app_service.secret_settings_test

import data.onus.lockdown.azure.app_service.secret_settings

site(properties, configs) := {
	"type": "microsoft.web/sites",
	"properties": properties,
	"raw": {},
	"related": {"children": {"microsoft.web/sites/config": configs, "microsoft.web/sites/slots/config": []}},
}

arm(properties, configs) := {finding.message | some finding in secret_settings.deny with input as site(properties, configs)}

azurerm(properties) := {finding.message | some finding in secret_settings.deny with input as {"type": "azurerm_linux_web_app", "properties": properties}}

denied(name) := {sprintf("the setting `%s` holds a secret in clear", [name])}

test_secret_denies_and_is_not_printed if {
	secret_settings.deny == {{
		"message": "the setting `DB_PASSWORD` holds a secret in clear",
		"pointer": "/id",
	}} with input as site({"siteConfig": {"appSettings": [{"name": "DB_PASSWORD", "value": "x"}, {"name": "LEVEL", "value": "info"}]}}, [])
}

test_children_of_the_site_deny if {
	id := "/template/t/providers/microsoft.web/sites/app/config/appsettings"
	arm({}, [{"id": id, "properties": {"API_KEY": "x"}}]) == denied("API_KEY")
	strings := "/template/t/providers/microsoft.web/sites/app/config/connectionstrings"
	arm({}, [{"id": strings, "properties": {"db": {"type": "SQLAzure", "value": "Server=db;Password=x;"}}}]) == denied("db")
	arm({}, [{"id": "/template/t/providers/microsoft.web/sites/app/config/web", "properties": {"API_KEY": "x"}}]) == set()
}

test_connection_strings_with_keys_deny if {
	arm({"siteConfig": {"connectionStrings": [{"name": "db", "connectionString": "Server=db;User Id=a;Password=x;"}]}}, []) == denied("db")
	arm({"siteConfig": {"appSettings": [{"name": "AzureWebJobsStorage", "value": "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=eA=="}]}}, []) == denied("AzureWebJobsStorage")
	azurerm({"connection_string": [{"name": "db", "type": "SQLAzure", "value": "Server=db;Pwd=x"}]}) == denied("db")
}

test_azurerm_denies if azurerm({"app_settings": {"STRIPE_API_KEY": "x"}}) == denied("STRIPE_API_KEY")

test_references_and_identities_allow if {
	arm({"siteConfig": {"appSettings": [{"name": "DB_PASSWORD", "value": "@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net/secrets/db)"}, {"name": "AzureWebJobsStorage__accountName", "value": "a"}]}}, []) == set()
	arm({"siteConfig": {"connectionStrings": [{"name": "db", "connectionString": "Server=db;Authentication=Active Directory Default;"}]}}, []) == set()
	azurerm({"app_settings": {"DB_PASSWORD": "@Microsoft.KeyVault(VaultName=kv;SecretName=db)"}, "connection_string": []}) == set()
	azurerm({"app_settings": null}) == set()
}

test_sites_whose_settings_were_left_out_are_not_asked if {
	not secret_settings.applies with input as site({"siteConfig": {"appSettings": null}}, [])
	not secret_settings.applies with input as site({"siteConfig": null}, [])
}

test_sites_with_settings_are_asked if {
	secret_settings.applies with input as site({"siteConfig": {"appSettings": []}}, [])
	secret_settings.applies with input as site({}, [{"id": "/x/config/appsettings", "properties": {}}])
	secret_settings.applies with input as {"type": "azurerm_linux_web_app", "properties": {}}
}

unknown(properties, configs) if {
	secret_settings.applies with input as site(properties, configs)
	{finding.unknown | some finding in secret_settings.deny} == {true} with input as site(properties, configs)
}

test_settings_of_another_shape_are_unknown if {
	every settings in ["x", 7, {"A": "x"}, ["x"], [{"name": 7, "value": "x"}], [{"name": "A", "value": ["x"]}]] {
		unknown({"siteConfig": {"appSettings": settings}}, [])
	}
	every text in [7, ["x"], {"a": "x"}, true] {
		unknown({"siteConfig": {"connectionStrings": [{"name": "db", "connectionString": text}]}}, [])
		unknown({}, [{"id": "/x/config/connectionstrings", "properties": {"db": {"value": text}}}])
	}
	every settings in ["x", ["x"], {"A": ["x"]}] {
		unknown({}, [{"id": "/x/config/appsettings", "properties": settings}])
	}
	unknown({}, [{"id": "/x/config/connectionstrings", "properties": {"db": "x"}}])
	unknown({}, [{"id": "/x/config/connectionstrings", "properties": "x"}])
}

exported(configs) := {finding.message | some finding in secret_settings.deny with input as object.union(site({"siteConfig": {"appSettings": [{"name": "A", "value": "b"}]}}, configs), {"phase": "deployed"})}

lists(kinds) := [{"id": sprintf("/x/config/%s", [kind]), "properties": {}} | some kind in kinds]

test_exports_know_the_lists_that_were_collected if {
	exported(lists(["appsettings", "connectionstrings"])) == set()
	count(exported(lists(["appsettings"]))) == 1
	count(exported(lists(["connectionstrings"]))) == 1
	count(exported(lists(["web"]))) == 2
	count(exported([])) == 2
}

test_key_of_the_storage_account_of_a_function_denies if {
	azurerm({"app_settings": {}, "storage_account_access_key": "x"}) == denied("AzureWebJobsStorage")
	azurerm({"app_settings": {}, "storage_access_key": "x"}) == denied("DEPLOYMENT_STORAGE_CONNECTION_STRING")
}

test_function_without_a_key_allows if {
	every key in [null, ""] {
		azurerm({"app_settings": {}, "storage_account_access_key": key, "storage_uses_managed_identity": true}) == set()
		azurerm({"app_settings": {}, "storage_access_key": key}) == set()
	}
}
