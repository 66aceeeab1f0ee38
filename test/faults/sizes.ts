import type { Statement } from '../support/replication/workload.js'

/** Rows of the small tables beside a large one, so that some are handed over long before the last. */
const sizes = [1, 30, 1000, 10_000, 30_000]
const largest = 900_000

/** Tables of very different size, in a database that is there. */
export const sizesSchema = (database: string): string => `
  USE ${database};
  ${sizes
    .map(
      (rows, at) => `CREATE TABLE part${at} (id INT PRIMARY KEY, n INT NOT NULL, v VARCHAR(60), u INT UNIQUE, KEY (v));
  INSERT INTO part${at} SELECT seq, 0, CONCAT('v', seq), seq FROM seq_1_to_${rows};`,
    )
    .join('\n  ')}
  CREATE TABLE archive (id INT PRIMARY KEY, body VARCHAR(200) NOT NULL, n INT NOT NULL);
  INSERT INTO archive SELECT seq, REPEAT(MD5(seq), 4), 0 FROM seq_1_to_${largest}`

const part = (n: number): string => `part${n % sizes.length}`
const row = (n: number): number => 1 + (n % (sizes[n % sizes.length] ?? 1))

/** Each touches tables that are loaded early and late in one transaction. */
export const sizesStatements: readonly Statement[] = [
  (n) =>
    `UPDATE ${part(n)} SET n = n + 1 WHERE id = ${row(n)}; UPDATE archive SET n = n + 1 WHERE id = ${1 + ((n * 31) % largest)}`,
  (n) => `INSERT INTO ${part(n)} (id, n, v) VALUES (${1_000_000 + n}, ${n}, REPEAT('x', ${n % 60}))`,
  (n) =>
    `DELETE FROM ${part(n + 3)} WHERE id = ${1_000_000 + n}; DELETE FROM archive WHERE id = ${1 + ((n * 7) % largest)}`,
  (n) => `UPDATE ${part(n)} SET id = id + 2000000 WHERE id = ${row(n)}`,
  (n) =>
    `UPDATE ${part(n)} SET u = NULL WHERE id = ${row(n)}; UPDATE ${part(n)} SET u = ${row(n)} WHERE id = ${row(n * 3)}`,
  (n) =>
    `REPLACE INTO ${part(n)} (id, n, v) VALUES (${row(n)}, ${n}, 'again'); UPDATE ${part(n + 1)} SET n = n + 1 WHERE id < 60`,
]
