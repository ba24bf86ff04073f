# METADATA
# title: Azure types for containers and web apps
# description: |
#   Clusters, container services, web apps and functions.
# related_resources:
# - ref: https://learn.microsoft.com/azure/azure-resource-manager/management/azure-services-resource-providers
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs
package onus.lib.boundary.azure_types.containers

import data.onus.lib.boundary.azure_types.sources

groups := [
	{
		"service": "Service Fabric managed clusters", "model": "caas", "confidence": "inferred", "source": sources.rp,
		"types": [
			"azurerm_service_fabric_managed_cluster", "microsoft.servicefabric/managedclusters",
			"microsoft.servicefabric/managedclusters/applications",
			"microsoft.servicefabric/managedclusters/applicationtypes",
			"microsoft.servicefabric/managedclusters/nodetypes",
		],
	},
	{
		"service": "Service Fabric", "model": "iaas", "confidence": "inferred", "source": sources.baselines,
		"types": [
			"azurerm_service_fabric_cluster", "microsoft.servicefabric/clusters",
			"microsoft.servicefabric/clusters/applications",
			"microsoft.servicefabric/clusters/applicationtypes",
		],
	},
	{
		"service": "Azure Kubernetes Service", "model": "caas", "confidence": "stated", "source": sources.aks,
		"types": [
			"azurerm_kubernetes_cluster", "azurerm_kubernetes_cluster_extension",
			"azurerm_kubernetes_cluster_node_pool", "azurerm_kubernetes_cluster_trusted_access_role_binding",
			"microsoft.containerservice/containerservices", "microsoft.containerservice/managedclusters",
			"microsoft.containerservice/managedclusters/agentpools",
			"microsoft.containerservice/managedclusters/loadbalancers",
			"microsoft.containerservice/managedclusters/maintenanceconfigurations",
			"microsoft.containerservice/managedclusters/managednamespaces",
			"microsoft.containerservice/managedclusters/namespaces",
			"microsoft.containerservice/managedclusters/trustedaccessrolebindings",
		],
	},
	{
		"service": "Kubernetes fleets and snapshots", "model": "caas", "confidence": "inferred", "source": sources.rp,
		"types": [
			"azurerm_kubernetes_fleet_manager", "azurerm_kubernetes_fleet_member",
			"azurerm_kubernetes_fleet_update_run", "azurerm_kubernetes_fleet_update_strategy",
			"microsoft.containerservice/deploymentsafeguards", "microsoft.containerservice/fleets",
			"microsoft.containerservice/fleets/autoupgradeprofiles", "microsoft.containerservice/fleets/gates",
			"microsoft.containerservice/fleets/members", "microsoft.containerservice/fleets/updateruns",
			"microsoft.containerservice/fleets/updatestrategies",
			"microsoft.containerservice/managedclustersnapshots", "microsoft.containerservice/snapshots",
		],
	},
	{
		"service": "Azure Red Hat OpenShift", "model": "partner", "confidence": "stated", "source": sources.aro,
		"types": [
			"azurerm_redhat_openshift_cluster", "microsoft.redhatopenshift/openshiftclusters",
		],
	},
	{
		"service": "Container Instances", "model": "caas-managed", "confidence": "inferred", "source": sources.baselines,
		"types": [
			"azurerm_container_group", "microsoft.containerinstance/containergroups",
		],
	},
	{
		"service": "Container Apps", "model": "caas-managed", "confidence": "inferred", "source": sources.baselines,
		"types": [
			"azurerm_container_app", "azurerm_container_app_custom_domain",
			"azurerm_container_app_environment", "azurerm_container_app_environment_certificate",
			"azurerm_container_app_environment_custom_domain",
			"azurerm_container_app_environment_dapr_component", "azurerm_container_app_environment_storage",
			"azurerm_container_app_job", "microsoft.app/builders", "microsoft.app/connectedenvironments",
			"microsoft.app/connectedenvironments/certificates",
			"microsoft.app/connectedenvironments/daprcomponents",
			"microsoft.app/connectedenvironments/storages", "microsoft.app/containerapps",
			"microsoft.app/containerapps/authconfigs", "microsoft.app/containerapps/sourcecontrols",
			"microsoft.app/jobs", "microsoft.app/managedenvironments",
			"microsoft.app/managedenvironments/certificates",
			"microsoft.app/managedenvironments/daprcomponents",
			"microsoft.app/managedenvironments/dotnetcomponents",
			"microsoft.app/managedenvironments/httprouteconfigs",
			"microsoft.app/managedenvironments/javacomponents",
			"microsoft.app/managedenvironments/maintenanceconfigurations",
			"microsoft.app/managedenvironments/managedcertificates",
			"microsoft.app/managedenvironments/storages", "microsoft.app/sessionpools",
			"microsoft.web/containerapps", "microsoft.web/kubeenvironments",
		],
	},
	{
		"service": "Container Registry", "model": "paas", "confidence": "inferred", "source": sources.baselines,
		"types": [
			"azurerm_container_connected_registry", "azurerm_container_registry",
			"azurerm_container_registry_agent_pool", "azurerm_container_registry_cache_rule",
			"azurerm_container_registry_credential_set", "azurerm_container_registry_scope_map",
			"azurerm_container_registry_task", "azurerm_container_registry_task_schedule_run_now",
			"azurerm_container_registry_token", "azurerm_container_registry_token_password",
			"azurerm_container_registry_webhook", "microsoft.containerregistry/registries",
			"microsoft.containerregistry/registries/agentpools",
			"microsoft.containerregistry/registries/buildtasks",
			"microsoft.containerregistry/registries/cacherules",
			"microsoft.containerregistry/registries/connectedregistries",
			"microsoft.containerregistry/registries/credentialsets",
			"microsoft.containerregistry/registries/exportpipelines",
			"microsoft.containerregistry/registries/importpipelines",
			"microsoft.containerregistry/registries/pipelineruns",
			"microsoft.containerregistry/registries/replications",
			"microsoft.containerregistry/registries/scopemaps",
			"microsoft.containerregistry/registries/taskruns", "microsoft.containerregistry/registries/tasks",
			"microsoft.containerregistry/registries/tokens", "microsoft.containerregistry/registries/webhooks",
		],
	},
	{
		"service": "Azure Functions", "model": "faas", "confidence": "inferred", "source": sources.shared,
		"types": [
			"azurerm_function_app", "azurerm_function_app_active_slot", "azurerm_function_app_connection",
			"azurerm_function_app_flex_consumption", "azurerm_function_app_function",
			"azurerm_function_app_hybrid_connection", "azurerm_function_app_slot",
			"azurerm_linux_function_app", "azurerm_linux_function_app_slot", "azurerm_logic_app_standard",
			"azurerm_static_web_app_function_app_registration", "azurerm_windows_function_app",
			"azurerm_windows_function_app_slot",
		],
	},
	{
		"service": "Static Web Apps", "model": "paas", "confidence": "inferred", "source": sources.rp,
		"types": [
			"azurerm_static_site", "azurerm_static_site_custom_domain", "azurerm_static_web_app",
			"azurerm_static_web_app_custom_domain", "microsoft.web/staticsites",
			"microsoft.web/staticsites/databaseconnections", "microsoft.web/staticsites/linkedbackends",
			"microsoft.web/staticsites/userprovidedfunctionapps",
		],
	},
	{
		"service": "App Service", "model": "paas", "confidence": "stated", "source": sources.shared,
		"types": [
			"azurerm_app_service", "azurerm_app_service_active_slot", "azurerm_app_service_certificate",
			"azurerm_app_service_certificate_binding", "azurerm_app_service_certificate_order",
			"azurerm_app_service_connection", "azurerm_app_service_custom_hostname_binding",
			"azurerm_app_service_environment_v3", "azurerm_app_service_hybrid_connection",
			"azurerm_app_service_managed_certificate", "azurerm_app_service_plan",
			"azurerm_app_service_public_certificate", "azurerm_app_service_slot",
			"azurerm_app_service_slot_custom_hostname_binding",
			"azurerm_app_service_slot_virtual_network_swift_connection", "azurerm_app_service_source_control",
			"azurerm_app_service_source_control_slot", "azurerm_app_service_source_control_token",
			"azurerm_app_service_virtual_network_swift_connection", "azurerm_linux_web_app",
			"azurerm_linux_web_app_slot", "azurerm_service_plan", "azurerm_source_control_token",
			"azurerm_web_app_active_slot", "azurerm_web_app_hybrid_connection", "azurerm_windows_web_app",
			"azurerm_windows_web_app_slot", "microsoft.web/certificates", "microsoft.web/publishingusers",
			"microsoft.web/serverfarms", "microsoft.web/sites",
			"microsoft.web/sites/basicpublishingcredentialspolicies", "microsoft.web/sites/config",
			"microsoft.web/sites/domainownershipidentifiers", "microsoft.web/sites/hostnamebindings",
			"microsoft.web/sites/hybridconnection", "microsoft.web/sites/networkconfig",
			"microsoft.web/sites/premieraddons", "microsoft.web/sites/privateaccess",
			"microsoft.web/sites/publiccertificates", "microsoft.web/sites/sitecontainers",
			"microsoft.web/sites/slots", "microsoft.web/sites/sourcecontrols",
			"microsoft.web/sites/virtualnetworkconnections", "microsoft.web/sourcecontrols",
		],
	},
	{
		"service": "App Service Environment", "model": "paas", "confidence": "inferred", "source": sources.rp,
		"types": [
			"microsoft.web/hostingenvironments", "microsoft.web/hostingenvironments/configurations",
			"microsoft.web/hostingenvironments/multirolepools",
			"microsoft.web/hostingenvironments/workerpools",
		],
	},
	{
		"service": "Logic Apps", "model": "paas", "confidence": "inferred", "source": sources.rp,
		"types": [
			"azurerm_api_connection", "azurerm_logic_app_action_custom", "azurerm_logic_app_action_http",
			"azurerm_logic_app_integration_account", "azurerm_logic_app_integration_account_agreement",
			"azurerm_logic_app_integration_account_assembly",
			"azurerm_logic_app_integration_account_batch_configuration",
			"azurerm_logic_app_integration_account_certificate", "azurerm_logic_app_integration_account_map",
			"azurerm_logic_app_integration_account_partner", "azurerm_logic_app_integration_account_schema",
			"azurerm_logic_app_integration_account_session", "azurerm_logic_app_trigger_custom",
			"azurerm_logic_app_trigger_http_request", "azurerm_logic_app_trigger_recurrence",
			"azurerm_logic_app_workflow", "microsoft.logic/integrationaccounts",
			"microsoft.logic/integrationserviceenvironments", "microsoft.logic/workflows",
			"microsoft.web/connectiongateways", "microsoft.web/connections", "microsoft.web/customapis",
		],
	},
	{
		"service": "Azure Spring Apps", "model": "paas", "confidence": "inferred", "source": sources.baselines,
		"types": [
			"azurerm_spring_cloud_accelerator", "azurerm_spring_cloud_active_deployment",
			"azurerm_spring_cloud_api_portal", "azurerm_spring_cloud_api_portal_custom_domain",
			"azurerm_spring_cloud_app", "azurerm_spring_cloud_app_cosmosdb_association",
			"azurerm_spring_cloud_app_dynamics_application_performance_monitoring",
			"azurerm_spring_cloud_app_mysql_association", "azurerm_spring_cloud_app_redis_association",
			"azurerm_spring_cloud_application_insights_application_performance_monitoring",
			"azurerm_spring_cloud_application_live_view", "azurerm_spring_cloud_build_deployment",
			"azurerm_spring_cloud_build_pack_binding", "azurerm_spring_cloud_builder",
			"azurerm_spring_cloud_certificate", "azurerm_spring_cloud_configuration_service",
			"azurerm_spring_cloud_connection", "azurerm_spring_cloud_container_deployment",
			"azurerm_spring_cloud_custom_domain", "azurerm_spring_cloud_customized_accelerator",
			"azurerm_spring_cloud_dev_tool_portal",
			"azurerm_spring_cloud_dynatrace_application_performance_monitoring",
			"azurerm_spring_cloud_elastic_application_performance_monitoring", "azurerm_spring_cloud_gateway",
			"azurerm_spring_cloud_gateway_custom_domain", "azurerm_spring_cloud_gateway_route_config",
			"azurerm_spring_cloud_java_deployment",
			"azurerm_spring_cloud_new_relic_application_performance_monitoring",
			"azurerm_spring_cloud_service", "azurerm_spring_cloud_storage", "microsoft.appplatform/spring",
			"microsoft.appplatform/spring/apps",
		],
	},
]
