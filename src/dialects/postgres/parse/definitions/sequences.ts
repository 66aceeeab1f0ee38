import type { SequenceOptions } from '../../../../core/ir/schema.js'
import { type Node, namesOf } from '../tree.js'

/** Options of CREATE and ALTER SEQUENCE over those that were there. NO MINVALUE and the like take one away. */
export function sequenceOptions(nodes: readonly Node[], before: SequenceOptions): SequenceOptions {
  const made: { -readonly [K in keyof SequenceOptions]: SequenceOptions[K] } = { ...before }
  for (const node of nodes) {
    if (!('DefElem' in node)) continue
    const { defname = '', arg } = node.DefElem
    if (defname === 'cycle') made.cycle = !(arg && 'Boolean' in arg && !arg.Boolean.boolval)
    const name = numbered[defname]
    if (name === undefined) continue
    const value = numberOf(arg)
    delete made[name]
    if (value !== undefined) made[name] = value
  }
  return made
}

const numbered: Readonly<Record<string, Exclude<keyof SequenceOptions, 'cycle'>>> = {
  start: 'start',
  increment: 'increment',
  minvalue: 'min',
  maxvalue: 'max',
  cache: 'cache',
  restart: 'next',
}

export function numberOf(node: Node | undefined): bigint | undefined {
  if (node && 'Integer' in node) return BigInt(node.Integer.ival ?? 0)
  if (node && 'Float' in node && /^-?\d+$/.test(node.Float.fval ?? '')) return BigInt(node.Float.fval ?? 0)
  if (node && 'A_Const' in node) {
    const { ival, fval } = node.A_Const
    return ival ? BigInt(ival.ival ?? 0) : fval && /^-?\d+$/.test(fval.fval ?? '') ? BigInt(fval.fval ?? 0) : undefined
  }
  return undefined
}

/** Names behind OWNED BY: schema, table and column as far as they are given. `NONE` is none. */
export function ownerIn(nodes: readonly Node[]): readonly string[] | undefined {
  for (const node of nodes) {
    if (!('DefElem' in node) || node.DefElem.defname !== 'owned_by') continue
    const names = namesOf(node.DefElem.arg)
    return names.length > 1 ? names : undefined
  }
  return undefined
}
