import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { available } from '../support/servers.js'
import { buildProgram, run, runJson, workFolder } from './support/cli.js'

const folder = workFolder()
beforeAll(buildProgram)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const equal = { differing: 0, missing: 0, extra: 0, failedTables: 0, unverifiedColumns: 0 }

describe.skipIf(!available('embedded-mysql') || !available('embedded-postgres'))('crosswalk demo', () => {
  it('moves a shop while it is used, and back, and not one value differs; what an earlier demo left goes', async () => {
    const project = join(folder, 'again')
    mkdirSync(join(project, 'source'), { recursive: true })
    writeFileSync(join(project, 'demo'), '')
    writeFileSync(join(project, 'source', 'left'), '')
    const ended = await runJson(['demo', '--project', project], { limit: 180_000 })
    expect({ code: ended.code, err: ended.err }).toMatchObject({ code: 0 })
    expect(ended.value).toMatchObject({
      exit: 0,
      summary: { byStatus: { flagged: 0, partial: 0 } },
      validation: equal,
      back: { validation: equal },
    })
    expect(ended.value['changes']).toBeGreaterThan(100)
    expect(existsSync(join(project, 'source', 'left'))).toBe(false)
    expect(existsSync(join(project, 'out', 'report.html'))).toBe(true)
  })

  it('touches no folder that holds something else', async () => {
    const project = join(folder, 'mine')
    mkdirSync(project)
    writeFileSync(join(project, 'thesis.tex'), 'years of work')
    const ended = await run(['demo', '--project', project])
    expect({ code: ended.code, err: ended.err }).toMatchObject({
      code: 64,
      err: expect.stringMatching(/something else/),
    })
    expect(existsSync(join(project, 'thesis.tex'))).toBe(true)
  })
})
