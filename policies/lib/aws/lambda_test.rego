package onus.lib.aws.lambda_test

import data.onus.lib.aws.lambda

is_a_day(text) if regex.match(`^20[0-9][0-9]-[01][0-9]-[0-3][0-9]$`, text)

test_every_end_is_a_day if {
	count(lambda.end_of_support) > 20
	every end in lambda.end_of_support { is_a_day(end) }
}

test_the_list_says_where_it_was_read_and_when if {
	startswith(lambda.source, "https://docs.aws.amazon.com/")
	is_a_day(lambda.checked)
}
