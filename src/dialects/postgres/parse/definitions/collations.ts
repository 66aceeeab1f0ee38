import { dotted, objectId, type QName } from '../../../../core/ir/names.js'
import type { CollationObject } from '../../../../core/ir/schema.js'
import type { Collation } from '../../../../core/ir/types.js'
import { readCollation } from '../../../../rules/types/read.js'
import { type LowerContext, qnameOf } from '../context.js'
import { kindOf, type Node, stringOf, stringsOf } from '../tree.js'

/** `CREATE COLLATION`: what it is made of. Deterministic unless it says otherwise (manual, "CREATE COLLATION"). */
export function lowerCollation(name: QName, definition: readonly Node[], context: LowerContext): CollationObject {
  const said = new Map(
    definition.flatMap((node) => ('DefElem' in node ? [[node.DefElem.defname, node.DefElem.arg]] : [])),
  )
  const text = (key: string): string => wordOf(said.get(key))
  return {
    ...{ kind: 'collation', id: objectId('collation', name), name, origin: context.whole, options: [] },
    provider: text('provider') || 'libc',
    locale: text('locale') || text('lc_collate'),
    deterministic: !/^(false|off|no|0)$/i.test(text('deterministic')),
  }
}

/** A constant, a name or a truth value, as options of definitions are written. */
function wordOf(node: Node | undefined): string {
  if (node === undefined) return ''
  if ('A_Const' in node) return node.A_Const.sval?.sval ?? String(node.A_Const.boolval?.boolval ?? '')
  if ('TypeName' in node) return stringsOf(node.TypeName.names).at(-1) ?? ''
  return kindOf(node) === 'String' ? stringOf(node) : 'Boolean' in node ? String(node.Boolean.boolval ?? false) : ''
}

/**
 * How text compares under it. Only a collation that is not deterministic takes different texts for equal; which ones is
 * said by the strength of its locale (UTS 35, part 5): level 1 looks at letters alone, level 2 at accents too.
 */
export function comparisonOf({ name, locale, deterministic }: CollationObject): Collation {
  const [language = '', extension = ''] = locale.split('-u-')
  const keys = new Map(
    [...extension.matchAll(/(?:^|-)(k[a-z])(?:-([a-z0-9]{3,}))?/g)].map(([, key, value]) => [key, value]),
  )
  const level = deterministic ? 'identic' : (keys.get('ks') ?? 'level3')
  const bare = extension.replaceAll(/(?:^|-)(?:ks-\w+|kc(?:-true)?)(?=-|$)/g, '').replace(/^-/, '')
  return {
    name: dotted(name),
    caseSensitive: !/^level[12]$/.test(level) || keys.has('kc'),
    accentSensitive: level !== 'level1',
    binary: deterministic && /^(c|posix)$/i.test(locale),
    padSpace: false,
    language: `${language === '' ? 'und' : language}${bare === '' ? '' : `-u-${bare}`}`,
  }
}

/** What the name behind COLLATE stands for: a collation of the script, else one that every server has. */
export function collationNamed(names: readonly Node[] | undefined, context: LowerContext) {
  if (!names) return undefined
  const made = context.collation?.(qnameOf(names, (one) => context.schemaOf(one, 'type')))
  if (made) return { id: made.id, compares: comparisonOf(made) }
  return { compares: readCollation('postgres', stringsOf(names).at(-1) ?? '') }
}
