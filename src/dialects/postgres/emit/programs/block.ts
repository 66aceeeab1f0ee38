import type { Declaration } from '../../../../core/ir/declaration.js'
import type { DeclaredType } from '../../../../core/ir/declared-type.js'
import type { Ident } from '../../../../core/ir/names.js'
import type { Program } from '../../../../core/ir/program.js'
import type { Block, Stmt } from '../../../../core/ir/statement.js'
import { type Doc, hardline, indent, join } from '../../../../core/layout/doc.js'
import { exprDoc } from '../code/expression.js'
import { identText, noForm, type Printing } from '../code/printing.js'
import { typeText } from '../code/type-text.js'
import { exceptionDoc } from './exceptions.js'

/** What the statements of one program need to be printed. */
export interface ProgramPrinting {
  readonly printing: Printing
  readonly program: Program
  readonly stmt: (stmt: Stmt, at: ProgramPrinting) => Doc
  /** Of a trigger: what it gives back. */
  readonly row?: string
  /** Sees every declaration that is printed. */
  readonly declaration?: (declaration: Declaration, doc: Doc) => Doc
}

/** Statements, each on lines of its own, one step further in; the empty statement when there is none. */
export const bodyDoc = (stmts: readonly Stmt[], at: ProgramPrinting): Doc =>
  indent(
    stmts.length === 0 ? [hardline, 'NULL;'] : stmts.map((stmt) => [hardline, commentsDoc(stmt), at.stmt(stmt, at)]),
  )

/** Line by line, so that nothing in a comment can end it. */
const commentLines = (comments: readonly string[] = []): readonly string[] =>
  comments
    .flatMap((comment) => comment.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/))
    .map((each) => `-- ${each.replaceAll('\0', ' ').trim()}`.trimEnd())

const commentsDoc = ({ comments }: Stmt): Doc => commentLines(comments).map((each) => [each, hardline])

export const labelDoc = (label: Ident | undefined): Doc =>
  label === undefined ? '' : [`<<${identText(label)}>>`, hardline]

export const endLabel = (label: Ident | undefined): string => (label === undefined ? '' : ` ${identText(label)}`)

/** `DECLARE … BEGIN … END`, without what ends it; more statements may stand before and behind those of the block. */
export function blockDoc(
  block: Block,
  at: ProgramPrinting,
  { first = [], last = [] }: { readonly first?: readonly Doc[]; readonly last?: readonly Doc[] } = {},
): Doc {
  const { declaration = (_, doc) => doc } = at
  const declarations = block.declarations.map((each) => [hardline, declaration(each, declarationDoc(each, at))])
  const more = (docs: readonly Doc[]): Doc => indent(docs.map((doc) => [hardline, doc]))
  const catches = block.catches?.length ? [hardline, exceptionDoc(block.catches, at)] : ''
  const isEmpty = block.statements.length === 0 && first.length + last.length > 0
  return [
    labelDoc(block.label),
    declarations.length > 0 ? ['DECLARE', indent(declarations), hardline] : '',
    'BEGIN',
    more(first),
    isEmpty ? '' : bodyDoc(block.statements, at),
    more(commentLines(block.closing)),
    more(last),
    catches,
    hardline,
    `END${endLabel(block.label)}`,
  ]
}

function declarationDoc(declaration: Declaration, { printing }: ProgramPrinting): Doc {
  switch (declaration.kind) {
    case 'declareVariables': {
      const type = declaredTypeText(printing, declaration.type)
      const value = declaration.default ? [' := ', exprDoc(printing, declaration.default)] : ''
      return join(
        hardline,
        declaration.names.map((name) => [
          identText(name),
          ' ',
          type,
          declaration.required ? ' NOT NULL' : '',
          value,
          ';',
        ]),
      )
    }
    case 'declareCursor':
      return `${identText(declaration.name)} refcursor;`
    case 'declareCondition':
    case 'declareType':
    case 'declareRoutine':
    case 'opaque':
      throw noForm('a declaration that was not converted')
  }
}

export function declaredTypeText(printing: Printing, type: DeclaredType): string {
  if (type.kind !== 'type') throw noForm('a variable whose type is that of a row')
  return typeText(printing, type.type)
}
