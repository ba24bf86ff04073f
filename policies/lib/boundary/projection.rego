# METADATA
# title: Models that no matrix has a column for
# description: |
#   Matrices know on-premises, IaaS, PaaS and SaaS. This table says, for the
#   other service models and only for the layers where that is safe, which of
#   those columns answers. Whatever follows from it is inferred, never stated.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
package onus.lib.boundary.projection

# The rule behind the table: the provider takes over a layer only where it runs
# that layer for every service of the model; otherwise the column is chosen that
# leaves the duty with the customer. A layer that is missing here stays
# unassigned unless the service's own package answers for it: the nodes of a
# container service (os.node) always do, because the resource's settings decide.
table := {
	# The provider's control plane over nodes that the customer can see. The
	# images, what runs in them and the network rules are the customer's.
	"caas": {
		"data": "iaas",
		"configuration": "iaas",
		"identity.users": "iaas",
		"endpoint": "iaas",
		"application": "iaas",
		"runtime": "iaas",
		"network.controls": "iaas",
		"host": "iaas",
		"network.physical": "iaas",
		"datacenter": "iaas",
	},
	# The provider runs the nodes as well. Below the container it is a platform
	# service; the container is still the customer's.
	"caas-managed": {
		"data": "paas",
		"configuration": "paas",
		"identity.users": "paas",
		"endpoint": "paas",
		"application": "iaas",
		"runtime": "iaas",
		"network.controls": "iaas",
		"host": "paas",
		"network.physical": "paas",
		"datacenter": "paas",
	},
	# A platform service without visible machines. The runtime is left out: who
	# patches it depends on how the function is packaged.
	"faas": {
		"data": "paas",
		"configuration": "paas",
		"identity.users": "paas",
		"identity.directory": "paas",
		"endpoint": "paas",
		"application": "paas",
		"os.guest": "paas",
		"network.controls": "paas",
		"host": "paas",
		"network.physical": "paas",
		"datacenter": "paas",
	},
	# The provider's control plane over the customer's own hardware: what stands
	# on the customer's premises is the customer's.
	"hybrid": {
		"data": "onprem",
		"configuration": "onprem",
		"identity.users": "onprem",
		"endpoint": "onprem",
		"application": "onprem",
		"runtime": "onprem",
		"os.guest": "onprem",
		"network.controls": "onprem",
		"host": "onprem",
		"network.physical": "onprem",
		"datacenter": "onprem",
	},
	# Run jointly with a named third party inside the provider's datacenters. What
	# the third party does is said by the service's own package.
	"partner": {
		"data": "iaas",
		"configuration": "iaas",
		"identity.users": "iaas",
		"endpoint": "iaas",
		"network.physical": "iaas",
		"datacenter": "iaas",
	},
}
