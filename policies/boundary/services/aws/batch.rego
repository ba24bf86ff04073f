# METADATA
# title: Batch compute environments
# description: |
#   AWS Batch starts EC2 instances from a recent image and then leaves them alone: the
#   guest operating system, with its updates, is the customer's. On Fargate there is
#   no instance to patch.
# related_resources:
# - ref: https://docs.aws.amazon.com/batch/latest/userguide/compute_resource_AMIs.html
# - ref: https://docs.aws.amazon.com/batch/latest/userguide/fargate.html
# custom:
#   id: ONUS-SERVICE-AWS-BATCH
#   kind: boundary
#   tier: service
#   resources: ["AWS::Batch::ComputeEnvironment", aws_batch_compute_environment]
package onus.boundary.services.aws.batch

import data.onus.lib.boundary.answer
import data.onus.lib.fact

responsibility[layer] := found if {
	layer := "os.node"
	base := answer.basis("aws-batch-2026", kind.cell, kind.confidence, kind.source)
	found := answer.duty_cell(kind.letter, "AWS", duties, answer.switched(base, compute.pointer, compute.value))
}

model := kind.model

duties := {
	"customer": "patch the operating system of the compute resources by moving to newer images",
	"provider": "provision and patch the capacity that runs the jobs",
}

kind := {
	"letter": "P", "cell": "compute resources x fargate", "confidence": "inferred", "model": "caas-managed",
	"source": "https://docs.aws.amazon.com/batch/latest/userguide/fargate.html",
} if {
	compute.value in {"FARGATE", "FARGATE_SPOT"}
} else := {
	"letter": "C", "cell": "compute resources x ec2", "confidence": "stated", "model": "caas",
	"source": "https://docs.aws.amazon.com/batch/latest/userguide/compute_resource_AMIs.html",
} if {
	compute.value in {"EC2", "SPOT"}
} else := {
	"letter": "C", "cell": "compute resources", "confidence": "inferred", "model": "caas",
	"source": "https://docs.aws.amazon.com/batch/latest/userguide/compute_resource_AMIs.html",
}

# An unmanaged environment has no compute resources here: they are instances of the
# customer's own.
compute := found if {
	found := fact.at(input.properties.ComputeResources.Type, "/properties/ComputeResources/Type")
} else := found if {
	found := fact.at(input.properties.compute_resources[0].type, "/properties/compute_resources/0/type")
} else := fact.assumed(null, "/properties/ComputeResources/Type") if {
	startswith(input.type, "AWS::")
} else := fact.assumed(null, "/properties/compute_resources/0/type")
