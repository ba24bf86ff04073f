package acme.metadata_missing

deny contains "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
