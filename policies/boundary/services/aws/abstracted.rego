# METADATA
# title: AWS abstracted services and their network
# description: |
#   An abstracted service, in the sense of AWS's three classes, is an endpoint: AWS
#   operates everything below it, with the network. Who may reach the endpoint, and
#   over which transport, is set in policies, and permissions are the customer's. Both
#   sides therefore have a part in the layer network.controls; the edition leaves it
#   open and this package answers by the type.
# related_resources:
# - ref: https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/shared-responsibility.html
# - ref: https://d1.awsstatic.com/whitepapers/Security/AWS_Security_Best_Practices.pdf
# custom:
#   id: ONUS-SERVICE-AWS-ABSTRACTED-CLASS
#   kind: boundary
#   tier: service
#   resources:
#   - "AWS::S3::*"
#   - "AWS::DynamoDB::*"
#   - "AWS::SQS::*"
#   - "AWS::SES::*"
#   - "AWS::SNS::*"
#   - "AWS::KMS::*"
#   - "AWS::SecretsManager::*"
#   - "AWS::SSM::*"
#   - "AWS::Events::*"
#   - "AWS::StepFunctions::*"
#   - "AWS::ApiGateway::*"
#   - "AWS::ApiGatewayV2::*"
#   - "AWS::AppSync::*"
#   - "AWS::CloudFront::*"
#   - "AWS::Route53::*"
#   - "AWS::WAFv2::*"
#   - "AWS::Kinesis::*"
#   - "AWS::KinesisFirehose::*"
#   - "AWS::Glue::*"
#   - "AWS::Athena::*"
#   - "AWS::RedshiftServerless::*"
#   - "AWS::OpenSearchServerless::*"
#   - "AWS::EMRServerless::*"
#   - "AWS::DSQL::*"
#   - "AWS::Timestream::*"
#   - "AWS::Cassandra::*"
#   - "AWS::Cognito::*"
#   - "AWS::ECR::*"
#   - "AWS::Backup::*"
#   - "AWS::CodeBuild::*"
#   - "AWS::CodePipeline::*"
#   - "AWS::CodeArtifact::*"
#   - "AWS::CertificateManager::*"
#   - "AWS::ACM::*"
#   - "AWS::ACMPCA::*"
#   - "AWS::Logs::*"
#   - "AWS::CloudWatch::*"
#   - "AWS::Bedrock::*"
#   - "AWS::Lightsail::Bucket"
#   - "AWS::Lambda::*"
#   - "AWS::Serverless::Function"
#   - "aws_s3_bucket*"
#   - "aws_s3_access_point"
#   - "aws_s3_object"
#   - "aws_dynamodb_*"
#   - "aws_sqs_*"
#   - "aws_ses_*"
#   - "aws_sesv2_*"
#   - "aws_glacier_*"
#   - "aws_sns_*"
#   - "aws_kms_*"
#   - "aws_secretsmanager_*"
#   - "aws_ssm_*"
#   - "aws_cloudwatch_*"
#   - "aws_sfn_*"
#   - "aws_api_gateway_*"
#   - "aws_apigatewayv2_*"
#   - "aws_appsync_*"
#   - "aws_cloudfront_*"
#   - "aws_route53_*"
#   - "aws_wafv2_*"
#   - "aws_kinesis_*"
#   - "aws_glue_*"
#   - "aws_athena_*"
#   - "aws_redshiftserverless_*"
#   - "aws_opensearchserverless_*"
#   - "aws_emrserverless_*"
#   - "aws_dsql_*"
#   - "aws_timestreamwrite_*"
#   - "aws_keyspaces_*"
#   - "aws_cognito_*"
#   - "aws_ecr_*"
#   - "aws_ecrpublic_*"
#   - "aws_backup_*"
#   - "aws_codebuild_*"
#   - "aws_codepipeline"
#   - "aws_codeartifact_*"
#   - "aws_acm_*"
#   - "aws_acmpca_*"
#   - "aws_bedrock_*"
#   - "aws_bedrockagent_*"
#   - "aws_lightsail_bucket"
#   - "aws_lambda_*"
package onus.boundary.services.aws.abstracted

import data.onus.lib.boundary.answer

responsibility[layer] := found if {
	layer := "network.controls"
	base := answer.basis("aws-2026", "network configuration x abstracted", "inferred", source)
	found := answer.duty_cell("S", "AWS", duties, base)
}

source := "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/shared-responsibility.html"

duties := {
	"customer": "restrict who can reach the endpoint and over which transport, with policies and settings",
	"provider": "run the network and the firewalls in front of the endpoint",
}
