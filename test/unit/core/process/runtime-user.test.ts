import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { reachableBy } from '../../../../src/core/process/runtime-user.js'

describe('reachableBy', () => {
  it('sees a closed folder anywhere on the way, and looks at the nearest folder that exists', () => {
    const base = mkdtempSync(join(tmpdir(), 'crosswalk-reach-'))
    chmodSync(base, 0o755)
    mkdirSync(join(base, 'closed'), { mode: 0o700 })
    const stranger = { uid: 65_534, gid: 65_534 }
    expect(reachableBy(stranger, join(base, 'open', 'not', 'there'))).toBe(true)
    expect(reachableBy(stranger, join(base, 'closed', 'not', 'there'))).toBe(false)
    expect(reachableBy({ uid: process.getuid?.() ?? 0, gid: 0 }, join(base, 'closed'))).toBe(true)
    rmSync(base, { recursive: true })
  })
})
