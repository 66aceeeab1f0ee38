import type mysql from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planApply, runApply } from '../../../../../src/apply/apply.js'
import { inRunningOrder } from '../../../../../src/convert/plan.js'
import type { SchemaCopy } from '../../../../../src/core/dialect/schema-copier.js'
import type { Report } from '../../../../../src/core/findings/finding.js'
import { applier } from '../../../../../src/dialects/mysql/apply/applier.js'
import { copier } from '../../../../../src/dialects/mysql/copy/copier.js'
import { defaultVersion, parseVersion } from '../../../../../src/dialects/mysql/version.js'
import { available, connectMysql, startMariadb, type TestServer } from '../../../../support/servers.js'
import { type OwnServer, ownMariadb } from '../changes/own-server.js'

const definitions = `
  CREATE DATABASE shop CHARACTER SET latin1; USE shop;
  CREATE TABLE customer (id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, email VARCHAR(100) NOT NULL, name VARCHAR(60) CHARACTER SET utf8mb4 DEFAULT 'no (name), yet',
    kind ENUM('a','it''s','com,ma') NOT NULL DEFAULT 'a', born DATE DEFAULT '0000-00-00', doubled INT AS (id * 2) VIRTUAL, hidden INT INVISIBLE DEFAULT 1,
    touched TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, UNIQUE KEY (email), KEY (name(10)), CHECK (name <> 'x,)')) ENGINE = InnoDB COMMENT 'people, (all)';
  CREATE TABLE \`order\` (id BIGINT PRIMARY KEY, customer INT UNSIGNED, doc JSON, note TEXT, FULLTEXT KEY (note), KEY (customer), FOREIGN KEY (customer) REFERENCES customer (id) ON DELETE CASCADE) ENGINE = InnoDB;
  CREATE TABLE visits (day DATE NOT NULL, n INT, KEY (n)) ENGINE = InnoDB PARTITION BY RANGE (YEAR(day)) (PARTITION p0 VALUES LESS THAN (2020), PARTITION p1 VALUES LESS THAN MAXVALUE);
  CREATE TABLE old (a INT, b INT AUTO_INCREMENT, PRIMARY KEY (a), KEY (b)) ENGINE = MyISAM;
  CREATE TABLE states (id INT PRIMARY KEY) ENGINE = InnoDB WITH SYSTEM VERSIONING;
  CREATE SEQUENCE tickets START WITH 500;
  SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT';
  CREATE FUNCTION twice(n INT) RETURNS INT DETERMINISTIC BEGIN IF n IS NULL THEN RETURN 0; END IF; RETURN n * 2; END;
  CREATE PROCEDURE join_all(s VARCHAR(10)) SQL SECURITY INVOKER BEGIN SELECT s || 'ü; $$' AS "x"; END;
  CREATE TRIGGER t1 BEFORE INSERT ON customer FOR EACH ROW BEGIN SET NEW.name = 'a' || NEW.name; END;
  SET sql_mode = '', time_zone = '+02:00';
  CREATE EVENT e1 ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DO BEGIN DELETE FROM visits WHERE n = 0; END;
  CREATE VIEW z_view AS SELECT o.id, c.email FROM \`order\` o JOIN customer c ON c.id = o.customer;
  CREATE VIEW a_view AS SELECT * FROM z_view WHERE twice(id) > 5`

const objects = [
  ...['TABLE customer', 'TABLE `order`', 'TABLE visits', 'TABLE states', 'SEQUENCE tickets', 'FUNCTION twice'],
  ...['PROCEDURE join_all', 'TRIGGER t1', 'EVENT e1', 'VIEW z_view', 'VIEW a_view'],
]

describe.skipIf(!available('mariadb'))('the schema of a server, copied to another', () => {
  let source: TestServer
  let target: OwnServer
  let copy: Report<SchemaCopy>
  let [from, to]: mysql.Connection[] = []
  beforeAll(async () => {
    ;[source, target] = await Promise.all([startMariadb(), ownMariadb()])
    await target.start()
    from = await connectMysql(source.endpoint)
    to = await connectMysql(target.endpoint)
    await from.query(definitions)
    copy = await copier.read(source.endpoint, { schemas: ['shop'], targetVersion: parseVersion(source.version) })
  })
  afterAll(async () => {
    await Promise.all([from?.end(), to?.end()])
    await Promise.all([source?.stop(), target?.stop()])
  })

  const apply = async () => {
    const plan = await planApply(applier, target.endpoint, inRunningOrder(copy.value.statements), { ddl: 'full' })
    const { failed } = await runApply(applier, plan, { workers: 2 })
    return { ...plan.summary, failed: failed.map(({ step, error }) => `${step.statement}: ${error}`) }
  }
  const shown = async (client: mysql.Connection | undefined, object: string) => {
    const [kind, name] = object.split(' ')
    const [rows] = (await client?.query(`SHOW CREATE ${kind} shop.${name}`)) ?? []
    const row = Array.isArray(rows) ? rows[0] : undefined
    // Of a trigger, when it was made.
    return Array.isArray(row) ? row.slice(0, kind === 'TRIGGER' ? 6 : undefined) : row
  }

  it("is the same in the server's own words, and a second time there is nothing to do", async () => {
    const first = await apply()
    expect(first.failed).toEqual([])
    // Names of the selected schema come without it.
    await to?.query('USE shop')
    for (const object of objects) expect(await shown(to, object)).toEqual(await shown(from, object))
    expect(await apply()).toMatchObject({ create: 0, drifted: 0, failed: [] })
  })

  it('is found drifted where somebody has changed it since, and only there', async () => {
    await to?.query(
      'ALTER TABLE shop.visits ADD COLUMN own INT; DROP VIEW shop.a_view; ALTER TABLE shop.`order` DROP KEY note',
    )
    const plan = await planApply(applier, target.endpoint, copy.value.statements, { ddl: 'full' })
    const others = plan.steps
      .filter(({ action }) => action !== 'exists')
      .map(({ statement, action }) => `${statement} ${action}`)
    expect(others.sort()).toEqual(['index:shop.order drifted', 'table:shop.visits drifted', 'view:shop.a_view create'])
    await to?.query('ALTER TABLE shop.visits DROP COLUMN own; ALTER TABLE shop.`order` ADD FULLTEXT KEY note (note)')
    expect(await apply()).toMatchObject({ create: 1, drifted: 0, failed: [] })
  })

  it('knows what became of a statement in which a run was killed', async () => {
    await to?.query('UPDATE crosswalk.applied_statement SET made_hash = NULL; DROP VIEW shop.z_view')
    expect(await apply()).toMatchObject({ create: 1, drifted: 0, failed: [] })
  })

  it('has every object and part of the source in a statement', () => {
    const made = new Set<string>(copy.value.statements.flatMap(({ sources }) => sources))
    const { objects: found } = copy.value.catalog.schemas[0] ?? { objects: [] }
    expect(found.filter(({ id }) => !made.has(id)).map(({ id }) => id)).toEqual([])
    expect(found).toHaveLength(12)
  })

  it('says what is otherwise on the target', () => {
    const said = copy.findings.map(({ code, object }) => `${code} ${object}`)
    expect(said).toContain('XW-C0661 table:shop.old')
    expect(said).toContain('XW-C0663 table:shop.states')
    expect(said).toContain('XW-C0660 trigger:shop.t1')
    expect(said.filter((one) => one.startsWith('XW-C0662'))).toEqual([])
  })

  it('says which parts another family of servers would pass over', async () => {
    const other = await copier.read(source.endpoint, { schemas: ['shop'], targetVersion: defaultVersion })
    expect(other.findings.filter(({ code }) => code === 'XW-C0662').map(({ object }) => object)).toEqual([])
    await from?.query(
      "CREATE TABLE packed (a VARCHAR(1000) COMPRESSED) ENGINE = InnoDB; SET NAMES latin1; CREATE PROCEDURE said() SELECT 'é'",
    )
    const again = await copier.read(source.endpoint, { schemas: ['shop'], targetVersion: defaultVersion })
    expect(again.findings.filter(({ code }) => code === 'XW-C0662').map(({ object }) => object)).toEqual([
      'table:shop.packed',
    ])
    expect(again.findings.filter(({ code }) => code === 'XW-C0664').map(({ object }) => object)).toEqual([
      'procedure:shop.said',
    ])
  })

  it('is not made beside the database that the target is named by', async () => {
    const planned = planApply(applier, { ...target.endpoint, database: 'store' }, copy.value.statements, {
      ddl: 'full',
    })
    await expect(planned).rejects.toMatchObject({ code: 'XW-S0124', data: { database: 'store', schemas: 'shop' } })
  })
})
