//! The codes of a file, and what its categories, statuses and texts mean.

use super::kept_doc;
use super::{keep_all, pairs, text};
use crate::model::user_message::Text;
use crate::provider_file::members::File;
use crate::spec::doc::Doc;
use crate::spec::errors::{ErrorCode, ErrorFallback, ErrorTable, MessagePattern};

pub(super) fn declare(file: File<'_>) -> ErrorTable {
    ErrorTable {
        codes: codes(file).leak(),
        types: keep_all(file.category().map(|row| ErrorFallback {
            key: text(row.category()),
            kind: row.kind(),
            actor: row.actor(),
            evidence: row.evidence(),
        })),
        statuses: keep_all(file.status().map(|row| ErrorFallback {
            key: row.status(),
            kind: row.kind(),
            actor: row.actor(),
            evidence: row.evidence(),
        })),
        patterns: keep_all(file.text().map(|row| MessagePattern {
            contains: text(&row.contains().to_ascii_lowercase()),
            status: row.status(),
            kind: row.kind(),
            actor: row.actor(),
            meaning: text(row.meaning()),
            source: kept_doc!(row.source()),
        })),
        spellings: pairs(file.spelling()).leak(),
        source: Doc::default(),
        proof: Doc::default(),
        prefixes: &[],
    }
}

/// The table of a built-in provider with the codes of a file.
pub(super) fn extended(file: File<'_>, base: &'static ErrorTable) -> ErrorTable {
    let mut all = base.codes.to_vec();
    all.extend(codes(file));
    let mut spellings = base.spellings.to_vec();
    spellings.extend(pairs(file.spelling()));
    ErrorTable { codes: all.leak(), spellings: spellings.leak(), ..*base }
}

#[inline(never)]
fn codes(file: File<'_>) -> Vec<ErrorCode> {
    let code = file.code().map(|row| ErrorCode {
        code: text(row.code()),
        status: row.status(),
        kind: row.kind(),
        actor: row.actor(),
        evidence: row.evidence(),
        meaning: text(row.meaning()),
        user: row.user().map(|user| {
            let en = text(user.en());
            Text { en, es: user.es().map_or(en, text) }
        }),
        source: kept_doc!(row.source()),
    });
    code.collect()
}
