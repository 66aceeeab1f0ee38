import type pg from 'pg'

/** Digits behind the point of money: its binary form leaves them to lc_monetary. */
export async function readMoneyScale(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ one: string }>('SELECT 1::money::numeric::text AS one')
  return /\.(\d*)$/.exec(rows[0]?.one ?? '')?.[1]?.length ?? 0
}
