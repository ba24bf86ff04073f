package onus.lib.azure.managed_by_service_test

import data.onus.lib.azure.managed_by_service

machine(group, tail) := {
	"phase": "deployed",
	"id": sprintf("/subscriptions/s/resourcegroups/%s/providers/microsoft.compute/%s", [lower(group), tail]),
	"scope": {"account": "s", "group": group},
	"tags": {},
	"raw": {},
	"properties": {},
}

related(base, services) := object.union(base, {"related": {"managed_by": services}})

cluster := {"type": "microsoft.containerservice/managedclusters", "raw": {}}

group_of(service) := {
	"type": "microsoft.resources/subscriptions/resourcegroups",
	"raw": {"managedBy": sprintf("/subscriptions/s/resourceGroups/rg/providers/%s/x", [service])},
}

node_pools := ["virtualmachinescalesets/aks-nodepool1-12345678-vmss", "virtualmachinescalesets/akswin1", "virtualmachines/aks-pool-12345678-0", "virtualmachines/aks-pool-12345678-vms1"]

test_node_in_the_group_that_aks_names if {
	every tail in node_pools {
		managed_by_service.managed with input as image(machine("MC_rg-a_aks1_westeurope", tail), {"id": gallery})
	}
}

test_names_without_an_image_are_no_mark if {
	every tail in node_pools {
		not managed_by_service.managed with input as machine("MC_rg-a_aks1_westeurope", tail)
		not managed_by_service.managed with input as tagged(machine("MC_rg-a_aks1_westeurope", tail))
	}
}

test_node_in_a_group_of_another_name_of_a_cluster_in_the_inventory if {
	every tail in node_pools {
		managed_by_service.managed with input as related(machine("rg-nodes", tail), [cluster])
	}
}

test_node_in_a_group_that_a_cluster_manages if {
	every tail in node_pools {
		managed_by_service.managed with input as related(machine("rg-nodes", tail), [group_of("Microsoft.ContainerService/managedClusters")])
	}
}

test_machines_of_other_services if {
	every service in ["Microsoft.Databricks/workspaces", "Microsoft.Solutions/applications", "Microsoft.RedHatOpenShift/OpenShiftClusters"] {
		managed_by_service.managed with input as related(machine("rg-managed", "virtualmachines/0a1b"), [group_of(service)])
		managed_by_service.managed with input as related(machine("rg-managed", "virtualmachines/0a1b"), [{"type": lower(service), "raw": {}}])
		managed_by_service.managed with input as object.union(machine("rg-managed", "virtualmachines/0a1b"), {"raw": {"managedBy": sprintf("/subscriptions/s/resourceGroups/rg/providers/%s/x", [service])}})
	}
}

test_tags_alone_are_no_mark if {
	every tags in [{"aks-managed-poolName": "nodepool1", "aks-managed-createOperationID": "x"}, {"Vendor": "Databricks", "databricks-environment": "true"}] {
		not managed_by_service.managed with input as object.union(machine("rg-a", "virtualmachinescalesets/web"), {"tags": tags, "raw": {"tags": tags}})
	}
}

test_names_alone_are_no_mark if {
	not managed_by_service.managed with input as machine("rg-a", "virtualmachinescalesets/aks-nodepool1-12345678-vmss")
	not managed_by_service.managed with input as machine("MC_rg-a_aks1_westeurope", "virtualmachines/jumpbox")
	not managed_by_service.managed with input as machine("MC_rg", "virtualmachinescalesets/aks-nodepool1-12345678-vmss")
	not managed_by_service.managed with input as machine("rg_MC_rg-a_aks1_westeurope", "virtualmachinescalesets/aks-nodepool1-12345678-vmss")
	not managed_by_service.managed with input as machine("databricks-rg-a-123", "virtualmachines/web")
}

test_customers_machine_in_the_group_of_a_cluster if {
	not managed_by_service.managed with input as related(machine("rg-nodes", "virtualmachines/jumpbox"), [cluster])
}

test_machine_in_a_scale_set_of_the_customer if {
	not managed_by_service.managed with input as object.union(machine("rg-a", "virtualmachines/web_1"), {"raw": {"managedBy": "/subscriptions/s/resourceGroups/rg-a/providers/Microsoft.Compute/virtualMachineScaleSets/web"}})
	not managed_by_service.managed with input as object.union(machine("rg-a", "virtualmachines/web_1"), {"raw": {"managedBy": ""}})
	not managed_by_service.managed with input as object.union(machine("rg-a", "virtualmachines/web_1"), {"raw": {"managedBy": null}})
}

test_group_that_nothing_manages if {
	plain := {"type": "microsoft.resources/subscriptions/resourcegroups", "raw": {"managedBy": null}}
	not managed_by_service.managed with input as related(machine("rg-a", "virtualmachines/web"), [plain])
	not managed_by_service.managed with input as related(machine("rg-a", "virtualmachines/web"), [group_of("Microsoft.Custom/things")])
}

test_templates_and_plans_declare_machines_of_the_customer if {
	every phase in ["template", "planned"] {
		base := object.union(machine("MC_rg-a_aks1_westeurope", "virtualmachinescalesets/aks-nodepool1-12345678-vmss"), {"phase": phase})
		not managed_by_service.managed with input as base
		not managed_by_service.managed with input as object.union(base, {"raw": {"managedBy": "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Databricks/workspaces/x"}})
	}
}

gallery := "/subscriptions/109a5e88-712a-48ae-9078-9ca8b3c81345/resourceGroups/AKS-Ubuntu/providers/Microsoft.Compute/galleries/AKSUbuntu/images/2204gen2containerd/versions/202411.01.0"

tagged(base) := object.union(base, {"tags": {"aks-managed-poolName": "nodepool1"}})

test_tag_and_group_of_aks if {
	every tail in ["virtualmachinescalesets/aks-nodepool1-1-vmss", "virtualmachines/aks-apps-x"] {
		managed_by_service.managed with input as tagged(image(machine("MC_rg_aks_we", tail), {"id": gallery}))
		not managed_by_service.managed with input as image(machine("MC_rg_aks_we", tail), {"id": gallery})
	}
	not managed_by_service.managed with input as tagged(image(machine("MC_rg_aks_we", "virtualmachines/jumpbox"), {"id": gallery}))
}

test_tag_name_and_image_of_aks_in_a_group_of_another_name if {
	node := tagged(machine("rg-nodes", "virtualmachinescalesets/aks-nodepool1-12345678-vmss"))
	managed_by_service.managed with input as object.union(node, {"properties": {"virtualMachineProfile": {"storageProfile": {"imageReference": {"id": gallery}}}}})
	managed_by_service.managed with input as object.union(tagged(machine("rg-nodes", "virtualmachines/aks-pool-12345678-vms1")), {"properties": {"storageProfile": {"imageReference": {"id": gallery}}}})
	not managed_by_service.managed with input as node
	not managed_by_service.managed with input as object.union(node, {"properties": {"virtualMachineProfile": {"storageProfile": {"imageReference": {"id": "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/galleries/ours/images/aks"}}}}})
	not managed_by_service.managed with input as object.union(node, {"properties": {"virtualMachineProfile": {"storageProfile": {"imageReference": {"publisher": "Canonical", "id": null}}}}})
	not managed_by_service.managed with input as object.union(tagged(machine("rg-nodes", "virtualmachines/web")), {"properties": {"storageProfile": {"imageReference": {"id": gallery}}}})
}

test_tag_and_group_of_databricks if {
	worker := machine("databricks-rg-w-abc", "virtualmachines/0a1b")
	managed_by_service.managed with input as object.union(worker, {"tags": {"Vendor": "Databricks"}})
	not managed_by_service.managed with input as object.union(worker, {"tags": {"Vendor": "Contoso"}})
	not managed_by_service.managed with input as object.union(machine("rg", "virtualmachines/0a1b"), {"tags": {"Vendor": "Databricks"}})
	not managed_by_service.managed with input as object.union(worker, {"tags": {"Vendor": "Databricks"}, "phase": "planned"})
}

test_no_group_is_no_mark if {
	not managed_by_service.managed with input as {"phase": "deployed", "id": "x", "scope": {"group": null}}
	not managed_by_service.managed with input as {"phase": "deployed", "id": "x", "scope": {}}
}

image(base, reference) := object.union(base, {"properties": {"storageProfile": {"imageReference": reference}, "virtualMachineProfile": {"storageProfile": {"imageReference": reference}}}})

other_images := [
	{"publisher": "Canonical", "offer": "ubuntu-24_04-lts", "sku": "server"},
	{"publisher": "MicrosoftWindowsServer", "offer": "WindowsServer"},
	{"id": "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/images/ours"},
	{"id": "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/galleries/ours/images/aks"},
	{"id": "/subscriptions/S/resourceGroups/AKS-Ubuntu/providers/Microsoft.Compute/galleries/AKSUbuntu/images/ours"},
]

test_names_and_tags_of_a_service_with_an_image_of_another if {
	every reference in other_images {
		every tail in node_pools {
			not managed_by_service.managed with input as image(machine("MC_mine_own_westeurope", tail), reference)
			not managed_by_service.managed with input as tagged(image(machine("MC_mine_own_westeurope", tail), reference))
		}
	}
	worker := object.union(machine("databricks-rg-x-1", "virtualmachines/mine"), {"tags": {"Vendor": "Databricks"}})
	not managed_by_service.managed with input as image(worker, other_images[0])
}

test_names_with_an_image_of_the_service if {
	every reference in [{"id": gallery}, {"publisher": "microsoft-aks", "offer": "aks", "id": ""}] {
		managed_by_service.managed with input as image(machine("MC_rg-a_aks1_westeurope", node_pools[0]), reference)
	}
	worker := object.union(machine("databricks-rg-x-1", "virtualmachines/0a1b"), {"tags": {"Vendor": "Databricks"}})
	managed_by_service.managed with input as image(worker, {"publisher": "AzureDatabricks", "offer": "Databricks"})
}

test_records_of_a_service_count_whatever_the_image if {
	every reference in other_images {
		managed_by_service.managed with input as image(related(machine("rg-nodes", node_pools[0]), [cluster]), reference)
	}
}
