import { OperationError } from '../core/findings/operation-error.js'
import { entryOf, type SettingEntry, type SettingValue, settingTable } from './table.js'

/** One setting, there and here. */
export interface TranslatedSetting {
  readonly setting: string
  readonly value: SettingValue
  /** Whether the document says so, or it is the default of AWS DMS. */
  readonly from: 'document' | 'default'
  readonly how: SettingEntry['how'] | 'unknown'
  readonly ours: string
  /** How data can be lost or changed there at this value. */
  readonly loses?: string
}

/** Options of ours that follow the document. */
export interface CarriedOptions {
  readonly workers?: number
  readonly targetSchema?: string
  readonly validate?: 'continuous'
}

export interface TranslatedSettings {
  readonly options: CarriedOptions
  /** Those of the document in its order, then those that it leaves at a default that can lose data. */
  readonly settings: readonly TranslatedSetting[]
}

/**
 * Holds a task-settings document against the table.
 * @throws OperationError XW-S0706 when it is none, XW-S0707 when a setting asks for what is not done
 */
export function translateSettings(file: string, text: string): TranslatedSettings {
  const given = leavesOf(parse(file, text), '')
  const settings = given.map(([setting, value]) => translated(setting, value, 'document'))
  const named = new Set(given.map(([setting]) => setting))
  const defaults = [...settingTable().values()]
    .filter(({ setting }) => !setting.endsWith('*') && !named.has(setting))
    .map((entry) => translated(entry.setting, entry.default, 'default'))
    .filter((one) => one.loses !== undefined)
  return { options: optionsOf(new Map(given)), settings: [...settings, ...defaults] }
}

function translated(setting: string, value: SettingValue, from: TranslatedSetting['from']): TranslatedSetting {
  const entry = entryOf(setting)
  const base = { setting, value, from }
  if (!entry) return { ...base, how: 'unknown', ours: 'This setting is not known here, and nothing follows it.' }
  if (entry.refuse && !entry.refuse.unless.includes(value))
    throw new OperationError('XW-S0707', { setting, value: JSON.stringify(value), ours: entry.ours })
  const { loses } = entry
  const losing = loses && (loses.at === undefined || loses.at.includes(value))
  return { ...base, how: entry.how, ours: entry.ours, ...(losing ? { loses: loses.what } : {}) }
}

type Leaf = readonly [setting: string, value: SettingValue]

/** A list counts as one value: empty as nothing, else as its text. */
function leavesOf(value: unknown, path: string): readonly Leaf[] {
  if (Array.isArray(value)) return [[path, value.length === 0 ? null : JSON.stringify(value)]]
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, path === '' ? key : `${path}.${key}`))
  return [[path, isValue(value) ? value : null]]
}

const isValue = (value: unknown): value is SettingValue =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

function optionsOf(given: ReadonlyMap<string, SettingValue>): CarriedOptions {
  const workers = Number(given.get('FullLoadSettings.MaxFullLoadSubTasks') ?? 0)
  const schema = given.get('TargetMetadata.TargetSchema')
  return {
    ...(Number.isInteger(workers) && workers > 0 ? { workers } : {}),
    ...(given.get('ValidationSettings.EnableValidation') === true ? { validate: 'continuous' as const } : {}),
    ...(typeof schema === 'string' && schema !== '' ? { targetSchema: schema } : {}),
  }
}

function parse(file: string, text: string): object {
  const problem = (what: string) => new OperationError('XW-S0706', { file, problem: what })
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw problem(error instanceof Error ? error.message : String(error))
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw problem('it is no object of sections')
  return value
}
