# METADATA
# title: Secrets in the environment of containers
# description: Variables that the specification sets by value, or that come from config maps.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/security/secrets-good-practices/
package onus.lib.kubernetes.container_secrets

import data.onus.lib.application.secret_settings
import data.onus.lib.kubernetes.containers

exposed contains variable.name if {
	some container in containers.all
	some variable in array.concat(containers.variables(container), containers.lent(container))
	not composed(variable.value)
	secret_settings.exposed(variable)
}

# The key of a config map can say what the variable's name does not.
exposed contains entry.name if {
	some container in containers.all
	some entry in containers.keyed(container)
	some name in [entry.name, entry.key]
	secret_settings.exposed({"name": name, "value": entry.value})
}

# Put together from other variables only, whose own values are looked at.
composed(value) if regex.match(`^(\$\([A-Za-z0-9_.-]+\))+$`, value)
