import type { Option, View } from '../../../../core/ir/schema.js'
import { type CstNode, hasWord, type LowerContext, node, nodes, originOf, textBetween } from '../cst.js'
import { lowerIdent, lowerIdents, lowerQName } from '../names.js'
import { lowerQuery } from '../queries.js'
import type { CreateView } from '../script/shapes.js'

/** Lowers CREATE VIEW and ALTER VIEW: the statement with its `viewTail`. */
export function lowerView(of: CstNode, tail: CstNode, context: LowerContext): CreateView {
  const name = node(tail, 'qualifiedName')
  const query = node(tail, 'query')
  const check = node(tail, 'checkOption')
  const columns = node(tail, 'identifierList')
  const options = lowerPrefixes(of, context)
  const security = options.find((option) => option.key === 'mysql.sql_security')?.value.toLowerCase()
  return {
    kind: 'createView',
    name: name ? lowerQName(name) : { name: { text: '', quoted: true } },
    orReplace: hasWord(of, 'REPLACE'),
    ifNotExists: node(tail, 'ifNotExists') !== undefined,
    alter: of.name === 'alterStatement',
    view: {
      columns: columns ? lowerIdents(columns) : [],
      query: query
        ? lowerQuery(query, context)
        : { kind: 'opaque', text: textBetween(tail, context), why: 'XW-P0001', origin: originOf(tail, context) },
      security: security === 'invoker' ? 'invoker' : 'definer',
      ...(check ? { checkOption: hasWord(check, 'LOCAL') ? 'local' : 'cascaded' } : {}),
      options: options.filter((option) => option.key !== 'mysql.sql_security'),
    } satisfies Partial<View>,
    origin: originOf(of, context),
  }
}

/** Lowers the `objectPrefix`es of a statement: ALGORITHM, DEFINER, SQL SECURITY. */
export function lowerPrefixes(of: CstNode, context: LowerContext): readonly Option[] {
  return nodes(of, 'objectPrefix').map((prefix) => {
    const account = node(prefix, 'account')
    const security = node(prefix, 'sqlSecurity')
    const origin = originOf(prefix, context)
    if (account) return { key: 'mysql.definer', value: textBetween(account, context), origin }
    if (security) return { key: 'mysql.sql_security', value: lowerIdent(node(security, 'identifier')).text, origin }
    return { key: 'mysql.algorithm', value: lowerIdent(node(prefix, 'identifier')).text.toLowerCase(), origin }
  })
}
