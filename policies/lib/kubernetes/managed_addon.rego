# METADATA
# title: Add-ons that the provider manages
# description: |
#   Pods that AKS, EKS and GKE put into a cluster themselves, such as kube-proxy and the
#   network plugin. The provider sets them back after a change, so a fix by the customer
#   does not last, and some of them need the host's network.
#
#   Anybody who may create pods can set a label, so a label alone proves nothing. Three
#   marks are needed together: a namespace of the system, the provider's label or
#   annotation, and images from the provider's own registry, in all containers. The
#   mode `EnsureExists` of the add-on manager leaves the object to its users: such
#   objects are evaluated. So are add-ons that the customer installs.
# related_resources:
# - ref: https://github.com/kubernetes/kubernetes/tree/master/cluster/addons/addon-manager
# - ref: https://learn.microsoft.com/azure/aks/support-policies
# - ref: https://docs.aws.amazon.com/eks/latest/userguide/add-ons-images.html
# - ref: https://docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html
# - ref: https://cloud.google.com/kubernetes-engine/docs/concepts/shared-responsibility
package onus.lib.kubernetes.managed_addon

import data.onus.lib.kubernetes.containers

# The provider runs these pods.
managed if {
	input.scope.group in {"kube-system", "calico-system", "tigera-operator", "gatekeeper-system", "aks-istio-system", "app-routing-system"}
	some labels in label_sets
	labels["kubernetes.azure.com/managedby"] == "aks"
	images_from(`^mcr\.microsoft\.com/`)
}

managed if {
	input.scope.group == "kube-system"
	some labels in label_sets
	eks_mark(labels)
	images_from(eks_registry)
}

managed if {
	is_string(input.scope.group)
	regex.match(`^(kube-system|gmp-system|gke-managed-[a-z0-9-]+)$`, input.scope.group)
	gke_mark
	images_from(`^(gke\.gcr\.io/|([a-z0-9-]+\.)?gcr\.io/gke-release/|[a-z0-9-]+-docker\.pkg\.dev/gke-release/)`)
}

# The labels of the object, and of the pods that it makes.
label_sets contains input.raw.metadata.labels if is_object(input.raw.metadata.labels)

label_sets contains input.raw.spec.template.metadata.labels if is_object(input.raw.spec.template.metadata.labels)

annotation_sets contains input.raw.metadata.annotations if is_object(input.raw.metadata.annotations)

annotation_sets contains input.raw.spec.template.metadata.annotations if is_object(input.raw.spec.template.metadata.annotations)

eks_mark(labels) if labels["eks.amazonaws.com/component"]

eks_mark(labels) if labels["k8s-app"] in {"aws-node", "kube-proxy"}

# The add-on manager sets these back.
gke_mark if {
	some labels in label_sets
	labels["addonmanager.kubernetes.io/mode"] == "Reconcile"
}

gke_mark if {
	some annotations in annotation_sets
	annotations["components.gke.io/component-name"]
	not left_to_users
}

# Pods that the node itself runs from a file, such as kube-proxy.
gke_mark if {
	some labels in label_sets
	labels.component == "kube-proxy"
	some annotations in annotation_sets
	annotations["kubernetes.io/config.mirror"]
}

left_to_users if {
	some labels in label_sets
	labels["addonmanager.kubernetes.io/mode"] == "EnsureExists"
}

# The accounts of Amazon that publish the images of EKS add-ons, by region.
eks_registry := `^(602401143452|877085696533|800184023465|900889452093|918309763551|961992271922|558608220178|590381155156|013241004608|151742754352|066635153087|455263428931|491585149902|296578399912)\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/(eks/|amazon/|amazon-k8s-cni)`

# images_from(pattern): all containers run images whose name matches.
images_from(pattern) if {
	count(containers.all) > 0
	every container in containers.all {
		is_string(container.image)
		regex.match(pattern, container.image)
	}
}
