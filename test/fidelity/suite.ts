import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { available, type ServerName, startServer, type TestServer } from '../support/servers.js'
import type { ValueCase } from './cases.js'
import { casesOf, fillCases, migrateCases, type Route, type RouteResult, sourceSchema, tableName } from './run.js'

/** Every type and edge value on its way from one source, live and from a dump. */
export function describeFidelity(name: 'mariadb' | 'embedded-mysql', targetName: ServerName): void {
  const flavour = name === 'mariadb' ? 'mariadb' : 'mysql'
  describe.skipIf(!available(name) || !available(targetName))(`values from ${name} to ${targetName}`, () => {
    let source: TestServer
    let target: TestServer

    beforeAll(async () => {
      ;[source, target] = await Promise.all([startServer(name), startServer(targetName)])
      await fillCases(source, flavour)
    })
    afterAll(async () => {
      await Promise.all([source?.stop(), target?.stop()])
    })

    describe.each<Route>(['server', 'dump'])('load from the %s', (route) => {
      let result: RouteResult
      beforeAll(async () => {
        result = await migrateCases(source, target, route, flavour)
      })

      it('makes a table for every type', () => {
        expect(result.applyFailures).toEqual([])
        expect([...result.verdicts.keys()].sort()).toEqual(casesOf(flavour).map(([at]) => tableName(at)))
      })

      it.each(casesOf(flavour).map(([at, one]) => [one.type.slice(0, 60), at, one.values] as const))(
        'keeps %s',
        (type, at, values) => {
          const table = tableName(at)
          const rounded = values.filter((one) => one.roundedInDump && route === 'dump')
          for (const [index, one] of values.entries()) checkValue(result, table, index + 1, one, route)
          expect(result.texts.get(table)?.get('0'), 'NULL stays NULL').toBeNull()
          const verdict = result.verdicts.get(table)
          expect(verdict?.unverified, 'every column is compared').toEqual([])
          const unexplained = verdict?.differences.filter(
            (row) => !rounded.includes(values[Number(row.key['id']) - 1]!),
          )
          expect(unexplained, 'both engines agree').toEqual([])
          expect(verdict?.state).not.toBe('failed')
          if (rounded.length === 0) expect(verdict).toMatchObject({ differing: 0, missing: 0, extra: 0 })
          if (route === 'server') return
          const said = result.readFindings.filter((one) => one.object === `table:${sourceSchema}.${table}`)
          const rounds = rounded.length > 0 || /^(FLOAT|DOUBLE\()/.test(type)
          expect(said.map((one) => one.code)).toEqual(rounds ? ['XW-D0700'] : [])
          // What a dump says is compared whole, for rounded values too.
          const file = result.fileVerdicts?.get(table)
          expect(file).toMatchObject({ differing: 0, missing: 0, extra: 0, unverified: [], differences: [] })
          expect(file?.state).toBe(values.some((one) => one.reject) ? 'explained' : 'equal')
        },
      )

      it('changes values as the policies say, counts each, and both engines agree about all others', async () => {
        const changed = await migrateCases(source, target, route, flavour, {
          ...{ zeroDates: 'null', nulBytes: 'strip', enumErrors: 'null' },
        })
        for (const [at, { type, values }] of casesOf(flavour)) {
          const table = tableName(at)
          const replaced = values.filter((one) => one.reject !== undefined && byPolicy.has(one.reject))
          const set = [...(changed.rejects.get(table)?.values() ?? [])].map((one) => one.code)
          expect([type, set]).toEqual([
            type,
            values.flatMap((one) => one.reject ?? []).filter((code) => !byPolicy.has(code)),
          ])
          const { state, explained } = changed.verdicts.get(table)!
          const file = changed.fileVerdicts?.get(table)
          if (file) {
            expect([type, file.differing + file.missing + file.extra]).toEqual([type, 0])
            expect([type, file.explained]).toEqual([type, { rows: set.length, values: replaced.length }])
          }
          if (values.some((one) => one.roundedInDump) && route === 'dump') continue
          const expected = replaced.length + set.length > 0 ? 'explained' : 'equal'
          expect([type, state, explained]).toEqual([type, expected, { rows: set.length, values: replaced.length }])
        }
        const at = casesOf(flavour).find(([, one]) => one.type === 'VARCHAR(100)')![0]
        expect([...changed.texts.get(tableName(at))!.values()]).toContain('ab')
      })

      it('writes the zero date as minus infinity when asked, and sets partial dates aside', async () => {
        const policies = { zeroDates: 'infinity', nulBytes: 'reject', enumErrors: 'reject' } as const
        const changed = await migrateCases(source, target, route, flavour, policies)
        for (const [at, { type, values }] of casesOf(flavour)) {
          if (!/^(DATE|TIMESTAMP)/.test(type)) continue
          const table = tableName(at)
          const zero = values.filter((one) => one.reject && one.value.startsWith("'0000-00-00")).length
          const partial = values.filter((one) => one.reject).length - zero
          const texts = [...changed.texts.get(table)!.values()]
          expect([type, texts.filter((text) => text === '-infinity').length]).toEqual([type, zero])
          expect([type, changed.rejects.get(table)?.size ?? 0]).toEqual([type, partial])
          const { differing, missing, extra, explained } = changed.verdicts.get(table)!
          expect([type, differing, missing, extra]).toEqual([type, 0, 0, 0])
          expect([type, explained]).toEqual([type, { rows: partial, values: zero }])
        }
      })
    })
  })
}

/** What the policies null and strip replace; other refusals stay refusals. */
const byPolicy: ReadonlySet<string> = new Set(['XW-D0101', 'XW-D0103', 'XW-D0105'])

function checkValue(result: RouteResult, table: string, row: number, one: ValueCase, route: Route): void {
  const reject = result.rejects.get(table)?.get(String(row))
  expect([one.value, reject?.code]).toEqual([one.value, one.reject])
  if (one.is === undefined || (one.roundedInDump && route === 'dump')) return
  expect([one.value, result.texts.get(table)?.get(String(row))]).toEqual([one.value, one.is])
}
