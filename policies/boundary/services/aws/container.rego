# METADATA
# title: AWS container services and their network
# description: |
#   A container service, in the sense of AWS's three classes, stands in the customer's
#   network: AWS runs the operating system and the platform, and the customer sets up
#   the firewall rules. In an abstracted service that is different, so the edition
#   leaves the network of both open and this package answers by the type.
#
#   The paper that defines the classes names RDS, EMR and Elastic Beanstalk. The other
#   services here are sorted in because they are placed in a network and guarded by
#   security groups in the same way.
# related_resources:
# - ref: https://d1.awsstatic.com/whitepapers/Security/AWS_Security_Best_Practices.pdf
# custom:
#   id: ONUS-SERVICE-AWS-CONTAINER-CLASS
#   kind: boundary
#   tier: service
#   resources:
#   - "AWS::RDS::*"
#   - "AWS::EMR::*"
#   - "AWS::ElasticBeanstalk::*"
#   - "AWS::ElastiCache::*"
#   - "AWS::MemoryDB::*"
#   - "AWS::OpenSearchService::*"
#   - "AWS::OpenSearch::*"
#   - "AWS::Elasticsearch::*"
#   - "AWS::MSK::*"
#   - "AWS::Redshift::*"
#   - "AWS::Neptune::*"
#   - "AWS::DocDB::*"
#   - "AWS::AmazonMQ::*"
#   - "AWS::DAX::*"
#   - "AWS::DMS::*"
#   - "AWS::EFS::*"
#   - "AWS::FSx::*"
#   - "AWS::DirectoryService::*"
#   - "AWS::MWAA::*"
#   - "AWS::Transfer::*"
#   - "AWS::SageMaker::*"
#   - "AWS::ElasticLoadBalancing::*"
#   - "AWS::ElasticLoadBalancingV2::*"
#   - "AWS::NetworkFirewall::*"
#   - "AWS::AppStream::*"
#   - "AWS::CloudHSM::*"
#   - "AWS::Lightsail::Database"
#   - "aws_db_*"
#   - "aws_rds_*"
#   - "aws_emr_*"
#   - "aws_elastic_beanstalk_*"
#   - "aws_elasticache_*"
#   - "aws_memorydb_*"
#   - "aws_opensearch_*"
#   - "aws_elasticsearch_*"
#   - "aws_msk_*"
#   - "aws_redshift_*"
#   - "aws_neptune_*"
#   - "aws_docdb_*"
#   - "aws_mq_*"
#   - "aws_dax_*"
#   - "aws_dms_*"
#   - "aws_efs_*"
#   - "aws_fsx_*"
#   - "aws_directory_service_*"
#   - "aws_mwaa_*"
#   - "aws_transfer_*"
#   - "aws_sagemaker_*"
#   - "aws_elb"
#   - "aws_lb"
#   - "aws_lb_*"
#   - "aws_alb"
#   - "aws_alb_*"
#   - "aws_networkfirewall_*"
#   - "aws_appstream_*"
#   - "aws_cloudhsm_v2_*"
#   - "aws_lightsail_database"
package onus.boundary.services.aws.container

import data.onus.lib.boundary.answer

responsibility[layer] := found if {
	layer := "network.controls"
	base := answer.basis("aws-2026", "network configuration x container", confidence, source)
	found := answer.cell("C", "AWS", "network.controls", base)
}

source := "https://d1.awsstatic.com/whitepapers/Security/AWS_Security_Best_Practices.pdf"

confidence := "transcribed" if {
	named
} else := "inferred"

named if {
	some service in [
		"AWS::RDS::", "AWS::EMR::", "AWS::ElasticBeanstalk::",
		"aws_db_", "aws_rds_", "aws_emr_", "aws_elastic_beanstalk_",
	]
	startswith(input.type, service)
}
