import { basename, dirname, join, normalize } from 'node:path'
import type { ScriptFile } from '../../../../core/dialect/dialect.js'

/** The files of a run and which of them others read with `@`, `@@` or START. */
export class IncludedFiles {
  private readonly byPath = new Map<string, ScriptFile>()

  constructor(private readonly files: readonly ScriptFile[]) {
    for (const file of files) this.byPath.set(keyOf(file.path), file)
  }

  /** The file that a command names, beside the one that names it or below one of its folders; only files that were given. */
  find(command: string, from: string): ScriptFile | undefined {
    const written = /^(?:@@?|START)\s*(?:"([^"]+)"|'([^']+)'|(\S+))/i.exec(command)
    const name = (written?.[1] ?? written?.[2] ?? written?.[3] ?? '').replace(/;$/, '').replaceAll('\\', '/')
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
    for (const file of this.files) {
      for (const command of await commandsIn(file)) {
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

const line = /^[ \t]*((?:@@?|START[ \t]+)[^\r\n]+)/gim

async function commandsIn(file: ScriptFile): Promise<readonly string[]> {
  const found: string[] = []
  let rest = ''
  for await (const chunk of file.chunks()) {
    const text = rest + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1')
    const end = text.lastIndexOf('\n') + 1
    for (const [, command = ''] of text.slice(0, end).matchAll(line)) found.push(command)
    rest = text.slice(end)
  }
  for (const [, command = ''] of rest.matchAll(line)) found.push(command)
  return found
}
