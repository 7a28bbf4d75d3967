//! Each link that payonce prints or sends leads to a document of this repository, and to a heading in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use payonce_core::explain::page;
use payonce_core::model::addresses::DOCUMENTS;
use payonce_core::render::Audience;
use payonce_core::{Context, ErrorPayload, FileFormat, Kind, Outcome, Provider, Reference, provider_file};
use serde_json::Value;

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The headings of documents, as their links name them.
#[derive(Default)]
struct Documents(BTreeMap<String, BTreeSet<String>>);

impl Documents {
    fn assert_has(&mut self, link: &str) {
        let rest = link.strip_prefix(DOCUMENTS).unwrap_or_else(|| panic!("{link} leads elsewhere"));
        let (file, heading) =
            rest.split_once('#').map_or((rest, None), |(file, heading)| (file, Some(heading)));
        let headings = self.0.entry(file.to_owned()).or_insert_with(|| {
            let path = checkout().join("docs").join(file.trim_start_matches('/'));
            let text =
                std::fs::read_to_string(path).unwrap_or_else(|_| panic!("{link} leads to no document"));
            let headings = text.lines().filter(|line| line.starts_with('#'));
            headings.map(|line| line.trim_start_matches('#').trim().to_lowercase().replace('`', "")).collect()
        });
        if let Some(heading) = heading {
            assert!(headings.contains(heading), "{link}: the document has no such heading");
        }
    }
}

/// The `doc` of every vector, with the outcomes that it comes with.
fn docs() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(checkout().join("tests/vectors/classify")).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let cases: Vec<Value> = serde_json::from_str(&text).unwrap();
        for case in cases {
            let expected = &case["expect"];
            if let (Some(doc), Some(outcome)) = (expected["doc"].as_str(), expected["outcome"].as_str()) {
                found.insert((doc.to_owned(), outcome.to_owned()));
            }
        }
    }
    found
}

#[test]
fn every_doc_has_a_heading_in_the_error_reference() {
    let mut documents = Documents::default();
    let docs = docs();
    assert!(docs.len() > 80, "{}", docs.len());
    for (doc, outcome) in docs {
        let (provider, _) = doc.split_once('/').unwrap();
        let provider: Provider = provider.parse().unwrap();
        let mut payload = ErrorPayload::from_reference(provider, "", Reference::default());
        payload.outcome = outcome.parse().unwrap();
        payload.doc = doc;
        let links = page::of_error(&Context::new(provider), &payload).links;
        assert_eq!(links.len(), 1 + usize::from(payload.outcome == Outcome::Unknown));
        links.iter().for_each(|link| documents.assert_has(link));
    }
}

#[test]
fn the_type_of_every_problem_leads_to_a_heading() {
    let mut documents = Documents::default();
    for provider in Provider::BUILT_IN {
        for kind in Kind::ALL {
            for outcome in Outcome::ALL {
                let mut payload = ErrorPayload::from_reference(*provider, "", Reference::default());
                (payload.kind, payload.outcome) = (*kind, *outcome);
                payload.doc = format!("{provider}/{kind}");
                for audience in Audience::ALL {
                    let problem = payload.to_problem(*audience);
                    let ty = problem["type"].as_str().unwrap();
                    if !ty.starts_with("https://iana.org/") {
                        documents.assert_has(ty);
                    }
                }
            }
        }
    }
}

#[test]
fn the_type_of_a_problem_of_a_provider_file_is_the_public_one() {
    let text = std::fs::read_to_string(checkout().join("providers/stripe.toml")).unwrap();
    let provider = provider_file::load(&text, FileFormat::Toml, "stripe.toml").unwrap().provider;
    let payload = ErrorPayload::from_reference(provider, "", Reference::default());
    let [public, owner] =
        [Audience::Public, Audience::Owner].map(|audience| payload.to_problem(audience)["type"].clone());
    assert_eq!(owner, public);
    Documents::default().assert_has(owner.as_str().unwrap());
}
