import { writeFileSync } from 'node:fs'

// Loaded into the measured process: writes its highest resident memory, in MB, when it ends.
process.on('exit', () => {
  const path = process.env['CROSSWALK_BENCH_RSS']
  if (path !== undefined) writeFileSync(path, String(process.resourceUsage().maxRSS / 1024))
})
