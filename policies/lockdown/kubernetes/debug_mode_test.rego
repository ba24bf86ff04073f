package onus.lockdown.kubernetes.debug_mode_test

import data.onus.lockdown.kubernetes.debug_mode

pod(container, maps) := {"type": "v1/Pod", "properties": {"containers": [container]}, "related": {"parent": [], "config_map": maps}}

found(container) := {[finding.pointer, object.get(finding, "unknown", false)] | some finding in debug_mode.deny with input as pod(container, [])}

denied := {["/properties/containers/0/name", false]}

variable(name, value) := {"name": "web", "env": [{"name": name, "value": value}]}

test_debug_variable_denies if {
	debug_mode.deny == {{
		"message": "the variable `DJANGO_DEBUG` of the container `web` turns a debug or development mode on",
		"pointer": "/properties/containers/0/name",
	}} with input as pod(variable("DJANGO_DEBUG", "True"), [])
}

test_spellings_deny if {
	found(variable("DEBUG", "1")) == denied
	found(variable("DEBUG", true)) == denied
	found(variable("debug", "yes")) == denied
	found(variable("FLASK_DEBUG", "on")) == denied
	found(variable("APP_DEBUG", "$(SOMETHING)")) == denied
	found(variable("FLASK_ENV", "development")) == denied
	found(variable("ASPNETCORE_ENVIRONMENT", "Development")) == denied
	found(variable("NODE_ENV", " dev ")) == denied
}

test_flags_deny if {
	found({"command": ["flask", "run", "--debug"]}) == denied
	found({"args": ["--debug=true"]}) == denied
	found({"args": ["--debug=2", "--x"]}) == denied
	found({"command": ["sh", "-c", "server --debug; true"]}) == denied
}

test_off_allows if {
	found({"name": "web"}) == set()
	found(variable("DEBUG", "False")) == set()
	found(variable("DEBUG", false)) == set()
	found(variable("DEBUG", "0")) == set()
	found(variable("DEBUG", "")) == set()
	found({"env": [{"name": "DEBUG"}]}) == set()
	found(variable("NODE_ENV", "production")) == set()
	found(variable("MY_DEBUGGER", "1")) == set()
	found({"args": ["--debug=false", "--debug-level=1", "--no-debug", "x--debug"]}) == set()
	found({"env": null, "args": null}) == set()
}

from_map := {"name": "web", "envFrom": [{"configMapRef": {"name": "settings"}}]}

test_config_maps_are_looked_into if {
	count(debug_mode.deny) == 1 with input as pod(from_map, [{"name": "settings", "properties": {"data": {"DEBUG": "true"}}}])
	count(debug_mode.deny) == 0 with input as pod(from_map, [{"name": "settings", "properties": {"data": {"DEBUG": "false"}}}])
	found(from_map) == {["/properties/containers/0/name", true]}
}

test_value_from_elsewhere_is_unknown if {
	found({"env": [{"name": "DEBUG", "valueFrom": {"configMapKeyRef": {"name": "settings", "key": "debug"}}}]}) == {["/properties/containers/0/name", true]}
}

test_no_containers_are_unknown if {
	[finding.unknown | some finding in debug_mode.deny] == [true] with input as {"type": "v1/Pod", "properties": {"containers": []}, "related": {"config_map": []}}
}

test_pod_of_a_workload_in_the_inventory_is_not_asked if {
	not debug_mode.applies with input as {"type": "v1/Pod", "related": {"parent": [{"type": "apps/v1/ReplicaSet"}]}}
	debug_mode.applies with input as pod({}, [])
}

test_command_of_another_shape_is_unknown if {
	every words in [7, {"a": "x"}, [["x"]], [{"a": "x"}]] {
		{finding.unknown | some finding in debug_mode.deny} == {true} with input as {"type": "v1/Pod", "properties": {"containers": [{"name": "web", "command": words}]}, "related": {"config_map": []}}
		{finding.unknown | some finding in debug_mode.deny} == {true} with input as {"type": "v1/Pod", "properties": {"containers": [{"name": "web", "args": words}]}, "related": {"config_map": []}}
	}
}

keyed(name, reference, maps) := {object.get(finding, "unknown", false) | some finding in debug_mode.deny with input as pod({"env": [{"name": name, "valueFrom": {"configMapKeyRef": reference}}]}, maps)}

settings(entries) := [{"name": "settings", "properties": {"data": entries}}]

test_keys_of_config_maps_are_followed if {
	keyed("NODE_ENV", {"name": "settings", "key": "mode"}, settings({"mode": "production"})) == set()
	keyed("NODE_ENV", {"name": "settings", "key": "mode"}, settings({"mode": "development"})) == {false}
	keyed("DEBUG", {"name": "settings", "key": "debug"}, settings({"debug": "0"})) == set()
	keyed("DEBUG", {"name": "settings", "key": "debug"}, settings({"debug": "1"})) == {false}
	keyed("LEVEL", {"name": "settings", "key": "debug"}, settings({"debug": "1"})) == set()
	keyed("NODE_ENV", {"name": "settings", "key": "mode", "optional": true}, settings({})) == set()
}

test_keys_that_are_not_there_are_unknown if {
	keyed("NODE_ENV", {"name": "other", "key": "mode"}, settings({"mode": "production"})) == {true}
	keyed("NODE_ENV", {"name": "settings", "key": "other"}, settings({"mode": "production"})) == {true}
	keyed("NODE_ENV", {"name": "settings", "key": "mode", "optional": true}, []) == {true}
	keyed("NODE_ENV", {"name": "settings", "key": "mode"}, [{"name": "settings", "properties": {"binaryData": {"mode": "ZGV2"}}}]) == {true}
	keyed("NODE_ENV", {"name": "settings", "key": "mode", "optional": true}, [{"name": "settings", "properties": {"binaryData": {"mode": "ZGV2"}}}]) == {true}
	keyed("LEVEL", {"name": "other", "key": "mode"}, []) == set()
}

in_order(container, maps) := {object.get(finding, "unknown", false) | some finding in debug_mode.deny with input as pod(container, maps)}

test_the_value_in_effect_counts if {
	maps := [{"name": "dev", "properties": {"data": {"NODE_ENV": "development"}}}, {"name": "prod", "properties": {"data": {"NODE_ENV": "production"}}}]
	dev := {"configMapRef": {"name": "dev"}}
	prod := {"configMapRef": {"name": "prod"}}
	in_order({"envFrom": [dev]}, maps) == {false}
	in_order({"envFrom": [dev, prod]}, maps) == set()
	in_order({"envFrom": [prod, dev]}, maps) == {false}
	in_order({"envFrom": [dev], "env": [{"name": "NODE_ENV", "value": "production"}]}, maps) == set()
	in_order({"envFrom": [prod], "env": [{"name": "NODE_ENV", "value": "development"}]}, maps) == {false}
	in_order({"envFrom": [dev], "env": [{"name": "NODE_ENV", "valueFrom": {"secretKeyRef": {"name": "x", "key": "y", "optional": true}}}]}, maps) == {false, true}
	in_order({"envFrom": [{"prefix": "X_", "configMapRef": {"name": "dev"}}]}, maps) == set()
}

test_variables_that_refer_to_others_have_their_value if {
	maps := settings({"mode": "development", "off": "false"})
	mode := {"name": "MODE", "valueFrom": {"configMapKeyRef": {"name": "settings", "key": "mode"}}}
	in_order({"env": [mode, {"name": "NODE_ENV", "value": "$(MODE)"}]}, maps) == {false}
	in_order({"env": [{"name": "MODE", "value": "production"}, {"name": "NODE_ENV", "value": "$(MODE)"}]}, maps) == set()
	in_order({"env": [{"name": "OFF", "value": "false"}, {"name": "APP_DEBUG", "value": "$(OFF)"}]}, maps) == set()
	in_order({"env": [{"name": "MODE", "valueFrom": {"secretKeyRef": {"name": "s", "key": "m"}}}, {"name": "NODE_ENV", "value": "$(MODE)"}]}, maps) == {true}
	in_order({"env": [{"name": "APP_DEBUG", "value": "$(NOT_THERE)"}]}, maps) == {false}
}
