//! Test cases that are data: files of a page's example, or a folder below `testdata/rules/<rule>/`.
//!
//! A case holds packages (top folders; a folder whose name ends in `.zip` or `.msapp` is zipped), and beside them, all optional,
//! `powerlint.toml`, `powerlint-baseline.json`, `inventory/`, `settings/` and `arguments` (one argument a line, instead of the packages). Where it holds
//! a file `backslashes`, its archives are written with them; the file that `damaged` names does not inflate to what it was.
//!
//! What every package must have and no case is about is filled in, unless the case holds a file `as-is`: a `solution.xml` with
//! the folder's name as unique name, and a `Workflow` element for each cloud flow that nothing names. A file `Workflows/….robin` stands for a
//! desktop flow with that script.
#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "each test uses a part, and a broken test must stop"
)]

pub mod forged;
pub mod forms;

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::Output,
};

/// The files of one case, by their paths with `/`.
#[derive(Debug, Clone, Default)]
pub struct Case {
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Case {
    /// The files of the fenced blocks with `file=…` in one section of a page.
    pub fn of_section(page: &str, heading: &str) -> Self {
        let mut files = BTreeMap::new();
        let mut inside = false;
        let mut block: Option<(String, bool, String)> = None;
        for line in page.lines() {
            if let Some((name, latin, text)) = &mut block {
                if line.starts_with("```") {
                    files.insert(std::mem::take(name), if *latin { latin_1(text) } else { text.clone().into_bytes() });
                    block = None;
                } else {
                    text.push_str(line);
                    text.push('\n');
                }
            } else if let Some(title) = line.strip_prefix("## ") {
                inside = title.trim() == heading;
            } else if inside && line.starts_with("```") {
                let name = line.split_whitespace().find_map(|word| word.strip_prefix("file="));
                block = Some((name.unwrap_or_default().to_owned(), line.contains("encoding=latin-1"), String::new()));
            }
        }
        files.remove("");
        Self { files }
    }

    /// All files below a folder.
    pub fn of_folder(folder: &Path) -> Self {
        let mut files = BTreeMap::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            for entry in fs::read_dir(&next).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                    files.insert(name, fs::read(&path).unwrap());
                }
            }
        }
        Self { files }
    }

    /// This case with some files put over its own; an empty one takes its own away.
    pub fn over(mut self, other: Self) -> Self {
        self.files.extend(other.files);
        self.files.retain(|_, bytes| !bytes.is_empty());
        self
    }

    /// This case with every rule on that its configuration does not turn off.
    pub fn with_preset_all(mut self) -> Self {
        let config = self.files.entry("powerlint.toml".to_owned()).or_default();
        // Keys of the top level have to stand before the first table.
        config.splice(0..0, *b"preset = \"all\"\n");
        self
    }

    /// The packages: top folders that are not facts.
    pub fn packages(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for path in self.files.keys() {
            let name = match path.split_once('/') {
                Some((folder, _)) if !matches!(folder, "inventory" | "settings") => folder,
                None if path.ends_with(".json") && path != "powerlint-baseline.json" => path,
                _ => continue,
            };
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        names
    }

    /// Adds what every package must have.
    pub fn fill(&mut self) {
        if self.files.contains_key("as-is") {
            return;
        }
        for package in self.packages() {
            let own: Vec<String> =
                self.files.keys().filter(|path| path.starts_with(&format!("{package}/"))).cloned().collect();
            let has = |name: &str| own.iter().any(|path| path[package.len() + 1..].eq_ignore_ascii_case(name));
            if own.is_empty() || has("manifest.json") {
                continue;
            }
            if !has("solution.xml") && !has("Other/Solution.xml") {
                let unique_name = package.trim_end_matches(".zip");
                self.files.insert(format!("{package}/solution.xml"), solution_xml(unique_name).into_bytes());
            }
            let customizations = own
                .iter()
                .find(|path| path.to_lowercase().ends_with("customizations.xml"))
                .map(|path| String::from_utf8_lossy(&self.files[path]).into_owned())
                .unwrap_or_default();
            for path in own.iter().filter(|path| path.ends_with(".robin")) {
                let script = String::from_utf8(self.files.remove(path).unwrap()).unwrap();
                let stem = path.rsplit('/').next().unwrap().trim_end_matches(".robin");
                self.files.insert(format!("{path}.data.xml"), desktop_flow_xml(stem, &script).into_bytes());
            }
            for path in own.iter().filter(|path| path.contains("/Workflows/") && path.ends_with(".json")) {
                let file = path.rsplit('/').next().unwrap();
                let data = format!("{path}.data.xml");
                if !customizations.contains(file) && !self.files.contains_key(&data) {
                    self.files.insert(data, workflow_xml(file).into_bytes());
                }
            }
        }
    }

    /// Writes the case to a folder.
    pub fn lay_out(&mut self, folder: &Path) {
        self.fill();
        let separator = if self.files.contains_key("backslashes") { "\\" } else { "/" };
        let damaged = self.files.get("damaged").map(|path| String::from_utf8_lossy(path).trim().to_owned());
        for (path, mut bytes) in zipped(&self.files, separator) {
            if let Some(inner) = damaged.as_ref().and_then(|damaged| damaged.strip_prefix(&path)?.strip_prefix('/')) {
                damage(&mut bytes, inner);
            }
            let file = folder.join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, bytes).unwrap();
        }
    }

    /// Lays the case out in a fresh folder and checks it there.
    pub fn check(&self, extra: &[&str]) -> Output {
        let folder = tempfile::tempdir().unwrap();
        let mut case = self.clone();
        case.lay_out(folder.path());
        let mut command = powerlint(folder.path());
        command.arg("check");
        if case.files.contains_key("arguments") {
            command.args(String::from_utf8_lossy(&case.files["arguments"]).lines());
        } else {
            command.args(case.packages());
            // Without a configuration of its own that names them.
            let configuration = case.files.get("powerlint.toml").map(|text| String::from_utf8_lossy(text).into_owned());
            for facts in ["inventory", "settings"] {
                let here = case.files.keys().any(|path| path.starts_with(&format!("{facts}/")));
                if here && !configuration.as_deref().is_some_and(|text| text.contains(&format!("{facts}/"))) {
                    command.args([format!("--{facts}"), facts.to_owned()]);
                }
            }
        }
        // The day is that of the test data, unless the case has its own.
        if !case.files.get("arguments").is_some_and(|text| String::from_utf8_lossy(text).contains("--today")) {
            command.args(["--today", "2026-11-01"]);
        }
        command.args(extra).output().unwrap()
    }
}

/// Files in which every folder that is called `.zip` has become an archive, those inside each other from within.
fn zipped(files: &BTreeMap<String, Vec<u8>>, separator: &str) -> BTreeMap<String, Vec<u8>> {
    let mut flat = BTreeMap::new();
    let mut archives: BTreeMap<String, BTreeMap<String, Vec<u8>>> = BTreeMap::new();
    for (path, bytes) in files {
        let end = [".zip/", ".msapp/"].iter().filter_map(|mark| Some(path.find(mark)? + mark.len())).min();
        if let Some(end) = end {
            let (archive, inner) = (&path[..end - 1], &path[end..]);
            archives.entry(archive.to_owned()).or_default().insert(inner.to_owned(), bytes.clone());
        } else {
            flat.insert(path.clone(), bytes.clone());
        }
    }
    for (name, files) in archives {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (inner, bytes) in zipped(&files, separator) {
            let options = zip::write::SimpleFileOptions::default();
            writer.start_file(inner.replace('/', separator), options).unwrap();
            writer.write_all(&bytes).unwrap();
        }
        flat.insert(name, writer.finish().unwrap().into_inner());
    }
    flat
}

/// Turns a bit of an entry's data, the first time that its name stands in the archive.
fn damage(zip: &mut [u8], name: &str) {
    let header = zip.windows(name.len()).position(|piece| piece == name.as_bytes()).expect("the entry") - 30;
    let extra = usize::from(u16::from_le_bytes([zip[header + 28], zip[header + 29]]));
    zip[header + 30 + name.len() + extra] ^= 0b10;
}

/// The command, in a folder, without anything of this machine's environment that changes what it prints.
pub fn powerlint(folder: &Path) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::new(assert_cmd::cargo::cargo_bin!("powerlint"));
    command.current_dir(folder).env_remove("NO_COLOR").env_remove("FORCE_COLOR").env("COLUMNS", "110");
    command
}

/// Standard output as text.
pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The findings of a JSON report.
pub fn findings(output: &Output) -> Vec<serde_json::Value> {
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("no JSON ({error}); standard error: {}", String::from_utf8_lossy(&output.stderr))
    });
    report["findings"].as_array().unwrap().clone()
}

fn latin_1(text: &str) -> Vec<u8> {
    text.chars().map(|char| u8::try_from(u32::from(char)).expect("the text fits the encoding")).collect()
}

/// JSON without the white space between its tokens, in the order it was written in.
pub fn minified(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let (mut inside, mut escaped) = (false, false);
    for char in json.chars() {
        if inside {
            (inside, escaped) = (escaped || char != '"', !escaped && char == '\\');
        } else if char == '"' {
            inside = true;
        } else if char.is_ascii_whitespace() {
            continue;
        }
        out.push(char);
    }
    out
}

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn solution_xml(unique_name: &str) -> String {
    format!(
        "<ImportExportXml>\n  <SolutionManifest>\n    <UniqueName>{unique_name}</UniqueName>\n    <Version>1.0.0.0</Version>\n    \
         <Managed>0</Managed>\n    <Publisher>\n      <UniqueName>contoso</UniqueName>\n      \
         <CustomizationPrefix>contoso</CustomizationPrefix>\n    </Publisher>\n    <RootComponents />\n    \
         <MissingDependencies />\n  </SolutionManifest>\n</ImportExportXml>\n"
    )
}

/// The `Workflow` element of a desktop flow, as exports since 2022 have it.
fn desktop_flow_xml(stem: &str, script: &str) -> String {
    let (name, id) = stem.split_at(stem.len() - 37);
    let definition = serde_json::to_string(script).unwrap();
    let definition = definition.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!(
        "<Workflow WorkflowId=\"{{{}}}\" Name=\"{name}\">\n  <Type>1</Type>\n  <Category>6</Category>\n  <StateCode>1</StateCode>\n  \
         <UIFlowType>2</UIFlowType>\n  <Definition>{definition}</Definition>\n</Workflow>\n",
        &id[1..]
    )
}

fn workflow_xml(file: &str) -> String {
    let stem = file.trim_end_matches(".json");
    let (name, id) = stem.split_at(stem.len().saturating_sub(36));
    format!(
        "<Workflow WorkflowId=\"{{{}}}\" Name=\"{}\">\n  <JsonFileName>/Workflows/{file}</JsonFileName>\n  \
         <Category>5</Category>\n  <StateCode>1</StateCode>\n</Workflow>\n",
        id.to_lowercase(),
        name.trim_end_matches('-')
    )
}
