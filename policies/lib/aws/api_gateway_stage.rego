# METADATA
# title: Facts about stages of REST APIs
# description: |
#   AWS Config and states of Terraform record the web ACL of a stage; CloudFormation and
#   Terraform have an association for it. The API that the stage belongs to says whether it is private.
# related_resources:
# - ref: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html
# - ref: https://docs.aws.amazon.com/apigateway/latest/api/API_Stage.html
# - ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_stage
package onus.lib.aws.api_gateway_stage

import data.onus.lib.fact
import data.onus.lib.relation

# The web ACL that AWS Config records; none where it records the stage's name only.
web_acl := found if {
	found := fact.at(input.properties.webAclArn, "/properties/webAclArn")
} else := found if {
	# onus ignore:finding-pointer
	found := fact.at(read_back, "/properties/web_acl_arn")
} else := fact.assumed("", "/properties") if {
	recorded
}

# Terraform reads it back from AWS into a state, as an attribute that is no argument; a
# stage without one has an empty string. In a plan it is not known for a new stage, where
# only the association counts.
read_back := input.raw.values.web_acl_arn

read_back := input.raw.attributes.web_acl_arn

# Only AWS Config has the name in this spelling.
recorded if is_string(input.properties.stageName)

apis contains api.id if {
	some name in ["rest_api", "rest_api_id", "RestApiId"]
	some api in relation.named(name)
}

# APIs that only VPC endpoints reach.
private_apis contains api.id if {
	some name in ["rest_api", "rest_api_id", "RestApiId"]
	some api in relation.named(name)
	api.properties.endpointConfiguration.types == ["PRIVATE"]
}

private_apis contains api.id if {
	some name in ["rest_api", "rest_api_id", "RestApiId"]
	some api in relation.named(name)
	api.properties.EndpointConfiguration.Types == ["PRIVATE"]
}

private_apis contains api.id if {
	some name in ["rest_api", "rest_api_id", "RestApiId"]
	some api in relation.named(name)
	api.properties.endpoint_configuration[0].types == ["PRIVATE"]
}

private if {
	count(apis) > 0
	apis == private_apis
}
