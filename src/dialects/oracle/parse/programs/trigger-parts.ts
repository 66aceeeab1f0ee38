import { objectId, type QName } from '../../../../core/ir/names.js'
import type { Routine, Trigger } from '../../../../core/ir/schema.js'
import type { TriggerSwitches } from '../script/trigger-switches.js'
import type { ReadTriggers } from './program.js'

type Base = Omit<Routine, 'kind' | 'form' | 'program' | 'package' | 'ofTriggers'>

/** A trigger, or the parts of one and the package of what they share. */
export function triggersOf(
  { parts, shared }: ReadTriggers,
  base: Base,
  switches: TriggerSwitches,
): { readonly triggers: readonly Trigger[]; readonly unit?: Routine } {
  const whole = base.name.name
  const named = (suffix: string): QName => ({ ...base.name, name: { ...whole, text: `${whole.text}_${suffix}` } })
  const holder = named('trigger')
  const triggers = parts.map(({ suffix, disabled, ...trigger }): Trigger => {
    const isOff = switches.stateOf(base.origin, trigger.table) ?? disabled
    const made: Trigger = { ...base, ...trigger, kind: 'trigger', ...(isOff ? { disabled: true } : {}) }
    if (suffix === undefined) return made
    const name = named(suffix)
    return { ...made, name, id: objectId('trigger', name), partOf: { trigger: whole, package: holder } }
  })
  if (!shared) return { triggers }
  const ofTriggers = triggers.map(({ id }) => id)
  const id = objectId('routine', holder)
  return { triggers, unit: { ...base, id, name: holder, kind: 'routine', form: 'packageBody', ofTriggers } }
}
