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

# borrowed(container): the names of variables whose values are elsewhere and not known.
borrowed(container) := {sprintf("%v", [variable.name]) |
	is_array(container.env)
	some variable in container.env
	is_object(variable.valueFrom)
	not resolved(variable.valueFrom)
}

# resolved(source): the value is in a config map of the inventory, or the variable is not
# set, because the config map has no such key and the key is optional.
resolved(source) if {
	some entry in entries(source.configMapKeyRef.name)
	entry.name == source.configMapKeyRef.key
}

resolved(source) if {
	source.configMapKeyRef.optional == true
	collected(source.configMapKeyRef.name)
	not source.configMapKeyRef.key in binary_keys(source.configMapKeyRef.name)
}

# config_maps(container): the names of config maps that become its environment.
config_maps(container) := {source.configMapRef.name |
	is_array(container.envFrom)
	some source in container.envFrom
}

# collected(name): a config map of this name is in the inventory, and the workload refers
# to it.
collected(name) if {
	some map in input.related.config_map
	map.name == name
}

# entries(name): what the config map holds, as a list of {name, value}, both texts.
entries(name) := [{"name": key, "value": sprintf("%v", [value])} |
	some map in input.related.config_map
	map.name == name
	some key, value in held(map)
]

held(map) := map.properties.data if is_object(map.properties.data)

else := {}

# binary_keys(name): the keys of its binary data, which no variable takes.
binary_keys(name) := {key |
	some map in input.related.config_map
	map.name == name
	is_object(map.properties.binaryData)
	some key, _ in map.properties.binaryData
}

# lent(container): variables from config maps, in the form of `variables`: all keys of a
# config map, with a prefix where one is set, and single keys.
lent(container) := [{"name": entry.name, "value": entry.value} | some entry in lent_with_source(container)]

# The same, with the index in `envFrom`, or `env`.
lent_with_source(container) := array.concat(
	[{"name": sprintf("%s%s", [prefix_of(source), entry.name]), "value": entry.value, "from": i} |
		is_array(container.envFrom)
		some i, source in container.envFrom
		some entry in entries(source.configMapRef.name)
	],
	[{"name": sprintf("%v", [variable.name]), "value": entry.value, "from": "env"} |
		is_array(container.env)
		some variable in container.env
		some entry in entries(variable.valueFrom.configMapKeyRef.name)
		entry.name == variable.valueFrom.configMapKeyRef.key
	],
)

prefix_of(source) := source.prefix if is_string(source.prefix)

else := ""

# keyed(container): the entries of config maps that single variables take, by the name of
# the variable and of the key. A key in binary data counts too: the config map holds it in
# clear.
keyed(container) := [{"name": sprintf("%v", [variable.name]), "key": entry.name, "value": entry.value} |
	is_array(container.env)
	some variable in container.env
	reference := variable.valueFrom.configMapKeyRef
	some entry in array.concat(entries(reference.name), binary_entries(reference.name))
	entry.name == reference.key
]

binary_entries(name) := [{"name": key, "value": sprintf("%v", [value])} |
	some map in input.related.config_map
	map.name == name
	is_object(map.properties.binaryData)
	some key, value in map.properties.binaryData
]

# in_effect(container): the variables that the container sees, in the form of `variables`.
# A variable that only refers to another one, as `$(NAME)`, has the other one's value; if
# that is not known, neither is this one: see `borrowed_through`.
in_effect(container) := [variable |
	some given in given_to(container)
	some variable in dereferenced(container, given)
]

# What `env` sets replaces variables of config maps, and so does a later config map.
given_to(container) := array.concat(
	variables(container),
	[{"name": entry.name, "value": entry.value} |
		some entry in lent_with_source(container)
		not replaced(container, entry)
	],
)

replaced(container, entry) if {
	is_array(container.env)
	some variable in container.env
	sprintf("%v", [variable.name]) == entry.name
	entry.from != "env"
	not optional(variable)
}

replaced(container, entry) if {
	is_number(entry.from)
	some later in lent_with_source(container)
	is_number(later.from)
	later.from > entry.from
	later.name == entry.name
}

optional(variable) if variable.valueFrom[_].optional == true

dereferenced(container, variable) := [{"name": variable.name, "value": other.value} |
	some other in given_to(container)
	other.name == referred(variable.value)
] if {
	referred(variable.value) in known_names(container)
} else := [] if {
	referred(variable.value) in borrowed(container)
} else := [variable]

known_names(container) := {variable.name | some variable in given_to(container)}

# referred(value): the name of the only variable that the value consists of.
referred(value) := trim_suffix(trim_prefix(value, "$("), ")") if regex.match(`^\$\([A-Za-z0-9_.-]+\)$`, value)

# borrowed_through(container): the names of variables that refer to one of `borrowed`.
borrowed_through(container) := {variable.name |
	some variable in given_to(container)
	name := referred(variable.value)
	name in borrowed(container)
	not name in known_names(container)
}

# missing(container): config maps that are not in the inventory.
missing(container) := {name |
	some name in config_maps(container)
	not collected(name)
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
	is_array(container.env)
	some variable in container.env
	reference := variable.valueFrom.configMapKeyRef
	not is_null(reference)
	not is_object(reference)
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

malformed_map if {
	some map in input.related.config_map
	secret_settings.unreadable_map(map.properties.binaryData)
}
