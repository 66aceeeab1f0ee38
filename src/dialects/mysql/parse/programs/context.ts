import type { SyntaxProblem } from '../../../../../grammars/sql/lexer.js'
import { finding } from '../../../../core/findings/finding.js'
import type { Opaque } from '../../../../core/ir/expr.js'
import type { Ident } from '../../../../core/ir/names.js'
import type { ServerVersion } from '../../../../core/ir/schema.js'
import { type CstNode, type LowerContext, originOfRange, startOf } from '../cst.js'
import { opaqueOf, where } from '../problems.js'
import type { TextDefaults } from '../settings.js'

/** What the types of variables inherit: character set and collation of the database. */
export interface TypeContext {
  readonly text: TextDefaults
  readonly version: ServerVersion
}

/** What lowering the statements of one program needs to know. */
export interface ProgramContext extends LowerContext {
  readonly inherited: TypeContext
  /** The program's name for people. */
  readonly name: string
  /** Slots without a statement, by the offset of their first token. */
  readonly lost: ReadonlyMap<number, SyntaxProblem>
  /** Counted while statements are lowered. */
  readonly counts: { statements: number; opaque: number; open: boolean }
  /** Names of variables and parameters that can be seen here, lower case. */
  readonly locals: ReadonlySet<string>
  /** Names of errors of the program's own that can be seen here, lower case. */
  readonly exceptions?: ReadonlySet<string>
  /** Names of errors that a block around takes, lower case. */
  readonly taken?: ReadonlySet<string>
  /** What is declared here belongs to a package. */
  readonly inPackage?: boolean
  /** Those of `locals` that belong to a package, lower case. */
  readonly unitNames?: ReadonlySet<string>
}

/** The context inside a block or loop that declares names. */
export function withLocals(context: ProgramContext, names: readonly Ident[]): ProgramContext {
  if (names.length === 0) return context
  const locals = new Set([...context.locals, ...names.map((name) => name.text.toLowerCase())])
  const hidden = new Set(names.map((name) => name.text.toLowerCase()))
  const unitNames = [...(context.unitNames ?? [])].filter((name) => !hidden.has(name))
  const left = unitNames.length > 0 || context.unitNames ? { unitNames: new Set(unitNames) } : {}
  return { ...context, locals, ...left, isLocal: (name) => locals.has(name.toLowerCase()) }
}

/** The context behind a declaration of a package: its variables win over columns as others do. */
export function withUnitNames(context: ProgramContext, names: readonly Ident[]): ProgramContext {
  const own = names.map((name) => name.text.toLowerCase())
  return { ...withLocals(context, names), unitNames: new Set([...(context.unitNames ?? []), ...own]) }
}

/** A statement that is kept as text, with the finding that says why. */
export function lostStatement(of: CstNode, context: ProgramContext): Opaque {
  const problem = context.lost.get(startOf(of))
  const code = problem?.problem === 'too-deep' ? 'XW-P0403' : 'XW-P0400'
  const opaque = opaqueOf(of, code, context)
  const { name } = context
  context.counts.opaque++
  if (code === 'XW-P0403') {
    context.sink.add(finding(code, where(opaque.origin, context), { name }))
  } else {
    const origin = problem ? originOfRange(problem.start, problem.end, context) : opaque.origin
    const found = problem && problem.found !== '' ? `"${problem.found}"` : 'its end'
    context.sink.add(finding(code, where(origin, context), { name, found }))
  }
  return opaque
}

/** Says once that a block, a branch or a loop is not closed. */
export function reportOpen(of: CstNode, context: ProgramContext): void {
  if (context.counts.open) return
  context.counts.open = true
  const at = startOf(of)
  const origin = originOfRange(at, Math.min(at + 20, context.text.length), context)
  context.sink.add(finding('XW-P0402', where(origin, context), { name: context.name }))
}
