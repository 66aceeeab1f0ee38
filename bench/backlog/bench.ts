import {
  type FollowedServers,
  mariadbUrl,
  onMariadb,
  onPostgres,
  postgresUrl,
  replicateArgs,
  startFollowed,
} from '../latency/followed.js'
import { measured } from '../load/contenders.js'
import { withCpu } from '../load/cpu.js'
import type { BenchCase } from '../report.js'

/** Changes of one transaction of the source. */
const perTransaction = 1000

/**
 * A task that comes back to a source which has gone on without it: 1 and 10 million changes wait. Time for each change and
 * memory must not grow with them; the limit is the smallest backlog of the run. BENCH_SCALE (1) scales the changes.
 */
export async function benchBacklog(onCase: (result: BenchCase) => void): Promise<void> {
  const scale = Number(process.env['BENCH_SCALE'] ?? 1)
  const servers = await startFollowed()
  try {
    onMariadb(servers, sql)
    onPostgres(servers.target, 'postgres', 'CREATE DATABASE copy')
    await follow(servers)
    let smallest: number | undefined
    for (const changes of [1_000_000, 10_000_000].map((one) => Math.round(one * scale))) {
      process.stderr.write(`${changes} changes are made\n`)
      onMariadb(servers, `USE bench; CALL work(${Math.ceil(changes / perTransaction)})`)
      const own = { ...servers, sourcePort: 0, targetPort: 0, sourcePid: 0, psql: '' }
      const { end, cpu } = await withCpu(own, () => follow(servers))
      if (digest.mariadb(servers) !== digest.postgres(servers)) throw new Error('the target has other rows')
      const each = end.seconds / changes
      smallest ??= each
      const our = `${(cpu.client / changes) * 1e6} µs of our CPU`
      process.stderr.write(
        `${changes} changes: ${(each * 1e6).toFixed(2)} µs each, ${our}, ${end.rssMb.toFixed(0)} MB\n`,
      )
      onCase({
        ...{ bench: 'backlog', case: `${changes / 1e6} million changes`, ratio_to_peer: null },
        ...{ ratio_to_limit: Math.round((smallest / each) * 100) / 100, seconds: end.seconds, rss_mb: end.rssMb },
      })
    }
  } finally {
    await servers.stop()
  }
}

const follow = (servers: FollowedServers) =>
  measured(process.execPath, [
    ...replicateArgs(servers, 'backlog', [mariadbUrl(servers), postgresUrl(servers.target, 'copy')]),
    ...['--until', 'caught-up'],
  ])

/** In each transaction half new rows, four tenths updates of rows all over the table, one tenth deletes of old rows. */
const sql = `
  CREATE DATABASE bench; USE bench;
  CREATE TABLE account (id BIGINT PRIMARY KEY, owner VARCHAR(40), amount DECIMAL(12,2), changed DATETIME, note VARCHAR(100));
  INSERT INTO account SELECT seq, CONCAT('owner ', seq % 1000), 0, '2024-01-01', REPEAT('n', 60) FROM seq_1_to_400000;
  CREATE TABLE counter (place BIGINT); INSERT INTO counter VALUES (0);
  DELIMITER //
  CREATE PROCEDURE work(count INT) BEGIN
    DECLARE done BIGINT; SELECT place INTO done FROM counter;
    WHILE count > 0 DO
      START TRANSACTION;
      INSERT INTO account SELECT 400000 + done * 500 + seq, CONCAT('owner ', seq), seq, '2024-01-01', REPEAT('n', 60) FROM seq_1_to_500;
      UPDATE account SET amount = amount + 1, note = CONCAT('note ', done) WHERE id BETWEEN 200001 + (done * 7919 % 499) * 400 AND 200400 + (done * 7919 % 499) * 400;
      DELETE FROM account WHERE id BETWEEN done * 100 + 1 AND done * 100 + 100 AND id <= 200000;
      COMMIT;
      SET done = done + 1, count = count - 1;
    END WHILE;
    UPDATE counter SET place = done;
  END//
  DELIMITER ;`

const digest = {
  mariadb: (servers: FollowedServers): string =>
    onMariadb(
      servers,
      "SELECT CONCAT(COUNT(*), ' ', SUM(id), ' ', SUM(amount), ' ', SUM(CRC32(note) % 97 >= 0)) FROM bench.account",
    ),
  postgres: (servers: FollowedServers): string =>
    onPostgres(
      servers.target,
      'copy',
      "SELECT concat(count(*), ' ', sum(id), ' ', sum(amount), ' ', count(note)) FROM bench.account",
    ),
}
