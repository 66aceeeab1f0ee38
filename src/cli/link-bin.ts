import { chmodSync, existsSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../rules/assets.js'

// Part of the build: in a clone, `npx crosswalk` means the program that was just built. An installed package has its own link.
const bin = join(packageRoot, 'node_modules', '.bin')
const link = join(bin, 'crosswalk')
chmodSync(join(packageRoot, 'dist', 'src', 'cli', 'main.js'), 0o755)
if (existsSync(bin)) {
  rmSync(link, { force: true })
  symlinkSync(join('..', '..', 'dist', 'src', 'cli', 'main.js'), link)
}
