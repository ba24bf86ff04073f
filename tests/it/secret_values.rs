//! Made-up secrets of every kind that onus knows, and where they are put into
//! inventories. They are put together from parts, so that scanners that look for such
//! values do not find them in this repository.

use serde_json::{Map, Value as Json, json};

/// Letters and digits that look random and are the same in every run; `seed` tells
/// secrets apart.
fn random(seed: usize, alphabet: &str, length: usize) -> String {
    let letters: Vec<char> = alphabet.chars().collect();
    let mut state = (seed as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (0..length)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            letters[usize::try_from(state >> 33).unwrap() % letters.len()]
        })
        .collect()
}

const MIXED: &str = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789";
const UPPER: &str = "ABCDEFGHJKLMNPQRSTUVWXYZ234567";
const HEX: &str = "0123456789abcdef";

/// A secret: what must not be printed, and the value that holds it.
pub struct Secret {
    pub hidden: String,
    pub value: String,
}

/// Secrets that are known by their shape, under whatever key.
pub fn shaped() -> Vec<Secret> {
    let prefixed = [
        ("ghp_", MIXED, 36, ""),
        ("github_pat_", MIXED, 60, ""),
        ("glpat-", MIXED, 24, ""),
        ("xoxb-", "0123456789", 24, ""),
        ("AIza", MIXED, 35, ""),
        ("GOCSPX-", MIXED, 28, ""),
        ("npm_", MIXED, 36, ""),
        ("pypi-AgE", MIXED, 60, ""),
        ("sk_live_", MIXED, 24, ""),
        ("rk_live_", MIXED, 24, ""),
        ("SK", HEX, 32, ""),
        ("hvs.", MIXED, 40, ""),
        ("dop_v1_", HEX, 64, ""),
        ("dapi", HEX, 32, ""),
        ("sk-proj-", MIXED, 48, ""),
        ("sk-ant-", MIXED, 48, ""),
        ("123456789:AA", MIXED, 33, ""),
        ("AKIA", UPPER, 16, ""),
        ("ASIA", UPPER, 16, ""),
        ("shpat_", HEX, 32, ""),
        ("NRAK-", UPPER, 27, ""),
        ("glsa_", MIXED, 32, "_0123abcd"),
        ("$2y$10$", MIXED, 53, ""),
        ("", MIXED, 86, "=="),
        ("abc8Q~", MIXED, 34, ""),
        ("eyJ", MIXED, 20, ".eyJzdWIiOiIxIn0.c2lnbmF0dXJlc2ln"),
    ];
    let mut secrets: Vec<Secret> = prefixed
        .iter()
        .enumerate()
        .map(|(seed, (prefix, alphabet, length, end))| {
            let secret = format!("{prefix}{}{end}", random(seed, alphabet, *length));
            Secret {
                hidden: secret.clone(),
                value: secret,
            }
        })
        .collect();
    let within = [
        ("postgres://shop:", "@db.example.com/shop"),
        (
            "https://st.example.com/c?sv=2024-11-04&sp=rl&sig=",
            "&se=2030-01-01",
        ),
        ("Server=db;User Id=shop;Password=", ";Encrypt=true"),
        (
            "DefaultEndpointsProtocol=https;AccountName=st;AccountKey=",
            ";EndpointSuffix=core.windows.net",
        ),
        ("jdbc:postgresql://db:5432/shop?user=shop&password=", ""),
        ("https://hooks.slack.com/services/T00000000/B00000000/", ""),
        ("Bearer ", ""),
        (
            "-----BEGIN RSA PRIVATE KEY-----\n",
            "\n-----END RSA PRIVATE KEY-----\n",
        ),
        ("SG.", ".abcdefghijklmnopqrstuv"),
    ];
    for (seed, (before, after)) in within.iter().enumerate() {
        let hidden = random(100 + seed, MIXED, 40);
        secrets.push(Secret {
            value: format!("{before}{hidden}{after}"),
            hidden,
        });
    }
    secrets
}

/// Secrets that only their place tells of, as members of an object.
pub fn placed() -> (Vec<String>, Map<String, Json>) {
    let mut secrets: Vec<String> = (0..10)
        .map(|seed| format!("Zq{}", random(200 + seed, MIXED, 14)))
        .collect();
    secrets.extend(
        [
            "zq7x",
            "48151623",
            "squeamish",
            "with \"quotes\" & ümläut 1",
        ]
        .map(str::to_owned),
    );
    let [a, b, c, d, e, f, g, h, i, j, short, number, word, odd] =
        <[String; 14]>::try_from(secrets.clone()).unwrap();
    let members = json!({
        "adminPassword": a,
        "clientSecret": {"value": b, "name": "zz-name-1"},
        "privateKey": {"data": [c]},
        "env": [{"name": "DB_PASSWORD", "value": d}, {"name": "LOG_LEVEL", "value": "zz-shown-1"}],
        "appSettings": [{"value": e, "name": "API_KEY"}],
        "parameters": [{"ParameterKey": "DbPassword", "ParameterValue": f}],
        "labels": [{"Key": "access_token", "Value": g}],
        "connectionStrings": [{"name": "shop", "connectionString": h, "type": "Custom"}],
        "nested": {"credentials": {"deep": [{"deeper": i}]}},
        "variables": {"DB_PASS": j, "LOG_FORMAT": "zz-shown-2"},
        "passphrase": short,
        "otpToken": number.parse::<u64>().unwrap(),
        "loginPassword": word,
        "sharedSecret": odd,
        "secretName": "zz-shown-3",
        "passwordAuthentication": false,
    });
    let Json::Object(members) = members else {
        panic!("the literal is an object")
    };
    (secrets, members)
}

/// Everything that must not be in any output, and an object that holds all of it.
pub fn all() -> (Vec<String>, Json) {
    let (mut hidden, mut members) = placed();
    for (number, secret) in shaped().into_iter().enumerate() {
        members.insert(format!("setting{number}"), Json::from(secret.value));
        hidden.push(secret.hidden);
    }
    assert!(hidden.len() >= 40);
    (hidden, Json::Object(members))
}

/// Base64 of a text, as policies make it.
pub fn base64(text: &str) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    text.as_bytes()
        .chunks(3)
        .flat_map(|chunk| {
            let bits = chunk
                .iter()
                .fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte));
            let bits = bits << (8 * (3 - chunk.len()));
            (0..=chunk.len())
                .map(move |digit| char::from(ALPHABET[(bits >> (18 - 6 * digit)) & 0x3f]))
        })
        .collect()
}
