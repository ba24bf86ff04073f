# METADATA
# title: Kubernetes workloads
# description: |
#   Whoever runs the cluster, what is deployed into it belongs to whoever deploys it:
#   the providers of managed clusters say so of containers, pods and their policies,
#   and in a cluster of one's own there is nobody else. An object does not tell which
#   cluster it is in, so the answer is inferred, and nothing is said of the nodes.
# related_resources:
# - ref: https://cloud.google.com/kubernetes-engine/docs/concepts/shared-responsibility
# - ref: https://learn.microsoft.com/azure/aks/support-policies
# - ref: https://docs.aws.amazon.com/eks/latest/userguide/security.html
# - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/
# custom:
#   id: ONUS-SERVICE-KUBERNETES-WORKLOADS
#   kind: boundary
#   tier: service
#   resources: [v1/Pod, v1/ReplicationController, v1/DeploymentConfig, apps/v1/Deployment, apps/v1/ReplicaSet, apps/v1/StatefulSet, apps/v1/DaemonSet, apps/v1beta2/Deployment, apps/v1beta2/ReplicaSet, apps/v1beta2/StatefulSet, apps/v1beta2/DaemonSet, apps/v1beta1/Deployment, apps/v1beta1/StatefulSet, extensions/v1beta1/Deployment, extensions/v1beta1/ReplicaSet, extensions/v1beta1/DaemonSet, batch/v1/Job, batch/v1/CronJob, batch/v1beta1/CronJob, batch/v2alpha1/CronJob, apps.openshift.io/v1/DeploymentConfig, argoproj.io/v1alpha1/Rollout]
package onus.boundary.services.kubernetes.workloads

import data.onus.lib.boundary.answer

responsibility[layer] := found if {
	some layer, duty in duties
	base := answer.basis("kubernetes-2026", "workloads", "inferred", "https://cloud.google.com/kubernetes-engine/docs/concepts/shared-responsibility")
	found := answer.duty_cell("C", "", {"customer": duty}, base)
}

duties := {
	"application": "build, review and update what runs in the containers",
	"configuration": "choose and review the settings of the workload",
	"network.controls": "decide with network policies who may connect to the pods",
}
