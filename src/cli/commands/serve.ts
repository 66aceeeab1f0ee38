import { once } from 'node:events'
import { dialectIds } from '../../dialects/registry.js'
import { usage } from '../endpoint-url.js'
import { exit } from '../exit.js'
import { flag, several, text } from '../steps/options.js'
import { declareProject, projectOf } from '../steps/project.js'
import type { Verb } from '../verb.js'

/** `crosswalk serve`: REST API and console of one project, until it is stopped. */
export const serve: Verb = {
  declare: (command) =>
    void declareProject(command)
      .option('--bind <address>', 'HOST:PORT to listen on; port 0 takes a free one', '127.0.0.1:8787')
      .option('--host-name <name...>', 'further names (or NAME:PORT) by which browsers reach it')
      .option('--behind-proxy', 'a proxy with TLS stands in front of it: other addresses than loopback may be bound'),
  run: async (_, words, { terminal, signal, version }) => {
    const { startServer } = await import('../../server/server.js')
    const server = await startServer({
      ...{ project: projectOf(words), ...addressOf(text(words, 'bind') ?? ''), hostNames: several(words, 'hostName') },
      ...{
        behindProxy: flag(words, 'behindProxy'),
        version,
        engines: dialectIds(),
        note: (line) => terminal.note(line),
      },
      program: { path: process.execPath, words: [...process.execArgv, process.argv[1] ?? ''] },
    })
    const { url, tokens, tokensAreNew, tokensPath, resumed } = server
    if (terminal.json) terminal.out(JSON.stringify({ url, tokens: tokensPath, resumed }))
    else {
      // Behind # it stays in the browser and out of every log.
      terminal.out(`console  ${url}${tokensAreNew ? `#token=${tokens.admin}` : ''}`)
      terminal.out(`tokens   ${tokensPath}${tokensAreNew ? ', one for each role; they are not printed again' : ''}`)
      for (const name of resumed) terminal.note(`resumed  ${name}`)
    }
    if (!signal.aborted) await once(signal, 'abort')
    terminal.note('stopping: tasks of the server end behind their next checkpoint')
    await server.close()
    return exit.done
  },
}

function addressOf(given: string): { readonly host: string; readonly port: number } {
  const [, six, host, port] = /^(?:\[([\da-f:.]+)\]|([\w.-]+)):(\d{1,5})$/i.exec(given) ?? []
  if (port === undefined || Number(port) > 65_535) throw usage(`--bind ${given}: expected HOST:PORT`)
  return { host: six ?? host ?? '', port: Number(port) }
}
