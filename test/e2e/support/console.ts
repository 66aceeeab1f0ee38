import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { type Running, start } from './cli.js'

const path = '/usr/bin/chromium'
export const hasBrowser = existsSync(path)
export const startBrowser = (): Promise<Browser> => chromium.launch({ executablePath: path, args: ['--no-sandbox'] })

export interface Serving extends Running {
  readonly url: string
  readonly resumed: readonly string[]
}

/** The server as a person starts it, once it says where it listens. */
export async function serve(project: string): Promise<Serving> {
  const running = start(['serve', '--project', project, '--bind', '127.0.0.1:0', '--json'], { limit: 900_000 })
  const said = await new Promise<string>((resolve, reject) => {
    let line = ''
    running.child.stdout?.on('data', (text) => {
      line += text
      if (line.includes('\n')) resolve(line)
    })
    running.ended.then(({ err }) => reject(new Error(err)), reject)
  })
  const told: { readonly url?: string; readonly resumed: readonly string[] } = JSON.parse(said)
  if (told.url === undefined) throw new Error(`it does not serve: ${said}`)
  return { ...running, ...told, url: told.url }
}

/** What the server did of what takes longer, for whom it did not end as expected. */
export async function operationsOf({ url }: Serving, project: string): Promise<string> {
  const headers = { authorization: `Bearer ${token(project)}` }
  return (await fetch(`${url}api/v1/operations`, { headers })).text()
}

export async function endServing(serving: Serving | undefined): Promise<void> {
  serving?.child.kill('SIGTERM')
  await serving?.ended
}

const token = (project: string): string =>
  JSON.parse(readFileSync(join(project, 'server', 'tokens.json'), 'utf8')).admin

export async function signIn(page: Page, { url }: Serving, project: string): Promise<void> {
  await page.goto(`${url}#token=${token(project)}`)
  await page.getByRole('heading', { name: 'Tasks' }).waitFor()
}

export async function addEndpoint(page: Page, name: string, role: string, url: string): Promise<void> {
  const form = page.locator('form')
  await form.getByLabel('Name', { exact: true }).fill(name)
  await form.getByLabel('Role').selectOption(role)
  await form.getByLabel('URL').fill(url)
  await form.getByRole('button', { name: 'Add' }).click()
  await page.getByRole('heading', { name }).waitFor({ timeout: 240_000 })
}

/** What no page may do: open a dialog, break its own policy, fail, ask anybody else. */
export function hearNoise(page: Page, url: string): readonly string[] {
  const noise: string[] = []
  page.on('dialog', (dialog) => {
    noise.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) noise.push(message.text())
  })
  page.on('pageerror', (error) => noise.push(String(error)))
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) noise.push(`elsewhere: ${request.url()}`)
  })
  return noise
}

/** A folder for pictures of every page; none are made without. */
export const pictures = process.env['CROSSWALK_PICTURES']

const schemes = ['light', 'dark'] as const
const sizes = { wide: { width: 1280, height: 900 }, narrow: { width: 320, height: 700 } } as const

/** In both schemes nobody who cannot see it is shut out; pictures when they are wanted. */
export async function lookAt(page: Page, name: string): Promise<void> {
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const { violations } = await new AxeBuilder({ page }).analyze()
    const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    expect(bad.map(({ id, nodes }) => [name, colorScheme, id, nodes.map(({ html }) => html.slice(0, 200))])).toEqual([])
  }
  await photograph(page, name)
}

/** In both schemes, and as narrow as a page may be; only when pictures are wanted. */
export async function photograph(page: Page, name: string): Promise<void> {
  if (!pictures) return
  mkdirSync(pictures, { recursive: true })
  await page.evaluate(() => scrollTo(0, 0))
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`) })
  }
  await page.setViewportSize(sizes.narrow)
  await page.screenshot({ path: join(pictures, `${name}-320.png`) })
  await page.setViewportSize(sizes.wide)
}
