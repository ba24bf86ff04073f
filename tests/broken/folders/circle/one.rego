package acme.one

import data.acme.two

is_open if two.is_open
