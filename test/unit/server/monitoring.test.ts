import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parse } from 'yaml'
import { RunMetrics } from '../../../src/metrics/run-metrics.js'
import { taskStatuses } from '../../../src/project/model.js'
import { type TestServer, testServer } from './support.js'

const folder = join(import.meta.dirname, '../../../monitoring')
const rules = readFileSync(join(folder, 'alerts.yaml'), 'utf8')
const dashboard = readFileSync(join(folder, 'grafana-dashboard.json'), 'utf8')

const expressions: readonly string[] = [
  ...parse(rules).groups[0].rules.map(({ expr }: { expr: string }) => expr),
  ...JSON.parse(dashboard).panels.flatMap(({ targets }: { targets: readonly { expr: string }[] }) =>
    targets.map(({ expr }) => expr),
  ),
]

let one: TestServer
beforeAll(async () => {
  one = await testServer()
})
afterAll(() => one?.close())

it('every metric of the alert rules and the dashboard is one that a task or the server gives', async () => {
  const texts = [await new RunMetrics({ task: 't', version: '1' }).text(), (await one.api('/metrics')).text]
  const given = new Set([...texts.join('\n').matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name))
  const used = expressions.flatMap((expr) => [...expr.matchAll(/\bcrosswalk_\w+/g)].map(([name]) => name))
  expect(used.length).toBeGreaterThan(15)
  expect(used.filter((name) => !given.has(name))).toEqual([])
})

it('every status in them is one that tasks have', () => {
  const statuses = expressions.flatMap((expr) => [...expr.matchAll(/status="(\w+)"/g)].map(([, status]) => status))
  expect(statuses.length).toBeGreaterThan(0)
  expect(statuses.filter((status) => !taskStatuses.some((known) => known === status))).toEqual([])
})
