# METADATA
# title: AWS shared responsibility model, read in 2026
# description: |
#   AWS publishes a rule, not a matrix: AWS secures what runs the cloud, from the
#   host's operating system down to the building, and the customer secures what it
#   puts there. How much that is depends on the class of the service. An
#   infrastructure service (EC2, EBS, VPC) is the column iaas here; a container
#   service (RDS, EMR, Elastic Beanstalk) and an abstracted one (S3, DynamoDB, SQS)
#   are both the column paas.
#
#   Where these two classes differ, which is the network configuration, the column
#   paas has no cell: services/aws/container.rego and services/aws/abstracted.rego
#   answer by the type of the resource.
#
#   AWS calls patch management and configuration management shared controls,
#   because both sides have them in separate contexts: AWS for its infrastructure,
#   the customer for its systems. A layer here stands in one of the contexts, so
#   these two controls are not shared cells.
#
#   AWS says nothing about the devices that people work from, and nothing separate
#   about the directory behind the accounts: those layers stay unassigned.
# related_resources:
# - ref: https://aws.amazon.com/compliance/shared-responsibility-model/
# - ref: https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/shared-responsibility.html
# - ref: https://d1.awsstatic.com/whitepapers/Security/AWS_Security_Best_Practices.pdf
# custom:
#   id: ONUS-EDITION-AWS-2026
#   kind: boundary
#   tier: edition
#   edition: {id: aws-2026, providers: [aws], published: "2026"}
#   resources: ["*"]
package onus.boundary.editions.aws_2026

import data.onus.lib.boundary.matrix
import data.onus.lib.boundary.projection

responsibility[layer] := answer if {
	some layer, answer in matrix.answers(table, columns, input.model)
}

# Beside the common projection: keys go with the data that they protect, and a
# finished application (saas), which AWS has no class for, is at least an
# abstracted service below the application itself.
columns := object.union(
	{model: object.union(layers, {"keys": layers.data}) | some model, layers in projection.table},
	{"saas": {
		"data": "paas",
		"keys": "paas",
		"configuration": "paas",
		"identity.users": "paas",
		"runtime": "paas",
		"os.guest": "paas",
		"host": "paas",
		"network.physical": "paas",
		"datacenter": "paas",
	}},
)

table := {
	"edition": "aws-2026",
	"provider": "AWS",
	"source": "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/shared-responsibility.html",
	"rows": rows,
}

rows := [
	{
		"row": "customer data",
		"layers": {"data": "stated"},
		"cells": {"iaas": "C", "paas": "C"},
	},
	{
		"row": "encryption options",
		"layers": {"keys": "stated"},
		"cells": {"paas": "C"},
	},
	# Said of abstracted services; what the customer runs itself, it encrypts itself.
	{
		"row": "encryption options",
		"layers": {"keys": "inferred"},
		"cells": {"iaas": "C"},
	},
	{
		"row": "identity and access management",
		"layers": {"identity.users": "stated"},
		"cells": {"iaas": "C", "paas": "C"},
	},
	{
		"row": "configuration management",
		"layers": {"configuration": "transcribed"},
		"cells": {"iaas": "C", "paas": "C"},
	},
	{
		"row": "application software",
		"layers": {"application": "stated"},
		"cells": {"iaas": "C"},
	},
	# What the customer runs on a platform, or stores behind an endpoint, is its own.
	{
		"row": "application software",
		"layers": {"application": "inferred"},
		"cells": {"paas": "C"},
	},
	{
		"row": "platform",
		"layers": {"runtime": "stated"},
		"cells": {"iaas": "C", "paas": "P"},
	},
	{
		"row": "operating system",
		"layers": {"os.guest": "stated"},
		"cells": {"iaas": "C", "paas": "P"},
	},
	{
		"row": "network configuration",
		"layers": {"network.controls": "stated"},
		"cells": {"iaas": "C"},
	},
	{
		"row": "host operating system and virtualization",
		"layers": {"host": "stated"},
		"cells": {"iaas": "P", "paas": "P"},
	},
	{
		"row": "infrastructure networking",
		"layers": {"network.physical": "stated"},
		"cells": {"iaas": "P", "paas": "P"},
	},
	{
		"row": "facilities",
		"layers": {"datacenter": "stated"},
		"cells": {"iaas": "P", "paas": "P"},
	},
	# The model is about what runs at AWS. Elsewhere, all of it is the customer's.
	{
		"row": "outside aws",
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
