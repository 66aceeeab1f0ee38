import type { EmittedStatement, StatementPhase } from '../core/dialect/dialect.js'

/** `minimal`: what holds and identifies rows. `full`: everything. */
export type DdlExtent = 'minimal' | 'full'

export const allPhases: readonly StatementPhase[] = ['pre-data', 'post-data', 'post-cutover']

/** The statements that a run asks for, in their order. */
export function selectStatements(
  statements: readonly EmittedStatement[],
  wanted: { readonly ddl: DdlExtent; readonly phases?: readonly StatementPhase[] },
): readonly EmittedStatement[] {
  const phases = new Set(wanted.phases ?? allPhases)
  return statements.filter(({ phase, minimal }) => phases.has(phase) && (minimal || wanted.ddl === 'full'))
}
