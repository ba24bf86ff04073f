# METADATA
# title: Encryption keys of Azure services, azurerm types
# description: |
#   The same switch as for the ARM types, where Terraform's azurerm provider keeps
#   it: a block or an argument that names the customer's key, or a resource of its
#   own that attaches one. Without any of them Microsoft manages the keys.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/encryption-models
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/storage_account
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/storage_account_customer_managed_key
# custom:
#   id: ONUS-SERVICE-AZURE-KEYS-AZURERM
#   kind: boundary
#   tier: service
#   resources:
#   - azurerm_ai_foundry
#   - azurerm_ai_services
#   - azurerm_app_configuration
#   - azurerm_automation_account
#   - azurerm_batch_account
#   - azurerm_cognitive_account
#   - azurerm_cognitive_account_customer_managed_key
#   - azurerm_container_group
#   - azurerm_container_registry
#   - azurerm_cosmosdb_account
#   - azurerm_data_factory
#   - azurerm_databricks_workspace
#   - azurerm_databricks_workspace_customer_managed_key
#   - azurerm_disk_encryption_set
#   - azurerm_eventhub_namespace
#   - azurerm_eventhub_namespace_customer_managed_key
#   - azurerm_hdinsight_*_cluster
#   - azurerm_key_vault
#   - azurerm_key_vault_certificate
#   - azurerm_key_vault_key
#   - azurerm_key_vault_managed_hardware_security_module
#   - azurerm_key_vault_managed_hardware_security_module_key
#   - azurerm_key_vault_secret
#   - azurerm_kubernetes_cluster
#   - azurerm_kusto_cluster
#   - azurerm_kusto_cluster_customer_managed_key
#   - azurerm_linux_virtual_machine
#   - azurerm_log_analytics_cluster
#   - azurerm_log_analytics_cluster_customer_managed_key
#   - azurerm_machine_learning_workspace
#   - azurerm_managed_disk
#   - azurerm_managed_redis
#   - azurerm_mongo_cluster
#   - azurerm_mssql_database
#   - azurerm_mssql_managed_instance
#   - azurerm_mssql_managed_instance_transparent_data_encryption
#   - azurerm_mssql_server
#   - azurerm_mssql_server_transparent_data_encryption
#   - azurerm_mysql_flexible_server
#   - azurerm_netapp_account
#   - azurerm_netapp_account_encryption
#   - azurerm_postgresql_flexible_server
#   - azurerm_recovery_services_vault
#   - azurerm_servicebus_namespace
#   - azurerm_servicebus_namespace_customer_managed_key
#   - azurerm_storage_account
#   - azurerm_storage_account_customer_managed_key
#   - azurerm_storage_encryption_scope
#   - azurerm_synapse_workspace
#   - azurerm_windows_virtual_machine
package onus.boundary.services.azure.keys_azurerm

import data.onus.lib.boundary.answer
import data.onus.lib.boundary.azure_keys

responsibility[layer] := found if {
	layer := "keys"
	not is_own_key
	count(own_keys) > 0
	found := azure_keys.customer_held([key | some key in own_keys][0])
}

responsibility[layer] := found if {
	layer := "keys"
	not is_own_key
	count(own_keys) == 0
	found := azure_keys.platform_held({"pointer": switch_pointer, "value": null})
}

# A vault, a key, or the attachment of a key: the customer's by its type.
responsibility[layer] := found if {
	layer := "keys"
	is_own_key
	base := answer.basis("azure-encryption-models-2022", "customer-managed keys: full responsibility for key lifecycle management", "stated", azure_keys.doc)
	found := answer.cell("C", "Microsoft", layer, base)
}

is_own_key if startswith(input.type, "azurerm_key_vault")

is_own_key if endswith(input.type, "_customer_managed_key")

is_own_key if input.type in {"azurerm_disk_encryption_set", "azurerm_netapp_account_encryption"}

# Where the argument that decides would stand. A type that is not named here takes
# its key from a resource of its own, which another record of the inventory shows.
switch_pointer := object.get(pointers, input.type, "/properties/customer_managed_key")

pointers := {
	"azurerm_ai_foundry": "/properties/encryption",
	"azurerm_app_configuration": "/properties/encryption",
	"azurerm_automation_account": "/properties/encryption",
	"azurerm_batch_account": "/properties/encryption",
	"azurerm_container_group": "/properties/key_vault_key_id",
	"azurerm_container_registry": "/properties/encryption",
	"azurerm_cosmosdb_account": "/properties/key_vault_key_id",
	"azurerm_data_factory": "/properties/customer_managed_key_id",
	"azurerm_databricks_workspace": "/properties/managed_services_cmk_key_vault_key_id",
	"azurerm_kubernetes_cluster": "/properties/disk_encryption_set_id",
	"azurerm_linux_virtual_machine": "/properties/os_disk/0/disk_encryption_set_id",
	"azurerm_machine_learning_workspace": "/properties/encryption",
	"azurerm_managed_disk": "/properties/disk_encryption_set_id",
	"azurerm_mssql_database": "/properties/transparent_data_encryption_key_vault_key_id",
	"azurerm_mssql_managed_instance_transparent_data_encryption": "/properties/key_vault_key_id",
	"azurerm_mssql_server": "/properties/transparent_data_encryption_key_vault_key_id",
	"azurerm_mssql_server_transparent_data_encryption": "/properties/key_vault_key_id",
	"azurerm_recovery_services_vault": "/properties/encryption",
	"azurerm_storage_encryption_scope": "/properties/key_vault_key_id",
	"azurerm_windows_virtual_machine": "/properties/os_disk/0/disk_encryption_set_id",
	"azurerm_hdinsight_hadoop_cluster": "/properties/disk_encryption",
	"azurerm_hdinsight_hbase_cluster": "/properties/disk_encryption",
	"azurerm_hdinsight_interactive_query_cluster": "/properties/disk_encryption",
	"azurerm_hdinsight_kafka_cluster": "/properties/disk_encryption",
	"azurerm_hdinsight_spark_cluster": "/properties/disk_encryption",
}

# Arguments that name a key of the customer's. One of these is set, or none.
own_keys contains found if {
	list := input.properties.customer_managed_key
	is_array(list)
	some i, block in list
	is_object(block)
	found := {"pointer": sprintf("/properties/customer_managed_key/%d", [i]), "value": "customer_managed_key"}
}

own_keys contains found if {
	found := azure_keys.set_at(input.properties.customer_managed_key_id, "/properties/customer_managed_key_id")
}

own_keys contains found if {
	found := azure_keys.set_at(
		input.properties.encryption[0].key_vault_key_id,
		"/properties/encryption/0/key_vault_key_id",
	)
}

own_keys contains found if {
	found := azure_keys.set_at(
		input.properties.encryption[0].key_vault_key_identifier,
		"/properties/encryption/0/key_vault_key_identifier",
	)
}

own_keys contains found if {
	found := azure_keys.set_at(input.properties.encryption[0].key_id, "/properties/encryption/0/key_id")
}

own_keys contains found if {
	found := azure_keys.set_at(input.properties.key_vault_key_id, "/properties/key_vault_key_id")
}

own_keys contains found if {
	found := azure_keys.set_at(
		input.properties.transparent_data_encryption_key_vault_key_id,
		"/properties/transparent_data_encryption_key_vault_key_id",
	)
}

own_keys contains found if {
	found := azure_keys.set_at(input.properties.disk_encryption_set_id, "/properties/disk_encryption_set_id")
}

own_keys contains found if {
	found := azure_keys.set_at(
		input.properties.os_disk[0].disk_encryption_set_id,
		"/properties/os_disk/0/disk_encryption_set_id",
	)
}

own_keys contains found if {
	found := azure_keys.set_at(
		input.properties.managed_services_cmk_key_vault_key_id,
		"/properties/managed_services_cmk_key_vault_key_id",
	)
}

own_keys contains found if {
	found := azure_keys.set_at(
		input.properties.disk_encryption[0].key_vault_key_id,
		"/properties/disk_encryption/0/key_vault_key_id",
	)
}
