export { type Check, checkConformance } from "./conformance.js";
export { type PostgresClient, postgresJournal, type PostgresJournalOptions } from "./postgres.js";
export { type IoredisClient, type NodeRedisClient, redisJournal, type RedisJournalOptions } from "./redis.js";
export type { JournalAnswer, JournalPage, JournalRow, JournalStore } from "./store.js";
