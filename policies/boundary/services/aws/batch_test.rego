package onus.boundary.services.aws.batch_test

import data.onus.boundary.services.aws.batch

kinds(answer) := [duty.party.kind | some duty in answer.performs]

test_compute_resources if {
	every kind, expected in {
		"FARGATE": ["provider"],
		"FARGATE_SPOT": ["provider"],
		"EC2": ["customer"],
		"SPOT": ["customer"],
		"MANAGED_INSTANCES": ["customer"],
	} {
		answer := batch.responsibility["os.node"] with input as {
			"type": "AWS::Batch::ComputeEnvironment",
			"properties": {"ComputeResources": {"Type": kind}},
		}
		kinds(answer) == expected
		answer.basis.switch == {"pointer": "/properties/ComputeResources/Type", "value": kind}
	}
}

test_unmanaged_environment_is_the_customers if {
	answer := batch.responsibility["os.node"] with input as {
		"type": "aws_batch_compute_environment",
		"properties": {"type": "UNMANAGED", "compute_resources": []},
	}
	kinds(answer) == ["customer"]
	answer.basis.switch == {"pointer": "/properties/compute_resources/0/type", "value": null}
}

test_model_follows if {
	batch.model == "caas-managed" with input as {
		"type": "aws_batch_compute_environment",
		"properties": {"compute_resources": [{"type": "FARGATE"}]},
	}
	batch.model == "caas" with input as {"type": "AWS::Batch::ComputeEnvironment", "properties": {}}
}
