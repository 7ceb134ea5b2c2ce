//! Resources of Kubernetes, and of what is written like them: what they are called, and what they guard.

use serde_json::{Map, Value};

use super::at::{At, Rule};
use super::level::Effect;
use super::note::{Direction, Sides, Verdict, draft, show};
use super::walk::Walk;
use crate::diff::Class;
use crate::finding::codes::diff::config as codes;

/// What the document or item around is, as far as that tells what its members mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Resource {
    /// None, or nothing is known of it.
    #[default]
    None,
    /// A resource whose members mean what their names tell.
    Other,
    /// Who may talk to whom.
    NetworkPolicy,
    /// Who has the permissions of a role.
    Binding,
}

impl Resource {
    /// Returns which resource an object is; none for what is no resource.
    pub(super) fn of(members: &Map<String, Value>) -> Option<Self> {
        members.get("apiVersion").filter(|version| version.is_string())?;
        Some(match members.get("kind")?.as_str()? {
            "NetworkPolicy" => Self::NetworkPolicy,
            "RoleBinding" | "ClusterRoleBinding" => Self::Binding,
            _ => Self::Other,
        })
    }
}

/// Resources that permit or restrict where they are applied: group of the API, kind, what they do and how sure that is.
const EFFECTS: &[(&str, &str, Effect, f64)] = &[
    (RBAC, "RoleBinding", Effect::Allow, 0.9),
    (RBAC, "ClusterRoleBinding", Effect::Allow, 0.9),
    // A role permits what it says to whom it is bound.
    (RBAC, "Role", Effect::Allow, 0.7),
    (RBAC, "ClusterRole", Effect::Allow, 0.7),
    ("gateway.networking.k8s.io", "ReferenceGrant", Effect::Allow, 0.9),
    ("", "ResourceQuota", Effect::Deny, 0.9),
    ("", "LimitRange", Effect::Deny, 0.9),
    ("policy", "PodDisruptionBudget", Effect::Deny, 0.9),
    ("policy", "PodSecurityPolicy", Effect::Deny, 0.9),
    (ADMISSION, "ValidatingWebhookConfiguration", Effect::Deny, 0.9),
    (ADMISSION, "ValidatingAdmissionPolicy", Effect::Deny, 0.9),
    (ADMISSION, "ValidatingAdmissionPolicyBinding", Effect::Deny, 0.9),
    // Whether they only report, or what they add, their content tells.
    ("kyverno.io", "ClusterPolicy", Effect::Deny, 0.7),
    ("kyverno.io", "Policy", Effect::Deny, 0.7),
    ("security.istio.io", "AuthorizationPolicy", Effect::Deny, 0.7),
    ("security.istio.io", "PeerAuthentication", Effect::Deny, 0.7),
];

const RBAC: &str = "rbac.authorization.k8s.io";
const ADMISSION: &str = "admissionregistration.k8s.io";

/// What tells a resource apart from the others of a cluster.
#[derive(Clone, Copy)]
pub(super) struct Name<'v> {
    group: &'v str,
    kind: &'v str,
    namespace: &'v str,
    name: &'v str,
}

impl<'v> Name<'v> {
    pub(super) fn of(resource: &'v Value) -> Option<Self> {
        let version = resource.get("apiVersion")?.as_str()?;
        let metadata = resource.get("metadata")?;
        let text = |key| metadata.get(key).and_then(Value::as_str);
        Some(Self {
            // The core group has no name.
            group: version.rsplit_once('/').map_or("", |(group, _)| group),
            kind: resource.get("kind")?.as_str()?,
            namespace: text("namespace").unwrap_or_default(),
            name: text("name").or_else(|| text("generateName"))?,
        })
    }

    /// Returns the name as a cluster knows it.
    pub(super) fn full(self) -> String {
        [self.group, self.kind, self.namespace, self.name].join("\n")
    }

    /// Returns the name that stays when the resource goes to another group of the API.
    pub(super) fn in_any_group(self) -> String {
        [self.kind, self.namespace, self.name].join("\n")
    }

    /// Returns the name without the digest of the content that Kustomize ends it with; none when there is none.
    pub(super) fn without_digest(self) -> Option<String> {
        const DIGITS: &str = "bcdfghkmt2456789";
        let (stem, digest) = self.name.rsplit_once('-')?;
        let is_digest = digest.len() == 10 && digest.chars().all(|c| DIGITS.contains(c));
        let holds_data = matches!(self.kind, "ConfigMap" | "Secret");
        (is_digest && holds_data).then(|| [self.kind, self.namespace, stem].join("\n"))
    }

    /// Returns the name as messages show it.
    pub(super) fn shown(self) -> String {
        match self.namespace {
            "" => format!("`{} {}`", self.kind, self.name),
            namespace => format!("`{} {namespace}/{}`", self.kind, self.name),
        }
    }

    /// Returns what the resource does where it is applied, and how sure that is; none where its kind does not tell.
    pub(super) fn effect(self) -> Option<(Effect, f64)> {
        if self.group == "constraints.gatekeeper.sh" || self.kind.ends_with("NetworkPolicy") {
            return Some((Effect::Deny, 0.9));
        }
        let row = EFFECTS.iter().find(|row| (row.0, row.1) == (self.group, self.kind));
        row.map(|(_, _, effect, sure)| (*effect, *sure))
    }
}

impl Walk<'_> {
    /// Judges a resource that is new or gone by what it does; tells whether its kind says so.
    pub(super) fn resource_came_or_went(
        &mut self,
        at: &At,
        name: Name<'_>,
        sides: Sides<'_>,
    ) -> bool {
        let Some((effect, sure)) = name.effect() else { return false };
        let added = sides.after.is_some();
        let permits = effect.is_permissive();
        let code = match (permits, added) {
            (true, true) => codes::PERMISSION_ADDED,
            (true, false) => codes::PERMISSION_REMOVED,
            (false, true) => codes::RESTRICTION_ADDED,
            (false, false) => codes::RESTRICTION_REMOVED,
        };
        let verdict = Verdict::guard(code, Direction::tightened(added != permits), sure);
        let does = if permits { "permits" } else { "restricts" };
        let verb = if added { "was added" } else { "was removed" };
        let rule = Rule {
            name: Some(name.name.to_owned()),
            before: effect,
            after: effect,
            reports: false,
        };
        let at = At { rule: Some(rule), ..at.clone() };
        self.note(&at, verdict, sides, format!("{}, which {does}, {verb}", name.shown()));
        true
    }

    /// Compares resources of which one has another name and says the same.
    pub(super) fn renamed_resource(&mut self, at: &At, (old, new): (&Value, &Value)) {
        let name = |resource: &Value| resource.pointer("/metadata/name").cloned();
        let (Some(was), Some(is)) = (name(old), name(new)) else { return };
        let inner = At { item: false, ..at.member("metadata", "metadata").member("name", "name") };
        let kind = new.get("kind").and_then(Value::as_str).unwrap_or_default();
        let message = format!("`{kind}` {} is called {} now", show(&was), show(&is));
        let sides = Sides { before: Some(&was), after: Some(&is) };
        let verdict = Verdict::new(codes::ITEM_RENAMED, Class::Breaking, 0.7);
        self.found.push(draft(&inner, verdict, sides, message));
    }
}

/// Tells whether items are resources, so that their order counts for nothing.
pub(super) fn are_resources(items: &[Value]) -> bool {
    let mut there = items.iter().filter(|item| !item.is_null()).peekable();
    there.peek().is_some() && there.all(|item| Name::of(item).is_some())
}

/// Returns what a resource says, but for its name.
pub(super) fn without_name(resource: &Value) -> Option<String> {
    let mut rest = resource.clone();
    rest.get_mut("metadata")?.as_object_mut()?.remove("name")?;
    // Little else may be said by many.
    (rest.as_object()?.len() > 3).then(|| rest.to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn digests_of_content_are_told_from_names() {
        for (kind, name, expected) in [
            ("ConfigMap", "app-5h2m9k6t4b", Some("ConfigMap\n\napp")),
            ("Secret", "a-b-gt9f4hk2m6", Some("Secret\n\na-b")),
            ("ConfigMap", "app-production", None),
            ("ConfigMap", "app-1h2m9k6t4b", None),
            ("Deployment", "app-5h2m9k6t4b", None),
            ("ConfigMap", "app", None),
        ] {
            let resource = json!({"apiVersion": "v1", "kind": kind, "metadata": {"name": name}});
            let found = Name::of(&resource).and_then(Name::without_digest);
            assert_eq!(found.as_deref(), expected, "{kind} {name}");
        }
    }
}
