# METADATA
# title: EKS nodes
# description: |
#   AWS runs the control plane of every cluster. Who patches the nodes depends on what
#   they are: with Auto Mode and on Fargate AWS does; for a managed node group AWS
#   builds patched images and the customer deploys them; an image of the customer's
#   own, self-managed nodes and hybrid nodes are the customer's altogether, hybrid
#   nodes with the hardware that they run on.
#
#   Self-managed and hybrid nodes have no record of their own. They join through an
#   access entry, which says of which kind they are, and hybrid nodes need remote
#   networks on the cluster.
# related_resources:
# - ref: https://docs.aws.amazon.com/eks/latest/userguide/security.html
# - ref: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
# - ref: https://docs.aws.amazon.com/whitepapers/latest/security-overview-amazon-eks-auto-mode/aws-shared-security-responsibility-model.html
# - ref: https://docs.aws.amazon.com/eks/latest/userguide/hybrid-nodes-prereqs.html
# - ref: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html
# custom:
#   id: ONUS-SERVICE-AWS-EKS
#   kind: boundary
#   tier: service
#   resources:
#   - "AWS::EKS::Cluster"
#   - "AWS::EKS::Nodegroup"
#   - "AWS::EKS::FargateProfile"
#   - "AWS::EKS::AccessEntry"
#   - aws_eks_cluster
#   - aws_eks_node_group
#   - aws_eks_fargate_profile
#   - aws_eks_access_entry
package onus.boundary.services.aws.eks

import data.onus.lib.aws.scalar
import data.onus.lib.boundary.answer
import data.onus.lib.fact

responsibility[layer] := found if {
	layer := "os.node"
	found := answer.duty_cell(nodes.letter, "AWS", nodes.duty, basis)
}

responsibility[layer] := found if {
	nodes.model == "hybrid"
	some layer in ["host", "network.physical", "datacenter"]
	found := answer.cell("C", "AWS", layer, basis)
}

model := nodes.model

basis := answer.switched(documented, nodes.decided.pointer, nodes.decided.value) if {
	nodes.decided
} else := documented

documented := answer.basis("aws-eks-2026", nodes.cell, nodes.confidence, nodes.source)

guide := "https://docs.aws.amazon.com/eks/latest/userguide/"

auto_mode := {
	"letter": "P", "cell": "nodes x auto mode", "confidence": "stated", "model": "caas-managed",
	"source": "https://docs.aws.amazon.com/whitepapers/latest/security-overview-amazon-eks-auto-mode/aws-shared-security-responsibility-model.html",
	"duty": {"provider": "patch the nodes and replace them when they reach their maximum age"},
}

fargate := {
	"letter": "P", "cell": "nodes x fargate", "confidence": "stated", "model": "caas-managed",
	"source": concat("", [guide, "security.html"]),
	"duty": {"provider": "patch the capacity that runs the pods"},
}

managed := {
	"letter": "S", "cell": "security patches x managed node group", "confidence": "stated", "model": "caas",
	"source": concat("", [guide, "managed-node-groups.html"]),
	"duty": {
		"customer": "deploy the patched image versions to the node group",
		"provider": "build patched versions of the node image",
	},
}

own_image := {
	"letter": "C", "cell": "security patches x managed node group with a custom ami", "confidence": "stated", "model": "caas",
	"source": concat("", [guide, "managed-node-groups.html"]),
	"duty": {"customer": "build patched versions of the node image and deploy them"},
}

self_managed := {
	"letter": "C", "cell": "nodes x self-managed", "confidence": "stated", "model": "caas",
	"source": concat("", [guide, "security.html"]),
	"duty": {"customer": "patch the operating system of the nodes"},
}

hybrid := {
	"letter": "C", "cell": "nodes x hybrid", "confidence": "stated", "model": "hybrid",
	"source": concat("", [guide, "hybrid-nodes-prereqs.html"]),
	"duty": {"customer": "patch the operating system of the nodes"},
}

# A cluster that has Auto Mode and may have hybrid nodes beside it.
both := {
	"letter": "S", "cell": "nodes x auto mode and hybrid", "confidence": "inferred", "model": "caas",
	"source": hybrid.source,
	"duty": {
		"customer": "patch the hybrid nodes that join from the remote networks",
		"provider": "patch and replace the nodes of Auto Mode",
	},
}

# The nodes of a cluster without Auto Mode: its node groups and Fargate profiles
# answer for theirs, and every other node is self-managed.
nodes := object.union(both, {"decided": remote}) if {
	cluster
	automatic
	remote
} else := object.union(auto_mode, {"decided": compute}) if {
	cluster
	automatic
} else := object.union(self_managed, {"decided": compute, "confidence": "inferred"}) if {
	cluster
} else := object.union(own_image, {"decided": image}) if {
	node_group
	image.value == "CUSTOM"
} else := object.union(managed, {"decided": image}) if {
	node_group
	known_image
} else := object.union(managed, {"decided": image}) if {
	node_group
	image.value == null
	not launch_template
} else := object.union(own_image, {"decided": image, "confidence": "inferred"}) if {
	node_group
} else := fargate if {
	input.type in {"AWS::EKS::FargateProfile", "aws_eks_fargate_profile"}
} else := object.union(self_managed, {"decided": joins_as}) if {
	joins_as.value in {"EC2_LINUX", "EC2_WINDOWS"}
} else := object.union(hybrid, {"decided": joins_as}) if {
	joins_as.value == "HYBRID_LINUX"
} else := object.union(auto_mode, {"decided": joins_as}) if {
	joins_as.value == "EC2"
} else := object.union(fargate, {"decided": joins_as}) if {
	joins_as.value == "FARGATE_LINUX"
}

cluster if input.type in {"AWS::EKS::Cluster", "aws_eks_cluster"}

node_group if input.type in {"AWS::EKS::Nodegroup", "aws_eks_node_group"}

# CloudFormation accepts booleans as strings. Auto Mode is off unless it is turned on.
automatic if scalar.boolean(compute.value) == true

compute := found if {
	found := fact.at(input.properties.ComputeConfig.Enabled, "/properties/ComputeConfig/Enabled")
} else := found if {
	found := fact.at(input.properties.compute_config[0].enabled, "/properties/compute_config/0/enabled")
} else := fact.assumed(null, "/properties/ComputeConfig/Enabled") if {
	startswith(input.type, "AWS::")
} else := fact.assumed(null, "/properties/compute_config/0/enabled")

remote := found if {
	found := fact.at(input.properties.RemoteNetworkConfig, "/properties/RemoteNetworkConfig")
} else := found if {
	found := fact.at(input.properties.remote_network_config[0], "/properties/remote_network_config/0")
}

image := found if {
	found := fact.at(input.properties.AmiType, "/properties/AmiType")
} else := found if {
	found := fact.at(input.properties.ami_type, "/properties/ami_type")
} else := fact.assumed(null, "/properties/AmiType") if {
	startswith(input.type, "AWS::")
} else := fact.assumed(null, "/properties/ami_type")

# The families of images that EKS builds.
known_image if {
	is_string(image.value)
	some family in ["AL2_", "AL2023_", "BOTTLEROCKET_", "WINDOWS_"]
	startswith(image.value, family)
}

# A launch template may name an image of the customer's own.
launch_template if is_object(input.properties.LaunchTemplate)

launch_template if is_object(input.properties.launch_template[0])

joins_as := found if {
	input.type == "AWS::EKS::AccessEntry"
	found := fact.at(input.properties.Type, "/properties/Type")
} else := found if {
	input.type == "aws_eks_access_entry"
	found := fact.at(input.properties.type, "/properties/type")
}
