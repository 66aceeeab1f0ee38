import { basename, dirname, join, normalize } from 'node:path'
import type { ScriptFile } from '../../../../core/dialect/dialect.js'
import { assumedValues, withValues } from './assumed-names.js'
import { ScriptSession } from './session.js'

/** The files of a run and which of them others read with `@`, `@@` or START. */
export class IncludedFiles {
  private readonly byPath = new Map<string, ScriptFile>()

  /** Values of variables that nobody gives, by which names of files are those of files that are here. */
  private assumed: ReadonlyMap<string, string> = new Map()

  constructor(private readonly files: readonly ScriptFile[]) {
    for (const file of files) this.byPath.set(keyOf(file.path), file)
  }

  /** The file that a command names, beside the one that names it or below one of its folders; only files that were given. */
  find(command: string, from: string): ScriptFile | undefined {
    const name = withValues(nameIn(command), this.assumed)
    if (name === '') return undefined
    for (let folder = dirname(from); ; folder = dirname(folder)) {
      for (const suffix of ['', '.sql']) {
        const found = this.byPath.get(keyOf(join(folder, name + suffix)))
        if (found && keyOf(found.path) !== keyOf(from)) return found
      }
      if (folder === dirname(folder)) return this.only(name, from)
    }
  }

  /** Scripts name files by paths of the machine they were written for: a name that only one file has will do. */
  private only(name: string, from: string): ScriptFile | undefined {
    const wanted = [basename(name), `${basename(name)}.sql`].map((each) => each.toLowerCase())
    const found = this.files.filter((file) => wanted.includes(basename(file.path).toLowerCase()))
    return found.length === 1 && found[0]?.path !== from ? found[0] : undefined
  }

  /** Files that no other one reads, in the order of their paths. */
  async roots(): Promise<readonly ScriptFile[]> {
    const read = new Set<string>()
    const commands = new Map<ScriptFile, readonly string[]>()
    for (const file of this.files) commands.set(file, await commandsIn(file))
    const wanted = [...commands.values()].flat().map(nameIn)
    this.assumed = assumedValues(
      wanted.map((name) => basename(name)),
      this.files.map(({ path }) => basename(path)),
    )
    for (const [file, own] of commands) {
      for (const command of own) {
        const found = this.find(command, file.path)
        if (found) read.add(keyOf(found.path))
      }
    }
    const roots = this.files.filter((file) => !read.has(keyOf(file.path)))
    // Files that only read each other have no beginning.
    return [...(roots.length > 0 ? roots : this.files)].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  }
}

const keyOf = (path: string): string => normalize(path).toLowerCase()

/** The name that a command gives, with slashes. */
export function nameIn(command: string): string {
  const written = /^(?:@@?|START)\s*(?:"([^"]+)"|'([^']+)'|(\S+))/i.exec(command)
  return (written?.[1] ?? written?.[2] ?? written?.[3] ?? '').replace(/;$/, '').replaceAll('\\', '/')
}

const line = /^[ \t]*((@@?|START[ \t]+|DEF(?:INE)?[ \t]+)[^\r\n]+)/gim

/** Commands that read files, with what the file itself has said of their variables. */
async function commandsIn(file: ScriptFile): Promise<readonly string[]> {
  const found: string[] = []
  const session = new ScriptSession({ text: '', quoted: false })
  const take = (text: string): void => {
    for (const [, command = '', word = ''] of text.matchAll(line))
      if (/^D/i.test(word)) session.command('DEFINE', command)
      else found.push(session.substitute(command))
  }
  let rest = ''
  for await (const chunk of file.chunks()) {
    const text = rest + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1')
    const end = text.lastIndexOf('\n') + 1
    take(text.slice(0, end))
    rest = text.slice(end)
  }
  take(rest)
  return found
}
