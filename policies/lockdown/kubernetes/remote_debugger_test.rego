package onus.lockdown.kubernetes.remote_debugger_test

import data.onus.lockdown.kubernetes.remote_debugger

pod(container, maps) := {"type": "v1/Pod", "properties": {"containers": [container]}, "related": {"parent": [], "config_map": maps}}

found(container) := {[finding.pointer, object.get(finding, "unknown", false)] | some finding in remote_debugger.deny with input as pod(container, [])}

denied := {["/properties/containers/0/name", false]}

variable(name, value) := {"name": "web", "env": [{"name": name, "value": value}]}

test_java_debugger_denies if {
	remote_debugger.deny == {{
		"message": "the container `web` starts the Java debugger",
		"pointer": "/properties/containers/0/name",
	}} with input as pod({"name": "web", "command": ["java", "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=*:5005", "-jar", "a.jar"]}, [])
}

test_debuggers_in_commands_deny if {
	found({"args": ["-Xdebug", "-Xrunjdwp:transport=dt_socket,address=8000"]}) == denied
	found({"command": ["catalina.sh", "jpda", "run"]}) == denied
	found({"command": ["node", "--inspect=0.0.0.0:9229", "a.js"]}) == denied
	found({"command": ["node", "--inspect", "a.js"]}) == denied
	found({"command": ["sh", "-c", "exec node --inspect-brk a.js"]}) == denied
	found({"args": ["--inspect-wait"]}) == denied
	found({"command": ["python", "-m", "debugpy", "--listen", "0.0.0.0:5678", "a.py"]}) == denied
	found({"command": ["python", "-mdebugpy"]}) == denied
	found({"command": ["/go/bin/dlv"], "args": ["exec", "--headless", "/a"]}) == denied
	found({"command": ["gdbserver", ":2345", "/a"]}) == denied
	found({"args": ["--remote-debugging-port=9222"]}) == denied
	found({"command": "node --inspect a.js"}) == denied
}

test_debuggers_in_variables_deny if {
	found(variable("JAVA_TOOL_OPTIONS", "-Xmx1g -agentlib:jdwp=transport=dt_socket,server=y")) == denied
	found(variable("NODE_OPTIONS", "--inspect=0.0.0.0")) == denied
	found(variable("MY_OPTIONS", "--max-old-space-size=100 --inspect")) == denied
	found(variable("BPL_DEBUG_ENABLED", "true")) == denied
	found(variable("java_debug", true)) == denied
	found(variable("XDEBUG_MODE", "develop,debug")) == denied
}

test_no_debugger_allows if {
	found({"name": "web"}) == set()
	found({"command": ["java", "-jar", "a.jar"], "args": ["--inspector=off", "--inspect-port=0", "--no-inspect"]}) == set()
	found({"command": ["node", "inspect.js"], "args": null}) == set()
	found({"args": ["/data/dlv.txt", "--headless"]}) == set()
	found(variable("BPL_DEBUG_ENABLED", "false")) == set()
	found(variable("JAVA_DEBUG", "")) == set()
	found(variable("XDEBUG_MODE", "off")) == set()
	found(variable("NODE_OPTIONS", "--max-old-space-size=100")) == set()
}

test_init_containers_and_templates_deny if {
	container := {"name": "web", "command": ["node", "--inspect"]}
	pointers := {finding.pointer | some finding in remote_debugger.deny} with input as {"type": "apps/v1/Deployment", "properties": {"template": {"spec": {"initContainers": [container], "containers": [{}]}}}, "related": {"config_map": []}}
	pointers == {"/properties/template/spec/initContainers/0/name"}
	of_job := {finding.pointer | some finding in remote_debugger.deny} with input as {"type": "batch/v1/CronJob", "properties": {"jobTemplate": {"spec": {"template": {"spec": {"containers": [container]}}}}}, "related": {"config_map": []}}
	of_job == {"/properties/jobTemplate/spec/template/spec/containers/0/name"}
}

from_map := {"name": "web", "envFrom": [{"configMapRef": {"name": "settings"}}]}

test_config_maps_are_looked_into if {
	of := {finding.message | some finding in remote_debugger.deny} with input as pod(from_map, [{"name": "settings", "properties": {"data": {"NODE_OPTIONS": "--inspect"}}}])
	of == {"the variable `NODE_OPTIONS` of the container `web` starts the inspector of Node.js"}
	count(remote_debugger.deny) == 0 with input as pod(from_map, [{"name": "settings", "properties": {"data": {"LEVEL": "info"}}}])
	count(remote_debugger.deny) == 0 with input as pod(from_map, [{"name": "settings", "properties": {"data": null}}])
	prefixed := {"name": "web", "envFrom": [{"prefix": "JAVA_", "configMapRef": {"name": "settings"}}]}
	count(remote_debugger.deny) == 1 with input as pod(prefixed, [{"name": "settings", "properties": {"data": {"DEBUG": "1"}}}])
}

test_config_map_that_is_not_there_is_unknown if {
	found(from_map) == {["/properties/containers/0/name", true]}
}

test_value_from_elsewhere_is_unknown if {
	found({"env": [{"name": "NODE_OPTIONS", "valueFrom": {"configMapKeyRef": {"name": "settings", "key": "o"}}}]}) == {["/properties/containers/0/name", true]}
	found({"env": [{"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "db", "key": "p"}}}]}) == set()
}

test_no_containers_are_unknown if {
	[finding.unknown | some finding in remote_debugger.deny] == [true] with input as {"type": "v1/Pod", "properties": {}, "related": {"config_map": []}}
	{finding.unknown | some finding in remote_debugger.deny} == {true} with input as {"type": "apps/v1/Deployment", "properties": {"template": {"spec": {"containers": {}}}}, "related": {"config_map": []}}
	[finding.unknown | some finding in remote_debugger.deny] == [true] with input as {"type": "apps/v1/Deployment", "properties": {"template": null}, "related": {"config_map": []}}
}

test_pod_of_a_workload_in_the_inventory_is_not_asked if {
	not remote_debugger.applies with input as {"type": "v1/Pod", "related": {"parent": [{"type": "apps/v1/ReplicaSet"}]}}
	remote_debugger.applies with input as pod({}, [])
}

test_debuggers_of_other_languages_deny if {
	found({"command": ["/vsdbg/vsdbg", "--interpreter=vscode", "--server=4711"]}) == denied
	found({"command": ["sh", "-c", "/remote_debugger/vsdbg --interpreter=vscode & dotnet a.dll"]}) == denied
	found({"command": ["vsdbg"], "args": ["--server"]}) == denied
	found({"command": ["netcoredbg", "--interpreter=vscode", "--server=4711", "--", "dotnet", "a.dll"]}) == denied
	found({"command": ["netcoredbg", "--server"]}) == denied
	found({"command": ["C:\\vsdbg\\vsdbg.exe", "--interpreter=vscode"]}) == denied
	found({"command": ["msvsmon.exe", "/noauth"]}) == denied
	found({"command": ["mono", "--debug", "--debugger-agent=transport=dt_socket,server=y,address=0.0.0.0:55555", "a.exe"]}) == denied
	found({"command": ["rdbg", "--open", "--host", "0.0.0.0", "--port", "12345", "a.rb"]}) == denied
	found({"command": ["rdbg", "-n", "-O", "-c", "--", "rails", "server"]}) == denied
	found({"command": ["ruby", "-r", "debug/open_nonstop", "a.rb"]}) == denied
	found({"args": ["-dxdebug.mode=debug", "a.php"]}) == denied
	found({"args": ["-d", "xdebug.remote_enable=1"]}) == denied
	found({"command": ["dlv-dap", "--listen=:2345"]}) == denied
	found({"command": ["python", "-m", "web_pdb", "a.py"]}) == denied
	found(variable("RUBY_DEBUG_OPEN", "true")) == denied
	found(variable("RUBYOPT", "-r debug/open")) == denied
	found(variable("PYTHONBREAKPOINT", "remote_pdb.set_trace")) == denied
	found(variable("PERLDB_OPTS", "RemotePort=10.0.0.1:9000")) == denied
}

test_names_alone_allow if {
	found(variable("PATH", "/usr/bin:/vsdbg:/netcoredbg")) == set()
	found({"command": ["dotnet", "a.dll", "--server=4711", "--interpreter=vscode"]}) == set()
	found({"command": ["tail", "-f", "/vsdbg/log"]}) == set()
	found({"command": ["rdbg", "--attach", "12345"]}) == set()
	found({"command": ["ruby", "-r", "debug", "a.rb"]}) == set()
	found({"args": ["-dxdebug.mode=off"]}) == set()
	found({"args": ["-dxdebug.mode=develop,coverage"]}) == set()
	found({"args": ["-dxdebug.remote_enable=0"]}) == set()
	found(variable("RUBY_DEBUG_OPEN", "false")) == set()
	found(variable("REMOTE_PORT", "9000")) == set()
}
