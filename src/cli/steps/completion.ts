import type { EmittedStatement, StatementId } from '../../core/dialect/dialect.js'
import { OperationError } from '../../core/findings/operation-error.js'
import { type ObjectId, objectId, qname } from '../../core/ir/names.js'
import type { TableMapping } from '../../core/mapping/mapping.js'
import type { HandoverRequest } from '../../replicate/request.js'
import { safe } from '../terminal.js'
import type { CommandContext } from '../verb.js'
import { applyPhase, type PrepareStep } from './prepare.js'

/** Makes what follows the load of a task: of all its tables, or of single ones as soon as they are loaded. */
export interface TaskCompletion extends HandoverRequest {
  /** See `ReplicateRequest`. The result are statements that the target refused. @throws OperationError XW-S0612 */
  all(what: 'keys' | 'all', signal: AbortSignal): Promise<readonly StatementId[]>
}

export function taskCompletion(
  step: Pick<PrepareStep, 'target' | 'workers'>,
  statements: readonly EmittedStatement[],
  acting: readonly StatementId[],
  context: CommandContext,
): TaskCompletion {
  const around = tablesAround(statements, acting)
  const run = async (
    what: readonly EmittedStatement[],
    ddl: 'minimal' | 'full',
    signal: AbortSignal,
    of?: string,
  ): Promise<readonly StatementId[]> => {
    const { failed } = await applyPhase(step, what, 'post-data', { ...context, signal }, ddl, of)
    for (const one of failed) context.terminal.note(`refused: ${safe(one.step.statement)}: ${safe(one.error)}`)
    return failed.map((one) => one.step.statement)
  }
  return {
    async all(what, signal) {
      const passive = ({ kind, id }: EmittedStatement) => kind === 'foreign-key' && !acting.includes(id)
      const isMinimal = what === 'keys' && acting.length === 0
      const wanted = what === 'keys' ? statements.filter((statement) => !passive(statement)) : statements
      const refused = await run(wanted, isMinimal ? 'minimal' : 'full', signal)
      const missing = refused.filter((id) => acting.includes(id))
      if (missing.length > 0) throw new OperationError('XW-S0612', { keys: missing.join(', ') })
      return refused
    },
    may: (table) => around !== null && !around.has(targetId(table)),
    async complete(tables, signal) {
      const objects = new Set(tables.map(targetId))
      const own = statements.filter(({ kind, object }) => kind !== 'foreign-key' && objects.has(object))
      const [first, ...more] = tables.map(({ target }) => target.table)
      const of = more.length > 0 ? `${first} and ${more.length} more` : first
      const refused = new Set(await run(own, 'full', signal, of))
      const without = new Set(own.flatMap(({ id, object }) => (refused.has(id) ? [object] : [])))
      return tables.filter((table) => !without.has(targetId(table)))
    },
  }
}

const targetId = ({ target }: TableMapping): ObjectId => objectId('table', qname(target.schema, target.table))

/** Tables of the target on both sides of these foreign keys; null: it cannot be told. */
function tablesAround(
  statements: readonly EmittedStatement[],
  keys: readonly StatementId[],
): ReadonlySet<ObjectId> | null {
  const byId = new Map(statements.map((statement) => [statement.id, statement]))
  const makers = keys.map((id) => byId.get(id))
  if (makers.some((maker) => maker === undefined)) return null
  const sides = makers.flatMap((maker) => {
    const needed = maker?.dependsOn.map((id) => byId.get(id)) ?? []
    return [maker, ...needed].flatMap((one) => one?.object ?? [])
  })
  return new Set(sides)
}
