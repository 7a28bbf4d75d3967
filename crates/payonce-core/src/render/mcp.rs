//! The result of an MCP tool for the model that called it.

use serde_json::Value;

use crate::model::json::{self, Members};
use crate::model::vocabulary::{Actor, Advice, Kind, Outcome, Phase};
use crate::render::{NextStep, View};

impl View<'_> {
    pub(super) fn mcp(&self, with_structured_content: bool) -> Value {
        let mut structured = Members::new();
        structured.text("error", self.word());
        structured.text("message", &self.message());
        structured.extend(self.facts());
        let structured = structured.into_value();
        let content = [self.model_text(), json::write(&structured)].into_iter().map(|text| {
            let mut item = Members::new();
            item.text("type", "text");
            item.text("text", &text);
            item.into_value()
        });
        let mut result = Members::new();
        result.value("content", content.collect());
        result.flag("isError", true);
        if with_structured_content {
            result.value("structuredContent", structured);
        }
        result.into_value()
    }

    /// The next step, then the message. The step comes first: a model that reads only the beginning must still not pay
    /// twice.
    pub(super) fn model_text(&self) -> String {
        let mut text = format!("{} {}", self.next_step_text(), self.message());
        if self.is_owner() {
            let payload = self.payload;
            let code = payload.code.as_deref().unwrap_or_else(|| payload.kind.as_str());
            // What was refused before it was sent is not the provider's word.
            let author = if payload.phase == Phase::Answered { payload.provider.title() } else { "payonce" };
            let own = format!(" {author} says: {} [{code}]", payload.message);
            text.push_str(&self.redactor.text(&own));
        }
        text
    }

    /// What a framework does with the tool call. It never contradicts the text that its model reads.
    pub(super) fn next_step(&self) -> NextStep {
        let payload = self.payload;
        match (payload.outcome, self.advice()) {
            (Outcome::Unknown | Outcome::Pending, _) => NextStep::Check,
            (Outcome::Applied, _) if payload.kind != Kind::Failed => NextStep::Done,
            (Outcome::Applied, _) => NextStep::Stop,
            // A framework starts a new call, so the key of this one does not count.
            _ if payload.retryable => NextStep::CallAgain,
            // The owner of the wallet decides, for every audience of the text.
            _ if payload.advice == Advice::AskHuman => NextStep::AskHuman,
            (_, Advice::FixRequest) => NextStep::FixArguments,
            _ if payload.kind == Kind::InvalidArgument => NextStep::FixArguments,
            _ => NextStep::Stop,
        }
    }

    fn next_step_text(&self) -> String {
        let payload = self.payload;
        let text = match self.advice() {
            Advice::Retry => "Next step: make the same call again.",
            Advice::Wait if self.retryable() => match self.retry_after_seconds() {
                Some(1) => return "Next step: wait 1 second, then make the same call again.".to_owned(),
                Some(seconds) => {
                    return format!("Next step: wait {seconds} seconds, then make the same call again.");
                }
                None => "Next step: wait a little, then make the same call again.",
            },
            Advice::Wait => "Next step: wait and look again later; do not make the call again.",
            Advice::Reconcile => {
                let reference = payload.reference.reference.as_deref();
                let named = reference.map(|own| format!(" (reference {own})")).unwrap_or_default();
                let text = format!(
                    "Next step: do not call this again; it may have been paid or carried out. It must be checked first{named}."
                );
                return self.redactor.text(&text);
            }
            Advice::FixRequest => "Next step: change the arguments; the same call would fail again.",
            Advice::FixCredentials => "Next step: check or replace the API key.",
            Advice::AddFunds => "Next step: top up the balance, then make the call again.",
            Advice::ChangeLimit => "Next step: raise the limit or change the plan.",
            Advice::AskHuman => "Next step: ask the person who is responsible for the wallet.",
            Advice::Stop if payload.outcome == Outcome::Applied => {
                "Next step: do not make the call again; it took effect."
            }
            Advice::Stop if !self.is_owner() && payload.kind == Kind::InvalidArgument => {
                "Next step: check the arguments of the call and change what is wrong; nothing was sent."
            }
            Advice::Stop if !self.is_owner() && payload.actor != Actor::EndUser => {
                "Next step: do not make the call again; only the operator of this service can fix it."
            }
            Advice::Stop => "Next step: do not make the call again.",
        };
        text.to_owned()
    }
}
