import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildProgram, workFolder } from './support/cli.js'
import {
  addEndpoint,
  endServing,
  hasBrowser,
  hearNoise,
  lookAt,
  operationsOf,
  photograph,
  pictures,
  type Serving,
  serve,
  signIn,
  startBrowser,
} from './support/console.js'
import { live, type Pair, startPair } from './support/live.js'

const present = live && hasBrowser
if (!present) console.warn('SKIPPED: no project by clicks alone: it needs MariaDB, PostgreSQL 15 and /usr/bin/chromium')

const folder = workFolder()
const patience = { timeout: 240_000 }

const shop = [
  'CREATE TABLE customers (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, name VARCHAR(80) NOT NULL, born DATE)',
  `CREATE TABLE orders (id INT AUTO_INCREMENT PRIMARY KEY, customer INT UNSIGNED NOT NULL, total DECIMAL(10,2) NOT NULL,
     state ENUM('open','paid','sent') NOT NULL DEFAULT 'open', FOREIGN KEY (customer) REFERENCES customers (id))`,
  'CREATE TABLE log (id INT AUTO_INCREMENT PRIMARY KEY, of INT)',
  'CREATE TRIGGER changed AFTER UPDATE ON orders FOR EACH ROW INSERT INTO log (of) VALUES (NEW.id)',
  "CREATE VIEW open_orders AS SELECT id, customer, total FROM orders WHERE state = 'open'",
  'CREATE FUNCTION with_tax(net DECIMAL(10,2)) RETURNS DECIMAL(10,2) DETERMINISTIC RETURN net * 1.19',
  "INSERT INTO customers SELECT seq, CONCAT('customer ', seq), '1980-02-29' FROM seq_1_to_500",
  'INSERT INTO orders (customer, total) SELECT 1 + seq % 500, seq / 7 FROM seq_1_to_5000',
]

/** What tries to leave its place; not in pictures that people look at. */
const hostile = [
  `CREATE TABLE \`"'><img src=x onerror=alert(1)>\u202e\` (id INT PRIMARY KEY,
     \`</td><script>alert(2)</script>{{7*7}}\` VARCHAR(99) COMMENT '<b onclick=alert(3)>bold</b>')`,
  `INSERT INTO \`"'><img src=x onerror=alert(1)>\u202e\` VALUES (1, '<img src=x onerror=alert(4)>'), (2, '\u202e</script>')`,
]

describe.skipIf(!present)('a project by clicks alone', () => {
  let pair: Pair
  let browser: Browser
  let serving: Serving
  let project: string
  beforeAll(async () => {
    await buildProgram()
    execFileSync('node_modules/.bin/tsx', ['src/console/build.ts'])
    pair = await startPair()
    browser = await startBrowser()
  })
  // Each try has servers, databases and a project that nothing has touched.
  beforeEach(async () => {
    project = mkdtempSync(join(folder, 'project-'))
    await pair.my.query('DROP DATABASE IF EXISTS shop; CREATE DATABASE shop; USE shop')
    for (const statement of pictures ? shop : [...shop, ...hostile]) await pair.my.query(statement)
    await pair.freshTarget('shop')
    serving = await serve(project)
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail' && serving) console.error(await operationsOf(serving, project))
    await endServing(serving)
  })
  afterAll(async () => {
    await browser?.close()
    await pair?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('goes from nothing to users on the target, with no page that shuts anyone out or runs a name', async () => {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
    page.setDefaultTimeout(patience.timeout)
    const noise = hearNoise(page, serving.url)
    await page.goto(serving.url)
    await page.getByLabel('Token').waitFor()
    await lookAt(page, 'sign-in')
    await page.goto('about:blank')
    await signIn(page, serving, project)
    await page.getByText('This project has no tasks yet').waitFor()
    await lookAt(page, 'empty')
    await page.getByRole('link', { name: 'Conversions' }).click()
    await page.getByText('There is no source endpoint yet').waitFor()
    expect(await page.getByRole('button', { name: 'Convert' }).isDisabled()).toBe(true)
    await page.getByRole('link', { name: 'Tasks' }).click()
    await page.getByText('This project has no tasks yet').waitFor()
    await addBoth(page)
    await convert(page)
    await makeTask(page)
    await watch(page)
    await compare(page)
    await cutOver(page)
    await page.getByRole('link', { name: 'Tasks' }).click()
    await page.locator('tbody th a').first().waitFor()
    await lookAt(page, 'tasks')
    await page.getByRole('link', { name: 'Audit' }).click()
    await page.locator('tbody td').first().waitFor()
    await lookAt(page, 'audit')
    expect(noise.filter((line) => line !== 'elsewhere: about:blank')).toEqual([])
  }, 900_000)

  async function addBoth(page: Page): Promise<void> {
    await page.getByRole('link', { name: 'endpoints', exact: true }).click()
    await addEndpoint(page, 'old', 'source', pair.source('shop'))
    await addEndpoint(page, 'new', 'target', pair.target('shop'))
    const needed = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'old' }) })
    await needed.getByRole('button', { name: 'Rights it needs' }).click()
    await page.getByRole('region', { name: 'Rights that old needs' }).waitFor(patience)
    await lookAt(page, 'endpoints')
  }

  async function convert(page: Page): Promise<void> {
    await page.getByRole('link', { name: 'Conversions' }).click()
    // The page before has a field of the same name.
    await page.getByRole('heading', { name: 'Convert a schema' }).waitFor()
    await page.getByLabel('Name').fill('the shop')
    await page.locator('select[name=to]').selectOption('postgres')
    await lookAt(page, 'conversions')
    await page.getByRole('button', { name: 'Convert' }).click()
    await page.getByRole('link', { name: 'Report' }).waitFor(patience)
    await page.getByRole('navigation', { name: 'Objects' }).getByText('shop.orders', { exact: true }).click()
    await page.getByRole('list', { name: 'Findings' }).getByRole('button').first().click()
    await page.locator('.code .chosen').first().waitFor()
    await lookAt(page, 'conversion')
    if (!pictures) return
    const href = await page.getByRole('link', { name: 'Report' }).getAttribute('href')
    // As it is served, no script may run in it, and none of who takes the picture.
    const answer = await page.request.get(new URL(href ?? '', page.url()).href)
    const report = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    await report.setContent(await answer.text())
    await photograph(report, 'report')
    await report.close()
  }

  async function makeTask(page: Page): Promise<void> {
    await page.getByRole('link', { name: 'Tasks' }).click()
    await page.getByRole('link', { name: 'New task' }).click()
    await page.getByLabel('Name').fill('move')
    await page.getByLabel('Only these tables').fill('shop.%')
    await lookAt(page, 'new-task')
    await page.getByRole('button', { name: 'Make the task' }).click()
    await page.getByRole('button', { name: 'Check both sides' }).click(patience)
    await expect.poll(() => page.getByRole('status').filter({ hasText: 'done' }).count(), patience).toBe(2)
    await lookAt(page, 'precheck')
  }

  async function watch(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Start' }).click()
    const phase = (name: string) =>
      page.getByRole('list', { name: 'Phases' }).getByRole('listitem').filter({ hasText: name })
    await phase('ongoing').getByText('under way').waitFor({ timeout: 240_000 })
    await phase('full load').getByText('done').waitFor()
    await pair.my.query("UPDATE shop.orders SET state = 'paid' WHERE id <= 300")
    const orders = page.getByRole('row').filter({ hasText: 'shop.orders' })
    await orders.getByRole('cell', { name: '300', exact: true }).waitFor(patience)
    await orders.getByRole('cell', { name: '5,000', exact: true }).waitFor(patience)
    await phase('ongoing')
      .getByText(/lag \d/)
      .waitFor(patience)
    await page.getByRole('figure').filter({ hasText: 'Lag' }).locator('svg').first().waitFor(patience)
    await page.getByText('Settings, and where each comes from').click()
    await page.getByRole('rowheader', { name: 'onRefused' }).waitFor(patience)
    await lookAt(page, 'task')
  }

  async function compare(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByRole('button', { name: 'Resume' }).waitFor(patience)
    await page.getByRole('button', { name: 'Compare' }).click()
    await page.getByText('Both sides are equal').waitFor(patience)
    await lookAt(page, 'compared')
  }

  async function cutOver(page: Page): Promise<void> {
    await page.getByLabel('Seconds without a change').fill('1')
    await page.getByLabel('prepare the way back').uncheck()
    await page.getByLabel('Type move to confirm').fill('move')
    await page.getByRole('button', { name: 'Cut over' }).click()
    await page.getByText('The users are on the target').waitFor({ timeout: 240_000 })
    await page
      .getByRole('row')
      .filter({ hasText: 'Both sides are equal, value by value' })
      .getByText(/(^|\s)met$/)
      .waitFor(patience)
    await lookAt(page, 'cutover')
    expect(await pair.ask('shop', 'SELECT count(*)::text FROM pg_trigger WHERE NOT tgisinternal')).toBe('1')
    expect(await pair.ask('shop', "SELECT count(*)::text FROM shop.orders WHERE state = 'paid'")).toBe('300')
  }
})
