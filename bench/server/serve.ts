import { monitorEventLoopDelay } from 'node:perf_hooks'
import { startServer } from '../../src/server/server.js'

/** `serve.js PROJECT`: the server in a process of its own, which says how late its event loop was. */
const server = await startServer({
  ...{ project: process.argv[2] ?? '', host: '127.0.0.1', port: 0, hostNames: [], behindProxy: false },
  ...{ version: 'bench', engines: [], program: { path: process.execPath, words: [] } },
  note: (line) => process.stderr.write(`${line}\n`),
})
const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()
process.on('message', (asked) => {
  const rssMb = Math.round(process.memoryUsage().rss / 1e6)
  if (asked === 'delay') process.send?.({ p99: delay.percentile(99) / 1e9, longest: delay.max / 1e9, rssMb })
  else void server.close().then(() => process.exit(0))
})
process.send?.({ url: server.url, token: server.tokens.admin })
