import type mysql from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { triggerKeeper } from '../../../../src/dialects/mysql/triggers.js'
import { available, connectMysql, startMariadb, type TestServer } from '../../../support/servers.js'

describe.skipIf(!available('mariadb'))('triggers that are taken away for a while', () => {
  let server: TestServer
  let my: mysql.Connection
  beforeAll(async () => {
    server = await startMariadb()
    my = await connectMysql(server.endpoint)
  })
  afterAll(async () => {
    await my?.end()
    await server?.stop()
  })

  const written = async () => {
    const [rows] = await my.query<mysql.RowDataPacket[]>('SELECT said FROM kept.`lo``g` ORDER BY id')
    return rows.map((row) => Object.values(row)[0])
  }
  const seen = async () => {
    const [rows] = await my.query<mysql.RowDataPacket[]>(
      `SELECT TRIGGER_NAME, EVENT_MANIPULATION, ACTION_TIMING, ACTION_ORDER, ACTION_STATEMENT, SQL_MODE, DEFINER, COLLATION_CONNECTION
       FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = 'kept' ORDER BY 2, 3, 4`,
    )
    return rows
  }

  it('are there again, in their order, with their modes, definers and texts', async () => {
    await my.query(`CREATE DATABASE kept; USE kept; CREATE TABLE t (id INT PRIMARY KEY); CREATE TABLE other (id INT);
      CREATE TABLE \`lo\`\`g\` (id INT AUTO_INCREMENT PRIMARY KEY, said VARCHAR(60));
      CREATE USER author@localhost;
      CREATE TRIGGER z AFTER INSERT ON t FOR EACH ROW INSERT INTO \`lo\`\`g\` (said) VALUES ('first ''ü☕');
      SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES';
      CREATE DEFINER = author@localhost TRIGGER "a ""quoted"" name" AFTER INSERT ON t FOR EACH ROW INSERT INTO "lo\`g" (said) VALUES ('second' || '\\' || NEW.id);
      SET sql_mode = DEFAULT;
      CREATE TRIGGER m AFTER INSERT ON t FOR EACH ROW PRECEDES z INSERT INTO \`lo\`\`g\` (said) VALUES ('before all');
      CREATE TRIGGER elsewhere AFTER INSERT ON other FOR EACH ROW SET @x = 1`)
    const before = await seen()
    const triggers = await triggerKeeper.read(server.endpoint, [{ schema: 'kept', table: 't' }])
    expect(triggers.map(({ name }) => name)).toEqual(['m', 'z', 'a "quoted" name'])
    for (const _twice of [1, 2]) await triggerKeeper.takeAway(server.endpoint, triggers)
    await my.query('INSERT INTO kept.t VALUES (1)')
    expect(await written()).toEqual([])
    for (const _twice of [1, 2]) await triggerKeeper.bringBack(server.endpoint, triggers)
    expect(await seen()).toEqual(before)
    await my.query('GRANT ALL ON kept.* TO author@localhost; INSERT INTO kept.t VALUES (2)')
    expect(await written()).toEqual(['before all', "first 'ü☕", 'second\\2'])
  })
})
