# METADATA
# title: Lambda runtimes
# description: |
#   Who patches the language runtime of a function depends on how it is packaged and
#   on its runtime update mode. AWS publishes every managed runtime and base image;
#   only in the mode Auto does it also apply them by itself.
# related_resources:
# - ref: https://docs.aws.amazon.com/lambda/latest/dg/runtime-management-shared.html
# - ref: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-provided.html
# - ref: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-customer-managed.html
# - ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-runtimemanagementconfig.html
# custom:
#   id: ONUS-SERVICE-AWS-LAMBDA
#   kind: boundary
#   tier: service
#   resources: ["AWS::Lambda::Function", "AWS::Serverless::Function", aws_lambda_function, aws_lambda_runtime_management_config]
package onus.boundary.services.aws.lambda

import data.onus.lib.boundary.answer
import data.onus.lib.fact

responsibility[layer] := found if {
	layer := "runtime"
	base := object.union(answer.basis("aws-lambda-2026", case.cell, case.confidence, case.source), case.more)
	switched := answer.switched(base, case.decided.pointer, case.decided.value)
	found := answer.duty_cell(case.letter, "AWS", case.duty, switched)
}

docs := "https://docs.aws.amazon.com/lambda/latest/dg/runtime-management-shared.html"

image := {
	"letter": "S", "cell": "container images", "confidence": "stated", "source": docs, "more": {},
	"duty": {
		"customer": "rebuild the image on the latest base image and redeploy the function",
		"provider": "publish patched base images",
	},
}

own := {
	"letter": "C", "cell": "customer-managed runtimes", "confidence": "stated", "more": {},
	"source": "https://docs.aws.amazon.com/lambda/latest/dg/runtimes-customer-managed.html",
	"duty": {"customer": "build, patch and retire the runtime"},
}

os_only := {
	"letter": "C", "cell": "os-only runtimes", "confidence": "inferred", "more": {},
	"source": "https://docs.aws.amazon.com/lambda/latest/dg/runtimes-provided.html",
	"duty": {"customer": "ship, patch and retire the language runtime in the deployment package"},
}

modes := {
	"Auto": {
		"letter": "P", "cell": "runtime update mode auto", "confidence": "stated", "source": docs, "more": {},
		"duty": {"provider": "publish and apply runtime updates"},
	},
	"FunctionUpdate": {
		"letter": "S", "cell": "runtime update mode function update", "confidence": "stated", "source": docs, "more": {},
		"duty": {
			"customer": "update the function regularly, so that the runtime is updated with it",
			"provider": "publish runtime updates and apply them when the function is updated",
		},
	},
	"Manual": {
		"letter": "S", "cell": "runtime update mode manual", "confidence": "stated", "source": docs, "more": {},
		"duty": {
			"customer": "move the function to the latest runtime version",
			"provider": "publish runtime updates",
		},
	},
}

# A packaging, a runtime or a mode that is not one of the documented ones.
unclear := {
	"letter": "C", "cell": "runtime updates", "confidence": "inferred", "source": docs, "more": {},
	"duty": {"customer": "see that the runtime is patched"},
}

# The first that applies: how the function is packaged, then where its runtime comes
# from, then its update mode.
case := object.union(image, {"decided": package_type}) if {
	package_type.value == "Image"
} else := object.union(unclear, {"decided": package_type}) if {
	not package_type.value in {"Zip", null}
} else := object.union(own, {"decided": runtime_config}) if {
	runtime_config
} else := object.union(own, {"decided": runtime}) if {
	runtime.value == "custom"
} else := object.union(os_only, {"decided": runtime}) if {
	named_runtime
	startswith(runtime.value, "provided")
} else := object.union(unclear, {"decided": runtime}) if {
	not named_runtime
	input.type != "aws_lambda_runtime_management_config"
} else := found if {
	entry := modes[mode.value]
	found := object.union(entry, {"decided": mode})
} else := object.union(unclear, {"decided": mode}) if {
	mode
} else := object.union(modes.Auto, {"decided": fact.assumed(null, update_mode), "more": {"note": taken}}) if {
	update_mode
} else := object.union(modes.Auto, {"decided": package_type, "confidence": "inferred", "more": {"note": unseen}})

taken := "no update mode is set: Auto is the documented default"

# Terraform keeps the mode in a resource of its own, and AWS Config does not record it.
unseen := "the update mode is not part of this record; Auto is the documented default"

# Where the mode would stand, in the records that can carry it.
update_mode := "/properties/RuntimeManagementConfig/UpdateRuntimeOn" if {
	input.type in {"AWS::Lambda::Function", "AWS::Serverless::Function"}
	not recorded_by_config
} else := "/properties/update_runtime_on" if {
	input.type == "aws_lambda_runtime_management_config"
}

# AWS Config writes the names in lower camel case.
recorded_by_config if input.properties.functionArn

recorded_by_config if input.properties.functionName

mode := found if {
	found := fact.at(
		input.properties.RuntimeManagementConfig.UpdateRuntimeOn,
		"/properties/RuntimeManagementConfig/UpdateRuntimeOn",
	)
} else := fact.assumed(null, "/properties/RuntimeManagementConfig/UpdateRuntimeOn") if {
	# The mode is required where the configuration stands.
	fact.at(input.properties.RuntimeManagementConfig, "/properties/RuntimeManagementConfig")
} else := found if {
	found := fact.at(input.properties.update_runtime_on, "/properties/update_runtime_on")
}

package_type := found if {
	found := fact.at(input.properties.PackageType, "/properties/PackageType")
} else := found if {
	found := fact.at(input.properties.packageType, "/properties/packageType")
} else := found if {
	found := fact.at(input.properties.package_type, "/properties/package_type")
} else := fact.assumed(null, "/properties/PackageType") if {
	startswith(input.type, "AWS::")
} else := fact.assumed(null, "/properties/package_type")

runtime := found if {
	found := fact.at(input.properties.Runtime, "/properties/Runtime")
} else := found if {
	found := fact.at(input.properties.runtime, "/properties/runtime")
} else := fact.assumed(null, "/properties/Runtime") if {
	startswith(input.type, "AWS::")
} else := fact.assumed(null, "/properties/runtime")

# A function in a .zip file names its runtime.
named_runtime if {
	is_string(runtime.value)
	runtime.value != ""
}

runtime_config := fact.at(input.properties.RuntimeConfig.RuntimeArn, "/properties/RuntimeConfig/RuntimeArn")
