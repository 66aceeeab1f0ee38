import { convert } from '../../../../../src/convert/pipeline.js'
import { standardCode } from '../../../../../src/convert/standard-code.js'
import { type Cell, cellText, form } from '../../../../../src/core/data/cell.js'
import {
  type Change,
  type ChangeSink,
  type ChangeStream,
  type CommitMark,
  type DefinitionChange,
  type RefusedChange,
  type Tuple,
  type TupleWriter,
  tupleMark,
} from '../../../../../src/core/data/changes.js'
import { defaultPolicies, type RejectCode } from '../../../../../src/core/data/reject.js'
import { loadedColumns } from '../../../../../src/core/data/stream.js'
import type { Endpoint } from '../../../../../src/core/dialect/endpoint.js'
import type { TableMapping } from '../../../../../src/core/mapping/mapping.js'
import { changeSource } from '../../../../../src/dialects/mysql/changes/source.js'
import { connect, query } from '../../../../../src/dialects/mysql/connect.js'
import { loadDialect } from '../../../../../src/dialects/registry.js'

/** How the tables of one schema are mapped, as the program itself decides. */
export async function mappingOf(endpoint: Endpoint, schema: string): Promise<readonly TableMapping[]> {
  const [from, to] = await Promise.all([loadDialect('mysql'), loadDialect('postgres')])
  const reader = await from?.reader?.()
  if (!from || !to || !reader) throw new Error('a dialect is missing')
  const { value, findings } = await reader.read(endpoint, { schemas: [schema] })
  const { catalog, sources, statements } = value
  const targetVersion = to.defaultVersion
  const code = await standardCode({ source: catalog, from, to, targetVersion })
  const { mapping } = await convert({
    source: catalog,
    sources,
    statements,
    findings,
    from,
    to,
    targetVersion,
    options: {},
    code,
  })
  return mapping.tables
}

/** Writes each value as its form and its text, so that a test sees both. */
export class PlainWriter implements TupleWriter {
  readonly columns
  refusal: { column: number; code: RejectCode } | null = null
  readonly changed = []
  #parts: Buffer[] = []

  constructor(table: TableMapping) {
    this.columns = loadedColumns(table).map((_, column) => (cell: Cell) => this.#write(column, cell))
  }

  #write(column: number, cell: Cell): void {
    if (cell.form === form.bad) {
      this.refusal ??= { column, code: cell.reason }
      return
    }
    const length = Buffer.alloc(4)
    this.#parts.push(length)
    if (cell.form === form.null) length.writeInt32BE(tupleMark.null)
    else if (cell.form === form.absent) length.writeInt32BE(tupleMark.absent)
    else {
      const bytes = Buffer.from(`${names[cell.form]}:${cellText(cell)}`)
      length.writeInt32BE(bytes.length)
      this.#parts.push(bytes)
    }
  }

  begin(): void {
    this.#parts = []
    this.refusal = null
  }

  end(): Tuple | null {
    return this.refusal ? null : Buffer.concat(this.#parts)
  }
}

const names: readonly string[] = Object.entries(form).reduce<string[]>((all, [name, at]) => {
  all[at] = name
  return all
}, [])

/** The values in a tuple of the plain writer; `absent` is undefined. */
export function valuesOf(tuple: Tuple): (string | null | undefined)[] {
  const values: (string | null | undefined)[] = []
  for (let at = 0; at < tuple.length; ) {
    const length = tuple.readInt32BE(at)
    at += 4
    if (length < 0) values.push(length === tupleMark.null ? null : undefined)
    else values.push(tuple.toString('utf8', at, at + length))
    at += Math.max(length, 0)
  }
  return values
}

/** `int:1` is 1 and `text:x` is x: for tests that look at rows, not at forms. */
export const plain = (value: string | null | undefined): string | null | undefined =>
  value?.replace(/^\w+:/, '') ?? value

export type Seen =
  | { readonly kind: 'begin' }
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'refused'; readonly refused: RefusedChange }
  | { readonly kind: 'commit'; readonly mark: CommitMark }
  | { readonly kind: 'definition'; readonly definition: DefinitionChange }

/** Keeps what comes, and checks that calls come in an order that the port allows. */
export class Recorder implements ChangeSink {
  readonly seen: Seen[] = []
  passedUpTo: CommitMark | null = null
  full = false
  /** Called after each change; may set `full`. */
  onChange: (() => void) | undefined
  release: (() => void) | undefined
  #inside = false

  begin(): void {
    this.#expect(false)
    this.#inside = true
    this.seen.push({ kind: 'begin' })
  }

  change(change: Change): void {
    this.#expect(true)
    this.seen.push({ kind: 'change', change })
    this.onChange?.()
  }

  refused(refused: RefusedChange): void {
    this.#expect(true)
    this.seen.push({ kind: 'refused', refused })
  }

  commit(mark: CommitMark): void {
    this.#expect(true)
    this.#inside = false
    this.seen.push({ kind: 'commit', mark })
  }

  definition(definition: DefinitionChange): void {
    this.#expect(false)
    this.seen.push({ kind: 'definition', definition })
  }

  passed(mark: CommitMark): void {
    this.#expect(false)
    this.passedUpTo = mark
  }

  async drained(): Promise<void> {
    if (!this.full) return
    await new Promise<void>((resolve) => {
      this.release = resolve
    })
    this.full = false
  }

  #expect(inside: boolean): void {
    if (this.#inside !== inside) throw new Error(inside ? 'outside of a transaction' : 'inside of a transaction')
  }

  /** What came, in short: `+ 1,x`, `~ 1,x > 1,y`, `- 1,y`, `0`, with [ and ] around transactions. */
  get story(): string[] {
    return this.seen.map(storyOf)
  }
}

const row = (tuple: Tuple): string =>
  valuesOf(tuple)
    .map((value) => (value === undefined ? '?' : (plain(value) ?? 'NULL')))
    .join(',')

function storyOf(seen: Seen): string {
  switch (seen.kind) {
    case 'begin':
      return '['
    case 'commit':
      return ']'
    case 'definition':
      return `! ${seen.definition.tables.join()} ${seen.definition.sql}`
    case 'refused':
      return `x ${seen.refused.kind} ${seen.refused.table} ${seen.refused.code} ${seen.refused.column} ${JSON.stringify(seen.refused.row.key)}`
    case 'change':
      return `${seen.change.table} ${changeText(seen.change)}`
  }
}

function changeText(change: Change): string {
  switch (change.kind) {
    case 'insert':
      return `+ ${row(change.after)}`
    case 'update':
      return `~ ${row(change.before)} > ${row(change.after)}`
    case 'delete':
      return `- ${row(change.before)}`
    case 'truncate':
      return 'truncate'
  }
}

export const headOf = (endpoint: Endpoint): Promise<string> => changeSource.head(endpoint)

export const openFor = (
  endpoint: Endpoint,
  tables: readonly TableMapping[],
  from: string,
  reader = 'test',
): Promise<ChangeStream> =>
  changeSource.open(endpoint, {
    ...{ tables, from, reader, policies: defaultPolicies },
    writers: tables.map((table) => new PlainWriter(table)),
  })

/** Everything between a position and the end of the log as it is now. */
export async function changesSince(
  endpoint: Endpoint,
  tables: readonly TableMapping[],
  from: string,
): Promise<Recorder> {
  const stream = await openFor(endpoint, tables, from)
  const sink = new Recorder()
  try {
    await stream.pump(sink, { until: await headOf(endpoint) })
  } finally {
    await stream.close()
  }
  return sink
}

/** Runs statements one by one on a connection of their own. */
export async function run(endpoint: Endpoint, ...statements: readonly string[]): Promise<void> {
  const session = await connect(endpoint)
  try {
    for (const statement of statements) await query(session, statement)
  } finally {
    session.driver.destroy()
  }
}
