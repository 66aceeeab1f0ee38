import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sameMeaning } from './meaning.js'
import type { Side } from './side.js'
import { block, lastBlocks, type Way, type WideTable } from './tables.js'
import type { Travel } from './travel.js'

/** Values of the loaded tables that are not on the target what they are on the source, by each side's own text. */
export async function lostInLoad({ source, target, kept }: Travel): Promise<readonly string[]> {
  const lost: string[] = []
  for (const table of kept) {
    const [from, to] = [await loadedTexts(source, table), await loadedTexts(target, table)]
    for (const [row, { column, sample }] of table.rows.entries()) {
      const type = table.columns[column]?.type ?? ''
      const [was, is] = [from.get(row + 1), to.get(row + 1)]
      if (is?.others !== 0)
        lost.push(`${type} ${cut(sample.value)}: other columns are not NULL, or the row is not there`)
      if (was === undefined || was.text === null || !is || is.text === null)
        lost.push(`${type} ${cut(sample.value)}: ${was?.text} became ${is?.text}`)
      else if (!sameMeaning([source.engine, target.engine], type, was.text, is.text))
        lost.push(`${type} ${cut(sample.value)}: ${cut(was.text)} became ${cut(is.text)}`)
    }
  }
  return lost
}

const cut = (text: string): string => text.slice(0, 80)

interface Loaded {
  readonly text: string | null
  /** Columns besides its own that have a value. */
  readonly others: number
}

async function loadedTexts(side: Side, table: WideTable): Promise<ReadonlyMap<number, Loaded>> {
  const types = await typesOf(side, table)
  const texts = new Map<number, Loaded>()
  for (const [at, { name }] of table.columns.entries()) {
    const rows = table.rows.flatMap(({ column }, row) => (column === at ? [row + 1] : []))
    const others = table.columns
      .filter((one) => one.name !== name)
      .map((one) => `CASE WHEN ${one.name} IS NOT NULL THEN 1 ELSE 0 END`)
    const found = await side.rows(
      `SELECT id, ${side.text(name, types.get(name) ?? '')}, ${['0', ...others].join(' + ')} FROM ${table.name}_load WHERE id IN (${rows.join(', ')})`,
    )
    for (const [id, text, count] of found) texts.set(Number(id), { text: text ?? null, others: Number(count) })
  }
  return texts
}

async function typesOf(side: Side, table: WideTable): Promise<ReadonlyMap<string, string>> {
  const sql = `SELECT column_name, data_type FROM information_schema.columns WHERE table_name = '${table.name}_load'`
  return new Map((await side.rows(sql)).map(([name, type]) => [name ?? '', type ?? '']))
}

/** Rows of a way that are not what the load made of the same values: the target is asked, and compares its own bytes. */
export async function lostOnTheWay({ target }: Travel, table: WideTable, way: Way): Promise<readonly string[]> {
  const types = await typesOf(target, table)
  const [own, loaded] = [`${table.name}_${way}`, `${table.name}_load`]
  const lost: string[] = []
  for (const { name, type } of table.columns) {
    const same = target.same(`t.${name}`, `l.${name}`, types.get(name) ?? '')
    const rows = await target.rows(
      `SELECT t.id FROM ${own} t JOIN ${loaded} l ON l.id = t.id % ${block} WHERE NOT (${same})`,
    )
    for (const [id] of rows) {
      const sample = table.rows[(Number(id) % block) - 1]
      lost.push(`${type} ${cut(sample?.sample.value ?? '')} in block ${Math.floor(Number(id) / block)}`)
    }
  }
  const counts = await target.rows(`SELECT FLOOR(id / ${block}), COUNT(*) FROM ${own} GROUP BY 1 ORDER BY 1`)
  const wanted = lastBlocks.map((at) => `${at}: ${table.rows.length}`).join(', ')
  const found = counts.map(([at, count]) => `${Number(at)}: ${count}`).join(', ')
  return found === wanted ? lost : [...lost, `blocks ${found} instead of ${wanted}`]
}

/** Type, value and code of every row that the load set aside. */
export function setAsideByLoad({ folder, refused }: Travel): readonly string[] {
  const rejects = join(folder, 'tasks/ways/out/rejects')
  const files = existsSync(rejects) ? readdirSync(rejects) : []
  return files
    .flatMap((file) => {
      const table = refused.find(({ name }) => file.includes(`${name}_load`))
      const lines = readFileSync(join(rejects, file), 'utf8').trim().split('\n')
      return lines
        .map((line): { readonly key: { readonly id: string }; readonly code: string } => JSON.parse(line))
        .map(({ key, code }) => (table ? described(table, Number(key.id), code) : `${file} ${key.id} ${code}`))
    })
    .sort()
}

/** The same of the stream. */
export async function setAsideByStream({ target, refused }: Travel): Promise<readonly string[]> {
  const rows = await target.rows(`SELECT target_table, row_key, code FROM crosswalk.apply_exception`)
  return rows
    .map(([name, key, code]) => {
      const table = refused.find((one) => `${one.name}_stream` === name)
      const id = Number(/\d+/.exec(key ?? '')?.[0])
      return table ? described(table, id, code ?? '') : `${name} ${key} ${code}`
    })
    .sort()
}

export const wantedAside = (refused: readonly WideTable[], way: 'load' | 'stream'): readonly string[] =>
  refused
    .flatMap((table) =>
      table.rows.flatMap(({ sample }, row) => {
        const code = sample.refused?.[way]
        return code === undefined ? [] : [described(table, row + 1, code)]
      }),
    )
    .sort()

function described(table: WideTable, id: number, code: string): string {
  const row = table.rows[id - 1]
  return `${table.columns[row?.column ?? -1]?.type} ${cut(row?.sample.value ?? '')} ${code}`
}
