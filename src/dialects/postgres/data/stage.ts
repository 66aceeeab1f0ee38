import type pg from 'pg'
import { TargetRefusal } from '../../../core/data/stream.js'
import { codeOf, reasonOf } from '../errors.js'
import { names } from '../names.js'
import { CopyIn } from './copy-in.js'
import type { TargetColumn } from './encoding.js'
import { typeForm, type ValueType } from './value-type.js'

/**
 * Values that a server knows by numbers of its own (names of tables, rights) have no binary form that another server
 * understands, and some types have none at all. Their columns come as text, into a table beside, and from there the server reads them.
 */
export interface Stage {
  readonly make: string
  readonly copy: string
  readonly move: string
}

export interface StagedColumn extends TargetColumn {
  /** The type of the target's column, where the value comes as text. */
  readonly readAs?: string
}

export const plainText: ValueType = { kind: 'base', oid: 25, name: 'text', modifier: -1 }

/** Types whose binary form says less than their text: XML without what it declares of itself, an empty query that no server takes. */
const moreInText: ReadonlySet<string> = new Set(['xml', 'tsquery'])

/** Whether values of the type go as text between two servers. */
export const goesAsText = (type: ValueType): boolean => typeForm(type) === null || hasMoreInText(type)

function hasMoreInText(type: ValueType): boolean {
  if (type.kind === 'base') return moreInText.has(type.name)
  return type.kind === 'record' ? type.fields.some(hasMoreInText) : type.kind === 'array' && hasMoreInText(type.of)
}

/** The column as the encoders see it: text. */
export const asText = (column: TargetColumn): StagedColumn => ({
  ...{ ...column, type: 'text', typeKind: 'b', typmod: -1, labels: [], elementOid: 0, elementLabels: [] },
  ...{ valueType: plainText, readAs: column.declared },
})

/** Undefined relation, function, object, schema. */
const unknownNames: ReadonlySet<string> = new Set(['42P01', '42883', '42704', '3F000'])

const place = 'pg_temp.crosswalk_stage'

/** A text type from which every cast reads as the type's input function does; those of `text` look names up in their own way. */
const textBeside = 'pg_catalog.bpchar'

/** Undefined where every column takes binary values. */
export function stageOf(table: string, columns: readonly StagedColumn[]): Stage | undefined {
  if (columns.every(({ readAs }) => readAs === undefined)) return undefined
  const own = columns.map(({ readAs, declared }, at) => `c${at} ${readAs === undefined ? declared : textBeside}`)
  const read = columns.map(({ readAs }, at) => (readAs === undefined ? `c${at}` : `c${at}::${readAs}`))
  const list = columns.map(({ name }) => names.quote(name)).join(', ')
  return {
    make: `CREATE TEMPORARY TABLE IF NOT EXISTS ${place.slice('pg_temp.'.length)} (${own.join(', ')}) ON COMMIT DROP`,
    copy: `COPY ${place} FROM STDIN (FORMAT binary)`,
    move: `INSERT INTO ${table} (${list}) OVERRIDING SYSTEM VALUE SELECT ${read.join(', ')} FROM ${place}`,
  }
}

interface CopyTarget {
  readonly copySql: string
  readonly stage?: Stage
}

/** Opens the COPY of a table, in a transaction. */
export async function openCopy(client: pg.Client, { copySql, stage }: CopyTarget): Promise<CopyIn> {
  if (!stage) return CopyIn.open(client, copySql)
  await client.query(stage.make)
  return CopyIn.open(client, stage.copy)
}

/** Ends it; the number of rows that the table has taken. */
export async function finishCopy(client: pg.Client, { stage }: CopyTarget, copy: CopyIn): Promise<number> {
  await copy.finish()
  if (!stage) return copy.rows
  try {
    const { rowCount } = await client.query(stage.move)
    await client.query(`TRUNCATE ${place}`)
    return rowCount ?? 0
  } catch (error) {
    // A name that the target does not know: the row's fault, not the statement's.
    if (unknownNames.has(codeOf(error) ?? '')) throw new TargetRefusal(reasonOf(error), { cause: error })
    throw error
  }
}
