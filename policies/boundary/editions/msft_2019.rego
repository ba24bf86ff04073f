# METADATA
# title: Microsoft's shared responsibility graphic, about 2019 to 2024
# description: |
#   The graphic in three groups (always the customer's, varies, transfers), with
#   identity split into accounts and directory. The picture itself is not text:
#   its cells are taken from a transcription. When it was first shown is not known
#   to the day: the date below is the first day of its year.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
# - ref: https://github.com/trongthoaivn/AZ900
# custom:
#   id: ONUS-EDITION-MSFT-2019
#   kind: boundary
#   tier: edition
#   edition: {id: msft-2019, providers: [azure, m365], published: 2019-01-01}
#   resources: ["*"]
package onus.boundary.editions.msft_2019

import data.onus.lib.boundary.matrix
import data.onus.lib.boundary.projection

responsibility[layer] := answer if {
	some layer, answer in matrix.answers(table, projection.table, input.model)
}

table := {
	"edition": "msft-2019",
	"provider": "Microsoft",
	"source": "https://github.com/trongthoaivn/AZ900",
	"rows": [
		{
			"row": "information and data",
			"layers": {"data": "transcribed"},
			"cells": {"onprem": "C", "iaas": "C", "paas": "C", "saas": "C"},
		},
		{
			"row": "devices (mobile and pcs)",
			"layers": {"endpoint": "transcribed"},
			"cells": {"onprem": "C", "iaas": "C", "paas": "C", "saas": "C"},
		},
		{
			"row": "accounts and identities",
			"layers": {"identity.users": "transcribed"},
			"cells": {"onprem": "C", "iaas": "C", "paas": "C", "saas": "C"},
		},
		{
			"row": "identity and directory infrastructure",
			"layers": {"identity.directory": "transcribed"},
			"cells": {"onprem": "C", "iaas": "C", "paas": "S", "saas": "S"},
		},
		{
			"row": "applications",
			"layers": {"application": "transcribed"},
			"cells": {"onprem": "C", "iaas": "C", "paas": "S", "saas": "P"},
		},
		{
			"row": "network controls",
			"layers": {"network.controls": "transcribed"},
			"cells": {"onprem": "C", "iaas": "C", "paas": "S", "saas": "P"},
		},
		{
			"row": "operating system",
			"layers": {"os.guest": "transcribed"},
			"cells": {"onprem": "C", "iaas": "C", "paas": "P", "saas": "P"},
		},
		{
			"row": "physical hosts",
			"layers": {"host": "transcribed"},
			"cells": {"onprem": "C", "iaas": "P", "paas": "P", "saas": "P"},
		},
		{
			"row": "physical network",
			"layers": {"network.physical": "transcribed"},
			"cells": {"onprem": "C", "iaas": "P", "paas": "P", "saas": "P"},
		},
		{
			"row": "physical datacenter",
			"layers": {"datacenter": "transcribed"},
			"cells": {"onprem": "C", "iaas": "P", "paas": "P", "saas": "P"},
		},
	],
}
