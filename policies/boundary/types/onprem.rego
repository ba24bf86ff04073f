# METADATA
# title: Service model of what stands in one's own data centres
# description: |
#   The types of docs/onprem.md. They are for what the company owns and runs itself, so
#   every layer is the company's own, the building and its power included. A room that
#   is rented from somebody else is not meant: who does what there is in the contract.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
# custom:
#   id: ONUS-TYPES-ONPREM
#   kind: types
package onus.boundary.types.onprem

# type -> {service, model, confidence, source}
table := {type: entry |
	some type in ["onprem/hosts", "onprem/hypervisors", "onprem/racks", "onprem/sites"]
}

entry := {
	"service": "Own data centre",
	"model": "onprem",
	"confidence": "stated",
	"source": "https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility",
}
