import { createReadStream } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { basename, extname, join, relative } from 'node:path'
import type { Dialect, ScriptFile } from '../core/dialect/dialect.js'
import type { Endpoint } from '../core/dialect/endpoint.js'
import { OperationError } from '../core/findings/operation-error.js'
import { dialectIds, loadDialect } from '../dialects/registry.js'
import type { Config } from './config.js'
import { looksLikeUrl, parseEndpoint, usage } from './endpoint-url.js'

/** Where a migration reads from: a server, or files of SQL. */
export type Source =
  | { readonly kind: 'live'; readonly dialect: Dialect; readonly endpoint: Endpoint; readonly name: string }
  | {
      readonly kind: 'script'
      readonly dialect: Dialect
      readonly files: readonly ScriptFile[]
      readonly name: string
      /** Files of the folder that were not read, with nothing lost in silence. */
      readonly ignored: readonly string[]
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
  const { files, ignored } = info.isDirectory()
    ? await folderFiles(text, dialect)
    : { files: [scriptFile(text, info.size)], ignored: [] }
  if (files.length === 0) throw usage(`${text} holds no SQL files`)
  for (const file of files) await refuseBinary(file.path)
  return { kind: 'script', dialect, files, name: basename(text), ignored }
}

async function scriptDialect(from: string | undefined): Promise<Dialect> {
  if (from === undefined) throw usage(`say which engine the files are for: --from ${dialectIds().join('|')}`)
  const dialect = await loadDialect(from)
  if (!dialect) throw usage(`--from ${from}: known engines are ${dialectIds().join(', ')}`)
  return dialect
}

/** First bytes of files that hold no SQL text as they are. */
const signatures: readonly (readonly [string, readonly number[]])[] = [
  ['UTF-16', [0xff, 0xfe]],
  ['UTF-16', [0xfe, 0xff]],
  ['compressed (gzip)', [0x1f, 0x8b]],
  ['compressed (zstd)', [0x28, 0xb5, 0x2f, 0xfd]],
  ['compressed (xz)', [0xfd, 0x37, 0x7a, 0x58]],
  ['compressed (bzip2)', [0x42, 0x5a, 0x68]],
  ['an archive (zip)', [0x50, 0x4b, 0x03, 0x04]],
]

async function refuseBinary(path: string): Promise<void> {
  const head = Buffer.alloc(8)
  const file = await open(path)
  try {
    await file.read(head, 0, head.length, 0)
  } finally {
    await file.close()
  }
  const found = signatures.find(([, bytes]) => bytes.every((byte, at) => head[at] === byte))
  if (found) throw new OperationError('XW-S0022', { path, what: found[0] })
}

const sqlExtensions = [
  '.sql',
  '.ddl',
  '.dump',
  '.dmp',
  '.prc',
  '.fnc',
  '.pks',
  '.pkb',
  '.pkg',
  '.trg',
  '.vw',
  '.tab',
  '.seq',
  '.typ',
]

/** Files in name order, sub-folders included. A file may also end in a name of its engine. */
async function folderFiles(folder: string, dialect: Dialect): Promise<{ files: ScriptFile[]; ignored: string[] }> {
  const known = new Set([...sqlExtensions, ...[dialect.id, ...dialect.schemes].map((name) => `.${name}`)])
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  const files: ScriptFile[] = []
  const ignored: string[] = []
  for (const path of paths) {
    if (!known.has(extname(path).toLowerCase())) ignored.push(relative(folder, path))
    else files.push(scriptFile(path, (await stat(path)).size))
  }
  return { files, ignored }
}

const scriptFile = (path: string, size: number): ScriptFile => ({
  path,
  size,
  chunks: () => createReadStream(path, { highWaterMark: 1 << 18 }),
})
