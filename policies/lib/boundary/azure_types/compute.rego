# METADATA
# title: Azure types for machines
# description: |
#   Virtual machines and what belongs to them, and services that hand machines out.
# related_resources:
# - ref: https://learn.microsoft.com/azure/azure-resource-manager/management/azure-services-resource-providers
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs
package onus.lib.boundary.azure_types.compute

import data.onus.lib.boundary.azure_types.sources

groups := [
	{
		"service": "Virtual Machines", "model": "iaas", "confidence": "stated", "source": sources.shared,
		"types": [
			"azurerm_linux_virtual_machine", "azurerm_virtual_machine",
			"azurerm_virtual_machine_data_disk_attachment", "azurerm_virtual_machine_extension",
			"azurerm_virtual_machine_gallery_application_assignment",
			"azurerm_virtual_machine_implicit_data_disk_from_source", "azurerm_virtual_machine_restore_point",
			"azurerm_virtual_machine_restore_point_collection", "azurerm_virtual_machine_run_command",
			"azurerm_windows_virtual_machine", "microsoft.compute/virtualmachines",
			"microsoft.compute/virtualmachines/extensions", "microsoft.compute/virtualmachines/runcommands",
		],
	},
	{
		"service": "Virtual Machine Scale Sets", "model": "iaas", "confidence": "inferred", "source": sources.baselines,
		"types": [
			"azurerm_linux_virtual_machine_scale_set",
			"azurerm_maintenance_assignment_virtual_machine_scale_set",
			"azurerm_orchestrated_virtual_machine_scale_set", "azurerm_virtual_machine_scale_set",
			"azurerm_virtual_machine_scale_set_extension", "azurerm_virtual_machine_scale_set_standby_pool",
			"azurerm_windows_virtual_machine_scale_set", "microsoft.compute/virtualmachinescalesets",
			"microsoft.compute/virtualmachinescalesets/extensions",
			"microsoft.compute/virtualmachinescalesets/virtualmachines",
		],
	},
	{
		"service": "Disk Storage", "model": "iaas", "confidence": "stated", "source": sources.shared,
		"types": [
			"azurerm_managed_disk", "azurerm_managed_disk_sas_token", "azurerm_snapshot",
			"microsoft.compute/disks", "microsoft.compute/snapshots",
		],
	},
	{
		"service": "Disk encryption, images and restore points", "model": "iaas", "confidence": "inferred", "source": sources.rp,
		"types": [
			"azurerm_disk_access", "azurerm_disk_encryption_set", "azurerm_gallery_application",
			"azurerm_gallery_application_version", "azurerm_image", "azurerm_restore_point_collection",
			"azurerm_shared_image", "azurerm_shared_image_gallery", "azurerm_shared_image_version",
			"microsoft.compute/diskaccesses", "microsoft.compute/diskencryptionsets",
			"microsoft.compute/galleries", "microsoft.compute/galleries/applications",
			"microsoft.compute/galleries/images", "microsoft.compute/images",
			"microsoft.compute/restorepointcollections",
			"microsoft.compute/restorepointcollections/restorepoints",
		],
	},
	{
		"service": "Cloud Services", "model": "paas", "confidence": "inferred", "source": sources.baselines,
		"types": [
			"microsoft.compute/cloudservices",
		],
	},
	{
		"service": "Dedicated Hosts", "model": "iaas", "confidence": "inferred", "source": sources.rp,
		"types": [
			"azurerm_dedicated_host", "azurerm_dedicated_host_group", "microsoft.compute/hostgroups",
			"microsoft.compute/hostgroups/hosts",
		],
	},
	{
		"service": "Compute placement and access", "model": "iaas", "confidence": "inferred", "source": sources.rp,
		"types": [
			"azurerm_availability_set", "azurerm_capacity_reservation", "azurerm_capacity_reservation_group",
			"azurerm_proximity_placement_group", "azurerm_ssh_public_key", "microsoft.azurefleet/fleets",
			"microsoft.compute/availabilitysets", "microsoft.compute/capacityreservationgroups",
			"microsoft.compute/capacityreservationgroups/capacityreservations",
			"microsoft.compute/proximityplacementgroups", "microsoft.compute/sshpublickeys",
			"microsoft.virtualmachineimages/imagetemplates",
		],
	},
	{
		"service": "SQL Server on Virtual Machines", "model": "iaas", "confidence": "inferred", "source": sources.baselines,
		"types": [
			"azurerm_mssql_virtual_machine", "azurerm_mssql_virtual_machine_availability_group_listener",
			"azurerm_mssql_virtual_machine_group", "microsoft.sqlvirtualmachine/sqlvirtualmachinegroups",
			"microsoft.sqlvirtualmachine/sqlvirtualmachinegroups/availabilitygrouplisteners",
			"microsoft.sqlvirtualmachine/sqlvirtualmachines",
		],
	},
	{
		"service": "Virtual Desktop session hosts", "model": "iaas", "confidence": "inferred", "source": sources.baselines,
		"types": [
			"azurerm_virtual_desktop_host_pool", "azurerm_virtual_desktop_host_pool_registration_info",
			"microsoft.desktopvirtualization/hostpools",
			"microsoft.desktopvirtualization/hostpools/sessionhosts",
		],
	},
	{
		"service": "Virtual Desktop", "model": "paas", "confidence": "inferred", "source": sources.rp,
		"types": [
			"azurerm_virtual_desktop_application", "azurerm_virtual_desktop_application_group",
			"azurerm_virtual_desktop_scaling_plan",
			"azurerm_virtual_desktop_scaling_plan_host_pool_association", "azurerm_virtual_desktop_workspace",
			"azurerm_virtual_desktop_workspace_application_group_association",
			"microsoft.desktopvirtualization/appattachpackages",
			"microsoft.desktopvirtualization/applicationgroups",
			"microsoft.desktopvirtualization/scalingplans", "microsoft.desktopvirtualization/workspaces",
		],
	},
	{
		"service": "DevTest Labs and Lab Services", "model": "iaas", "confidence": "inferred", "source": sources.baselines,
		"types": [
			"azurerm_dev_test_global_vm_shutdown_schedule", "azurerm_dev_test_lab",
			"azurerm_dev_test_linux_virtual_machine", "azurerm_dev_test_policy", "azurerm_dev_test_schedule",
			"azurerm_dev_test_virtual_network", "azurerm_dev_test_windows_virtual_machine",
			"microsoft.devtestlab/labs", "microsoft.devtestlab/labs/virtualmachines",
			"microsoft.devtestlab/schedules", "microsoft.labservices/labaccounts",
			"microsoft.labservices/labplans", "microsoft.labservices/labs",
		],
	},
	{
		"service": "Dev Center", "model": "paas", "confidence": "inferred", "source": sources.rp,
		"types": [
			"azurerm_dev_center", "azurerm_dev_center_attached_network", "azurerm_dev_center_catalog",
			"azurerm_dev_center_dev_box_definition", "azurerm_dev_center_environment_type",
			"azurerm_dev_center_gallery", "azurerm_dev_center_network_connection",
			"azurerm_dev_center_project", "azurerm_dev_center_project_environment_type",
			"azurerm_dev_center_project_pool", "microsoft.devcenter/devcenters",
			"microsoft.devcenter/networkconnections", "microsoft.devcenter/projects",
			"microsoft.devopsinfrastructure/pools",
		],
	},
	{
		"service": "Azure VMware Solution", "model": "partner", "confidence": "inferred", "source": sources.avs,
		"types": [
			"azurerm_vmware_cluster", "azurerm_vmware_express_route_authorization",
			"azurerm_vmware_netapp_volume_attachment", "azurerm_vmware_private_cloud",
			"microsoft.avs/privateclouds", "microsoft.avs/privateclouds/clusters",
		],
	},
	{
		"service": "SAP HANA and SAP workloads", "model": "iaas", "confidence": "inferred", "source": sources.rp,
		"types": [
			"azurerm_workloads_sap_discovery_virtual_instance",
			"azurerm_workloads_sap_single_node_virtual_instance",
			"azurerm_workloads_sap_three_tier_virtual_instance", "microsoft.hanaonazure/hanainstances",
			"microsoft.workloads/sapvirtualinstances",
		],
	},
	{
		"service": "SAP and workload monitoring", "model": "paas", "confidence": "inferred", "source": sources.rp,
		"types": [
			"microsoft.hanaonazure/sapmonitors", "microsoft.workloads/monitors",
			"microsoft.workloads/phpworkloads",
		],
	},
	{
		"service": "Oracle Database@Azure", "model": "partner", "confidence": "inferred", "source": sources.rp,
		"types": [
			"azurerm_oracle_autonomous_database", "azurerm_oracle_autonomous_database_backup",
			"azurerm_oracle_autonomous_database_clone_from_backup",
			"azurerm_oracle_autonomous_database_clone_from_database", "azurerm_oracle_cloud_vm_cluster",
			"azurerm_oracle_exadata_infrastructure", "azurerm_oracle_exascale_database_storage_vault",
			"azurerm_oracle_resource_anchor", "oracle.database/autonomousdatabases",
			"oracle.database/cloudexadatainfrastructures", "oracle.database/cloudvmclusters",
		],
	},
	{
		"service": "Batch", "model": "paas", "confidence": "inferred", "source": sources.baselines,
		"types": [
			"azurerm_batch_account", "azurerm_batch_application", "azurerm_batch_certificate",
			"azurerm_batch_job", "azurerm_batch_pool", "microsoft.batch/batchaccounts",
			"microsoft.batch/batchaccounts/applications", "microsoft.batch/batchaccounts/certificates",
			"microsoft.batch/batchaccounts/pools",
		],
	},
	{
		"service": "Managed applications", "model": "partner", "confidence": "inferred", "source": sources.rp,
		"types": [
			"azurerm_managed_application", "microsoft.solutions/applications",
		],
	},
	{
		"service": "Managed application definitions", "model": "paas", "confidence": "inferred", "source": sources.rp,
		"types": [
			"azurerm_custom_provider", "azurerm_managed_application_definition",
			"microsoft.customproviders/associations", "microsoft.customproviders/resourceproviders",
			"microsoft.solutions/applicationdefinitions", "microsoft.solutions/jitrequests",
		],
	},
	{
		"service": "Dedicated HSM", "model": "iaas", "confidence": "inferred", "source": sources.baselines,
		"types": [
			"azurerm_dedicated_hardware_security_module", "microsoft.hardwaresecuritymodules/dedicatedhsms",
		],
	},
]
