import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildProgram, runJson, workFolder } from './support/cli.js'
import { addEndpoint, endServing, hasBrowser, type Serving, serve, signIn, startBrowser } from './support/console.js'
import { live, type Pair, startPair } from './support/live.js'

const present = live && hasBrowser
if (!present) console.warn('SKIPPED: no migration by clicks: it needs MariaDB, PostgreSQL 15 and /usr/bin/chromium')

const folder = workFolder()
const project = join(folder, 'project')

describe.skipIf(!present)('a migration by clicks', () => {
  let pair: Pair
  let browser: Browser
  let page: Page
  let serving: Serving | undefined
  beforeAll(async () => {
    await buildProgram()
    execFileSync('node_modules/.bin/tsx', ['src/console/build.ts'])
    pair = await startPair()
    await pair.my.query('CREATE DATABASE shop')
    await pair.my.query('CREATE TABLE shop.orders (id INT AUTO_INCREMENT PRIMARY KEY, what VARCHAR(40))')
    await pair.my.query("INSERT INTO shop.orders SELECT seq, CONCAT('thing ', seq) FROM seq_1_to_500")
    await pair.my.query('CREATE TABLE shop.log (id INT AUTO_INCREMENT PRIMARY KEY, of INT)')
    await pair.my.query(
      'CREATE TRIGGER shop.changed AFTER UPDATE ON shop.orders FOR EACH ROW INSERT INTO shop.log (of) VALUES (NEW.id)',
    )
    await pair.freshTarget('shop')
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    serving?.child.kill('SIGTERM')
    await serving?.ended
    await pair?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const enter = async (): Promise<void> => {
    await endServing(serving)
    serving = await serve(project)
    page = await (await browser.newContext()).newPage()
    page.setDefaultTimeout(240_000)
    await signIn(page, serving, project)
  }
  const arrives = async (rows: number): Promise<void> => {
    for (const end = Date.now() + 240_000; Date.now() < end; await sleep(200))
      if ((await pair.ask('shop', 'SELECT count(*) FROM shop.orders').catch(() => null)) === String(rows)) return
    throw new Error(`${rows} rows did not arrive`)
  }
  it('goes from an empty project to a target that follows its source', async () => {
    await enter()
    await page.getByRole('link', { name: 'endpoints', exact: true }).click()
    await addEndpoint(page, 'old', 'source', pair.source('shop'))
    await addEndpoint(page, 'new', 'target', pair.target('shop'))
    await page.getByRole('link', { name: 'Tasks' }).click()
    await page.getByRole('link', { name: 'New task' }).click()
    await page.getByLabel('Name').fill('move')
    await page.getByRole('button', { name: 'Make the task' }).click()
    await page.getByRole('button', { name: 'Start' }).click()
    await page
      .getByRole('listitem')
      .filter({ hasText: 'ongoing' })
      .filter({ hasText: 'under way' })
      .waitFor({ timeout: 240_000 })
    await page.getByRole('cell', { name: 'shop.orders' }).waitFor()
    await pair.my.query("INSERT INTO shop.orders VALUES (501, 'later')")
    await arrives(501)
  })

  it('is stopped with the server at a checkpoint, and goes on with the next one', async () => {
    serving?.child.kill('SIGTERM')
    expect((await serving?.ended)?.code).toBe(143)
    expect((await runJson(['task', 'show', 'move', '--project', project])).value).toMatchObject({
      status: 'stopped',
      stopReason: 'NORMAL',
    })
    await pair.my.query("INSERT INTO shop.orders VALUES (502, 'while nobody looked')")
    await enter()
    expect(serving?.resumed).toEqual(['move'])
    await arrives(502)
  })

  it('goes on without a server that was killed, which the next one sees', async () => {
    serving?.child.kill('SIGKILL')
    await serving?.ended
    await pair.my.query("INSERT INTO shop.orders VALUES (503, 'without a server')")
    await arrives(503)
    await enter()
    expect(serving?.resumed).toEqual([])
    await page.getByRole('row').filter({ hasText: 'move' }).getByText('running').waitFor()
  })

  it('is stopped and compared by clicks, and stays stopped', async () => {
    await page.getByRole('link', { name: 'move' }).click()
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByRole('button', { name: 'Compare' }).waitFor()
    await page.getByRole('button', { name: 'Resume' }).waitFor({ timeout: 240_000 })
    await page.getByRole('button', { name: 'Compare' }).click()
    await page.getByText('Both sides are equal').waitFor({ timeout: 240_000 })
    serving?.child.kill('SIGTERM')
    await serving?.ended
    await enter()
    expect(serving?.resumed).toEqual([])
  })

  const gate = (name: string) => page.getByRole('row').filter({ hasText: name })

  it('is rehearsed: a source that is written to is told, one that stands still is compared', async () => {
    await page.getByRole('link', { name: 'move' }).click()
    const writing = setInterval(() => void pair.my.query('UPDATE shop.orders SET what = RAND() WHERE id = 1'), 200)
    try {
      await page.getByLabel('Seconds without a change').fill('2')
      await page.getByRole('button', { name: 'Rehearse' }).click()
      await gate('stands still').getByText('unmet').waitFor({ timeout: 240_000 })
    } finally {
      clearInterval(writing)
    }
    await page.getByRole('button', { name: 'Rehearse' }).click()
    await gate('value by value')
      .getByText(/(^|\s)met$/)
      .waitFor({ timeout: 240_000 })
    expect(await gate('stands still').textContent()).toMatch(/met.*no transaction for 2 s/)
    expect(await pair.ask('shop', 'SELECT count(*)::text FROM pg_trigger WHERE NOT tgisinternal')).toBe('0')
  })

  it('is finished by clicks: triggers are made, counters set, the old source is kept in step', async () => {
    const button = page.getByRole('button', { name: 'Cut over' })
    expect(await button.isDisabled()).toBe(true)
    await page.getByLabel('Type move to confirm').fill('move')
    await button.click()
    await page.getByText('The users are on the target').waitFor({ timeout: 240_000 })
    expect(await page.getByRole('button', { name: 'Resume' }).count()).toBe(0)
    const ask = (sql: string): Promise<string | null> => pair.ask('shop', sql)
    expect(await ask('SELECT count(*)::text FROM pg_trigger WHERE NOT tgisinternal')).toBe('1')
    expect(await ask("INSERT INTO shop.orders (what) VALUES ('new world') RETURNING id::text")).toBe('504')
    await page.getByRole('button', { name: 'Bring the old source up to date' }).click()
    await expect
      .poll(async () => JSON.stringify((await pair.my.query('SELECT what FROM shop.orders WHERE id = 504'))[0]), {
        timeout: 240_000,
      })
      .toBe('[["new world"]]')
  })

  it('is taken back by clicks', async () => {
    await page.getByLabel('Type move to confirm').fill('move')
    await page.getByRole('button', { name: 'Return to the source' }).click()
    await page.getByText('The way back has ended').waitFor({ timeout: 240_000 })
    const [rows] = await pair.my.query('SHOW TRIGGERS FROM shop')
    expect(rows).toHaveLength(1)
  })
})
