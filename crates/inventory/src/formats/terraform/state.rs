//! States: the output of `terraform show -json` and `tofu show -json` without a plan
//! file; and the tree of modules, which plans have too.

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Phase;

use crate::formats::description::{ConfigurationKey, Family, FormatDescription, Streaming, Syntax};
use crate::formats::terraform::common::{
    Header, TerraformResource, accepts_version, marks, resource,
};
use crate::formats::terraform::implied_edges::add_implied_edges;
use crate::formats::terraform::reshaped::reshaped;
use crate::input::Input;
use crate::json::outline::{Members, Outline};
use crate::reader::{Reader, Reading};
use crate::reshape;

/// The reader for states.
pub struct TerraformState;

/// Modules nested deeper than this are not read: no real configuration comes near, and
/// each level costs a pass over everything below it.
const DEEPEST: usize = 64;

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "terraform-state",
    family: Family::Terraform,
    purpose: "Terraform and OpenTofu states",
    made_by: "terraform show -json",
    notes: "`azapi_resource`, `awscc_*` and `kubernetes_*` are evaluated as the ARM, CloudFormation and Kubernetes resources that they declare.",
    example: "terraform-state/contoso-payments.json",
    syntax: Syntax::Json,
    streaming: Streaming::Never,
    configurations: &[ConfigurationKey::Object("values")],
};

impl Reader for TerraformState {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, outline: &Outline<'_>) -> bool {
        // The state of a configuration that created nothing has no `values`.
        const OF_EMPTY: [&str; 3] = ["format_version", "terraform_version", "checks"];
        outline.object().is_some_and(|top| {
            top.has("format_version")
                && (top.has("values") || top.iter().all(|(key, _)| OF_EMPTY.contains(&key)))
        })
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let mut reading = Reading::default();
        if let Some(top) = source.outline.object()
            && accepts_version(source, top, &mut reading)
        {
            read_values(source, top, "values", Phase::Deployed, &mut reading);
            add_implied_edges(&mut reading, &|_| None);
            reshape::each(&mut reading, |resource| reshaped(source, resource));
        }
        reading
    }
}

/// Reads the tree of modules in the member `key`.
pub fn read_values(
    source: &Input<'_>,
    top: &Members<'_>,
    key: &str,
    phase: Phase,
    reading: &mut Reading,
) {
    #[derive(Deserialize)]
    struct Values<'t> {
        #[serde(borrow)]
        root_module: Option<&'t RawValue>,
    }
    let Some(values) = top.get(key) else {
        return;
    };
    match source.parse::<Option<Values<'_>>>(values) {
        Ok(Some(Values {
            root_module: Some(root),
        })) => {
            let at = Pointer::root().child(key).child("root_module");
            Walk {
                source,
                phase,
                reading,
            }
            .module(root, at, 0);
        }
        Ok(_) => {}
        Err(problem) => reading.problems.push(*problem),
    }
}

struct Walk<'w, 't> {
    source: &'w Input<'t>,
    phase: Phase,
    reading: &'w mut Reading,
}

impl Walk<'_, '_> {
    fn module(&mut self, module: &RawValue, at: Pointer, depth: usize) {
        if let Err(problem) = self.read_module(module, &at, depth) {
            self.reading.problems.push(*problem);
        }
    }

    fn read_module(
        &mut self,
        module: &RawValue,
        at: &Pointer,
        depth: usize,
    ) -> Result<(), Box<Diagnostic>> {
        #[derive(Deserialize)]
        struct Address {
            address: Option<String>,
        }
        if depth > DEEPEST {
            return Err(Box::new(
                Diagnostic::error(format!(
                    "modules are nested deeper than {DEEPEST} levels here"
                ))
                .at(self.source.spot(module))
                .help("what is below was not read"),
            ));
        }
        let members = self.source.members(module)?;
        let Address { address } = self.source.parse(module)?;
        let resources = self.source.items(&members, "resources")?;
        for (index, record) in resources.into_iter().enumerate() {
            let pointer = at.child("resources").child(index.to_string());
            match self.read_record(record, pointer, address.clone()) {
                Ok(Some(found)) => match resource(self.source, found) {
                    Ok(resource) => self.reading.resources.push(resource),
                    Err(problem) => self.reading.problems.push(*problem),
                },
                Ok(None) => {}
                Err(problem) => self.reading.problems.push(*problem),
            }
        }
        let children = self.source.items(&members, "child_modules")?;
        for (index, child) in children.into_iter().enumerate() {
            let pointer = at.child("child_modules").child(index.to_string());
            self.module(child, pointer, depth + 1);
        }
        Ok(())
    }

    fn read_record<'t>(
        &self,
        record: &'t RawValue,
        pointer: Pointer,
        module: Option<String>,
    ) -> Result<Option<TerraformResource<'t>>, Box<Diagnostic>> {
        #[derive(Deserialize)]
        struct Entry<'t> {
            #[serde(borrow)]
            values: Option<&'t RawValue>,
            sensitive_values: Option<Value>,
            identity: Option<Value>,
        }
        let header: Header = self.source.parse(record)?;
        if !header.is_managed() {
            return Ok(None);
        }
        let entry: Entry<'t> = self.source.parse(record)?;
        let properties = Pointer::parse("/properties");
        Ok(Some(TerraformResource {
            record,
            pointer,
            header,
            module,
            values: entry.values,
            properties: Pointer::parse("/values"),
            identity: entry.identity,
            phase: self.phase,
            unknown: match entry.values {
                Some(_) => Vec::new(),
                None => vec![properties.clone()],
            },
            sensitive: marks(entry.sensitive_values.as_ref(), &properties),
        }))
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::reading_of;

    use super::*;

    #[test]
    fn modules_are_walked_in_order() {
        let reading = reading_of(
            r#"{"format_version": "1.0", "values": {"root_module": {
                "resources": [
                  {"address": "data.a.b", "mode": "data", "type": "a", "values": {}},
                  {"address": "aws_x.y", "type": "aws_x", "values": {
                    "arn": "arn:aws:ec2:eu-west-1:123:instance/i", "region": "eu-west-1",
                    "tags": {"a": "1"}, "tags_all": {"a": "1", "b": "2"}, "password": "p"},
                   "sensitive_values": {"password": true}}],
                "child_modules": [{"address": "module.m", "child_modules": [{
                  "address": "module.m.module.n", "resources": [
                    {"address": "module.m.module.n.google_x.y[\"k\"]", "type": "google_x",
                     "provider_name": "registry.terraform.io/hashicorp/google",
                     "values": {"project": "p", "zone": "z", "labels": {"l": "v"}}, "deposed_key": "d1"}]}]}]}}}"#,
        );
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        let [first, second] = reading.resources.as_slice() else {
            panic!("{reading:?}");
        };
        assert_eq!(first.phase, Phase::Deployed);
        assert_eq!(first.scope.account.as_deref(), Some("123"));
        assert_eq!(first.tags.len(), 2);
        assert_eq!(first.aliases, ["arn:aws:ec2:eu-west-1:123:instance/i"]);
        assert_eq!(first.sensitive, [Pointer::parse("/properties/password")]);
        assert_eq!(second.id, "module.m.module.n.google_x.y[\"k\"]#deposed-d1");
        assert_eq!(second.name, "y[\"k\"]");
        assert_eq!(second.scope.group.as_deref(), Some("module.m.module.n"));
        assert_eq!(second.scope.account.as_deref(), Some("p"));
        assert_eq!(second.location.as_deref(), Some("z"));
        assert_eq!(second.tags["l"], "v");
        assert_eq!(
            second.body.pointer.to_string(),
            "/values/root_module/child_modules/0/child_modules/0/resources/0"
        );
    }

    #[test]
    fn ids_are_aliases_unless_they_are_secret() {
        let aliases = |values: &str, more: &str| {
            let reading = reading_of(&format!(
                r#"{{"format_version": "1.0", "values": {{"root_module": {{"resources": [
                    {{"address": "a.b", "type": "a", "values": {values}{more}}}]}}}}}}"#
            ));
            assert!(reading.problems.is_empty(), "{:?}", reading.problems);
            reading.resources[0].aliases.clone()
        };
        let values = r#"{"id": "i", "arn": "", "self_link": "l", "name": "n"}"#;
        assert_eq!(aliases(values, ""), ["i", "l"]);
        assert_eq!(aliases(r#"{"id": 3, "arn": null}"#, ""), [""; 0]);
        let parts = r#", "identity": {"bucket": "b", "region": "r", "id": "i"}"#;
        assert_eq!(aliases(values, parts), ["i", "l"]);
        assert_eq!(
            aliases(values, r#", "identity": {"email": "e"}"#),
            ["i", "l", "e"]
        );
        let secret = r#", "identity": {"id": "i"}, "sensitive_values": {"id": true}"#;
        assert_eq!(aliases(values, secret), ["l"]);
        assert_eq!(aliases(values, r#", "sensitive_values": true"#), [""; 0]);
    }

    #[test]
    fn a_state_without_values_is_empty() {
        for text in [
            r#"{"format_version": "1.0"}"#,
            r#"{"format_version": "1.0", "terraform_version": "1.9.0", "values": null}"#,
        ] {
            let reading = reading_of(text);
            assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        }
    }

    #[test]
    fn a_tree_of_the_wrong_shape_is_a_problem() {
        for root in [
            "3",
            r#"{"resources": {}}"#,
            r#"{"resources": [], "resources": []}"#,
        ] {
            let reading = reading_of(&format!(
                r#"{{"format_version": "1.0", "values": {{"root_module": {root}}}}}"#
            ));
            assert_eq!(reading.problems.len(), 1, "{root}");
        }
        let deep = format!(
            r#"{{"format_version": "1.0", "values": {{"root_module": {}{{}}{}}}}}"#,
            r#"{"child_modules": ["#.repeat(5000),
            "]}".repeat(5000)
        );
        let reading = reading_of(&deep);
        assert!(reading.problems[0].message.contains("nested deeper"));
    }
}
