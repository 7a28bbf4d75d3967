//! `payonce provider codegen`. The tests of each language compile, check and call a generated client.

use std::path::PathBuf;

use crate::payonce_command::{Run, run};

const LANGUAGES: [&str; 3] = ["python", "typescript", "rust"];

fn root(path: &str) -> String {
    format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"))
}

/// A folder of this test alone, which is empty.
fn fresh(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("codegen").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn generate(file: &str, language: &str, folder: &str) -> Run {
    run(&["provider", "codegen", file, "--language", language, "-o", folder])
}

#[test]
fn every_file_of_the_gallery_with_operations_has_a_client_in_every_language() {
    let folder = fresh("gallery");
    let folder = folder.display().to_string();
    for language in LANGUAGES {
        for id in ["acp", "coinbase_cdp", "stripe", "x402_facilitator"] {
            let Run { code, stdout, stderr } =
                generate(&root(&format!("providers/{id}.toml")), language, &folder);
            assert_eq!((code, stderr.as_str()), (Some(0), ""), "{id}");
            for line in stdout.lines() {
                let path = line.strip_prefix("wrote ").unwrap();
                let text = std::fs::read_to_string(path).unwrap();
                assert!(text.is_empty() || text.contains("`payonce provider codegen`"), "{path}");
            }
        }
        let Run { code, stderr, .. } = generate(&root("providers/mpp.toml"), language, &folder);
        assert_eq!(code, Some(1));
        assert!(stderr.contains("mpp.toml: the file declares no operations"), "{stderr}");
    }
}

#[test]
fn only_files_that_the_command_wrote_are_replaced() {
    let folder = fresh("again");
    let place = folder.display().to_string();
    let file = root("tests/provider_files/acme_pay.toml");
    for language in LANGUAGES {
        for _ in 0..2 {
            assert_eq!(generate(&file, language, &place).code, Some(0), "{language}");
        }
    }
    let own = folder.join("acme_pay").join("_client.py");
    std::fs::write(&own, "# mine\n").unwrap();
    let Run { code, stderr, .. } = generate(&file, "python", &place);
    assert_eq!(code, Some(1));
    assert!(stderr.contains("_client.py exists and was not written by this command"), "{stderr}");
    assert_eq!(std::fs::read_to_string(&own).unwrap(), "# mine\n");
}

#[test]
fn a_file_cannot_write_code_into_its_client() {
    let folder = fresh("hostile");
    let place = folder.display().to_string();
    let text = std::fs::read_to_string(root("tests/provider_files/acme_pay.toml")).unwrap();
    for (part, with, message) in [
        (
            "about = \"The id.\"",
            "about = '\"\"\"\\nimport os\\n\"\"\"'",
            "would end a comment in generated code",
        ),
        ("title = \"Acme Pay\"", "title = \"Acme */ evil()\"", "would end a comment in generated code"),
        ("title = \"Acme Pay\"", "title = \"Acme\\nevil()\"", "title: must be one line"),
        ("path = \"/refunds\"", "path = '/a*/evil()/*'", "would end a comment in generated code"),
        (
            "env = \"ACME_PAY_API_KEY\"",
            "env = 'K\"\"\" + evil()'",
            "is not the name of an environment variable",
        ),
        (
            "auth = {",
            "base_url_env = ['A\"; evil()']\nauth = {",
            "is not the name of an environment variable",
        ),
        ("\"USD\"", "'US\"D'", "has a character that a string in generated code cannot have"),
        ("payTo = ", "\"pay\\\" + evil\" = ", "must be letters, digits and `_`"),
    ] {
        let hostile = text.replacen(part, with, 1);
        assert_ne!(hostile, text, "{part}");
        let file = folder.join("hostile.toml");
        std::fs::write(&file, hostile).unwrap();
        for language in LANGUAGES {
            let Run { code, stdout, stderr } = generate(&file.display().to_string(), language, &place);
            assert_eq!((code, stdout.as_str()), (Some(1), ""), "{with}");
            assert!(stderr.contains(message), "{with}: {stderr}");
        }
    }
    let program = text.replacen("about = \"The id.\"", "about = \"```\\nevil();\\n```\"", 1);
    let file = folder.join("program.toml");
    std::fs::write(&file, program).unwrap();
    assert_eq!(generate(&file.display().to_string(), "rust", &place).code, Some(0));
    let types = std::fs::read_to_string(folder.join("acme_pay/types.rs")).unwrap();
    assert!(types.contains("/// evil();") && !types.contains("/// ```"), "{types}");
    let more = folder.join("more.toml");
    let row =
        "[[code]]\ncode = \"x\"\nkind = \"server\"\nactor = \"none\"\nevidence = \"none\"\nsource = \"x\"\n";
    std::fs::write(&more, format!("payonce = 1\nextends = \"agentpay\"\n{row}")).unwrap();
    let refused = generate(&more.display().to_string(), "python", &place);
    assert!(
        refused.stderr.contains("extends agentpay, which has a typed client already"),
        "{}",
        refused.stderr
    );
}

#[test]
fn a_draft_becomes_a_client() {
    let folder = fresh("draft");
    let place = folder.display().to_string();
    let file = folder.join("acme.toml").display().to_string();
    let document = root("crates/payonce-cli/tests/documents/acme.yaml");
    assert_eq!(run(&["provider", "draft", "--openapi", &document, "-o", &file]).code, Some(0));
    for language in LANGUAGES {
        let Run { code, stderr, .. } = generate(&file, language, &place);
        assert_eq!((code, stderr.as_str()), (Some(0), ""));
    }
    let module = std::fs::read_to_string(folder.join("acme_pay.ts")).unwrap();
    assert!(module.contains("async create(args: PaymentsCreateArguments"), "{module}");
    let calls = std::fs::read_to_string(folder.join("acme_pay/calls.rs")).unwrap();
    assert!(calls.contains("PaymentsCreate(\"payments.create\")"), "{calls}");
}
