package onus.boundary.services.aws.ecs_test

import data.onus.boundary.services.aws.ecs

service(properties) := {"type": "AWS::ECS::Service", "model": "caas", "properties": properties}

kinds(answer) := [duty.party.kind | some duty in answer.performs]

test_four_launch_types if {
	every launch_type, expected in {
		"FARGATE": ["provider"],
		"MANAGED_INSTANCES": ["provider"],
		"EC2": ["customer"],
		"EXTERNAL": ["customer"],
	} {
		answer := ecs.responsibility["os.node"] with input as service({"LaunchType": launch_type})
		kinds(answer) == expected
		answer.basis.confidence == "stated"
		answer.basis.switch == {"pointer": "/properties/LaunchType", "value": launch_type}
	}
}

test_launch_type_decides_the_model if {
	every launch_type, expected in {
		"FARGATE": "caas-managed",
		"MANAGED_INSTANCES": "caas-managed",
		"EC2": "caas",
		"EXTERNAL": "hybrid",
	} {
		ecs.model == expected with input as service({"LaunchType": launch_type})
	}
}

test_own_servers_bring_their_hardware if {
	answers := ecs.responsibility with input as service({"LaunchType": "EXTERNAL"})
	object.keys(answers) == {"os.node", "host", "network.physical", "datacenter"}
	{kinds(answer) | some answer in answers} == {["customer"]}
}

test_other_launch_types_leave_the_hardware_to_the_edition if {
	every launch_type in ["FARGATE", "MANAGED_INSTANCES", "EC2"] {
		answers := ecs.responsibility with input as service({"LaunchType": launch_type})
		object.keys(answers) == {"os.node"}
	}
}

test_whatever_is_not_plain_is_the_customers if {
	every properties in [
		{},
		{"LaunchType": null},
		{"LaunchType": "fargate"},
		{"LaunchType": {"Ref": "LaunchType"}},
		{"CapacityProviderStrategy": []},
		{"CapacityProviderStrategy": "FARGATE"},
		{"CapacityProviderStrategy": [{"CapacityProvider": "FARGATE"}, {"CapacityProvider": "mine"}]},
		{"CapacityProviderStrategy": [{"CapacityProvider": "FARGATE"}, {"Fn::If": ["a", "b", "c"]}]},
	] {
		answer := ecs.responsibility["os.node"] with input as service(properties)
		kinds(answer) == ["customer"]
		answer.basis.confidence == "inferred"
	}
}

test_fargate_strategy if {
	strategy := [{"CapacityProvider": "FARGATE", "Base": 1}, {"CapacityProvider": "FARGATE_SPOT"}]
	answer := ecs.responsibility["os.node"] with input as service({"CapacityProviderStrategy": strategy})
	kinds(answer) == ["provider"]
	answer.basis.switch == {"pointer": "/properties/CapacityProviderStrategy", "value": strategy}
}

test_terraform_service if {
	every expected in [
		[{"launch_type": "FARGATE"}, ["provider"]],
		[{"launch_type": "", "capacity_provider_strategy": [{"capacity_provider": "FARGATE"}]}, ["provider"]],
		[{"launch_type": "", "capacity_provider_strategy": [{"capacity_provider": "mine"}]}, ["customer"]],
		[{"launch_type": null, "capacity_provider_strategy": []}, ["customer"]],
		[{"capacity_provider_strategy": null}, ["customer"]],
	] {
		answer := ecs.responsibility["os.node"] with input as {"type": "aws_ecs_service", "properties": expected[0]}
		kinds(answer) == expected[1]
	}
}

test_capacity_providers if {
	every expected in [
		[{"ManagedInstancesProvider": {"InfrastructureRoleArn": "arn"}}, ["provider"]],
		[{"AutoScalingGroupProvider": {"AutoScalingGroupArn": "arn"}}, ["customer"]],
		[{}, ["customer"]],
	] {
		answer := ecs.responsibility["os.node"] with input as {"type": "AWS::ECS::CapacityProvider", "properties": expected[0]}
		kinds(answer) == expected[1]
	}
}

test_terraform_capacity_providers if {
	managed := ecs.responsibility["os.node"] with input as {
		"type": "aws_ecs_capacity_provider",
		"properties": {"managed_instances_provider": [{"propagate_tags": "NONE"}], "auto_scaling_group_provider": []},
	}
	kinds(managed) == ["provider"]
	group := ecs.responsibility["os.node"] with input as {
		"type": "aws_ecs_capacity_provider",
		"properties": {"managed_instances_provider": [], "auto_scaling_group_provider": [{"auto_scaling_group_arn": "arn"}]},
	}
	kinds(group) == ["customer"]
}
