import { catalogue } from '../../rules/findings/catalogue.js'
import { usage } from '../endpoint-url.js'
import { exit } from '../exit.js'
import type { Verb } from '../verb.js'

/** `crosswalk explain XW-…`: the catalogue's text, the same as in the report. A readable alias works too. */
export const explain: Verb = {
  declare: (command) => void command.argument('<code>', 'a code such as XW-C0001, or its name'),
  run: async (words, _options, { terminal }) => {
    const asked = (words[0] ?? '').trim()
    const entries = [...catalogue().values()]
    const entry = entries.find((one) => one.code === asked.toUpperCase() || one.name === asked.toLowerCase())
    if (!entry) throw usage(`${asked} is not a finding code; rules/findings/README.md lists all ${entries.length}`)
    if (terminal.json) {
      terminal.out(JSON.stringify(entry))
      return exit.done
    }
    terminal.out(`${entry.code}  ${entry.name}`)
    terminal.out(`${entry.severity}, ${entry.outcome}${entry.exit === null ? '' : `, exit code ${entry.exit}`}`)
    terminal.out(`\n${entry.message.trim()}\n\n${entry.explain.trim()}`)
    if (entry.remedy.length > 0) terminal.out(`\nWhat to do:\n${entry.remedy.map((line) => `  - ${line}`).join('\n')}`)
    return exit.done
  },
}
