import type { ProofStep } from '../../core/prove/runner.js'
import type { ProofCase } from '../cases/generate.js'

/** A case in a few words. */
export function summaryOf({ setup, step }: ProofCase): string {
  const after = setup.length === 0 ? '' : ` after ${setup.map(stepText).join(', ')}`
  return `${stepText(step)}${after}`
}

function stepText(step: ProofStep): string {
  const values = (row: Readonly<Record<string, string | null>>): string =>
    Object.entries(row)
      .map(([name, text]) => `${name}=${valueText(text)}`)
      .join(', ')
  switch (step.kind) {
    case 'call':
      return `${step.name.source.name}(${step.args.map(({ mode, text }) => (mode === 'out' ? 'out' : valueText(text))).join(', ')})`
    case 'view':
      return step.name.source.name
    case 'variable':
      return `@${step.name} = ${valueText(step.value.text)}`
    case 'insert':
      return `insert into ${step.table.source.table} (${values(step.values)})`
    case 'update':
      return `update ${step.table.source.table} set ${values(step.values)} where ${values(step.key)}`
    case 'delete':
      return `delete from ${step.table.source.table} where ${values(step.key)}`
  }
}

const valueText = (text: string | null): string =>
  text === null ? 'NULL' : `'${text.length > 40 ? `${text.slice(0, 40)}…` : text}'`
