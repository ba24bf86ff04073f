# METADATA
# title: Containers of workloads
# description: |
#   The containers of a pod, or of what makes pods: init and ephemeral ones too. What
#   has the shape of no container is handed on as an empty one, with its place.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
# - ref: https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/
package onus.lib.kubernetes.containers

specs["/properties"] := input.properties if input.type == "v1/Pod"

specs["/properties/template/spec"] := input.properties.template.spec if not input.type in {"v1/Pod", "batch/v1/CronJob"}

specs["/properties/jobTemplate/spec/template/spec"] := input.properties.jobTemplate.spec.template.spec if input.type == "batch/v1/CronJob"

# place -> container.
all[sprintf("%s/%s/%d", [at, list, i])] := container if {
	some at, spec in specs
	some list in ["initContainers", "containers", "ephemeralContainers"]
	is_array(spec[list])
	some i, given in spec[list]
	container := sound(given)
}

sound(given) := given if is_object(given)

else := {}

# Every pod has at least one container; when none can be read, nothing is known.
readable if {
	some _, spec in specs
	is_array(spec.containers)
	count(spec.containers) > 0
}

# label(container): what a message calls it.
label(container) := container.name if is_string(container.name)

else := "?"

# words(container): its command and arguments as one text. What the image itself
# starts with is not in the specification.
words(container) := concat(" ", [word |
	some key in ["command", "args"]
	some word in texts(object.get(container, key, []))
])

texts(given) := [sprintf("%v", [word]) | some word in given] if is_array(given)

else := [sprintf("%v", [given])] if given != null

else := []

# variables(container): the environment that its specification sets by value, as a
# list of {name, value}, both texts.
variables(container) := [{"name": sprintf("%v", [variable.name]), "value": sprintf("%v", [object.get(variable, "value", "")])} |
	is_array(container.env)
	some variable in container.env
	is_object(variable)
	not is_object(object.get(variable, "valueFrom", null))
]

# borrowed(container): the names of variables whose values stand elsewhere.
borrowed(container) := {sprintf("%v", [variable.name]) |
	is_array(container.env)
	some variable in container.env
	is_object(variable.valueFrom)
}

# config_maps(container): the names of config maps that become its environment.
config_maps(container) := {source.configMapRef.name |
	is_array(container.envFrom)
	some source in container.envFrom
}

# What the config maps of the inventory that the workload refers to hold, by name.
settings[map.name] := entries if {
	some map in input.related.config_map
	entries := [{"name": name, "value": sprintf("%v", [value])} | some name, value in held(map)]
}

held(map) := map.properties.data if is_object(map.properties.data)

else := {}

# lent(container): variables from config maps, in the form of `variables`, with a
# prefix where one is set.
lent(container) := [{"name": sprintf("%s%s", [prefix, entry.name]), "value": entry.value} |
	is_array(container.envFrom)
	some source in container.envFrom
	prefix := object.get(source, "prefix", "")
	some entry in settings[source.configMapRef.name]
]

# missing(container): config maps that are not in the inventory.
missing(container) := {name |
	some name in config_maps(container)
	not settings[name]
}
