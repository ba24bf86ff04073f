# METADATA
# title: Containers of workloads
# description: |
#   The containers of a pod, or of what makes pods: init and ephemeral ones too. What
#   has the shape of no container is handed on as an empty one, with its place.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
# - ref: https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/
package onus.lib.kubernetes.containers

import data.onus.lib.application.secret_settings

specs["/properties"] := input.properties if input.type == "v1/Pod"

specs["/properties/template/spec"] := input.properties.template.spec if not input.type in ({"v1/Pod"} | cron_jobs)

specs["/properties/jobTemplate/spec/template/spec"] := input.properties.jobTemplate.spec.template.spec if input.type in cron_jobs

cron_jobs := {"batch/v1/CronJob", "batch/v1beta1/CronJob", "batch/v2alpha1/CronJob"}

# place -> container.
all[sprintf("%s/initContainers/%d", [at, i])] := container if {
	some at, spec in specs
	is_array(spec.initContainers)
	some i, given in spec.initContainers
	container := sound(given)
}

all[sprintf("%s/containers/%d", [at, i])] := container if {
	some at, spec in specs
	is_array(spec.containers)
	some i, given in spec.containers
	container := sound(given)
}

all[sprintf("%s/ephemeralContainers/%d", [at, i])] := container if {
	some at, spec in specs
	is_array(spec.ephemeralContainers)
	some i, given in spec.ephemeralContainers
	container := sound(given)
}

# What is in the place of a list of containers, or of a container, is handed on as one
# that can't be read.
no_list := {"image": {}, "args": {}}

all[sprintf("%s/initContainers", [at])] := no_list if {
	some at, spec in specs
	given := spec.initContainers
	not is_null(given)
	not is_array(given)
}

all[sprintf("%s/containers", [at])] := no_list if {
	some at, spec in specs
	given := spec.containers
	not is_null(given)
	not is_array(given)
}

all[sprintf("%s/ephemeralContainers", [at])] := no_list if {
	some at, spec in specs
	given := spec.ephemeralContainers
	not is_null(given)
	not is_array(given)
}

sound(given) := given if is_object(given)

else := no_list

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
words(container) := concat(" ", array.concat(texts(object.get(container, "command", [])), texts(object.get(container, "args", []))))

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
	is_object(source)
	prefix := object.get(source, "prefix", "")
	some entry in settings[source.configMapRef.name]
]

# missing(container): config maps that are not in the inventory.
missing(container) := {name |
	some name in config_maps(container)
	not settings[name]
}

# malformed(container): what starts it, or its environment, has a shape that no cluster
# takes, so that what it says is not known.
malformed(container) if unreadable_words(container.command)

malformed(container) if unreadable_words(container.args)

malformed(container) if secret_settings.unreadable_list(container.env)

malformed(container) if {
	is_array(container.env)
	some variable in container.env
	source := variable.valueFrom
	not is_null(source)
	not is_object(source)
}

malformed(container) if {
	sources := container.envFrom
	not is_null(sources)
	not is_array(sources)
}

malformed(container) if {
	is_array(container.envFrom)
	some source in container.envFrom
	not is_object(source)
}

malformed(container) if {
	is_array(container.envFrom)
	some source in container.envFrom
	reference := source.configMapRef
	not is_null(reference)
	not is_object(reference)
}

malformed(container) if {
	is_array(container.envFrom)
	some source in container.envFrom
	prefix := source.prefix
	not is_null(prefix)
	not is_string(prefix)
}

unreadable_words(words) if {
	not is_null(words)
	not is_array(words)
	not is_string(words)
}

unreadable_words(words) if {
	is_array(words)
	some word in words
	secret_settings.unreadable_value(word)
}

# Config maps that the workload may refer to, and whose data has an unexpected shape.
malformed_map if {
	some map in input.related.config_map
	secret_settings.unreadable_map(map.properties.data)
}
