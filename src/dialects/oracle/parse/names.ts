import { decodeName } from '../../../../grammars/oracle/literals.js'
import { type CstNode, type IToken, node, nodes, token } from '../../../../grammars/sql/cst.js'
import type { Ident, QName } from '../../../core/ir/names.js'

const noName: Ident = { text: '', quoted: true }

export const identOfToken = (of: IToken): Ident => decodeName(of.image)

/** Lowers `identifier`. A substitution variable without a value stands for itself. */
export function lowerIdent(of: CstNode | undefined): Ident {
  const name = of && (token(of, 'AnyName') ?? token(of, 'SubstitutionVariable'))
  return name ? identOfToken(name) : noName
}

/** Lowers `qualifiedName`: the last two parts. `databaseLink` is the caller's business. */
export function lowerQName(of: CstNode): QName {
  const parts = nodes(of, 'identifier').map((each) => lowerIdent(each))
  const name = parts.at(-1) ?? noName
  const schema = parts.at(-2)
  return schema ? { schema, name } : { name }
}

/** All parts of `qualifiedName`. */
export const lowerPath = (of: CstNode): readonly Ident[] => nodes(of, 'identifier').map((each) => lowerIdent(each))

/** Whether a name leads to another database. `@!` is this one. */
export function isRemote(of: CstNode): boolean {
  const link = node(of, 'databaseLink')
  return link !== undefined && token(link, 'Exclamation') === undefined
}

/** Lowers `identifierList`. */
export const lowerIdents = (of: CstNode | undefined): readonly Ident[] =>
  of ? nodes(of, 'identifier').map((each) => lowerIdent(each)) : []

/** Lowers `alias`. */
export function lowerAlias(of: CstNode): Ident {
  const name = token(of, 'AnyName') ?? token(of, 'AliasName')
  return name ? identOfToken(name) : noName
}
