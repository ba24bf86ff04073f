//! A record of an incident, as it is written. `docs/incidents.md` says what each key
//! means; the schema that is published is made of these types.

#![expect(
    dead_code,
    reason = "all is held to its shape here, and most of it is read by policies alone"
)]

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value as Json;

use onus_core::decision::{Party, Scope};
use onus_core::vocabulary::{Layer, ServiceModel, Severity};

/// What happened, what was hit, who acted when, and who was told.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "Incident")]
pub struct Incident {
    /// Its id, unique over all records of a run.
    pub incident: String,
    /// One sentence.
    title: String,
    /// Whether it was real; `incident` unless it says so.
    kind: Option<Kind>,
    /// What it was assessed to be.
    class: Option<Class>,
    /// How bad it is.
    severity: Option<Severity>,
    /// What it did to information.
    impact: Option<Impact>,
    /// When and by whom it was declared an incident.
    declared: Option<Declared>,
    /// What was hit: at least one.
    #[schemars(length(min = 1))]
    pub affected: Vec<Affected>,
    /// Who did what, when.
    pub stages: Vec<Stage>,
    /// What was done to stop it.
    pub mitigations: Option<Vec<Mitigation>>,
    /// Who was told.
    pub notices: Option<Vec<Notice>>,
    /// Why somebody was not told.
    exceptions: Option<Vec<Exception>>,
    /// What was kept.
    evidence: Option<Vec<Evidence>>,
    /// One for each party that held one.
    post_mortems: Option<Vec<PostMortem>>,
    /// Who could be told, for each subscription, account or project.
    contacts: Option<Vec<Contacts>>,
}

/// Whether an incident was real.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It was.
    Incident,
    /// It was an exercise.
    Drill,
}

/// What an incident was assessed to be.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Nothing had happened.
    FalsePositive,
    /// Something was unavailable.
    Outage,
    /// Somebody got in, or tried to.
    SecurityIncident,
    /// A security incident that customers have to be told of.
    CustomerReportable,
    /// Personal data was exposed.
    PrivacyBreach,
}

/// What an incident did to information.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Impact {
    /// Nothing.
    None,
    /// Personal data was exposed.
    Privacy,
    /// Data of the company was exposed.
    Proprietary,
    /// Data was changed or lost.
    Integrity,
}

/// That something is an incident.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Declared {
    at: Option<String>,
    by: Option<Party>,
}

/// Something that was hit, at one layer.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Affected {
    /// Unique in the record; other parts of it refer to it.
    pub name: String,
    /// The resource's id, as its inventory spells it.
    pub id: Option<String>,
    /// Its type; an ARM id says it too.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The layer that was hit.
    pub layer: Layer,
    /// The provider's key, where the type does not say it.
    pub provider: Option<String>,
    /// The service model, for types that no boundary policy knows.
    pub model: Option<ServiceModel>,
    /// Tags; who owns it follows from them.
    pub tags: Option<BTreeMap<String, String>>,
    /// Where in the organisation it is.
    pub scope: Option<Scope>,
    /// Settings when it was hit.
    pub properties: Option<BTreeMap<String, Json>>,
    /// Whether customer data at it may be exposed; absent is not known.
    data_exposed: Option<bool>,
}

/// The five stages of answering an incident.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StageName {
    /// Something is noticed.
    Detect,
    /// Its impact and severity are rated.
    Assess,
    /// It is found out what happened; may alternate with the next one.
    Diagnose,
    /// It is contained, and what was hit recovers.
    Stabilise,
    /// It is looked back at.
    Close,
}

/// A stage, or a part of one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    stage: StageName,
    /// When it began.
    began: Option<String>,
    /// When it ended; absent while it lasts.
    ended: Option<String>,
    /// Who acted.
    by: Option<Vec<Party>>,
    /// Names of what it was about; absent means all.
    pub affected: Option<Vec<String>>,
}

/// Something that was done to stop an incident.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mitigation {
    /// What was done.
    what: String,
    /// Who did it.
    by: Option<Party>,
    began: Option<String>,
    ended: Option<String>,
    /// Names of what it was about; absent means all.
    pub affected: Option<Vec<String>>,
    /// Whether it was done without the usual approval.
    emergency: Option<bool>,
    /// What it made unavailable.
    outage: Option<Outage>,
}

/// That something was made unavailable.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Outage {
    began: Option<String>,
    ended: Option<String>,
    /// Why it had to be.
    reason: Option<String>,
    /// When the service was said to be back.
    recovery_by: Option<String>,
    /// How customers were told of it.
    notice: Option<OutageNotice>,
}

/// How customers were told of an outage.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct OutageNotice {
    sent: Option<String>,
    /// Through which channel.
    via: Option<String>,
    /// Whether by the process that outages always take.
    standard_process: Option<bool>,
}

/// What a notice is about.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Data that may be exposed.
    Exposure,
    /// Something that was unavailable.
    Outage,
    /// What was found out in the end.
    Closing,
}

/// Who was told.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// The security contacts of the subscription, account or project.
    SecurityContacts,
    /// Its administrators: the documented fallback where there are none.
    Administrators,
    /// The authority.
    Authority,
    /// The people whose data it is.
    AffectedPeople,
}

/// That somebody was told.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    about: Subject,
    sent: Option<String>,
    /// Who told.
    by: Option<Party>,
    to: Told,
    /// Names of what it was about; absent means all.
    pub affected: Option<Vec<String>>,
}

/// What an exception is from.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// To tell of exposed data in time.
    Notification,
}

/// Why an exception was made.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// To tell would put others at risk.
    RiskToOthers,
    /// An extreme case, vetted as one.
    VettedExtremeCase,
}

/// That a rule was not kept, and why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Exception {
    of: Rule,
    reason: Reason,
    approved_by: Option<String>,
    /// Where it is written.
    document: Option<String>,
}

/// Something that was kept.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Evidence {
    what: String,
    r#where: Option<String>,
    /// When it was taken.
    secured: Option<String>,
    /// Until when it is kept; a day will do.
    kept_until: Option<String>,
}

/// What a party has learned.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PostMortem {
    by: Party,
    held: Option<String>,
    /// Where it is written.
    document: Option<String>,
    fixes: Option<Vec<Fix>>,
}

/// What is to be mended.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fix {
    what: String,
    /// Where it is tracked.
    ticket: Option<String>,
    owner: Option<Party>,
    /// Until when; a day will do.
    due: Option<String>,
    /// Since when it is mended; a day will do.
    done: Option<String>,
}

/// Who could be told.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contacts {
    /// The id of the subscription, account or project.
    scope: String,
    /// Addresses of its security contacts; empty when there are none.
    security: Option<Vec<String>>,
    /// Addresses of its administrators.
    administrators: Option<Vec<String>>,
}

/// The published JSON Schema of a record.
pub fn schema() -> Json {
    serde_json::to_value(schemars::schema_for!(Incident)).unwrap_or_default()
}
