# METADATA
# title: Azure services that run on machines the customer can see
# description: |
#   Platform services over virtual machines whose patches Microsoft publishes and
#   the customer lets in: by restarting, by recreating, or by allowing automatic
#   updates. Microsoft's security baselines call their patching shared.
# related_resources:
# - ref: https://github.com/MicrosoftDocs/SecurityBenchmarks
# - ref: https://learn.microsoft.com/azure/hdinsight/hdinsight-os-patching
# - ref: https://learn.microsoft.com/azure/cloud-services/cloud-services-guestos-update-matrix
# custom:
#   id: ONUS-SERVICE-AZURE-SHARED-GUESTS
#   kind: boundary
#   tier: service
#   resources:
#   - microsoft.hdinsight/clusters
#   - azurerm_hdinsight_*_cluster
#   - microsoft.batch/batchaccounts
#   - microsoft.batch/batchaccounts/pools
#   - azurerm_batch_account
#   - azurerm_batch_pool
#   - microsoft.compute/cloudservices
#   - microsoft.devtestlab/labs
#   - microsoft.devtestlab/labs/virtualmachines
#   - azurerm_dev_test_lab
#   - azurerm_dev_test_linux_virtual_machine
#   - azurerm_dev_test_windows_virtual_machine
package onus.boundary.services.azure.shared_guests

import data.onus.lib.boundary.answer

baselines := "https://github.com/MicrosoftDocs/SecurityBenchmarks"

responsibility[layer] := found if {
	layer := "os.guest"
	some family in families
	belongs(input.type, family)
	base := answer.basis("microsoft-baselines-2023", family.cell, "stated", baselines)
	found := answer.duty_cell("S", "Microsoft", family.duties, base)
}

belongs(type, family) if type in family.types

# azurerm has one type for each kind of HDInsight cluster.
belongs(type, family) if {
	startswith(type, "azurerm_hdinsight_")
	family.service == "HDInsight"
}

families := [
	{
		"service": "HDInsight",
		"types": {"microsoft.hdinsight/clusters"},
		"cell": "hdinsight: 5.2 automated operating system patch management",
		"duties": {
			"provider": "publish patched cluster images and package updates",
			"shared": "schedule the patching, restart nodes and recreate clusters from new images",
		},
	},
	{
		"service": "Batch",
		"types": {
			"microsoft.batch/batchaccounts", "microsoft.batch/batchaccounts/pools",
			"azurerm_batch_account", "azurerm_batch_pool",
		},
		"cell": "batch: 5.2 automated operating system patch management",
		"duties": {
			"provider": "publish patched node images",
			"shared": "allow image upgrades, and recreate or restart pools so that nodes take them",
		},
	},
	{
		"service": "Cloud Services",
		"types": {"microsoft.compute/cloudservices"},
		"cell": "cloud services: 5.2 automated operating system patch management",
		"duties": {
			"provider": "publish guest OS releases and apply them where automatic updates are on",
			"shared": "keep automatic guest OS updates on, or move to new releases in time",
		},
	},
	{
		"service": "DevTest Labs",
		"types": {
			"microsoft.devtestlab/labs", "microsoft.devtestlab/labs/virtualmachines", "azurerm_dev_test_lab",
			"azurerm_dev_test_linux_virtual_machine", "azurerm_dev_test_windows_virtual_machine",
		},
		"cell": "devtest labs: pv-7 rapidly and automatically remediate software vulnerabilities",
		"duties": {
			"provider": "publish patched marketplace images",
			"shared": "patch lab machines and renew custom images",
		},
	},
]
