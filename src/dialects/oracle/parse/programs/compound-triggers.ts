import { type CstNode, hasWord, node, nodes } from '../../../../../grammars/sql/cst.js'
import { finding } from '../../../../core/findings/finding.js'
import type { Trigger } from '../../../../core/ir/schema.js'
import type { Block } from '../../../../core/ir/statement.js'
import { originOf } from '../cst.js'
import { where } from '../problems.js'
import { folded, type Spoken, spokenIn } from './captured.js'
import { lowerBody } from './compound.js'
import type { ProgramContext } from './context.js'
import { lowerDeclarations } from './declarations.js'
import type { PackageUnit } from './packages.js'
import type { ReadTrigger, ReadTriggers } from './program.js'
import { emptyBlock } from './routines.js'

/** When a trigger, or a part of one, runs. */
export interface When {
  readonly timing: Trigger['timing']
  readonly isRow: boolean
}

type Make = (when: When, body: Block) => ReadTrigger

/** Of `triggerTiming` or `pointName`. */
export const timeOf = (of: CstNode): Trigger['timing'] =>
  hasWord(of, 'BEFORE') ? 'before' : hasWord(of, 'INSTEAD') ? 'insteadOf' : 'after'

const suffixOf = ({ timing, isRow }: When): string =>
  `${timing === 'insteadOf' ? 'instead_of' : timing}_${isRow ? 'each_row' : 'statement'}`

/**
 * Reads `compoundTrigger`, as a trigger for each of its times and a package of what they share. With variables there is
 * always a part in front of the statement: it gives them their first values.
 */
export function readCompound(of: CstNode, make: Make, context: ProgramContext): ReadTriggers | undefined {
  const all = lowerDeclarations({ ...of, children: { declarationSlot: [...nodes(of, 'declarationSlot')] } }, context)
  const members = all.flatMap((each) => (each.kind === 'declareRoutine' ? [each] : []))
  const declarations = all.filter((each) => each.kind !== 'declareRoutine')
  const points = nodes(of, 'timingPoint').map((point) => {
    const name = node(point, 'pointName') ?? point
    const when = { timing: timeOf(name), isRow: hasWord(name, 'EACH') }
    return partOf(when, lowerBody(point, node(point, 'declarationList'), context), make)
  })
  const start = { ...emptyBlock(of, context), origin: originOf(of, context) }
  const first: When = { timing: 'before', isRow: false }
  const hasFirst = points.some(({ timing, perStatement }) => timing === 'before' && perStatement)
  const parts = hasFirst || declarations.length === 0 ? points : [partOf(first, start, make), ...points]
  const shared: PackageUnit = { body: true, declarations, members, start, characteristics: { modes: [] } }
  const data = { name: context.name }
  const between = sharedBetweenRows(parts, shared)
  const at = where(originOf(of, context), context)
  if (between !== undefined) context.sink.add(finding('XW-P0415', at, { ...data, variable: between }))
  else context.sink.add(finding('XW-P0416', at, { ...data, count: String(parts.length) }))
  return between === undefined ? { parts, ...(all.length > 0 ? { shared } : {}) } : undefined
}

const partOf = (when: When, body: Block, make: Make) => ({ ...make(when, body), suffix: suffixOf(when) })

/**
 * A variable by which what runs before each row and what runs behind it speak to each other: the target runs what is behind
 * rows only when all rows are changed.
 */
function sharedBetweenRows(parts: readonly ReadTrigger[], shared: PackageUnit): string | undefined {
  const rows = parts.filter(({ perStatement }) => !perStatement)
  const before = rows.find(({ timing }) => timing === 'before')
  const after = rows.find(({ timing }) => timing === 'after')
  if (!before || !after) return undefined
  const [one, other] = [spokenBy(before, shared), spokenBy(after, shared)]
  const names = shared.declarations.flatMap((each) =>
    each.kind === 'opaque' ? [] : each.kind === 'declareVariables' ? each.names : [each.name],
  )
  const isBoth = (name: string): boolean => one.names.has(name) && other.names.has(name)
  const isSet = (name: string): boolean => one.set.has(name) || other.set.has(name)
  return names.map(folded).find((name) => isBoth(name) && isSet(name))
}

/** What a part speaks of, by itself and through the programs that it shares with the others. */
function spokenBy({ program }: ReadTrigger, { members }: PackageUnit): Spoken {
  const { names, set } = spokenIn(program)
  const found = { names: new Set(names), set: new Set(set) }
  const left = new Set(members)
  for (let grown = true; grown; ) {
    const called = [...left].filter(({ name }) => found.names.has(folded(name)))
    grown = called.length > 0
    for (const member of called) {
      left.delete(member)
      const spoken = spokenIn(member.program)
      for (const name of spoken.names) found.names.add(name)
      for (const name of spoken.set) found.set.add(name)
    }
  }
  return found
}
