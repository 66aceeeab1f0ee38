import type { Call, Expr, Template } from '../../core/ir/expr.js'
import type { ServerVersion } from '../../core/ir/schema.js'
import type { ValueType } from '../../core/ir/types.js'
import { coreFunction, type ParameterFamily, parameterAt } from '../../rules/functions/core-functions.js'
import type { FunctionCode } from '../../rules/functions/findings.js'
import { type FunctionRules, readCall } from '../../rules/functions/read.js'
import { returnTypeOf } from '../../rules/functions/return-types.js'
import { type Refusal, type WriteRules, writeCall } from '../../rules/functions/write.js'
import type { Want } from './semantics/booleans.js'
import { isImmutableText } from './write/stable-text.js'

export interface FunctionNote {
  readonly code: FunctionCode
  readonly name: string
  readonly rule?: string
}

/** What the passes ask of the function rules. */
export interface FunctionPort {
  /** A native call as core; `inProgram`: it stands in a stored program. `undefined`: no rule knows the function. */
  read(call: Call, inProgram?: boolean): { readonly expr?: Expr; readonly notes: readonly FunctionNote[] } | undefined
  /** Type of a core call from those of its arguments, as far as it is known. */
  typeOf(call: Call): ValueType | undefined
  /** A core call in the target's own text; `undefined` when the target has no counterpart. */
  write(call: Call, refused?: ReadonlySet<Refusal>): Expr | undefined
  /** What each argument's place takes. */
  wantsOf(call: Call): readonly Want[]
  /** The family of each argument's parameter; undefined for functions that are not of the core. */
  familiesOf(call: Call): readonly (ParameterFamily | undefined)[]
  isAggregate(call: Call): boolean
  determinism(call: Call): 'immutable' | 'stable' | 'volatile'
  /** Whether the target takes written text for immutable. */
  isImmutableText(template: Template): boolean
}

export interface FunctionTables {
  readonly read: FunctionRules
  readonly write: WriteRules
  readonly sourceVersion: ServerVersion
  readonly targetVersion: ServerVersion
}

const coreOf = (call: Call) => ('core' in call.fn ? coreFunction(call.fn.core) : undefined)

function familiesOf(call: Call): readonly (ParameterFamily | undefined)[] {
  const fn = coreOf(call)
  return call.args.map((_, index) => fn && parameterAt(fn, index, call.args.length)?.family)
}

/** The rule engine, asked through one small door. */
export function functionPort(tables: FunctionTables): FunctionPort {
  return {
    read(call, inProgram) {
      const made = readCall(tables.read, call, tables.sourceVersion, inProgram)
      if (made === undefined) return undefined
      const name = 'native' in call.fn ? call.fn.native : ''
      const notes = made.code === undefined ? [] : [{ code: made.code as FunctionCode, name, rule: made.rule }]
      return 'expr' in made ? { expr: made.expr, notes } : { notes }
    },
    typeOf: (call) =>
      'core' in call.fn
        ? returnTypeOf(
            call.fn.core,
            call.args.map((arg) => arg.type),
            call.args,
          )
        : undefined,
    write: (call, refused) =>
      writeCall(
        tables.write,
        call,
        call.args.map((arg) => arg.type),
        tables.targetVersion,
        refused,
      ),
    wantsOf(call) {
      return familiesOf(call).map((family) => (family === 'boolean' ? 'boolean' : family === 'kept' ? 'any' : 'value'))
    },
    familiesOf,
    isAggregate: (call) => coreOf(call)?.nulls === 'aggregate',
    determinism: (call) => coreOf(call)?.determinism ?? 'volatile',
    isImmutableText: (template) => isImmutableText(template, tables.write.dialect),
  }
}
