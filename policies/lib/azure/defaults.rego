# METADATA
# title: Defaults of properties that templates leave unset
# description: |
#   Data: what holds for a property that a resource of a template does not set, by the
#   `apiVersion` that the resource states. `since` is the first version with the default,
#   `until` the first one without it; a row with neither holds for every version. Rows of
#   one property never overlap. Only documented defaults are here: a property without a
#   row has none that is known.
# related_resources:
# - ref: https://github.com/Azure/bicep-types-az
# - ref: https://learn.microsoft.com/azure/azure-resource-manager/templates/deployment-modes
package onus.lib.azure.defaults

import data.onus.lib.azure.api_version

table["microsoft.storage/storageaccounts"] := {
	"supportsHttpsTrafficOnly": [
		{"until": "2019-04-01", "default": false, "source": "https://learn.microsoft.com/azure/templates/microsoft.storage/storageaccounts"},
		{"since": "2019-04-01", "default": true, "source": "https://learn.microsoft.com/azure/templates/microsoft.storage/storageaccounts"},
	],
	"allowBlobPublicAccess": [
		{"until": "2023-01-01", "default": true, "source": "https://learn.microsoft.com/azure/templates/microsoft.storage/storageaccounts"},
		{"since": "2023-01-01", "default": false, "source": "https://learn.microsoft.com/azure/templates/microsoft.storage/storageaccounts"},
	],
}

# Later versions give new vaults role-based access control, and leave existing ones as they
# are; a template does not say which it is.
table["microsoft.keyvault/vaults"] := {"enableRbacAuthorization": [{"until": "2026-02-01", "default": false, "source": "https://learn.microsoft.com/azure/key-vault/general/access-control-default"}]}

# Since 15 July 2026, whatever the version: none was a minimum before.
table["microsoft.sql/servers"] := {"minimalTlsVersion": [{"default": "1.2", "source": "https://techcommunity.microsoft.com/blog/azuresqlblog/azure-sql-is-deprecating-the-no-minimum-tls-mintls-none/4508933"}]}

table["microsoft.eventhub/namespaces"] := {"minimumTlsVersion": [
	{"until": "2022-01-01-preview", "default": "1.0", "source": "https://learn.microsoft.com/azure/event-hubs/transport-layer-security-configure-minimum-version"},
	{"since": "2022-01-01-preview", "default": "1.2", "source": "https://learn.microsoft.com/azure/event-hubs/transport-layer-security-configure-minimum-version"},
]}

table["microsoft.servicebus/namespaces"] := {"minimumTlsVersion": [
	{"until": "2022-01-01-preview", "default": "1.0", "source": "https://learn.microsoft.com/azure/service-bus-messaging/transport-layer-security-configure-minimum-version"},
	{"since": "2022-01-01-preview", "default": "1.2", "source": "https://learn.microsoft.com/azure/service-bus-messaging/transport-layer-security-configure-minimum-version"},
]}

# Some versions' schema still says TLS 1.0; the service's page does not, and the service
# accepts nothing older than 1.2 since 31 August 2025.
table["microsoft.documentdb/databaseaccounts"] := {"minimalTlsVersion": [{"default": "Tls12", "source": "https://learn.microsoft.com/azure/cosmos-db/self-serve-minimum-tls-enforcement"}]}

# New caches have it since 2020, and cannot be given an older one since March 2024.
table["microsoft.cache/redis"] := {"minimumTlsVersion": [{"default": "1.2", "source": "https://learn.microsoft.com/azure/azure-cache-for-redis/cache-remove-tls-10-11"}]}

table["microsoft.network/applicationgateways"] := {"sslPolicy": [
	{"until": "2023-02-01", "default": "AppGwSslPolicy20150501", "source": "https://learn.microsoft.com/azure/application-gateway/application-gateway-ssl-policy-overview"},
	{"since": "2023-02-01", "default": "AppGwSslPolicy20220101", "source": "https://learn.microsoft.com/azure/application-gateway/application-gateway-ssl-policy-overview"},
]}

# The portal creates apps with other values for some of these.
site := {
	"siteConfig.minTlsVersion": [{"default": "1.2", "source": "https://learn.microsoft.com/azure/app-service/overview-tls"}],
	"siteConfig.scmMinTlsVersion": [{"default": "1.2", "source": "https://learn.microsoft.com/azure/app-service/overview-tls"}],
	"siteConfig.ftpsState": [{"default": "AllAllowed", "source": "https://github.com/Azure/azure-cli/issues/6297"}],
	"siteConfig.remoteDebuggingEnabled": [{"default": false, "source": "https://learn.microsoft.com/azure/templates/microsoft.web/sites"}],
	"siteConfig.cors.allowedOrigins": [{"default": [], "source": "https://learn.microsoft.com/azure/templates/microsoft.web/sites"}],
	"siteConfig.ipSecurityRestrictions": [{"default": [], "source": "https://learn.microsoft.com/azure/app-service/overview-access-restrictions"}],
	"siteConfig.scmIpSecurityRestrictions": [{"default": [], "source": "https://learn.microsoft.com/azure/app-service/overview-access-restrictions"}],
	"siteConfig.scmIpSecurityRestrictionsUseMain": [{"default": false, "source": "https://learn.microsoft.com/azure/app-service/app-service-ip-restrictions"}],
}

table["microsoft.web/sites"] := site

# A slot has a copy of every property of its own.
table["microsoft.web/sites/slots"] := site

# unset(property, otherwise): what holds for this property of the resource, which it does
# not set. In a template that is the default of its API version, or null where the version
# decides and is not known; elsewhere, and for a property without rows, it is `otherwise`.
unset(property, otherwise) := value if {
	api_version.declared
	value := of(property)
} else := null if {
	api_version.declared
	count(object.get(table, [input.type, property], [])) > 0
} else := otherwise

# of(property): the documented default of the property for the stated API version.
of(property) := row.default if {
	some row in table[input.type][property]
	covers(row)
}

covers(row) if count({"since", "until"} & object.keys(row)) == 0

covers(row) if api_version.before(row.until)

covers(row) if api_version.at_least(row.since)
