import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../assets.js'
import { readCatalogue } from '../findings/catalogue.js'
import { findingCodesModule, findingsReadme } from './findings.js'

/** Writes everything that is made from `rules/`: the typed finding codes and the findings page. */
function main(): void {
  const entries = [...readCatalogue(join(packageRoot, 'rules', 'findings')).values()]
  write('src/core/findings/codes.generated.ts', findingCodesModule(entries))
  write('rules/findings/README.md', findingsReadme(entries))
}

function write(path: string, text: string): void {
  const target = join(packageRoot, path)
  writeFileSync(`${target}.${process.pid}.new`, text)
  renameSync(`${target}.${process.pid}.new`, target)
}

main()
