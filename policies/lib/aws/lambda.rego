# METADATA
# title: Lambda facts
# description: |
#   One rule a fact, whatever the shape of the source: CloudFormation, AWS Config
#   or the aws provider of Terraform. The days on which support of a runtime ends
#   are those of AWS's list, as it is shipped with cfn-lint 1.58.0; later ones are
#   announced, and AWS has moved some of them before.
# related_resources:
# - ref: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
# - ref: https://github.com/aws-cloudformation/cfn-lint
# - ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html
# - ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_function
package onus.lib.aws.lambda

import data.onus.lib.fact

# The runtime's identifier. Functions that are container images have none.
runtime := found if {
	found := fact.at(input.properties.Runtime, "/properties/Runtime")
} else := found if {
	found := fact.at(input.properties.runtime, "/properties/runtime")
} else := fact.assumed("", "/properties")

# The day on which the table below was compared with its source, the list of
# runtimes in AWS's developer guide (as cfn-lint has it).
checked := "2026-11-22"

source := "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"

# The day on which AWS stops to mend a runtime ("deprecation").
end_of_support := {
	"dotnet10": "2028-11-14",
	"dotnet6": "2024-12-20",
	"dotnet8": "2026-11-10",
	"dotnet9": "2026-11-10",
	"dotnetcore1.0": "2019-06-27",
	"dotnetcore2.0": "2019-05-30",
	"dotnetcore2.1": "2022-01-05",
	"dotnetcore3.1": "2023-04-03",
	"go1.x": "2024-01-08",
	"java11": "2027-06-30",
	"java17": "2027-06-30",
	"java21": "2029-06-30",
	"java25": "2029-06-30",
	"java8": "2024-01-08",
	"java8.al2": "2027-06-30",
	"nodejs": "2016-08-30",
	"nodejs10.x": "2021-07-30",
	"nodejs12.x": "2023-03-31",
	"nodejs14.x": "2023-12-04",
	"nodejs16.x": "2024-06-12",
	"nodejs18.x": "2025-09-01",
	"nodejs20.x": "2026-04-30",
	"nodejs22.x": "2027-04-30",
	"nodejs24.x": "2028-04-30",
	"nodejs4.3": "2020-03-05",
	"nodejs4.3-edge": "2020-03-05",
	"nodejs6.10": "2019-08-12",
	"nodejs8.10": "2020-03-06",
	"provided": "2024-01-08",
	"provided.al2": "2026-07-31",
	"provided.al2023": "2029-06-30",
	"python2.7": "2021-07-15",
	"python3.10": "2026-10-31",
	"python3.11": "2027-06-30",
	"python3.12": "2028-10-31",
	"python3.13": "2029-06-30",
	"python3.14": "2029-06-30",
	"python3.6": "2022-07-18",
	"python3.7": "2023-12-04",
	"python3.8": "2024-10-14",
	"python3.9": "2025-12-15",
	"ruby2.5": "2021-07-30",
	"ruby2.7": "2023-12-07",
	"ruby3.2": "2026-03-31",
	"ruby3.3": "2027-03-31",
	"ruby3.4": "2028-03-31",
	"ruby4.0": "2029-03-31",
}
