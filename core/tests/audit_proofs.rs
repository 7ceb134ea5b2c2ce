//! The tree of an audit trail is that of RFC 6962, and its proofs show what they show and nothing else.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use meta_core::audit::merkle::{
    CompactRange, consistency, empty, included_root, inclusion, is_consistent, leaf, node, root,
};
use meta_core::audit::{
    AuditBatch, BuildAuditInput, Sha256, build_audit, build_audit_proof, verify_audit_proof,
};
use serde_json::{Value, from_value, json};

/// Most leaves of the trees that are looked at.
const MOST: usize = 70;

fn leaves(count: usize) -> Vec<Sha256> {
    (0..count).map(|index| leaf(format!("leaf {index}").as_bytes())).collect()
}

/// The definition of the RFC, as it stands there.
fn defined(leaves: &[Sha256]) -> Sha256 {
    match leaves {
        [] => Sha256::of(b""),
        [one] => *one,
        more => {
            let mut split = 1;
            while split * 2 < more.len() {
                split *= 2;
            }
            let children = [defined(&more[..split]), defined(&more[split..])];
            Sha256::of(&[&[1], &children[0].as_bytes()[..], &children[1].as_bytes()[..]].concat())
        }
    }
}

fn hash(text: &str) -> Sha256 {
    Sha256::parse(text).unwrap()
}

/// Roots of the first leaves of the published vectors, from none to all eight.
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

#[test]
fn published_vectors() {
    // The test data of the first implementation of the RFC, certificate-transparency.
    let data: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"@ABC",
        b"PQRSTUVW",
        b"`abcdefghijklmno",
    ];
    let leaves: Vec<Sha256> = data.into_iter().map(leaf).collect();
    for (size, expected) in ROOTS.into_iter().enumerate() {
        assert_eq!(root(&leaves[..size]), hash(expected), "{size}");
    }
    assert_eq!(
        inclusion(&leaves, 0).unwrap(),
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ]
        .map(hash)
    );
    assert_eq!(
        consistency(&leaves, 6).unwrap(),
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]
        .map(hash)
    );
}

#[test]
fn the_compact_range_has_the_root_of_the_definition() {
    let leaves = leaves(300);
    let mut range = CompactRange::default();
    for size in 0..=leaves.len() {
        assert_eq!(range.root(), defined(&leaves[..size]), "{size}");
        assert_eq!(range.hashes().len(), size.count_ones() as usize);
        let restored = CompactRange::restore(size as u64, range.hashes().to_vec());
        assert_eq!(restored.as_ref(), Some(&range));
        assert_eq!(CompactRange::restore(size as u64 * 2 + 1, range.hashes().to_vec()), None);
        leaves.get(size).into_iter().for_each(|leaf| range.push(*leaf));
    }
}

/// Every way of changing one hash of a path: a bit of each, one less, one more.
fn altered(path: &[Sha256]) -> Vec<Vec<Sha256>> {
    let mut all = Vec::new();
    for index in 0..path.len() {
        let mut changed = path.to_vec();
        changed[index] = node(&changed[index], &changed[index]);
        all.push(changed);
        let mut shorter = path.to_vec();
        shorter.remove(index);
        all.push(shorter);
    }
    for index in [0, path.len()] {
        let mut longer = path.to_vec();
        longer.insert(index, leaf(b"more"));
        all.push(longer);
    }
    all
}

#[test]
fn inclusion_is_proved_for_every_leaf_of_every_tree() {
    let all = leaves(MOST);
    for size in 1..=MOST {
        let (leaves, top) = (&all[..size], defined(&all[..size]));
        for (index, own) in leaves.iter().enumerate() {
            let path = inclusion(leaves, index).unwrap();
            assert!(path.len() <= size.next_power_of_two().trailing_zeros() as usize);
            let leads = |index: usize, leaf, path: &[Sha256]| {
                included_root(index as u64, size as u64, leaf, path) == Some(top)
            };
            assert!(leads(index, *own, &path), "{index} of {size}");
            assert!(!leads(index, leaf(b"another"), &path));
            assert!((0..=size).all(|other| other == index || !leads(other, *own, &path)));
            assert!(altered(&path).iter().all(|path| !leads(index, *own, path)));
        }
        assert_eq!(inclusion(leaves, size), None);
    }
}

#[test]
fn consistency_is_proved_for_every_two_trees() {
    let all = leaves(MOST);
    let roots: Vec<Sha256> = (0..=MOST).map(|size| defined(&all[..size])).collect();
    let other = leaf(b"another");
    for to in 0..=MOST {
        for from in 0..=to {
            let path = consistency(&all[..to], from).unwrap();
            let (earlier, later) = ((from as u64, roots[from]), (to as u64, roots[to]));
            assert!(is_consistent(earlier, later, &path), "{from} to {to}");
            assert!(altered(&path).iter().all(|path| !is_consistent(earlier, later, path)));
            assert!(!is_consistent((from as u64, other), later, &path), "{from} to {to}");
            // Nothing is said of the later tree by one that is empty.
            assert_eq!(is_consistent(earlier, (to as u64, other), &path), from == 0);
            assert!(from == to || !is_consistent(later, earlier, &path));
        }
        assert_eq!(consistency(&all[..to], to + 1), None);
    }
    assert!(!is_consistent((0, empty()), (3, roots[3]), &[other]));
}

fn trail(count: u64) -> AuditBatch {
    let event = |index: u64| {
        json!({"at": "2026-03-01T10:00:00Z", "event_id": format!("e-{index}"), "type": "t", "actor": "a",
            "body": index, "salt": format!("{index:032x}")})
    };
    let events: Vec<Value> = (0..count).map(event).collect();
    let input = json!({"tenant": "acme", "events": events});
    build_audit(&from_value::<BuildAuditInput>(input).unwrap()).unwrap()
}

fn shows(input: &Value) -> bool {
    verify_audit_proof(&from_value(input.clone()).unwrap()).unwrap().ok
}

/// Every input with one value of the proof, or of what the asker knows, changed.
fn changed(input: &Value, pointers: &[&str]) -> Vec<Value> {
    let mut all = Vec::new();
    for pointer in pointers {
        let mut other = input.clone();
        let value = other.pointer_mut(pointer).unwrap();
        *value = match &value {
            Value::Number(number) => json!(number.as_u64().unwrap() + 1),
            Value::String(text) if text.starts_with('0') => json!(format!("1{}", &text[1..])),
            Value::String(text) => json!(format!("0{}", &text[1..])),
            other => json!([other, other]),
        };
        all.push(other);
    }
    all
}

#[test]
fn nothing_of_a_proof_can_be_changed() {
    for size in [1, 2, 3, 4, 7, 8, 13] {
        let batch = trail(size);
        for seq in 0..size {
            let query = json!({"records": batch.records, "inclusion": {"seq": seq}});
            let proof = build_audit_proof(&from_value(query).unwrap()).unwrap().inclusion;
            let entry = &batch.records[usize::try_from(seq).unwrap()].entry;
            let head = &batch.head;
            let input = json!({"inclusion": {"proof": proof, "entry": entry, "size": head.size, "root": head.root}});
            assert!(shows(&input), "{seq} of {size}");
            let parts = [
                "proof/seq",
                "proof/size",
                "proof/hash",
                "proof/root",
                "entry/seq",
                "entry/prev",
                "size",
                "root",
            ];
            let parts = parts.map(|part| format!("/inclusion/{part}"));
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            assert!(changed(&input, &parts).iter().all(|input| !shows(input)), "{seq} of {size}");

            let from = trail(seq).head;
            let query = json!({"records": batch.records, "consistency": {"from_size": seq}});
            let proof = build_audit_proof(&from_value(query).unwrap()).unwrap().consistency;
            let input = json!({"consistency": {"proof": proof, "from_size": seq, "from_root": from.root,
                "to_size": head.size, "to_root": head.root}});
            assert!(shows(&input), "{seq} to {size}");
            let parts = ["from_size", "from_root", "to_size", "to_root"];
            let parts: Vec<String> = parts
                .iter()
                .flat_map(|part| {
                    [format!("/consistency/{part}"), format!("/consistency/proof/{part}")]
                })
                .collect();
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            assert!(changed(&input, &parts).iter().all(|input| !shows(input)), "{seq} to {size}");
        }
    }
}
