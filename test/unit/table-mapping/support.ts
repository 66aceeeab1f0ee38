import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OperationError } from '../../../src/core/findings/operation-error.js'
import { decide } from '../../../src/table-mapping/decide.js'
import { readTableMapping, type TableMappingRules } from '../../../src/table-mapping/read.js'
import { type Converted, convertScript, scriptCatalog } from '../convert/support.js'

type Json = Readonly<Record<string, unknown>>

let lastId = 1000
const head = (id: number | undefined) => ({ 'rule-id': String(id ?? ++lastId), 'rule-name': `rule ${id ?? lastId}` })

/** A selection rule; everything of the schema `shop` unless it says otherwise. */
export const selection = (more: Json = {}, locator: Json = {}, id?: number): Json => ({
  ...{ 'rule-type': 'selection', ...head(id), 'rule-action': 'include' },
  'object-locator': { 'schema-name': 'shop', 'table-name': '%', ...locator },
  ...more,
})

export const transformation = (target: string, action: string, locator: Json, more: Json = {}, id?: number): Json => ({
  ...{ 'rule-type': 'transformation', ...head(id), 'rule-target': target, 'rule-action': action },
  'object-locator': { 'schema-name': 'shop', ...locator },
  ...more,
})

export const settings = (table: string, more: Json): Json => ({
  ...{ 'rule-type': 'table-settings', ...head(undefined) },
  'object-locator': { 'schema-name': 'shop', 'table-name': table },
  ...more,
})

/** Reads rules, or a text, the way the command line does. */
export function rulesOf(rules: readonly Json[] | string): TableMappingRules {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-rules-'))
  try {
    const file = join(folder, 'rules.json')
    writeFileSync(file, typeof rules === 'string' ? rules : JSON.stringify({ rules }))
    return readTableMapping(file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Converts a script under rules. */
export async function convertUnder(script: string, rules: readonly Json[]): Promise<Converted> {
  const catalog = await scriptCatalog(script)
  return convertScript(script, { options: { decisions: decide(rulesOf(rules), catalog) } })
}

/** Code and data of what is thrown. */
export async function refusal(work: () => unknown): Promise<{ readonly code: string; readonly data: unknown }> {
  try {
    await work()
  } catch (error) {
    if (error instanceof OperationError) return { code: error.code, data: error.data }
    throw error
  }
  throw new Error('nothing was refused')
}
