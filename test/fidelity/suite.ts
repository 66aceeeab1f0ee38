import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { available, type ServerName, startServer, type TestServer } from '../support/servers.js'
import type { ValueCase } from './cases.js'
import { casesOf, fillCases, migrateCases, type Route, type RouteResult, tableName } from './run.js'

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
        (_type, at, values) => {
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
        },
      )
    })
  })
}

function checkValue(result: RouteResult, table: string, row: number, one: ValueCase, route: Route): void {
  const reject = result.rejects.get(table)?.get(String(row))
  expect([one.value, reject?.code]).toEqual([one.value, one.reject])
  if (one.is === undefined || (one.roundedInDump && route === 'dump')) return
  expect([one.value, result.texts.get(table)?.get(String(row))]).toEqual([one.value, one.is])
}
