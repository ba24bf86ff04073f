# METADATA
# title: Microsoft's shared responsibility table, January 2026
# description: |
#   Ten rows, for the first time with a row for configuration, and with the
#   devices and the applications of a SaaS as shared.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
# custom:
#   id: ONUS-EDITION-MSFT-2026
#   kind: boundary
#   tier: edition
#   edition: {id: msft-2026, providers: [azure, m365, other], published: 2026-01-12}
#   resources: ["*"]
package onus.boundary.editions.msft_2026

import data.onus.lib.boundary.matrix
import data.onus.lib.boundary.projection

responsibility[layer] := answer if {
	input.provider in {"azure", "m365"}
	some layer, answer in matrix.answers(table, projection.table, input.model)
}

# What runs elsewhere: nobody can name the provider from this table, so only the
# cells that leave the duty with the customer answer. That is the whole column for
# what stands on the customer's own premises, and never hands a duty to anyone else.
responsibility[layer] := answer if {
	input.provider == "other"
	some layer, answer in matrix.answers(customer_cells, projection.table, input.model)
}

table := {
	"edition": "msft-2026",
	"provider": "Microsoft",
	"source": "https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility",
	"rows": rows,
}

customer_cells := object.union(table, {"rows": [entry |
	some candidate in rows
	entry := object.union(
		object.remove(candidate, ["cells"]),
		{"cells": {column: letter | some column, letter in candidate.cells; letter == "C"}},
	)
]})

rows := [
	{
		"row": "customer data",
		"layers": {"data": "stated"},
		"cells": {"onprem": "C", "iaas": "C", "paas": "C", "saas": "C"},
	},
	{
		"row": "configurations and settings",
		"layers": {"configuration": "stated"},
		"cells": {"onprem": "C", "iaas": "C", "paas": "C", "saas": "C"},
	},
	{
		"row": "identities and users",
		"layers": {"identity.users": "stated"},
		"cells": {"onprem": "C", "iaas": "C", "paas": "C", "saas": "C"},
	},
	{
		"row": "client devices",
		"layers": {"endpoint": "stated"},
		"cells": {"onprem": "C", "iaas": "C", "paas": "C", "saas": "S"},
	},
	{
		"row": "applications",
		"layers": {"application": "stated"},
		"cells": {"onprem": "C", "iaas": "C", "paas": "S", "saas": "S"},
	},
	{
		"row": "network controls",
		"layers": {"network.controls": "stated"},
		"cells": {"onprem": "C", "iaas": "C", "paas": "S", "saas": "P"},
	},
	{
		"row": "operating system",
		"layers": {"os.guest": "stated"},
		"cells": {"onprem": "C", "iaas": "C", "paas": "P", "saas": "P"},
	},
	# Not a row of the table: the text below it says that Microsoft manages
	# operating systems, runtime environments and middleware in PaaS and SaaS.
	{
		"row": "platform services",
		"layers": {"runtime": "stated"},
		"cells": {"paas": "P", "saas": "P"},
	},
	# Where the operating system is the customer's, so is what is installed on it.
	{
		"row": "operating system",
		"layers": {"runtime": "inferred"},
		"cells": {"onprem": "C", "iaas": "C"},
	},
	{
		"row": "physical hosts",
		"layers": {"host": "stated"},
		"cells": {"onprem": "C", "iaas": "P", "paas": "P", "saas": "P"},
	},
	{
		"row": "physical network",
		"layers": {"network.physical": "stated"},
		"cells": {"onprem": "C", "iaas": "P", "paas": "P", "saas": "P"},
	},
	{
		"row": "physical datacenter",
		"layers": {"datacenter": "stated"},
		"cells": {"onprem": "C", "iaas": "P", "paas": "P", "saas": "P"},
	},
]
