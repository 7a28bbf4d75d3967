"""The journal: one key, one payment, in every process and after every crash.

A client with a journal records every call that can take effect in a store, before the first byte leaves. A second
process with the same key, or this one after a restart, finds the entry. It returns the recorded result, waits for it,
or asks the provider. It never pays again because time has passed.

    wallet = AgentWallex(journal="payments.db")
    wallet.payments.send(..., idempotency_key="invoice-7")
"""

from payonce._journal.durability import JournalDurabilityWarning
from payonce._journal.entries import JournalEntry, JournalState, SettledBy, Sweep
from payonce._journal.handle import AsyncJournal, Journal
from payonce._journal.postgres import postgres
from payonce._journal.redis import redis
from payonce._journal.sqlite import async_sqlite, sqlite
from payonce._journal.stores import AsyncJournalStore, JournalAnswer, JournalRow, JournalStore
from payonce.journal import conformance

__all__ = [
    "AsyncJournal",
    "AsyncJournalStore",
    "Journal",
    "JournalAnswer",
    "JournalDurabilityWarning",
    "JournalEntry",
    "JournalRow",
    "JournalState",
    "JournalStore",
    "SettledBy",
    "Sweep",
    "async_sqlite",
    "conformance",
    "postgres",
    "redis",
    "sqlite",
]
