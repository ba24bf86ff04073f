# METADATA
# title: Azure AI services and Azure Machine Learning
# description: |
#   Three layers of AI: the platform that runs the model, the application built on
#   it, and its use. With Azure's own services Microsoft secures the platform and
#   the customer what it builds and how it is used. A model of another maker brings
#   a third party; a model that the customer trains brings the customer.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility-ai
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
# custom:
#   id: ONUS-SERVICE-AZURE-AI
#   kind: boundary
#   tier: service
#   resources:
#   - microsoft.cognitiveservices/accounts
#   - microsoft.cognitiveservices/accounts/deployments
#   - microsoft.cognitiveservices/accounts/projects
#   - microsoft.machinelearningservices/workspaces
#   - microsoft.machinelearningservices/workspaces/onlineendpoints
#   - microsoft.machinelearningservices/workspaces/onlineendpoints/deployments
#   - azurerm_ai_foundry
#   - azurerm_ai_services
#   - azurerm_cognitive_account
#   - azurerm_cognitive_deployment
#   - azurerm_machine_learning_workspace
package onus.boundary.services.azure.ai

import data.onus.lib.boundary.answer
import data.onus.lib.fact

layers_doc := "https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility-ai"

table_doc := "https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility"

# The application and its use are the customer's in every case. The text says so;
# which of the two layers each of its examples belongs to is our reading.
responsibility[layer] := found if {
	some layer, cell in {
		"ai.application": "customers: managing prompt security, mitigating prompt injection",
		"ai.usage": "customers: how ai is applied within their environment",
	}
	base := answer.basis("msft-2026", cell, "stated", table_doc)
	found := answer.cell("C", "Microsoft", layer, base)
}

# Azure's own models: the safety system is built in.
responsibility[layer] := found if {
	layer := "ai.platform"
	not custom_model
	not other_maker
	base := answer.basis("msft-ai-2023", "ai platform: built-in safety systems x paas", confidence, layers_doc)
	found := answer.cell("P", "Microsoft", layer, decided(base))
}

# A deployment of a model that Microsoft runs and somebody else made. The customer
# chose the model, so it answers for what the model needs beyond the platform.
responsibility[layer] := found if {
	layer := "ai.platform"
	other_maker
	base := answer.basis("msft-ai-2023", "ai platform: duties reside with whoever performs the task", "inferred", layers_doc)
	found := answer.joint(
		[
			answer.performs(answer.provider("Microsoft"), "secure the infrastructure that hosts the model"),
			answer.performs(answer.third_party(maker.value), "train, document and correct the model"),
			answer.performs(answer.customer, "choose the model and add the filters that it needs"),
		],
		answer.customer,
		answer.switched(base, maker.pointer, maker.value),
	)
}

# Machine Learning runs models that the customer builds or brings.
responsibility[layer] := found if {
	layer := "ai.platform"
	custom_model
	not other_maker
	base := answer.basis("msft-ai-2023", "ai platform: duties reside with whoever performs the task", "inferred", layers_doc)
	found := answer.duty_cell("S", "Microsoft", custom_duties, base)
}

custom_duties := {
	"provider": "secure the infrastructure that trains and serves the model",
	"shared": "secure the model, its training data and the safety system around it",
}

custom_model if startswith(input.type, "microsoft.machinelearningservices/")

custom_model if input.type in {"azurerm_machine_learning_workspace", "azurerm_ai_foundry"}

# A deployment whose model nobody can name could be any: what is not known to be
# Microsoft's to secure stays with the customer.
custom_model if {
	input.type in {"microsoft.cognitiveservices/accounts/deployments", "azurerm_cognitive_deployment"}
	not maker
}

# Azure OpenAI is the service that the document names.
confidence := "stated" if {
	lower(kind) == "openai"
} else := "inferred"

kind := maker.value if {
	maker
} else := input.raw.kind if {
	is_string(input.raw.kind)
} else := input.properties.kind if {
	is_string(input.properties.kind)
}

# Whose model a deployment runs: the model's format names its maker.
maker := found if {
	found := fact.at(input.properties.model.format, "/properties/model/format")
	is_string(found.value)
} else := found if {
	found := fact.at(input.properties.model[0].format, "/properties/model/0/format")
	is_string(found.value)
}

other_maker if {
	maker
	not lower(maker.value) in {"openai", "microsoft"}
}

decided(base) := answer.switched(base, maker.pointer, maker.value) if maker

decided(base) := base if not maker
