import { createReadStream } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { basename, extname, join, relative } from 'node:path'
import type { Dialect, ScriptFile } from '../core/dialect/dialect.js'
import { OperationError } from '../core/findings/operation-error.js'

/** Files of a folder that were not read. */
export interface SkippedFiles {
  /** How many files have each ending that no SQL has; '' is none. */
  readonly endings: ReadonlyMap<string, number>
  /** Files that by their names undo what the others do, relative to the folder. */
  readonly wayBack: readonly string[]
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

export async function refuseBinary(path: string): Promise<void> {
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

const sqlEndings = ['sql', 'ddl', 'dump', 'dmp']

/** Names, without the ending, of scripts that take down what others set up: read after them, nothing would be left. */
const wayBackNames: readonly RegExp[] = [
  /^(un|de)install/i,
  /^(drop|remove|delete)([_-]?(all|db|database|schema|tables?|objects?|everything))?$/i,
  /^(teardown|clean-?_?up|destroy|rollback|undo|revert)$/i,
  /[._-](down|undo|rollback|revert|(un|de)install)$/i,
  // Flyway's undo migrations.
  /^U\d+([._]\d+)*__/,
]

/** Files in name order, sub-folders included. A file may also end in a name of its engine. */
export async function folderFiles(
  folder: string,
  dialect: Dialect,
): Promise<{ readonly files: ScriptFile[]; readonly skipped: SkippedFiles }> {
  const known = new Set([...sqlEndings, dialect.id, ...dialect.schemes, ...(dialect.scriptEndings ?? [])])
  const files: ScriptFile[] = []
  const endings = new Map<string, number>()
  const wayBack: string[] = []
  for (const path of await plainFiles(folder)) {
    const ending = extname(path).slice(1).toLowerCase()
    const stem = basename(path, extname(path))
    if (!known.has(ending)) endings.set(ending, (endings.get(ending) ?? 0) + 1)
    else if (wayBackNames.some((name) => name.test(stem))) wayBack.push(relative(folder, path))
    else files.push(scriptFile(path, (await stat(path)).size))
  }
  return { files, skipped: { endings, wayBack } }
}

async function plainFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

export const scriptFile = (path: string, size: number): ScriptFile => ({
  path,
  size,
  chunks: () => createReadStream(path, { highWaterMark: 1 << 18 }),
})
