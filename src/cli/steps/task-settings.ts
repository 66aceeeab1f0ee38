import { readFileSync } from 'node:fs'
import { OperationError } from '../../core/findings/operation-error.js'
import { type TranslatedSettings, translateSettings } from '../../task-settings/translate.js'
import type { Source } from '../source.js'
import { count, safe, type Terminal, table } from '../terminal.js'
import { text, type Words } from './options.js'

/** The settings document of a command line, when it names one. */
export function settingsOf(words: Words): TranslatedSettings | undefined {
  const file = text(words, 'taskSettings')
  return file === undefined ? undefined : translateSettings(file, readFileSync(file, 'utf8'))
}

/**
 * The words with the options that follow from the settings; what the command line says itself counts more.
 * @throws OperationError XW-S0708
 */
export function withSettings(words: Words, source: Source, { terminal }: { readonly terminal: Terminal }): Words {
  const translated = settingsOf(words)
  if (!translated) return words
  terminal.note(settingsLine(translated))
  const { workers, targetSchema, validate } = translated.options
  return {
    ...(validate === undefined ? {} : { validate }),
    ...(workers === undefined ? {} : { workers: String(workers) }),
    ...(targetSchema === undefined
      ? {}
      : { renameSchema: [`${onlySchema(words, source, targetSchema)}=${targetSchema}`] }),
    ...words,
  }
}

function onlySchema(words: Words, source: Source, schema: string): string {
  const asked = Array.isArray(words['schema']) ? words['schema'].map(String) : []
  const [only, ...more] = asked.length > 0 || source.kind === 'script' ? asked : [source.endpoint.database]
  if (only === undefined || more.length > 0)
    throw new OperationError('XW-S0708', { schema, count: only === undefined ? 'all that there are' : asked.length })
  return only
}

function settingsLine({ settings }: TranslatedSettings): string {
  const of = (how: string): number => settings.filter((one) => one.from === 'document' && one.how === how).length
  const losing = settings.filter((one) => one.loses !== undefined).length
  return `task settings: ${count(of('carried'))} carried over, ${count(of('otherwise') + of('same'))} done in our way, ${count(of('nothing'))} without a counterpart, ${count(of('unknown'))} unknown; at ${count(losing)} of them data could be lost there and is not here: crosswalk task settings FILE`
}

const hows = {
  carried: 'carried over',
  same: 'the same',
  otherwise: 'otherwise',
  nothing: 'no counterpart',
  unknown: 'unknown',
}

/** Every setting with what is done here, and under it how data could be lost there. */
export function settingsTable({ settings }: TranslatedSettings): string {
  const rows = settings.map((one) => [
    safe(one.setting),
    safe(JSON.stringify(one.value)) + (one.from === 'default' ? ' (default)' : ''),
    hows[one.how],
    one.ours + (one.loses === undefined ? '' : ` [there: ${one.loses}]`),
  ])
  return table(['setting', 'value', 'here', 'what is done'], rows, [])
}
