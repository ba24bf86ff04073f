package onus.boundary.services.aws.lambda_test

import data.onus.boundary.services.aws.lambda

function(properties) := {"type": "AWS::Lambda::Function", "model": "faas", "properties": properties}

kinds(answer) := [duty.party.kind | some duty in answer.performs]

test_modes if {
	every mode, expected in {
		"Auto": ["provider"],
		"FunctionUpdate": ["provider", "customer"],
		"Manual": ["provider", "customer"],
	} {
		properties := {"Runtime": "python3.13", "RuntimeManagementConfig": {"UpdateRuntimeOn": mode}}
		answer := lambda.responsibility.runtime with input as function(properties)
		kinds(answer) == expected
		answer.basis.confidence == "stated"
		answer.basis.switch == {"pointer": "/properties/RuntimeManagementConfig/UpdateRuntimeOn", "value": mode}
	}
}

test_undocumented_mode_is_the_customers if {
	every mode in ["auto", "", 1, {"Ref": "Mode"}] {
		properties := {"Runtime": "python3.13", "RuntimeManagementConfig": {"UpdateRuntimeOn": mode}}
		answer := lambda.responsibility.runtime with input as function(properties)
		kinds(answer) == ["customer"]
		answer.basis.confidence == "inferred"
	}
}

test_configuration_without_a_mode_is_the_customers if {
	every configuration in [{}, {"Fn::If": ["a", {"UpdateRuntimeOn": "Manual"}, {}]}, "Auto"] {
		properties := {"Runtime": "python3.13", "RuntimeManagementConfig": configuration}
		answer := lambda.responsibility.runtime with input as function(properties)
		kinds(answer) == ["customer"]
	}
}

test_runtime_that_is_not_named_is_the_customers if {
	every properties in [{}, {"Runtime": {"Ref": "Runtime"}}, {"Runtime": ""}, {"RuntimeManagementConfig": {"UpdateRuntimeOn": "Auto"}}] {
		answer := lambda.responsibility.runtime with input as function(properties)
		kinds(answer) == ["customer"]
		answer.basis.confidence == "inferred"
	}
}

test_absent_mode_is_auto_as_documented if {
	answer := lambda.responsibility.runtime with input as function({"Runtime": "python3.13"})
	kinds(answer) == ["provider"]
	answer.basis.confidence == "stated"
	answer.basis.switch == {"pointer": "/properties/RuntimeManagementConfig/UpdateRuntimeOn", "value": null}
}

test_records_that_cannot_carry_the_mode_say_so if {
	recorded := lambda.responsibility.runtime with input as function({
		"functionArn": "arn:aws:lambda:eu-west-1:111122223333:function:f",
		"runtime": "python3.13",
	})
	planned := lambda.responsibility.runtime with input as {
		"type": "aws_lambda_function",
		"properties": {"runtime": "python3.13"},
	}
	every answer in [recorded, planned] {
		kinds(answer) == ["provider"]
		answer.basis.confidence == "inferred"
		answer.basis.note
	}
}

test_image_is_rebuilt_by_the_customer_in_every_mode if {
	answer := lambda.responsibility.runtime with input as function({
		"PackageType": "Image",
		"RuntimeManagementConfig": {"UpdateRuntimeOn": "Auto"},
	})
	answer.performs == [
		{"party": {"kind": "provider", "name": "AWS"}, "duty": "publish patched base images"},
		{"party": {"kind": "customer"}, "duty": "rebuild the image on the latest base image and redeploy the function"},
	]
	answer.accountable == {"kind": "customer"}
	answer.basis.cell == "container images"
}

test_undocumented_packaging_is_the_customers if {
	every packaging in ["image", "Tar", false] {
		answer := lambda.responsibility.runtime with input as function({"PackageType": packaging})
		kinds(answer) == ["customer"]
	}
}

test_own_runtimes_are_the_customers if {
	every properties in [
		{"Runtime": "provided.al2023"},
		{"Runtime": "provided"},
		{"Runtime": "custom"},
		{"RuntimeConfig": {"RuntimeArn": "arn:aws:lambda:eu-west-1:111122223333:runtime/r"}},
		{"runtime": "provided.al2", "functionName": "f"},
	] {
		answer := lambda.responsibility.runtime with input as function(properties)
		kinds(answer) == ["customer"]
	}
}

test_terraform_mode_stands_in_its_own_resource if {
	every mode, expected in {"Auto": ["provider"], "FunctionUpdate": ["provider", "customer"], "Never": ["customer"]} {
		answer := lambda.responsibility.runtime with input as {
			"type": "aws_lambda_runtime_management_config",
			"properties": {"update_runtime_on": mode},
		}
		kinds(answer) == expected
	}
}
