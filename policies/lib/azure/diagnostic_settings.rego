# METADATA
# title: Diagnostic setting facts
# description: What a diagnostic setting sends, and where to (ARM or azurerm).
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.insights/diagnosticsettings
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/monitor_diagnostic_setting
package onus.lib.azure.diagnostic_settings

# The types of the resources that the setting is for, in lower case: from the setting's own
# id, or the resources that a template (`scope`) or Terraform refers to. None where nothing
# says so. The scope itself is not read: it is often an expression that is not known, which
# matters to nothing else.
target_types contains type_of_id(parts[0]) if {
	parts := split(lower(input.id), "/providers/microsoft.insights/diagnosticsettings/")
	count(parts) > 1
}

target_types contains other.type if some other in input.related.scope

target_types contains other.type if some other in input.related.target_resource_id

# What the setting is for has metrics, and no category of logs.
metrics_only if {
	count(target_types) > 0
	every type in target_types { type in without_logs }
}

# type_of_id(id): `microsoft.web/sites/slots` of an id that ends with
# `/providers/microsoft.web/sites/a/slots/b`.
type_of_id(id) := concat("/", array.concat([segments[0]], [name | some i, name in segments; i % 2 == 1])) if {
	parts := split(id, "/providers/")
	count(parts) > 1
	segments := split(trim_right(parts[count(parts) - 1], "/"), "/")
	count(segments) > 2
}

# Types with metrics that a diagnostic setting can send, and no category of logs. A
# storage account has its logs at the services below it.
without_logs := {
	"microsoft.app/containerapps",
	"microsoft.app/jobs",
	"microsoft.azurestackhci/clusters",
	"microsoft.cache/redisenterprise",
	"microsoft.classicstorage/storageaccounts",
	"microsoft.compute/cloudservices",
	"microsoft.compute/cloudservices/roles",
	"microsoft.compute/disks",
	"microsoft.compute/virtualmachinescalesets",
	"microsoft.compute/virtualmachinescalesets/virtualmachines",
	"microsoft.containerinstance/containerscalesets",
	"microsoft.databoxedge/databoxedgedevices",
	"microsoft.documentdb/garnetclusters",
	"microsoft.elasticsan/elasticsans",
	"microsoft.eventgrid/eventsubscriptions",
	"microsoft.eventgrid/extensiontopics",
	"microsoft.eventhub/clusters",
	"microsoft.hdinsight/clusters",
	"microsoft.iotcentral/iotapps",
	"microsoft.kubernetesconfiguration/extensions",
	"microsoft.logic/integrationserviceenvironments",
	"microsoft.machinelearningservices/workspaces/onlineendpoints/deployments",
	"microsoft.maps/accounts",
	"microsoft.network/connections",
	"microsoft.network/dnsforwardingrulesets",
	"microsoft.network/dnsresolvers",
	"microsoft.network/dnszones",
	"microsoft.network/expressroutegateways",
	"microsoft.network/expressrouteports",
	"microsoft.network/natgateways",
	"microsoft.network/networkinterfaces",
	"microsoft.network/networkwatchers/connectionmonitors",
	"microsoft.network/privatednszones",
	"microsoft.network/privateendpoints",
	"microsoft.network/privatelinkservices",
	"microsoft.network/virtualhubs",
	"microsoft.network/virtualrouters",
	"microsoft.sql/servers/elasticpools",
	"microsoft.sql/servers/jobagents",
	"microsoft.storage/storageaccounts",
	"microsoft.storagesync/storagesyncservices",
	"microsoft.web/hostingenvironments/multirolepools",
	"microsoft.web/hostingenvironments/workerpools",
	"microsoft.web/serverfarms",
	# Their names in Terraform.
	"azurerm_app_service_plan",
	"azurerm_container_app",
	"azurerm_container_app_job",
	"azurerm_dns_zone",
	"azurerm_eventhub_cluster",
	"azurerm_express_route_gateway",
	"azurerm_express_route_port",
	"azurerm_linux_virtual_machine_scale_set",
	"azurerm_managed_disk",
	"azurerm_mssql_elasticpool",
	"azurerm_mssql_job_agent",
	"azurerm_nat_gateway",
	"azurerm_network_interface",
	"azurerm_orchestrated_virtual_machine_scale_set",
	"azurerm_private_dns_resolver",
	"azurerm_private_dns_zone",
	"azurerm_private_endpoint",
	"azurerm_private_link_service",
	"azurerm_redis_enterprise_cluster",
	"azurerm_service_plan",
	"azurerm_storage_account",
	"azurerm_storage_sync",
	"azurerm_virtual_hub",
	"azurerm_windows_virtual_machine_scale_set",
}

# Whether at least one log category, or group of them, is sent.
sends_logs if {
	some log in arm_logs
	log.enabled == true
}

# azurerm lists the enabled categories only.
sends_logs if {
	some log in azurerm_enabled_logs
	named(log)
}

# named(log): it is a block of azurerm with its category, or with a group of them.
named(log) if {
	is_string(log.category)
	trim_space(log.category) != ""
}

named(log) if {
	is_string(log.category_group)
	trim_space(log.category_group) != ""
}

# azurerm 3 also had `log` blocks with a switch that is on by default.
sends_logs if {
	some log in azurerm_logs
	named(log)
	object.get(log, "enabled", true) == true
}

arm_logs := input.properties.logs if is_array(input.properties.logs)

else := []

azurerm_enabled_logs := input.properties.enabled_log if is_array(input.properties.enabled_log)

else := []

azurerm_logs := input.properties.log if is_array(input.properties.log)

else := []

logs_pointer := "/properties/logs" if {
	list := input.properties.logs
	is_array(list)
} else := "/properties/enabled_log" if {
	is_array(input.properties.enabled_log)
} else := "/properties/log" if {
	list := input.properties.log
	is_array(list)
} else := "/properties"

# The destinations that are set: workspace, storage account, event hub, partner
# solution, and the Service Bus rule of the oldest API versions.
destinations contains id if {
	some id in {
		object.get(input, ["properties", "workspaceId"], null),
		object.get(input, ["properties", "storageAccountId"], null),
		object.get(input, ["properties", "eventHubAuthorizationRuleId"], null),
		object.get(input, ["properties", "marketplacePartnerId"], null),
		object.get(input, ["properties", "serviceBusRuleId"], null),
		object.get(input, ["properties", "log_analytics_workspace_id"], null),
		object.get(input, ["properties", "storage_account_id"], null),
		object.get(input, ["properties", "eventhub_authorization_rule_id"], null),
		object.get(input, ["properties", "partner_solution_id"], null),
	}
	is_string(id)
	id != ""
}
