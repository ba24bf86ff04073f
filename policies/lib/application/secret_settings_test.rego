package onus.lib.application.secret_settings_test

import data.onus.lib.application.secret_settings

test_names_of_secrets if {
	every name in [
		"PASSWORD", "DB_PASSWORD", "dbPassword", "SMTP_PASSWD", "DB_PWD", "CLIENT_SECRET", "JWT_SECRET_PROD",
		"STRIPE_API_KEY", "apikey", "AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "authToken", "TOKEN", "TLS_PRIVATE_KEY",
		"ConnectionStrings__Default", "GOOGLE_CREDENTIALS", "VAULT_SECRET_ID", "ENCRYPTION_KEY", "PASSWORD_2",
	] {
		secret_settings.exposed({"name": name, "value": "x"})
	}
}

test_names_of_other_settings if {
	every name in [
		"LOG_LEVEL", "DB_PASSWORD_FILE", "SECRET_ARN", "DB_SECRET_NAME", "AWS_ACCESS_KEY_ID", "TOKEN_URL",
		"PASSWORD_MIN_LENGTH", "MAX_TOKENS", "APPLICATIONINSIGHTS_CONNECTION_STRING", "KEY", "SECRETS_MANAGER_ENDPOINT",
		"TOKENIZER",
	] {
		not secret_settings.exposed({"name": name, "value": "x"})
	}
}

test_references_and_nothing_are_no_secrets if {
	every value in [
		"", " ", "@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net/secrets/a)",
		"arn:aws:secretsmanager:eu-west-1:111122223333:secret:a", "vault:secret/data/a#b",
	] {
		not secret_settings.exposed({"name": "DB_PASSWORD", "value": value})
	}
}

test_contents_that_are_secrets if {
	every value in [
		"-----BEGIN RSA PRIVATE KEY-----\nx", "-----BEGIN PRIVATE KEY-----",
		"DefaultEndpointsProtocol=https;AccountName=a;AccountKey=eA==;EndpointSuffix=core.windows.net",
		"Server=db;User Id=a;Password=x;", "postgres://user:x@db.example.com/shop", "redis://:x@cache.example.com",
	] {
		secret_settings.exposed({"name": "SETTING", "value": value})
	}
}

test_contents_that_are_none if {
	every value in ["https://example.com/a@b", "postgres://user@db.example.com/shop", "Server=db;Authentication=Active Directory Default;", "a:b@c"] {
		not secret_settings.exposed({"name": "SETTING", "value": value})
	}
}

test_shapes if {
	secret_settings.of_map({"A": 1, "B": null}) == [{"name": "A", "value": "1"}]
	secret_settings.of_map(null) == []
	secret_settings.of_map("A=1") == []
	secret_settings.of_list([{"name": "A", "value": "1"}, {"Name": "B", "Value": true}, {"name": "C"}, "D"]) == [{"name": "A", "value": "1"}, {"name": "B", "value": "true"}]
	secret_settings.of_list(null) == []
}

test_lines if {
	secret_settings.of_lines(["A=1", "B=x=y", "C=", "D", "=x", 7]) == [{"name": "A", "value": "1"}, {"name": "B", "value": "x=y"}, {"name": "C", "value": ""}]
	secret_settings.of_lines(null) == []
	secret_settings.unreadable_lines("A=1")
	secret_settings.unreadable_lines([7])
	not secret_settings.unreadable_lines(["A=1"])
	not secret_settings.unreadable_lines(null)
}
