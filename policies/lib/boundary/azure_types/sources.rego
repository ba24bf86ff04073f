# METADATA
# title: Sources of the Azure types
# description: Where the service model of a group of types comes from.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
package onus.lib.boundary.azure_types.sources

# Names Virtual Machines, Disk Storage and virtual networks as IaaS; App Service,
# Functions, SQL Database and Storage as PaaS.
shared := "https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility"

# Says which service a resource provider namespace belongs to.
rp := "https://learn.microsoft.com/azure/azure-resource-manager/management/azure-services-resource-providers"

# Say for each service whether the customer can reach the host or its operating
# system, and whose its patching is.
baselines := "https://github.com/MicrosoftDocs/SecurityBenchmarks"

# Says in terms that AKS is not a platform service, and that its nodes are shared.
aks := "https://learn.microsoft.com/azure/aks/support-policies"

aro := "https://learn.microsoft.com/azure/openshift/responsibility-matrix"

avs := "https://learn.microsoft.com/azure/azure-vmware/introduction"

ai := "https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility-ai"

adf := "https://learn.microsoft.com/azure/data-factory/concepts-integration-runtime"
