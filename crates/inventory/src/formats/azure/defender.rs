//! Assessments of Microsoft Defender for Cloud, each about another resource: rows of
//! Azure Resource Graph (`az graph query -q "securityresources | where type =~
//! 'microsoft.security/assessments'"`) or of its REST API.

use serde::Deserialize;
use serde_json::value::RawValue;

use onus_core::json_pointer::Pointer;

use crate::json::outline::Members;
use crate::resource::Edge;

/// The type of such a row.
pub const ASSESSMENT: &str = "microsoft.security/assessments";

/// The target of an assessment, and places that may contain a secret.
#[derive(Debug, Default)]
pub struct Assessment {
    /// The assessed resource. The inverse name is `assessments`.
    pub edge: Option<Edge>,
    /// Secret places.
    pub sensitive: Vec<Pointer>,
}

impl Assessment {
    /// Reads the `properties` of an assessment: Resource Graph spells
    /// `resourceDetails.Id`, the REST API `resourceDetails.id`.
    pub fn of(properties: &RawValue) -> Self {
        #[derive(Deserialize)]
        struct Partner {
            secret: Option<serde::de::IgnoredAny>,
        }
        let Ok(members) = Members::parse_last(properties.get()) else {
            return Self::default();
        };
        let at = Pointer::parse("/properties/resourceDetails");
        let edge = members.object("resourceDetails").and_then(|details| {
            // Resources outside of Azure have the Azure id in another member.
            ["Id", "id", "AzureResourceId", "azureResourceId"]
                .into_iter()
                .find_map(|key| {
                    let to = details.text(key).filter(|id| id.starts_with('/'))?;
                    Some(Edge {
                        kind: Some("assessed".to_owned()),
                        to,
                        via: Some(at.child(key)),
                    })
                })
        });
        let sensitive = members
            .get("partnersData")
            .and_then(|part| serde_json::from_str::<Partner>(part.get()).ok())
            .and_then(|partner| partner.secret)
            .map(|_| Pointer::parse("/properties/partnersData/secret"))
            .into_iter()
            .collect();
        Self { edge, sensitive }
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::reading_of;

    #[test]
    fn assessments_refer_to_the_assessed_resource() {
        for (key, envelope) in [("Id", "data"), ("id", "value")] {
            let text = format!(
                r#"{{"total_records": 1, "{envelope}": [{{
                "id": "/subscriptions/S/providers/Microsoft.A/b/c/providers/Microsoft.Security/assessments/1",
                "type": "Microsoft.Security/assessments", "name": "1", "properties": {{
                  "partnersData": {{"partnerName": "p", "secret": "s"}},
                  "resourceDetails": {{"Source": "Azure", "{key}": "/subscriptions/S/providers/Microsoft.A/b/c"}}}}}}]}}"#
            );
            let reading = reading_of(&text);
            assert!(reading.problems.is_empty(), "{:?}", reading.problems);
            let [assessment] = reading.resources.as_slice() else {
                panic!("{reading:?}");
            };
            let edge = &assessment.edges[0];
            assert_eq!(edge.kind.as_deref(), Some("assessed"));
            assert_eq!(edge.to, "/subscriptions/S/providers/Microsoft.A/b/c");
            let native = assessment.body.native(edge.via.as_ref().unwrap()).unwrap();
            let place = assessment.body.place(&native);
            assert!(place.exact && place.document.slice(&place.range).contains("/b/c"));
            assert_eq!(assessment.sensitive.len(), 1);
        }
    }
}
