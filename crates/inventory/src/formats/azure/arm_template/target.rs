//! Target of a deployment: the subscription and resource group of its resources, as far as they
//! differ from those of the outermost template.
//!
//! Two resource groups can have a resource of one name. The target is a part of an id, so that a
//! child or a reference in one group never leads to the other group's resource.

use std::fmt;

use onus_core::json_pointer::Pointer;

use crate::formats::azure::arm_template::environment::{Environment, member};
use crate::formats::azure::arm_template::symbol::{called, name_part, part_of, stepped};
use crate::formats::azure::arm_template::value::Value;
use crate::json::outline::Members;

/// Where a deployment puts its resources; nothing for the target of the outermost template.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Target {
    subscription: Option<String>,
    group: Option<String>,
}

impl Target {
    /// The target of a nested deployment in this one. `environment` is that of the template
    /// around it. A target without a symbol differs from all others.
    pub fn nested(
        &self,
        environment: &Environment<'_>,
        deployment: &Members<'_>,
        at: &Pointer,
    ) -> Self {
        let value = |key| member(deployment, key).map(|(_, part)| environment.value(part));
        let unknown = || format!("?{at}").replace('/', "%2f");
        let named = |value: &Value| name_part(value).map_or_else(unknown, one_segment);
        if let Some(scope) = value("scope").filter(|value| *value != Value::Null) {
            // A management group, or another subscription with its group.
            return Self {
                subscription: Some(named(&scope)),
                group: None,
            };
        }
        let place = environment.place();
        let subscription =
            value("subscriptionId").filter(|value| Some(value) != own_subscription(place).as_ref());
        let group = value("resourceGroup").filter(|value| Some(value) != own_group(place).as_ref());
        match (subscription, group) {
            (None, None) => self.clone(),
            (None, Some(group)) => Self {
                subscription: self.subscription.clone(),
                group: Some(named(&group)),
            },
            (Some(subscription), group) => Self {
                subscription: Some(named(&subscription)),
                group: group.as_ref().map(named),
            },
        }
    }

    /// The target of `resourceId(subscription, group, ...)` in a template with this one; both
    /// arguments can be missing. None when an argument has no name.
    pub fn referred(
        &self,
        subscription: Option<&Value>,
        group: Option<&Value>,
        place: &str,
    ) -> Option<Self> {
        let mut target = self.clone();
        if let Some(value) = subscription
            && Some(value) != own_subscription(place).as_ref()
        {
            target.subscription = Some(one_segment(name_part(value)?));
        }
        if let Some(value) = group
            && Some(value) != own_group(place).as_ref()
        {
            target.group = Some(one_segment(name_part(value)?));
        }
        Some(target)
    }

    /// The target of `extensionResourceId(scope, ...)` where the scope is
    /// `/subscriptions/ID/resourceGroups/NAME` or `/subscriptions/ID`; this one for the id of a
    /// resource.
    #[must_use]
    pub fn within(&self, scope: &Value, place: &str) -> Self {
        let (Value::Text(text) | Value::Symbol(text)) = scope else {
            return self.clone();
        };
        let is = |segment: &str, name: &str| segment.eq_ignore_ascii_case(name);
        let segments: Vec<&str> = text.split('/').collect();
        let referred = match segments.as_slice() {
            ["", subscriptions, subscription] if is(subscriptions, "subscriptions") => self
                .without_group()
                .referred(Some(&part_of(subscription)), None, place),
            ["", subscriptions, subscription, groups, group]
                if is(subscriptions, "subscriptions") && is(groups, "resourceGroups") =>
            {
                let (subscription, group) = (part_of(subscription), part_of(group));
                self.referred(Some(&subscription), Some(&group), place)
            }
            _ => None,
        };
        referred.unwrap_or_else(|| self.clone())
    }

    /// The subscription of this target.
    #[must_use]
    pub fn without_group(&self) -> Self {
        Self {
            group: None,
            ..self.clone()
        }
    }
}

/// The part of an id between the template's name and `/providers/`.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(subscription) = &self.subscription {
            write!(f, "/subscriptions/{subscription}")?;
        }
        match &self.group {
            Some(group) => write!(f, "/resourcegroups/{group}"),
            None => Ok(()),
        }
    }
}

fn one_segment(name: String) -> String {
    name.to_lowercase().replace('/', "%2f")
}

/// `resourceGroup().name` in a template.
fn own_group(place: &str) -> Option<Value> {
    member_of("resourcegroup", "name", place)
}

/// `subscription().subscriptionId` in a template.
fn own_subscription(place: &str) -> Option<Value> {
    member_of("subscription", "subscriptionId", place)
}

fn member_of(function: &str, name: &str, place: &str) -> Option<Value> {
    stepped(
        &called(function, &[], place)?,
        &Value::Text(name.to_owned()),
    )
}
