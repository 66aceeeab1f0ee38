import { type FindingSink, finding } from '../../../../core/findings/finding.js'
import type { Expr } from '../../../../core/ir/expr.js'
import { type ObjectId, partId } from '../../../../core/ir/names.js'
import type { Column, ServerVersion } from '../../../../core/ir/schema.js'
import type { LogicalType, NativeType, TypeRef } from '../../../../core/ir/types.js'
import { readType } from '../../../../rules/types/read.js'
import { capabilities } from '../../capabilities.js'
import { collationOf } from '../../collations.js'
import { narrow, type TextDefaults } from '../settings.js'
import type { ColumnDraft, TypeDraft } from './shapes.js'

/** What a column inherits from where it stands. */
export interface ColumnContext {
  readonly object: ObjectId
  readonly version: ServerVersion
  readonly text: TextDefaults
  readonly sink: FindingSink
}

const textTypes: ReadonlySet<string> = new Set([
  'char',
  'varchar',
  'tinytext',
  'text',
  'mediumtext',
  'longtext',
  'enum',
  'set',
])

const binaryCounterparts: Readonly<Record<string, string>> = {
  char: 'binary',
  varchar: 'varbinary',
  tinytext: 'tinyblob',
  text: 'blob',
  mediumtext: 'mediumblob',
  longtext: 'longblob',
}

/** The type with everything that it inherits filled in. */
export function finishType(draft: TypeDraft, context: Omit<ColumnContext, 'object'>): TypeRef | undefined {
  const native = inherit(draft.native, context)
  const logical = readType('mysql', native, context.version)
  return logical === undefined
    ? undefined
    : { logical: withCollation(logical, native), native: draft.text, origin: draft.origin }
}

function inherit(
  native: NativeType,
  context: { readonly text: TextDefaults; readonly version: ServerVersion },
): NativeType {
  if (!textTypes.has(native.name)) return native
  const { charset, collation } = narrow(context.text, native, context.version)
  const counterpart = charset === 'binary' ? binaryCounterparts[native.name] : undefined
  const { charset: _set, collation: _collation, ...rest } = native
  // The manual: CHAR, VARCHAR and TEXT with CHARACTER SET binary are created as their binary counterparts.
  if (counterpart !== undefined) return { ...rest, name: counterpart, flags: [] }
  const flags = native.flags.filter((flag) => flag !== 'binary')
  const binary = flags.length < native.flags.length && native.collation === undefined
  return { ...rest, flags, charset, collation: binary && charset !== 'binary' ? `${charset}_bin` : collation }
}

function withCollation(logical: LogicalType, native: NativeType): LogicalType {
  if (native.collation === undefined) return logical
  const collation = collationOf(native.collation)
  if (logical.kind === 'text') {
    return { ...logical, collation, ...(native.charset === undefined ? {} : { charset: native.charset }) }
  }
  return logical.kind === 'enum' ? { ...logical, collation } : logical
}

/** A column as the engine would show it: implicit facts made explicit, a default of NULL left out. */
export function finishColumn(draft: ColumnDraft, context: ColumnContext): Column {
  const part = partId(context.object, 'column', draft.name.text)
  const type = finishType(draft.type, context)
  if (type === undefined) {
    context.sink.add(
      finding('XW-P0207', { object: context.object, part, origin: draft.type.origin }, { type: draft.type.text }),
    )
  }
  const value = isNull(draft.default) ? undefined : draft.default
  const auto = draft.autoIncrement || draft.type.serial
  return {
    name: draft.name,
    type: type ?? { logical: { kind: 'opaque' }, native: draft.type.text, origin: draft.type.origin },
    nullable: auto || draft.key === 'primary' ? false : (draft.nullable ?? true),
    ...(value === undefined ? {} : { default: value }),
    ...(draft.onUpdate === undefined ? {} : { onUpdate: draft.onUpdate }),
    ...(draft.generated === undefined ? {} : { generated: draft.generated }),
    ...(auto ? { identity: { always: false, sequence: { cycle: false } } } : {}),
    visible: draft.visible,
    ...(draft.comment === undefined || draft.comment === '' ? {} : { comment: draft.comment }),
    origin: draft.origin,
    options: draft.options,
  }
}

const isNull = (expr: Expr | undefined): boolean => expr?.kind === 'literal' && expr.of === 'null'

/**
 * Before explicit_defaults_for_timestamp became the rule, a TIMESTAMP column that says nothing got NOT NULL, and a default: the
 * current time, renewed on update, for the first such column of the table, and zero for the others.
 */
export function implicitTimestamps(drafts: readonly ColumnDraft[]): readonly ColumnDraft[] {
  let first = true
  return drafts.map((draft) => {
    if (draft.type.native.name !== 'timestamp' || draft.nullable === true || draft.generated) return draft
    const said = draft.default !== undefined || draft.onUpdate !== undefined
    const wasFirst = first
    first = false
    if (said) return { ...draft, nullable: false }
    const origin = draft.origin
    const precision = draft.type.native.args[0]
    const args: Expr[] =
      typeof precision === 'number' ? [{ kind: 'literal', of: 'integer', text: `${precision}`, origin }] : []
    const now: Expr = { kind: 'call', fn: { native: 'CURRENT_TIMESTAMP' }, args, origin }
    const zero: Expr = { kind: 'literal', of: 'text', text: '0000-00-00 00:00:00', origin }
    return { ...draft, nullable: false, default: wasFirst ? now : zero, ...(wasFirst ? { onUpdate: now } : {}) }
  })
}

/** Whether a type has a character set. */
export const isTextType = (native: NativeType): boolean => textTypes.has(native.name)

/** Whether a CHECK does anything on this server. */
export const checksHold = (version: ServerVersion): boolean => capabilities(version).checkConstraints
