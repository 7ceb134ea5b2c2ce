"""Merkle trees of audit trails, compared with `pymerkle`."""

from __future__ import annotations

import random
from typing import Any

from pymerkle import InmemoryTree, verify_consistency, verify_inclusion

import meta_core


def event(number: int) -> dict[str, Any]:
    return {
        "at": "2026-01-01T00:00:00Z",
        "event_id": str(number),
        "type": "changed",
        "actor": "ann",
        "body": {"number": number},
        "salt": f"{number:032x}",
    }


def tree_of(records: list[Any]) -> InmemoryTree:
    tree = InmemoryTree(algorithm="sha256")
    for record in records:
        tree.append_entry(bytes.fromhex(record["hash"]))
    return tree


def test_roots_and_proofs() -> None:
    pick = random.Random(6)
    sizes = [1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, *(pick.randrange(34, 200) for _ in range(6))]
    records = meta_core.build_audit(tenant="red", events=[event(number) for number in range(max(sizes))])["records"]
    tree = tree_of(records)
    for size in sizes:
        head = meta_core.verify_audit(records=records[:size])["head"]
        assert head["root"] == tree.get_root(size).hex(), size
        for seq in {0, size - 1, pick.randrange(size), pick.randrange(size)}:
            ours = meta_core.build_audit_proof(records=records[:size], inclusion={"seq": seq})["inclusion"]
            theirs = tree.prove_inclusion(seq + 1, size)
            verify_inclusion(tree.get_leaf(seq + 1), bytes.fromhex(ours["root"]), theirs)
            leaf, *siblings = theirs.path
            assert sorted(ours["path"]) == sorted(one.hex() for one in siblings), (size, seq)
            assert leaf == tree.get_leaf(seq + 1)


def test_consistency() -> None:
    pick = random.Random(7)
    records = meta_core.build_audit(tenant="red", events=[event(number) for number in range(120)])["records"]
    tree = tree_of(records)
    for _ in range(40):
        to_size = pick.randrange(2, 121)
        from_size = pick.randrange(1, to_size)
        asked = {"from_size": from_size, "to_size": to_size}
        ours = meta_core.build_audit_proof(records=records, consistency=asked)["consistency"]
        theirs = tree.prove_consistency(from_size, to_size)
        verify_consistency(bytes.fromhex(ours["from_root"]), bytes.fromhex(ours["to_root"]), theirs)
        # Whatever we say has to be one of the nodes that they know between the two trees.
        assert {*ours["path"]} <= {one.hex() for one in theirs.path} | nodes(tree, to_size), asked


def nodes(tree: InmemoryTree, size: int) -> set[str]:
    """Returns the hashes of all perfect subtrees of the first leaves."""
    level = [tree.get_leaf(index + 1) for index in range(size)]
    known = {one.hex() for one in level}
    while len(level) > 1:
        level = [tree.hash_pair(a, b) for a, b in zip(level[::2], level[1::2])] + level[len(level) & ~1 :]
        known |= {one.hex() for one in level}
    return known
