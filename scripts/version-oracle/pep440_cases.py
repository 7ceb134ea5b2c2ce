"""Versions and specifiers of Python for the comparison with `packaging`: the same ones in every run."""

from __future__ import annotations

import random

NUMBERS = ["0", "0", "1", "1", "2", "3", "10"]
ODD_NUMBERS = ["01", "007", "", "18446744073709551614", "20240101"]
PRE = ["a1", "b2", "rc1", "a0", ".alpha.1", "-beta2", "_rc", "c1", "pre3", "preview", "A1", "RC1"]
POST = [".post1", ".post0", "-1", ".rev2", "-r4", "post", "_post3", ".POST2"]
DEV = [".dev0", ".dev1", "dev", "-dev3", "_dev2", ".DEV4"]
LOCAL = ["+a", "+1", "+abc.1", "+ubuntu-1", "+A_b", "+01", "+a.b.2"]
SIGNS = ["==", "!=", "<=", ">=", "<", ">", "~=", "==="]
NOISE = list(" .*=<>!~+-_va1,;()") + ["\t", "\n", "é", "||"]


def _sometimes(random: random.Random, share: float, choices: list[str]) -> str:
    return random.choice(choices) if random.random() < share else ""


def version(random: random.Random, *, local: bool = True) -> str:
    text = ".".join(random.choice(NUMBERS) for _ in range(random.choice([1, 2, 2, 3, 3, 4])))
    text = _sometimes(random, 0.05, ["1!", "0!", "2!"]) + text
    text += _sometimes(random, 0.3, PRE) + _sometimes(random, 0.2, POST) + _sometimes(random, 0.2, DEV)
    return text + (_sometimes(random, 0.15, LOCAL) if local else "")


def odd_version(random: random.Random) -> str:
    """A version, or something near one."""
    text = version(random)
    for _ in range(random.choice([0, 0, 1, 1, 2])):
        at = random.randrange(len(text) + 1)
        text = text[:at] + random.choice(NOISE + ODD_NUMBERS) + text[at + random.choice([0, 1]) :]
    return _sometimes(random, 0.2, ["v", " ", "V", "=", "\t", "vv"]) + text + _sometimes(random, 0.1, [" ", "\n"])


def clause(random: random.Random) -> str:
    sign = random.choice(SIGNS)
    text = version(random, local=random.random() < 0.3)
    if sign in ("==", "!=") and random.random() < 0.3:
        text = ".".join(random.choice(NUMBERS) for _ in range(random.choice([1, 2, 3]))) + ".*"
    if sign == "===" and random.random() < 0.3:
        text = random.choice(["foobar", "1.0-final", "", "1.0.*", "1.0+x.*"])
    return sign + _sometimes(random, 0.2, [" ", "  ", "v", " v"]) + text


def specifier(random: random.Random) -> str:
    text = random.choice([",", ", ", " ,"]).join(clause(random) for _ in range(random.choice([1, 1, 2, 2, 3])))
    for _ in range(random.choice([0, 0, 0, 0, 1, 2])):
        at = random.randrange(len(text) + 1)
        text = text[:at] + random.choice(NOISE) + text[at:]
    return text


def plain_specifier(random: random.Random) -> str:
    """Specifiers over few versions, so that pairs of them often touch."""

    def one() -> str:
        number = ".".join(random.choice("012") for _ in range(random.choice([1, 2, 2, 3])))
        sign = random.choice(SIGNS[:-1] if random.random() < 0.95 else SIGNS)
        if sign in ("==", "!=") and random.random() < 0.4:
            return f"{sign}{number}.*"
        if sign == "~=" and "." not in number:
            number += ".0"
        suffix = _sometimes(random, 0.25, ["a1", "rc1"]) + _sometimes(random, 0.2, [".post0", ".post1"])
        suffix += _sometimes(random, 0.2, [".dev0", ".dev1"])
        return sign + number + suffix + (_sometimes(random, 0.2, ["+a", "+1"]) if sign in ("==", "!=", "===") else "")

    return ",".join(one() for _ in range(random.choice([1, 1, 2, 2, 3])))


def grid() -> list[str]:
    """Versions that lie on, between and beside those of plain specifiers."""
    releases = ["0", "0.0.1", "0.1", "0.2", "1", "1.0.1", "1.1", "1.1.1", "1.2", "2", "2.0.0.1", "2.1", "2.2.2", "3"]
    suffixes = [".dev0", ".dev1", ".dev2", "a1.dev0", "a1", "a1.post0", "a2.dev0", "rc1", "rc1.post1", "rc2", "", ".post0.dev0", ".post0", ".post1.dev1", ".post1", ".post2"]
    return [f"{release}{suffix}{local}" for release in releases for suffix in suffixes for local in ("", "+a", "+a.0", "+1")]
