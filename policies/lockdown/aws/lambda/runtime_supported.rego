# METADATA
# title: Lambda functions run on a supported runtime
# description: A runtime whose support has ended gets no security fixes any more, and to choose another one is the customer's part.
# related_resources:
# - ref: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
# - ref: https://docs.aws.amazon.com/lambda/latest/dg/runtime-support-policy.html
# custom:
#   id: AWS-LAMBDA-001
#   severity: high
#   layer: application
#   resources: ["AWS::Lambda::Function", "AWS::Serverless::Function", aws_lambda_function]
#   needs: []
#   remediation:
#     summary: Move the function to a later runtime of its language.
#     aws: aws lambda update-function-configuration --function-name {name} --runtime RUNTIME --region {region}
#     terraform: runtime = "RUNTIME"
#     cloudformation: "Properties: { Runtime: RUNTIME }"
#   frameworks: {mcsb: [PV-6]}
package onus.lockdown.aws.lambda.runtime_supported

import data.onus.lib.application.lifecycle
import data.onus.lib.aws.lambda

deny contains finding if {
	end := lambda.end_of_support[lambda.runtime.value]
	lifecycle.ended(end)
	finding := {
		"message": sprintf("support of the runtime `%s` ended on %s", [lambda.runtime.value, end]),
		"pointer": lambda.runtime.pointer,
	}
}

deny contains finding if {
	lambda.runtime.value == ""
	finding := {
		"message": "the function names no runtime: it is a container image, or the runtime was not collected",
		"pointer": lambda.runtime.pointer,
		"unknown": true,
	}
}

deny contains finding if {
	lambda.runtime.value != ""
	not lambda.end_of_support[lambda.runtime.value]
	finding := {
		"message": sprintf("the end of support of the runtime `%v` is not known here (list of %s)", [lambda.runtime.value, lambda.checked]),
		"pointer": lambda.runtime.pointer,
		"unknown": true,
	}
}
