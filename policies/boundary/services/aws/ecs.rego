# METADATA
# title: ECS capacity
# description: |
#   Tasks run on capacity of four kinds: Fargate, EC2 instances, managed instances,
#   and the customer's own servers (ECS Anywhere). AWS runs the control plane for all
#   of them, and the capacity itself only for Fargate and for managed instances. On
#   the customer's own servers even their physical security is the customer's.
#
#   Without a launch type a service runs on the default strategy of its cluster,
#   which does not stand in its record, and a strategy may name any capacity
#   provider. Unless it is plain that AWS runs the capacity, it is the customer's.
# related_resources:
# - ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-shared-model.html
# - ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_definition_parameters.html
# - ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ManagedInstances.html
# - ref: https://aws-samples.github.io/sample-apex-skills/docs/skills/ecs/ecs-architect/references/best-practices-corpus
# custom:
#   id: ONUS-SERVICE-AWS-ECS
#   kind: boundary
#   tier: service
#   resources:
#   - "AWS::ECS::Service"
#   - "AWS::ECS::TaskSet"
#   - "AWS::ECS::CapacityProvider"
#   - aws_ecs_service
#   - aws_ecs_task_set
#   - aws_ecs_capacity_provider
package onus.boundary.services.aws.ecs

import data.onus.lib.boundary.answer
import data.onus.lib.fact

responsibility[layer] := found if {
	layer := "os.node"
	base := answer.basis("aws-ecs-2026", capacity.cell, capacity.confidence, capacity.source)
	switched := answer.switched(base, capacity.decided.pointer, capacity.decided.value)
	found := answer.duty_cell(capacity.letter, "AWS", duties, switched)
}

# Own servers: all of the hardware is on the customer's side as well.
responsibility[layer] := found if {
	capacity.model == "hybrid"
	some layer in ["host", "network.physical", "datacenter"]
	base := answer.basis("aws-ecs-2026", capacity.cell, capacity.confidence, capacity.source)
	switched := answer.switched(base, capacity.decided.pointer, capacity.decided.value)
	found := answer.cell("C", "AWS", layer, switched)
}

model := capacity.model

duties := {
	"customer": "patch the servers that run the tasks, and keep the container agent current",
	"provider": "provision, patch and replace the servers that run the tasks",
}

corpus := "https://aws-samples.github.io/sample-apex-skills/docs/skills/ecs/ecs-architect/references/best-practices-corpus"

shared_model := "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-shared-model.html"

kinds := {
	"FARGATE": {
		"model": "caas-managed", "letter": "P", "confidence": "stated", "source": shared_model,
		"cell": "compute x fargate",
	},
	"MANAGED_INSTANCES": {
		"model": "caas-managed", "letter": "P", "confidence": "stated", "source": corpus,
		"cell": "compute x managed instances",
	},
	"EC2": {
		"model": "caas", "letter": "C", "confidence": "stated", "source": corpus,
		"cell": "compute x ec2",
	},
	"EXTERNAL": {
		"model": "hybrid", "letter": "C", "confidence": "stated", "source": corpus,
		"cell": "compute x anywhere",
	},
}

# Not plain which kind it is.
open := object.union(kinds.EC2, {"confidence": "inferred"})

capacity := found if {
	not provider_type
	entry := kinds[launch_type.value]
	found := object.union(entry, {"decided": launch_type})
} else := object.union(open, {"decided": launch_type}) if {
	not provider_type
	launch_type
} else := object.union(kinds.FARGATE, {"decided": strategy}) if {
	not provider_type
	count(providers) > 0
	count(providers - {"FARGATE", "FARGATE_SPOT"}) == 0
} else := object.union(open, {"decided": strategy}) if {
	not provider_type
	count(providers) > 0
} else := object.union(open, {"decided": fact.assumed(null, absent)}) if {
	not provider_type
} else := object.union(kinds.MANAGED_INSTANCES, {"decided": managed_instances}) if {
	managed_instances
} else := object.union(kinds.EC2, {"decided": scaling_group}) if {
	scaling_group
} else := object.union(open, {"decided": fact.assumed(null, "/properties/ManagedInstancesProvider")}) if {
	input.type == "AWS::ECS::CapacityProvider"
} else := object.union(open, {"decided": fact.assumed(null, "/properties/managed_instances_provider")})

provider_type if input.type in {"AWS::ECS::CapacityProvider", "aws_ecs_capacity_provider"}

# Terraform's state keeps an empty string where a strategy is used instead.
launch_type := found if {
	found := fact.at(input.properties.LaunchType, "/properties/LaunchType")
} else := found if {
	found := fact.at(input.properties.launch_type, "/properties/launch_type")
	found.value != ""
}

absent := "/properties/LaunchType" if {
	startswith(input.type, "AWS::")
} else := "/properties/launch_type"

# The names of the capacity providers in the strategy; null where there is no name.
providers contains name(item, "CapacityProvider") if {
	list := input.properties.CapacityProviderStrategy
	is_array(list)
	some item in list
}

providers contains name(item, "capacity_provider") if {
	list := input.properties.capacity_provider_strategy
	is_array(list)
	some item in list
}

name(item, key) := object.get(item, key, null) if {
	is_object(item)
} else := null

strategy := found if {
	found := fact.at(input.properties.CapacityProviderStrategy, "/properties/CapacityProviderStrategy")
} else := found if {
	found := fact.at(input.properties.capacity_provider_strategy, "/properties/capacity_provider_strategy")
}

managed_instances := found if {
	settings := input.properties.ManagedInstancesProvider
	is_object(settings)
	found := fact.at(input.properties.ManagedInstancesProvider, "/properties/ManagedInstancesProvider")
} else := found if {
	is_object(input.properties.managed_instances_provider[0])
	found := fact.at(input.properties.managed_instances_provider, "/properties/managed_instances_provider")
}

scaling_group := found if {
	found := fact.at(input.properties.AutoScalingGroupProvider, "/properties/AutoScalingGroupProvider")
} else := found if {
	settings := input.properties.auto_scaling_group_provider[0]
	is_object(settings)
	found := fact.at(input.properties.auto_scaling_group_provider, "/properties/auto_scaling_group_provider")
}
