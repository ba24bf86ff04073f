# METADATA
# title: Microsoft's copilots
# description: |
#   AI as a ready-made application: Microsoft runs the model and the application and
#   builds the safety system in. What the customer connects to it, and how people
#   use it, stays the customer's.
# related_resources:
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility-ai
# - ref: https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility
# custom:
#   id: ONUS-SERVICE-M365-COPILOT
#   kind: boundary
#   tier: service
#   resources: [microsoft.securitycopilot/capacities, m365/copilot]
package onus.boundary.services.m365.copilot

import data.onus.lib.boundary.answer

layers_doc := "https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility-ai"

table_doc := "https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility"

responsibility[layer] := found if {
	some layer, row in rows
	base := answer.basis(row.edition, row.cell, row.confidence, row.source)
	found := answer.cell(row.letter, "Microsoft", layer, base)
}

rows := {
	"ai.platform": {
		"letter": "P",
		"edition": "msft-ai-2023",
		"cell": "ai platform: built-in safety systems x saas",
		"confidence": platform_confidence,
		"source": layers_doc,
	},
	# The document leaves the application to whoever performs the task: Microsoft
	# builds it, the customer connects its data and plugins to it.
	"ai.application": {
		"letter": "S",
		"edition": "msft-ai-2023",
		"cell": "ai application: duties reside with whoever performs the task",
		"confidence": "inferred",
		"source": layers_doc,
	},
	"ai.usage": {
		"letter": "C",
		"edition": "msft-2026",
		"cell": "customers: how ai is applied within their environment",
		"confidence": "stated",
		"source": table_doc,
	},
}

# Security Copilot is the product that the document names.
platform_confidence := "stated" if {
	input.type == "microsoft.securitycopilot/capacities"
} else := "inferred"
