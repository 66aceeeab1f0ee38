import type { Declaration, RoutineDeclaration } from '../../../../core/ir/declaration.js'
import type { Program } from '../../../../core/ir/program.js'
import { type CstNode, hasWord, node, nodes, originOf } from '../cst.js'
import { lowerIdent } from '../names.js'
import { lowerBlock, lowerDeclarations } from './compound.js'
import type { ProgramContext } from './context.js'
import { reportOpen } from './context.js'
import { lowerCharacteristics, lowerRoutine } from './program.js'

/** A package specification or body, taken apart. */
export interface PackageUnit {
  /** Programs; of a specification their heads. */
  readonly members: readonly RoutineDeclaration[]
  /** What it holds besides: declarations, and what runs once in a session. */
  readonly program: Program
}

/** Lowers `packageUnit`. `cst` is the whole statement. */
export function lowerPackage(
  of: CstNode,
  cst: CstNode,
  context: ProgramContext,
  modes: ReadonlySet<string>,
): PackageUnit {
  const list = node(of, 'declarationList')
  const before = { ...context.counts }
  const declared = list ? lowerDeclarations(list, context) : { declarations: [], handlers: [], context }
  const members = declared.declarations.flatMap((each) => (each.kind === 'declareRoutine' ? [each] : []))
  const block = node(of, 'block')
  if (!block && !hasWord(of, 'END')) reportOpen(of, context)
  const origin = originOf(of, context)
  const start = block
    ? lowerBlock(block, {}, { ...declared.context, inPackage: false })
    : { kind: 'block' as const, declarations: [], handlers: [], statements: [], origin }
  const others: readonly Declaration[] = declared.declarations.filter((each) => each.kind !== 'declareRoutine')
  const own = members.map(({ program }) => program.understood)
  const counted = (key: 'statements' | 'opaque'): number =>
    context.counts[key] - before[key] - own.reduce((sum, each) => sum + each[key], 0)
  const program: Program = {
    kind: 'program',
    origin,
    params: [],
    characteristics: lowerCharacteristics(cst, of, context, modes),
    body: { ...start, declarations: [...others, ...start.declarations] },
    understood: { statements: counted('statements'), opaque: counted('opaque') },
  }
  return { members: members.map((each) => securedAs(program, each)), program }
}

/** A package is made for all of its members at once. */
function securedAs({ characteristics }: Program, member: RoutineDeclaration): RoutineDeclaration {
  const { security, definer, modes } = characteristics
  const own = {
    ...member.program.characteristics,
    modes,
    ...(security ? { security } : {}),
    ...(definer === undefined ? {} : { definer }),
  }
  return { ...member, program: { ...member.program, characteristics: own } }
}

/** Lowers `member`: it sees what the package has declared before it. */
export function lowerMember(of: CstNode, outer: ProgramContext): RoutineDeclaration {
  const head = node(of, 'plsqlRoutine') ?? node(of, 'routine') ?? of
  const path = node(head, 'qualifiedName')
  const name = lowerIdent(path && nodes(path, 'identifier').at(-1))
  const counts = { statements: 0, opaque: 0, open: outer.counts.open }
  const context: ProgramContext = { ...outer, counts, inPackage: false }
  const program = lowerRoutine(of, head, context)
  outer.counts.statements += counts.statements
  outer.counts.opaque += counts.opaque
  outer.counts.open ||= counts.open
  return {
    kind: 'declareRoutine',
    form: hasWord(head, 'FUNCTION') ? 'function' : 'procedure',
    name,
    ...(node(head, 'plsqlBody') || node(of, 'programStatement') ? {} : { headOnly: true as const }),
    program,
    origin: originOf(of, outer),
  }
}
