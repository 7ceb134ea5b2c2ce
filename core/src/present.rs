//! Members that may be absent, and may be `null`: two things.

use serde::{Deserialize, Deserializer};

/// Reads a member that is there, `null` too; with `default`, an absent one is none.
pub(crate) fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    reader: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(reader).map(Some)
}
