import { describe, expect, it } from 'vitest'
import type { Fleet } from '../../../src/core/fleet/fleet.js'
import { fleetCsv, fleetHtml } from '../../../src/report/fleet.js'

const hostile = '<script>alert(1)</script>\u202e\x1b[2J"\'&'
const fleet: Fleet = {
  ...{ format: 1, tool: hostile, madeAt: hostile },
  servers: [
    {
      ...{ name: hostile, engine: hostile, product: hostile, series: hostile, version: hostile, place: hostile },
      ...{ uptimeSeconds: 1, connections: { now: 1, most: null, allowed: 10 }, activity: null, endOfSupport: hostile },
      log: [{ code: hostile, severity: 'error', message: hostile }],
      sizing: { vcpus: 2, memoryBytes: 2 ** 31, storageBytes: 1, connections: 15 },
    },
  ],
  schemas: [
    {
      ...{
        id: `=${hostile}`,
        server: hostile,
        database: hostile,
        schema: hostile,
        rows: 1,
        dataBytes: 1,
        indexBytes: 1,
      },
      ...{ bytesPerDay: null, activity: null, objects: { [hostile]: 1 }, codeLines: 0, features: [hostile] },
      ...{ dependsOn: [hostile], hash: '' },
      assessments: [
        {
          ...{ to: hostile, status: 'recommended', effortMinutes: 90, report: hostile },
          objects: { converted: 1, approximated: 0, partial: 0, flagged: 0 },
          limitations: [{ code: hostile, name: hostile, impact: 'blocker', places: 1, effortMinutes: 1 }],
        },
      ],
    },
  ],
  families: [{ kind: 'copies', members: [hostile, hostile], likeness: 1 }],
  waves: [
    { number: 1, effortMinutes: 90, bytes: 1, members: [{ id: hostile, effortMinutes: 90, because: [hostile] }] },
  ],
  failures: [{ what: hostile, code: hostile, message: hostile }],
}

describe('the report of a fleet', () => {
  it('escapes every text and runs no script', () => {
    const page = fleetHtml(fleet)
    expect(page).not.toMatch(/<script|\u202e|\x1b/)
    expect(page.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(20)
    expect(page).toContain("default-src 'none'")
    expect(page).toContain('1.5 h')
  })

  it('is a table that a spreadsheet runs nothing of', () => {
    const [head = '', line = ''] = fleetCsv(fleet).split('\r\n')
    expect(head.split(',')).toHaveLength(21)
    expect(line).toMatch(/^"'=<script>/)
  })

  it('says so where there is nothing', () => {
    const page = fleetHtml({ ...fleet, servers: [], schemas: [], families: [], waves: [], failures: [] })
    expect(page).toContain('No two schemas are alike.')
    expect(page).toContain('all that was asked for is on this page')
  })
})
