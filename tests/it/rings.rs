//! Relations that lead back to where they came from, and ways that lead far.

use serde_json::{Value as Json, json};

use crate::sandbox::{Sandbox, export, record};

/// A control over resources that refer to one another by a property `peer`.
fn peers(needs: &str, body: &str) -> String {
    crate::sandbox::control("acme.peers", "ACME-PEER-001", "[acme.x/peers]", body).replace(
        "#   remediation:",
        &format!("#   needs: [{needs}]\n#   remediation:"),
    )
}

/// Resources in a ring: each refers to the next one, and the last to the first.
fn ring(size: usize) -> Vec<Json> {
    let name = |number: usize| format!("p{}", number % size);
    (0..size)
        .map(|number| {
            let peer = record("acme.x/peers", &name(number + 1), None, &json!({}))["id"].clone();
            record(
                "acme.x/peers",
                &name(number),
                None,
                &json!({"peer": {"id": peer}}),
            )
        })
        .collect()
}

/// The messages of a control over a ring, for its first resource.
fn around(size: usize, needs: &str, body: &str) -> Vec<String> {
    let sandbox =
        Sandbox::with("ring.json", export(&ring(size))).file("p/peers.rego", peers(needs, body));
    let (_, decisions) =
        sandbox.decide(&["ring.json", "--policy", "p", "--select", "ACME-PEER-001"]);
    assert_eq!(decisions.len(), size, "{decisions:#?}");
    let findings = decisions[0]["findings"].as_array().unwrap();
    findings
        .iter()
        .filter_map(|finding| finding["message"].as_str())
        .filter(|message| message.starts_with("leads"))
        .map(str::to_owned)
        .collect()
}

/// A way ends where it would lead back to where it came from.
#[test]
fn no_resource_is_related_to_itself() {
    let all =
        "deny contains sprintf(\"leads to %s\", [peer.name]) if some peer in input.related.peer";
    assert!(
        around(1, "peer", all).is_empty(),
        "a resource refers to itself"
    );
    assert_eq!(around(2, "peer", all), ["leads to p1"]);
    let back = "deny contains sprintf(\"leads to %s and %d\", [peer.name, count(peer.related.peer)]) if some peer in input.related.peer";
    assert_eq!(around(2, "peer.peer", back), ["leads to p1 and 0"]);
    assert_eq!(around(3, "peer.peer", back), ["leads to p1 and 1"]);
}

/// Four steps are followed, and no more than are asked for; five are refused.
#[test]
fn ways_have_at_most_four_steps() {
    let way = "deny contains sprintf(\"leads to %s\", [last.name]) if {
	some a in input.related.peer
	some b in a.related.peer
	some c in b.related.peer
	some last in c.related.peer
	count(object.get(last.related, \"peer\", [])) == 0
}";
    assert_eq!(around(9, "peer.peer.peer.peer", way), ["leads to p4"]);
    assert!(around(9, "peer.peer.peer", way).is_empty());
    assert!(
        around(4, "peer.peer.peer.peer", way).is_empty(),
        "back to the first"
    );
    let sandbox = Sandbox::with("ring.json", export(&ring(2)))
        .file("p/peers.rego", peers("peer.peer.peer.peer.peer", way));
    let ran = sandbox.eval(&["ring.json", "--policy", "p", "--select", "ACME-PEER-001"]);
    assert!(
        ran.stderr.contains("has more than 4 steps"),
        "{}",
        ran.transcript()
    );
    assert_eq!(ran.code, 2);
}
