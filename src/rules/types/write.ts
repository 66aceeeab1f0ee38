import type { FindingCode } from '../../core/findings/codes.generated.js'
import type { LogicalType } from '../../core/ir/types.js'
import { isFindingCode } from './codes.js'
import { type CheckTemplate, isLogicalType, type WriteRule } from './schema.js'
import { typeTable } from './table.js'
import { type Bindings, conditionsHold, fillTemplate, hasShape } from './template.js'

/** What a target column must check besides its type, so that it holds no more than the source's did. */
export type TypeCheck =
  | { readonly kind: 'range'; readonly low: string; readonly high?: string }
  | { readonly kind: 'octets'; readonly max?: number; readonly exactly?: number }
  /** An array whose items are among the labels. */
  | { readonly kind: 'subset'; readonly labels: readonly string[] }
  | { readonly kind: 'one-of'; readonly labels: readonly string[] }
  /** 0, or 1901 to 2155. */
  | { readonly kind: 'year' }

export interface WrittenType {
  /** Target text; empty when `make` says that the name of a new object stands here. */
  readonly native: string
  /** What the target's type is. */
  readonly logical: LogicalType
  readonly rule: string
  readonly finding?: FindingCode
  readonly check?: TypeCheck
  /** The column needs an object of its own. */
  readonly make?: 'enum-type'
  /** Nothing on the target holds it. */
  readonly impossible: boolean
}

/**
 * The target's type for a type of the hub: the first rule of the target's table that fits. `variants` are the names of
 * the alternatives that the user or the data chose. Undefined: no rule fits.
 */
export function writeType(
  dialect: string,
  logical: LogicalType,
  variants: ReadonlySet<string> = new Set(),
): WrittenType | undefined {
  const bindings: Bindings = { ...logical }
  const rule = typeTable(dialect).write.find(
    (candidate) =>
      (candidate.variant === undefined || variants.has(candidate.variant)) &&
      hasShape(candidate.logical, logical) &&
      conditionsHold(candidate.where, bindings),
  )
  return rule && applyRule(rule, logical, bindings)
}

function applyRule(rule: WriteRule, logical: LogicalType, bindings: Bindings): WrittenType {
  const made = rule.becomes === undefined ? logical : fillTemplate(rule.becomes, bindings, [])
  if (!isLogicalType(made)) throw new Error(`${rule.id}: ${JSON.stringify(made)} is not a type`)
  const check = rule.check && fillCheck(rule.check, bindings)
  return {
    native: fillNative(rule.native ?? '', bindings),
    logical: made,
    rule: rule.id,
    impossible: rule.impossible,
    ...(rule.finding !== undefined && isFindingCode(rule.finding) ? { finding: rule.finding } : {}),
    ...(check ? { check } : {}),
    ...(rule.make ? { make: rule.make } : {}),
  }
}

/** `numeric($precision,$scale)` with the type's own numbers. */
const fillNative = (native: string, bindings: Bindings): string =>
  native.replace(/\$([a-zA-Z]+)/g, (hole, name: string) => {
    const value = bindings[name]
    return typeof value === 'number' || typeof value === 'string' ? String(value) : hole
  })

function fillCheck(check: CheckTemplate, bindings: Bindings): TypeCheck {
  const labels = Array.isArray(bindings.values) ? bindings.values.map(String) : []
  switch (check.kind) {
    case 'range':
      return {
        kind: 'range',
        low: String(check.low),
        ...(check.high === undefined ? {} : { high: String(check.high) }),
      }
    case 'octets':
      return {
        kind: 'octets',
        ...(check.max === undefined ? {} : { max: numberOf(check.max, bindings) }),
        ...(check.exactly === undefined ? {} : { exactly: numberOf(check.exactly, bindings) }),
      }
    case 'subset':
    case 'one-of':
      return { kind: check.kind, labels }
    case 'year':
      return { kind: 'year' }
  }
}

const numberOf = (value: number | string, bindings: Bindings): number =>
  Number(typeof value === 'string' && value.startsWith('$') ? bindings[value.slice(1)] : value)
