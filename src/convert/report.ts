import type { FindingCode, FindingData } from '../core/findings/codes.generated.js'
import type { Finding } from '../core/findings/finding.js'
import type { ObjectId, Origin, PartId, RuleId } from '../core/ir/names.js'
import type { PartBase, SchemaObject } from '../core/ir/schema.js'
import { catalogue, placeholdersOf } from '../rules/findings/catalogue.js'
import { sourceOf } from './catalog-edit.js'

/** Where a finding about a target object's part is: always the source object, and the source part where there is one. */
export function placeOf(
  object: SchemaObject,
  part?: PartBase,
): { readonly object: ObjectId; readonly part?: PartId; readonly origin: Origin } {
  const source = part?.sources?.[0]
  return {
    object: sourceOf(object) ?? object.id,
    ...(source === undefined ? {} : { part: source }),
    origin: part && part.origin.from !== 'none' ? part.origin : object.origin,
  }
}

/** A finding whose code a rule file names: the catalogue says which data it needs. Throws when some is missing: the rule is ours. */
export function ruleFinding(
  code: FindingCode,
  at: { readonly object: ObjectId; readonly part?: PartId; readonly origin: Origin; readonly rule?: RuleId },
  data: Readonly<Record<string, string | number>>,
): Finding {
  const wanted = placeholdersOf(catalogue().get(code)?.message ?? '')
  const chosen = Object.fromEntries(wanted.map((key) => [key, data[key] ?? '']))
  if (!hasData(code, chosen, wanted)) throw new Error(`${code} needs ${wanted.join(', ')}`)
  return { code, ...at, data: chosen }
}

const hasData = <C extends FindingCode>(_code: C, data: object, wanted: readonly string[]): data is FindingData[C] =>
  wanted.every((key) => Object.hasOwn(data, key) && Reflect.get(data, key) !== '')
