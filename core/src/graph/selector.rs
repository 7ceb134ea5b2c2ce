//! Selectors: which services a rule is about.
//!
//! ```text
//! selector = terms *( "," terms )        one of them
//! terms    = term *( "&" term )          all of them
//! term     = [ "!" ] ( "*" | domain | field ":" glob )
//! field    = name | domain | tag | owner | maturity | runtime | tier | layer
//! ```

use wildmatch::WildMatch;

use crate::catalog::Service;
use crate::suggest;

const FIELDS: [(&str, Field); 8] = [
    ("domain", Field::Domain),
    ("layer", Field::Layer),
    ("maturity", Field::Maturity),
    ("name", Field::Name),
    ("owner", Field::Owner),
    ("runtime", Field::Runtime),
    ("tag", Field::Tag),
    ("tier", Field::Tier),
];

/// A selector, parsed.
#[derive(Clone, Debug)]
pub struct Selector(Vec<Vec<Term>>);

#[derive(Clone, Debug)]
struct Term {
    negated: bool,
    /// What must match; none for `*`.
    test: Option<(Field, Glob)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Domain,
    Layer,
    Maturity,
    Name,
    Owner,
    Runtime,
    Tag,
    Tier,
}

#[derive(Clone, Debug)]
enum Glob {
    Exact(String),
    /// What stands before the first wildcard, which most names fail, and the whole.
    Wild(String, WildMatch),
}

/// What selectors ask of a service. Of a service the catalog does not have, only the name, and what
/// the graph file says, are known.
pub(crate) struct Facts<'a> {
    pub(crate) name: &'a str,
    pub(crate) domain: Option<&'a str>,
    pub(crate) layer: Option<u32>,
    pub(crate) service: Option<&'a Service>,
}

impl Selector {
    /// Parses a selector.
    ///
    /// # Errors
    /// What is wrong, as a message.
    pub fn parse(text: &str) -> Result<Self, String> {
        let alternatives = text.split(',');
        alternatives
            .map(|terms| terms.split('&').map(|term| Term::parse(term, text)).collect())
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Tells whether the selector means `service`, whose domain has the layer `layer`.
    pub fn selects(&self, service: &Service, layer: Option<u32>) -> bool {
        self.matches(&Facts {
            name: &service.name,
            domain: service.domain.as_deref(),
            layer,
            service: Some(service),
        })
    }

    pub(crate) fn matches(&self, facts: &Facts<'_>) -> bool {
        self.0.iter().any(|terms| terms.iter().all(|term| term.matches(facts)))
    }

    /// Returns the words of terms that stand for a domain by themselves.
    pub(crate) fn bare_domains(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flatten().filter_map(|term| match &term.test {
            Some((Field::Domain, Glob::Exact(name))) => Some(name.as_str()),
            _ => None,
        })
    }
}

impl Term {
    fn parse(text: &str, whole: &str) -> Result<Self, String> {
        let text = text.trim();
        let (negated, text) = match text.strip_prefix('!') {
            Some(rest) => (true, rest.trim_start()),
            None => (false, text),
        };
        if text.is_empty() {
            return Err(format!("selector `{whole}` has an empty term"));
        }
        if text == "*" {
            return Ok(Self { negated, test: None });
        }
        let Some((field, glob)) = text.split_once(':') else {
            return Ok(Self { negated, test: Some((Field::Domain, Glob::new(text))) });
        };
        let (field, glob) = (field.trim(), glob.trim());
        if glob.is_empty() {
            return Err(format!("selector `{whole}` has a `{field}:` without a value"));
        }
        let known = FIELDS.iter().find(|(name, _)| *name == field);
        let Some((_, field)) = known else { return Err(unknown_field(field, whole)) };
        Ok(Self { negated, test: Some((*field, Glob::new(glob))) })
    }

    fn matches(&self, facts: &Facts<'_>) -> bool {
        let found = match &self.test {
            None => true,
            Some((field, glob)) => field.matches(glob, facts),
        };
        found != self.negated
    }
}

fn unknown_field(field: &str, whole: &str) -> String {
    let names: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
    let hint = match suggest::nearest(field, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the fields are {}", names.join(", ")),
    };
    format!("selector `{whole}` has the unknown field `{field}`; {hint}")
}

impl Field {
    fn matches(self, glob: &Glob, facts: &Facts<'_>) -> bool {
        let some = |text: Option<&str>| text.is_some_and(|text| glob.matches(text));
        let service = facts.service;
        match self {
            Self::Name => glob.matches(facts.name),
            Self::Domain => some(facts.domain),
            Self::Layer => facts.layer.is_some_and(|layer| glob.matches(&layer.to_string())),
            Self::Maturity => some(service.and_then(|service| service.maturity.as_deref())),
            Self::Owner => some(service.and_then(|service| service.owner.as_deref())),
            Self::Runtime => some(service.and_then(|service| service.runtime.as_deref())),
            Self::Tag => service.is_some_and(|s| s.tags.iter().any(|tag| glob.matches(tag))),
            Self::Tier => service
                .and_then(|service| service.tier)
                .is_some_and(|tier| glob.matches(&tier.to_string())),
        }
    }
}

impl Glob {
    fn new(text: &str) -> Self {
        match text.split_once(['*', '?']) {
            Some((start, _)) => Self::Wild(start.to_owned(), WildMatch::new(text)),
            None => Self::Exact(text.to_owned()),
        }
    }

    fn matches(&self, text: &str) -> bool {
        match self {
            Self::Exact(exact) => exact == text,
            Self::Wild(start, wild) => text.starts_with(start.as_str()) && wild.matches(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service() -> Service {
        Service {
            name: "gateway".into(),
            owner: Some("team-edge".into()),
            maturity: Some("stable".into()),
            tier: Some(1),
            tags: vec!["edge".into(), "public-api".into()],
            ..Service::default()
        }
    }

    fn selects(selector: &str) -> bool {
        let service = service();
        let facts = Facts {
            name: "gateway",
            domain: Some("access"),
            layer: Some(3),
            service: Some(&service),
        };
        Selector::parse(selector).unwrap().matches(&facts)
    }

    #[test]
    fn each_field_selects() {
        for right in [
            "*",
            "access",
            "domain:acc*",
            "name:gate?ay",
            "tag:public-*",
            "owner:team-edge",
            "maturity:stable",
            "layer:3",
            "tier:1",
        ] {
            assert!(selects(right), "{right}");
            assert!(!selects(&format!("!{right}")), "!{right}");
        }
        for wrong in ["ml", "acces", "name:gate", "tag:public", "runtime:*", "layer:4", "tier:2"] {
            assert!(!selects(wrong), "{wrong}");
        }
    }

    #[test]
    fn terms_join_and_alternatives_separate() {
        assert!(selects("access & tag:edge"));
        assert!(!selects("access & tag:core"));
        assert!(selects("ml, access & !tag:core"));
        assert!(!selects("ml, access & ! tag:edge"));
    }

    #[test]
    fn mistakes_are_explained() {
        let message = |text| Selector::parse(text).unwrap_err();
        assert_eq!(message("access, "), "selector `access, ` has an empty term");
        assert_eq!(message("name: "), "selector `name: ` has a `name:` without a value");
        assert_eq!(
            message("nme:x"),
            "selector `nme:x` has the unknown field `nme`; did you mean `name`?"
        );
        assert!(message("colour:x").contains("the fields are domain, layer, maturity"));
    }
}
