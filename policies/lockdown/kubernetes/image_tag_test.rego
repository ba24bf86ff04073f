package onus.lockdown.kubernetes.image_tag_test

import data.onus.lockdown.kubernetes.image_tag

pod(image) := {"type": "v1/Pod", "properties": {"containers": [{"name": "web", "image": image}]}, "related": {"parent": []}}

pointers(image) := {finding.pointer | some finding in image_tag.deny with input as pod(image)}

denied := {"/properties/containers/0/image"}

digest := "sha256:0000000000000000000000000000000000000000000000000000000000000001"

test_latest_denies if {
	image_tag.deny == {{
		"message": "the image of the container `web` is whatever was pushed last",
		"pointer": "/properties/containers/0/image",
	}} with input as pod("registry.example.com/shop/import:latest")
}

test_no_tag_denies if {
	pointers("nginx") == denied
	pointers("localhost:5000/nginx") == denied
	pointers("nginx:") == denied
	pointers("nginx:LATEST") == denied
}

test_wrong_types_and_halves_deny if {
	pointers(null) == denied
	pointers("") == denied
	pointers(7) == denied
	pointers(["nginx:1.29"]) == denied
	pointers("nginx@") == denied
	pointers("nginx@sha256") == denied
	pointers("nginx:1.29@sha256:x") == denied
}

test_tag_and_digest_allow if {
	pointers("nginx:1.29") == set()
	pointers("localhost:5000/nginx:1.29") == set()
	pointers(sprintf("nginx@%s", [digest])) == set()
	pointers(sprintf("nginx:latest@%s", [digest])) == set()
}

test_init_containers_deny if {
	found := {finding.pointer | some finding in image_tag.deny} with input as {"type": "batch/v1/CronJob", "properties": {"jobTemplate": {"spec": {"template": {"spec": {"initContainers": [{"image": "a"}], "containers": [{"image": "a:1"}]}}}}}}
	found == {"/properties/jobTemplate/spec/template/spec/initContainers/0/image"}
}

test_no_containers_are_unknown if {
	[finding.unknown | some finding in image_tag.deny] == [true] with input as {"type": "v1/Pod", "properties": {}}
}

test_pod_of_a_workload_in_the_inventory_is_not_asked if {
	not image_tag.applies with input as object.union(pod("nginx"), {"related": {"parent": [{"type": "apps/v1/ReplicaSet"}]}})
	image_tag.applies with input as pod("nginx")
}

test_older_versions_and_other_makers_of_pods if {
	template := {"template": {"spec": {"containers": [{"name": "a", "image": "nginx:latest"}]}}}
	every type in ["apps/v1beta1/Deployment", "apps/v1beta2/StatefulSet", "extensions/v1beta1/DaemonSet", "apps.openshift.io/v1/DeploymentConfig", "v1/DeploymentConfig", "argoproj.io/v1alpha1/Rollout"] {
		{finding.pointer | some finding in image_tag.deny} == {"/properties/template/spec/containers/0/image"} with input as {"type": type, "properties": template}
	}
	every type in ["batch/v1beta1/CronJob", "batch/v2alpha1/CronJob"] {
		{finding.pointer | some finding in image_tag.deny} == {"/properties/jobTemplate/spec/template/spec/containers/0/image"} with input as {"type": type, "properties": {"jobTemplate": {"spec": template}}}
	}
}
