import { parseProgram } from '../../../../../grammars/oracle/parser.js'
import { type CstNode, hasWord, node } from '../../../../../grammars/sql/cst.js'
import type { SyntaxProblem } from '../../../../../grammars/sql/lexer.js'
import { type FindingSink, finding } from '../../../../core/findings/finding.js'
import { dotted, type Ident, type ObjectId, type QName } from '../../../../core/ir/names.js'
import type { Program } from '../../../../core/ir/program.js'
import type { NamedType, Trigger } from '../../../../core/ir/schema.js'
import type { SourceId } from '../../../../core/text/source.js'
import { originOf, originOfRange, textBetween } from '../cst.js'
import type { ColumnsOf } from '../known-columns.js'
import { where } from '../problems.js'
import { type ProgramContext, pathOf } from './context.js'
import { typeBody } from './declarations.js'
import { lowerObjectType } from './methods.js'
import { lowerNamed } from './named.js'
import { type PackageUnit, readPackage } from './packages.js'
import { lowerRoutine } from './routines.js'
import { readTrigger } from './triggers.js'

export interface ProgramText {
  readonly text: string
  readonly source: SourceId
  readonly object: ObjectId
  readonly name: QName
  readonly sink: FindingSink
  readonly columnsOf?: ColumnsOf
}

/** What CREATE of a program makes. */
export type ReadProgram =
  | { readonly kind: 'routine'; readonly form: 'function' | 'procedure'; readonly program: Program }
  | ({ readonly kind: 'trigger' } & ReadTriggers)
  | ({ readonly kind: 'package' } & PackageUnit)
  | ({ readonly kind: 'type' } & Pick<NamedType, 'is' | 'object'>)
  | ({ readonly kind: 'typeBody' } & PackageUnit)

export interface ReadTrigger
  extends Pick<Trigger, 'table' | 'timing' | 'events' | 'perStatement' | 'updateOf' | 'when' | 'disabled'> {
  readonly program: Program
}

/** A trigger, or one for each of its times with what they share. */
export interface ReadTriggers {
  readonly parts: readonly (ReadTrigger & { readonly suffix?: string })[]
  readonly shared?: PackageUnit
}

/** Reads CREATE of a stored program statement by statement. Undefined, with a finding, when nothing can be made of it. */
export function readProgram(of: ProgramText): ReadProgram | undefined {
  const name = dotted(of.name)
  const { text } = of
  const context: ProgramContext = {
    source: of.source,
    base: 0,
    text,
    sink: of.sink,
    object: of.object,
    name,
    lost: new Map(),
    counts: { statements: 0, opaque: 0, open: false },
    named: lowerNamed,
    ...(of.columnsOf ? { columnsOf: of.columnsOf } : {}),
  }
  const parsed = parseProgram(text, { unit: of.name.name.text })
  if ('problem' in parsed) {
    reportHead(parsed.problem, context)
    return undefined
  }
  const { cst, lost, cut } = parsed
  if (cut) {
    context.counts.open = true
    of.sink.add(finding('XW-P0402', where(originOfRange(cut.start, cut.end, context), context), { name }))
  }
  try {
    return readUnit(cst, { ...context, lost }, of)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    of.sink.add(finding('XW-P0403', where(originOfRange(0, text.length, context), context), { name }))
    return undefined
  }
}

function reportHead(problem: SyntaxProblem, context: ProgramContext): void {
  const at = where(originOfRange(problem.start, problem.end, context), context)
  const { name } = context
  if (problem.problem === 'too-deep') context.sink.add(finding('XW-P0403', at, { name }))
  else
    context.sink.add(finding('XW-P0401', at, { name, found: problem.found === '' ? 'its end' : `"${problem.found}"` }))
}

function readUnit(cst: CstNode, context: ProgramContext, of: ProgramText): ReadProgram | undefined {
  reportRest(node(cst, 'restOfProgram'), context)
  const routine = node(cst, 'routine')
  if (routine) return readRoutine(routine, context)
  const unit = node(cst, 'packageUnit')
  if (unit) return { kind: 'package', ...readPackage(unit, context) }
  const type = node(cst, 'typeUnit')
  if (type) return readType(type, context)
  const trigger = node(cst, 'trigger')
  const found = trigger && readTrigger(trigger, context, of.name.schema)
  return found && { kind: 'trigger', ...found }
}

function readType(of: CstNode, context: ProgramContext): ReadProgram | undefined {
  const object = node(of, 'objectType')
  if (object) return { kind: 'type', ...lowerObjectType(object, context) }
  const body = node(of, 'typeBody')
  if (body) return { kind: 'typeBody', ...readPackage(body, context) }
  const is = typeBody(of, context)
  return is && { kind: 'type', is }
}

function readRoutine(of: CstNode, context: ProgramContext): ReadProgram | undefined {
  const body = node(of, 'routineBody')
  if (!body || node(body, 'foreignBody')) {
    const at = where(originOf(of, context), context)
    const language = body && /\bJAVA\b/i.test(textBetween(body, context).slice(0, 40)) ? 'Java' : 'another language'
    context.sink.add(finding('XW-P0405', at, { name: context.name, language }))
    return undefined
  }
  return {
    kind: 'routine',
    form: hasWord(of, 'FUNCTION') ? 'function' : 'procedure',
    program: lowerRoutine(of, context),
  }
}

function reportRest(of: CstNode | undefined, context: ProgramContext): void {
  const text = of ? textBetween(of, context).trim() : ''
  if (!of || text === '') return
  const at = where(originOf(of, context), context)
  context.sink.add(finding('XW-P0404', at, { name: context.name, found: `"${text.slice(0, 40)}"` }))
}

/** The name that CREATE gives, as far as the grammar of a unit tells it. */
export const nameOfUnit = (of: CstNode): readonly Ident[] => pathOf(node(of, 'qualifiedName'))
