import type { JournalAnswer, JournalRow, JournalStore } from "payonce";

/** A store in the memory of this process. */
export class MemoryJournal implements JournalStore {
  readonly rows = new Map<string, JournalRow>();

  async claim(row: JournalRow): Promise<JournalAnswer> {
    const known = this.rows.get(row.id);
    return known === undefined
      ? this.#write(row, Date.now())
      : { written: false, row: known, nowMs: Date.now() };
  }

  async update(row: JournalRow, ifGeneration: number): Promise<JournalAnswer> {
    const known = this.rows.get(row.id);
    return known?.generation === ifGeneration
      ? this.#write(row, known.createdMs)
      : { written: false, row: known, nowMs: Date.now() };
  }

  async get(id: string): Promise<JournalAnswer> {
    return { row: this.rows.get(id), nowMs: Date.now() };
  }

  async list(page: { unsettledOnly: boolean; after: string | null; limit: number }): Promise<JournalAnswer> {
    const rows = [...this.rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    const wanted = rows.filter(
      (row) => row.id > (page.after ?? "") && !(page.unsettledOnly && row.state === "settled"),
    );
    return { rows: wanted.slice(0, page.limit), nowMs: Date.now() };
  }

  #write(row: JournalRow, createdMs: number): JournalAnswer {
    const nowMs = Date.now();
    const written = { ...row, createdMs, updatedMs: nowMs };
    this.rows.set(row.id, written);
    return { written: true, row: written, nowMs };
  }
}
