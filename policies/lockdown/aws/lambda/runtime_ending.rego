# METADATA
# title: Lambda functions leave a runtime half a year before its support ends
# description: Moving to another runtime takes tests and time, and after the end there are no security fixes.
# related_resources:
# - ref: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
# - ref: https://docs.aws.amazon.com/lambda/latest/dg/runtime-support-policy.html
# custom:
#   id: AWS-LAMBDA-002
#   severity: low
#   layer: application
#   resources: ["AWS::Lambda::Function", "AWS::Serverless::Function", aws_lambda_function]
#   needs: []
#   remediation:
#     summary: Plan the move to a later runtime of the language.
#     aws: aws lambda update-function-configuration --function-name {name} --runtime RUNTIME --region {region}
#     terraform: runtime = "RUNTIME"
#     cloudformation: "Properties: { Runtime: RUNTIME }"
#   frameworks: {mcsb: [PV-6]}
package onus.lockdown.aws.lambda.runtime_ending

import data.onus.lib.application.lifecycle
import data.onus.lib.aws.lambda

# A runtime that has ended is denied once, by AWS-LAMBDA-001.
default applies := true

applies := false if lifecycle.ended(lambda.end_of_support[lambda.runtime.value])

deny contains finding if {
	end := lambda.end_of_support[lambda.runtime.value]
	lifecycle.soon(end)
	finding := {
		"message": sprintf("support of the runtime `%s` ends on %s", [lambda.runtime.value, end]),
		"pointer": lambda.runtime.pointer,
	}
}

deny contains finding if {
	not lambda.end_of_support[lambda.runtime.value]
	finding := {
		"message": "the runtime, or its end of support, is not known",
		"pointer": lambda.runtime.pointer,
		"unknown": true,
	}
}

# Ends of support are moved: an old list doesn't tell what comes soon.
deny contains finding if {
	lambda.end_of_support[lambda.runtime.value]
	lifecycle.stale(lambda.checked)
	finding := {
		"message": sprintf("the list of runtimes was checked on %s, more than a year ago", [lambda.checked]),
		"pointer": lambda.runtime.pointer,
		"unknown": true,
	}
}
