import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ledger, LedgerFinding } from '../../src/core/ledger/ledger.js'
import { available } from '../support/servers.js'
import { type Shop, startShop } from './shop-servers.js'

const tables = ['customers', 'orders', 'items', 'audit']

describe.skipIf(!available('mariadb') || !available('postgres15'))('crosswalk prove', () => {
  let shop: Shop
  beforeAll(async () => {
    shop = await startShop()
  })
  afterAll(async () => {
    await shop?.stop()
  })

  const json = <T>(file: string): T => JSON.parse(readFileSync(join(shop.out.folder, file), 'utf8'))
  const contents = async (): Promise<unknown> => {
    const found: unknown[] = []
    for (const table of tables) {
      const [rows] = await shop.source.query(`SELECT * FROM ${table} ORDER BY 1, 2`)
      const { rows: others } = await shop.target.query({
        text: `SELECT * FROM shop.${table} ORDER BY 1, 2`,
        rowMode: 'array',
      })
      found.push(rows, others)
    }
    const { rows: numbers } = await shop.target.query('SELECT last_value, is_called FROM shop.customers_id_seq')
    return [...found, numbers]
  }
  const replace = async (name: string, change: (text: string) => string): Promise<() => Promise<unknown>> => {
    const sql = shop.out.statements.find((one) => one.name.name.text === name)?.sql ?? ''
    const text = (from: string): string => from.replace(/^CREATE (FUNCTION|PROCEDURE)/m, 'CREATE OR REPLACE $1')
    expect(change(sql)).not.toBe(sql)
    await shop.target.query(text(change(sql)))
    return () => shop.target.query(text(sql))
  }

  it('proves a conversion equal, writes the rungs, and leaves both sides as they were', async () => {
    const before = await contents()
    const { code, out, err } = await shop.command('prove')
    expect({ code, out: out.match(/\bdifferent$/gm) }, `${out}\n${err}`).toEqual({ code: 0, out: null })
    expect(await contents()).toEqual(before)
    const ledger: Ledger = json('ledger.json')
    const discount = ledger.objects.find(({ id }) => id === 'function:shop.discount')
    expect(discount).toMatchObject({ proof: 'equal', reason: null, runs: { cases: 30, equal: 30, different: 0 } })
    expect(ledger.objects.find(({ id }) => id === 'trigger:shop.orders_changed')?.proof).toBe('equal')
    expect(ledger.objects.find(({ id }) => id === 'view:shop.customer_totals')?.proof).toBe('equal')
    expect(readFileSync(join(shop.out.folder, 'report.csv'), 'utf8')).toMatch(
      /function:shop\.discount,function,.*,equal,/,
    )
    expect(readFileSync(join(shop.out.folder, 'report.html'), 'utf8')).toContain('equal')
  })

  it('does not run what ends its transaction, and says so', async () => {
    const result = await shop.prove({ only: ['close_year'] })
    expect(result.objects[0]).toMatchObject({ state: 'notRun', runs: { cases: 0 } })
    expect(result.findings.map(({ code }) => code)).toEqual(['XW-R0202'])
  })

  it('gives scripts that show the difference on both sides, and exit code 2', async () => {
    const back = await replace('list_orders', (text) => text.replace(' DESC', ''))
    const { code, out } = await shop.command('prove', '--only', 'list_orders', '--sample', '12')
    await back()
    expect(code).toBe(2)
    expect(out).toMatch(/list_orders .*different/)
    const entry = json<Ledger>('ledger.json').objects.find(({ id }) => id === 'procedure:shop.list_orders')
    expect(entry).toMatchObject({ proof: 'executed', status: 'partial' })
    const codes = json<readonly LedgerFinding[]>('findings.json').filter(({ object }) => object === entry?.id)
    expect(codes.map(({ code: each }) => each)).toContain('XW-R0200')
    const files = readdirSync(join(shop.out.folder, 'prove')).filter((name) => name.includes('list_orders'))
    const [first] = files.filter((name) => name.endsWith('.source.sql'))
    const script = readFileSync(join(shop.out.folder, 'prove', first ?? ''), 'utf8')
    await shop.source.query(script)
    expect(files.some((name) => name.endsWith('.target.sql'))).toBe(true)
    expect((await shop.command('prove', '--only', 'list_orders')).code).toBe(0)
    const healed = json<Ledger>('ledger.json').objects.find(({ id }) => id === 'procedure:shop.list_orders')
    expect(healed).toMatchObject({ proof: 'equal', status: 'converted' })
  })

  it('gives the same cases for the same seed', async () => {
    const back = await replace('discount', (text) => text.replace('>= 100', '> 100'))
    const [one, two] = [await shop.prove({ only: ['discount'] }), await shop.prove({ only: ['discount'] })]
    await back()
    expect(one.objects[0]?.failing.length).toBeGreaterThan(0)
    expect(one.objects[0]?.failing.map(({ source }) => source)).toEqual(
      two.objects[0]?.failing.map(({ source }) => source),
    )
  })

  it('runs what commits when it is allowed to, and compares what stays', async () => {
    const { objects } = await shop.prove({ only: ['close_year'], allowCommit: true, sample: 2 })
    expect(objects[0]).toMatchObject({ state: 'equal' })
    const [left] = await shop.source.query('SELECT COUNT(*) FROM audit')
    const { rows } = await shop.target.query({ text: 'SELECT count(*) FROM shop.audit', rowMode: 'array' })
    expect({ left, rows }).toEqual({ left: [['0']], rows: [['0']] })
  })
})

describe.skipIf(!available('mariadb') || !available('postgres15'))('crosswalk prove and guards', () => {
  const sql = [
    'CREATE TABLE accounts (id INT AUTO_INCREMENT PRIMARY KEY, login VARCHAR(30) NOT NULL UNIQUE, state VARCHAR(8) NOT NULL);',
    "INSERT INTO accounts (login, state) VALUES ('ada@example.org', 'new'), ('bob@example.org', 'closed');",
    'CREATE TABLE terms (code CHAR(2) PRIMARY KEY, open INT NOT NULL);',
    'CREATE TABLE seats (account INT, term CHAR(2), day INT);',
    'INSERT INTO seats VALUES (1, NULL, 3), (2, NULL, 4);',
    'DELIMITER $$',
    'CREATE FUNCTION known_day(p INT) RETURNS INT DETERMINISTIC RETURN p BETWEEN 1 AND 7$$',
    'CREATE PROCEDURE enrol(p_login VARCHAR(30), p_term CHAR(2), p_day INT) BEGIN',
    "  IF p_term NOT IN ('1S', '2S') THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no such term'; END IF;",
    "  IF known_day(p_day) = 0 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no such day'; END IF;",
    "  IF p_login NOT LIKE '_%@_%._%' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no address'; END IF;",
    "  IF EXISTS (SELECT 1 FROM accounts WHERE login = p_login) THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'taken'; END IF;",
    '  IF (SELECT SUM(open) FROM terms WHERE code = p_term) IS NULL THEN',
    "    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'term is not open'; END IF;",
    "  INSERT INTO accounts (login, state) VALUES (p_login, 'new');",
    '  INSERT INTO seats VALUES (LAST_INSERT_ID(), p_term, p_day);',
    'END$$',
    "CREATE PROCEDURE never(p INT) BEGIN UPDATE accounts SET state = 'old' WHERE id = p; SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'not now'; END$$",
    "CREATE TRIGGER seats_bd BEFORE DELETE ON seats FOR EACH ROW IF (SELECT state FROM accounts WHERE id = OLD.account) <> 'closed' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'in use'; END IF$$",
    'DELIMITER ;',
  ].join('\n')
  let shop: Shop
  beforeAll(async () => {
    shop = await startShop(sql)
  })
  afterAll(async () => {
    await shop?.stop()
  })

  it('gets past one guard behind another, by arguments and by rows', async () => {
    const { objects } = await shop.prove({ only: ['enrol'] })
    expect(objects[0]).toMatchObject({ state: 'equal', runs: { different: 0 } })
    const { equal = 0, errors = 0 } = objects[0]?.runs ?? {}
    expect(equal).toBeGreaterThan(errors)
    const [numbers] = await shop.source.query(
      "SELECT AUTO_INCREMENT < 100000 FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'shop' AND TABLE_NAME = 'accounts'",
    )
    expect(numbers).toEqual([[1]])
  })

  it('changes rows of a table without a key', async () => {
    const { objects } = await shop.prove({ only: ['seats_bd'] })
    expect(objects[0]).toMatchObject({ state: 'equal', runs: { different: 0 } })
  })

  it('calls what is stopped every time partial, with the case that came furthest as a script', async () => {
    await shop.command('prove', '--only', 'never')
    const json = <T>(file: string): T => JSON.parse(readFileSync(join(shop.out.folder, file), 'utf8'))
    const entry = json<Ledger>('ledger.json').objects.find(({ id }) => id === 'procedure:shop.never')
    expect(entry).toMatchObject({ proof: 'executed', status: 'partial' })
    const found = json<readonly LedgerFinding[]>('findings.json').find(({ code }) => code === 'XW-R0203')
    expect(found).toMatchObject({ object: entry?.id, data: { stopped: '45000 (1644) not now' } })
    const script = readFileSync(join(shop.out.folder, 'prove/procedure-shop.never.nearest.source.sql'), 'utf8')
    await expect(shop.source.query(script)).rejects.toThrow('not now')
  })
})

describe.skipIf(!available('mariadb') || !available('postgres15'))(
  'crosswalk prove and code that a live source must be kept from',
  () => {
    const sql = [
      'CREATE TABLE kept (id INT PRIMARY KEY, n INT);',
      'CREATE TABLE lasting (id INT PRIMARY KEY) ENGINE = MyISAM;',
      'INSERT INTO kept VALUES (1, 10), (2, 20);',
      'CREATE TABLE stays (id INT PRIMARY KEY, n INT) ENGINE = MyISAM;',
      'CREATE TABLE stays_too (n INT) ENGINE = MyISAM;',
      'CREATE TABLE logged (id INT PRIMARY KEY, n INT);',
      'INSERT INTO stays VALUES (1, 10), (2, 20);',
      'INSERT INTO logged VALUES (1, 10), (2, 20);',
      'CREATE TABLE flags (id INT PRIMARY KEY, ok TINYINT(1), word VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci);',
      "INSERT INTO flags VALUES (1, 0, 'a'), (2, 1, 'b');",
      'CREATE VIEW seen AS SELECT id FROM stays WHERE n > 15;',
      'CREATE VIEW seen_too AS SELECT id FROM logged WHERE n > 15;',
      'DELIMITER $$',
      'CREATE TRIGGER logged_au AFTER UPDATE ON logged FOR EACH ROW INSERT INTO stays_too VALUES (NEW.n)$$',
      "CREATE PROCEDURE hidden_commit() BEGIN UPDATE kept SET n = 0; PREPARE s FROM 'COMMIT'; EXECUTE s; DEALLOCATE PREPARE s; END$$",
      'CREATE PROCEDURE maybe(p INT) BEGIN IF p > 5 THEN SELECT p; END IF; END$$',
      'CREATE PROCEDURE lists() BEGIN CREATE TEMPORARY TABLE some (n INT); SELECT * FROM some; SELECT id FROM kept; DROP TABLE some; END$$',
      'CREATE FUNCTION mixes(p VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci) RETURNS INT READS SQL DATA RETURN (SELECT COUNT(*) FROM flags WHERE word = p)$$',
      'CREATE TRIGGER flags_bu BEFORE UPDATE ON flags FOR EACH ROW IF NEW.ok = 1 AND OLD.ok = 0 THEN SET NEW.word = UPPER(NEW.word); END IF$$',
      'CREATE PROCEDURE raise_kept(p INT) BEGIN UPDATE kept SET n = n + p; COMMIT; END$$',
      'CREATE PROCEDURE fill_lasting() INSERT INTO lasting VALUES (7)$$',
      'CREATE FUNCTION endless(p INT) RETURNS INT DETERMINISTIC BEGIN WHILE p IS NOT NULL OR p IS NULL DO SET p = 1; END WHILE; RETURN p; END$$',
      'CREATE PROCEDURE waits() BEGIN DO SLEEP(0); END$$',
      'CREATE PROCEDURE defines() BEGIN CREATE TABLE made (id INT); END$$',
      'DELIMITER ;',
    ].join('\n')
    let shop: Shop
    beforeAll(async () => {
      shop = await startShop(sql)
    })
    afterAll(async () => {
      await shop?.stop()
    })

    it('keeps the source whole', async () => {
      const { objects, findings } = await shop.prove({ timeout: 1_000, sample: 3 })
      const states = Object.fromEntries(objects.map(({ name, state }) => [name, state]))
      expect(states).toMatchObject({
        'shop.hidden_commit': 'notRun',
        'shop.fill_lasting': 'notRun',
        'shop.defines': 'notRun',
        'shop.endless': 'open',
        'shop.seen': 'equal',
        'shop.seen_too': 'equal',
        'shop.maybe': 'equal',
        'shop.mixes': 'open',
        'shop.flags_bu': 'equal',
        'shop.lists': 'notRun',
      })
      expect(findings.filter(({ object }) => object === 'function:shop.endless').map(({ code }) => code)).toEqual([
        'XW-R0201',
      ])
      const notRun = Object.fromEntries(findings.map(({ object, code }) => [object, code]))
      expect(notRun['procedure:shop.waits'], 'nobody may run it').toBe('XW-R0204')
      expect(notRun['procedure:shop.defines'], 'it needs leave').toBe('XW-R0202')
      const [kept] = await shop.source.query('SELECT n FROM kept ORDER BY id')
      const [lasting] = await shop.source.query('SELECT COUNT(*) FROM lasting')
      expect({ kept, lasting }).toEqual({ kept: [[10], [20]], lasting: [['0']] })
      const [stays] = await shop.source.query('SELECT n FROM stays ORDER BY id')
      const [tooMany] = await shop.source.query('SELECT COUNT(*) FROM stays_too')
      expect({ stays, tooMany }).toEqual({ stays: [[10], [20]], tooMany: [['0']] })
    })

    it('reads the results of what it may let stay', async () => {
      const { objects } = await shop.prove({ timeout: 1_000, sample: 3, allowCommit: true, only: ['lists'] })
      expect(objects[0]).toMatchObject({ state: 'equal' })
    })

    it('stops where what stays has brought the sides apart, and leaves open what is run on such rows', async () => {
      const apart = 'both sides no longer hold the same rows in shop.kept'
      const prove = () => shop.prove({ timeout: 1_000, sample: 5, allowCommit: true, only: ['raise_kept'] })
      const sql = shop.out.statements.find((one) => one.name.name.text === 'raise_kept')?.sql ?? ''
      const wrong = sql.replace(/\+ p\b/, '- p')
      expect(wrong).not.toBe(sql)
      const made = (text: string): string => text.replace('CREATE PROCEDURE', 'CREATE OR REPLACE PROCEDURE')
      await shop.target.query(made(wrong))
      const first = (await prove()).objects[0]
      expect(first).toMatchObject({ state: 'different', runs: { different: 1 } })
      expect(first?.remarks).toEqual([apart])
      await shop.target.query(made(sql))
      const second = (await prove()).objects[0]
      expect(second?.runs.different).toBe(0)
      expect(second?.remarks).toContain(apart)
    })
  },
)
