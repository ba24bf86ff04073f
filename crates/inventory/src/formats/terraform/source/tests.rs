use super::*;

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// `file:line:column`, with a `~` before a place that only encloses it.
fn shown(source: &TerraformSource, address: &str, pointer: &str) -> Option<String> {
    let pointer = (!pointer.is_empty()).then(|| Pointer::parse(pointer));
    let place = source.place(address, pointer.as_ref())?;
    let at = place.document.position(place.range.start);
    let name = Path::new(place.document.name()).file_name().unwrap();
    let about = if place.exact { "" } else { "~" };
    let name = name.to_string_lossy();
    Some(format!("{about}{name}:{}:{}", at.line, at.column))
}

#[test]
fn blocks_and_arguments_are_found() {
    let folder = folder(&[
        (
            "main.tf",
            r#"resource "aws_x" "y" {
  count = 2
  tls   = "off"
  tags  = { owner = "me", "cost-centre" = 1 }
  list  = ["a", { b = 1 }]
  other = merge({ a = 1 }, var.b)
  one {
    port = 1
  }
  two {
    port = 1
  }
  two {
    port = 2
  }
  dynamic "three" {
    for_each = var.x
    content {
      port = three.value
    }
  }
}
"#,
        ),
        (
            "a_override.tf",
            "resource \"aws_x\" \"y\" {\n  tls = \"on\"\n}\n",
        ),
    ]);
    let (source, problems) = TerraformSource::read(folder.path());
    assert!(problems.is_empty(), "{problems:?}");
    let at = |pointer: &str| shown(&source, "aws_x.y[1]", pointer).unwrap();
    assert_eq!(at(""), "main.tf:1:1");
    assert_eq!(at("/properties/tls"), "a_override.tf:2:3");
    assert_eq!(at("/raw/change/after/tags/owner"), "main.tf:4:13");
    assert_eq!(at("/tags/cost-centre"), "main.tf:4:27");
    assert_eq!(at("/properties/list/1/b"), "main.tf:5:19");
    assert_eq!(at("/properties/other/a"), "~main.tf:6:3");
    assert_eq!(at("/properties/one/0/port"), "main.tf:8:5");
    assert_eq!(at("/properties/one/0/none"), "~main.tf:7:3");
    assert_eq!(at("/properties/two/1/port"), "~main.tf:1:1");
    assert_eq!(at("/properties/three/5/port"), "main.tf:19:7");
    assert_eq!(at("/properties/none"), "~main.tf:1:1");
    for address in ["aws_x.z", "module.m.aws_x.y", "/subscriptions/a.b", ""] {
        assert_eq!(shown(&source, address, ""), None, "{address}");
    }
}

#[test]
fn modules_at_relative_paths_are_followed() {
    let call =
        |name: &str, path: &str| format!("module \"{name}\" {{\n  source = \"{path}\"\n}}\n");
    let folder = folder(&[
        (
            "root/main.tf",
            &(call("m", "../shared/m") + &call("r", "org/r/aws") + &call("g", "./gone")),
        ),
        (
            "shared/m/m.tf",
            &(call("again", "../../root") + "resource \"a\" \"b\" {\n}\n"),
        ),
    ]);
    let (source, problems) = TerraformSource::read(&folder.path().join("root"));
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].message.contains("`g` is not at `./gone`"));
    let found = shown(&source, "module.m[\"k\"].a.b", "");
    assert_eq!(found.as_deref(), Some("m.tf:4:1"));
    let found = shown(
        &source,
        "module.m.module.again.module.m.a.b",
        "/properties/c",
    );
    assert_eq!(found.as_deref(), Some("~m.tf:4:1"));
    assert_eq!(shown(&source, "module.r.a.b", ""), None);
}

#[test]
fn unreadable_files_are_problems() {
    let folder = folder(&[
        ("a.tf", "resource \"a\" \"b\" {\n"),
        ("b.tf", "resource \"c\" \"d\" {}\n"),
    ]);
    let (source, problems) = TerraformSource::read(folder.path());
    assert_eq!(problems.len(), 1);
    let place = problems[0].place.as_ref().unwrap();
    assert!(place.document.name().ends_with("a.tf"));
    assert_eq!(shown(&source, "c.d", "").as_deref(), Some("b.tf:1:1"));
    let (_, problems) = TerraformSource::read(&folder.path().join("none"));
    assert_eq!(problems.len(), 1);
    let (_, problems) = TerraformSource::read(tempfile::tempdir().unwrap().path());
    assert!(problems[0].message.contains("no resource"));
}

#[test]
fn paths_are_tidied() {
    for (path, expected) in [
        ("./a/../b/./c", "b/c"),
        (".", "."),
        ("../a", "../a"),
        ("a/..", "."),
    ] {
        assert_eq!(tidy(Path::new(path)), Path::new(expected), "{path}");
    }
}
