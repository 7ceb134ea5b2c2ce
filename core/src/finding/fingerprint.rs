//! Names of findings that stay the same while the problem does.

use sha2::{Digest, Sha256};
use smol_str::SmolStr;

use crate::canonical;

/// Returns the first sixteen hexadecimal digits of
/// `SHA-256(code NUL subject NUL key[0] NUL key[1] …)`.
///
/// NUL cannot occur in YAML or JSON names that pass the checks, so the parts cannot run together.
pub(super) fn of(code: &str, subject: &str, key: &[&str]) -> SmolStr {
    let mut hash = Sha256::new();
    hash.update(code.as_bytes());
    for part in [subject].iter().chain(key) {
        hash.update([0]);
        hash.update(part.as_bytes());
    }
    let digits = canonical::digits(hash.finalize().into());
    let (head, _) = digits.split_at(16);
    SmolStr::new(std::str::from_utf8(head).unwrap_or_default())
}
