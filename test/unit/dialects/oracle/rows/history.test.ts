import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Table } from '../../../../../src/core/ir/schema.js'
import { absentIn } from '../../../../../src/core/mapping/absent-value.js'
import type { TableMapping } from '../../../../../src/core/mapping/mapping.js'
import { RowValues } from '../../../../../src/dialects/oracle/data/row-values.js'
import { type RowHandler, walkRows } from '../../../../../src/dialects/oracle/parse/rows/walk.js'
import { scriptParser } from '../../../../../src/dialects/oracle/parse/script-parser.js'

const folder = mkdtempSync(join(tmpdir(), 'history-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Rows of the tables of a script as they are loaded: cells joined by bars, NULL a dash. */
async function loaded(script: string) {
  const path = join(folder, 'x.sql')
  const bytes = Buffer.from(script)
  writeFileSync(path, bytes)
  const file = {
    path,
    size: bytes.length,
    chunks: async function* () {
      yield bytes
    },
  }
  const { value, findings } = await scriptParser.readScript([file], { defaultSchema: 'app' })
  const tables = value.catalog.schemas.flatMap(({ objects }) =>
    objects.filter((each): each is Table => each.kind === 'table'),
  )
  const rows: string[] = []
  for (const segment of value.data ?? []) {
    const table = tables.find(({ name }) => name.name.text === segment.table.name.text)
    if (!table) throw new Error(`no table ${segment.table.name.text}`)
    const mapping = mappingOf(table)
    const values = new RowValues(mapping, mapping.columns, segment)
    await walkRows({ segment, from: segment.from, to: segment.to }, handlerOf(mapping, values, rows))
  }
  return { rows, codes: findings.map(({ code }) => code).filter((code) => code !== 'XW-P0220' && code !== 'XW-T0025') }
}

function handlerOf({ columns, source }: TableMapping, values: RowValues, rows: string[]): RowHandler {
  const shown = (at: number): string => {
    const cell = values.value(at)
    if (cell.kind === 'null') return '-'
    if (cell.kind === 'number') return cell.digits
    return cell.kind === 'text' || cell.kind === 'moment' ? cell.text : cell.kind
  }
  return {
    full: false,
    ready: async () => {},
    clause: (list) => values.begin(list),
    row: (row) =>
      rows.push(values.take(row) ? `${source.table} ${columns.map((_, at) => shown(at)).join('|')}` : 'refused'),
    broken: (code) => rows.push(code),
  }
}

function mappingOf({ name, columns }: Table): TableMapping {
  const target = (column: Table['columns'][number]) => ({
    name: column.name.text,
    type: column.type.logical,
    native: column.type.native,
    nullable: column.nullable,
    generated: false,
  })
  return {
    source: { schema: 'app', table: name.name.text },
    target: { schema: 'app', table: name.name.text },
    columns: columns.map((column) => ({ source: { ...target(column), ...absentIn(column) }, target: target(column) })),
    key: [],
  }
}

const tables = "CREATE TABLE a (x NUMBER(5,1), y VARCHAR2(9) DEFAULT 'old');\nCREATE TABLE b (x NUMBER PRIMARY KEY);\n"

describe('which rows of a script are there', () => {
  it('is decided by its COMMIT, ROLLBACK and SAVEPOINT', async () => {
    const { rows } = await loaded(`${tables}
INSERT INTO a (x) VALUES (1);
COMMIT WORK;
INSERT INTO a (x) VALUES (2);
INSERT INTO b VALUES (2);
ROLLBACK;
INSERT INTO a (x) VALUES (3);
SAVEPOINT here;
INSERT INTO a (x) VALUES (4);
SAVEPOINT there;
INSERT INTO b VALUES (4);
ROLLBACK WORK TO SAVEPOINT HERE;
ROLLBACK TO there;
INSERT INTO a (x) VALUES (5);
BEGIN INSERT INTO b VALUES (6); COMMIT; INSERT INTO b VALUES (7); ROLLBACK; INSERT INTO b VALUES (8); END;
/
`)
    expect(rows).toEqual(['a 1|old', 'a 3|old', 'a 5|old', 'b 6', 'b 8'])
  })

  it('is decided by definitions, the client and AUTOCOMMIT, which commit', async () => {
    const { rows } = await loaded(`${tables}
INSERT INTO b VALUES (1);
CREATE TABLE c (x NUMBER);
ROLLBACK;
INSERT INTO b VALUES (2);
CONNECT app/x
ROLLBACK;
SET AUTOCOMMIT ON
INSERT INTO b VALUES (3);
ROLLBACK;
SET AUTO OFF
INSERT INTO b VALUES (4);
EXIT ROLLBACK
`)
    expect(rows).toEqual(['b 1', 'b 2', 'b 3'])
  })

  it('comes back with what was deleted or changed before a ROLLBACK', async () => {
    const { rows, codes } = await loaded(`${tables}
INSERT INTO b VALUES (1);
COMMIT;
DELETE FROM b;
INSERT INTO b VALUES (2);
UPDATE b SET x = 3 WHERE x = 2;
ROLLBACK;
`)
    expect(rows).toEqual(['b 1'])
    expect(codes).toEqual([])
  })

  it('is said to be unclear where a program may have ended the transaction', async () => {
    const quiet = await loaded(`${tables}INSERT INTO b VALUES (1);\nBEGIN p; END;\n/\nCOMMIT;\nROLLBACK;\n`)
    expect(quiet.codes).toEqual([])
    const back = await loaded(`${tables}INSERT INTO b VALUES (1);\nEXEC p\nROLLBACK;\n`)
    expect(back).toEqual({ rows: [], codes: ['XW-P0231'] })
    const inside = await loaded(`${tables}INSERT INTO b VALUES (1);\nBEGIN p; ROLLBACK; END;\n/\n`)
    expect(inside).toEqual({ rows: ['b 1'], codes: ['XW-P0231'] })
  })

  it('is twice what a slash behind the semicolon runs again, without a key', async () => {
    const { rows, codes } = await loaded(`${tables}
INSERT INTO a (x) VALUES (1);
INSERT INTO a (x) VALUES (2);
/
-- and on
INSERT INTO a (x) VALUES (3)
/
INSERT INTO b VALUES (4);
PROMPT done
/
BEGIN INSERT INTO a (x) VALUES (5); END;
/
UPDATE b SET x = 1 WHERE x = 9;
/
`)
    expect(rows).toEqual(['a 1|old', 'a 2|old', 'a 2|old', 'a 3|old', 'b 4', 'a 5|old'])
    expect(codes).toEqual(['XW-P0232', 'XW-P0232', 'XW-P0217'])
  })

  it('follows a table that is renamed, and not another one that gets its name', async () => {
    const { rows } = await loaded(`${tables}
INSERT INTO b VALUES (1);
RENAME b TO old_b;
CREATE TABLE b (x NUMBER);
INSERT INTO b VALUES (2);
ALTER TABLE old_b ADD (z NUMBER DEFAULT 7);
`)
    expect(rows).toEqual(['old_b 1|7', 'b 2'])
  })
})

describe('rows in front of an ALTER TABLE', () => {
  it('keep the defaults of their time, and get the first one of a column that comes', async () => {
    const { rows } = await loaded(`${tables}
INSERT INTO a (x) VALUES (1);
INSERT INTO a VALUES (2, DEFAULT);
ALTER TABLE a MODIFY (y DEFAULT 'new');
INSERT INTO a (x) VALUES (3);
ALTER TABLE a ADD (z NUMBER DEFAULT 5);
INSERT INTO a (x) VALUES (4);
ALTER TABLE a MODIFY (z DEFAULT 6);
INSERT INTO a VALUES (5, 'y', 7);
INSERT INTO a (x) VALUES (6);
`)
    expect(rows).toEqual(['a 1|old|5', 'a 2|old|5', 'a 3|new|5', 'a 4|new|5', 'a 5|y|7', 'a 6|new|6'])
  })

  it('keep what the types of their time made of their values', async () => {
    const { rows } = await loaded(`CREATE TABLE t (n NUMBER(5,1), d TIMESTAMP(0));
INSERT INTO t VALUES (1.25, TIMESTAMP '2024-01-02 03:04:05.7');
ALTER TABLE t MODIFY (n NUMBER(9,3), d TIMESTAMP(3));
INSERT INTO t VALUES (1.25, TIMESTAMP '2024-01-02 03:04:05.7');
`)
    expect(rows).toEqual(['t 1.3|2024-01-02 03:04:06', 't 1.25|2024-01-02 03:04:05.7'])
  })

  it('belong to the columns that they named, whatever these are called in the end', async () => {
    const { rows } = await loaded(`${tables}
INSERT INTO a (y, x) VALUES ('p', 1);
ALTER TABLE a RENAME COLUMN y TO w;
INSERT INTO a VALUES (2, 'q');
ALTER TABLE a DROP COLUMN x;
ALTER TABLE a ADD (x VARCHAR2(3));
INSERT INTO a VALUES ('r', 's');
`)
    expect(rows).toEqual(['a p|-', 'a q|-', 'a r|s'])
  })
})

describe('a trigger that a script makes in front of rows', () => {
  const trigger = (when: string): string =>
    `CREATE TRIGGER tr BEFORE ${when} ON app.b FOR EACH ROW BEGIN :NEW.x := 1; END;\n/\n`

  it('is said once where it would have fired', async () => {
    const insert = 'INSERT INTO b VALUES (1);\n'
    expect((await loaded(`${tables}${trigger('INSERT OR UPDATE')}${insert}${insert}`)).codes).toEqual(['XW-P0233'])
    expect((await loaded(`${tables}${insert}${trigger('INSERT')}`)).codes).toEqual([])
    expect((await loaded(`${tables}${trigger('UPDATE')}${insert}`)).codes).toEqual([])
    const off = `ALTER TABLE b DISABLE ALL TRIGGERS;\n${insert}ALTER TABLE b ENABLE ALL TRIGGERS;\n`
    expect((await loaded(`${tables}${trigger('INSERT')}${off}`)).codes).toEqual([])
    expect((await loaded(`${tables}${trigger('INSERT')}DROP TRIGGER tr;\n${insert}`)).codes).toEqual(['XW-P0223'])
  })
})
