//! Where in powerlint.toml something stands.

use toml::de::{DeTable, DeValue};

use super::Config;

impl Config {
    /// The line, from 1, of a key of the configuration, by the keys that lead to it. `None` where the file does not have it.
    #[must_use]
    pub fn line_of(&self, keys: &[&str]) -> Option<usize> {
        let root = DeTable::parse(&self.text).ok()?;
        let mut table = root.get_ref();
        let (last, path) = keys.split_last()?;
        for key in path {
            table = table.get(*key)?.get_ref().as_table()?;
        }
        let (key, _) = table.get_key_value(*last)?;
        Some(line(&self.text, key.span().start))
    }

    /// The line, from 1, of each table of an array of tables.
    #[must_use]
    pub fn lines_of(&self, key: &str) -> Vec<usize> {
        let Ok(root) = DeTable::parse(&self.text) else { return Vec::new() };
        let tables = root.get_ref().get(key).and_then(|value| match value.get_ref() {
            DeValue::Array(items) => Some(items.iter().map(|item| line(&self.text, item.span().start)).collect()),
            _ => None,
        });
        tables.unwrap_or_default()
    }
}

fn line(text: &str, offset: usize) -> usize {
    text.get(..offset).unwrap_or_default().matches('\n').count() + 1
}
