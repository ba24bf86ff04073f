# METADATA
# title: Azure Red Hat OpenShift
# description: |
#   Microsoft and Red Hat run the service together and say so resource by resource
#   in a published matrix. Where that matrix says "Microsoft and Red Hat", both
#   perform and Microsoft, whose service it is, is accountable to the customer.
# related_resources:
# - ref: https://learn.microsoft.com/azure/openshift/responsibility-matrix
# custom:
#   id: ONUS-SERVICE-AZURE-OPENSHIFT
#   kind: boundary
#   tier: service
#   resources: [microsoft.redhatopenshift/openshiftclusters, azurerm_redhat_openshift_cluster]
package onus.boundary.services.azure.openshift

import data.onus.lib.boundary.answer

doc := "https://learn.microsoft.com/azure/openshift/responsibility-matrix"

microsoft := answer.provider("Microsoft")

red_hat := answer.third_party("Red Hat")

# Rows that all four activities give to Microsoft and Red Hat.
responsibility[layer] := found if {
	some layer, row in joint
	found := answer.joint(
		[answer.performs(microsoft, row.duty), answer.performs(red_hat, row.duty)],
		microsoft,
		answer.basis("aro-2021", sprintf("%s x security and compliance", [row.row]), row.confidence, doc),
	)
}

# Rows that at least one activity shares with the customer.
responsibility[layer] := found if {
	some layer, row in shared
	found := answer.joint(
		[
			answer.performs(microsoft, row.duty),
			answer.performs(red_hat, row.duty),
			answer.performs(answer.customer, row.customer),
		],
		answer.customer,
		answer.basis("aro-2021", row.cell, row.confidence, doc),
	)
}

responsibility[layer] := found if {
	layer := "application"
	base := answer.basis("aro-2021", "customer applications x security and compliance", "stated", doc)
	found := answer.cell("C", "Microsoft", layer, base)
}

joint := {
	"os.node": {
		"row": "control plane nodes, worker nodes",
		"confidence": "stated",
		"duty": "run, patch and harden the control plane and worker nodes",
	},
	"host": {
		"row": "physical infrastructure and security",
		"confidence": "stated",
		"duty": "run and secure the hosts below the cluster",
	},
	"network.physical": {
		"row": "physical infrastructure and security",
		"confidence": "inferred",
		"duty": "run and secure the physical network",
	},
	"datacenter": {
		"row": "physical infrastructure and security",
		"confidence": "stated",
		"duty": "secure the building, its power and physical access",
	},
}

shared := {
	# The OpenShift version is the platform that applications run on. Microsoft and
	# Red Hat maintain the versions, the customer starts the upgrade.
	"runtime": {
		"cell": "cluster version x change management",
		"confidence": "inferred",
		"duty": "publish and test OpenShift versions and announce upgrades",
		"customer": "start cluster upgrades and test the applications on new versions",
	},
	"network.controls": {
		"cell": "virtual networking x security and compliance",
		"confidence": "stated",
		"duty": "set up the default platform network and watch it for threats",
		"customer": "configure firewall rules, network policies and private endpoints",
	},
}
