import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ServerVersion } from '../../../../src/core/ir/schema.js'
import {
  catchesClass,
  caughtStates,
  errorOf,
  escapesAny,
  raisedState,
  readCondition,
  signalNumber,
  statesOf,
} from '../../../../src/rules/conditions/conditions.js'
import { conditionTable, hubConditions } from '../../../../src/rules/conditions/tables.js'

const mysql8: ServerVersion = { flavour: 'mysql', major: 8, minor: 4, patch: 0, raw: '8.4.0' }
const mariadb: ServerVersion = { flavour: 'mariadb', major: 10, minor: 11, patch: 0, raw: '10.11.0-MariaDB' }
const caught = (sqlstate: string, version?: ServerVersion) =>
  caughtStates('postgres', readCondition('mysql', { sqlstate }, version))

describe('the condition tables', () => {
  it('name only conditions of the hub, each error once for a version', () => {
    const { errors, classes } = conditionTable('mysql')
    const names = [...errors.flatMap((each) => each.is), ...Object.values(classes)]
    const written = conditionTable('postgres').conditions.map((each) => each.name)
    expect([...names, ...written].filter((name) => !hubConditions().has(name))).toEqual([])
    expect(new Set(written).size).toBe(written.length)
    for (const version of [mysql8, mariadb]) {
      const there = errors.filter((each) => each.versions === undefined || each.versions === version.flavour)
      expect(new Set(there.map((each) => each.number)).size).toBe(there.length)
    }
  })

  it('have a use for every condition of the hub', () => {
    const named = new Set(
      ['mysql', 'oracle'].flatMap((dialect) => conditionTable(dialect).errors).flatMap((each) => each.is),
    )
    expect([...hubConditions().keys()].filter((name) => !named.has(name))).toEqual([])
  })
})

describe('a handler of the source', () => {
  it('for SQLSTATE 23000 catches every broken constraint', () => {
    expect(caught('23000', mariadb)).toEqual(
      expect.arrayContaining(['23505', '23503', '23001', '23502', '23514', '23000']),
    )
  })

  it('for SQLSTATE 23000 leaves a broken CHECK alone where the source gives it another SQLSTATE', () => {
    expect(caught('23000', mysql8)).not.toContain('23514')
    expect(caught('HY000', mysql8)).toContain('23514')
  })

  it('for an error number catches what this error is on the target', () => {
    const states = (number: string) => caughtStates('postgres', readCondition('mysql', { number }))
    expect(states('1062')).toContain('23505')
    expect(states('1062')).not.toContain('23502')
    expect(states('1452')).toEqual(['23503'])
    expect(states('1172')).toEqual(['P0003'])
    expect(states('1213')).toEqual(['40P01'])
    expect(states('1305')).toEqual(['42883', '3B001'])
    expect(states('1644')).toEqual(['45000'])
  })

  it('for an error that the target never has catches nothing', () => {
    expect(caughtStates('postgres', readCondition('mysql', { number: '1424' }))).toEqual([])
    expect(caughtStates('postgres', readCondition('mysql', { number: '99999' }))).toEqual([])
    expect(caught('01234')).toEqual([])
  })

  it('for a SQLSTATE of the program itself catches that one', () => {
    expect(readCondition('mysql', { sqlstate: '45000' })).toEqual({ names: [], state: '45000' })
    expect(caught('45abc')).toEqual(['45ABC'])
  })

  it('for 02000 is one for no row', () => {
    expect(readCondition('mysql', { sqlstate: '02000' })).toEqual({ names: ['noData'], state: '02000' })
    expect(caught('02000')).toEqual(['P0002', '02000'])
  })
})

describe('facts beside', () => {
  it('names of errors, numbers of signals, states to raise', () => {
    expect(errorOf('mysql', '1366', mysql8)).toMatchObject({ state: 'HY000' })
    expect(errorOf('mysql', '1366', mariadb)).toMatchObject({ state: '22007' })
    expect([signalNumber('mysql', '45000'), signalNumber('mysql', '01000')]).toEqual([1644, 1642])
    expect(raisedState('postgres', 'uniqueViolation')).toBe('23505')
    expect(raisedState('postgres', 'warning')).toBeUndefined()
    expect(statesOf('postgres', ['warning'])).toEqual([])
  })

  it('which SQLSTATEs catch more than themselves, or escape', () => {
    expect([catchesClass('postgres', '45000'), catchesClass('postgres', '45001')]).toEqual([true, false])
    expect([escapesAny('postgres', '57014'), escapesAny('postgres', '23505')]).toEqual([true, false])
  })
})

/** Condition, what the target does under it. Statements run one by one in a transaction of their own. */
const provoked: readonly (readonly [string, string])[] = [
  ['noData', block('a int;', 'select id into strict a from t where false;')],
  ['tooManyRows', block('a int;', 'select id into strict a from t;')],
  ['cardinality', 'select (select id from t)'],
  ['uniqueViolation', 'insert into t(id, n) values (1, 1)'],
  ['parentMissing', 'insert into ch values (5, 99)'],
  ['stillReferenced', 'delete from t where id = 1'],
  ['stillReferenced', 'delete from t where id = 3'],
  ['notNullViolation', 'insert into t(id, n) values (9, null)'],
  ['valueMissing', 'insert into t(id) values (9)'],
  ['checkViolation', 'insert into t(id, n, c) values (9, 1, -1)'],
  ['viewCheckViolation', 'insert into v values (20, 20)'],
  ['partitionMissing', 'insert into pt values (1)'],
  ['generatedColumn', 'insert into gc values (1, 1)'],
  ['divisionByZero', 'select 1 / (n - n) from t'],
  ['numberOutOfRange', 'select 2147483647 + n from t'],
  ['textTooLong', "update t set s = 'abcdef'"],
  ['invalidText', "select 'abc'::int"],
  ['valueNotInList', "select 'zz'::en"],
  ['invalidDate', "select '2020-99-99'::date"],
  ['invalidDate', "select 'zz'::date"],
  ['invalidBytes', "select convert_from('\\xff', 'UTF8')"],
  ['invalidJson', "select '{'::jsonb"],
  ['invalidPattern', "select 'a' ~ '('"],
  ['invalidArgument', "select now() at time zone 'nosuch'"],
  ['wrongColumnCount', 'insert into t(id) values (1, 2)'],
  ['undefinedTable', 'select * from nosuch'],
  ['duplicateTable', 'create table t(a int)'],
  ['undefinedColumn', 'select nosuch from t'],
  ['duplicateColumn', 'alter table t add column n int'],
  ['ambiguousColumn', 'select id from t, ch'],
  ['duplicateAlias', 'select * from t, t'],
  ['undefinedRoutine', 'select nosuch(1)'],
  ['duplicateRoutine', "create function bare() returns int language sql as 'select 1'"],
  ['undefinedSchema', 'create table nosuch.a(b int)'],
  ['duplicateSchema', 'create schema public'],
  ['undefinedObject', 'drop index nosuch'],
  ['duplicateObject', 'alter table t add constraint t_c_check check (c > 1)'],
  ['wrongObjectKind', 'drop view t'],
  ['invalidTable', 'alter table t add primary key (n)'],
  ['stillNeeded', 'drop table t'],
  ['syntaxError', 'selec 1'],
  ['groupingError', 'select n, count(*) from t'],
  ['typeMismatch', "insert into t(id, n) select 'a'::text, 1"],
  ['collationMismatch', `select 'a' collate "C" < 'b' collate "POSIX"`],
  ['notSupported', 'truncate t'],
  ['readOnly', 'set transaction read only; delete from ch'],
  ['transactionActive', 'select 1 from t; set transaction isolation level serializable'],
  ['transactionEnd', 'select ends()'],
  ['undefinedSavepoint', 'rollback to nosuch'],
  ['cursorOpen', block('c cursor for select 1;', 'open c; open c;')],
  ['cursorNotOpen', block('c cursor for select 1; a int;', 'fetch c into a;')],
  ['cursorNotOpen', block('c cursor for select 1;', 'open c; close c; close c;')],
  ['caseNotFound', block('a int;', 'case a when 1 then null; end case;')],
  ['noReturn', 'select bare()'],
  ['undefinedStatement', 'execute nosuch'],
  ['sequenceExhausted', "select nextval('s1'), nextval('s1'), nextval('s1')"],
]

function block(declarations: string, statements: string): string {
  return `do $$declare ${declarations} begin ${statements} end$$`
}

describe('the target', () => {
  let db: PGlite
  beforeAll(async () => {
    db = await PGlite.create()
    await db.exec(`
      create table t(id int primary key, n int not null, s varchar(3), c int check (c > 0));
      create table ch(id int primary key, p int references t(id), r int references t(id) on delete restrict);
      insert into t(id, n) values (1, 1), (2, 2), (3, 3);
      insert into ch values (1, 1, 2), (2, 2, 3);
      create table pt(a int) partition by range (a);
      create view v as select id, n from t where n < 10 with check option;
      create type en as enum ('a', 'b');
      create table gc(a int, b int generated always as (a + 1) stored);
      create sequence s1 maxvalue 2;
      create function bare() returns int language plpgsql as $$begin end$$;
      create function ends() returns int language plpgsql as $$begin commit; return 1; end$$`)
  })
  afterAll(() => db.close())

  it.each(provoked)('raises for %s what the table says: %s', async (name, sql) => {
    await db.exec('begin')
    const error: unknown = await db.exec(sql).then(
      () => undefined,
      (raised: unknown) => raised,
    )
    await db.exec('rollback')
    expect(statesOf('postgres', [name])).toContain(Object(error).code)
  })
})
