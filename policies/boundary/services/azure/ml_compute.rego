# METADATA
# title: Compute of Azure Machine Learning
# description: |
#   Microsoft publishes the machine images of compute instances and clusters; nodes
#   take them when they are created anew, which the customer has to bring about.
#   Attached compute is the customer's. The images in which jobs run are shared: the
#   base is Microsoft's, what is put on top and when it is renewed is not.
# related_resources:
# - ref: https://learn.microsoft.com/azure/machine-learning/concept-vulnerability-management
# custom:
#   id: ONUS-SERVICE-AZURE-ML-COMPUTE
#   kind: boundary
#   tier: service
#   resources:
#   - microsoft.machinelearningservices/workspaces/computes
#   - microsoft.machinelearningservices/workspaces/onlineendpoints/deployments
#   - azurerm_machine_learning_compute_cluster
#   - azurerm_machine_learning_compute_instance
#   - azurerm_machine_learning_inference_cluster
#   - azurerm_machine_learning_synapse_spark
package onus.boundary.services.azure.ml_compute

import data.onus.lib.boundary.answer
import data.onus.lib.fact

doc := "https://learn.microsoft.com/azure/machine-learning/concept-vulnerability-management"

responsibility[layer] := found if {
	layer := "os.guest"
	row := rows[compute.row]
	base := answer.basis("azure-ml-2022", row.cell, "stated", doc)
	found := answer.duty_cell(row.letter, "Microsoft", row.duties, answer.switched(base, compute.pointer, compute.value))
}

responsibility[layer] := found if {
	layer := "runtime"
	base := answer.basis("azure-ml-2022", "managing environments and container images", "stated", doc)
	found := answer.duty_cell("S", "Microsoft", environment_duties, base)
}

environment_duties := {
	"provider": "patch the base images that it publishes",
	"shared": "rebuild environments on new base images and patch the packages put on top",
}

rows := {
	"cluster": {
		"letter": "S",
		"cell": "compute clusters",
		"duties": {
			"provider": "publish patched machine images and give them to new nodes",
			"shared": "let the cluster scale down to zero so that nodes are replaced",
		},
	},
	"instance": {
		"letter": "S",
		"cell": "compute instance",
		"duties": {
			"provider": "publish patched machine images",
			"shared": "recreate the instance, or update its packages",
		},
	},
	"endpoint": {
		"letter": "P",
		"cell": "managed online endpoints",
		"duties": {"provider": "patch the machines of the endpoint and replace them"},
	},
	"attached": {
		"letter": "C",
		"cell": "customer managed compute",
		"duties": {"customer": "patch and harden the attached machines"},
	},
}

# Which of the four it is, and the property that says so. The azurerm types say it
# by their names.
compute := {"row": "attached", "pointer": "/properties/isAttachedCompute", "value": true} if {
	input.properties.isAttachedCompute == true
} else := {"row": kinds[found.value], "pointer": found.pointer, "value": found.value} if {
	found := fact.at(input.properties.computeType, "/properties/computeType")
} else := {"row": "attached", "pointer": found.pointer, "value": found.value} if {
	found := fact.at(input.properties.computeType, "/properties/computeType")
} else := {"row": "endpoint", "pointer": found.pointer, "value": found.value} if {
	found := fact.at(input.properties.endpointComputeType, "/properties/endpointComputeType")
	found.value == "Managed"
} else := {"row": "attached", "pointer": found.pointer, "value": found.value} if {
	found := fact.at(input.properties.endpointComputeType, "/properties/endpointComputeType")
} else := {"row": types[input.type], "pointer": null, "value": null} if {
	types[input.type]
} else := {"row": "attached", "pointer": "/properties/endpointComputeType", "value": null} if {
	endswith(input.type, "/deployments")
} else := {"row": "attached", "pointer": "/properties/computeType", "value": null}

# Every other kind of compute (Kubernetes, VirtualMachine, HDInsight, ...) was
# brought by the customer.
kinds := {"AmlCompute": "cluster", "ComputeInstance": "instance"}

types := {
	"azurerm_machine_learning_compute_cluster": "cluster",
	"azurerm_machine_learning_compute_instance": "instance",
	"azurerm_machine_learning_inference_cluster": "attached",
	"azurerm_machine_learning_synapse_spark": "attached",
}
