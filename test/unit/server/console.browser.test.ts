import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ownProcess } from '../../../src/core/process/identity.js'
import { newTable, type TaskRecord } from '../../../src/project/model.js'
import { writeEvidence } from '../../../src/project/moves.js'
import { openProject } from '../../../src/project/sqlite-store.js'
import { type TestServer, testServer, until } from './support.js'

const evil = '<img src=x onerror=alert(1)>"\'><script>alert(2)</script>\u202e{{7*7}}'
const project = mkdtempSync(join(tmpdir(), 'crosswalk-console-'))
const root = join(import.meta.dirname, '../../..')
/** A folder for pictures of every page; none are made without. */
const pictures = process.env['CROSSWALK_PICTURES']

/** An inventory whose every text is hostile. */
function seedInventory(): void {
  const server = { name: evil, product: evil, version: evil, endOfSupport: null, log: [] }
  const sizes = { dataBytes: 5000, indexBytes: 100, codeLines: 7, objects: { table: 2 } }
  const schema = { id: evil, ...sizes, assessments: [{ to: evil, status: 'recommended' }] }
  const fleet = {
    ...{ format: 1, tool: 'test', madeAt: new Date().toISOString(), servers: [server], schemas: [schema] },
    families: [{ kind: 'copies', members: [evil, 'other'], likeness: 1 }],
    waves: [{ number: 1, effortMinutes: 90, bytes: 1, members: [{ id: evil, effortMinutes: 90, because: [evil] }] }],
    failures: [{ what: evil, code: 'XW-S0201', message: evil }],
  }
  mkdirSync(join(project, 'fleet'), { recursive: true })
  writeFileSync(join(project, 'fleet', 'fleet.json'), JSON.stringify(fleet))
}

/** One task in each state, hostile names in every text, and ten thousand tables. */
function seed(): void {
  seedInventory()
  const store = openProject(project)
  const at = { version: evil, testedAt: Date.now(), tls: 'verify-full' }
  store.saveEndpoint({ ...at, name: 'shop-old', role: 'source', engine: 'mysql', url: `mysql://u@127.0.0.1:1/${evil}` })
  store.saveEndpoint({
    ...at,
    name: 'shop-new',
    role: 'target',
    engine: 'postgres',
    url: 'postgresql://u@127.0.0.1:1/x',
  })
  const now = Date.now()
  const task: Omit<TaskRecord, 'name' | 'status'> = {
    ...{
      source: 'shop-old',
      target: 'shop-new',
      kind: 'full-load-and-cdc',
      words: {},
      stopReason: null,
      lastFailure: null,
    },
    ...{ createdAt: now, freshStartAt: now - 600_000, startedAt: now - 600_000, stoppedAt: null, owner: null },
    ...{ fullLoadStartedAt: now - 590_000, fullLoadFinishedAt: null, stopAsked: false },
  }
  store.addTask({ ...task, name: 'billing', status: 'running', owner: ownProcess() })
  store.addTask({
    ...task,
    name: 'orders',
    status: 'failed',
    stopReason: 'FATAL_ERROR',
    lastFailure: `XW-S0100: ${evil}`,
  })
  store.addTask({
    ...task,
    name: 'stock',
    status: 'stopped',
    stopReason: 'NORMAL',
    fullLoadFinishedAt: now,
    stoppedAt: now,
  })
  store.addTask({
    ...task,
    name: 'archive',
    status: 'ready',
    freshStartAt: null,
    startedAt: null,
    fullLoadStartedAt: null,
  })
  const tables = Array.from({ length: 10_000 }, (_, index) => ({
    ...newTable(index === 0 ? evil : 'shop', `table_${String(index).padStart(5, '0')}`, now),
    ...{ FullLoadRows: index * 7, FullLoadExpectedRows: index * 9, FullLoadStartTime: now - 60_000 },
    TableState:
      index < 7000 ? ('Table completed' as const) : index < 7004 ? ('Full load' as const) : ('Before load' as const),
  }))
  store.saveTables('billing', tables)
  store.saveTables('orders', [
    { ...newTable('shop', evil, now), TableState: 'Table error', ValidationStateDetails: evil, FullLoadErrorRows: 3 },
  ])
  store.close()
  const folder = join(project, 'tasks', 'billing')
  mkdirSync(folder, { recursive: true })
  tell(42)
  const stock = join(project, 'tasks', 'stock')
  mkdirSync(stock, { recursive: true })
  const gates = (['met', 'attention', 'unmet', 'open'] as const).map((state, index) => ({
    ...{ gate: (['lag', 'set-aside', 'validation', 'way-back'] as const)[index] ?? 'lag', state, evidence: evil },
  }))
  writeEvidence(stock, { at: new Date(now).toISOString(), isRehearsal: true, gates })
}

/** What a run would write. */
const tell = (lag: number): void =>
  writeFileSync(
    join(project, 'tasks', 'billing', 'metrics.prom'),
    [
      `crosswalk_full_load_rows_total{side="target",task="billing"} ${lag * 900}`,
      `crosswalk_cdc_latency_target_seconds{task="billing"} ${lag}`,
      'crosswalk_cdc_latency_source_seconds{task="billing"} 2',
      `crosswalk_cdc_applied_changes_total{op="insert",task="billing"} ${lag * 50}`,
      'crosswalk_cdc_state{state="catching-up",task="billing"} 1',
    ].join('\n'),
  )

const present = existsSync('/usr/bin/chromium')
if (!present) console.warn('SKIPPED: the console was not opened in a browser: no /usr/bin/chromium on this machine')

describe.skipIf(!present)('the console in a browser', () => {
  let one: TestServer
  let browser: Browser
  beforeAll(async () => {
    execFileSync(join(root, 'node_modules/.bin/tsx'), [join(root, 'src/console/build.ts')], { cwd: root })
    seed()
    one = await testServer({ project, engines: ['mysql', 'postgres'] })
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  })
  afterAll(async () => {
    await browser?.close()
    await one?.close()
    rmSync(project, { recursive: true, force: true })
  })

  let context: BrowserContext
  let page: Page
  let noise: string[] = []

  async function open(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
    page = await context.newPage()
    page.on('dialog', (dialog) => {
      noise.push(`dialog ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) noise.push(message.text())
    })
    page.on('pageerror', (error) => noise.push(String(error)))
    page.on('request', (request) => {
      if (!request.url().startsWith(one.server.url)) noise.push(`elsewhere: ${request.url()}`)
    })
    return page
  }
  const enter = async (role: keyof TestServer['server']['tokens'] = 'admin'): Promise<void> => {
    await page.goto(`${one.server.url}#token=${one.server.tokens[role]}`)
    await page.getByRole('heading', { name: 'Tasks' }).waitFor()
  }

  beforeEach(() => {
    noise = []
  })
  afterEach(async () => {
    await context?.close()
    expect(noise).toEqual([])
  })

  /** Made once; it is the real converter. */
  let conversion: Promise<string> | undefined
  const converted = (): Promise<string> => (conversion ??= convert())
  async function convert(): Promise<string> {
    const script = `CREATE TABLE orders (id INT UNSIGNED PRIMARY KEY, \`${evil.replaceAll('`', '')}\` TEXT COMMENT '<b>bold</b>');
CREATE VIEW open_orders AS SELECT id FROM orders;
CREATE FUNCTION twice(n INT) RETURNS INT DETERMINISTIC RETURN n * 2;
CREATE EVENT cleanup ON SCHEDULE EVERY 1 DAY DO DELETE FROM orders WHERE id < 0;`
    const body = { name: `shop ${evil}`.slice(0, 90), script, from: 'mysql', to: 'postgres' }
    const { json } = await one.api('/api/v1/conversions', { method: 'POST', body })
    await until(async () => {
      const { state } = (await one.api(`/api/v1/operations/${json.operation.id}`)).json
      return state === 'running' ? undefined : state
    })
    return json.conversion.id
  }

  const pages: readonly (readonly [string, () => Promise<string>, string])[] = [
    ['fleet', async () => '#/', 'h1'],
    ['task', async () => '#/tasks/billing', '.grid [role="cell"]'],
    ['failed-task', async () => '#/tasks/orders', '.grid [role="cell"]'],
    ['cutover', async () => '#/tasks/stock', '#cutover'],
    ['new-task', async () => '#/new-task', 'h1'],
    ['endpoints', async () => '#/endpoints', '.cards h2'],
    ['conversions', () => converted().then(() => '#/conversions'), 'tbody a'],
    ['conversion', async () => `#/conversions/${await converted()}/table%3Apublic.orders`, '.code li'],
    ['inventory', async () => '#/inventory', 'tbody td'],
    ['audit', async () => '#/audit', 'tbody td'],
  ]

  describe.each(['light', 'dark'] as const)('in the %s scheme', (colorScheme) => {
    it.each(pages)(
      'the page %s has no serious flaw for those who cannot see it, and shows names as text',
      async (name, place, ready) => {
        await open({ colorScheme })
        await enter()
        await page.goto(`${one.server.url}${await place()}`)
        await page.locator(ready).first().waitFor()
        await page.waitForTimeout(400)
        if (pictures) await page.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`) })
        const { violations } = await new AxeBuilder({ page }).analyze()
        const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
        expect(bad.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))])).toEqual([])
        expect(await page.locator('img[src="x"], main script').count()).toBe(0)
      },
    )

    it('the sign-in has none either', async () => {
      await open({ colorScheme })
      await page.goto(one.server.url)
      await page.getByLabel('Token').waitFor()
      if (pictures) await page.screenshot({ path: join(pictures, `sign-in-${colorScheme}.png`) })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
    })
  })

  it.each(pages)('the page %s fits 320 pixels without scrolling sideways', async (name, place, ready) => {
    await open({ viewport: { width: 320, height: 700 } })
    await enter()
    await page.goto(`${one.server.url}${await place()}`)
    await page.locator(ready).first().waitFor()
    if (pictures) await page.screenshot({ path: join(pictures, `${name}-320.png`) })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  })

  it('the fleet is sorted worst first, and changes without being asked', async () => {
    await open()
    await enter()
    const names = () => page.locator('tbody th a').allTextContents()
    await page.locator('tbody th a').nth(3).waitFor()
    expect(await names()).toEqual(['orders', 'billing', 'archive', 'stock'])
    tell(95)
    await page.getByText('lagging (running)').waitFor()
  })

  it('a task at rest has no phase under way, and none is open that it has come to', async () => {
    await open()
    await enter()
    const phases = () => page.getByRole('list', { name: 'Phases' }).locator('li > span:nth-child(2)').allTextContents()
    await page.goto(`${one.server.url}#/tasks/stock`)
    await page.getByRole('heading', { name: 'stock' }).waitFor()
    expect(await phases()).toEqual(['done', 'done', 'stopped', 'stopped', 'open'])
    await page.goto(`${one.server.url}#/tasks/orders`)
    await page.getByRole('heading', { name: 'orders' }).waitFor()
    expect(await phases()).toEqual(['done', 'stopped', 'open', 'open', 'open'])
  })

  it('an address that changes while the page comes up is the one that is shown', async () => {
    await open()
    await page.addInitScript(() => {
      const listen = window.addEventListener.bind(window)
      window.addEventListener = (name: string, told: EventListenerOrEventListenerObject): void => {
        const isLate = name === 'hashchange'
        if (isLate) location.hash = '#/tasks/stock'
        setTimeout(listen, isLate ? 300 : 0, name, told)
      }
    })
    await page.goto(`${one.server.url}#token=${one.server.tokens.admin}`)
    await page.getByRole('heading', { name: 'stock' }).waitFor()
  })

  it('a grid of ten thousand tables holds only what is seen, sorts and filters', async () => {
    await open()
    await enter()
    const begun = Date.now()
    await page.goto(`${one.server.url}#/tasks/billing`)
    await page.locator('.grid [role="cell"]').first().waitFor()
    const painted = Date.now() - begun
    expect(painted).toBeLessThan(10_000)
    if (pictures) writeFileSync(join(pictures, 'grid.txt'), `first paint of 10,000 tables: ${painted} ms\n`)
    await page.getByText('10,000 shown').waitFor()
    expect(await page.locator('.grid [role="row"]').count()).toBeLessThan(80)
    await page.getByRole('columnheader', { name: 'rows' }).getByRole('button').click()
    await page.getByRole('columnheader', { name: 'rows' }).getByRole('button').click()
    await page.getByRole('cell', { name: 'shop.table_09999' }).waitFor()
    await page.getByRole('searchbox').fill('table_00042')
    await page.getByText('1 shown').waitFor()
  })

  it('who may only look sees no button that acts, and no audit', async () => {
    await open()
    await enter('viewer')
    expect(await page.getByRole('link', { name: 'New task' }).count()).toBe(0)
    expect(await page.getByRole('link', { name: 'Audit' }).count()).toBe(0)
    await page.goto(`${one.server.url}#/tasks/stock`)
    await page.getByRole('heading', { name: 'stock' }).waitFor()
    expect(await page.getByRole('button', { name: 'Resume' }).count()).toBe(0)
  })

  it('the token leaves the address at once, and a session that is over asks for it again', async () => {
    await open()
    await enter()
    expect(page.url()).not.toContain('token')
    await page.reload()
    await page.getByRole('heading', { name: 'Tasks' }).waitFor()
    await context.clearCookies()
    await page.getByRole('link', { name: 'Endpoints' }).click()
    await page.getByLabel('Token').waitFor()
  })

  it('everything is reached by keyboard: sign in, choose a task, go to its tables', async () => {
    await open()
    await page.goto(one.server.url)
    await page.getByLabel('Token').focus()
    await page.keyboard.type(one.server.tokens.admin)
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'billing' }).waitFor()
    const reach = async (role: string): Promise<void> => {
      for (let presses = 0; presses < 60; presses++) {
        await page.keyboard.press('Tab')
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), role)) return
      }
      throw new Error(`not reached: ${role}`)
    }
    await reach('a[href="#/tasks/billing"]')
    await page.keyboard.press('Enter')
    await page.locator('.grid [role="cell"]').first().waitFor()
    await reach('.grid')
  })

  it('a server that is gone leaves no green behind', async () => {
    const other = await testServer()
    try {
      await open()
      page.removeAllListeners('request')
      await page.goto(`${other.server.url}#token=${other.server.tokens.admin}`)
      await page.getByRole('link', { name: 'one' }).waitFor()
    } finally {
      await other.close()
    }
    await page.getByText('The server is not heard').waitFor({ timeout: 30_000 })
    if (pictures) await page.screenshot({ path: join(pictures, 'stale.png') })
    expect(await page.locator('.badge.good').count()).toBe(0)
    expect(await page.locator('.badge').first().textContent()).toMatch(/unknown, was/)
  })
})
