import type { CstNode } from '../../../../grammars/sql/cst.js'
import { finding } from '../../../core/findings/finding.js'
import type { Opaque } from '../../../core/ir/expr.js'
import type { Ident } from '../../../core/ir/names.js'
import { type LowerContext, originOf } from './cst.js'
import { opaqueOf, where } from './problems.js'

/** Supplied packages that reach outside of a statement, by what the target has in their place. */
const packages = {
  'XW-P0441': ['dbms_sql'],
  'XW-P0442': ['utl_file', 'dbms_xslprocessor'],
  'XW-P0443': ['utl_http', 'utl_smtp', 'utl_tcp', 'utl_mail', 'utl_inaddr', 'utl_url'],
  'XW-P0444': ['dbms_job', 'dbms_scheduler'],
  'XW-P0445': ['dbms_crypto', 'dbms_obfuscation_toolkit'],
  'XW-P0446': ['dbms_alert', 'dbms_pipe', 'dbms_aq', 'dbms_aqadm'],
} as const

type Code = keyof typeof packages

const codes: ReadonlyMap<string, Code> = new Map(
  (Object.keys(packages) as Code[]).flatMap((code) => packages[code].map((name): [string, Code] => [name, code])),
)

/** What rules know of these packages: digests without a key, and random bytes. */
const digests = /^dbms_crypto\.(hash(_(md5|sh1|sh256|sh384|sh512))?|randombytes)$/i

/** A call, constant or variable of such a package, which may stand behind its owner; undefined: the path names none. */
export function outsidePackage(path: readonly Ident[], of: CstNode, context: LowerContext): Opaque | undefined {
  const [first, second, third] = path
  const owned = third !== undefined && first?.text.toLowerCase() === 'sys'
  const [owner, member] = owned ? [second, third] : [first, second]
  const code = owner && member && !owner.quoted ? codes.get(owner.text.toLowerCase()) : undefined
  if (!owner || !member || !code || digests.test(`${owner.text}.${member.text}`)) return undefined
  const name = `${owner.text}.${member.text}`.toUpperCase()
  context.sink.add(finding(code, where(originOf(of, context), context), { name }))
  return { ...opaqueOf(of, code, context), said: { name } }
}
