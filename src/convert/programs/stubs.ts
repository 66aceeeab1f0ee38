import type { Finding } from '../../core/findings/finding.js'
import type { Origin } from '../../core/ir/names.js'
import { spanOf } from '../../core/ir/names.js'
import type { Stmt, Stub } from '../../core/ir/statement.js'
import { optional } from '../../core/ir/walk.js'
import { raisedState } from '../../rules/conditions/conditions.js'
import { catalogue } from '../../rules/findings/catalogue.js'
import type { Frame } from './frame.js'

/** The text of a statement as it was written, as far as it is known. */
export function textOf(origin: Origin, { object }: Pick<Frame, 'object'>): string {
  const span = spanOf(origin)
  const whole = object.body.kind === 'opaque' ? object.body.text : ''
  return span ? whole.slice(span.start, span.end) : ''
}

/** In the place of a statement that has no counterpart: what says why is the last grave finding about it. */
export function stubFor(stmt: Stmt, found: readonly Finding[], frame: Frame): Stub {
  const grave = graveOf(found).at(-1)
  const said = stmt.kind === 'opaque' && stmt.said ? { code: stmt.why, data: stmt.said } : undefined
  const { code, data } = said ?? grave ?? { code: 'XW-R0002' as const, data: {} }
  const message = `${code}: ${fill(catalogue().get(code)?.message ?? '', data)}`
  const missing = said ? undefined : grave && missingIn(grave)
  const state = missing && raisedState(frame.targetDialect, missing)
  return {
    kind: 'stub',
    code,
    message,
    text: textOf(stmt.origin, frame),
    ...(state ? { state } : {}),
    origin: stmt.origin,
  }
}

/**
 * In the place of a statement that fails on the source whenever it runs: no code in its text, since this is what it means.
 * @param condition what a handler of the source may wait for
 */
export const failingStub = (stmt: Stmt, { code, data }: SaidOf, condition: string | undefined, frame: Frame): Stub => ({
  kind: 'stub',
  code,
  message: fill(catalogue().get(code)?.message ?? '', data),
  text: textOf(stmt.origin, frame),
  ...optional('state', condition && raisedState(frame.targetDialect, condition)),
  origin: stmt.origin,
})

type SaidOf = Pick<Finding, 'code' | 'data'>

/** Findings that cost the statement. */
export const graveOf = (found: readonly Finding[]): readonly Finding[] =>
  found.filter((each) => catalogue().get(each.code)?.outcome === 'skipped')

/** What is not known may not be there: then the source raises an error too, which a handler may wait for. */
function missingIn({ code, data }: Finding): string | undefined {
  if (code === 'XW-R0017') return 'undefinedRoutine'
  if (code !== 'XW-C0300') return undefined
  return 'kind' in data && data.kind === 'column' ? 'undefinedColumn' : 'undefinedTable'
}

const fill = (message: string, data: Readonly<Record<string, unknown>>): string =>
  message.replace(/\{(\w+)\}/g, (_, name: string) => String(data[name] ?? ''))
