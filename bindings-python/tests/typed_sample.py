"""A strictly typed user of the package; it is type-checked, not run."""

import meta_core
from meta_core.types import RenderCanonicalReport


def digest(text: str) -> str:
    report: RenderCanonicalReport = meta_core.render_canonical(document=text)
    return report["sha256"]


def worst(index: str, now: str) -> list[str]:
    report = meta_core.validate_catalog(index=index, now=now)
    return [finding["code"] for finding in report["findings"] if finding["severity"] == "critical"]
