import { decodeDigits } from '../../../../grammars/mysql/literals.js'
import type { NativeType, TypeRef } from '../../../core/ir/types.js'
import { readType } from '../../../rules/types/read.js'
import { canonicalCharset, canonicalCollation } from '../collations.js'
import {
  type CstNode,
  hasWord,
  inOrder,
  isToken,
  type LowerContext,
  node,
  nodes,
  originOf,
  textBetween,
  token,
} from './cst.js'
import { lowerNameOrText, lowerText } from './names.js'
import type { TypeDraft } from './script/shapes.js'

/** Spellings of one type. The type rules know numeric synonyms; those of text decide about character sets, so they are ours. */
const spellings: ReadonlyMap<string, string> = new Map([
  ['character', 'char'],
  ['char varying', 'varchar'],
  ['character varying', 'varchar'],
  ['varcharacter', 'varchar'],
  ['varchar2', 'varchar'],
  ['long', 'mediumtext'],
  ['long varchar', 'mediumtext'],
  ['long varcharacter', 'mediumtext'],
  ['long char varying', 'mediumtext'],
  ['long character varying', 'mediumtext'],
  ['long varbinary', 'mediumblob'],
  ['clob', 'longtext'],
  ['signed int', 'signed'],
  ['signed integer', 'signed'],
])

/** NATIONAL and NCHAR forms: the words behind the mark, without it. */
const nationalForm = (words: readonly string[]): string =>
  words.includes('nvarchar') || words.some((word) => word.startsWith('var')) ? 'varchar' : 'char'

/** Types that mean others in sql_mode=ORACLE. MariaDB manual section "SQL_MODE=ORACLE", "Data Types". */
function plsqlType(written: string, hasSize: boolean): string | undefined {
  if (written === 'number') return hasSize ? 'decimal' : 'double'
  return plsqlTypes.get(written)
}

const plsqlTypes: ReadonlyMap<string, string> = new Map([
  ['date', 'datetime'],
  ['blob', 'longblob'],
  ['raw', 'varbinary'],
])

/** Lowers `dataType`. What it inherits (character set, collation) is not filled in. */
export function lowerTypeDraft(of: CstNode, context: LowerContext, isCast = false): TypeDraft {
  const name = node(of, 'typeName')
  const words = name ? wordsOf(name).map((word) => word.toLowerCase()) : []
  const national = ['national', 'nchar', 'nvarchar'].includes(words[0] ?? '')
  const written = words.join(' ')
  const attributes = attributesOf(of, context)
  const args = lowerArguments(node(of, 'typeArguments'), context)
  const inMode = context.modes.plsql && !isCast ? plsqlType(written, args.length > 0) : undefined
  const native: NativeType = {
    name: national ? nationalForm(words) : (inMode ?? spellings.get(written) ?? written),
    args,
    ...attributes,
    ...(national && attributes.charset === undefined ? { charset: 'utf8mb3' } : {}),
  }
  return {
    native,
    text: textBetween(of, context),
    origin: originOf(of, context),
    serial: written === 'serial',
  }
}

/** Lowers `dataType` or `castType` outside a column: nothing is inherited. */
export function lowerTypeRef(of: CstNode, context: LowerContext): TypeRef {
  const inner = of.name === 'castType' ? node(of, 'dataType') : of
  const origin = originOf(of, context)
  const native = textBetween(of, context)
  const unsigned: NativeType = { name: 'bigint', args: [], flags: ['unsigned'] }
  const type = inner ? lowerTypeDraft(inner, context, inner !== of).native : unsigned
  // CAST(x AS SIGNED) is a 64-bit integer.
  const meant = type.name === 'signed' ? { ...type, name: 'bigint' } : type
  return { logical: readType('mysql', meant) ?? { kind: 'opaque' }, native, origin }
}

function wordsOf(of: CstNode): readonly string[] {
  return inOrder(of).flatMap(({ element }) => (isToken(element) ? [element.image] : wordsOf(element)))
}

function lowerArguments(of: CstNode | undefined, context: LowerContext): readonly (number | string)[] {
  if (!of) return []
  return nodes(of, 'typeArgument').map((argument) => {
    const number = token(argument, 'IntegerNumber')
    if (number) return Number(number.image)
    const text = node(argument, 'stringLiteral')
    if (text) return lowerText(text, context.modes)
    const hex = token(argument, 'HexText')
    const digits = decodeDigits((hex ?? token(argument, 'BitText'))?.image ?? '')
    return hex ? Buffer.from(digits, 'hex').toString('utf8') : String.fromCharCode(Number.parseInt(digits, 2))
  })
}

type Attributes = Pick<NativeType, 'flags' | 'charset' | 'collation'>

function attributesOf(of: CstNode, context: LowerContext): Attributes {
  const flags: string[] = []
  let charset: string | undefined
  let collation: string | undefined
  for (const attribute of nodes(of, 'typeAttribute')) {
    const named = node(attribute, 'charsetClause') ?? node(attribute, 'charsetWordClause')
    const collate = node(attribute, 'collateClause')
    if (named) charset = canonicalCharset(clauseName(named, context))
    else if (collate) collation = canonicalCollation(clauseName(collate, context))
    else if (hasWord(attribute, 'ASCII')) charset = 'latin1'
    else if (hasWord(attribute, 'UNICODE')) charset = 'ucs2'
    else if (hasWord(attribute, 'BYTE')) charset = 'binary'
    else
      flags.push(
        ...wordsOf(attribute)
          .map((word) => word.toLowerCase())
          .filter((word) => word !== 'signed'),
      )
  }
  return { flags, ...(charset === undefined ? {} : { charset }), ...(collation === undefined ? {} : { collation }) }
}

/** The name in `charsetClause`, `charsetWordClause` or `collateClause`. */
export function clauseName(of: CstNode, context: LowerContext): string {
  const name = node(of, 'nameOrText')
  return name ? lowerNameOrText(name, context.modes) : ''
}
