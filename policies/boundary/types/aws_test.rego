package onus.boundary.types.aws_test

import data.onus.boundary.types.aws

models := {"iaas", "caas", "caas-managed", "paas", "faas", "hybrid"}

test_instances_are_infrastructure if {
	every name in ["AWS::EC2::Instance", "aws_instance"] {
		aws.table[name] == {
			"model": "iaas",
			"class": "infrastructure",
			"confidence": "stated",
			"service": "EC2",
			"source": "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/shared-responsibility.html",
		}
	}
}

test_classes_of_the_column_paas if {
	aws.table["AWS::RDS::DBInstance"].class == "container"
	aws.table["AWS::S3::Bucket"].class == "abstracted"
	aws.table["AWS::RDS::DBInstance"].model == aws.table["AWS::S3::Bucket"].model
}

test_entries_are_complete if {
	every name, entry in aws.table {
		entry.model in models
		entry.confidence in {"stated", "transcribed", "inferred"}
		startswith(entry.source, "https://")
		entry.service != ""
		regex.match(`^(AWS::[A-Za-z0-9]+::[A-Za-z0-9]+|aws_[a-z0-9_]+)$`, name)
	}
}

test_platforms_have_a_class_unless_they_are_management if {
	every entry in aws.table {
		sorted(entry)
	}
}

sorted(entry) if not entry.model in {"paas", "faas"}

sorted(entry) if entry.class in {"container", "abstracted"}

sorted(entry) if entry.service == "management plane"

test_management_plane_carries_its_note if {
	aws.table.aws_iam_role.note == "only configuration and identity are meaningful"
	not aws.table.aws_instance.note
}

test_no_type_stands_twice if {
	names := [name | some group in aws.groups; some list in group.services; some name in list]
	count(names) == count(aws.table)
}
