# METADATA
# title: Azure types for hybrid services
# description: |
#   The control plane is Azure's, the hardware is not.
# related_resources:
# - ref: https://learn.microsoft.com/azure/azure-resource-manager/management/azure-services-resource-providers
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs
package onus.lib.boundary.azure_types.hybrid

import data.onus.lib.boundary.azure_types.sources

groups := [
	{
		"service": "Azure Arc-enabled servers", "model": "hybrid", "confidence": "inferred", "source": sources.baselines,
		"types": [
			"azurerm_arc_machine", "azurerm_arc_machine_automanage_configuration_assignment",
			"azurerm_arc_machine_extension", "azurerm_arc_private_link_scope",
			"microsoft.hybridcompute/gateways", "microsoft.hybridcompute/licenses",
			"microsoft.hybridcompute/machines", "microsoft.hybridcompute/machines/extensions",
			"microsoft.hybridcompute/machines/licenseprofiles", "microsoft.hybridcompute/machines/runcommands",
			"microsoft.hybridcompute/privatelinkscopes",
		],
	},
	{
		"service": "Azure Arc-enabled Kubernetes", "model": "hybrid", "confidence": "inferred", "source": sources.rp,
		"types": [
			"azurerm_arc_kubernetes_cluster", "azurerm_arc_kubernetes_cluster_extension",
			"azurerm_arc_kubernetes_flux_configuration", "azurerm_arc_kubernetes_provisioned_cluster",
			"azurerm_kubernetes_flux_configuration",
			"microsoft.hybridcontainerservice/provisionedclusterinstances",
			"microsoft.kubernetes/connectedclusters", "microsoft.kubernetesconfiguration/extensions",
			"microsoft.kubernetesconfiguration/fluxconfigurations",
			"microsoft.kubernetesconfiguration/privatelinkscopes",
			"microsoft.kubernetesconfiguration/sourcecontrolconfigurations",
		],
	},
	{
		"service": "Azure Arc-enabled data services", "model": "hybrid", "confidence": "inferred", "source": sources.rp,
		"types": [
			"microsoft.azurearcdata/datacontrollers", "microsoft.azurearcdata/postgresinstances",
			"microsoft.azurearcdata/sqlmanagedinstances", "microsoft.azurearcdata/sqlserverinstances",
		],
	},
	{
		"service": "Azure Local (Azure Stack HCI)", "model": "hybrid", "confidence": "inferred", "source": sources.rp,
		"types": [
			"azurerm_stack_hci_cluster", "azurerm_stack_hci_deployment_setting", "azurerm_stack_hci_extension",
			"azurerm_stack_hci_logical_network", "azurerm_stack_hci_marketplace_gallery_image",
			"azurerm_stack_hci_network_interface", "azurerm_stack_hci_storage_path",
			"azurerm_stack_hci_virtual_hard_disk", "microsoft.azurestackhci/clusters",
			"microsoft.azurestackhci/edgedevices", "microsoft.azurestackhci/galleryimages",
			"microsoft.azurestackhci/logicalnetworks", "microsoft.azurestackhci/marketplacegalleryimages",
			"microsoft.azurestackhci/networkinterfaces", "microsoft.azurestackhci/networksecuritygroups",
			"microsoft.azurestackhci/storagecontainers", "microsoft.azurestackhci/virtualharddisks",
			"microsoft.azurestackhci/virtualmachineinstances",
		],
	},
	{
		"service": "Azure Stack Edge", "model": "hybrid", "confidence": "inferred", "source": sources.baselines,
		"types": [
			"azurerm_databox_edge_device", "microsoft.databoxedge/databoxedgedevices",
		],
	},
	{
		"service": "Azure Arc resource bridge and virtual machines", "model": "hybrid", "confidence": "inferred", "source": sources.rp,
		"types": [
			"azurerm_arc_resource_bridge_appliance", "azurerm_extended_custom_location",
			"azurerm_extended_location_custom_location",
			"azurerm_system_center_virtual_machine_manager_availability_set",
			"azurerm_system_center_virtual_machine_manager_cloud",
			"azurerm_system_center_virtual_machine_manager_server",
			"azurerm_system_center_virtual_machine_manager_virtual_machine_instance",
			"azurerm_system_center_virtual_machine_manager_virtual_machine_instance_guest_agent",
			"azurerm_system_center_virtual_machine_manager_virtual_machine_template",
			"azurerm_system_center_virtual_machine_manager_virtual_network",
			"microsoft.connectedvmwarevsphere/clusters", "microsoft.connectedvmwarevsphere/datastores",
			"microsoft.connectedvmwarevsphere/hosts", "microsoft.connectedvmwarevsphere/resourcepools",
			"microsoft.connectedvmwarevsphere/vcenters", "microsoft.connectedvmwarevsphere/virtualmachines",
			"microsoft.connectedvmwarevsphere/virtualmachinetemplates",
			"microsoft.connectedvmwarevsphere/virtualnetworks", "microsoft.extendedlocation/customlocations",
			"microsoft.extendedlocation/customlocations/resourcesyncrules",
			"microsoft.resourceconnector/appliances", "microsoft.scvmm/virtualmachines",
			"microsoft.scvmm/vmmservers",
		],
	},
	{
		"service": "Operator Nexus and private mobile networks", "model": "hybrid", "confidence": "inferred", "source": sources.rp,
		"types": [
			"azurerm_mobile_network", "azurerm_mobile_network_attached_data_network",
			"azurerm_mobile_network_data_network", "azurerm_mobile_network_packet_core_control_plane",
			"azurerm_mobile_network_packet_core_data_plane", "azurerm_mobile_network_service",
			"azurerm_mobile_network_sim", "azurerm_mobile_network_sim_group",
			"azurerm_mobile_network_sim_policy", "azurerm_mobile_network_site", "azurerm_mobile_network_slice",
			"microsoft.mobilenetwork/mobilenetworks", "microsoft.mobilenetwork/packetcorecontrolplanes",
			"microsoft.mobilenetwork/simgroups", "microsoft.mobilenetwork/sims",
			"microsoft.networkcloud/baremetalmachines", "microsoft.networkcloud/cloudservicesnetworks",
			"microsoft.networkcloud/clustermanagers", "microsoft.networkcloud/clusters",
			"microsoft.networkcloud/kubernetesclusters", "microsoft.networkcloud/l2networks",
			"microsoft.networkcloud/l3networks", "microsoft.networkcloud/racks",
			"microsoft.networkcloud/storageappliances", "microsoft.networkcloud/trunkednetworks",
			"microsoft.networkcloud/virtualmachines", "microsoft.networkcloud/volumes",
		],
	},
]
