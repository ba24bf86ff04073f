# METADATA
# title: Microsoft's shared responsibility split as the press reported it, April 2016
# description: |
#   The split that ITPro and The Register published in the week the first papers
#   appeared. It is the one edition that leaves the operating system of a PaaS with
#   the customer.
# related_resources:
# - ref: https://itpro.com/cloud/private-cloud/363406/microsoft-spells-out-azure-security-liability
# - ref: http://m.theregister.co.uk/2016/04/15/cloud_problems_are_no_problem_when_you_know_your_problems_and_microsofts_problems/
# custom:
#   id: ONUS-EDITION-MSFT-2016-PRESS
#   kind: boundary
#   tier: edition
#   edition: {id: msft-2016-press, providers: [azure, m365], published: 2016-04-15}
#   resources: ["*"]
package onus.boundary.editions.msft_2016_press

import data.onus.lib.boundary.matrix
import data.onus.lib.boundary.projection

responsibility[layer] := answer if {
	some layer, answer in matrix.answers(table, projection.table, input.model)
}

table := {
	"edition": "msft-2016-press",
	"provider": "Microsoft",
	"source": "https://itpro.com/cloud/private-cloud/363406/microsoft-spells-out-azure-security-liability",
	"rows": [
		{
			"row": "data classification",
			"layers": {"data": "stated"},
			"cells": {"onprem": "C", "iaas": "C", "paas": "C", "saas": "C"},
		},
		{
			"row": "clients and end points",
			"layers": {"endpoint": "stated"},
			"cells": {"onprem": "C", "iaas": "C", "paas": "C", "saas": "C"},
		},
		{
			"row": "identity and user management",
			"layers": {"identity.users": "stated"},
			"cells": {"onprem": "C", "iaas": "C", "paas": "C", "saas": "C"},
		},
		{
			"row": "applications",
			"layers": {"application": "stated"},
			"cells": {"onprem": "C", "iaas": "C", "paas": "C", "saas": "P"},
		},
		{
			"row": "operating system",
			"layers": {"os.guest": "stated"},
			"cells": {"onprem": "C", "iaas": "C", "paas": "C", "saas": "P"},
		},
		{
			"row": "network controls",
			"layers": {"network.controls": "stated"},
			"cells": {"onprem": "C", "iaas": "C", "paas": "P", "saas": "P"},
		},
		{
			"row": "servers, network hardware, hypervisor",
			"layers": {"host": "stated", "network.physical": "stated"},
			"cells": {"onprem": "C", "iaas": "P", "paas": "P", "saas": "P"},
		},
		{
			"row": "buildings",
			"layers": {"datacenter": "stated"},
			"cells": {"onprem": "C", "iaas": "P", "paas": "P", "saas": "P"},
		},
	],
}
