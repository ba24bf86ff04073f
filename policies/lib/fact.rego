# METADATA
# title: Facts
# description: |
#   A fact is a value together with the JSON pointer it was read at, so that a
#   finding can point at the exact place. Controls compare `value` and hand
#   `pointer` on.
package onus.lib.fact

# at(value, pointer) is the fact that `value` stands at `pointer`.
#
# Undefined when the property is absent (the call has an undefined argument) or
# null, so that an `else` branch can try the next source shape. Any other value,
# of whatever type, is handed on as it is: a control compares against the one
# good value, and a value of the wrong type then denies instead of slipping
# through to a default.
at(value, pointer) := {"value": value, "pointer": pointer, "assumed": false} if value != null

# assumed(value, pointer) is the provider's documented default, for a property
# that is absent; `pointer` says where the property would stand.
assumed(value, pointer) := {"value": value, "pointer": pointer, "assumed": true}
