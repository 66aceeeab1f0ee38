import type { CstNode } from '../../../../../grammars/sql/cst.js'
import { finding } from '../../../../core/findings/finding.js'
import { coreCall, nullLiteral, textLiteral } from '../../../../core/ir/build.js'
import type { Expr } from '../../../../core/ir/expr.js'
import type { Ident, Origin } from '../../../../core/ir/names.js'
import type { Stmt, Target } from '../../../../core/ir/statement.js'
import { contextName } from '../contexts.js'
import { originOf } from '../cst.js'
import { outsidePackage } from '../outside-packages.js'
import { where } from '../problems.js'
import type { ProgramContext } from './context.js'
import { chainOf } from './names.js'

/** A call of a procedure of a package that Oracle brings along, as what it does. PL/SQL Packages and Types Reference. */
export function suppliedStatement(of: CstNode, context: ProgramContext): Stmt | undefined {
  const { path, args = [], fields, more } = chainOf(of, context)
  const outside = outsidePackage(path, of, context)
  if (outside) return outside
  const name = path.map((each) => each.text.toLowerCase()).join('.')
  if (path.some((each) => each.quoted) || path.length !== 2 || more || fields.length > 0) return undefined
  const origin = originOf(of, context)
  if (instruments.test(name)) {
    context.sink.add(finding('XW-P0414', where(origin, context), { name: name.toUpperCase() }))
    return nothing(origin)
  }
  const values = inPlace(name, args, origin)
  if (!values) return undefined
  const made = Object.hasOwn(statements, name) ? statements[name]?.(values, origin) : undefined
  if (contexts.test(name) && made)
    context.sink.add(finding('XW-P0449', where(origin, context), { name: name.toUpperCase() }))
  if (name.startsWith('dbms_random') && made)
    context.sink.add(finding('XW-F0017', where(origin, context), { name: name.toUpperCase() }))
  return made
}

/** Names of parameters in their order, of procedures that programs call with names. PL/SQL Packages and Types Reference. */
const parameters: Readonly<Record<string, readonly string[]>> = {
  'dbms_lob.createtemporary': ['lob_loc', 'cache', 'dur'],
  'dbms_lob.freetemporary': ['lob_loc'],
  'dbms_lob.append': ['dest_lob', 'src_lob'],
  'dbms_lob.writeappend': ['lob_loc', 'amount', 'buffer'],
  'dbms_lob.trim': ['lob_loc', 'newlen'],
  'dbms_lob.converttoblob': 'dest_lob src_clob amount dest_offset src_offset blob_csid lang_context warning'.split(' '),
  'dbms_lob.converttoclob': 'dest_lob src_blob amount dest_offset src_offset blob_csid lang_context warning'.split(' '),
  'dbms_lock.sleep': ['seconds'],
  'dbms_session.sleep': ['seconds'],
  'dbms_session.set_identifier': ['client_id'],
  'dbms_session.set_context': ['namespace', 'attribute', 'value', 'username', 'client_id'],
  'dbms_session.clear_context': ['namespace', 'client_id', 'attribute'],
  'dbms_application_info.set_action': ['action_name'],
  'dbms_application_info.set_client_info': ['client_info'],
}

/** The arguments of a call in the order of the parameters; null for those left out between others. Undefined: a name is unknown. */
function inPlace(
  name: string,
  args: readonly { readonly name?: Ident | undefined; readonly value: Expr }[],
  origin: Origin,
): readonly Expr[] | undefined {
  const made: Expr[] = []
  for (const [at, each] of args.entries()) {
    const place = each.name ? (parameters[name] ?? []).indexOf(each.name.text.toLowerCase()) : at
    if (place < 0) return undefined
    while (made.length < place) made.push(nullLiteral(origin))
    made[place] = each.value
  }
  return made
}

/** They tell tools of the source what a session does, or keep figures that the target keeps by itself. */
const instruments = /^dbms_application_info\.set_module$|^dbms_stats\.(gather|delete)_\w+_stats$/

const contexts = /^dbms_(session\.(set|clear)_(identifier|context)|application_info\.set_(action|client_info))$/

const nothing = (origin: Origin): Stmt => ({ kind: 'assign', assignments: [], origin })

type Made = (values: readonly Expr[], origin: Origin) => Stmt | undefined

const sleeps: Made = ([seconds, more], origin) =>
  seconds && !more ? { kind: 'evaluate', exprs: [coreCall('sleep', [seconds], undefined, origin)], origin } : undefined

/** A large text is a value on the target: what the package does to it in its place becomes an assignment. */
const changes =
  (make: (target: Expr, values: readonly Expr[], origin: Origin) => Expr | undefined): Made =>
  ([target, ...values], origin) => {
    const value = target?.kind === 'column' ? make(target, values, origin) : undefined
    if (!value || target?.kind !== 'column') return undefined
    return { kind: 'assign', assignments: [{ target: target satisfies Target, value }], origin }
  }

const behind = (left: Expr, right: Expr, origin: Origin): Expr => ({
  kind: 'binary',
  op: 'concatNullAsEmpty',
  left,
  right,
  origin,
})

const statements: Readonly<Record<string, Made>> = {
  'dbms_lock.sleep': sleeps,
  'dbms_session.sleep': sleeps,
  'dbms_lob.createtemporary': changes((_target, _values, origin) => textLiteral('', origin)),
  'dbms_lob.freetemporary': changes((_target, _values, origin) => nullLiteral(origin)),
  'dbms_lob.open': (_values, origin) => nothing(origin),
  'dbms_lob.close': (_values, origin) => nothing(origin),
  'dbms_lob.append': changes((target, [value, more], origin) =>
    value && !more ? behind(target, value, origin) : undefined,
  ),
  'dbms_lob.writeappend': changes((target, [length, value, more], origin) =>
    length && value && !more
      ? behind(target, coreCall('lob_part', [value, length, oneAt(origin)], undefined, origin), origin)
      : undefined,
  ),
  'dbms_lob.trim': changes((target, [length, more], origin) =>
    length && !more ? coreCall('lob_part', [target, length, oneAt(origin)], undefined, origin) : undefined,
  ),
  'dbms_lob.converttoblob': changes((_target, [from], origin) => from && converted('bytes_of_text', from, origin)),
  'dbms_lob.converttoclob': changes((_target, [from], origin) => from && converted('text_of_bytes', from, origin)),
  'dbms_session.set_identifier': ([value], origin) =>
    value && setContext('userenv', 'client_identifier', value, origin),
  'dbms_session.clear_identifier': (_values, origin) =>
    setContext('userenv', 'client_identifier', nullLiteral(origin), origin),
  'dbms_application_info.set_client_info': ([value], origin) =>
    value && setContext('userenv', 'client_info', value, origin),
  'dbms_application_info.set_action': ([value], origin) => value && setContext('userenv', 'action', value, origin),
  'dbms_session.set_context': ([space, parameter, value, more], origin) =>
    space && parameter && value && !more ? setContext(space, parameter, value, origin) : undefined,
  'dbms_session.clear_context': ([space, _client, parameter], origin) =>
    space && parameter && setContext(space, parameter, nullLiteral(origin), origin),
  'dbms_random.seed': (_values, origin) => nothing(origin),
  'dbms_random.initialize': (_values, origin) => nothing(origin),
  'dbms_random.terminate': (_values, origin) => nothing(origin),
}

const oneAt = (origin: Origin): Expr => ({ kind: 'literal', of: 'integer', text: '1', origin })

const converted = (core: string, from: Expr, origin: Origin): Expr => coreCall(core, [from], undefined, origin)

/** Settings of the session keep what programs put into a context. */
function setContext(space: Expr | string, parameter: Expr | string, value: Expr, origin: Origin): Stmt {
  const [own, key] = [space, parameter].map((each) => (typeof each === 'string' ? textLiteral(each, origin) : each))
  const name = own && key ? contextName(own, key, origin) : nullLiteral(origin)
  return { kind: 'evaluate', exprs: [coreCall('set_package_variable', [name, value], undefined, origin)], origin }
}
