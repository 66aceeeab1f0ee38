import type { ProcessEnv } from '../code/process-query.js'

/**
 * What converting one statement of a program shares. `env.ctx.variables` knows the names in scope; `env.ctx.report` belongs
 * to the statement: a failure costs this statement only.
 */
export interface StatementEnv {
  readonly env: ProcessEnv
}
