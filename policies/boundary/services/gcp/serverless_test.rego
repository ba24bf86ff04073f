package onus.boundary.services.gcp.serverless_test

import data.onus.boundary.services.gcp.cloud_run
import data.onus.boundary.services.gcp.functions

kinds(answer) := [duty.party.kind | some duty in answer.performs]

run(properties) := answer if {
	answer := cloud_run.responsibility.runtime with input as {
		"type": "run.googleapis.com/Service",
		"properties": properties,
	}
}

function(kind, properties) := answer if {
	answer := functions.responsibility.runtime with input as {"type": kind, "properties": properties}
}

test_own_image_is_the_customers if {
	answer := run({"template": {"containers": [{"image": "i"}]}})
	answer == {
		"performs": [{
			"party": {"kind": "customer"},
			"duty": "rebuild the image on a patched base image and redeploy it",
		}],
		"accountable": {"kind": "customer"},
		"basis": {
			"edition": "cloud-run-2026",
			"cell": "own image",
			"confidence": "stated",
			"source": "https://cloud.google.com/run/docs/configuring/services/automatic-base-image-updates",
			"switch": {"pointer": "/properties/template/containers/0/baseImageUri", "value": null},
		},
	}
}

test_base_image_is_patched_by_google if {
	answer := run({"template": {"containers": [{"image": "i", "baseImageUri": "b"}]}})
	kinds(answer) == ["provider"]
	answer.basis.switch.value == "b"
}

test_base_image_of_a_wrong_type_is_none if {
	every value in ["", 1, null, {"a": 1}] {
		kinds(run({"template": {"containers": [{"image": "i", "baseImageUri": value}]}})) == ["customer"]
	}
}

test_sidecar_is_the_customers if {
	answer := run({"template": {"containers": [{"image": "i", "baseImageUri": "b"}, {"image": "j"}]}})
	kinds(answer) == ["customer"]
	answer.basis.switch.pointer == "/properties/template/containers/1/baseImageUri"
	built := run({
		"buildConfig": {"enableAutomaticUpdates": true},
		"template": {"containers": [{"image": "i", "baseImageUri": "b"}, {"image": "j"}]},
	})
	kinds(built) == ["customer"]
}

test_build_says_whether_updates_are_automatic if {
	kinds(run({"buildConfig": {"enableAutomaticUpdates": true}, "template": {"containers": [{"image": "i"}]}})) == ["provider"]
	kinds(run({"buildConfig": {"enableAutomaticUpdates": false}})) == ["provider", "customer"]
	kinds(run({"buildConfig": {"enableAutomaticUpdates": 1}})) == ["provider", "customer"]
}

test_older_shape_of_the_record if {
	annotations := {"run.googleapis.com/build-enable-automatic-updates": "true"}
	spec := {"template": {"spec": {"containers": [{"image": "i"}]}}}
	kinds(run({"metadata": {"annotations": annotations}, "spec": spec})) == ["provider"]
	kinds(run({"metadata": {"annotations": {}}, "spec": spec})) == ["customer"]
	class := "run.googleapis.com/linux-base-image-update"
	kinds(run({"spec": {"template": {"spec": {"runtimeClassName": class, "containers": [{"image": "i"}]}}}})) == ["provider"]
	kinds(run({"spec": {"template": {"spec": {"runtimeClassName": "other", "containers": [{"image": "i"}]}}}})) == ["customer"]
}

test_jobs_have_no_automatic_updates if {
	answer := cloud_run.responsibility.runtime with input as {
		"type": "run.googleapis.com/Job",
		"properties": {"template": {"template": {"containers": [{"image": "i", "baseImageUri": "b"}]}}},
	}
	kinds(answer) == ["customer"]
	not answer.basis.switch
}

test_terraform_service if {
	every expected in [
		[[{"image": "i", "base_image_uri": "b"}], ["provider"]],
		[[{"image": "i", "base_image_uri": ""}], ["customer"]],
		[[], ["customer"]],
	] {
		answer := cloud_run.responsibility.runtime with input as {
			"type": "google_cloud_run_v2_service",
			"properties": {"template": [{"containers": expected[0]}], "build_config": []},
		}
		kinds(answer) == expected[1]
	}
}

test_functions_are_updated_by_default if {
	every kind in [
		"cloudfunctions.googleapis.com/Function",
		"cloudfunctions.googleapis.com/CloudFunction",
		"google_cloudfunctions_function",
		"google_cloudfunctions2_function",
	] {
		kinds(function(kind, {})) == ["provider"]
	}
}

test_functions_that_wait_for_a_deployment if {
	every answer in [
		function("cloudfunctions.googleapis.com/Function", {"buildConfig": {"onDeployUpdatePolicy": {}}}),
		function("cloudfunctions.googleapis.com/CloudFunction", {"onDeployUpdatePolicy": {}}),
		function("google_cloudfunctions_function", {"on_deploy_update_policy": [{"runtime_version": ""}]}),
		function("google_cloudfunctions2_function", {"build_config": [{"on_deploy_update_policy": [{}]}]}),
	] {
		kinds(answer) == ["provider", "customer"]
		answer.accountable == {"kind": "customer"}
	}
}

test_callers_of_a_function_are_the_customers_choice if {
	answer := functions.responsibility["network.controls"] with input as {
		"type": "cloudfunctions.googleapis.com/Function",
		"properties": {},
	}
	kinds(answer) == ["provider", "customer"]
	answer.basis.confidence == "inferred"
}
