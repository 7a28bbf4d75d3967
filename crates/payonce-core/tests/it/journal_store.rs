//! A store of a journal in memory, which fails on demand.

use std::collections::BTreeMap;

use payonce_core::{JournalAnswer, JournalOp, JournalRow, JournalState, StoreFailure};

/// When a store fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Before it wrote.
    Before,
    /// After it wrote.
    After,
}

#[derive(Debug, Default, Clone)]
pub(crate) struct MemoryStore {
    rows: BTreeMap<String, JournalRow>,
}

impl MemoryStore {
    pub(crate) fn carry_out(
        &mut self,
        op: &JournalOp,
        now_ms: u64,
        fault: Option<Fault>,
    ) -> Result<JournalAnswer, StoreFailure> {
        if fault == Some(Fault::Before) {
            return Err(StoreFailure("the store is down".to_owned()));
        }
        let response = self.written(op, now_ms);
        match fault {
            Some(_) => Err(StoreFailure("the connection broke off".to_owned())),
            None => Ok(response),
        }
    }

    fn written(&mut self, op: &JournalOp, now_ms: u64) -> JournalAnswer {
        let response = JournalAnswer { now_ms, ..JournalAnswer::default() };
        match op {
            JournalOp::Claim(row) => match self.rows.get(&row.id) {
                Some(there) => JournalAnswer { row: Some(there.clone()), ..response },
                None => {
                    let row = JournalRow { created_ms: now_ms, updated_ms: now_ms, ..(**row).clone() };
                    self.rows.insert(row.id.clone(), row.clone());
                    JournalAnswer { written: true, row: Some(row), ..response }
                }
            },
            JournalOp::Update { row, if_generation } => match self.rows.get_mut(&row.id) {
                Some(there) if there.generation == *if_generation => {
                    let created_ms = there.created_ms;
                    *there = JournalRow { created_ms, updated_ms: now_ms, ..(**row).clone() };
                    JournalAnswer { written: true, row: Some(there.clone()), ..response }
                }
                there => JournalAnswer { row: there.cloned(), ..response },
            },
            JournalOp::Get { id } => JournalAnswer { row: self.rows.get(id).cloned(), ..response },
            JournalOp::List { unsettled_only, after, limit } => {
                let rows = self.rows.values().filter(|row| {
                    after.as_ref().is_none_or(|after| row.id > *after)
                        && !(*unsettled_only && row.state == JournalState::Settled)
                });
                let limit = usize::try_from(*limit).unwrap();
                JournalAnswer { rows: rows.take(limit).cloned().collect(), ..response }
            }
        }
    }

    /// The only row there is.
    pub(crate) fn only_row(&self) -> Option<&JournalRow> {
        assert!(self.rows.len() <= 1, "{:?}", self.rows);
        self.rows.values().next()
    }
}
