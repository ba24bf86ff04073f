package onus.boundary.services.aws.classes_test

import data.onus.boundary.services.aws.abstracted
import data.onus.boundary.services.aws.container

test_network_of_a_container_service_is_the_customers if {
	answer := container.responsibility["network.controls"] with input as {"type": "AWS::RDS::DBInstance"}
	answer.performs == [{
		"party": {"kind": "customer"},
		"duty": "restrict which networks and clients can reach the resource",
	}]
	answer.accountable == {"kind": "customer"}
	answer.basis.edition == "aws-2026"
	answer.basis.cell == "network configuration x container"
}

test_services_that_the_paper_names_are_surer if {
	every name in ["AWS::RDS::DBInstance", "aws_emr_cluster", "aws_elastic_beanstalk_environment"] {
		container.responsibility["network.controls"].basis.confidence == "transcribed" with input as {"type": name}
	}
	every name in ["AWS::ElastiCache::CacheCluster", "aws_lb"] {
		container.responsibility["network.controls"].basis.confidence == "inferred" with input as {"type": name}
	}
}

test_network_of_an_abstracted_service_has_two_sides if {
	answer := abstracted.responsibility["network.controls"] with input as {"type": "AWS::S3::Bucket"}
	[duty.party.kind | some duty in answer.performs] == ["provider", "customer"]
	answer.performs[0].party.name == "AWS"
	answer.accountable == {"kind": "customer"}
	answer.basis.confidence == "inferred"
}

test_classes_answer_for_the_network_only if {
	object.keys(container.responsibility) == {"network.controls"} with input as {"type": "aws_db_instance"}
	object.keys(abstracted.responsibility) == {"network.controls"} with input as {"type": "aws_s3_bucket"}
}
