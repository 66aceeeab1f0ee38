import { valueTypeOf } from '../../../core/ir/build.js'
import type { Call } from '../../../core/ir/expr.js'
import { exprFamily } from '../types/families.js'

/** Calls that do to bytes what they do to text. */
const ofBytes: Readonly<Record<string, string>> = { concat: 'concat_bytes', substring: 'substring_bytes' }

/** Of bytes alone the source makes bytes, which may be no text of any character set. */
export function onBytes(call: Call): Call {
  const name = 'core' in call.fn ? ofBytes[call.fn.core] : undefined
  if (name === undefined) return call
  const taken = name === 'concat_bytes' ? call.args : call.args.slice(0, 1)
  if (!taken.every((arg) => exprFamily(arg) === 'binary')) return call
  const nullable = call.type?.nullable ?? true
  return { ...call, fn: { core: name }, type: valueTypeOf({ kind: 'binary', padded: false }, nullable) }
}
