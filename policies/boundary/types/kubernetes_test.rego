package onus.boundary.types.kubernetes_test

import data.onus.boundary.types.kubernetes

test_workloads_are_containers_on_visible_nodes if {
	every entry in kubernetes.table {
		entry.model == "caas"
		entry.confidence == "inferred"
	}
	count(kubernetes.table) == 22
}

test_older_versions_and_other_makers_of_pods_are_workloads if {
	every type in ["apps/v1beta1/Deployment", "extensions/v1beta1/DaemonSet", "batch/v1beta1/CronJob", "apps.openshift.io/v1/DeploymentConfig", "argoproj.io/v1alpha1/Rollout"] {
		kubernetes.table[type]
	}
	not kubernetes.table["v1/Service"]
}
