# METADATA
# title: Microsoft's whitepaper "Shared Responsibilities for Cloud Computing", April 2017
# description: |
#   Seven rows, and none for the operating system: it has to be read into the host
#   infrastructure, which makes the operating system of a PaaS the provider's. The
#   cells are taken from three transcriptions of the chart that agree.
# related_resources:
# - ref: https://docslib.org/doc/829263/shared-responsibilities-for-cloud-computing
# - ref: http://surfingwithstyle.com/notes/computer/microsoft/azure/az-204/shared-responsibility-model/index.html
# custom:
#   id: ONUS-EDITION-MSFT-2017
#   kind: boundary
#   tier: edition
#   edition: {id: msft-2017, providers: [azure, m365], published: 2017-04-03}
#   resources: ["*"]
package onus.boundary.editions.msft_2017

import data.onus.lib.boundary.matrix
import data.onus.lib.boundary.projection

responsibility[layer] := answer if {
	some layer, answer in matrix.answers(table, projection.table, input.model)
}

table := {
	"edition": "msft-2017",
	"provider": "Microsoft",
	"source": "https://docslib.org/doc/829263/shared-responsibilities-for-cloud-computing",
	"rows": [
		{
			"row": "data classification and accountability",
			"layers": {"data": "transcribed"},
			"cells": {"onprem": "C", "iaas": "C", "paas": "C", "saas": "C"},
		},
		{
			"row": "client and end-point protection",
			"layers": {"endpoint": "transcribed"},
			"cells": {"onprem": "C", "iaas": "C", "paas": "C", "saas": "S"},
		},
		# One row for accounts and for the directory behind them: the customer sets
		# multifactor authentication up, Microsoft makes it work.
		{
			"row": "identity and access management",
			"layers": {"identity.users": "transcribed", "identity.directory": "inferred"},
			"cells": {"onprem": "C", "iaas": "C", "paas": "S", "saas": "S"},
		},
		{
			"row": "application level controls",
			"layers": {"application": "transcribed"},
			"cells": {"onprem": "C", "iaas": "C", "paas": "S", "saas": "P"},
		},
		{
			"row": "network controls",
			"layers": {"network.controls": "transcribed"},
			"cells": {"onprem": "C", "iaas": "S", "paas": "P", "saas": "P"},
		},
		{
			"row": "host infrastructure",
			"layers": {"host": "transcribed"},
			"cells": {"onprem": "C", "iaas": "S", "paas": "P", "saas": "P"},
		},
		# The operating system, read out of the same row. Where the row is shared,
		# the guest is the customer's part of it and the host is Microsoft's.
		{
			"row": "host infrastructure",
			"layers": {"os.guest": "inferred"},
			"cells": {"onprem": "C", "iaas": "C", "paas": "P", "saas": "P"},
		},
		{
			"row": "physical security",
			"layers": {"datacenter": "transcribed", "network.physical": "inferred"},
			"cells": {"onprem": "C", "iaas": "P", "paas": "P", "saas": "P"},
		},
	],
}
