import { parseProgram } from '../../../../../grammars/mysql/parser.js'
import type { SyntaxProblem } from '../../../../../grammars/sql/lexer.js'
import { type FindingSink, finding } from '../../../../core/findings/finding.js'
import { dotted, type ObjectId, type QName } from '../../../../core/ir/names.js'
import type { Characteristics, Param, Program, Schedule } from '../../../../core/ir/program.js'
import type { Stmt } from '../../../../core/ir/statement.js'
import type { SourceId } from '../../../../core/text/source.js'
import {
  type CstNode,
  hasWord,
  node,
  nodes,
  originOf,
  originOfRange,
  type SqlModes,
  textBetween,
  token,
} from '../cst.js'
import { lowerPrefixes } from '../definitions/views.js'
import { lowerExpression } from '../expressions.js'
import { lowerIdent, lowerText } from '../names.js'
import { where } from '../problems.js'
import { runsOn } from '../versioned-comments.js'
import { lowerBlock } from './compound.js'
import { type ProgramContext, reportOpen, type TypeContext, withLocals } from './context.js'
import { lowerPackage, type PackageUnit } from './packages.js'
import { lowerSlot, lowerStatement } from './statements.js'
import { lowerDeclaredType, lowerTypedName } from './targets.js'

export interface ProgramText {
  readonly text: string
  readonly source: SourceId
  readonly object: ObjectId
  readonly name: QName
  readonly form: 'function' | 'procedure' | 'package' | 'packageBody' | 'trigger' | 'event'
  readonly modes: SqlModes
  /** Members of sql_mode under which the program is made, upper case. */
  readonly sqlModes: ReadonlySet<string>
  /** What its types inherit from the database. */
  readonly inherited: TypeContext
  readonly sink: FindingSink
}

/** Reads CREATE of a stored program statement by statement. Undefined, with a finding, when its head is not understood. */
export const readProgram = (of: ProgramText): Program | undefined => read(of, lowerProgram)

/** As `readProgram`, for a package. */
export const readPackage = (of: ProgramText): PackageUnit | undefined =>
  read(of, (cst, context) => {
    const unit = node(cst, 'packageUnit')
    reportRest(node(cst, 'restOfProgram'), context)
    return unit && lowerPackage(unit, cst, { ...context, inPackage: true }, of.sqlModes)
  })

type Lower<T> = (cst: CstNode, context: ProgramContext, of: ProgramText) => T | undefined

function read<T>(of: ProgramText, lower: Lower<T>): T | undefined {
  const name = dotted(of.name)
  const foreign = foreignLanguage(of)
  const whole = {
    ...baseContext(of),
    name,
    lost: new Map(),
    counts: { statements: 0, opaque: 0, open: false },
    locals: new Set<string>(),
  }
  const at = where(originOfRange(0, of.text.length, whole), whole)
  if (foreign) {
    of.sink.add(finding('XW-P0405', at, { name, language: foreign }))
    return undefined
  }
  const parsed = parseProgram(of.text, { ...of.modes, ...runsOn(of.inherited.version) })
  if ('problem' in parsed) {
    reportHead(parsed.problem, whole)
    return undefined
  }
  const { cst, lost, cut } = parsed
  if (cut) {
    const origin = originOfRange(cut.start, cut.end, whole)
    whole.counts.open = true
    of.sink.add(finding('XW-P0402', where(origin, whole), { name }))
  }
  return withinStack(
    () => lower(cst, { ...whole, lost }, of),
    () => {
      of.sink.add(finding('XW-P0403', at, { name }))
    },
  )
}

/** What the call stack of a caller deep in it does not hold is named, not thrown. */
function withinStack<T>(run: () => T, report: () => void): T | undefined {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    report()
    return undefined
  }
}

const baseContext = (of: ProgramText) => ({
  source: of.source,
  base: 0,
  text: of.text,
  sink: of.sink,
  object: of.object,
  modes: of.modes,
  inherited: of.inherited,
})

function foreignLanguage(of: ProgramText): string | undefined {
  return /\bLANGUAGE\s+JAVASCRIPT\b/i.test(of.text.slice(0, 4000)) ? 'JavaScript' : undefined
}

function reportHead(problem: SyntaxProblem, context: ProgramContext): void {
  const at = where(originOfRange(problem.start, problem.end, context), context)
  const { name } = context
  if (problem.problem === 'too-deep') context.sink.add(finding('XW-P0403', at, { name }))
  else
    context.sink.add(finding('XW-P0401', at, { name, found: problem.found === '' ? 'its end' : `"${problem.found}"` }))
}

function lowerProgram(cst: CstNode, outer: ProgramContext, of: ProgramText): Program | undefined {
  const head =
    node(cst, 'plsqlRoutine') ?? node(cst, 'routine') ?? node(cst, 'trigger') ?? node(cst, 'event') ?? undefined
  if (!head) return undefined
  const context = outer
  const program = lowerRoutine(cst, head, context)
  reportRest(node(cst, 'restOfProgram'), context)
  const characteristics = lowerCharacteristics(cst, head, context, of.sqlModes)
  return {
    ...program,
    characteristics,
    ...lowerOrder(head),
    ...(head.name === 'event' ? { schedule: lowerSchedule(head, context) } : {}),
  }
}

/** Head and body of a program; `of` holds the body where the head does not. */
export function lowerRoutine(of: CstNode, head: CstNode, outer: ProgramContext): Program {
  const params = [...nodes(head, 'parameter'), ...nodes(head, 'plsqlParameter')].map((each) => lowerParam(each, outer))
  const returns = node(head, 'declaredType')
  const context = withLocals(
    outer,
    params.map((param) => param.name),
  )
  const body = lowerBody(of, head, context)
  return {
    kind: 'program',
    origin: originOf(of, context),
    params,
    ...(returns ? { returns: lowerDeclaredType(returns, context) } : {}),
    characteristics: lowerCharacteristics(of, head, context, new Set()),
    body,
    understood: { statements: context.counts.statements, opaque: context.counts.opaque },
  }
}

function lowerBody(of: CstNode, head: CstNode, context: ProgramContext): Stmt {
  const unit = node(head, 'plsqlBody')
  const list = unit && node(unit, 'declarationList')
  const block = unit && node(unit, 'block')
  if (block) return lowerBlock(block, {}, context, list)
  const slot = node(of, 'statementSlot')
  const statement = node(of, 'programStatement')
  if (statement) return lowerStatement(statement, context)
  const empty: Stmt = { kind: 'block', declarations: [], handlers: [], statements: [], origin: originOf(of, context) }
  if (!slot) return empty
  const body = lowerSlot(slot, context)
  if (body.kind === 'opaque' && context.text.slice(slot.location?.startOffset ?? 0).trim() === '')
    reportOpen(slot, context)
  return body
}

function reportRest(of: CstNode | undefined, context: ProgramContext): void {
  const text = of ? textBetween(of, context).trim() : ''
  if (!of || text === '' || text === '*/') return
  const at = where(originOf(of, context), context)
  context.sink.add(finding('XW-P0404', at, { name: context.name, found: `"${text.slice(0, 40)}"` }))
}

function lowerParam(of: CstNode, context: ProgramContext): Param {
  const typed = node(of, 'typedName')
  const initial = node(of, 'expression')
  const isBoth = hasWord(of, 'INOUT') || (hasWord(of, 'IN') && hasWord(of, 'OUT'))
  return {
    ...lowerTypedName(typed ?? of, context),
    mode: isBoth ? 'inout' : hasWord(of, 'OUT') ? 'out' : 'in',
    ...(initial ? { default: lowerExpression(initial, context) } : {}),
    origin: originOf(of, context),
  }
}

const access = [
  ['NO', 'none'],
  ['CONTAINS', 'contains'],
  ['READS', 'reads'],
  ['MODIFIES', 'modifies'],
] as const

export function lowerCharacteristics(
  cst: CstNode,
  head: CstNode,
  context: ProgramContext,
  modes: ReadonlySet<string>,
): Characteristics {
  const said = [...nodes(head, 'characteristic'), ...nodes(head, 'eventOption')]
  const prefixes = lowerPrefixes(cst, context)
  const definer = prefixes.find((option) => option.key === 'mysql.definer')?.value
  const security = said.map((each) => node(each, 'sqlSecurity')).find((each) => each !== undefined)
  const words = security ? lowerIdent(node(security, 'identifier')).text.toLowerCase() : undefined
  const comment = said.map((each) => node(each, 'stringLiteral')).find((each) => each !== undefined)
  const deterministic = said.filter((each) => hasWord(each, 'DETERMINISTIC')).at(-1)
  const dataAccess = access.find(([word]) => said.some((each) => hasWord(each, word) && hasWord(each, 'SQL')))
  return {
    ...(deterministic ? { deterministic: !hasWord(deterministic, 'NOT') } : {}),
    ...(dataAccess ? { dataAccess: dataAccess[1] } : {}),
    security: words === 'invoker' ? 'invoker' : 'definer',
    ...(comment ? { comment: lowerText(comment, context.modes) } : {}),
    ...(definer === undefined ? {} : { definer }),
    ...(hasWord(cst, 'AGGREGATE') ? { aggregate: true } : {}),
    modes: [...modes].sort(),
  }
}

function lowerOrder(head: CstNode): Pick<Program, 'order'> {
  const name = head.name === 'trigger' ? node(head, 'identifier') : undefined
  if (!name) return {}
  return { order: { how: hasWord(head, 'FOLLOWS') ? 'follows' : 'precedes', trigger: lowerIdent(name) } }
}

function lowerSchedule(of: CstNode, context: ProgramContext): Schedule {
  const value = (name: 'at' | 'every' | 'starts' | 'ends') => {
    const found = node(of, name)
    return found && lowerExpression(found, context)
  }
  const [at, amount, starts, ends] = [value('at'), value('every'), value('starts'), value('ends')]
  const options = nodes(of, 'eventOption')
  const preserve = options.find((each) => hasWord(each, 'PRESERVE'))
  const state = options.find((each) => hasWord(each, 'ENABLE') || hasWord(each, 'DISABLE'))
  return {
    ...(at ? { at } : {}),
    ...(amount ? { every: { amount, unit: token(of, 'unit')?.image.toUpperCase() ?? '' } } : {}),
    ...(starts ? { starts } : {}),
    ...(ends ? { ends } : {}),
    ...(preserve ? { preserve: !hasWord(preserve, 'NOT') } : {}),
    ...(state ? { enabled: hasWord(state, 'ENABLE') } : {}),
  }
}
