import mysql from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorOf } from '../../../../src/rules/conditions/conditions.js'
import { available, startMariadb, type TestServer } from '../../../support/servers.js'

/** Error number, and a statement that raises it. */
const provoked: readonly (readonly [number, string])[] = [
  [1062, 'insert into t(id, n) values (1, 1)'],
  [1452, 'insert into ch values (2, 99)'],
  [1451, 'delete from t where id = 1'],
  [1048, 'insert into t(id, n) values (9, null)'],
  [1364, 'insert into t(id) values (9)'],
  [4025, 'insert into t(id, n, c) values (9, 1, -1)'],
  [1369, 'insert into v values (20, 20)'],
  [1526, 'insert into pt values (50)'],
  [1906, 'insert into g values (1, 1)'],
  [1365, 'update t set n = 1 / 0'],
  [1264, 'insert into t(id, n) values (99999999999, 1)'],
  [1690, 'select 9223372036854775807 + 1'],
  [1406, "insert into t(id, n, s) values (9, 1, 'toolong')"],
  [1265, "insert into t(id, n, e) values (9, 1, 'zz')"],
  [1366, "insert into t(id, n) values ('abc', 1)"],
  [1292, "insert into t(id, n, d) values (9, 1, '2020-99-99')"],
  [1139, "select 'a' regexp '('"],
  [1172, 'select id into @a from t'],
  [1242, 'select (select id from t)'],
  [1222, 'select 1 union select 1, 2'],
  [1136, 'insert into t values (1)'],
  [1146, 'select * from nosuch'],
  [1051, 'drop table nosuch'],
  [4092, 'drop view nosuch'],
  [1050, 'create table t(a int)'],
  [1054, 'select nosuch from t'],
  [1060, 'alter table t add column n int'],
  [1110, 'insert into t(id, id) values (1, 2)'],
  [1052, 'select id from t a, t b'],
  [1066, 'select * from t, t'],
  [1305, 'call nosuch()'],
  [1304, 'create procedure p() begin end'],
  [1318, 'call p(1)'],
  [1049, 'use nosuch'],
  [1007, 'create database test'],
  [1008, 'drop database nosuch'],
  [1061, 'alter table t add index (n), add index n (n)'],
  [1091, 'alter table t drop index nosuch'],
  [1360, 'drop trigger nosuch'],
  [1064, 'selec 1'],
  [1140, 'select n, count(*) from t'],
  [1243, 'execute nosuch'],
  [1424, 'select again(1)'],
  [1325, 'begin not atomic declare c cursor for select 1; open c; open c; end'],
  [1326, 'begin not atomic declare c cursor for select 1; close c; end'],
  [1329, 'begin not atomic declare a int; declare c cursor for select 1 where 0; open c; fetch c into a; end'],
  [1339, 'begin not atomic case 1 when 2 then select 1; end case; end'],
  [1321, 'select bare()'],
  [1193, 'set nosuch = 1'],
  [1643, "signal sqlstate '02000'"],
  [1645, 'resignal'],
  [1792, 'begin not atomic start transaction read only; insert into t(n) values (1); end'],
]

describe.skipIf(!available('mariadb'))('errors of a real source server', () => {
  let server: TestServer
  let connection: mysql.Connection
  beforeAll(async () => {
    server = await startMariadb()
    const { host, port, user, password } = server.endpoint
    connection = await mysql.createConnection({ host, port, user, ...(password ? { password } : {}), database: 'test' })
    for (const sql of setUp) await connection.query(sql)
  }, 60_000)
  afterAll(async () => {
    await connection?.end()
    await server?.stop()
  })

  it.each(provoked)('number %i has the SQLSTATE of the table: %s', async (number, sql) => {
    const error: unknown = await connection.query(sql).then(
      () => undefined,
      (raised: unknown) => raised,
    )
    await connection.query('rollback')
    const { errno, sqlState } = Object(error)
    expect(errno).toBe(number)
    const version = { flavour: 'mariadb', major: 10, minor: 11, patch: 0, raw: '' }
    expect(errorOf('mysql', String(number), version)?.state).toBe(sqlState)
  })

  it('sends 1644 with the SQLSTATE of the program when a SIGNAL gives no number', async () => {
    const error: unknown = await connection.query("signal sqlstate '45123'").catch((raised: unknown) => raised)
    expect(Object(error)).toMatchObject({ errno: 1644, sqlState: '45123' })
  })
})

const setUp: readonly string[] = [
  "set sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,ONLY_FULL_GROUP_BY'",
  `create table t(id int primary key auto_increment, n int not null, s varchar(3), c int check (c > 0), d date,
     e enum('a', 'b'))`,
  'create table ch(id int primary key, p int, foreign key (p) references t(id))',
  'insert into t(id, n) values (1, 1), (2, 2)',
  'insert into ch values (1, 1)',
  'create table pt(a int) partition by range (a) (partition p0 values less than (10))',
  'create view v as select id, n from t where n < 10 with check option',
  'create table g(a int, b int as (a + 1) stored)',
  'create procedure p() begin end',
  'create function again(a int) returns int deterministic return again(a)',
  'create function bare() returns int deterministic begin if 0 then return 1; end if; end',
]
