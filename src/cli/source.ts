import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Dialect, ScriptFile } from '../core/dialect/dialect.js'
import type { Endpoint } from '../core/dialect/endpoint.js'
import { dialectIds, loadDialect } from '../dialects/registry.js'
import type { Config } from './config.js'
import { looksLikeUrl, parseEndpoint, usage } from './endpoint-url.js'
import { folderFiles, refuseBinary, type SkippedFiles, scriptFile } from './script-files.js'

/** Where a migration reads from: a server, or files of SQL. */
export type Source =
  | { readonly kind: 'live'; readonly dialect: Dialect; readonly endpoint: Endpoint; readonly name: string }
  | {
      readonly kind: 'script'
      readonly dialect: Dialect
      readonly files: readonly ScriptFile[]
      readonly name: string
      readonly skipped: SkippedFiles
    }

/** A URL, a file, a folder, or a name from the configuration. `from` names the dialect of files. */
export async function openSource(text: string, from: string | undefined, config: Config): Promise<Source> {
  const named = config.endpoints[text]
  if (named !== undefined || looksLikeUrl(text)) {
    const { dialect, endpoint } = await parseEndpoint(named ?? text, 'CROSSWALK_SOURCE_PASSWORD')
    return { kind: 'live', dialect, endpoint, name: endpoint.database ?? endpoint.host }
  }
  const info = await stat(text).catch(() => undefined)
  if (!info) throw usage(`${text} is neither a URL, nor a file or folder, nor a name in the configuration`)
  if (!info.isDirectory() && !info.isFile())
    throw usage(`${text} is neither a plain file nor a folder; its text is read more than once`)
  const dialect = await scriptDialect(from)
  const { files, skipped } = info.isDirectory()
    ? await folderFiles(text, dialect)
    : { files: [scriptFile(text, info.size)], skipped: { endings: new Map<string, number>(), wayBack: [] } }
  if (files.length === 0) throw usage(`${text} holds no SQL files`)
  for (const file of files) await refuseBinary(file.path)
  return { kind: 'script', dialect, files, name: basename(text), skipped }
}

async function scriptDialect(from: string | undefined): Promise<Dialect> {
  if (from === undefined) throw usage(`say which engine the files are for: --from ${dialectIds().join('|')}`)
  const dialect = await loadDialect(from)
  if (!dialect) throw usage(`--from ${from}: known engines are ${dialectIds().join(', ')}`)
  return dialect
}
