# METADATA
# title: RDS and RDS Custom
# description: |
#   RDS Custom gives the customer the host and the database software, and moves
#   duties with it: differently for Oracle and for SQL Server. In RDS itself AWS
#   patches the database software, unless minor upgrades are turned off.
#
#   The user guide has one row for each activity. OS patching is the layer os.guest,
#   database software patching is runtime. Its rows for scaling, availability and
#   backups have no layer of their own.
# related_resources:
# - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Welcome.html
# - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-custom.html
# - ref: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
# custom:
#   id: ONUS-SERVICE-AWS-RDS
#   kind: boundary
#   tier: service
#   resources: ["AWS::RDS::DBInstance", "AWS::RDS::DBCluster", aws_db_instance, aws_rds_cluster_instance]
package onus.boundary.services.aws.rds

import data.onus.lib.aws.scalar
import data.onus.lib.boundary.answer
import data.onus.lib.fact

responsibility[layer] := found if {
	some layer, row in activities[kind]
	base := answer.basis("aws-rds-2022", row.cell, row.confidence, source)
	found := answer.duty_cell(row.letter, "AWS", duties[layer], answer.switched(base, engine.pointer, engine.value))
}

responsibility[layer] := found if {
	layer := "runtime"
	kind == "rds"
	base := answer.basis("aws-rds-2022", upgrades.cell, upgrades.confidence, source)
	switched := answer.switched(base, minor_upgrades.pointer, minor_upgrades.value)
	found := answer.duty_cell(upgrades.letter, "AWS", duties.runtime, switched)
}

source := "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-custom.html"

duties := {
	"os.guest": {
		"customer": "patch the operating system of the database host",
		"provider": "patch the operating system of the database host",
	},
	"runtime": {
		"customer": "choose the version of the database software and see that its patches are applied",
		"provider": "patch the database software",
	},
}

# The rows of the user guide for the two editions of RDS Custom, and the careful
# reading of an engine that it does not know.
activities := {
	"custom-oracle": {
		"os.guest": {"letter": "C", "cell": "os patching x rds custom for oracle", "confidence": "stated"},
		"runtime": {"letter": "S", "cell": "database software patching x rds custom for oracle", "confidence": "stated"},
	},
	"custom-sqlserver": {
		"os.guest": {"letter": "P", "cell": "os patching x rds custom for sql server", "confidence": "stated"},
		"runtime": {"letter": "P", "cell": "database software patching x rds custom for sql server", "confidence": "stated"},
	},
	"unclear": {
		"os.guest": {"letter": "C", "cell": "os patching x an engine that the guide does not name", "confidence": "inferred"},
		"runtime": {"letter": "C", "cell": "database software patching x an engine that the guide does not name", "confidence": "inferred"},
	},
}

kind := "custom-oracle" if {
	startswith(engine_name, "custom-oracle-")
} else := "custom-sqlserver" if {
	startswith(engine_name, "custom-sqlserver-")
} else := "rds" if {
	some family in families
	startswith(engine_name, family)
} else := "rds" if {
	engine.value == null
	not custom_instance_profile
} else := "unclear"

# The engines of RDS and Aurora, and of the two services that share the record.
families := ["aurora", "db2-", "docdb", "mariadb", "mysql", "neptune", "oracle-", "postgres", "sqlserver-"]

engine_name := engine.value if is_string(engine.value)

# CloudFormation spells it Engine; AWS Config and Terraform spell it engine. A
# restored instance or a replica inherits its engine and does not name it.
engine := found if {
	found := fact.at(input.properties.Engine, "/properties/Engine")
} else := found if {
	found := fact.at(input.properties.engine, "/properties/engine")
} else := fact.assumed(null, "/properties/Engine") if {
	startswith(input.type, "AWS::")
} else := fact.assumed(null, "/properties/engine")

# Every RDS Custom instance needs an instance profile, and no other may have one.
custom_instance_profile if {
	profile := fact.at(input.properties.CustomIAMInstanceProfile, "/properties/CustomIAMInstanceProfile")
	profile.value != ""
}

custom_instance_profile if {
	profile := fact.at(input.properties.custom_iam_instance_profile, "/properties/custom_iam_instance_profile")
	profile.value != ""
}

# CloudFormation accepts booleans as strings. Anything but true is the careful reading.
upgrades := {
	"letter": "P",
	"cell": "database software patching x rds",
	"confidence": "stated",
} if {
	scalar.boolean(minor_upgrades.value) in {true, null}
} else := {
	"letter": "S",
	"cell": "automatic minor version upgrades turned off",
	"confidence": "inferred",
}

# Upgrades are automatic by default.
minor_upgrades := found if {
	found := fact.at(input.properties.AutoMinorVersionUpgrade, "/properties/AutoMinorVersionUpgrade")
} else := found if {
	found := fact.at(input.properties.autoMinorVersionUpgrade, "/properties/autoMinorVersionUpgrade")
} else := found if {
	found := fact.at(input.properties.auto_minor_version_upgrade, "/properties/auto_minor_version_upgrade")
} else := fact.assumed(null, "/properties/AutoMinorVersionUpgrade") if {
	startswith(input.type, "AWS::")
} else := fact.assumed(null, "/properties/auto_minor_version_upgrade")
