import type { GetDiagnostics, Signal } from '../../../../core/ir/error-handling.js'
import { type Doc, group, indent, join, line } from '../../../../core/layout/doc.js'
import { exprDoc } from '../code/expression.js'
import { noForm, textConstant } from '../code/printing.js'
import type { ProgramPrinting } from './block.js'

/** What a condition tells besides its state, in the target's words. Numbers have no place of their own. */
const options: Readonly<Record<string, string>> = {
  MESSAGE_TEXT: 'MESSAGE',
  ERROR_NUMBER: 'DETAIL',
  CONSTRAINT_NAME: 'CONSTRAINT',
  TABLE_NAME: 'TABLE',
  COLUMN_NAME: 'COLUMN',
  SCHEMA_NAME: 'SCHEMA',
  RETURNED_SQLSTATE: 'ERRCODE',
}

export function signalDoc(stmt: Signal, { printing }: ProgramPrinting): Doc {
  const { condition } = stmt
  if (condition && condition.kind !== 'sqlstate') throw noForm('a condition without SQLSTATE')
  if (!condition && stmt.items.length === 0) return 'RAISE;'
  const state = condition ? textConstant(condition.value) : 'SQLSTATE'
  const items = stmt.items.flatMap(({ name, value }): readonly Doc[] => {
    const option = options[name]
    return option === undefined ? [] : [[`${option} = `, exprDoc(printing, value)]]
  })
  const kept = stmt.items.some((item) => item.name === 'MESSAGE_TEXT') ? [] : ['MESSAGE = SQLERRM']
  const level = condition?.value.startsWith('01') ? 'WARNING' : 'EXCEPTION'
  const computed = stmt.items.some((item) => item.name === 'RETURNED_SQLSTATE')
  const code = computed ? [] : [`ERRCODE = ${state}`]
  const all: readonly Doc[] = [...code, ...(condition && stmt.kind === 'signal' ? [] : kept), ...items]
  return group(`RAISE ${level} USING`, indent(line, join([',', line], all)), ';')
}

/** Items that the target calls otherwise. */
const items: Readonly<Record<string, string>> = { DETAIL: 'PG_EXCEPTION_DETAIL', CONTEXT: 'PG_EXCEPTION_CONTEXT' }

export function diagnosticsDoc(stmt: GetDiagnostics, { printing }: ProgramPrinting): Doc {
  const head = stmt.area === 'stacked' ? 'GET STACKED DIAGNOSTICS' : 'GET DIAGNOSTICS'
  const read = stmt.items.map(({ target, name }) => [exprDoc(printing, target), ` = ${items[name] ?? name}`])
  return group(head, indent(line, join([',', line], read)), ';')
}
