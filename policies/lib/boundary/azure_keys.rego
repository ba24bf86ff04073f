# METADATA
# title: Who manages the encryption keys of an Azure service
# description: |
#   Azure services encrypt with keys that Microsoft manages, or with keys that the
#   customer keeps in a vault. With Microsoft's keys, Microsoft creates and rotates
#   them, and the customer still decides whether that is enough: encryption
#   decisions stay with whoever owns the data. With the customer's own keys the
#   whole life of the key is the customer's.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/encryption-models
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
package onus.lib.boundary.azure_keys

import data.onus.lib.boundary.answer

doc := "https://learn.microsoft.com/azure/security/fundamentals/encryption-models"

# customer_held(found) is the answer where a property shows the customer's own key.
customer_held(found) := answer.cell(
	"C", "Microsoft", "keys",
	answer.switched(
		answer.basis("azure-encryption-models-2022", "server-side encryption using customer-managed keys", "stated", doc),
		found.pointer, found.value,
	),
)

# platform_held(found) is the answer where no such property is set.
platform_held(found) := answer.cell(
	"S", "Microsoft", "keys",
	answer.switched(
		answer.basis("azure-encryption-models-2022", "server-side encryption using service-managed keys", "stated", doc),
		found.pointer, found.value,
	),
)

# set_at(value, pointer) is a property that is set: not null, not empty.
set_at(value, pointer) := {"pointer": pointer, "value": value} if not value in {null, "", [], {}}
