import { textLiteral } from '../../../core/ir/build.js'
import type { Expr, VariableRef } from '../../../core/ir/expr.js'
import type { Command, Stmt } from '../../../core/ir/statement.js'
import {
  holdsModes,
  readSystemVariable,
  type SettingRule,
  sessionCommand,
  setSystemVariable,
} from '../../../rules/system-variables/system-variables.js'
import type { CodeContext } from '../../code/code-context.js'
import { convertExpr } from '../code.js'
import type { StatementEnv } from '../context.js'
import type { ProgramObject } from '../frame.js'

/** What stands for `@@x`. Undefined, with a finding: nothing does. */
export function readServerVariable(
  { name, origin }: VariableRef,
  object: ProgramObject | undefined,
  ctx: CodeContext,
): Expr | undefined {
  const { dialect } = ctx.source
  if (holdsModes(dialect, name.text)) return textLiteral(object?.program?.characteristics.modes.join(',') ?? '', origin)
  const read = readSystemVariable(dialect, name.text, origin)
  if (read === undefined) ctx.report.fail('XW-R0150', origin, { what: 'Reading', name: name.text })
  if (read?.kind === 'call' && 'core' in read.fn && read.fn.core === 'version')
    ctx.report.note('XW-F0019', origin, { name: `@@${name.text}` })
  return read
}

/** What becomes of setting a variable of the server; nothing, when the target needs nothing. A failure is reported. */
export function convertSystemSetting(target: VariableRef, value: Expr, at: StatementEnv): readonly Stmt[] {
  const { ctx } = at.env
  const rule = setSystemVariable(ctx.source.dialect, target.name.text)
  if (rule) return settingStatements(rule, value, target.name.text, at)
  ctx.report.fail('XW-R0150', target.origin, { what: 'Setting', name: target.name.text })
  return []
}

/** What becomes of a statement about the session that is no assignment. Undefined: no rule knows it. */
export function convertSessionCommand(stmt: Command, at: StatementEnv): readonly Stmt[] | undefined {
  const rule = sessionCommand(at.env.ctx.source.dialect, stmt.text)
  if (!rule) return undefined
  const value = textLiteral((rule.value ?? '').replace(/\s+/g, '-').toUpperCase(), stmt.origin)
  return settingStatements(rule, value, stmt.words, at)
}

function settingStatements(
  { set, finding }: SettingRule,
  value: Expr,
  name: string,
  at: StatementEnv,
): readonly Stmt[] {
  const { report } = at.env.ctx
  if (finding === 'XW-R0151') report.note(finding, value.origin, { name })
  if (finding === 'XW-R0158') report.note(finding, value.origin, {})
  if (set === 'nothing') return []
  if (value.kind === 'default') {
    report.fail('XW-R0150', value.origin, { what: 'Setting to its default', name })
    return []
  }
  const { origin } = value
  return [{ kind: 'evaluate', exprs: [convertExpr(set(value, origin), { want: 'any' }, at)], origin }]
}
