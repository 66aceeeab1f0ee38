import {
  bool,
  coreCall,
  int32,
  intLiteral,
  nullLiteral,
  plainText,
  textLiteral,
  valueTypeOf,
} from '../../../core/ir/build.js'
import type { Call, Expr, VariableRef } from '../../../core/ir/expr.js'
import type { Origin } from '../../../core/ir/names.js'
import type { CodeContext } from '../../code/code-context.js'
import type { SessionScope } from '../../code/variables.js'
import type { Frame } from '../frame.js'
import { counterRef } from '../statements/queries.js'
import { attributeOf } from './cursor-attributes.js'
import { askedRaisedAt } from './raised-at.js'

/** Variables that programs of the target have without declaring them. */
const given = (name: string, origin: Origin): VariableRef => ({
  kind: 'variable',
  scope: 'local',
  name: { text: name, quoted: false },
  type: valueTypeOf(plainText, false),
  origin,
})

/** The session with what a program knows of its cursors, of the error at hand and of what fired it. */
export function withProgramCalls(session: SessionScope, frame: Frame): SessionScope {
  const plain: SessionScope = {
    ...session,
    call: (call, ctx) => ofProgram(call, frame, ctx) ?? outsideHandlers(call) ?? session.call(call, ctx),
  }
  const whileCatching: SessionScope = {
    ...session,
    call: (call, ctx) => ofProgram(call, frame, ctx) ?? inHandler(call, frame, ctx) ?? session.call(call, ctx),
  }
  return { ...plain, whileCatching: { ...whileCatching, whileCatching } }
}

const coreOf = ({ fn }: Call): string => ('core' in fn ? fn.core : '')

function ofProgram(call: Call, frame: Frame, ctx: CodeContext): Expr | undefined {
  const { origin } = call
  const [arg] = call.args
  const text = arg?.kind === 'literal' ? arg.text : ''
  switch (coreOf(call)) {
    case 'trigger_fires_for':
      return firesFor(text, origin)
    case 'trigger_changes':
      return changes(text, frame, ctx, origin)
    default:
      return attributeOf(call, frame, ctx, () => counterRef('rowCount', { frame, env: { ctx, ctes: new Map() } }))
  }
}

const firesFor = (event: string, origin: Origin): Expr => ({
  kind: 'binary',
  op: 'eq',
  left: given('tg_op', origin),
  right: textLiteral(event, origin),
  type: valueTypeOf(bool, false),
  origin,
})

/** Whether UPDATE named the column cannot be told; whether it got another value can. */
function changes(column: string, frame: Frame, ctx: CodeContext, origin: Origin): Expr | undefined {
  const [row, old] = ['new', 'old'].map((name) => ctx.variables?.record(name))
  const [to, from] = [row, old].map((record) => record?.fields.find((field) => field.name.toLowerCase() === column))
  if (!row || !old || !to || !from || frame.object.kind !== 'trigger') return undefined
  ctx.report.note('XW-R0052', origin, { column })
  const value = (record: typeof row, field: typeof to): Expr => ({
    kind: 'variable',
    scope: 'local',
    name: record.target,
    field: field.target,
    ...(field.type ? { type: field.type } : {}),
    origin,
  })
  const same: Expr = { kind: 'binary', op: 'nullSafeEq', left: value(row, to), right: value(old, from), origin }
  const differs: Expr = { kind: 'unary', op: 'not', operand: same, type: valueTypeOf(bool, false), origin }
  return { kind: 'binary', op: 'and', left: firesFor('UPDATE', origin), right: differs, origin }
}

function outsideHandlers(call: Call): Expr | undefined {
  switch (coreOf(call)) {
    case 'error_code':
      return intLiteral(0, call.origin)
    case 'error_text':
      return textLiteral('ORA-0000: normal, successful completion', call.origin)
    case 'error_place':
      return nullLiteral(call.origin)
    default:
      return undefined
  }
}

function inHandler(call: Call, frame: Frame, ctx: CodeContext): Expr | undefined {
  const { origin } = call
  const name = coreOf(call)
  if (name === 'error_place') return askedRaisedAt(frame, ctx, origin)
  if (name !== 'error_code' && name !== 'error_text') return undefined
  const args = [given('sqlstate', origin), given('sqlerrm', origin), askedRaisedAt(frame, ctx, origin)]
  return name === 'error_text'
    ? coreCall('message_of_error', args, valueTypeOf(plainText, false), origin)
    : coreCall('code_of_error', args, valueTypeOf(int32, false), origin)
}
