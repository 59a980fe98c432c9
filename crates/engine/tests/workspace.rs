//! What packages are together: forms of one solution, patches laid over it, and who uses and declares which reference.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::case_sensitive_file_extension_comparisons,
    clippy::format_push_string,
    reason = "a broken test must stop, and packages are put together from text"
)]

use powerlint_engine::{PackageId, Workspace};
use solution::{Outline, Package, PackageFiles, PackageKind, Texts, Trees, model::Version};

/// A package in the making.
struct Given {
    path: &'static str,
    kind: PackageKind,
    manifest: String,
    references: String,
    workflows: String,
    files: Vec<(String, Vec<u8>)>,
}

fn given(path: &'static str, name: &str, version: &str, managed: &str) -> Given {
    Given {
        path,
        kind: if path.ends_with(".zip") { PackageKind::SolutionZip } else { PackageKind::SolutionFolder },
        manifest: format!("<UniqueName>{name}</UniqueName><Version>{version}</Version><Managed>{managed}</Managed>"),
        references: String::new(),
        workflows: String::new(),
        files: Vec::new(),
    }
}

impl Given {
    fn patch_of(mut self, parent: &str) -> Self {
        self.manifest.push_str(&format!("<ParentSolution>{parent}</ParentSolution>"));
        self
    }

    fn declares(mut self, reference: &str, connector: &str) -> Self {
        self.references.push_str(&format!(
            "<connectionreference connectionreferencelogicalname=\"{reference}\">\
             <connectorid>/providers/Microsoft.PowerApps/apis/{connector}</connectorid></connectionreference>"
        ));
        self
    }

    /// A flow whose id ends with `number` and which uses these references, each for `shared_sql`.
    fn flow(mut self, number: u8, references: &[&str]) -> Self {
        let file = format!("Workflows/Flow-44444444-0000-0000-0000-0000000000{number:02}.json");
        self.workflows.push_str(&format!(
            "<Workflow WorkflowId=\"{{44444444-0000-0000-0000-0000000000{number:02}}}\" Name=\"Flow {number}\">\
             <JsonFileName>/{file}</JsonFileName><Category>5</Category></Workflow>"
        ));
        self.stale_flow(&file, references)
    }

    fn stale_flow(mut self, file: &str, references: &[&str]) -> Self {
        let keys: Vec<String> = references
            .iter()
            .enumerate()
            .map(|(index, name)| {
                format!(
                    "\"key_{index}\": {{\"connection\": {{\"connectionReferenceLogicalName\": \"{name}\"}}, \
                     \"api\": {{\"name\": \"shared_sql\"}}}}"
                )
            })
            .collect();
        let text =
            format!("{{\"properties\": {{\"connectionReferences\": {{{}}}, \"definition\": {{}}}}}}", keys.join(","));
        self.files.push((file.to_owned(), text.into_bytes()));
        self
    }

    fn component(mut self, schema_name: &str, reference: &str) -> Self {
        let text = format!("action:\n  kind: InvokeConnectorTaskAction\n  connectionReference: {reference}\n");
        self.files.push((format!("botcomponents/{schema_name}/data"), text.into_bytes()));
        self
    }

    fn set(mut self, component: &str, reference: &str) -> Self {
        let text = format!(
            "<botcomponent_connectionreferences><botcomponent_connectionreference \
             botcomponentid.schemaname=\"{component}\" connectionreferenceid.connectionreferencelogicalname=\"{reference}\" />\
             </botcomponent_connectionreferences>"
        );
        self.files.push(("Assets/botcomponent_connectionreferenceset.xml".to_owned(), text.into_bytes()));
        self
    }

    fn outline(self) -> Outline {
        let Self { manifest, references, workflows, mut files, .. } = self;
        let xml = |inner: String| format!("<ImportExportXml>{inner}</ImportExportXml>").into_bytes();
        files.push(("solution.xml".to_owned(), xml(format!("<SolutionManifest>{manifest}</SolutionManifest>"))));
        let lists =
            format!("<Workflows>{workflows}</Workflows><connectionreferences>{references}</connectionreferences>");
        files.push(("customizations.xml".to_owned(), xml(lists)));
        let mut files = PackageFiles::in_memory(self.path, self.kind, files);
        let texts = Texts::read(&mut files);
        let trees = Trees::parse(&files, &texts);
        let package = Package::build(&files, &texts, &trees);
        assert!(package.problems.is_empty(), "{:?}", package.problems);
        Outline::of(&package)
    }
}

fn workspace(given: impl IntoIterator<Item = Given>) -> Workspace {
    let mut outlines: Vec<Outline> = given.into_iter().map(Given::outline).collect();
    outlines.sort_by(|one, other| one.address.cmp(&other.address));
    Workspace::new(outlines)
}

fn path(workspace: &Workspace, id: PackageId) -> &str {
    &workspace.package(id).address.path
}

fn paths<'w>(workspace: &'w Workspace, ids: &[PackageId]) -> Vec<&'w str> {
    ids.iter().map(|&id| path(workspace, id)).collect()
}

/// A used reference, who uses it (package, user) and which packages declare it.
type Row<'w> = (&'w str, Vec<(&'w str, &'w str)>, Vec<&'w str>);

fn used(workspace: &Workspace) -> Vec<Row<'_>> {
    let rows = workspace.used_references().iter().map(|used| {
        let users = used.uses.iter().map(|&(id, index)| {
            let outline = workspace.package(id);
            (outline.address.path.as_str(), outline.uses[index].user.as_str())
        });
        let declared = used.declared.iter().map(|&(id, _)| path(workspace, id));
        (used.logical_name.as_str(), users.collect(), declared.collect())
    });
    rows.collect()
}

#[test]
fn the_highest_version_leads_then_unmanaged_then_source() {
    let all = workspace([
        given("a_managed.zip", "Contoso", "1.10.0.0", "1"),
        given("b.zip", "contoso", "1.10.0.0", "0"),
        given("c", "CONTOSO", "1.10.0.0", "0"),
        given("d.zip", "Contoso", "1.9.0.0", "0"),
        given("e", "Contoso", "1.10.0.0", "2"),
    ]);
    let [solution] = all.solutions() else { panic!("{:?}", all.solutions()) };
    assert_eq!(paths(&all, &solution.forms), ["c", "b.zip", "e", "a_managed.zip", "d.zip"]);
    assert_eq!((path(&all, solution.leading), solution.unique_name.as_deref()), ("c", Some("CONTOSO")));
    assert_eq!(solution.version, Version::parse("1.10.0.0"));
    assert!(all.packages().all(|(id, _)| all.solution_of(id) == solution));
    assert_eq!(all.solution("cOnToSo"), Some(solution));
    assert_eq!(all.solution("Fabrikam"), None);
}

#[test]
fn packages_without_a_name_are_solutions_of_their_own() {
    let nameless = |path| Given { manifest: String::new(), ..given(path, "", "", "") };
    let all = workspace([nameless("a.zip"), nameless("b.zip"), given("c.zip", "Contoso", "1.0", "0")]);
    assert_eq!(all.solutions().len(), 3);
    for (id, outline) in all.packages() {
        assert_eq!(all.solution_of(id).forms, [id], "{}", outline.address.path);
    }
}

#[test]
fn patches_are_laid_over_their_parent_in_the_order_of_versions() {
    let all = workspace([
        given("a.zip", "Contoso_Patch_1a2b", "1.0.10.0", "0"),
        given("b.zip", "Contoso", "1.0.0.0", "0"),
        given("c.zip", "ContosoFix", "1.0.9.0", "0").patch_of("CONTOSO"),
        given("d_managed.zip", "ContosoFix", "1.0.9.0", "1").patch_of("Contoso"),
        given("e.zip", "Fabrikam_Patch_1a2b", "1.0.1.0", "0"),
        given("f.zip", "ContosoFixFix", "1.0.9.1", "0").patch_of("ContosoFix"),
        given("g.zip", "Contoso_Patch_notes", "1.0.0.0", "0"),
    ]);
    let contoso = all.solution("Contoso").unwrap();
    assert_eq!(path(&all, contoso.leading), "b.zip");
    assert_eq!(paths(&all, &contoso.forms), ["b.zip"]);
    assert_eq!(paths(&all, &contoso.patches), ["c.zip", "f.zip", "a.zip"]);
    assert_eq!(contoso.version, Version::parse("1.0.10.0"));
    for patch in ["contoso_patch_1a2b", "ContosoFix", "contosofixfix"] {
        assert_eq!(all.solution(patch), Some(contoso), "{patch}");
    }
    // The parent was not given: the patch stands for itself. And a name that only looks like a patch's is none.
    assert_eq!(all.solution("Fabrikam"), None);
    assert_eq!(path(&all, all.solution("Fabrikam_Patch_1a2b").unwrap().leading), "e.zip");
    assert_eq!(path(&all, all.solution("Contoso_Patch_notes").unwrap().leading), "g.zip");
    let managed = all.packages().find(|(_, outline)| outline.address.path == "d_managed.zip").unwrap().0;
    assert_eq!(all.solution_of(managed), contoso);
}

#[test]
fn patches_of_each_other_stand_for_themselves() {
    let all = workspace([
        given("a.zip", "A", "1.0", "0").patch_of("B"),
        given("b.zip", "B", "1.0", "0").patch_of("A"),
        given("c.zip", "C", "1.0", "0").patch_of("C"),
        given("d.zip", "D", "1.0", "0").patch_of("A"),
    ]);
    for name in ["A", "B", "C"] {
        let solution = all.solution(name).unwrap();
        assert_eq!(solution.unique_name.as_deref(), Some(name));
    }
    assert!(all.packages().all(|(id, _)| {
        let solution = all.solution_of(id);
        solution.forms.contains(&id) || solution.patches.contains(&id)
    }));
}

#[test]
fn solutions_are_in_the_order_of_their_leading_forms() {
    let all = workspace([
        given("a.zip", "Z", "1.0", "0"),
        given("b.zip", "Y", "1.0", "0"),
        given("c.zip", "Z", "2.0", "0"),
        given("d.zip", "X", "1.0", "0"),
    ]);
    let leading: Vec<_> = all.solutions().iter().map(|solution| path(&all, solution.leading)).collect();
    assert_eq!(leading, ["b.zip", "c.zip", "d.zip"]);
    assert_eq!(all.solution_of(PackageId(0)).unique_name.as_deref(), Some("Z"));
}

#[test]
fn only_leading_forms_use_and_declare_between_solutions() {
    let all = workspace([
        given("new.zip", "Contoso", "2.0", "0").declares("con_New", "shared_sql").flow(1, &["con_new", "con_common"]),
        given("old.zip", "Contoso", "1.0", "0").declares("con_Old", "shared_sql").flow(1, &["con_old"]),
        given("common.zip", "Common", "1.0", "0").declares("con_Common", "shared_teams"),
    ]);
    assert_eq!(
        used(&all),
        [
            ("con_Common", vec![("new.zip", "Flow 1")], vec!["common.zip"]),
            ("con_New", vec![("new.zip", "Flow 1")], vec!["new.zip"]),
        ]
    );
    let [common, new] = all.used_references() else { panic!() };
    assert_eq!(common.connector.as_deref(), Some("shared_teams"), "the declaration counts before the use");
    assert_eq!(new.connector.as_deref(), Some("shared_sql"));
    // Every form can be asked for, whatever leads.
    assert_eq!(all.declarations("CON_OLD").len(), 1);
    assert_eq!(all.uses("con_OLD").len(), 1);
    assert!(all.uses("con_nothing").is_empty());
}

#[test]
fn what_a_patch_brings_anew_hides_what_lies_under_it() {
    let all = workspace([
        given("base.zip", "Contoso", "1.0.0.0", "0")
            .declares("con_a", "shared_sql")
            .flow(1, &["con_a", "con_gone"])
            .flow(2, &["con_a"])
            .flow(3, &["con_gone"]),
        given("fix.zip", "Contoso_Patch_01", "1.0.1.0", "0").flow(1, &["con_b"]).flow(3, &[]),
        given("fix2.zip", "Contoso_Patch_02", "1.0.2.0", "0").declares("con_b", "shared_sql").flow(1, &["con_b"]),
    ]);
    assert_eq!(
        used(&all),
        [
            ("con_a", vec![("base.zip", "Flow 2")], vec!["base.zip"]),
            ("con_b", vec![("fix2.zip", "Flow 1")], vec!["fix2.zip"]),
        ]
    );
}

#[test]
fn stale_files_use_nothing_between_solutions() {
    let stale = "Workflows/Left-44444444-0000-0000-0000-000000000077.json";
    let all = workspace([given("a", "Contoso", "1.0", "0").flow(1, &["con_a"]).stale_flow(stale, &["con_b"])]);
    assert_eq!(used(&all), [("con_a", vec![("a", "Flow 1")], vec![])]);
    assert_eq!(all.uses("con_b").len(), 1, "it can be asked for all the same");
}

#[test]
fn an_agents_set_only_adds_what_no_component_says() {
    let all = workspace([given("a.zip", "Contoso", "1.0", "0")
        .component("con_bot.action.Mail", "con_mail")
        .set("con_bot.action.Mail", "con_mail")]);
    assert_eq!(used(&all), [("con_mail", vec![("a.zip", "con_bot.action.Mail")], vec![])]);
    let all = workspace([given("a.zip", "Contoso", "1.0", "0").set("con_bot", "con_mail")]);
    assert_eq!(used(&all), [("con_mail", vec![("a.zip", "con_bot")], vec![])]);
}
