import { join } from 'node:path'
import { z } from 'zod'
import { rulesFolder } from '../rules/assets.js'
import { readCheckedYaml } from '../rules/located-yaml.js'

export type SettingValue = string | number | boolean | null

const value = z.union([z.string(), z.number(), z.boolean(), z.null()])

const entry = z.strictObject({
  /** Dotted, as in the document; `*` at the end stands for every setting of the section that has no entry of its own. */
  setting: z.string().regex(/^[A-Za-z0-9]+(\.[A-Za-z0-9]+)*(\.\*)?$/),
  default: value,
  how: z.enum(['carried', 'same', 'otherwise', 'nothing']),
  ours: z.string().min(10),
  loses: z.strictObject({ at: z.array(value).optional(), what: z.string().min(10) }).optional(),
  refuse: z.strictObject({ unless: z.array(value) }).optional(),
})

/** What one setting of AWS DMS is here. */
export type SettingEntry = Readonly<z.infer<typeof entry>>

let loaded: ReadonlyMap<string, SettingEntry> | undefined

/** All entries by setting, read once. Throws with file and line when the table itself is wrong: it is ours. */
export function settingTable(): ReadonlyMap<string, SettingEntry> {
  loaded ??= new Map(
    readCheckedYaml(join(rulesFolder, 'dms', 'task-settings.yaml'), z.array(entry)).map((each) => [each.setting, each]),
  )
  return loaded
}

/** The entry of a setting: its own, else that of the innermost section that has one for all. */
export function entryOf(setting: string): SettingEntry | undefined {
  const table = settingTable()
  const own = table.get(setting)
  if (own) return own
  const words = setting.split('.')
  // A section that is empty as a whole counts as what stands for its settings.
  for (let length = words.length; length > 0; length--) {
    const found = table.get(`${words.slice(0, length).join('.')}.*`)
    if (found) return found
  }
  return undefined
}
