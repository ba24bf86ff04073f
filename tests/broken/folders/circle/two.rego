package acme.two

import data.acme.one

is_open if one.is_open
