# METADATA
# title: Managed rule groups of AWS WAF
# description: |
#   The rules of AWS's own rule groups that block by default, as its developer guide
#   lists them, and whether a web ACL overrides all of them so that they only count. Of
#   other vendors' groups, and of those for bots and accounts, the rules are not listed.
# related_resources:
# - ref: https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
# - ref: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-group-override-options.html
package onus.lib.aws.managed_rule_groups

# Rules that only newer versions of a group have are omitted: a web ACL may use the
# version before.
blocking_rules := {
	"AWSManagedRulesAdminProtectionRuleSet": {"AdminProtection_URIPATH"},
	"AWSManagedRulesAmazonIpReputationList": {"AWSManagedIPReputationList", "AWSManagedReconnaissanceList"},
	"AWSManagedRulesAnonymousIpList": {"AnonymousIPList", "HostingProviderIPList"},
	"AWSManagedRulesCommonRuleSet": {
		"CrossSiteScripting_BODY",
		"CrossSiteScripting_COOKIE",
		"CrossSiteScripting_QUERYARGUMENTS",
		"CrossSiteScripting_URIPATH",
		"EC2MetaDataSSRF_BODY",
		"EC2MetaDataSSRF_COOKIE",
		"EC2MetaDataSSRF_QUERYARGUMENTS",
		"EC2MetaDataSSRF_URIPATH",
		"GenericLFI_BODY",
		"GenericLFI_QUERYARGUMENTS",
		"GenericLFI_URIPATH",
		"GenericRFI_BODY",
		"GenericRFI_QUERYARGUMENTS",
		"GenericRFI_URIPATH",
		"NoUserAgent_HEADER",
		"RestrictedExtensions_QUERYARGUMENTS",
		"RestrictedExtensions_URIPATH",
		"SizeRestrictions_BODY",
		"SizeRestrictions_Cookie_HEADER",
		"SizeRestrictions_QUERYSTRING",
		"SizeRestrictions_URIPATH",
		"UserAgent_BadBots_HEADER",
	},
	"AWSManagedRulesKnownBadInputsRuleSet": {
		"ExploitablePaths_URIPATH",
		"Host_localhost_HEADER",
		"JavaDeserializationRCE_BODY",
		"JavaDeserializationRCE_HEADER",
		"JavaDeserializationRCE_QUERYSTRING",
		"JavaDeserializationRCE_URIPATH",
		"Log4JRCE_BODY",
		"Log4JRCE_HEADER",
		"Log4JRCE_QUERYSTRING",
		"Log4JRCE_URIPATH",
		"PROPFIND_METHOD",
	},
	"AWSManagedRulesLinuxRuleSet": {"LFI_HEADER", "LFI_QUERYSTRING", "LFI_URIPATH"},
	"AWSManagedRulesPHPRuleSet": {"PHPHighRiskMethodsVariables_BODY", "PHPHighRiskMethodsVariables_HEADER", "PHPHighRiskMethodsVariables_QUERYSTRING"},
	"AWSManagedRulesSQLiRuleSet": {
		"SQLiExtendedPatterns_BODY",
		"SQLiExtendedPatterns_QUERYARGUMENTS",
		"SQLi_BODY",
		"SQLi_COOKIE",
		"SQLi_QUERYARGUMENTS",
		"SQLi_URIPATH",
	},
	"AWSManagedRulesUnixRuleSet": {"UNIXShellCommandsVariables_BODY", "UNIXShellCommandsVariables_HEADER", "UNIXShellCommandsVariables_QUERYSTRING"},
	"AWSManagedRulesWindowsRuleSet": {
		"PowerShellCommands_BODY",
		"PowerShellCommands_COOKIE",
		"PowerShellCommands_QUERYARGUMENTS",
		"WindowsShellCommands_BODY",
		"WindowsShellCommands_COOKIE",
		"WindowsShellCommands_QUERYARGUMENTS",
	},
	"AWSManagedRulesWordPressRuleSet": {"WordPressExploitableCommands_QUERYSTRING", "WordPressExploitablePaths_URIPATH"},
}

# disarmed(vendor, name, overridden): the rules of the group only count, when these are
# overridden.
disarmed(vendor, name, overridden) if {
	vendor == "AWS"
	is_string(name)
	count(blocking_rules[name] - overridden) == 0
}
