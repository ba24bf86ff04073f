package onus.lockdown.kubernetes.secret_settings_test

import data.onus.lockdown.kubernetes.secret_settings

pod(container, maps) := {"type": "v1/Pod", "properties": {"containers": [container]}, "related": {"parent": [], "config_map": maps}}

found(container) := {[finding.message, object.get(finding, "unknown", false)] | some finding in secret_settings.deny with input as pod(container, [])}

test_secret_by_value_denies_and_is_not_printed if {
	secret_settings.deny == {{
		"message": "the variable `DB_PASSWORD` holds a secret in clear",
		"pointer": "/id",
	}} with input as pod({"name": "web", "env": [{"name": "DB_PASSWORD", "value": "x"}]}, [])
}

test_references_allow if {
	found({"env": [{"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "db", "key": "p"}}}]}) == set()
	found({"envFrom": [{"secretRef": {"name": "db"}}]}) == set()
	found({"env": [{"name": "SPRING_PASSWORD", "value": "$(DB_PASSWORD)"}]}) == set()
	found({"env": [{"name": "DB_PASSWORD_FILE", "value": "/run/secrets/p"}]}) == set()
	found({"env": [{"name": "DB_PASSWORD", "value": ""}, {"name": "TOKEN"}]}) == set()
	found({"name": "web"}) == set()
}

test_init_containers_deny if {
	count(secret_settings.deny) == 1 with input as {"type": "apps/v1/Deployment", "properties": {"template": {"spec": {"initContainers": [{"env": [{"name": "A", "value": "redis://:x@cache"}]}], "containers": [{}]}}}, "related": {"config_map": []}}
}

from_map := {"name": "web", "envFrom": [{"configMapRef": {"name": "settings"}}]}

test_config_maps_are_looked_into if {
	count(secret_settings.deny) == 1 with input as pod(from_map, [{"name": "settings", "properties": {"data": {"API_KEY": "x"}}}])
	count(secret_settings.deny) == 0 with input as pod(from_map, [{"name": "settings", "properties": {"data": {"LEVEL": "info"}}}])
	{entry[1] | some entry in found(from_map)} == {true}
}

test_no_containers_are_unknown if {
	[finding.unknown | some finding in secret_settings.deny] == [true] with input as {"type": "v1/Pod", "properties": {}, "related": {"config_map": []}}
}

test_pod_of_a_workload_in_the_inventory_is_not_asked if {
	not secret_settings.applies with input as {"type": "v1/Pod", "related": {"parent": [{"type": "apps/v1/ReplicaSet"}]}}
	secret_settings.applies with input as pod({}, [])
}

test_environment_of_another_shape_is_unknown if {
	every env in ["x", 7, {"A": "x"}, ["x"], [{"name": 7, "value": "x"}], [{"name": "A", "value": ["x"]}], [{"name": "A", "valueFrom": "x"}]] {
		{entry[1] | some entry in found({"env": env})} == {true}
	}
	every sources in ["x", {"configMapRef": {"name": "a"}}, ["x"], [{"prefix": 7}]] {
		{entry[1] | some entry in found({"envFrom": sources})} == {true}
	}
}

test_config_map_of_another_shape_is_unknown if {
	every data_of_map in ["x", ["x"], {"A": ["x"]}] {
		{object.get(finding, "unknown", false) | some finding in secret_settings.deny} == {true} with input as pod({"envFrom": [{"configMapRef": {"name": "settings"}}]}, [{"name": "settings", "properties": {"data": data_of_map}}])
	}
}

with_key(name, key) := {"name": "web", "env": [{"name": name, "valueFrom": {"configMapKeyRef": {"name": "settings", "key": key}}}]}

keyed(name, key, properties) := {finding.message | some finding in secret_settings.deny with input as pod(with_key(name, key), [{"name": "settings", "properties": properties}])}

denied(name) := {sprintf("the variable `%s` holds a secret in clear", [name])}

test_keys_of_config_maps_deny if {
	keyed("DB_PASSWORD", "db_password", {"data": {"db_password": "hunter2hunter2"}}) == denied("DB_PASSWORD")
	keyed("DB_PASSWORD", "value", {"data": {"value": "hunter2hunter2"}}) == denied("DB_PASSWORD")
	keyed("SETTING", "db_password", {"data": {"db_password": "hunter2hunter2"}}) == denied("SETTING")
	keyed("DATABASE_URL", "url", {"data": {"url": "postgres://shop:hunter2@db/shop"}}) == denied("DATABASE_URL")
	keyed("DB_PASSWORD", "p", {"data": null, "binaryData": {"p": "aHVudGVyMmh1bnRlcjI="}}) == denied("DB_PASSWORD")
	count(secret_settings.deny) == 1 with input as {"type": "batch/v1/CronJob", "properties": {"jobTemplate": {"spec": {"template": {"spec": {"containers": [{}], "initContainers": [with_key("DB_PASS", "p")]}}}}}, "related": {"config_map": [{"name": "settings", "properties": {"data": {"p": "x"}}}]}}
}

test_other_keys_of_config_maps_allow if {
	keyed("LEVEL", "level", {"data": {"level": "info", "db_password": "hunter2hunter2"}}) == set()
	keyed("DB_PASSWORD", "absent", {"data": {"level": "info"}}) == set()
	keyed("DB_PASSWORD_FILE", "file", {"data": {"file": "/run/secrets/db"}}) == set()
	keyed("MYSQL_RANDOM_ROOT_PASSWORD", "random", {"data": {"random": "yes"}}) == set()
	keyed("DB_PASSWORD", "p", {"data": {"p": ""}}) == set()
	keyed("LEVEL", "level", {"binaryData": {"level": "aW5mbw=="}}) == set()
	found(with_key("DB_PASSWORD", "p")) == set()
}

test_switches_and_parts_of_urls_allow if {
	every variable in [
		{"name": "MYSQL_RANDOM_ROOT_PASSWORD", "value": "yes"},
		{"name": "MARIADB_RANDOM_ROOT_PASSWORD", "value": "1"},
		{"name": "MYSQL_ALLOW_EMPTY_PASSWORD", "value": "true"},
		{"name": "ALLOW_EMPTY_PASSWORD", "value": "no"},
		{"name": "DATABASE_URL", "value": "postgres://$(DB_USER):$(DB_PASSWORD)@db/shop"},
		{"name": "SPRING_DATASOURCE_URL", "value": "jdbc:postgresql://db/shop?user=shop&password=${DB_PASSWORD}"},
	] {
		found({"env": [variable]}) == set()
	}
	count(found({"env": [{"name": "MYSQL_ROOT_PASSWORD", "value": "1"}]})) == 1
}
