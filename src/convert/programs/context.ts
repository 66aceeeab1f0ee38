import type { CodeContext } from '../code/code-context.js'
import type { ProcessEnv } from '../code/process-query.js'

/**
 * What converting one statement of a program shares. `env.ctx.variables` knows the names in scope; `env.ctx.report` belongs
 * to the statement: a failure costs this statement only.
 */
export interface StatementEnv {
  readonly env: ProcessEnv
}

export const contextOf = ({ env }: StatementEnv): CodeContext => env.ctx
