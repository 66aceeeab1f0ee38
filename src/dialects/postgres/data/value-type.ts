import type pg from 'pg'

/** A type as it shapes the binary form of its values; a domain is its base type with the domain's number. */
export type ValueType =
  | {
      readonly kind: 'base'
      readonly oid: number
      /** Name in pg_type: `int4`, `varchar`. */
      readonly name: string
      /** pg_attribute.atttypmod; −1: none. */
      readonly modifier: number
    }
  /** The binary form is the label. */
  | { readonly kind: 'enum'; readonly oid: number; readonly labels: readonly string[] }
  | { readonly kind: 'array'; readonly oid: number; readonly of: ValueType }
  | { readonly kind: 'range' | 'multirange'; readonly oid: number; readonly of: ValueType }
  | { readonly kind: 'record'; readonly oid: number; readonly fields: readonly ValueType[] }

/** Their binary form is a number of an object of this one server (manual: Object Identifier Types), or nobody may send it. */
const ofThisServer =
  /^(|aclitem|pg_(node_tree|ndistinct|dependencies|mcv_list)|reg(class|collation|config|dictionary|namespace|oper|operator|proc|procedure|role|type))$/

/**
 * What must be equal for bytes to mean the same on two servers, `postgres array(int4)`; null where they cannot. The
 * numbers of user types in arrays and records are not part of it: the target's writer puts in its own.
 */
export function typeForm(type: ValueType): string | null {
  const shape = shapeOf(type)
  return shape === null ? null : `postgres ${shape}${suffix(modifierOf(type))}`
}

/** Whether a column of the target takes every value of a type of that form as it is. */
export function takesForm(target: ValueType, form: string): boolean {
  const shape = shapeOf(target)
  if (shape === null) return false
  // The server rounds or cuts to a modifier of the column, so only none at all or the very same will do.
  const modifier = modifierOf(target)
  return form === `postgres ${shape}${suffix(modifier)}` || (modifier < 0 && form.startsWith(`postgres ${shape} `))
}

function modifierOf(type: ValueType): number {
  if (type.kind === 'array') return modifierOf(type.of)
  return type.kind === 'base' ? type.modifier : -1
}

const suffix = (modifier: number): string => (modifier < 0 ? '' : ` ${modifier}`)

function shapeOf(type: ValueType): string | null {
  switch (type.kind) {
    case 'base':
      return ofThisServer.test(type.name) ? null : type.name
    case 'enum':
      return 'enum'
    case 'record': {
      const fields = type.fields.map((field) => {
        const shape = shapeOf(field)
        return shape === null ? null : shape + suffix(modifierOf(field))
      })
      return fields.includes(null) ? null : `record(${fields.join(',')})`
    }
    default: {
      const of = shapeOf(type.of)
      return of === null ? null : `${type.kind}(${of})`
    }
  }
}

interface TypeRow {
  readonly oid: string
  readonly name: string
  readonly kind: string
  readonly category: string
  readonly element: string
  readonly base: string
  readonly modifier: string
  /** Whether its values have a binary form, to be sent and to be received. */
  readonly binary: string
  readonly inner: string | null
  readonly labels: string | null
  readonly fields: string | null
}

/** One step of types that others are made of: the element of an array, the base of a domain, the parts of a record. */
const typesSql = (ranges: string): string => `
  SELECT t.oid::text, t.typname AS name, t.typtype::text AS kind, t.typcategory::text AS category, t.typelem::text AS element,
    t.typbasetype::text AS base, t.typtypmod::text AS modifier, (${ranges})::text AS inner,
    (t.typsend <> 0 AND t.typreceive <> 0)::text AS binary,
    (SELECT pg_catalog.json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid)::text AS labels,
    (SELECT pg_catalog.json_agg(a.atttypid::text || ' ' || a.atttypmod ORDER BY a.attnum) FROM pg_catalog.pg_attribute a
      WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped)::text AS fields
  FROM pg_catalog.pg_type t WHERE t.oid = ANY ($1::oid[])`

const rangesOf = 'SELECT r.rngsubtype FROM pg_catalog.pg_range r WHERE r.rngtypid = t.oid'
const multirangesOf = `SELECT r.rngsubtype FROM pg_catalog.pg_range r WHERE t.oid IN (r.rngtypid, r.rngmultitypid)`

export interface TypeReference {
  readonly oid: number
  readonly modifier: number
}

/** The types behind columns; the answers are in the order of the questions. */
export async function readValueTypes(
  client: Pick<pg.Client, 'query'>,
  references: readonly TypeReference[],
): Promise<readonly ValueType[]> {
  const rows = new Map<number, TypeRow>()
  const version = await client.query<{ number: string }>(
    "SELECT pg_catalog.current_setting('server_version_num') AS number",
  )
  const sql = typesSql(Number(version.rows[0]?.number) >= 140_000 ? multirangesOf : rangesOf)
  let wanted = [...new Set(references.map((one) => one.oid))]
  while (wanted.length > 0) {
    const found = await client.query<TypeRow>(sql, [wanted])
    for (const row of found.rows) rows.set(Number(row.oid), row)
    const next = found.rows.flatMap((row) => partsOf(row).map((part) => part.oid))
    wanted = [...new Set(next)].filter((oid) => !rows.has(oid))
  }
  return references.map((one) => build(rows, one))
}

function partsOf(row: TypeRow): readonly TypeReference[] {
  const plain = (oid: string, modifier = -1): TypeReference => ({ oid: Number(oid), modifier })
  if (row.kind === 'd') return [plain(row.base, Number(row.modifier))]
  if (row.kind === 'c') return listOf(row.fields).map((field) => plain(...split(field)))
  if (row.inner !== null) return [plain(row.inner)]
  return row.category === 'A' ? [plain(row.element)] : []
}

const split = (field: string): [string, number] => {
  const [oid = '0', modifier] = field.split(' ')
  return [oid, Number(modifier ?? -1)]
}

function build(rows: ReadonlyMap<number, TypeRow>, { oid, modifier }: TypeReference): ValueType {
  const row = rows.get(oid)
  // A type that is gone: nothing is known of its form.
  if (!row) return { kind: 'base', oid, name: '', modifier: -1 }
  const parts = partsOf(row).map((part) => build(rows, part))
  const [first] = parts
  if (row.kind === 'e') return { kind: 'enum', oid, labels: listOf(row.labels) }
  if (row.kind === 'c') return { kind: 'record', oid, fields: parts }
  if (row.kind === 'd' && first) return { ...first, oid }
  if ((row.kind === 'r' || row.kind === 'm') && first)
    return { kind: row.kind === 'r' ? 'range' : 'multirange', oid, of: first }
  if (row.category === 'A' && first) return { kind: 'array', oid, of: withModifier(first, modifier) }
  return { kind: 'base', oid, name: row.binary === 'true' ? row.name : '', modifier }
}

/** The modifier of an array's column speaks of its elements. */
const withModifier = (type: ValueType, modifier: number): ValueType =>
  type.kind === 'base' && modifier >= 0 ? { ...type, modifier } : type

function listOf(json: string | null): readonly string[] {
  const found: unknown = json === null ? [] : JSON.parse(json)
  return Array.isArray(found) ? found.map(String) : []
}
