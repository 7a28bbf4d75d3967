//! The file as a whole: addresses, keys, places of signals, codes and examples.

use super::operation::{OBJECT, OPERATION, ObjectRow, OperationRow};
use super::webhook::{WEBHOOK, Webhook};
use super::{BodyWord, UnitWord, accessor, members, shape};
use crate::model::vocabulary::{Actor, Evidence, Kind, Outcome};
use crate::provider_file::shape::{COUNT, Shape};

members! {
    /// A provider file.
    File, FILE {
        /// The version of the format: 1.
        "payonce" payonce: required_whole(i64::MIN, i64::MAX),
        /// The name of the provider in errors and on the command line: lower-case letters, digits and `_`.
        "id" id: text,
        /// The name as the provider writes it.
        "title" title: text,
        /// The provider in one sentence.
        "about" about: text,
        /// The built-in provider that the file adds codes and spellings to.
        "extends" extends: maybe_text,
        /// The address below which the paths of all operations are.
        "base_url" base_url: maybe_text,
        /// The environment variables that name another base URL; by default, the id in upper case with `_BASE_URL`.
        "base_url_env" base_url_env: texts,
        /// Base URLs by the value of an option, such as `environment`.
        "base_url_by" base_url_by: tree(Shape::Map(&Shape::Map(&Shape::Text))),
        /// The time for one attempt; by default `30s`.
        "timeout" timeout: time,
        /// How the bodies of requests are written; by default `json`.
        "body" body: word(BodyWord, BodyWord::Json),
        /// The header field that carries the API key.
        "auth" auth: maybe(Auth, AUTH),
        /// Where the signals of a failure are.
        "read" read: group(Read, READ),
        /// The documented rate limits.
        "rate_limit" rate_limit: maybe(RateLimit, RATE_LIMIT),
        /// Other spellings of codes, each with the code that it is read as.
        "spelling" spelling: text_map,
        /// The options of clients, besides the key that `auth` declares.
        "option" option: list(OptionRow, OPTION),
        /// The codes of errors.
        "code" code: list(CodeRow, CODE),
        /// What a category means where the code is not known.
        "category" category: list(CategoryRow, CATEGORY),
        /// What an HTTP status means where the code is not known.
        "status" status: list(StatusRow, STATUS),
        /// What a text means, for an API without codes.
        "text" text: list(TextRow, TEXT),
        /// The objects that operations return, by name.
        "object" object: map(ObjectRow, OBJECT),
        /// The operations.
        "operation" operation: list(OperationRow, OPERATION),
        /// How the provider signs the events that it reports to a server.
        "webhook" webhook: maybe(Webhook, WEBHOOK),
        /// Responses, each with its meaning.
        "example" example: list(Example, EXAMPLE),
    }
}

members! {
    /// The header field that carries the key.
    Auth, AUTH {
        /// The name of the header field.
        "header" header: required_text,
        /// Its value, with the option of the key in braces at the end: `Bearer {api_key}`.
        "value" value: required_text,
        /// Whether the keys are encoded in base64, with a colon between two.
        "base64" base64: flag,
        /// The environment variable of the key; by default, the id in upper case with `_API_KEY`.
        "env" env: maybe_text,
    }
}

members! {
    /// An option of clients.
    OptionRow, OPTION {
        /// The name: lower-case letters, digits and `_`.
        "name" name: required_text,
        /// The environment variables that it is read from, the first one that is set.
        "env" env: texts,
        /// Whether it is a key, which is never printed.
        "secret" secret: flag,
        /// Whether a client cannot be created without it.
        "required" required: flag,
        /// The values that it may have; any value where there is none.
        "choices" choices: texts,
        /// What it means.
        "about" about: text,
    }
}

members! {
    /// Where the signals of a failure are. Of a list of places, the first one that is present counts.
    Read, READ {
        /// The places of the machine code: `/error/code`, `@header:x-code`, `@base64:payment-response/errorReason` for JSON in base64
        /// in a header field, or the name of a member.
        "code" code: texts,
        /// The places of the category.
        "category" category: texts,
        /// The places of the text for people.
        "message" message: texts,
        /// The places of the provider's id of the request.
        "request_id" request_id: texts,
        /// The waits that a response asks for.
        "retry_after" retry_after: list(Wait, WAIT),
        /// The header field in which the provider states whether the failure passes.
        "transient" transient: maybe_text,
        /// The members with which a 2xx refuses.
        "denied_success" denied_success: list(Denied, DENIED),
        /// Whether a 2xx that refuses is charged for, or may be.
        "charges_denied_success" charges_denied_success: flag,
        /// Members that state no more than the error itself, and are left out of its details.
        "flags" flags: texts,
    }
}

members! {
    /// A wait that a response asks for, in a member of the body or in a header field.
    Wait, WAIT {
        /// The pointer to the member.
        "pointer" pointer: maybe_text,
        /// The name of the header field.
        "header" header: maybe_text,
        /// What a bare number counts; by default `s`.
        "unit" unit: word(UnitWord, UnitWord::Seconds),
    }
}

members! {
    /// A member with which a 2xx refuses.
    Denied, DENIED {
        /// The pointer to the member, or `@base64:payment-response/success` for JSON in base64 in a header field.
        "pointer" pointer: required_text,
        /// What it holds then; anything but null and false if this is left out.
        "equals" equals: any,
    }
}

members! {
    /// A code of an error.
    CodeRow, CODE {
        /// The code as the provider sends it.
        "code" code: required_text,
        /// What went wrong.
        "kind" kind: required_word(Kind, Kind::Unknown),
        /// Who can fix it.
        "actor" actor: required_word(Actor, Actor::Provider),
        /// What the response proves about the effect of the request.
        "evidence" evidence: required_word(Evidence, Evidence::None),
        /// The HTTP status that the provider documents for it.
        "status" status: maybe_status,
        /// What it means, for the operator of the program.
        "meaning" meaning: text,
        /// What an end user may read, if the text of the kind is not the best one.
        "user" user: maybe(UserText, USER_TEXT),
        /// The page or the section of the provider's documentation that states these facts.
        "source" source: source,
        /// The provider's words, if they have to prove that nothing happened.
        "quote" quote: text,
    }
}

members! {
    /// A text for an end user.
    UserText, USER_TEXT {
        /// The text in English.
        "en" en: required_text,
        /// The text in Spanish.
        "es" es: maybe_text,
    }
}

members! {
    /// What a category means.
    CategoryRow, CATEGORY {
        /// The category as the provider sends it.
        "category" category: required_text,
        /// What went wrong.
        "kind" kind: required_word(Kind, Kind::Unknown),
        /// Who can fix it.
        "actor" actor: required_word(Actor, Actor::Provider),
        /// What the response proves about the effect of the request.
        "evidence" evidence: required_word(Evidence, Evidence::None),
        /// The page or the section that states these facts.
        "source" source: source,
    }
}

members! {
    /// What an HTTP status means.
    StatusRow, STATUS {
        /// The HTTP status.
        "status" status: required_status,
        /// What went wrong.
        "kind" kind: required_word(Kind, Kind::Unknown),
        /// Who can fix it.
        "actor" actor: required_word(Actor, Actor::Provider),
        /// What the response proves about the effect of the request.
        "evidence" evidence: required_word(Evidence, Evidence::None),
        /// The page or the section that states these facts.
        "source" source: source,
        /// The provider's words, if they have to prove that nothing happened.
        "quote" quote: text,
    }
}

members! {
    /// What a text means.
    TextRow, TEXT {
        /// A part of the message, at least five letters, in any case.
        "contains" contains: required_text,
        /// The HTTP status that the message comes with.
        "status" status: required_status,
        /// What went wrong.
        "kind" kind: required_word(Kind, Kind::Unknown),
        /// Who can fix it.
        "actor" actor: required_word(Actor, Actor::Provider),
        /// What it means, for the operator of the program.
        "meaning" meaning: text,
        /// The page or the section that states these facts.
        "source" source: source,
    }
}

members! {
    /// The documented rate limits.
    RateLimit, RATE_LIMIT {
        /// The requests in a minute that every customer has.
        "per_minute" per_minute: maybe_whole(0, COUNT),
        /// The plans, if the limits depend on them.
        "plans" plans: map(Plan, PLAN),
        /// Whether `X-RateLimit-Limit` is a number of requests in a minute.
        "header_is_per_minute" header_is_per_minute: flag,
        /// The page or the section that states these facts.
        "source" source: source,
    }
}

members! {
    /// What a plan allows.
    Plan, PLAN {
        /// The requests in a minute.
        "per_minute" per_minute: required_whole(0, COUNT),
        /// The requests at the same time.
        "concurrent" concurrent: maybe_whole(0, COUNT),
    }
}

members! {
    /// A response and its meaning: a test, a paragraph of the reference and a response of the simulator.
    Example, EXAMPLE {
        /// The operation that the response belongs to.
        "operation" operation: maybe_text,
        /// The HTTP status.
        "status" status: required_status,
        /// The header fields.
        "headers" headers: text_map,
        /// The body.
        "body" body: any,
        /// What the response means; nothing for a success.
        "expect" expect: group(Expect, EXPECT),
    }
}

members! {
    /// What a response means.
    Expect, EXPECT {
        /// What went wrong.
        "kind" kind: maybe_word(Kind),
        /// Whether the request took effect.
        "outcome" outcome: maybe_word(Outcome),
        /// The code.
        "code" code: maybe_text,
        /// Whether payonce may send the request again.
        "retryable" retryable: maybe_flag,
    }
}

impl<'a> File<'a> {
    /// The operation that reads an object, and its argument that takes the id: by default the first one.
    pub(crate) fn look(self, look: Option<&'a str>, by: Option<&'a str>) -> Option<(&'a str, &'a str)> {
        let operation = self.operation().find(|operation| Some(operation.name()) == look)?;
        Some((look?, by.or_else(|| operation.params().map(|(name, _)| name).next())?))
    }
}
