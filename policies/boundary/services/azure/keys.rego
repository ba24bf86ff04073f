# METADATA
# title: Encryption keys of Azure services, ARM types
# description: |
#   Whether a service encrypts with Microsoft's keys or with the customer's own. A
#   property that is absent means Microsoft's keys, as documented for all of these
#   services; a value that is not documented is read as the customer's key.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/encryption-models
# - ref: https://learn.microsoft.com/azure/storage/common/customer-managed-keys-overview
# - ref: https://learn.microsoft.com/azure/virtual-machines/disk-encryption
# - ref: https://learn.microsoft.com/azure/azure-sql/database/transparent-data-encryption-byok-overview
# custom:
#   id: ONUS-SERVICE-AZURE-KEYS
#   kind: boundary
#   tier: service
#   resources:
#   - microsoft.appconfiguration/configurationstores
#   - microsoft.automation/automationaccounts
#   - microsoft.batch/batchaccounts
#   - microsoft.cache/redisenterprise
#   - microsoft.cognitiveservices/accounts
#   - microsoft.compute/diskencryptionsets
#   - microsoft.compute/disks
#   - microsoft.compute/snapshots
#   - microsoft.compute/virtualmachines
#   - microsoft.containerinstance/containergroups
#   - microsoft.containerregistry/registries
#   - microsoft.containerservice/managedclusters
#   - microsoft.databricks/workspaces
#   - microsoft.datafactory/factories
#   - microsoft.dbformysql/flexibleservers
#   - microsoft.dbforpostgresql/flexibleservers
#   - microsoft.documentdb/databaseaccounts
#   - microsoft.eventhub/namespaces
#   - microsoft.hdinsight/clusters
#   - microsoft.keyvault/managedhsms
#   - microsoft.keyvault/managedhsms/keys
#   - microsoft.keyvault/vaults
#   - microsoft.keyvault/vaults/keys
#   - microsoft.keyvault/vaults/secrets
#   - microsoft.kusto/clusters
#   - microsoft.machinelearningservices/workspaces
#   - microsoft.netapp/netappaccounts
#   - microsoft.operationalinsights/clusters
#   - microsoft.recoveryservices/vaults
#   - microsoft.servicebus/namespaces
#   - microsoft.sql/managedinstances
#   - microsoft.sql/managedinstances/encryptionprotector
#   - microsoft.sql/servers
#   - microsoft.sql/servers/databases
#   - microsoft.sql/servers/encryptionprotector
#   - microsoft.storage/storageaccounts
#   - microsoft.synapse/workspaces
package onus.boundary.services.azure.keys

import data.onus.lib.boundary.answer
import data.onus.lib.boundary.azure_keys

responsibility[layer] := found if {
	layer := "keys"
	not input.type in vaults
	count(own_keys) > 0
	found := azure_keys.customer_held([key | some key in own_keys][0])
}

responsibility[layer] := found if {
	layer := "keys"
	pointer := switches[input.type]
	count(own_keys) == 0
	value := [setting.value | some setting in settings][0]
	found := azure_keys.platform_held({"pointer": pointer, "value": value})
}

responsibility[layer] := found if {
	layer := "keys"
	pointer := switches[input.type]
	count(own_keys) == 0
	count(settings) == 0
	found := azure_keys.platform_held({"pointer": pointer, "value": null})
}

# Where keys live: whatever is in a vault is the customer's to manage.
responsibility[layer] := found if {
	layer := "keys"
	input.type in vaults
	base := answer.basis("azure-encryption-models-2022", "customer-managed keys: full responsibility for key lifecycle management", "stated", azure_keys.doc)
	found := answer.cell("C", "Microsoft", layer, base)
}

vaults := {
	"microsoft.keyvault/vaults",
	"microsoft.keyvault/vaults/keys",
	"microsoft.keyvault/vaults/secrets",
	"microsoft.keyvault/managedhsms",
	"microsoft.keyvault/managedhsms/keys",
	"microsoft.compute/diskencryptionsets",
}

# The property that decides, for each type that encrypts with Microsoft's keys
# unless it is told otherwise.
switches := {
	"microsoft.appconfiguration/configurationstores": "/properties/encryption/keyVaultProperties/keyIdentifier",
	"microsoft.automation/automationaccounts": "/properties/encryption/keySource",
	"microsoft.batch/batchaccounts": "/properties/encryption/keySource",
	"microsoft.cache/redisenterprise": "/properties/encryption/customerManagedKeyEncryption/keyEncryptionKeyUrl",
	"microsoft.cognitiveservices/accounts": "/properties/encryption/keySource",
	"microsoft.compute/disks": "/properties/encryption/type",
	"microsoft.compute/snapshots": "/properties/encryption/type",
	"microsoft.compute/virtualmachines": "/properties/storageProfile/osDisk/managedDisk/diskEncryptionSet/id",
	"microsoft.containerinstance/containergroups": "/properties/encryptionProperties/vaultBaseUrl",
	"microsoft.containerregistry/registries": "/properties/encryption/status",
	"microsoft.containerservice/managedclusters": "/properties/diskEncryptionSetID",
	"microsoft.databricks/workspaces": "/properties/encryption/entities/managedServices/keySource",
	"microsoft.datafactory/factories": "/properties/encryption/vaultBaseUrl",
	"microsoft.dbformysql/flexibleservers": "/properties/dataEncryption/type",
	"microsoft.dbforpostgresql/flexibleservers": "/properties/dataEncryption/type",
	"microsoft.documentdb/databaseaccounts": "/properties/keyVaultKeyUri",
	"microsoft.eventhub/namespaces": "/properties/encryption/keySource",
	"microsoft.hdinsight/clusters": "/properties/diskEncryptionProperties/vaultUri",
	"microsoft.kusto/clusters": "/properties/keyVaultProperties/keyName",
	"microsoft.machinelearningservices/workspaces": "/properties/encryption/keyVaultProperties/keyIdentifier",
	"microsoft.netapp/netappaccounts": "/properties/encryption/keySource",
	"microsoft.operationalinsights/clusters": "/properties/keyVaultProperties/keyName",
	"microsoft.recoveryservices/vaults": "/properties/encryption/keyVaultProperties/keyUri",
	"microsoft.servicebus/namespaces": "/properties/encryption/keySource",
	"microsoft.sql/managedinstances": "/properties/keyId",
	"microsoft.sql/managedinstances/encryptionprotector": "/properties/serverKeyType",
	"microsoft.sql/servers": "/properties/keyId",
	"microsoft.sql/servers/databases": "/properties/encryptionProtector",
	"microsoft.sql/servers/encryptionprotector": "/properties/serverKeyType",
	"microsoft.storage/storageaccounts": "/properties/encryption/keySource",
	"microsoft.synapse/workspaces": "/properties/encryption/cmk/key/name",
}

# Settings that name the kind of key. All but the platform's own kinds are the
# customer's.
settings contains found if {
	found := azure_keys.set_at(input.properties.encryption.keySource, "/properties/encryption/keySource")
}

settings contains found if {
	found := azure_keys.set_at(input.properties.encryption.type, "/properties/encryption/type")
}

settings contains found if {
	found := azure_keys.set_at(input.properties.encryption.status, "/properties/encryption/status")
}

settings contains found if {
	found := azure_keys.set_at(input.properties.dataEncryption.type, "/properties/dataEncryption/type")
}

settings contains found if {
	found := azure_keys.set_at(input.properties.serverKeyType, "/properties/serverKeyType")
}

settings contains found if {
	found := azure_keys.set_at(
		input.properties.encryption.entities.managedServices.keySource,
		"/properties/encryption/entities/managedServices/keySource",
	)
}

platform_kinds := {
	"microsoft.storage", "microsoft.cognitiveservices", "microsoft.automation", "microsoft.batch",
	"microsoft.netapp", "encryptionatrestwithplatformkey", "systemmanaged", "servicemanaged", "disabled",
	"default",
}

own_keys contains setting if {
	some setting in settings
	not platform_kind(setting.value)
}

platform_kind(value) if {
	is_string(value)
	lower(value) in platform_kinds
}

# References to a key of the customer's. One of these is set, or none.
own_keys contains found if {
	found := azure_keys.set_at(input.properties.keyId, "/properties/keyId")
}

own_keys contains found if {
	found := azure_keys.set_at(input.properties.encryptionProtector, "/properties/encryptionProtector")
}

own_keys contains found if {
	found := azure_keys.set_at(input.properties.keyVaultKeyUri, "/properties/keyVaultKeyUri")
}

own_keys contains found if {
	found := azure_keys.set_at(
		input.properties.storageProfile.osDisk.managedDisk.diskEncryptionSet.id,
		"/properties/storageProfile/osDisk/managedDisk/diskEncryptionSet/id",
	)
}

own_keys contains found if {
	found := azure_keys.set_at(input.properties.diskEncryptionSetID, "/properties/diskEncryptionSetID")
}

own_keys contains found if {
	found := azure_keys.set_at(input.properties.encryption.vaultBaseUrl, "/properties/encryption/vaultBaseUrl")
}

own_keys contains found if {
	found := azure_keys.set_at(
		input.properties.encryptionProperties.vaultBaseUrl,
		"/properties/encryptionProperties/vaultBaseUrl",
	)
}

own_keys contains found if {
	found := azure_keys.set_at(
		input.properties.diskEncryptionProperties.vaultUri,
		"/properties/diskEncryptionProperties/vaultUri",
	)
}

own_keys contains found if {
	found := azure_keys.set_at(input.properties.keyVaultProperties.keyName, "/properties/keyVaultProperties/keyName")
}

own_keys contains found if {
	not keyed_by_setting
	found := azure_keys.set_at(
		input.properties.encryption.keyVaultProperties.keyIdentifier,
		"/properties/encryption/keyVaultProperties/keyIdentifier",
	)
}

own_keys contains found if {
	found := azure_keys.set_at(
		input.properties.encryption.keyVaultProperties.keyUri,
		"/properties/encryption/keyVaultProperties/keyUri",
	)
}

own_keys contains found if {
	found := azure_keys.set_at(input.properties.encryption.cmk.key.name, "/properties/encryption/cmk/key/name")
}

own_keys contains found if {
	found := azure_keys.set_at(
		input.properties.encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl,
		"/properties/encryption/customerManagedKeyEncryption/keyEncryptionKeyUrl",
	)
}

# A registry or a batch account keeps the key's identifier beside the setting; the
# setting is what decides.
keyed_by_setting if count(settings) > 0
