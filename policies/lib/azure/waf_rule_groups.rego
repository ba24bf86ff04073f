# METADATA
# title: Rule groups of web application firewalls
# description: |
#   The groups of the managed rule sets that are against the main attacks: SQL
#   injection, cross-site scripting, remote code execution and local file inclusion. Their
#   names are those of the OWASP core rule set (3.x and 2.2.9) and of Microsoft's default
#   rule set.
# related_resources:
# - ref: https://learn.microsoft.com/azure/web-application-firewall/ag/application-gateway-crs-rulegroups-rules
# - ref: https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-drs
# - ref: https://learn.microsoft.com/azure/templates/microsoft.network/applicationgateways
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/application_gateway
package onus.lib.azure.waf_rule_groups

main_groups := {
	"crs_40_generic_attacks",
	"crs_41_sql_injection_attacks",
	"crs_41_xss_attacks",
	"lfi",
	"rce",
	"request-930-application-attack-lfi",
	"request-932-application-attack-rce",
	"request-941-application-attack-xss",
	"request-942-application-attack-sqli",
	"sqli",
	"xss",
}

main(name) if {
	is_string(name)
	lower(name) in main_groups
}

# whole(rules): with no rules named, all rules of the group are off.
whole(rules) if {
	rules in [null, []]
} else := false
