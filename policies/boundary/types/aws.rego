# METADATA
# title: AWS resource types and their service models
# description: |
#   CloudFormation and AWS Config types, and the Terraform types of the aws
#   provider, by service.
#
#   AWS sorts its services into three classes: infrastructure, container (a
#   managed service on instances, not necessarily Docker) and abstracted. The
#   matrix has one column for the last two, so `class` says which of them a
#   service belongs to. AWS names few services; the others are sorted by whether
#   the customer places them in a network and guards them with firewall rules.
# related_resources:
# - ref: https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/shared-responsibility.html
# - ref: https://d1.awsstatic.com/whitepapers/Security/AWS_Security_Best_Practices.pdf
# custom:
#   id: ONUS-TYPES-AWS
#   kind: types
package onus.boundary.types.aws

# type -> {model, confidence, service, source}, and class or note where there is one.
table := {name: object.union(group.entry, {"service": service}) |
	some group in groups
	some service, names in group.services
	some name in names
}

docs := {
	"model": "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/shared-responsibility.html",
	"classes": "https://d1.awsstatic.com/whitepapers/Security/AWS_Security_Best_Practices.pdf",
	"rds": "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Welcome.html",
	"lambda": "https://docs.aws.amazon.com/lambda/latest/dg/runtime-management-shared.html",
	"ecs": "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-shared-model.html",
	"eks": "https://docs.aws.amazon.com/eks/latest/userguide/security.html",
	"batch": "https://docs.aws.amazon.com/batch/latest/userguide/compute_resource_AMIs.html",
}

groups := [
	# Infrastructure services: the customer runs the operating system and everything above it.
	{
		"entry": {"model": "iaas", "class": "infrastructure", "confidence": "stated", "source": docs.model},
		"services": {
			"EC2": [
				"AWS::EC2::Instance", "AWS::EC2::LaunchTemplate", "AWS::EC2::SpotFleet", "AWS::EC2::EC2Fleet",
				"AWS::EC2::Host", "aws_instance", "aws_launch_template", "aws_launch_configuration",
				"aws_spot_instance_request", "aws_spot_fleet_request", "aws_ec2_fleet", "aws_ec2_host", "aws_ami",
				"aws_key_pair",
			],
		},
	},
	{
		"entry": {"model": "iaas", "class": "infrastructure", "confidence": "transcribed", "source": docs.classes},
		"services": {
			"EC2 Auto Scaling": [
				"AWS::AutoScaling::AutoScalingGroup", "AWS::AutoScaling::LaunchConfiguration", "aws_autoscaling_group",
			],
			"EBS": ["AWS::EC2::Volume", "aws_ebs_volume", "aws_ebs_snapshot", "aws_volume_attachment"],
			"VPC": [
				"AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress",
				"AWS::EC2::SecurityGroupEgress", "AWS::EC2::NetworkAcl", "AWS::EC2::NetworkAclEntry", "AWS::EC2::RouteTable",
				"AWS::EC2::Route", "AWS::EC2::InternetGateway", "AWS::EC2::NatGateway", "AWS::EC2::EIP",
				"AWS::EC2::NetworkInterface", "AWS::EC2::VPCEndpoint", "AWS::EC2::VPCPeeringConnection", "AWS::EC2::FlowLog",
				"aws_vpc", "aws_default_vpc", "aws_subnet", "aws_default_subnet", "aws_security_group",
				"aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule",
				"aws_vpc_security_group_egress_rule", "aws_network_acl", "aws_network_acl_rule", "aws_default_network_acl",
				"aws_route_table", "aws_default_route_table", "aws_route", "aws_internet_gateway", "aws_nat_gateway",
				"aws_eip", "aws_network_interface", "aws_vpc_endpoint", "aws_vpc_peering_connection", "aws_flow_log",
			],
		},
	},
	{
		"entry": {"model": "iaas", "class": "infrastructure", "confidence": "inferred", "source": docs.classes},
		"services": {
			"VPC connectivity": [
				"AWS::EC2::TransitGateway", "AWS::EC2::VPNConnection", "AWS::EC2::VPNGateway", "AWS::EC2::CustomerGateway",
				"AWS::EC2::ClientVpnEndpoint", "aws_ec2_transit_gateway", "aws_vpn_connection", "aws_vpn_gateway",
				"aws_customer_gateway", "aws_ec2_client_vpn_endpoint",
			],
		},
	},
	{
		"entry": {"model": "iaas", "class": "infrastructure", "confidence": "inferred", "source": docs.model},
		"services": {
			"Lightsail": ["AWS::Lightsail::Instance", "AWS::Lightsail::Disk", "aws_lightsail_instance", "aws_lightsail_disk"],
			"WorkSpaces": ["AWS::WorkSpaces::Workspace", "aws_workspaces_workspace"],
		},
	},
	# Container services: AWS runs the operating system and the platform on instances in the
	# customer's network; the customer runs the firewall rules.
	{
		"entry": {"model": "paas", "class": "container", "confidence": "stated", "source": docs.rds},
		"services": {
			"RDS": [
				"AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::RDS::DBSnapshot", "AWS::RDS::DBClusterSnapshot",
				"AWS::RDS::DBProxy", "AWS::RDS::GlobalCluster", "AWS::RDS::DBParameterGroup",
				"AWS::RDS::DBClusterParameterGroup", "AWS::RDS::OptionGroup", "AWS::RDS::DBSubnetGroup",
				"AWS::RDS::CustomDBEngineVersion", "aws_db_instance", "aws_rds_cluster", "aws_rds_cluster_instance",
				"aws_db_snapshot", "aws_db_cluster_snapshot", "aws_db_proxy", "aws_rds_global_cluster",
				"aws_db_parameter_group", "aws_rds_cluster_parameter_group", "aws_db_option_group", "aws_db_subnet_group",
				"aws_rds_custom_db_engine_version",
			],
		},
	},
	{
		"entry": {"model": "paas", "class": "container", "confidence": "transcribed", "source": docs.classes},
		"services": {
			"EMR": [
				"AWS::EMR::Cluster", "AWS::EMR::SecurityConfiguration", "aws_emr_cluster", "aws_emr_security_configuration",
			],
			"Elastic Beanstalk": [
				"AWS::ElasticBeanstalk::Environment", "AWS::ElasticBeanstalk::Application",
				"aws_elastic_beanstalk_environment", "aws_elastic_beanstalk_application",
			],
		},
	},
	{
		"entry": {"model": "paas", "class": "container", "confidence": "inferred", "source": docs.classes},
		"services": {
			"ElastiCache": [
				"AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::ReplicationGroup", "aws_elasticache_cluster",
				"aws_elasticache_replication_group",
			],
			"MemoryDB": ["AWS::MemoryDB::Cluster", "aws_memorydb_cluster"],
			"OpenSearch Service": [
				"AWS::OpenSearchService::Domain", "AWS::OpenSearch::Domain", "AWS::Elasticsearch::Domain",
				"aws_opensearch_domain", "aws_opensearch_domain_policy", "aws_elasticsearch_domain",
				"aws_elasticsearch_domain_policy",
			],
			"MSK": ["AWS::MSK::Cluster", "AWS::MSK::ServerlessCluster", "aws_msk_cluster", "aws_msk_serverless_cluster"],
			"Redshift": [
				"AWS::Redshift::Cluster", "AWS::Redshift::ClusterParameterGroup", "aws_redshift_cluster",
				"aws_redshift_parameter_group",
			],
			"Neptune": [
				"AWS::Neptune::DBCluster", "AWS::Neptune::DBInstance", "aws_neptune_cluster", "aws_neptune_cluster_instance",
			],
			"DocumentDB": [
				"AWS::DocDB::DBCluster", "AWS::DocDB::DBInstance", "aws_docdb_cluster", "aws_docdb_cluster_instance",
				"aws_docdb_cluster_parameter_group",
			],
			"Amazon MQ": ["AWS::AmazonMQ::Broker", "aws_mq_broker"],
			"DynamoDB Accelerator": ["AWS::DAX::Cluster", "aws_dax_cluster"],
			"Database Migration Service": [
				"AWS::DMS::ReplicationInstance", "AWS::DMS::Endpoint", "aws_dms_replication_instance", "aws_dms_endpoint",
			],
			"EFS": [
				"AWS::EFS::FileSystem", "AWS::EFS::AccessPoint", "aws_efs_file_system", "aws_efs_access_point",
				"aws_efs_file_system_policy",
			],
			"FSx": [
				"AWS::FSx::FileSystem", "aws_fsx_lustre_file_system", "aws_fsx_windows_file_system",
				"aws_fsx_ontap_file_system", "aws_fsx_openzfs_file_system",
			],
			"Directory Service": [
				"AWS::DirectoryService::MicrosoftAD", "AWS::DirectoryService::SimpleAD", "aws_directory_service_directory",
			],
			"Managed Workflows for Apache Airflow": ["AWS::MWAA::Environment", "aws_mwaa_environment"],
			"Transfer Family": ["AWS::Transfer::Server", "aws_transfer_server"],
			"SageMaker": [
				"AWS::SageMaker::NotebookInstance", "AWS::SageMaker::Endpoint", "AWS::SageMaker::EndpointConfig",
				"AWS::SageMaker::Model", "AWS::SageMaker::Domain", "aws_sagemaker_notebook_instance", "aws_sagemaker_endpoint",
				"aws_sagemaker_endpoint_configuration", "aws_sagemaker_model", "aws_sagemaker_domain",
			],
			"Elastic Load Balancing": [
				"AWS::ElasticLoadBalancing::LoadBalancer", "AWS::ElasticLoadBalancingV2::LoadBalancer",
				"AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule",
				"AWS::ElasticLoadBalancingV2::TargetGroup", "aws_elb", "aws_lb", "aws_alb", "aws_lb_listener",
				"aws_alb_listener", "aws_lb_listener_rule", "aws_lb_target_group",
			],
			"Network Firewall": [
				"AWS::NetworkFirewall::Firewall", "AWS::NetworkFirewall::FirewallPolicy", "aws_networkfirewall_firewall",
				"aws_networkfirewall_firewall_policy",
			],
			"AppStream": ["AWS::AppStream::Fleet", "aws_appstream_fleet"],
			"CloudHSM": ["AWS::CloudHSM::Cluster", "aws_cloudhsm_v2_cluster"],
			"Lightsail database": ["AWS::Lightsail::Database", "aws_lightsail_database"],
		},
	},
	# Abstracted services: an endpoint, with nothing of the platform to configure below it.
	{
		"entry": {"model": "paas", "class": "abstracted", "confidence": "stated", "source": docs.model},
		"services": {
			"S3": [
				"AWS::S3::Bucket", "AWS::S3::BucketPolicy", "AWS::S3::AccessPoint", "aws_s3_bucket", "aws_s3_bucket_policy",
				"aws_s3_bucket_acl", "aws_s3_bucket_public_access_block", "aws_s3_bucket_server_side_encryption_configuration",
				"aws_s3_bucket_versioning", "aws_s3_bucket_logging", "aws_s3_bucket_lifecycle_configuration",
				"aws_s3_bucket_ownership_controls", "aws_s3_bucket_object_lock_configuration",
				"aws_s3_bucket_replication_configuration", "aws_s3_bucket_website_configuration",
				"aws_s3_bucket_cors_configuration", "aws_s3_bucket_accelerate_configuration", "aws_s3_bucket_notification",
				"aws_s3_bucket_inventory", "aws_s3_bucket_metric", "aws_s3_bucket_analytics_configuration",
				"aws_s3_bucket_intelligent_tiering_configuration", "aws_s3_bucket_request_payment_configuration",
				"aws_s3_access_point", "aws_s3_object",
			],
			"DynamoDB": [
				"AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable", "aws_dynamodb_table", "aws_dynamodb_global_table",
			],
		},
	},
	{
		"entry": {"model": "paas", "class": "abstracted", "confidence": "transcribed", "source": docs.classes},
		"services": {
			"SQS": ["AWS::SQS::Queue", "AWS::SQS::QueuePolicy", "aws_sqs_queue", "aws_sqs_queue_policy"],
			"SES": [
				"AWS::SES::ConfigurationSet", "AWS::SES::EmailIdentity", "aws_ses_configuration_set",
				"aws_sesv2_configuration_set", "aws_sesv2_email_identity",
			],
			"S3 Glacier": ["aws_glacier_vault"],
		},
	},
	{
		"entry": {"model": "paas", "class": "abstracted", "confidence": "inferred", "source": docs.model},
		"services": {
			"SNS": ["AWS::SNS::Topic", "AWS::SNS::TopicPolicy", "aws_sns_topic", "aws_sns_topic_policy"],
			"KMS": [
				"AWS::KMS::Key", "AWS::KMS::ReplicaKey", "aws_kms_key", "aws_kms_replica_key", "aws_kms_external_key",
				"aws_kms_key_policy",
			],
			"Secrets Manager": [
				"AWS::SecretsManager::Secret", "AWS::SecretsManager::RotationSchedule", "aws_secretsmanager_secret",
				"aws_secretsmanager_secret_policy", "aws_secretsmanager_secret_rotation", "aws_secretsmanager_secret_version",
			],
			"Systems Manager": ["AWS::SSM::Parameter", "AWS::SSM::Document", "aws_ssm_parameter", "aws_ssm_document"],
			"EventBridge": [
				"AWS::Events::EventBus", "AWS::Events::Rule", "aws_cloudwatch_event_bus", "aws_cloudwatch_event_rule",
			],
			"Step Functions": ["AWS::StepFunctions::StateMachine", "aws_sfn_state_machine"],
			"API Gateway": [
				"AWS::ApiGateway::RestApi", "AWS::ApiGateway::Stage", "AWS::ApiGateway::Method", "AWS::ApiGateway::DomainName",
				"AWS::ApiGatewayV2::Api", "AWS::ApiGatewayV2::Route", "AWS::ApiGatewayV2::Stage",
				"AWS::ApiGatewayV2::DomainName",
				"aws_api_gateway_rest_api", "aws_api_gateway_stage", "aws_api_gateway_method",
				"aws_api_gateway_method_settings", "aws_api_gateway_domain_name", "aws_apigatewayv2_api",
				"aws_apigatewayv2_route", "aws_apigatewayv2_stage", "aws_apigatewayv2_domain_name",
			],
			"AppSync": ["AWS::AppSync::GraphQLApi", "aws_appsync_graphql_api"],
			"CloudFront": ["AWS::CloudFront::Distribution", "aws_cloudfront_distribution"],
			"Route 53": ["AWS::Route53::HostedZone", "AWS::Route53::RecordSet", "aws_route53_zone", "aws_route53_record"],
			"WAF": ["AWS::WAFv2::WebACL", "AWS::WAFv2::RuleGroup", "aws_wafv2_web_acl", "aws_wafv2_rule_group"],
			"Kinesis Data Streams": ["AWS::Kinesis::Stream", "aws_kinesis_stream"],
			"Data Firehose": ["AWS::KinesisFirehose::DeliveryStream", "aws_kinesis_firehose_delivery_stream"],
			"Glue": [
				"AWS::Glue::Job", "AWS::Glue::Crawler", "AWS::Glue::Database", "AWS::Glue::SecurityConfiguration",
				"AWS::Glue::DataCatalogEncryptionSettings", "aws_glue_job", "aws_glue_crawler", "aws_glue_catalog_database",
				"aws_glue_security_configuration", "aws_glue_data_catalog_encryption_settings",
			],
			"Athena": ["AWS::Athena::WorkGroup", "aws_athena_workgroup"],
			"Redshift Serverless": [
				"AWS::RedshiftServerless::Namespace", "AWS::RedshiftServerless::Workgroup", "aws_redshiftserverless_namespace",
				"aws_redshiftserverless_workgroup",
			],
			"OpenSearch Serverless": ["AWS::OpenSearchServerless::Collection", "aws_opensearchserverless_collection"],
			"EMR Serverless": ["AWS::EMRServerless::Application", "aws_emrserverless_application"],
			"Aurora DSQL": ["AWS::DSQL::Cluster", "aws_dsql_cluster"],
			"Timestream": ["AWS::Timestream::Database", "aws_timestreamwrite_database"],
			"Keyspaces": ["AWS::Cassandra::Keyspace", "AWS::Cassandra::Table", "aws_keyspaces_keyspace", "aws_keyspaces_table"],
			"Cognito": [
				"AWS::Cognito::UserPool", "AWS::Cognito::IdentityPool", "aws_cognito_user_pool", "aws_cognito_identity_pool",
			],
			"ECR": [
				"AWS::ECR::Repository", "AWS::ECR::PublicRepository", "aws_ecr_repository", "aws_ecr_repository_policy",
				"aws_ecrpublic_repository",
			],
			"Backup": [
				"AWS::Backup::BackupVault", "AWS::Backup::BackupPlan", "aws_backup_vault", "aws_backup_plan",
				"aws_backup_vault_policy", "aws_backup_vault_lock_configuration",
			],
			"CodeBuild": ["AWS::CodeBuild::Project", "aws_codebuild_project"],
			"CodePipeline": ["AWS::CodePipeline::Pipeline", "aws_codepipeline"],
			"CodeArtifact": [
				"AWS::CodeArtifact::Domain", "AWS::CodeArtifact::Repository", "aws_codeartifact_domain",
				"aws_codeartifact_repository",
			],
			"Certificate Manager": [
				"AWS::CertificateManager::Certificate", "AWS::ACM::Certificate", "AWS::ACMPCA::CertificateAuthority",
				"aws_acm_certificate", "aws_acmpca_certificate_authority",
			],
			"CloudWatch": [
				"AWS::Logs::LogGroup", "AWS::CloudWatch::Alarm", "aws_cloudwatch_log_group", "aws_cloudwatch_metric_alarm",
				"aws_cloudwatch_log_metric_filter",
			],
			"Bedrock": [
				"AWS::Bedrock::Agent", "AWS::Bedrock::Guardrail", "AWS::Bedrock::KnowledgeBase", "aws_bedrockagent_agent",
				"aws_bedrock_guardrail", "aws_bedrockagent_knowledge_base", "aws_bedrock_custom_model",
				"aws_bedrock_model_invocation_logging_configuration",
			],
			"Lightsail bucket": ["AWS::Lightsail::Bucket", "aws_lightsail_bucket"],
		},
	},
	{
		"entry": {"model": "faas", "class": "abstracted", "confidence": "inferred", "source": docs.lambda},
		"services": {
			"Lambda": [
				"AWS::Lambda::Function", "AWS::Lambda::LayerVersion", "AWS::Lambda::Url", "AWS::Lambda::Permission",
				"AWS::Serverless::Function", "aws_lambda_function", "aws_lambda_runtime_management_config",
				"aws_lambda_layer_version", "aws_lambda_function_url", "aws_lambda_permission",
			],
		},
	},
	# Container platforms: the service packages for ECS, EKS and Batch say who patches the nodes.
	{
		"entry": {"model": "caas", "confidence": "inferred", "source": docs.ecs},
		"services": {
			"ECS": [
				"AWS::ECS::Cluster", "AWS::ECS::Service", "AWS::ECS::TaskSet", "AWS::ECS::TaskDefinition",
				"AWS::ECS::CapacityProvider", "aws_ecs_cluster", "aws_ecs_service", "aws_ecs_task_set",
				"aws_ecs_task_definition", "aws_ecs_capacity_provider",
			],
		},
	},
	{
		"entry": {"model": "caas", "confidence": "inferred", "source": docs.eks},
		"services": {
			"EKS": [
				"AWS::EKS::Cluster", "AWS::EKS::Nodegroup", "AWS::EKS::Addon", "AWS::EKS::AccessEntry", "aws_eks_cluster",
				"aws_eks_node_group", "aws_eks_addon", "aws_eks_access_entry",
			],
		},
	},
	{
		"entry": {"model": "caas", "confidence": "inferred", "source": docs.batch},
		"services": {
			"Batch": [
				"AWS::Batch::ComputeEnvironment", "AWS::Batch::JobDefinition", "aws_batch_compute_environment",
				"aws_batch_job_definition",
			],
		},
	},
	{
		"entry": {"model": "caas-managed", "confidence": "inferred", "source": docs.eks},
		"services": {
			"EKS on Fargate": ["AWS::EKS::FargateProfile", "aws_eks_fargate_profile"],
		},
	},
	{
		"entry": {"model": "caas-managed", "confidence": "inferred", "source": docs.ecs},
		"services": {
			"App Runner": ["AWS::AppRunner::Service", "aws_apprunner_service"],
			"Lightsail container service": ["AWS::Lightsail::Container", "aws_lightsail_container_service"],
		},
	},
	# AWS's hardware on the customer's premises.
	{
		"entry": {"model": "hybrid", "confidence": "inferred", "source": docs.model},
		"services": {
			"Outposts": ["AWS::Outposts::Outpost", "AWS::Outposts::Site"],
		},
	},
	# The management plane: nothing runs here, so only configuration and identity are meaningful.
	{
		"entry": {"model": "paas", "confidence": "inferred", "source": docs.model, "note": "only configuration and identity are meaningful"},
		"services": {
			"management plane": [
				"AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy",
				"AWS::IAM::UserPolicy", "AWS::IAM::RolePolicy", "AWS::IAM::GroupPolicy", "AWS::IAM::InstanceProfile",
				"AWS::IAM::AccessKey", "AWS::IAM::OIDCProvider", "AWS::IAM::SAMLProvider", "AWS::IAM::ServerCertificate",
				"AWS::Organizations::Organization", "AWS::Organizations::OrganizationalUnit", "AWS::Organizations::Account",
				"AWS::Organizations::Policy", "AWS::SSO::PermissionSet", "AWS::SSO::Assignment", "AWS::CloudTrail::Trail",
				"AWS::CloudTrail::EventDataStore", "AWS::Config::ConfigurationRecorder", "AWS::Config::DeliveryChannel",
				"AWS::Config::ConfigRule", "AWS::GuardDuty::Detector", "AWS::SecurityHub::Hub", "AWS::Macie::Session",
				"AWS::Detective::Graph", "AWS::AccessAnalyzer::Analyzer", "AWS::FMS::Policy", "AWS::CloudFormation::Stack",
				"AWS::Budgets::Budget", "aws_iam_user", "aws_iam_group", "aws_iam_role", "aws_iam_policy",
				"aws_iam_user_policy", "aws_iam_role_policy", "aws_iam_group_policy", "aws_iam_user_policy_attachment",
				"aws_iam_role_policy_attachment", "aws_iam_group_policy_attachment", "aws_iam_policy_attachment",
				"aws_iam_instance_profile", "aws_iam_access_key", "aws_iam_account_password_policy",
				"aws_iam_openid_connect_provider", "aws_iam_saml_provider", "aws_iam_server_certificate",
				"aws_organizations_organization", "aws_organizations_organizational_unit", "aws_organizations_account",
				"aws_organizations_policy", "aws_ssoadmin_permission_set", "aws_ssoadmin_account_assignment",
				"aws_account_alternate_contact", "aws_s3_account_public_access_block", "aws_ebs_encryption_by_default",
				"aws_cloudtrail", "aws_cloudtrail_event_data_store", "aws_config_configuration_recorder",
				"aws_config_delivery_channel", "aws_config_config_rule", "aws_guardduty_detector", "aws_securityhub_account",
				"aws_macie2_account", "aws_detective_graph", "aws_accessanalyzer_analyzer", "aws_fms_policy",
				"aws_cloudformation_stack", "aws_budgets_budget",
			],
		},
	},
]
