# METADATA
package acme.metadata_empty

deny contains "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
