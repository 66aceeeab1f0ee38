import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ErrorObject } from 'ajv'
import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
import { rulesFolder } from '../assets.js'

/** A fault of a rule table; `line` and `column` are 1-based. */
export interface TableProblem {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly problem: string
}

export type TableSchema = 'core-functions' | 'functions-read' | 'functions-write'

/**
 * Checks a whole table file: well-formed YAML that fits its JSON schema. For tests and for people who edit tables; a run of
 * the program reads only the entries it needs (see `table.ts`).
 */
export function checkTable(
  file: string,
  schema: TableSchema,
  text = readFileSync(file, 'utf8'),
): readonly TableProblem[] {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter })
  const at = (offset: number, problem: string): TableProblem => {
    const { line, col } = counter.linePos(offset)
    return { file, line, column: col, problem }
  }
  if (document.errors.length > 0)
    return document.errors.map((error) => at(error.pos[0], error.message.split('\n')[0] ?? ''))
  const validate = validator(schema)
  if (validate(document.toJS())) return []
  return meaningful(validate.errors ?? []).map((error) => at(offsetOf(document, error), textOf(error)))
}

const validators = new Map<TableSchema, ReturnType<Ajv['compile']>>()

function validator(schema: TableSchema): ReturnType<Ajv['compile']> {
  const known = validators.get(schema)
  if (known !== undefined) return known
  const definition: unknown = JSON.parse(readFileSync(join(rulesFolder, 'schema', `${schema}.json`), 'utf8'))
  const made = new Ajv({ allErrors: true, strict: false }).compile(Object(definition))
  validators.set(schema, made)
  return made
}

/** A failed alternative repeats what its branches say already; a key that nobody knows explains what is missing. */
function meaningful(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const plain = errors.filter((error) => error.keyword !== 'anyOf' && error.keyword !== 'oneOf')
  const strangers = plain.filter((error) => error.keyword === 'additionalProperties')
  const rest = plain.filter((error) => error.keyword !== 'additionalProperties')
  return plain.length > 0 ? [...strangers, ...rest] : errors
}

function offsetOf(document: Document, error: ErrorObject): number {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step))
  const extra: unknown = error.params['additionalProperty']
  const node = document.getIn(path, true)
  if (typeof extra === 'string' && isNode(node)) return keyOffset(node, extra) ?? node.range?.[0] ?? 0
  return isNode(node) ? (node.range?.[0] ?? 0) : 0
}

function keyOffset(node: unknown, key: string): number | undefined {
  if (typeof node !== 'object' || node === null || !('items' in node) || !Array.isArray(node.items)) return undefined
  const pair: unknown = node.items.find((item: { key?: unknown }) => String(item.key) === key)
  const found = typeof pair === 'object' && pair !== null && 'key' in pair ? pair.key : undefined
  return isNode(found) ? found.range?.[0] : undefined
}

function textOf(error: ErrorObject): string {
  const extra: unknown = error.params['additionalProperty']
  return `${error.message ?? 'does not fit'}${typeof extra === 'string' ? `: ${extra}` : ''}`
}
