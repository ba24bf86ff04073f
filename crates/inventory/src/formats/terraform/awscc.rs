//! Resources of the provider `awscc`, which passes on the types of CloudFormation under names
//! with underscores.

use std::ops::Range;

use onus_core::json_pointer::Pointer;

use crate::formats::aws::tags::fold_aws_tags;
use crate::reshape::by_names::{self, Record};
use crate::reshape::names::Names;
use crate::reshape::properties::{normal, of_type, types};
use crate::resource::Resource;

/// Makes a CloudFormation resource of a resource of `awscc`; others stay as they are.
pub fn reshape(resource: &mut Resource) -> Vec<Range<usize>> {
    let name = resource.kind.strip_prefix("awscc_").unwrap_or_default();
    let Some(kind) = type_of(name) else {
        return Vec::new();
    };
    as_cloudformation(resource, kind).unwrap_or_default()
}

/// The listed type of CloudFormation that a tool calls so: `elasticloadbalancingv2_load_balancer`
/// is `AWS::ElasticLoadBalancingV2::LoadBalancer`.
pub fn type_of(name: &str) -> Option<&'static str> {
    let name = normal(name);
    types().find(|kind| {
        kind.strip_prefix("AWS::")
            .is_some_and(|kind| normal(&kind.replace("::", "")) == name)
    })
}

/// Writes a resource as one of CloudFormation.
pub fn as_cloudformation(resource: &mut Resource, kind: &str) -> Option<Vec<Range<usize>>> {
    let record = Record {
        names: Names::of_cloudformation(of_type(kind)?),
        values: Pointer::parse("/Properties"),
        properties: Pointer::parse("/Properties"),
        texts: vec![("Type", kind)],
        omitted: &["id", "timeouts"],
    };
    let secrets = by_names::reshape(resource, &record)?;
    kind.clone_into(&mut resource.kind);
    let made: serde_json::Value = serde_json::from_str(resource.body.text()).unwrap_or_default();
    let tags = fold_aws_tags(made.pointer("/Properties/Tags"));
    if resource.tags.is_empty() {
        resource.tags = tags;
    }
    Some(secrets)
}
