import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { triggerKeeper } from '../../../../src/dialects/postgres/triggers.js'
import { available, connectPostgres, startPostgres15, type TestServer } from '../../../support/servers.js'

describe.skipIf(!available('postgres15'))('triggers and rules that are switched off for a while', () => {
  let server: TestServer
  let client: pg.Client
  beforeAll(async () => {
    server = await startPostgres15()
    client = await connectPostgres(server.endpoint)
  })
  afterAll(async () => {
    await client?.end()
    await server?.stop()
  })

  const states = async () =>
    (
      await client.query(`SELECT tgname AS name, tgrelid::regclass::text AS on, tgenabled AS state FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT rulename, ev_class::regclass::text, ev_enabled FROM pg_rewrite WHERE rulename <> '_RETURN' AND ev_class >= 16384 ORDER BY 1, 2`)
    ).rows

  it('act as before when they are on again, and those that were off stay off', async () => {
    await client.query(`CREATE SCHEMA "Odd s"; CREATE TABLE "Odd s"."t ""x" (id int PRIMARY KEY, n int) PARTITION BY RANGE (id);
      CREATE TABLE "Odd s".part PARTITION OF "Odd s"."t ""x" FOR VALUES FROM (0) TO (100);
      CREATE TABLE plain (id int); CREATE TABLE other (id int);
      CREATE FUNCTION doubled() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.n := NEW.n * 2; RETURN NEW; END $$;
      CREATE TRIGGER "a ""b" BEFORE INSERT ON "Odd s"."t ""x" FOR EACH ROW EXECUTE FUNCTION doubled();
      CREATE TRIGGER own BEFORE INSERT ON "Odd s".part FOR EACH ROW EXECUTE FUNCTION doubled();
      CREATE TRIGGER off BEFORE INSERT ON plain FOR EACH ROW EXECUTE FUNCTION doubled();
      CREATE TRIGGER always BEFORE UPDATE ON plain FOR EACH ROW EXECUTE FUNCTION doubled();
      CREATE TRIGGER elsewhere BEFORE UPDATE ON other FOR EACH ROW EXECUTE FUNCTION doubled();
      CREATE RULE nothing AS ON INSERT TO plain DO ALSO NOTHING;
      ALTER TABLE plain DISABLE TRIGGER off; ALTER TABLE plain ENABLE ALWAYS TRIGGER always`)
    const before = await states()
    const triggers = await triggerKeeper.read(server.endpoint, [
      { schema: 'Odd s', table: 't "x' },
      { schema: 'public', table: 'plain' },
    ])
    expect(triggers.map(({ name }) => name).sort()).toEqual(['a "b', 'always', 'nothing', 'own'])
    for (const _twice of [1, 2]) await triggerKeeper.takeAway(server.endpoint, triggers)
    await client.query('INSERT INTO "Odd s"."t ""x" VALUES (1, 1)')
    expect((await client.query('SELECT n FROM "Odd s".part')).rows).toEqual([{ n: '1' }])
    expect((await states()).filter(({ state, name }) => state !== 'D' && name !== 'elsewhere')).toEqual([])
    for (const _twice of [1, 2]) await triggerKeeper.bringBack(server.endpoint, triggers)
    expect(await states()).toEqual(before)
  })
})
