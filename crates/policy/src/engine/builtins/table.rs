//! The table of builtins: all of OPA 1.22 (`opa capabilities --current`), and how onus handles
//! each. A builtin that is not in it can't be called.

use super::bounds::Failure;
use super::call::{Call, Function};
use super::{encoding, graph, lists, net, numbers, objects, regex, semver, sprintf, strings, time};
use super::{types, units};

/// A builtin of OPA.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Its full name.
    pub name: &'static str,
    /// The number of arguments; more or less of them for `print`.
    pub arity: u8,
    /// How onus handles a call.
    pub kind: CallKind,
    /// How its results differ from OPA's, loudly; empty where they do not.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "it is for the page, which a test holds to it")
    )]
    pub note: &'static str,
}

/// How onus handles a call.
#[derive(Debug, Clone, Copy)]
pub enum CallKind {
    /// The engine's own function answers, after a check of what it is about to do.
    Engine(Bound),
    /// A function of our own answers.
    Ours(Function),
    /// The interpreter or the run answers: `print`, `time.now_ns`.
    Run,
    /// It is refused at load: why, and what to write.
    Refused(&'static str),
    /// The engine does not have it: what to write.
    Missing(&'static str),
}

/// What is checked before the engine's function is called. Its result is checked after.
#[derive(Debug, Clone, Copy)]
pub enum Bound {
    /// All arguments are strings; it makes no more than they have, in linear time. The
    /// engine would print an argument of another type, however large, in its message.
    Texts,
    /// All arguments are numbers.
    Numbers,
    /// A check of its own.
    Check(fn(Call<'_>) -> Result<(), Failure>),
}

/// The row of a name.
pub fn find(name: &str) -> Option<&'static Row> {
    ROWS.binary_search_by(|row| row.name.cmp(name))
        .ok()
        .and_then(|index| ROWS.get(index))
}

const fn texts(name: &'static str, arity: u8) -> Row {
    row(name, arity, CallKind::Engine(Bound::Texts), "")
}

const fn numeric(name: &'static str, arity: u8) -> Row {
    row(name, arity, CallKind::Engine(Bound::Numbers), "")
}

const fn bounded(name: &'static str, arity: u8, check: fn(Call<'_>) -> Result<(), Failure>) -> Row {
    row(name, arity, CallKind::Engine(Bound::Check(check)), "")
}

const fn ours(name: &'static str, arity: u8, function: Function) -> Row {
    row(name, arity, CallKind::Ours(function), "")
}

const fn refused(name: &'static str, arity: u8, reason: &'static str) -> Row {
    row(name, arity, CallKind::Refused(reason), "")
}

const fn missing(name: &'static str, arity: u8, help: &'static str) -> Row {
    row(name, arity, CallKind::Missing(help), "")
}

const fn row(name: &'static str, arity: u8, kind: CallKind, note: &'static str) -> Row {
    Row {
        name,
        arity,
        kind,
        note,
    }
}

const fn but(row: Row, note: &'static str) -> Row {
    Row { note, ..row }
}

const OUTSIDE: &str = "the engine of onus does not have this builtin of OPA: compute the fact beforehand, and put it into the inventory or into `data.params`";
const OPERATOR: &str = "this is an operator of Rego: write it between its operands";
const INTERNAL: &str = "this is a builtin that OPA's compiler uses; policies cannot call it";
const NOT_TEXT: &str = "an error where the decoded bytes are not UTF-8 text";
const POSITIONS: &str = "an error for arguments by position (`%[1]d`), a few rare flags, and in lists and objects for fractions below 0.0001 or beyond 10^15";
const SPELLING: &str = "an error for fractions below 0.0001, beyond 10^15 or with more than 15 digits, and for all fractions where one of the policies or the input is written with zeros at its end (`1.50`) or with an exponent";
const DIGITS: &str = "an error where a sum of fractions has more than 53 bits, and for fractions beyond 2^53 or with more than 15 digits";
const UNICODE: &str =
    "an error for `\\B` and for Unicode classes other than general categories and common scripts";

/// All builtins, sorted by name.
pub const ROWS: &[Row] = &[
    but(
        ours("abs", 1, numbers::rounded),
        "an error beyond 63 bits, and for fractions beyond 2^53",
    ),
    missing("all", 1, "write `every item in list { ... }`"),
    missing("and", 2, OPERATOR),
    missing(
        "any",
        1,
        "write `some item in list` and the condition on the next line",
    ),
    ours("array.concat", 2, lists::concat),
    ours("array.flatten", 1, lists::flatten),
    ours("array.reverse", 1, lists::reverse),
    ours("array.slice", 3, lists::slice),
    missing("assign", 2, OPERATOR),
    but(ours("base64.decode", 1, encoding::base64_decode), NOT_TEXT),
    bounded("base64.encode", 1, encoding::doubled),
    ours("base64.is_valid", 1, encoding::base64_is_valid),
    but(
        ours("base64url.decode", 1, encoding::base64url_decode),
        NOT_TEXT,
    ),
    bounded("base64url.encode", 1, encoding::doubled),
    bounded("base64url.encode_no_pad", 1, encoding::doubled),
    numeric("bits.and", 2),
    but(
        ours("bits.lsh", 2, numbers::shift),
        "an error beyond 4096 bits",
    ),
    numeric("bits.negate", 1),
    numeric("bits.or", 2),
    but(
        ours("bits.rsh", 2, numbers::shift),
        "an error beyond 4096 bits",
    ),
    numeric("bits.xor", 2),
    missing("cast_array", 1, "write `[item | some item in list]`"),
    missing("cast_boolean", 1, "write `is_boolean(...)`"),
    missing("cast_null", 1, "write `is_null(...)`"),
    missing("cast_object", 1, "write `is_object(...)`"),
    missing("cast_set", 1, "write `{item | some item in list}`"),
    missing("cast_string", 1, "write `is_string(...)`"),
    but(
        ours("ceil", 1, numbers::rounded),
        "an error beyond 63 bits, and for fractions beyond 2^53",
    ),
    ours("concat", 2, strings::concat),
    texts("contains", 2),
    ours("count", 1, strings::count),
    missing("crypto.hmac.equal", 2, OUTSIDE),
    missing("crypto.hmac.md5", 2, OUTSIDE),
    missing("crypto.hmac.sha1", 2, OUTSIDE),
    missing("crypto.hmac.sha256", 2, OUTSIDE),
    missing("crypto.hmac.sha512", 2, OUTSIDE),
    missing("crypto.md5", 1, OUTSIDE),
    missing("crypto.parse_private_keys", 1, OUTSIDE),
    missing("crypto.sha1", 1, OUTSIDE),
    missing("crypto.sha256", 1, OUTSIDE),
    missing("crypto.x509.parse_and_verify_certificates", 1, OUTSIDE),
    missing(
        "crypto.x509.parse_and_verify_certificates_with_options",
        2,
        OUTSIDE,
    ),
    missing("crypto.x509.parse_certificate_request", 1, OUTSIDE),
    missing("crypto.x509.parse_certificates", 1, OUTSIDE),
    missing("crypto.x509.parse_keypair", 2, OUTSIDE),
    missing("crypto.x509.parse_rsa_private_key", 1, OUTSIDE),
    missing("div", 2, OPERATOR),
    texts("endswith", 2),
    missing("eq", 2, OPERATOR),
    missing("equal", 2, OPERATOR),
    but(
        ours("floor", 1, numbers::rounded),
        "an error beyond 63 bits, and for fractions beyond 2^53",
    ),
    ours("format_int", 2, strings::format_int),
    ours("glob.match", 3, regex::glob_match),
    ours("glob.quote_meta", 1, regex::glob_quote),
    ours("graph.reachable", 2, graph::reachable),
    but(
        ours("graph.reachable_paths", 2, graph::reachable_paths),
        "an error for paths of more than 200 nodes",
    ),
    missing("graphql.is_valid", 2, OUTSIDE),
    missing("graphql.parse", 2, OUTSIDE),
    missing("graphql.parse_and_verify", 2, OUTSIDE),
    missing("graphql.parse_query", 1, OUTSIDE),
    missing("graphql.parse_schema", 1, OUTSIDE),
    missing("graphql.schema_is_valid", 1, OUTSIDE),
    missing("gt", 2, OPERATOR),
    missing("gte", 2, OPERATOR),
    but(ours("hex.decode", 1, encoding::hex_decode), NOT_TEXT),
    bounded("hex.encode", 1, encoding::doubled),
    refused(
        "http.send",
        1,
        "a decision depends on the inventory alone, and this engine answers undefined for it, so the rule would never fire; put the fact into the inventory or into `data.params`",
    ),
    ours("indexof", 2, strings::indexof),
    ours("indexof_n", 2, strings::indexof_n),
    missing("internal.member_2", 2, INTERNAL),
    missing("internal.member_3", 3, INTERNAL),
    missing("internal.print", 1, INTERNAL),
    missing("internal.template_string", 1, INTERNAL),
    missing("internal.test_case", 1, INTERNAL),
    bounded("intersection", 1, objects::set_of_sets),
    missing("io.jwt.decode", 1, OUTSIDE),
    missing("io.jwt.decode_verify", 2, OUTSIDE),
    missing("io.jwt.encode_sign", 3, OUTSIDE),
    missing("io.jwt.encode_sign_raw", 3, OUTSIDE),
    missing("io.jwt.verify_eddsa", 2, OUTSIDE),
    missing("io.jwt.verify_es256", 2, OUTSIDE),
    missing("io.jwt.verify_es384", 2, OUTSIDE),
    missing("io.jwt.verify_es512", 2, OUTSIDE),
    missing("io.jwt.verify_hs256", 2, OUTSIDE),
    missing("io.jwt.verify_hs384", 2, OUTSIDE),
    missing("io.jwt.verify_hs512", 2, OUTSIDE),
    missing("io.jwt.verify_ps256", 2, OUTSIDE),
    missing("io.jwt.verify_ps384", 2, OUTSIDE),
    missing("io.jwt.verify_ps512", 2, OUTSIDE),
    missing("io.jwt.verify_rs256", 2, OUTSIDE),
    missing("io.jwt.verify_rs384", 2, OUTSIDE),
    missing("io.jwt.verify_rs512", 2, OUTSIDE),
    ours("is_array", 1, types::is_type),
    ours("is_boolean", 1, types::is_type),
    ours("is_null", 1, types::is_type),
    ours("is_number", 1, types::is_type),
    ours("is_object", 1, types::is_type),
    ours("is_set", 1, types::is_type),
    ours("is_string", 1, types::is_type),
    ours("json.filter", 2, objects::filter),
    but(
        ours("json.is_valid", 1, encoding::is_valid),
        "an error beyond 128 levels",
    ),
    but(ours("json.marshal", 1, encoding::marshal), SPELLING),
    but(
        ours(
            "json.marshal_with_options",
            2,
            encoding::marshal_with_options,
        ),
        SPELLING,
    ),
    missing("json.match_schema", 2, OUTSIDE),
    but(
        bounded("json.patch", 2, objects::patched),
        "an error for many `copy` operations",
    ),
    ours("json.remove", 2, objects::remove),
    but(
        ours("json.unmarshal", 1, encoding::unmarshal),
        "an error beyond 128 levels, and for whole numbers beyond 64 bits",
    ),
    missing("json.verify_schema", 1, OUTSIDE),
    ours("lower", 1, strings::lower),
    missing("lt", 2, OPERATOR),
    missing("lte", 2, OPERATOR),
    bounded("max", 1, objects::compared),
    bounded("min", 1, objects::compared),
    missing("minus", 2, OPERATOR),
    missing("mul", 2, OPERATOR),
    missing("neq", 2, OPERATOR),
    ours("net.cidr_contains", 2, net::cidr_contains),
    missing(
        "net.cidr_contains_matches",
        2,
        "write `some cidr in list` and `net.cidr_contains(cidr, address)`",
    ),
    refused(
        "net.cidr_expand",
        1,
        "one call can make millions of addresses; compare with `net.cidr_contains`",
    ),
    ours("net.cidr_intersects", 2, net::cidr_intersects),
    ours("net.cidr_is_valid", 1, net::cidr_is_valid),
    missing("net.cidr_merge", 1, OUTSIDE),
    missing(
        "net.cidr_overlap",
        2,
        "write `net.cidr_contains(cidr, address)`",
    ),
    missing("net.lookup_ip_addr", 1, OUTSIDE),
    but(
        ours("numbers.range", 2, numbers::range),
        "an error beyond 64 bits",
    ),
    but(
        ours("numbers.range_step", 3, numbers::range_step),
        "an error beyond 64 bits",
    ),
    bounded("object.filter", 2, objects::keyed),
    ours("object.get", 3, objects::get),
    ours("object.keys", 1, objects::keys),
    bounded("object.remove", 2, objects::keyed),
    ours("object.subset", 2, objects::subset),
    bounded("object.union", 2, objects::united),
    bounded("object.union_n", 1, objects::united_all),
    refused(
        "opa.runtime",
        0,
        "a decision must not depend on the machine that it is made on; pass the value under `data.params`",
    ),
    missing("or", 2, OPERATOR),
    missing("plus", 2, OPERATOR),
    row("print", 0, CallKind::Run, ""),
    but(ours("product", 1, numbers::total), DIGITS),
    missing("providers.aws.sign_req", 3, OUTSIDE),
    refused(
        "rand.intn",
        2,
        "two runs must give the same decisions; choose the value outside and pass it under `data.params`",
    ),
    missing("re_match", 2, "write `regex.match(pattern, text)`"),
    but(
        ours("regex.find_all_string_submatch_n", 3, regex::find_groups),
        UNICODE,
    ),
    but(ours("regex.find_n", 3, regex::find_n), UNICODE),
    missing("regex.globs_match", 2, OUTSIDE),
    but(ours("regex.is_valid", 1, regex::is_valid), UNICODE),
    but(ours("regex.match", 2, regex::matches), UNICODE),
    but(ours("regex.replace", 3, regex::replace), UNICODE),
    but(ours("regex.split", 2, regex::split), UNICODE),
    but(
        ours("regex.template_match", 4, regex::template_match),
        UNICODE,
    ),
    missing("rego.metadata.chain", 0, "write the values into the rule"),
    missing("rego.metadata.rule", 0, "write the values into the rule"),
    missing("rego.parse_module", 2, OUTSIDE),
    missing("rem", 2, OPERATOR),
    ours("replace", 3, strings::replace),
    but(
        ours("round", 1, numbers::rounded),
        "an error beyond 63 bits, and for fractions beyond 2^53",
    ),
    ours("semver.compare", 2, semver::compare),
    ours("semver.is_valid", 1, semver::is_valid),
    missing("set_diff", 2, "write `one - other`"),
    bounded("sort", 1, objects::compared),
    ours("split", 2, strings::split),
    but(ours("sprintf", 2, sprintf::sprintf), POSITIONS),
    texts("startswith", 2),
    bounded("strings.any_prefix_match", 2, strings::pairs),
    bounded("strings.any_suffix_match", 2, strings::pairs),
    ours("strings.count", 2, strings::strings_count),
    missing("strings.render_template", 2, "write `sprintf(...)`"),
    but(
        ours("strings.replace_n", 2, strings::replace_n),
        "an error for an empty pattern and characters beyond ASCII",
    ),
    ours("strings.reverse", 1, strings::reverse),
    missing(
        "strings.split_n",
        3,
        "write `array.slice(split(text, delimiter), 0, n)`",
    ),
    ours("substring", 3, strings::substring),
    but(ours("sum", 1, numbers::total), DIGITS),
    but(
        ours("time.add_date", 4, time::add_date),
        "an error for time zones other than UTC",
    ),
    but(
        bounded("time.clock", 1, time::zoned),
        "an error for the time zone `Local`",
    ),
    but(
        bounded("time.date", 1, time::zoned),
        "an error for the time zone `Local`",
    ),
    but(
        bounded("time.diff", 2, time::zoned),
        "an error for the time zone `Local`",
    ),
    but(
        ours("time.format", 1, time::format),
        "an error for the time zone `Local` and for the names of zones (`MST`) other than UTC",
    ),
    row(
        "time.now_ns",
        0,
        CallKind::Run,
        "the run's one fixed instant",
    ),
    but(
        texts("time.parse_duration_ns", 1),
        "an error for the units `d`, `w` and `y`",
    ),
    but(
        ours("time.parse_ns", 2, time::parse),
        "an error for offsets after `GMT`",
    ),
    ours("time.parse_rfc3339_ns", 1, time::parse_rfc3339),
    but(
        bounded("time.weekday", 1, time::zoned),
        "an error for the time zone `Local`",
    ),
    ours("to_number", 1, numbers::to_number),
    refused("trace", 1, "its notes are not shown anywhere; use `print`"),
    bounded("trim", 2, strings::trimmed),
    bounded("trim_left", 2, strings::trimmed),
    texts("trim_prefix", 2),
    bounded("trim_right", 2, strings::trimmed),
    texts("trim_space", 1),
    texts("trim_suffix", 2),
    ours("type_name", 1, types::type_name),
    bounded("union", 1, objects::set_of_sets),
    but(
        ours("units.parse", 1, units::parse),
        "an error for exponents beyond 400",
    ),
    but(
        ours("units.parse_bytes", 1, units::parse_bytes),
        "an error for exponents beyond 400",
    ),
    ours("upper", 1, strings::upper),
    missing("uri.is_valid", 1, OUTSIDE),
    missing("uri.parse", 1, OUTSIDE),
    missing("urlquery.decode", 1, OUTSIDE),
    missing("urlquery.decode_object", 1, OUTSIDE),
    missing("urlquery.encode", 1, OUTSIDE),
    missing("urlquery.encode_object", 1, OUTSIDE),
    missing("uuid.parse", 1, OUTSIDE),
    refused(
        "uuid.rfc4122",
        1,
        "two runs must give the same decisions; onus gives each decision a stable fingerprint",
    ),
    ours("walk", 1, graph::walk),
    missing("yaml.is_valid", 1, OUTSIDE),
    missing("yaml.marshal", 1, OUTSIDE),
    missing("yaml.unmarshal", 1, OUTSIDE),
];
