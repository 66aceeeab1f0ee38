import type { Refusal } from '../../rules/functions/write.js'
import { callersModes } from '../../rules/system-variables/system-variables.js'
import type { CodeContext } from './code-context.js'

/** Settings under which a value that does not fit is refused where it is stored. */
const strict: ReadonlySet<string> = new Set(['STRICT_TRANS_TABLES', 'STRICT_ALL_TABLES', 'TRADITIONAL'])

/**
 * What code of a program refuses that always runs under these settings. `stores`: its values go into variables, arguments or
 * rows. Below zero an unsigned difference is an error anywhere.
 */
export function refusalsOf(modes: readonly string[], stores: boolean): ReadonlySet<Refusal> {
  const refused = new Set<Refusal>()
  if (modes.includes(alwaysStrict)) return new Set(['bad-text', 'zero-division', 'inexact-text', 'plain-writing'])
  if (!modes.includes('NO_UNSIGNED_SUBTRACTION')) refused.add('unsigned-difference')
  if (!stores || !modes.some((mode) => strict.has(mode))) return refused
  refused.add('bad-text')
  if (modes.includes('ERROR_FOR_DIVISION_BY_ZERO')) refused.add('zero-division')
  return refused
}

/** Not a setting that anyone can make: what the engine refuses it refuses everywhere. */
const alwaysStrict = 'ALWAYS_STRICT'

/** Settings of the strictest kind, for engines that refuse what does not fit without being told to. */
const strictest: readonly string[] = [
  alwaysStrict,
  'ERROR_FOR_DIVISION_BY_ZERO',
  'NO_UNSIGNED_SUBTRACTION',
  'SIMULTANEOUS_ASSIGNMENT',
  'STRICT_ALL_TABLES',
]

/** The settings under which a program runs: those that it was made under, where its engine has any. */
export const modesUnder = (written: readonly string[], { sourceCan }: Pick<CodeContext, 'sourceCan'>) =>
  sourceCan.refusesBadValues ? strictest : written

/** The context of code that always runs under these settings, outside of any statement that stores. */
export const underModes = (modes: readonly string[]): Pick<CodeContext, 'modes' | 'refused'> => ({
  modes,
  refused: refusalsOf(modes, false),
})

/** The same place for code whose values are stored. */
export const storing = (ctx: CodeContext): CodeContext =>
  ctx.modes === undefined ? ctx : { ...ctx, refused: refusalsOf(ctx.modes, true) }

/** A place where arguments are stored: under the settings of the caller, where they are known. */
export function arriving(ctx: CodeContext): CodeContext {
  const modes = callersModes(ctx.source.dialect, ctx.source.settings) ?? ctx.modes
  return ctx.modes === undefined || modes === undefined ? ctx : storing({ ...ctx, modes })
}

/** The same place for code whose values only find, group or add up rows. */
export const looking = (ctx: CodeContext): CodeContext =>
  ctx.modes === undefined ? ctx : { ...ctx, refused: refusalsOf(ctx.modes, false) }
