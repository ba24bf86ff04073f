# METADATA
# title: Container services without visible nodes
# description: |
#   Container Instances and Container Apps run the customer's image on machines that
#   nobody but Microsoft can reach. The image is the customer's in every respect.
# related_resources:
# - ref: https://learn.microsoft.com/azure/container-instances/container-instances-image-security
# - ref: https://learn.microsoft.com/azure/container-apps/overview
# - ref: https://github.com/MicrosoftDocs/SecurityBenchmarks
# custom:
#   id: ONUS-SERVICE-AZURE-CONTAINER-HOSTS
#   kind: boundary
#   tier: service
#   resources:
#   - microsoft.containerinstance/containergroups
#   - microsoft.app/containerapps
#   - microsoft.app/jobs
#   - microsoft.app/managedenvironments
#   - azurerm_container_group
#   - azurerm_container_app
#   - azurerm_container_app_job
#   - azurerm_container_app_environment
package onus.boundary.services.azure.container_hosts

import data.onus.lib.boundary.answer

baselines := "https://github.com/MicrosoftDocs/SecurityBenchmarks"

# The baseline's patching row for Container Instances is the customer's, and is
# about the image; the machine below it is Microsoft's.
responsibility[layer] := found if {
	layer := "os.node"
	base := answer.basis(
		"microsoft-baselines-2023", "security profile: customer can access host or operating system: no access",
		"inferred", baselines,
	)
	found := answer.duty_cell("P", "Microsoft", {"provider": "patch and replace the machines that run the containers"}, base)
}
