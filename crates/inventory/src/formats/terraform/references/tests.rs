use serde_json::{Value, json};

use crate::detect::reading_of;

/// A plan that creates resources with these addresses.
fn plan(addresses: &[&str], root: &Value) -> Value {
    let changes: Vec<Value> = addresses
        .iter()
        .map(|address| {
            json!({"address": address, "mode": "managed", "type": "t",
                "change": {"actions": ["create"], "after": {}, "after_unknown": {"id": true}}})
        })
        .collect();
    json!({"format_version": "1.2", "resource_changes": changes,
        "configuration": {"root_module": root}})
}

/// All edges, as `from via to`.
fn edges(addresses: &[&str], root: &Value) -> Vec<String> {
    let reading = reading_of(&plan(addresses, root).to_string());
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let edges = |resource: crate::Resource| {
        let from = resource.id;
        resource.edges.into_iter().map(move |edge| {
            let via = edge.via.unwrap().to_string();
            let via = via.strip_prefix("/properties/").unwrap();
            format!("{from} {via} {}", edge.to)
        })
    };
    reading.resources.into_iter().flat_map(edges).collect()
}

fn block(kind: &str, name: &str, expressions: &Value) -> Value {
    json!({"address": format!("{kind}.{name}"), "mode": "managed", "type": kind,
        "name": name, "expressions": expressions})
}

fn refer(references: &[&str]) -> Value {
    json!({"references": references})
}

#[test]
fn the_most_specific_reference_counts_once() {
    let root = json!({"resources": [
        block("aws_s3_bucket", "this", &json!({"bucket": {"constant_value": "b"}})),
        block("aws_s3_bucket_public_access_block", "this", &json!({
            "bucket": refer(&["aws_s3_bucket.this[0].id", "aws_s3_bucket.this[0]", "aws_s3_bucket.this"])})),
    ]});
    assert_eq!(
        edges(
            &[
                "aws_s3_bucket.this[0]",
                "aws_s3_bucket.this[1]",
                "aws_s3_bucket_public_access_block.this"
            ],
            &root
        ),
        ["aws_s3_bucket_public_access_block.this bucket aws_s3_bucket.this[0]"]
    );
}

#[test]
fn nested_blocks_and_associations_have_edges() {
    let nic = [
        "azurerm_network_interface.n.id",
        "azurerm_network_interface.n",
    ];
    let root = json!({"resources": [
        block("azurerm_linux_virtual_machine", "v", &json!({"network_interface_ids": refer(&nic)})),
        block("azurerm_network_interface", "n", &json!({"ip_configuration": [
            {"name": {"constant_value": "a"},
             "subnet_id": refer(&["azurerm_subnet.s.id", "azurerm_subnet.s"])}]})),
        block("azurerm_network_interface_security_group_association", "a", &json!({
            "network_interface_id": refer(&nic),
            "network_security_group_id": refer(&["azurerm_network_security_group.g.id",
                "azurerm_network_security_group.g", "data.x.y.id", "data.x.y"])})),
        block("single", "b", &json!({"block": {"deep": {"map": {"k": refer(&nic)}}}})),
    ]});
    assert_eq!(
        edges(
            &[
                "azurerm_linux_virtual_machine.v",
                "azurerm_network_interface.n",
                "azurerm_subnet.s",
                "azurerm_network_security_group.g",
                "azurerm_network_interface_security_group_association.a",
                "single.b",
            ],
            &root
        ),
        [
            "azurerm_linux_virtual_machine.v network_interface_ids azurerm_network_interface.n",
            "azurerm_network_interface.n ip_configuration/0/subnet_id azurerm_subnet.s",
            "azurerm_network_interface_security_group_association.a network_interface_id azurerm_network_interface.n",
            "azurerm_network_interface_security_group_association.a network_security_group_id azurerm_network_security_group.g",
            "single.b block/deep/map/k azurerm_network_interface.n",
        ]
    );
}

#[test]
fn instances_of_one_key_belong_together() {
    let each = |refs: &[&str], each: &[&str]| {
        let mut user = block("u", "u", &json!({"to": refer(refs)}));
        user["for_each_expression"] = refer(each);
        json!({"resources": [block("b", "b", &json!({})), user]})
    };
    let both = ["b.b[\"x\"]", "b.b[\"y\"]", "u.u[\"y\"]"];
    let expected = ["u.u[\"y\"] to b.b[\"y\"]"];
    assert_eq!(
        edges(&both, &each(&["b.b", "each.key"], &["var.v"])),
        expected
    );
    assert_eq!(
        edges(&both, &each(&["each.value.id", "each.value"], &["b.b"])),
        expected
    );
    let counted = each(&["b.b", "count.index"], &[]);
    assert_eq!(
        edges(&["b.b[0]", "b.b[1]", "u.u[1]"], &counted),
        ["u.u[1] to b.b[1]"]
    );
    // The only one that exists.
    assert_eq!(
        edges(&["b.b[0]", "u.u"], &each(&["b.b"], &[])),
        ["u.u to b.b[0]"]
    );
    assert_eq!(edges(&["b.b[0]", "u.u[4]"], &counted), ["u.u[4] to b.b[0]"]);
}

#[test]
fn an_ambiguous_reference_makes_no_edge() {
    let ask = |refs: &[&str]| {
        let root = json!({"resources": [block("u", "u", &json!({"to": refer(refs)}))]});
        edges(&["b.b[0]", "b.b[1]", "c.c", "d.d", "u.u"], &root)
    };
    assert!(ask(&["b.b"]).is_empty());
    assert!(ask(&["b.b[7].id", "b.b[7]", "b.b"]).is_empty());
    assert!(ask(&["c.c.id", "c.c", "d.d.id", "d.d", "var.which"]).is_empty());
    assert!(ask(&["local.c", "each.value", "module.m", "nonsense", "", "c..c"]).is_empty());
    assert!(ask(&["u.u.id", "u.u"]).is_empty());
    assert_eq!(ask(&["c.c.id", "c.c", "d.d.id", "d.d"]).len(), 2);
}

#[test]
fn variables_and_outputs_are_followed() {
    let inner = json!({
        "resources": [block("s", "s", &json!({})), block("u", "u", &json!({
            "group": refer(&["var.group"]),
            "own": refer(&["s.s.id", "s.s"]),
            "some": refer(&["var.some[\"a\"]", "var.some"]),
            "all": refer(&["var.some"]),
            "loop": refer(&["var.loop"]),
        }))],
        "outputs": {"id": {"expression": refer(&["s.s.id", "s.s"])},
            "loop": {"expression": refer(&["var.loop"])}},
    });
    let outer = json!({
        "module_calls": {"in": {"expressions": {
            "group": refer(&["var.given"]),
            "some": refer(&["var.given", "g.g.id", "g.g"]),
            "loop": refer(&["module.in.loop", "module.in"]),
        }, "module": inner}},
        "resources": [block("g", "g", &json!({}))],
        "outputs": {"id": {"expression": refer(&["module.in.id", "module.in"])}},
    });
    let mut call = json!({"expressions": {"given": refer(&["r.r", "each.key"])}, "module": outer});
    call["for_each_expression"] = refer(&["r.r"]);
    let root = json!({
        "module_calls": {"out": call},
        "resources": [block("r", "r", &json!({})), block("x", "x", &json!({
            "id": refer(&["module.out[\"k\"].id", "module.out[\"k\"]", "module.out"]),
            "any": refer(&["module.out"]),
        }))],
    });
    let k = "module.out[\"k\"]";
    let mut addresses = vec![
        "r.r[\"j\"]".to_owned(),
        "r.r[\"k\"]".to_owned(),
        "x.x".to_owned(),
    ];
    for tail in ["g.g", "module.in.s.s", "module.in.u.u"] {
        addresses.push(format!("{k}.{tail}"));
    }
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    assert_eq!(
        edges(&addresses, &root),
        [
            format!("x.x id {k}.module.in.s.s"),
            format!("{k}.module.in.u.u group r.r[\"k\"]"),
            format!("{k}.module.in.u.u own {k}.module.in.s.s"),
            format!("{k}.module.in.u.u all r.r[\"k\"]"),
            format!("{k}.module.in.u.u all {k}.g.g"),
        ]
    );
}

#[test]
fn a_configuration_of_another_shape_has_no_edges() {
    for root in [
        json!(null),
        json!({"resources": 3}),
        json!({"resources": [3, {"expressions": []}],
        "module_calls": {"m": 3, "n": {"module": [], "expressions": 1}}, "outputs": [1]}),
    ] {
        assert!(edges(&["a.b", "module.m.c.d"], &root).is_empty());
    }
    let reading = reading_of(&plan(&["a.b"], &json!(3)).to_string());
    assert_eq!((reading.resources.len(), reading.problems.len()), (1, 1));
}
