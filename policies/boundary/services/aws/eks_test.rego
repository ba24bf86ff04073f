package onus.boundary.services.aws.eks_test

import data.onus.boundary.services.aws.eks

kinds(answer) := [duty.party.kind | some duty in answer.performs]

nodes(kind, properties) := answer if {
	answer := eks.responsibility["os.node"] with input as {"type": kind, "properties": properties}
}

test_auto_mode_is_patched_by_aws if {
	every answer in [
		nodes("AWS::EKS::Cluster", {"ComputeConfig": {"Enabled": true}}),
		nodes("AWS::EKS::Cluster", {"ComputeConfig": {"Enabled": "true"}}),
		nodes("aws_eks_cluster", {"compute_config": [{"enabled": true}]}),
	] {
		kinds(answer) == ["provider"]
		answer.basis.cell == "nodes x auto mode"
	}
}

test_cluster_without_auto_mode_leaves_its_nodes_to_the_customer if {
	every properties in [{}, {"ComputeConfig": {"Enabled": false}}, {"ComputeConfig": {"Enabled": 1}}, {"ComputeConfig": null}] {
		kinds(nodes("AWS::EKS::Cluster", properties)) == ["customer"]
	}
	kinds(nodes("aws_eks_cluster", {"compute_config": []})) == ["customer"]
}

test_auto_mode_beside_hybrid_nodes_is_shared if {
	properties := {"ComputeConfig": {"Enabled": true}, "RemoteNetworkConfig": {"RemoteNodeNetworks": [{"Cidrs": ["10.0.0.0/8"]}]}}
	answer := nodes("AWS::EKS::Cluster", properties)
	kinds(answer) == ["provider", "customer"]
	answer.accountable == {"kind": "customer"}
	answer.basis.switch.pointer == "/properties/RemoteNetworkConfig"
}

test_models if {
	eks.model == "caas-managed" with input as {"type": "AWS::EKS::Cluster", "properties": {"ComputeConfig": {"Enabled": true}}}
	eks.model == "caas" with input as {"type": "AWS::EKS::Cluster", "properties": {}}
	eks.model == "caas-managed" with input as {"type": "aws_eks_fargate_profile", "properties": {}}
	eks.model == "hybrid" with input as {"type": "aws_eks_access_entry", "properties": {"type": "HYBRID_LINUX"}}
}

test_node_group_images if {
	every image in ["AL2_x86_64", "AL2023_ARM_64_STANDARD", "BOTTLEROCKET_x86_64", "WINDOWS_CORE_2022_x86_64"] {
		answer := nodes("AWS::EKS::Nodegroup", {"AmiType": image})
		kinds(answer) == ["provider", "customer"]
		answer.accountable == {"kind": "customer"}
		answer.basis.confidence == "stated"
	}
	every image in ["CUSTOM", "UBUNTU_22", {"Ref": "Image"}] {
		kinds(nodes("AWS::EKS::Nodegroup", {"AmiType": image})) == ["customer"]
	}
}

test_node_group_that_names_no_image if {
	kinds(nodes("AWS::EKS::Nodegroup", {})) == ["provider", "customer"]
	templated := nodes("AWS::EKS::Nodegroup", {"LaunchTemplate": {"Id": "lt-1"}})
	kinds(templated) == ["customer"]
	templated.basis.confidence == "inferred"
	kinds(nodes("aws_eks_node_group", {"launch_template": [{"id": "lt-1"}]})) == ["customer"]
	kinds(nodes("aws_eks_node_group", {"launch_template": []})) == ["provider", "customer"]
}

test_fargate_profile_has_no_switch if {
	answer := nodes("AWS::EKS::FargateProfile", {})
	kinds(answer) == ["provider"]
	not answer.basis.switch
}

test_access_entries_tell_the_kind_of_node if {
	every kind, expected in {
		"EC2_LINUX": ["customer"],
		"EC2_WINDOWS": ["customer"],
		"HYBRID_LINUX": ["customer"],
		"EC2": ["provider"],
		"FARGATE_LINUX": ["provider"],
	} {
		kinds(nodes("AWS::EKS::AccessEntry", {"Type": kind})) == expected
	}
}

test_access_entry_of_a_person_says_nothing_about_nodes if {
	every properties in [{}, {"Type": "STANDARD"}] {
		answers := eks.responsibility with input as {"type": "AWS::EKS::AccessEntry", "properties": properties}
		count(answers) == 0
	}
}

test_hybrid_nodes_bring_their_hardware if {
	answers := eks.responsibility with input as {"type": "AWS::EKS::AccessEntry", "properties": {"Type": "HYBRID_LINUX"}}
	object.keys(answers) == {"os.node", "host", "network.physical", "datacenter"}
	{kinds(answer) | some answer in answers} == {["customer"]}
}
