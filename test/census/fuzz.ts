import type mysql from 'mysql2/promise'
import { generateSchema } from './schema-generator.js'

/** Makes one database per seed on the source, of what its server takes. Gives their names and how many statements it took. */
export async function createDatabases(
  client: mysql.Connection,
  seeds: readonly number[],
): Promise<{ readonly schemas: readonly string[]; readonly accepted: number }> {
  let accepted = 0
  const schemas = seeds.map((seed) => `seed_${seed}`)
  for (const seed of seeds) {
    await client.query(`CREATE DATABASE seed_${seed} CHARACTER SET utf8mb4; USE seed_${seed}`)
    for (const attempts of generateSchema(seed)) if (await firstTaken(client, attempts)) accepted += 1
  }
  return { schemas, accepted }
}

async function firstTaken(client: mysql.Connection, attempts: readonly string[]): Promise<boolean> {
  for (const sql of attempts) {
    const taken = await client.query(sql).then(
      () => true,
      () => false,
    )
    if (taken) return true
  }
  return false
}
