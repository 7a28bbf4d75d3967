//! Code that handles an error, in each language.

use serde::Serialize;

use crate::error::ErrorPayload;
use crate::model::vocabulary::{Kind, Outcome};

/// Code that handles an error. `pay` is the call that the program makes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Handling {
    /// Python.
    pub python: String,
    /// TypeScript.
    pub typescript: String,
    /// Rust.
    pub rust: String,
}

/// Code that handles this error by its consequence, or by its kind if nothing took effect.
#[must_use]
pub fn handling(payload: &ErrorPayload) -> Handling {
    let (class, rust, [python, typescript, in_rust]) = match payload.outcome {
        Outcome::Unknown => {
            ("OutcomeUnknownError", "error.outcome() == Outcome::Unknown".to_owned(), UNKNOWN)
        }
        Outcome::Pending => ("PendingError", "error.outcome() == Outcome::Pending".to_owned(), PENDING),
        Outcome::Applied => {
            ("AlreadyAppliedError", "error.outcome() == Outcome::Applied".to_owned(), APPLIED)
        }
        Outcome::NotApplied => {
            let lines = if payload.retryable { LATER } else { CHANGE };
            (payload.kind.class_name(), format!("error.kind() == Kind::{}", variant(payload.kind)), lines)
        }
    };
    let import = match payload.outcome {
        Outcome::NotApplied => "payonce::Kind",
        // The type of what is found.
        Outcome::Unknown => "payonce::{Outcome, agentwallex::Transaction}",
        Outcome::Pending | Outcome::Applied => "payonce::Outcome",
    };
    Handling {
        python: format!(
            "import payonce\n\ntry:\n    pay()\nexcept payonce.{class} as error:\n{}",
            python.trim_end()
        ),
        typescript: format!(
            "import {{ {class} }} from \"payonce\";\n\ntry {{\n  await pay();\n}} catch (error) {{\n  if (!(error instanceof {class})) throw error;\n{}\n}}",
            typescript.trim_end()
        ),
        rust: format!(
            "use {import};\n\nmatch pay().await {{\n    Ok(paid) => ship(paid),\n    Err(error) if {rust} => {{\n{}\n    }}\n    Err(error) => return Err(error.into()),\n}}",
            in_rust.trim_end()
        ),
    }
}

type Lines = [&'static str; 3];

const UNKNOWN: Lines = [
    "    # Money may have moved. Do not pay again.
    store(error.to_dict())  # another process can settle it
    paid = error.reconcile()  # it only reads
",
    "  // Money may have moved. Do not pay again.
  await store(error.toJSON()); // another process can settle it
  const paid = await error.reconcile(); // it only reads
",
    "        // Money may have moved. Do not pay again.
        store(error.payload()); // another process can settle it
        let paid = wallet.reconcile::<Transaction>(error.payload()).await?; // it only reads
",
];
const PENDING: Lines = [
    "    # Accepted, not final. Do not pay again.
    store(error.to_dict())
    check_later(error.reference)
",
    "  // Accepted, not final. Do not pay again.
  await store(error.toJSON());
  await checkLater(error.reference);
",
    "        // Accepted, not final. Do not pay again.
        store(error.payload());
        check_later(error.reference());
",
];
const APPLIED: Lines = [
    "    # It took effect, now or earlier. Do not pay again.
    record(error.reference, error.details)
",
    "  // It took effect, now or earlier. Do not pay again.
  await record(error.reference, error.details);
",
    "        // It took effect, now or earlier. Do not pay again.
        record(error.reference(), &error.payload().details);
",
];
const LATER: Lines = [
    "    # Nothing took effect. payonce has retried; try again later.
    retry_after(error.retry_after_ms or 1000)
",
    "  // Nothing took effect. payonce has retried; try again later.
  await retryAfter(error.retryAfterMs ?? 1000);
",
    "        // Nothing took effect. payonce has retried; try again later.
        retry_after(error.retry_after().unwrap_or(SECOND));
",
];
const CHANGE: Lines = [
    "    # Nothing took effect. The same request would fail again.
    print(error.advice, error.actor)
    show(error.user_message)
",
    "  // Nothing took effect. The same request would fail again.
  console.error(error.advice, error.actor);
  show(error.userMessage);
",
    "        // Nothing took effect. The same request would fail again.
        eprintln!(\"{}\", error.advice());
        show(&error.payload().user_message);
",
];

/// The name of a kind in Rust.
fn variant(kind: Kind) -> String {
    let words = kind.as_str().split('_');
    words
        .map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| first.to_ascii_uppercase())
                .into_iter()
                .chain(letters)
                .collect::<String>()
        })
        .collect()
}
