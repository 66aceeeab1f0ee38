import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BenchCase, median } from '../report.js'
import { largeTables, largeTask, seedFleet, tasks } from './fleet.js'

/** Seconds: what the event loop may be late in 99 of 100 looks and at the worst, and a grid may take to its first paint. */
const limits = { delay: 0.05, longest: 0.1, paint: 1.5 }
const listeners = 5
const browserPath = '/usr/bin/chromium'

/**
 * The server over a hundred tasks of a hundred tables that all tell something each second, with five consoles that listen: how late
 * its event loop is (99 %, and at the worst: what comes once in a second hides behind percentiles), and how long the grid of ten
 * thousand tables takes. BENCH_SCALE (1) scales the 30 seconds.
 */
export async function benchServer(onCase: (result: BenchCase) => void): Promise<void> {
  const project = mkdtempSync(join(tmpdir(), 'crosswalk-bench-'))
  try {
    seedFleet(project)
    const seconds = Math.max(5, Math.round(30 * Number(process.env['BENCH_SCALE'] ?? 1)))
    const serving = await serve(project)
    try {
      const told = spawn(process.execPath, [join(import.meta.dirname, 'tell.js'), project, String(seconds)])
      const heard = await Promise.all(Array.from({ length: listeners }, () => listen(serving, seconds)))
      if (told.exitCode === null) await once(told, 'exit')
      process.stderr.write(`events heard in ${seconds} s by each listener: ${heard.join(', ')}\n`)
      if (Math.min(...heard) < tasks * (seconds / 2)) throw new Error('the listeners did not hear of every task')
      const { p99, longest, rssMb } = await serving.delay()
      onCase(caseOf(`event loop, p99 of ${seconds} s`, p99, limits.delay, rssMb))
      onCase(caseOf(`event loop, longest wait in ${seconds} s`, longest, limits.longest, rssMb))
      if (existsSync(browserPath))
        onCase(caseOf(`grid of ${largeTables} tables`, await firstPaint(serving), limits.paint, null))
    } finally {
      await serving.close()
    }
  } finally {
    rmSync(project, { recursive: true, force: true })
  }
}

const caseOf = (name: string, seconds: number, limit: number, rss_mb: number | null): BenchCase => ({
  ...{ bench: 'server', case: name, ratio_to_peer: null, ratio_to_limit: limit / seconds, seconds, rss_mb },
})

interface Serving {
  readonly url: string
  readonly token: string
  /** Since the server began to listen. */
  delay(): Promise<{ readonly p99: number; readonly longest: number; readonly rssMb: number }>
  close(): Promise<void>
}

async function serve(project: string): Promise<Serving> {
  const child = fork(join(import.meta.dirname, 'serve.js'), [project])
  const answer = async () => (await once(child, 'message'))[0]
  const { url, token } = await answer()
  return {
    ...{ url, token },
    delay: () => {
      child.send('delay')
      return answer()
    },
    close: async () => {
      child.send('close')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

/** Counts the events that one console gets. */
async function listen({ url, token }: Serving, seconds: number): Promise<number> {
  const headers = { authorization: `Bearer ${token}` }
  const { body } = await fetch(`${url}api/v1/events`, { headers, signal: AbortSignal.timeout((seconds + 2) * 1000) })
  let events = 0
  try {
    const decoder = new TextDecoder()
    for await (const chunk of body ?? []) events += decoder.decode(chunk).split('event: task').length - 1
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
  }
  return events
}

/** Seconds from the address to the first rows of the grid, in a browser that has the page already. */
async function firstPaint({ url, token }: Serving): Promise<number> {
  const { chromium } = await import('playwright-core')
  const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    await page.goto(`${url}#token=${token}`)
    await page.getByRole('heading', { name: 'Tasks' }).waitFor()
    const times: number[] = []
    for (let round = 0; round < 5; round++) {
      await page.evaluate(() => {
        location.hash = '#/'
      })
      await page.getByRole('heading', { name: 'Tasks' }).waitFor()
      times.push(await page.evaluate(shownGrid, largeTask))
    }
    return median(times) / 1000
  } finally {
    await browser.close()
  }
}

/** In the page: milliseconds until the grid has cells, and they are painted. */
const shownGrid = (task: string): Promise<number> =>
  new Promise((resolve) => {
    const begun = performance.now()
    location.hash = `#/tasks/${task}`
    const look = (): void => {
      if (document.querySelector('.grid [role="cell"]')) requestAnimationFrame(() => resolve(performance.now() - begun))
      else requestAnimationFrame(look)
    }
    look()
  })
