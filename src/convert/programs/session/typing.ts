import type { Program } from '../../../core/ir/program.js'
import type { QueryBody } from '../../../core/ir/query.js'
import type { Catalog } from '../../../core/ir/schema.js'
import { walkQuery } from '../../../core/ir/walk.js'
import { walkProgram } from '../../../core/ir/walk-program.js'
import type { CodeContext } from '../../code/code-context.js'
import { processQuery } from '../../code/process-query.js'
import { bodyColumns } from '../../code/resolve/relations.js'
import { resolveQuery } from '../../code/resolve/resolve-query.js'
import type { Variable } from '../../code/variables.js'
import { typedExpr } from '../code.js'
import type { StatementEnv } from '../context.js'
import { variableType } from '../declared-types.js'
import type { LocalScope, ProgramObject } from '../frame.js'
import { withRowImages } from '../row-images.js'
import { emptyScope, extend } from '../scope.js'
import type { Signatures } from '../signatures.js'
import { isAggregate } from '../statements/one-row.js'
import { guessingScope } from './session-scope.js'
import type { Assigned, GivenBack, Guess, VariableTyping } from './user-variables.js'

/** Types of what programs put into user variables. `ctxOf` gives a context whose findings nobody reads. */
export function createTyping(
  source: Catalog,
  ctxOf: (object: ProgramObject) => CodeContext,
  signatures: Signatures,
): VariableTyping {
  const scopes = new Map<ProgramObject, LocalScope>()
  const placeOf = (object: ProgramObject, guess: Guess): StatementEnv => {
    const ctx = ctxOf(object)
    const scope = scopes.get(object) ?? scopeOf(object, ctx)
    scopes.set(object, scope)
    return { env: { ctx: { ...ctx, variables: { ...scope, session: guessingScope(guess) } }, ctes: new Map() } }
  }
  return {
    source,
    exprType: (expr, object, guess) => {
      const at = placeOf(object, guess)
      const typed = typedExpr(expr, { want: 'value' }, at)
      return at.env.ctx.report.failed ? undefined : typed.type?.logical
    },
    queryTypes: (query, object, guess) => {
      const { env } = placeOf(object, guess)
      const resolved = resolveQuery(query, env)
      if (env.ctx.report.failed) return { columns: [], assigned: [] }
      const processed = processQuery(resolved, env)
      const assigned: Assigned[] = []
      walkQuery(processed, (expr) => {
        if (expr.kind !== 'call' || !('core' in expr.fn) || expr.fn.core !== 'assign_user_variable') return undefined
        const [name, value] = expr.args
        if (name?.kind === 'literal' && value) assigned.push({ name: name.text, type: value.type?.logical })
        return undefined
      })
      return { columns: columnsOf(processed.body, env.ctx), assigned }
    },
    givenBack: (call, object) => {
      const schema = call.routine.schema ?? object.name.schema
      const found = signatures.find('procedure', { ...(schema ? { schema } : {}), name: call.routine.name })
      const given = new Map<number, GivenBack>()
      found?.params.forEach(({ mode, type }, at) => {
        if (mode !== 'in') given.set(at, { type: type?.type.logical, taken: mode === 'inout' })
      })
      return given
    },
    alwaysOneRow: ({ body, limit }, object) =>
      body.kind === 'select' &&
      limit === undefined &&
      (isAggregate(body, ctxOf(object)) || (body.from.length === 0 && body.where === undefined)),
  }
}

const columnsOf = (body: QueryBody, ctx: CodeContext) =>
  bodyColumns(body, ctx.target.alias).map((column) => column.type?.logical)

/** All names that a program declares anywhere; one with several types has none. */
function scopeOf(object: ProgramObject, ctx: CodeContext): LocalScope {
  const variables = new Map<string, Variable | undefined>()
  for (const { name, declared } of object.program ? declarationsOf(object.program) : []) {
    const type = variableType(declared, ctx)
    const key = name.text.toLowerCase()
    const before = variables.get(key)
    const same = !variables.has(key) || before?.declared.native === type?.declared.native
    variables.set(key, same && type ? { ...type, target: name } : undefined)
  }
  const known = [...variables].flatMap(([name, variable]) => (variable ? [[name, variable] as const] : []))
  return withRowImages(extend(emptyScope, { variables: known }), object, ctx)
}

function declarationsOf(program: Program) {
  const found = program.params.map(({ name, type }) => ({ name, declared: type }))
  walkProgram(program, {
    stmt: (stmt) => {
      if (stmt.kind !== 'block') return undefined
      for (const each of stmt.declarations)
        if (each.kind === 'declareVariables') for (const name of each.names) found.push({ name, declared: each.type })
      return undefined
    },
  })
  return found
}
