//! STUB
use serde_json::Value;
use std::collections::BTreeMap;
/// x
pub mod pointer {
    /// x
    pub fn push(p: &str, k: &str) -> String {
        format!("{p}/{}", k.replace('~', "~0").replace('/', "~1"))
    }
}
/// x
#[derive(Debug, Default)]
pub struct Limits {}
/// x
#[derive(Debug, Clone)]
pub struct Document {
    /// x
    pub path: String,
    /// x
    pub value: Value,
}
/// x
pub struct Span {
    /// x
    pub line: u32,
    /// x
    pub column: u32,
    /// x
    pub end_line: u32,
    /// x
    pub end_column: u32,
}
impl Document {
    /// x
    pub fn locate(&self, _p: &[&str]) -> BTreeMap<String, Span> {
        BTreeMap::new()
    }
    /// x
    pub fn locate_keys(&self, _p: &[&str]) -> BTreeMap<String, Span> {
        BTreeMap::new()
    }
}
/// x
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Source(pub Value);
impl Source {
    /// x
    /// # Errors
    pub fn load(&self, p: &str, _l: &Limits) -> crate::Result<Document> {
        Ok(Document { path: p.into(), value: self.0.clone() })
    }
}
