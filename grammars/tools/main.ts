import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const grammars = fileURLToPath(new URL('..', import.meta.url))

interface Generates {
  generatedFiles(): ReadonlyMap<string, string>
}

const generates = (module: object): module is Generates => 'generatedFiles' in module

/** Writes what is made from the grammars: every folder beside this one that has a `generated.ts` says what. */
async function main(): Promise<void> {
  for (const folder of readdirSync(grammars).sort()) {
    const source = join(grammars, folder, 'generated.ts')
    if (!existsSync(source)) continue
    const module: object = await import(pathToFileURL(source).href)
    if (!generates(module)) throw new Error(`${source} exports no generatedFiles`)
    for (const [name, text] of module.generatedFiles()) write(join(grammars, folder, name), text)
  }
}

function write(target: string, text: string): void {
  writeFileSync(`${target}.${process.pid}.new`, text)
  renameSync(`${target}.${process.pid}.new`, target)
}

await main()
