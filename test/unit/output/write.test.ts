import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { OperationError } from '../../../src/core/findings/operation-error.js'
import type { Ledger } from '../../../src/core/ledger/ledger.js'
import { oneLine, sqlFile } from '../../../src/output/sql-file.js'
import { writeOutput } from '../../../src/output/write.js'
import { convertScript } from '../convert/support.js'

const folderOf = (): string => mkdtempSync(join(tmpdir(), 'out-'))

const script = 'CREATE TABLE `we\nird` (id int unsigned auto_increment primary key, `a/b` text, KEY k (`a/b`(5)));'

const codeOf = async (work: Promise<void>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof OperationError ? error.code : error),
  )

describe('output folder', () => {
  test('holds every file that the ledger names, and nothing half done', async () => {
    const folder = join(folderOf(), 'new')
    const converted = await convertScript(script)
    await writeOutput(folder, converted.conversion, converted)
    expect(readdirSync(folder).sort()).toEqual([
      'findings.json',
      'ledger.json',
      'mapping.json',
      'source-map.json',
      'sql',
      'statements.json',
    ])
    const ledger: Ledger = JSON.parse(readFileSync(join(folder, 'ledger.json'), 'utf8'))
    const files = ledger.objects.flatMap((entry) => entry.files)
    expect(files.length).toBeGreaterThan(2)
    for (const file of files) expect(existsSync(join(folder, file))).toBe(true)
    rmSync(folder, { recursive: true })
  })

  test('a second run replaces what the first wrote and leaves other files alone', async () => {
    const folder = folderOf()
    const first = await convertScript(script)
    await writeOutput(folder, first.conversion, first)
    writeFileSync(join(folder, 'notes.txt'), 'mine')
    const second = await convertScript('CREATE TABLE other (id int);')
    await writeOutput(folder, second.conversion, second)
    expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('mine')
    const names = readdirSync(join(folder, 'sql', 'pre-data')).join(' ')
    expect(names).toContain('other')
    expect(names).not.toContain('ird')
    rmSync(folder, { recursive: true })
  })

  test('a folder sql of somebody else is not touched', async () => {
    const folder = folderOf()
    mkdirSync(join(folder, 'sql'))
    writeFileSync(join(folder, 'sql', 'precious.sql'), 'x')
    const { conversion, ledger, findings } = await convertScript(script)
    expect(await codeOf(writeOutput(folder, conversion, { ledger, findings }))).toBe('XW-C0290')
    expect(readFileSync(join(folder, 'sql', 'precious.sql'), 'utf8')).toBe('x')
    rmSync(folder, { recursive: true })
  })

  test('what cannot be written is an error with the reason, and no ledger', async () => {
    const folder = folderOf()
    writeFileSync(join(folder, 'file'), '')
    const { conversion, ledger, findings } = await convertScript(script)
    expect(await codeOf(writeOutput(join(folder, 'file'), conversion, { ledger, findings }))).toBe('XW-C0291')
    rmSync(folder, { recursive: true })
  })
})

describe('a file of SQL', () => {
  test('its first line is one comment, whatever the name holds', async () => {
    const { conversion } = await convertScript(
      'CREATE TABLE `x\r\n\\! touch /tmp/owned\u2028DROP TABLE y; --` (id int);',
    )
    for (const statement of conversion.statements) {
      const [first = '', second = ''] = sqlFile(statement).split('\n')
      expect(first).toMatch(/^-- [ -~]*$/)
      expect(second).toMatch(/^(CREATE|ALTER|COMMENT|SELECT)/)
    }
  })

  test('control characters and turned text are shown as code points', () => {
    expect(oneLine('a\u0000b\u2028c\u202ed\u0085')).toBe('a\\u{0}b\\u{2028}c\\u{202e}d\\u{85}')
  })
})
