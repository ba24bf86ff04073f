# METADATA
# Storage accounts refuse plain HTTP
package acme.metadata_text

deny contains "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
