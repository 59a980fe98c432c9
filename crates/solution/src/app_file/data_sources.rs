//! What a canvas app reads from: `References/DataSources.json`, as far as formulas name it. Connection ids, parameters and data are not read.

use std::borrow::Cow;

use serde::Deserialize;

/// A data source of a canvas app, as formulas name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataSource {
    /// Its name: `Orders`.
    pub name: String,
    /// What it is.
    pub kind: DataSourceKind,
    /// Whether it is one of the samples that come with a control.
    pub is_sample: bool,
    /// The connector, by the last part of its `ApiId`: `shared_sharepointonline`.
    pub connector: Option<String>,
}

/// What a data source is, by its `Type`. Seen in 976 entries of the 43 apps that were looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataSourceKind {
    /// `NativeCDSDataSourceInfo`: a table of Dataverse. 90 of 976.
    Table,
    /// `ConnectedDataSourceInfo`: a table that a connector reaches, such as a `SharePoint` list. 13 of 976.
    Connected,
    /// `ServiceInfo`: a connector with its operations, or a flow. 34 of 976.
    Service,
    /// `CollectionDataSourceInfo`: a collection that formulas fill. 74 of 976.
    Collection,
    /// `StaticDataSourceInfo`: rows that lie in the app. 62 of 976.
    Static,
    /// `OptionSetInfo` (613), `ViewInfo` (87) and `WebResourceInfo` (3), which come with a table.
    Other,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Sources<'t> {
    #[serde(borrow, default)]
    data_sources: Vec<Source<'t>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Source<'t> {
    #[serde(borrow)]
    name: Cow<'t, str>,
    #[serde(borrow, default)]
    r#type: Cow<'t, str>,
    #[serde(default)]
    is_sample_data: bool,
    #[serde(default)]
    is_hidden: bool,
    #[serde(borrow, default)]
    api_id: Option<Cow<'t, str>>,
}

/// The data sources of an app, without those that are hidden; `None` where the file cannot be read.
pub(super) fn read(text: &str) -> Option<Vec<DataSource>> {
    let sources: Sources<'_> = serde_json::from_str(text).ok()?;
    let source = |source: Source<'_>| DataSource {
        kind: match source.r#type.as_ref() {
            "NativeCDSDataSourceInfo" => DataSourceKind::Table,
            "ConnectedDataSourceInfo" => DataSourceKind::Connected,
            "ServiceInfo" => DataSourceKind::Service,
            "CollectionDataSourceInfo" => DataSourceKind::Collection,
            "StaticDataSourceInfo" => DataSourceKind::Static,
            _ => DataSourceKind::Other,
        },
        name: source.name.into_owned(),
        is_sample: source.is_sample_data,
        connector: source.api_id.as_deref().and_then(last_part),
    };
    Some(sources.data_sources.into_iter().filter(|source| !source.is_hidden).map(source).collect())
}

/// What stands behind the last `/`, in lower case.
fn last_part(id: &str) -> Option<String> {
    id.rsplit('/').next().filter(|part| !part.is_empty()).map(str::to_ascii_lowercase)
}
