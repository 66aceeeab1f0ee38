import { join } from 'node:path'
import { rulesFolder } from '../assets.js'
import { readTable, rowValue, type TableRow, tableFiles, textField } from '../load/table.js'

/** What a parameter takes; an argument of another family is converted (see `coerce.ts`). */
export type ParameterFamily =
  | 'any'
  | 'kept'
  | 'common'
  | 'text'
  | 'string'
  | 'temporal'
  | 'moved'
  | 'number'
  | 'integer'
  | 'int32'
  | 'whole32'
  | 'decimal'
  | 'float'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'timestamp'
  | 'time'
  | 'json'
  | 'binary'
  | 'word'

export interface Parameter {
  readonly name: string
  readonly family: ParameterFamily
  readonly rest: boolean
  readonly optional: boolean
}

export type NullBehaviour = 'null-if-any' | 'never-null' | 'own' | 'aggregate' | 'window'

export interface CoreFunction {
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly nulls: NullBehaviour
  readonly determinism: 'immutable' | 'stable' | 'volatile'
  /** In the small language of `return-types.ts`. */
  readonly returns: string
  readonly doc: string
}

let rows: ReadonlyMap<string, TableRow> | undefined
const parsed = new Map<string, CoreFunction>()

/** The hub's entry of a core function, without the `core.` in front. Read when first asked for. */
export function coreFunction(name: string): CoreFunction | undefined {
  const known = parsed.get(name)
  if (known !== undefined) return known
  const row = coreRows().get(name)
  if (row === undefined) return undefined
  const made = toCoreFunction(rowValue(row), row)
  parsed.set(name, made)
  return made
}

export const coreFunctionNames = (): readonly string[] => [...coreRows().keys()]

function coreRows(): ReadonlyMap<string, TableRow> {
  rows ??= new Map(coreTableFiles().flatMap((file) => readTable(file).rows.map((row) => [nameOf(row), row] as const)))
  return rows
}

export function coreTableFiles(): readonly string[] {
  const folder = join(rulesFolder, 'core')
  return [...tableFiles(folder, 'functions', '.yaml'), ...tableFiles(folder, 'operators', '.yaml')]
}

const nameOf = (row: TableRow): string => /\bname:\s*([a-z0-9_]+)/.exec(row.text)?.[1] ?? ''

function toCoreFunction(value: Readonly<Record<string, unknown>>, row: TableRow): CoreFunction {
  return {
    name: nameOf(row),
    parameters: parseParameters(textField(value, 'params') ?? ''),
    nulls: nullBehaviours.find((known) => known === value['nulls']) ?? 'own',
    determinism: determinisms.find((known) => known === value['determinism']) ?? 'immutable',
    returns: textField(value, 'returns') ?? 'any',
    doc: textField(value, 'doc') ?? '',
  }
}

const nullBehaviours: readonly NullBehaviour[] = ['null-if-any', 'never-null', 'own', 'aggregate', 'window']
const determinisms = ['immutable', 'stable', 'volatile'] as const

export const parameterFamilies: readonly ParameterFamily[] = [
  'any',
  'kept',
  'common',
  'text',
  'string',
  'temporal',
  'moved',
  'number',
  'integer',
  'int32',
  'whole32',
  'decimal',
  'float',
  'boolean',
  'date',
  'datetime',
  'timestamp',
  'time',
  'json',
  'binary',
  'word',
]

/** `s: text, n?: int32, $$$xs: any`. A family it does not know is an error of the table. */
export function parseParameters(text: string): readonly Parameter[] {
  if (text.trim() === '') return []
  return text.split(',').map((part) => {
    const found = /^\s*(\$\$\$)?([a-z_][a-z0-9_]*)(\?)?\s*:\s*([a-z0-9]+)\s*$/.exec(part)
    const family = parameterFamilies.find((known) => known === found?.[4])
    if (found === null || family === undefined) throw new Error(`not a parameter: ${part}`)
    return { name: found[2] ?? '', family, rest: found[1] !== undefined, optional: found[3] !== undefined }
  })
}

/** The parameter an argument belongs to. Parameters after a rest are counted from the end. */
export function parameterAt(fn: CoreFunction, index: number, count: number): Parameter | undefined {
  const rest = fn.parameters.findIndex((parameter) => parameter.rest)
  if (rest < 0 || index < rest) return fn.parameters[index]
  const after = fn.parameters.length - rest - 1
  const fromEnd = count - index
  return fromEnd <= after ? fn.parameters[fn.parameters.length - fromEnd] : fn.parameters[rest]
}
