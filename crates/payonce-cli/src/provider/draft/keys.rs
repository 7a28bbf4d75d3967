//! Idempotency keys, by the names that providers give them.

use super::document::Schema;
use super::names::quoted;
use super::questions::Questions;
use crate::output::wrapped;

/// Names of idempotency keys that do not contain "idempot", in lower case. Every other known one does: `Idempotency-Key` of Stripe,
/// Adyen and ACP, `X-Idempotency-Key` of Coinbase, `Cko-Idempotency-Key`, `Klarna-Idempotency-Key`, `x-amz-pay-idempotency-key`,
/// `Idempotence-Key` of YooKassa, `X-GCS-Idempotence-Key` of Worldline, `X-idempotence-uuid` of Wise.
const NAMES: &[&str] = &[
    // PayPal.
    "paypal-request-id",
    // The OASIS standard for repeatable requests, in the APIs of Microsoft.
    "repeatability-request-id",
];

/// Whether a header field or a member of a body carries an idempotency key, by its name or by what the document says of it.
pub(super) fn is_key(name: &str, about: Option<&str>) -> bool {
    let says = |text: &str| text.to_ascii_lowercase().contains("idempot");
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(name)) || says(name) || about.is_some_and(says)
}

/// The question about a key in this place.
pub(super) fn keyed(place: &str) -> String {
    format!(
        "How long does the provider remember an idempotency key in {place} (`window`), and does the same key get the first \
         response again after a 5xx (`after_5xx`: replayed, fresh or unknown)? OpenAPI has no words for it. Until you replace \
         `safety`, payonce treats the operations as if they had no key."
    )
}

/// A header field that carries an idempotency key.
pub(super) struct KeyHeader<'d> {
    pub(super) name: &'d str,
    pub(super) about: Option<&'d str>,
    pub(super) schema: Schema<'d>,
    pub(super) is_required: bool,
}

/// The longest quotation of the document in a comment.
const LONGEST_QUOTATION: usize = 400;

impl KeyHeader<'_> {
    pub(super) fn text(&self, questions: &mut Questions) -> String {
        let mut text = questions.ask(&keyed(self.name));
        let words: Vec<&str> = self.about.unwrap_or_default().split_whitespace().collect();
        let quotation: String =
            words.join(" ").chars().filter(|c| !c.is_control()).take(LONGEST_QUOTATION).collect();
        if !quotation.is_empty() {
            text.push_str(&wrapped(&format!("The document says of {}: {quotation}", self.name), "# ", 118));
            text.push('\n');
        }
        let format = match self.schema.max_length.filter(|most| *most >= 36) {
            _ if self.schema.format == Some("uuid") => "format = \"uuid4\"".to_owned(),
            Some(most) => format!("format = \"text\", max_length = {most}"),
            None => "format = \"text\"".to_owned(),
        };
        text.push_str(&format!(
            "# safety = {{ keyed = {{ header = {}, {format}, window = \"24h\", after_5xx = \"unknown\" }} }}\n\
             safety = \"unkeyed\"\n",
            quoted(self.name)
        ));
        text
    }
}
