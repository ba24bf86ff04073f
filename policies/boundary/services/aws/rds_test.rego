package onus.boundary.services.aws.rds_test

import data.onus.boundary.services.aws.rds

instance(properties) := {"type": "AWS::RDS::DBInstance", "model": "paas", "properties": properties}

kinds(answer) := [duty.party.kind | some duty in answer.performs]

test_oracle_leaves_the_operating_system_to_the_customer if {
	answer := rds.responsibility["os.guest"] with input as instance({"Engine": "custom-oracle-ee"})
	answer == {
		"performs": [{"party": {"kind": "customer"}, "duty": "patch the operating system of the database host"}],
		"accountable": {"kind": "customer"},
		"basis": {
			"edition": "aws-rds-2022",
			"cell": "os patching x rds custom for oracle",
			"confidence": "stated",
			"source": "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-custom.html",
			"switch": {"pointer": "/properties/Engine", "value": "custom-oracle-ee"},
		},
	}
}

test_oracle_shares_the_database_software if {
	answer := rds.responsibility.runtime with input as instance({"Engine": "custom-oracle-ee"})
	kinds(answer) == ["provider", "customer"]
	answer.accountable == {"kind": "customer"}
}

test_sql_server_is_patched_by_aws if {
	answers := rds.responsibility with input as instance({"Engine": "custom-sqlserver-ee", "AutoMinorVersionUpgrade": false})
	kinds(answers["os.guest"]) == ["provider"]
	kinds(answers.runtime) == ["provider"]
}

test_engine_that_the_guide_does_not_name_is_the_customers if {
	every name in ["custom-something", "POSTGRES", "", "new-engine"] {
		answers := rds.responsibility with input as instance({"Engine": name})
		kinds(answers["os.guest"]) == ["customer"]
		kinds(answers.runtime) == ["customer"]
		answers.runtime.basis.confidence == "inferred"
	}
}

test_engines_of_rds_and_aurora if {
	every name in ["mysql", "postgres", "mariadb", "oracle-ee", "sqlserver-web", "db2-se", "aurora-mysql", "docdb", "neptune"] {
		answers := rds.responsibility with input as instance({"Engine": name})
		object.keys(answers) == {"runtime"}
		kinds(answers.runtime) == ["provider"]
	}
}

test_engine_of_a_wrong_type_is_the_customers if {
	answers := rds.responsibility with input as instance({"Engine": 5})
	kinds(answers["os.guest"]) == ["customer"]
	kinds(answers.runtime) == ["customer"]
}

test_rds_does_not_repeat_the_edition if {
	answers := rds.responsibility with input as instance({"Engine": "mysql"})
	object.keys(answers) == {"runtime"}
}

test_upgrades_are_automatic_by_default if {
	answer := rds.responsibility.runtime with input as instance({"Engine": "mysql", "AutoMinorVersionUpgrade": null})
	kinds(answer) == ["provider"]
	answer.basis.switch == {"pointer": "/properties/AutoMinorVersionUpgrade", "value": null}
}

test_upgrades_turned_off_leave_them_to_the_customer if {
	every value in [false, "false", 0, "yes"] {
		answer := rds.responsibility.runtime with input as instance({"Engine": "mysql", "AutoMinorVersionUpgrade": value})
		kinds(answer) == ["provider", "customer"]
		answer.accountable.kind == "customer"
	}
}

test_instance_that_names_no_engine if {
	plain := rds.responsibility with input as instance({"DBSnapshotIdentifier": "s"})
	object.keys(plain) == {"runtime"}
	custom := rds.responsibility["os.guest"] with input as instance({"CustomIAMInstanceProfile": "AWSRDSCustomRole"})
	kinds(custom) == ["customer"]
	custom.basis.switch == {"pointer": "/properties/Engine", "value": null}
}

test_terraform if {
	oracle := rds.responsibility with input as {
		"type": "aws_db_instance",
		"properties": {"engine": "custom-oracle-ee", "auto_minor_version_upgrade": false},
	}
	kinds(oracle["os.guest"]) == ["customer"]
	plain := rds.responsibility.runtime with input as {
		"type": "aws_db_instance",
		"properties": {"engine": "postgres", "auto_minor_version_upgrade": false},
	}
	plain.basis.switch == {"pointer": "/properties/auto_minor_version_upgrade", "value": false}
	kinds(plain) == ["provider", "customer"]
}
