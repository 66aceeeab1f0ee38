import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { htmlReport } from '../../../src/report/html.js'
import { hostileTexts, sampleReport } from './sample.js'

const whole = (parts: Iterable<string>): string => [...parts].join('')

const executablePath = '/usr/bin/chromium'
const present = existsSync(executablePath)
if (!present) console.warn('SKIPPED: the report was not opened in a browser: no /usr/bin/chromium on this machine')

describe.skipIf(!present)('the report in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-report-'))
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync', '--no-first-run'],
    })
  })
  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true })
  })

  const open = async (text: string, colorScheme: 'light' | 'dark') => {
    const file = join(folder, 'report.html')
    writeFileSync(file, whole(htmlReport(sampleReport(text))))
    const page = await (await browser.newContext({ colorScheme })).newPage()
    const events: string[] = []
    page.on('dialog', (dialog) => {
      events.push(`dialog ${dialog.message()}`)
      return dialog.dismiss()
    })
    page.on('console', (message) => void events.push(`console ${message.text()}`))
    page.on('request', (request) => void (request.url().startsWith('file:') || events.push(`request ${request.url()}`)))
    await page.goto(`file://${file}`)
    await page.evaluate(() => {
      for (const one of document.querySelectorAll('details')) one.setAttribute('open', '')
    })
    return { page, events }
  }

  it('runs no script of a hostile name and asks nothing from outside', async () => {
    for (const text of hostileTexts) {
      const { page, events } = await open(text, 'light')
      expect(events, text).toEqual([])
      expect(await page.locator('script').count(), text).toBe(0)
      await page.context().close()
    }
  })

  it.each(['light', 'dark'] as const)('passes axe in the %s scheme', async (scheme) => {
    const { page } = await open('orders', scheme)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(
      violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`),
    ).toEqual([])
    await page.context().close()
  })

  it('fits a screen 320 pixels wide without scrolling sideways', async () => {
    const { page } = await open('orders', 'light')
    await page.setViewportSize({ width: 320, height: 700 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    await page.context().close()
  })
})
