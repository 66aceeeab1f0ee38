import { defineConfig } from 'vitest/config'

// The environment a test needs is in its name: `x.test.ts` needs Node alone, `x.embedded.test.ts` starts embedded servers,
// `x.live.test.ts` needs servers of the machine (and says so aloud when it skips).
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'architecture',
          include: ['test/architecture/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/architecture/**',
            'test/**/*.embedded.test.ts',
            'test/**/*.live.test.ts',
            'test/**/*.browser.test.ts',
          ],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'servers',
          include: ['test/**/*.embedded.test.ts', 'test/**/*.live.test.ts', 'test/**/*.browser.test.ts'],
          globalSetup: ['test/support/left-behind.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // These kill and start servers on a machine that others may load: a second try tells a slow machine from a defect.
          retry: process.env['CI'] === undefined ? 0 : 1,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
