# METADATA
# title: Duties by layer
# description: |
#   What each side does at each layer, said once. An answer that follows a
#   matrix cell takes its duties from here; a service whose documentation is
#   more exact brings its own.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
# - ref: https://aws.amazon.com/compliance/shared-responsibility-model/
# - ref: https://cloud.google.com/architecture/framework/security/shared-responsibility-shared-fate
package onus.lib.boundary.duties

# layer -> {customer, provider, shared}: a short imperative phrase for each side.
# `customer` is the whole duty, where the customer alone has the layer; `shared`
# is the customer's part of it, where the provider performs the rest.
table := {
	"data": {
		"customer": "classify, protect and back up the data",
		"provider": "keep stored data durable and separate from other tenants",
		"shared": "classify, protect and back up the data",
	},
	"configuration": {
		"customer": "choose and review the settings of the service",
		"provider": "offer secure settings and keep their documented defaults",
		"shared": "choose and review the settings that the service leaves open",
	},
	"keys": {
		"customer": "create, protect, rotate and revoke the encryption keys",
		"provider": "create, protect and rotate the platform's encryption keys",
		"shared": "decide whether the platform's keys are enough, or bring and rotate your own",
	},
	"identity.users": {
		"customer": "manage accounts, permissions and sign-in requirements",
		"provider": "enforce the sign-in and access rules that are configured",
		"shared": "manage accounts, permissions and sign-in requirements",
	},
	"identity.directory": {
		"customer": "configure the directory, its federation and its synchronisation",
		"provider": "run and secure the directory service",
		"shared": "configure the directory, its federation and its synchronisation",
	},
	"endpoint": {
		"customer": "protect the devices that connect, and keep them compliant",
		"provider": "offer device management and access conditions",
		"shared": "protect the devices that connect, and keep them compliant",
	},
	"application": {
		"customer": "secure the application's code, dependencies and settings",
		"provider": "secure and patch the application features of the service",
		"shared": "secure the application's code, configuration and access",
	},
	"runtime": {
		"customer": "choose, patch and retire the language runtime and middleware",
		"provider": "patch the language runtime and middleware",
		"shared": "move to supported runtime versions before old ones retire",
	},
	"os.guest": {
		"customer": "patch and harden the operating system",
		"provider": "patch and harden the operating system",
		"shared": "apply the published patches and restart where they need it",
	},
	"os.node": {
		"customer": "apply operating system patches to the nodes",
		"provider": "publish node images and apply them to the nodes",
		"shared": "apply the published node images or patches, and restart where they need it",
	},
	"network.controls": {
		"customer": "restrict which networks and clients can reach the resource",
		"provider": "run the network baseline and enforce the configured rules",
		"shared": "configure the network rules of the application and the resource",
	},
	"host": {
		"customer": "run, patch and isolate the physical hosts and their virtualisation",
		"provider": "run, patch and isolate the physical hosts and their virtualisation",
		"shared": "configure and protect what is placed on the hosts: images, disks and workloads",
	},
	"network.physical": {
		"customer": "run and secure the physical network",
		"provider": "run and secure the physical network",
		"shared": "secure the connections that lead into the provider's network",
	},
	"datacenter": {
		"customer": "secure the building, its power and physical access",
		"provider": "secure the building, its power and physical access",
		"shared": "secure the sites from which the service is used",
	},
	"ai.usage": {
		"customer": "govern who uses the AI, for what, and with which data",
		"provider": "offer administrative controls and guidance for the use of the AI",
		"shared": "govern who uses the AI, for what, and with which data",
	},
	"ai.application": {
		"customer": "secure prompts, grounding data, plugins and connectors",
		"provider": "secure the AI application and inspect what its plugins exchange",
		"shared": "secure prompts, grounding data, plugins and connectors",
	},
	"ai.platform": {
		"customer": "secure the model, its training data and the safety system around it",
		"provider": "run the model and filter harmful input and output",
		"shared": "choose the model, and configure the filters that the platform offers",
	},
}
