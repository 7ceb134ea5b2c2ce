//! `schemes`, `host` and `basePath` as addresses of servers.

use serde_json::{Value, json};

use super::Lifter;
use super::at::At;
use crate::document::pointer;

impl<'a> Lifter<'a> {
    /// Returns the servers of the whole; none when nothing is said of them.
    pub(super) fn all_servers(&mut self) -> Option<Value> {
        if self.text("host").is_none() {
            // Without a host, schemes say nothing: addresses are as that of the description.
            let base = self.base_path();
            self.origins.made("/servers", "/basePath");
            return (!base.is_empty()).then(|| json!([{"url": base}]));
        }
        self.servers(self.root, &At::here("")).or_else(|| {
            // The scheme is that by which the description was read.
            self.origins.made("/servers", "/host");
            Some(json!([{"url": self.address("")?}]))
        })
    }

    /// Returns the servers that the schemes of `stated` give: those of the whole, or of an operation.
    pub(super) fn servers(&mut self, stated: &'a Value, at: &At) -> Option<Value> {
        let schemes = stated.get("schemes")?.as_array()?.iter().filter_map(Value::as_str);
        let addresses: Vec<String> = schemes.filter_map(|scheme| self.address(scheme)).collect();
        let (list, from) = (pointer::push(&at.to, "servers"), pointer::push(&at.from, "schemes"));
        // What all addresses of the whole have in common is the host.
        let of_list = if at.from.is_empty() { "/host" } else { from.as_str() };
        self.origins.made(&list, of_list);
        for index in 0..addresses.len() {
            // What changes about the only address of the whole is rather the host.
            let is_host = at.from.is_empty() && addresses.len() == 1;
            let origin = if is_host { "/host".to_owned() } else { format!("{from}/{index}") };
            self.origins.made(&format!("{list}/{index}"), &origin);
        }
        let servers: Vec<Value> = addresses.into_iter().map(|url| json!({"url": url})).collect();
        (!servers.is_empty()).then_some(Value::Array(servers))
    }

    fn address(&self, scheme: &str) -> Option<String> {
        let (host, base) = (self.text("host")?.trim_end_matches('/'), self.base_path());
        if host.contains("://") {
            return Some(format!("{host}{base}"));
        }
        let colon = if scheme.is_empty() { "" } else { ":" };
        Some(format!("{scheme}{colon}//{host}{base}"))
    }

    fn base_path(&self) -> String {
        match self.text("basePath").map(|base| base.trim_matches('/')) {
            None | Some("") => String::new(),
            Some(base) => format!("/{base}"),
        }
    }

    fn text(&self, key: &str) -> Option<&'a str> {
        self.root.get(key).and_then(Value::as_str).filter(|text| !text.is_empty())
    }
}
