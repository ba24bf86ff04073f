package onus.lib.kubernetes.managed_addon_test

import data.onus.lib.kubernetes.managed_addon

workload(namespace, labels, annotations, image) := {
	"type": "apps/v1/DaemonSet",
	"scope": {"group": namespace},
	"properties": {"template": {"spec": {"hostNetwork": true, "containers": [{"name": "a", "image": image}]}}},
	"raw": {"metadata": {"labels": labels}, "spec": {"template": {"metadata": {"annotations": annotations}}}},
}

aks := {"kubernetes.azure.com/managedby": "aks", "addonmanager.kubernetes.io/mode": "Reconcile"}

test_addons_of_aks if {
	every image in ["mcr.microsoft.com/oss/kubernetes/kube-proxy:v1.30.4", "mcr.microsoft.com/oss/v2/kubernetes/coredns:v1.11", "mcr.microsoft.com/containernetworking/azure-cns:v1.6", "mcr.microsoft.com/azuremonitor/containerinsights/ciprod:3.1"] {
		managed_addon.managed with input as workload("kube-system", aks, {}, image)
	}
	managed_addon.managed with input as workload("calico-system", {"kubernetes.azure.com/managedby": "aks"}, {}, "mcr.microsoft.com/oss/calico/node:v3")
}

test_addons_of_eks if {
	managed_addon.managed with input as workload("kube-system", {"eks.amazonaws.com/component": "kube-proxy", "k8s-app": "kube-proxy"}, {}, "602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks/kube-proxy:v1.30.0-eksbuild.3")
	managed_addon.managed with input as workload("kube-system", {"k8s-app": "aws-node"}, {}, "602401143452.dkr.ecr.eu-west-1.amazonaws.com/amazon-k8s-cni:v1.18.1")
	managed_addon.managed with input as workload("kube-system", {"eks.amazonaws.com/component": "coredns"}, {}, "918309763551.dkr.ecr.cn-north-1.amazonaws.com.cn/eks/coredns:v1.11.1")
}

test_addons_of_gke if {
	managed_addon.managed with input as workload("kube-system", {"addonmanager.kubernetes.io/mode": "Reconcile"}, {}, "gke.gcr.io/kube-dns:1.2")
	managed_addon.managed with input as workload("kube-system", {}, {"components.gke.io/component-name": "pdcsi"}, "europe-west1-artifactregistry.gcr.io/gke-release/gke-release/pd-csi:1")
	managed_addon.managed with input as workload("gke-managed-filestorecsi", {}, {"components.gke.io/component-name": "filestorecsi"}, "europe-west1-docker.pkg.dev/gke-release/gke-release/csi:1")
}

test_pod_that_the_node_runs if {
	managed_addon.managed with input as {
		"type": "v1/Pod",
		"scope": {"group": "kube-system"},
		"properties": {"hostNetwork": true, "containers": [{"name": "kube-proxy", "image": "gke.gcr.io/kube-proxy-amd64:v1.30"}]},
		"raw": {"metadata": {"labels": {"component": "kube-proxy", "tier": "node"}, "annotations": {"kubernetes.io/config.mirror": "0a"}}},
	}
}

test_label_of_the_pods if {
	managed_addon.managed with input as {
		"type": "apps/v1/Deployment",
		"scope": {"group": "kube-system"},
		"properties": {"template": {"spec": {"containers": [{"image": "mcr.microsoft.com/oss/kubernetes/metrics-server:v0.7"}]}}},
		"raw": {"metadata": {"labels": null}, "spec": {"template": {"metadata": {"labels": aks}}}},
	}
}

test_mark_alone_is_not_enough if {
	not managed_addon.managed with input as workload("shop", aks, {}, "mcr.microsoft.com/oss/kubernetes/kube-proxy:v1")
	not managed_addon.managed with input as workload("kube-system", aks, {}, "contoso.azurecr.io/kube-proxy:v1")
	not managed_addon.managed with input as workload("kube-system", aks, {}, "evil.io/mcr.microsoft.com/kube-proxy:v1")
	not managed_addon.managed with input as workload("kube-system", {}, {}, "mcr.microsoft.com/oss/kubernetes/kube-proxy:v1")
	not managed_addon.managed with input as workload("kube-system", {"k8s-app": "aws-node"}, {}, "123456789012.dkr.ecr.eu-west-1.amazonaws.com/eks/kube-proxy:v1")
	not managed_addon.managed with input as workload("kube-system", {"k8s-app": "my-app"}, {}, "602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks/kube-proxy:v1")
	not managed_addon.managed with input as workload("kube-system", {"addonmanager.kubernetes.io/mode": "Reconcile"}, {}, "registry.k8s.io/kube-proxy:v1")
	not managed_addon.managed with input as workload("kube-system", {}, {"components.gke.io/component-name": "x"}, "gcr.io/contoso/x:1")
}

test_object_that_is_left_to_its_users if {
	not managed_addon.managed with input as workload("kube-system", {"addonmanager.kubernetes.io/mode": "EnsureExists"}, {"components.gke.io/component-name": "kube-dns"}, "gke.gcr.io/kube-dns:1")
}

test_one_container_of_the_customer_is_enough if {
	base := workload("kube-system", aks, {}, "mcr.microsoft.com/oss/kubernetes/kube-proxy:v1")
	not managed_addon.managed with input as json.patch(base, [{"op": "add", "path": "/properties/template/spec/containers/-", "value": {"name": "b", "image": "contoso.azurecr.io/b:1"}}])
	not managed_addon.managed with input as json.patch(base, [{"op": "add", "path": "/properties/template/spec/initContainers", "value": [{"name": "b", "image": "busybox"}]}])
	not managed_addon.managed with input as json.patch(base, [{"op": "replace", "path": "/properties/template/spec/containers", "value": []}])
	not managed_addon.managed with input as json.patch(base, [{"op": "replace", "path": "/properties/template/spec/containers", "value": [{"name": "a"}]}])
}

test_object_without_a_namespace_is_no_addon if {
	not managed_addon.managed with input as object.union(workload("kube-system", aks, {}, "gke.gcr.io/x:1"), {"scope": {"group": null}})
}
