//! One resource of an inventory, named as `FILE#ID`.

use onus::diagnostic::Diagnostic;
use onus::inventory::Resource;

/// The file and the id of `FILE#ID`.
pub fn split(text: &str) -> Result<(&str, &str), Box<Diagnostic>> {
    text.split_once('#')
        .filter(|(file, id)| !file.is_empty() && !id.is_empty())
        .ok_or_else(|| {
            Box::new(
                Diagnostic::error(format!("`{text}` does not say which resource to take"))
                    .help("write it as FILE#ID, such as `inventory.json#stpaymentsprod`"),
            )
        })
}

/// The resource that is called so: by its id, or else by an alias or its name.
pub fn find<'r>(
    resources: &'r [Resource],
    file: &str,
    id: &str,
) -> Result<&'r Resource, Box<Diagnostic>> {
    let is_called = |name: &str| name.eq_ignore_ascii_case(id);
    let mut found: Vec<&Resource> = resources.iter().filter(|r| is_called(&r.id)).collect();
    if found.is_empty() {
        let fits = |resource: &&Resource| {
            is_called(&resource.name) || resource.aliases.iter().any(|alias| is_called(alias))
        };
        found = resources.iter().filter(fits).collect();
    }
    match found.as_slice() {
        [one] => Ok(one),
        [] => {
            let names = resources
                .iter()
                .flat_map(|resource| [resource.name.as_str(), resource.id.as_str()]);
            let problem = Diagnostic::error(format!("`{file}` has no resource `{id}`"));
            Err(Box::new(match onus::nearest(id, names) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem.help(format!("`onus eval {file} -v` lists its resources")),
            }))
        }
        [first, second, ..] => Err(Box::new(
            Diagnostic::error(format!(
                "`{id}` is what several resources of `{file}` are called"
            ))
            .help(format!(
                "give the id of one: `{}` or `{}`",
                first.id, second.id
            )),
        )),
    }
}
