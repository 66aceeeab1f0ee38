import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { textFiles } from './files.js'

/** What each folder of src may import; the folder itself is always allowed. The order is the one of src/README.md. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: [],
  rules: ['core'],
  'derived-columns': ['core', 'rules'],
  'table-mapping': ['core', 'rules', 'derived-columns'],
  'task-settings': ['core', 'rules'],
  project: ['core', 'rules'],
  metrics: ['core', 'rules'],
  convert: ['core', 'rules'],
  dialects: ['core', 'rules'],
  apply: ['core', 'rules'],
  load: ['core', 'rules', 'derived-columns'],
  replicate: ['core', 'rules', 'derived-columns'],
  verify: ['core', 'rules', 'derived-columns'],
  prove: ['core', 'rules', 'verify'],
  // It does its work through the commands of the program, each in a process of its own.
  server: ['core', 'rules', 'project'],
  // Of others it takes types alone: it runs in a browser.
  console: ['core', 'rules', 'project', 'server'],
  discover: ['core', 'rules'],
  output: ['core', 'rules', 'convert'],
  report: ['core', 'rules'],
  cli: [
    'core',
    'rules',
    'derived-columns',
    'table-mapping',
    'task-settings',
    'project',
    'metrics',
    'convert',
    'dialects',
    'apply',
    'load',
    'replicate',
    'verify',
    'prove',
    'discover',
    'output',
    'report',
    'server',
  ],
}

interface Import {
  readonly from: string
  readonly to: string
}

const files = textFiles(['src', 'grammars'], /\.tsx?$/)
const imports: readonly Import[] = files.flatMap((file) =>
  [...file.text.matchAll(/(?:from|import\()\s*['"](\.[^'"]+)['"]/g)].map((match) => ({
    from: file.path,
    to: normalize(join(dirname(file.path), match[1] ?? '')),
  })),
)

const room = (path: string): string => (path.startsWith('src/') ? (path.split('/')[1] ?? '') : 'grammars')
const dialectOf = (path: string): string | undefined =>
  /^src\/dialects\/([^/]+)\//.exec(path)?.[1] ?? /^grammars\/([^/]+)\//.exec(path)?.[1]

describe('import direction', () => {
  it('sees every folder of src', () => {
    const rooms = new Set(files.filter((file) => file.path.startsWith('src/')).map((file) => room(file.path)))
    expect([...rooms].filter((name) => !(name in allowed))).toEqual([])
  })

  it('goes only to folders further down the order', () => {
    const wrong = imports.filter(({ from, to }) => {
      if (!from.startsWith('src/') || !to.startsWith('src/')) return false
      return room(from) !== room(to) && !(allowed[room(from)] ?? []).includes(room(to))
    })
    expect(wrong).toEqual([])
  })

  it('lets grammars import nothing of src, and only a dialect import its own grammar', () => {
    const wrong = imports.filter(({ from, to }) => {
      if (from.startsWith('grammars/') && to.startsWith('src/')) return true
      if (!to.startsWith('grammars/')) return false
      if (from.startsWith('grammars/'))
        return ![dialectOf(from), 'sql'].includes(dialectOf(to)) && !from.startsWith('grammars/tools/')
      return (
        !/^src\/dialects\/[^/]+\/(parse|names|catalog)/.test(from) || ![dialectOf(from), 'sql'].includes(dialectOf(to))
      )
    })
    expect(wrong).toEqual([])
  })

  it('keeps dialects apart from each other', () => {
    const wrong = imports.filter(({ from, to }) => {
      const [a, b] = [dialectOf(from), dialectOf(to)]
      return (
        from.startsWith('src/dialects/') &&
        to.startsWith('src/dialects/') &&
        a !== undefined &&
        b !== undefined &&
        b !== 'sql' &&
        a !== b
      )
    })
    expect(wrong).toEqual([])
  })

  it('lets only the command line know the registry', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        to.startsWith('src/dialects/') && !from.startsWith('src/dialects/') && !from.startsWith('src/cli/'),
    )
    expect(wrong).toEqual([])
  })

  it('lets the console take types alone from other folders', () => {
    const wrong = files.flatMap(({ path, text }) =>
      path.startsWith('src/console/') && !path.endsWith('build.ts')
        ? [...text.matchAll(/^import (?!type ).*from '(\.\.\/)+(core|project|server|rules)\/.*$/gm)].map(
            ([line]) => `${path}: ${line}`,
          )
        : [],
    )
    expect(wrong).toEqual([])
  })

  it('lets only parse/ see a parse tree', () => {
    const wrong = files.filter(
      (file) =>
        /from '(chevrotain|.*cst\.generated\.js)'/.test(file.text) &&
        file.path.startsWith('src/') &&
        !/^src\/dialects\/[^/]+\/parse\//.test(file.path),
    )
    expect(wrong.map((file) => file.path)).toEqual([])
  })
})
