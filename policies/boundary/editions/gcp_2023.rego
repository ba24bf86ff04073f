# METADATA
# title: Google Cloud shared responsibility chart, August 2023
# description: |
#   Google's chart has sixteen rows over three columns, and every cell belongs to
#   one side: it knows no shared cell. Its rows are not onus layers; each is mapped
#   to the layer that its duty sits at. Where several rows belong to one layer, one
#   of them answers and the others only confirm it (`confirms`): they carry the same
#   letters, and a test holds them to it.
#
#   The prose beside the chart differs from it in places. The chart answers, and a
#   note on the answer says what the prose adds.
#
#   The chart says nothing about the devices that people work from, and nothing
#   about who holds the keys beyond the platform's own encryption. The prose leaves
#   client protection with the customer; keys are read into the row about access
#   policies, because whoever decides about access decides about the keys.
# related_resources:
# - ref: https://cloud.google.com/architecture/framework/security/shared-responsibility-shared-fate
# custom:
#   id: ONUS-EDITION-GCP-2023
#   kind: boundary
#   tier: edition
#   edition: {id: gcp-2023, providers: [gcp], published: 2023-08-21}
#   resources: ["*"]
package onus.boundary.editions.gcp_2023

import data.onus.lib.boundary.matrix
import data.onus.lib.boundary.projection

responsibility[layer] := noted(layer, answer) if {
	some layer, answer in matrix.answers(table, columns, input.model)
}

# Beside the common projection: keys go with the data that they protect.
columns := {model: object.union(layers, {"keys": layers.data}) | some model, layers in projection.table}

# Where the prose and the chart differ, for the models that have a column.
notes := {
	"application": {"paas": "the prose calls application-level controls shared here"},
	"identity.directory": {"paas": "the prose calls identity and access management shared here"},
	"identity.users": {"paas": "the prose calls identity and access management shared here"},
	"network.controls": {"iaas": "a course by Google calls network security shared here"},
}

noted(layer, answer) := object.union(answer, {"basis": {"note": notes[layer][input.model]}})

noted(layer, answer) := answer if not notes[layer][input.model]

table := {
	"edition": "gcp-2023",
	"provider": "Google",
	"source": "https://cloud.google.com/architecture/framework/security/shared-responsibility-shared-fate",
	"rows": rows,
}

rows := [
	{
		"row": "content",
		"layers": {"data": "transcribed"},
		"cells": {"iaas": "C", "paas": "C", "saas": "C"},
	},
	{
		"row": "access policies",
		"layers": {"identity.users": "inferred", "keys": "inferred"},
		"cells": {"iaas": "C", "paas": "C", "saas": "C"},
	},
	{
		"row": "usage",
		"layers": {"configuration": "inferred"},
		"cells": {"iaas": "C", "paas": "C", "saas": "C"},
	},
	{
		"row": "deployment",
		"layers": {},
		"confirms": "application",
		"cells": {"iaas": "C", "paas": "C", "saas": "P"},
	},
	{
		"row": "web application security",
		"layers": {"application": "transcribed"},
		"cells": {"iaas": "C", "paas": "C", "saas": "P"},
	},
	{
		"row": "identity",
		"layers": {"identity.directory": "inferred"},
		"cells": {"iaas": "C", "paas": "P", "saas": "P"},
	},
	{
		"row": "operations",
		"layers": {"runtime": "inferred"},
		"cells": {"iaas": "C", "paas": "P", "saas": "P"},
	},
	{
		"row": "access and authentication",
		"layers": {},
		"confirms": "identity.directory",
		"cells": {"iaas": "C", "paas": "P", "saas": "P"},
	},
	{
		"row": "network security",
		"layers": {"network.controls": "transcribed"},
		"cells": {"iaas": "C", "paas": "P", "saas": "P"},
	},
	{
		"row": "guest os, data & content",
		"layers": {"os.guest": "transcribed"},
		"cells": {"iaas": "C", "paas": "P", "saas": "P"},
	},
	{
		"row": "audit logging",
		"layers": {},
		"confirms": "host",
		"cells": {"iaas": "P", "paas": "P", "saas": "P"},
	},
	{
		"row": "network",
		"layers": {"network.physical": "transcribed"},
		"cells": {"iaas": "P", "paas": "P", "saas": "P"},
	},
	{
		"row": "storage + encryption",
		"layers": {},
		"confirms": "host",
		"cells": {"iaas": "P", "paas": "P", "saas": "P"},
	},
	{
		"row": "hardened kernel + ipc",
		"layers": {},
		"confirms": "host",
		"cells": {"iaas": "P", "paas": "P", "saas": "P"},
	},
	{
		"row": "boot",
		"layers": {},
		"confirms": "host",
		"cells": {"iaas": "P", "paas": "P", "saas": "P"},
	},
	# The chart ends at the hardware. The building around it is Google's in the prose.
	{
		"row": "hardware",
		"layers": {"host": "transcribed", "datacenter": "inferred"},
		"cells": {"iaas": "P", "paas": "P", "saas": "P"},
	},
	# Not a row of the chart: the prose leaves it with the customer.
	{
		"row": "client protection",
		"layers": {"endpoint": "stated"},
		"cells": {"paas": "C"},
	},
	# The chart is about what runs at Google. Elsewhere, all of it is the customer's.
	{
		"row": "outside google cloud",
		"layers": {
			"data": "inferred",
			"keys": "inferred",
			"identity.users": "inferred",
			"identity.directory": "inferred",
			"endpoint": "inferred",
			"configuration": "inferred",
			"application": "inferred",
			"runtime": "inferred",
			"os.guest": "inferred",
			"network.controls": "inferred",
			"host": "inferred",
			"network.physical": "inferred",
			"datacenter": "inferred",
		},
		"cells": {"onprem": "C"},
	},
]
