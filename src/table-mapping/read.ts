import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { OperationError } from '../core/findings/operation-error.js'
import {
  documentSchema,
  type Rule,
  ruleSchema,
  type SelectionRule,
  type TableSettingsRule,
  type TransformationRule,
} from './document.js'
import { isLiteral } from './pattern.js'
import { refuseUnsupported } from './unsupported.js'

/** The rules of a document, each kind in the order of the rule-ids: that is the order in which they count. */
export interface TableMappingRules {
  readonly selections: readonly SelectionRule[]
  readonly transformations: readonly TransformationRule[]
  readonly settings: readonly TableSettingsRule[]
  /** Equal for documents with the same rules. */
  readonly print: string
}

/** Bytes of a document that are read at most, as in AWS DMS. */
const mostBytes = 2 * 1024 * 1024

/**
 * Reads a table-mapping document.
 * @throws OperationError XW-S0701 naming rule and path, XW-S0702 when a rule asks for what is not done
 */
export function readTableMapping(file: string): TableMappingRules {
  const text = readFileSync(file, 'utf8')
  if (Buffer.byteLength(text) > mostBytes) throw invalid(file, 'of the file', '', 'it is larger than 2 MB')
  const document = documentSchema.safeParse(parseJson(file, text))
  if (!document.success) throw invalid(file, 'of the file', ...firstProblem(document.error))
  const rules = document.data.rules.map((raw, at) => readRule(file, raw, at))
  refuseTwice(file, rules)
  for (const rule of rules) refuseUnsupported(rule)
  const sorted = [...rules].sort((a, b) => idOf(a) - idOf(b))
  return {
    selections: sorted.flatMap((rule) => (rule['rule-type'] === 'selection' ? [rule] : [])),
    transformations: sorted.flatMap((rule) => (rule['rule-type'] === 'transformation' ? [rule] : [])),
    settings: sorted.flatMap((rule) => (rule['rule-type'] === 'table-settings' ? [rule] : [])),
    print: createHash('sha256').update(JSON.stringify(sorted)).digest('hex'),
  }
}

/** Schemas of the source to be read; empty when only the source can say which ones the rules mean. */
export function schemasOf({ selections }: TableMappingRules): readonly string[] {
  const wanted = selections.filter((rule) => rule['rule-action'] !== 'exclude')
  const names = wanted.map((rule) => rule['object-locator']['schema-name'])
  return names.every(isLiteral) ? [...new Set(names)] : []
}

const idOf = (rule: Rule): number => Number(rule['rule-id'])

function readRule(file: string, raw: unknown, at: number): Rule {
  const parsed = ruleSchema.safeParse(raw)
  if (parsed.success) return parsed.data
  throw invalid(file, labelOf(raw, at), ...firstProblem(parsed.error))
}

/** The rule-id where there is one, else the place. */
function labelOf(raw: unknown, at: number): string {
  const id = typeof raw === 'object' && raw !== null && 'rule-id' in raw ? raw['rule-id'] : undefined
  return typeof id === 'string' || typeof id === 'number' ? String(id) : `at place ${at + 1}`
}

function firstProblem({ issues }: z.ZodError): readonly [path: string, problem: string] {
  const issue = issues[0]
  return [issue?.path.map(String).join('.') || 'the rule', issue?.message ?? 'it cannot be read']
}

function refuseTwice(file: string, rules: readonly Rule[]): void {
  for (const key of ['rule-id', 'rule-name'] as const) {
    const seen = new Set<string>()
    for (const rule of rules) {
      if (seen.has(rule[key])) throw invalid(file, rule['rule-id'], key, `another rule has ${rule[key]} too`)
      seen.add(rule[key])
    }
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw invalid(file, 'of the file', '', error instanceof Error ? error.message : String(error))
  }
}

const invalid = (file: string, rule: string, path: string, problem: string) =>
  new OperationError('XW-S0701', { file, rule, path: path === '' ? 'the whole' : path, problem })
