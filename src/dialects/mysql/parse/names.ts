import { decodeName, decodeText } from '../../../../grammars/mysql/literals.js'
import type { Ident, QName } from '../../../core/ir/names.js'
import { type CstNode, type IToken, nodes, type SqlModes, token, tokens } from './cst.js'

const noName: Ident = { text: '', quoted: true }

export const identOfToken = (of: IToken): Ident => decodeName(of.image)

/** Lowers `identifier`. */
export function lowerIdent(of: CstNode | undefined): Ident {
  const name = of && token(of, 'AnyName')
  return name ? identOfToken(name) : noName
}

/** Lowers `qualifiedName`. */
export function lowerQName(of: CstNode): QName {
  const [first, second] = nodes(of, 'identifier')
  return second ? { schema: lowerIdent(first), name: lowerIdent(second) } : { name: lowerIdent(first) }
}

/** Lowers `identifierList`. */
export const lowerIdents = (of: CstNode | undefined): readonly Ident[] =>
  of ? nodes(of, 'identifier').map((each) => lowerIdent(each)) : []

/** The value of `stringLiteral`: adjacent strings are one. */
export const lowerText = (of: CstNode, modes: SqlModes): string =>
  [...tokens(of, 'NationalText'), ...tokens(of, 'Text')]
    .map((each) => decodeText(each.image, modes.noBackslashEscapes))
    .join('')

/** The plain text of `nameOrText`: a charset, an engine, an option's value. */
export function lowerNameOrText(of: CstNode, modes: SqlModes): string {
  const text = token(of, 'Text')
  if (text) return decodeText(text.image, modes.noBackslashEscapes)
  const name = token(of, 'AnyName')
  return name
    ? decodeName(name.image).text
    : ((token(of, 'K_BINARY') ?? token(of, 'K_DEFAULT'))?.image.toLowerCase() ?? '')
}
