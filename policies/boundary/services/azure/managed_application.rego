# METADATA
# title: Azure managed applications
# description: |
#   A publisher's application in the customer's subscription. From the marketplace
#   the publisher is a third party, named by the plan or by managedBy; from the
#   organisation's own service catalog it is the customer. What the publisher takes
#   on is in the offer's terms, which an inventory does not show: the reading is
#   that it runs what it published, while the customer answers for having it.
# related_resources:
# - ref: https://learn.microsoft.com/azure/azure-resource-manager/managed-applications/overview
# - ref: https://learn.microsoft.com/azure/templates/microsoft.solutions/applications
# custom:
#   id: ONUS-SERVICE-AZURE-MANAGED-APPLICATION
#   kind: boundary
#   tier: service
#   resources: [microsoft.solutions/applications, azurerm_managed_application]
package onus.boundary.services.azure.managed_application

import data.onus.lib.boundary.answer
import data.onus.lib.fact

doc := "https://learn.microsoft.com/azure/azure-resource-manager/managed-applications/overview"

responsibility[layer] := found if {
	some layer, row in rows
	publisher
	base := answer.basis("managed-applications-2023", row.cell, "inferred", doc)
	found := answer.joint(
		[answer.performs(answer.third_party(publisher.value), row.publisher), answer.performs(answer.customer, row.shared)],
		answer.customer,
		answer.switched(base, publisher.pointer, publisher.value),
	)
}

# No publisher is named, the application is of the own catalog, or the publisher
# was given no access: nobody but the customer runs it.
responsibility[layer] := found if {
	some layer, row in rows
	not publisher
	base := answer.basis("managed-applications-2023", row.cell, "inferred", doc)
	found := answer.duty_cell(
		"C", "Microsoft", {"customer": row.customer},
		answer.switched(base, kind.pointer, kind.value),
	)
}

rows := {
	"application": {
		"cell": "publisher manages the application",
		"publisher": "run, patch and support the application",
		"shared": "review the publisher's access and hold it to its terms",
		"customer": "run, patch and secure the application",
	},
	"os.guest": {
		"cell": "publisher maintains the resources of the managed resource group",
		"publisher": "patch the machines in the managed resource group",
		"shared": "ask the publisher for evidence that its machines are patched",
		"customer": "patch the machines in the managed resource group",
	},
}

# The third party that runs the application.
publisher := found if {
	is_string(kind.value)
	lower(kind.value) == "marketplace"
	managed
	found := name
	is_string(found.value)
	found.value != ""
}

name := found if {
	found := fact.at(input.raw.plan.publisher, "/raw/plan/publisher")
} else := found if {
	found := fact.at(input.properties.plan[0].publisher, "/properties/plan/0/publisher")
} else := found if {
	found := fact.at(input.raw.managedBy, "/raw/managedBy")
}

# A publisher can hand an application over without keeping access to it.
managed if {
	mode := object.get(input, ["properties", "managementMode"], null)
	mode in {null, "Managed", "NotSpecified"}
}

kind := found if {
	found := fact.at(input.raw.kind, "/raw/kind")
	is_string(found.value)
} else := found if {
	found := fact.at(input.properties.kind, "/properties/kind")
	is_string(found.value)
} else := fact.assumed(null, "/raw/kind")
