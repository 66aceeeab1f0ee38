import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { playServer } from '../support/scripted-server.js'
import { mysqlGreeting } from '../unit/discover/handshakes.js'
import { buildProgram, fails, run, runJson, workFolder } from './support/cli.js'

const folder = workFolder()
beforeAll(buildProgram)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('crosswalk discover', () => {
  it('has no default: without a target it is a wrong call', () => fails(['discover'], 64, 'XW-S0001'))

  it('refuses a range that is larger than its limit, and contacts nothing', async () => {
    await fails(['discover', '10.0.0.0/8'], 4, 'XW-S0801')
    await fails(['discover', '127.0.0.1', '--ports', '1-10', '--limit', '9'], 4, 'XW-S0801')
  })

  it('refuses what is never contacted, by whatever name', async () => {
    for (const target of ['169.254.169.254', '[::ffff:169.254.169.254]:80', '224.0.0.1', 'fe80::1'])
      await fails(['discover', target], 64, 'XW-S0001')
  })

  it('lists in a dry run what would be contacted, and contacts none of it', async () => {
    const server = await playServer({ greeting: 'hello' })
    try {
      const list = join(folder, 'hosts.txt')
      writeFileSync(list, `# the list\n127.0.0.1:${server.port} # one\n\n[::1]:5432\n`)
      const { out } = await run(['discover', list, '--dry-run'])
      expect(out.trim().split('\n').sort()).toEqual([`127.0.0.1:${server.port}`, '[::1]:5432'].sort())
      expect(server.heard).toEqual([])
    } finally {
      await server.close()
    }
  })

  it('prints nothing of a hostile banner that a terminal would obey', async () => {
    const server = await playServer({ greeting: mysqlGreeting('8.0.1\x1b]0;owned\x07\x1b[2J\u009b2J', { tls: false }) })
    try {
      const { out, err } = await run(['discover', `127.0.0.1:${server.port}`])
      expect(out).toMatch(/MySQL {2}8\.0\.1⟨U\+001B⟩/)
      expect(out + err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
    } finally {
      await server.close()
    }
  })

  it('goes on without a host that has no address, and says so', async () => {
    const ended = await run(['discover', 'no-such-host.invalid', '127.0.0.1', '--ports', '1', '--json'])
    expect(ended.code).toBe(3)
    expect(JSON.parse(ended.out)).toMatchObject({ unresolved: ['no-such-host.invalid'], probes: 1, found: [] })
  })

  it('tells ports without a server apart in its figures', async () => {
    const { value } = await runJson(['discover', '127.0.0.1:1-5'])
    expect(value).toMatchObject({ probes: 5, closed: { refused: 5, noAnswer: 0, unreachable: 0 } })
  })
})
