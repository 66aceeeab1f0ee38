import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { packageRoot } from '../rules/assets.js'

// Part of the build: one script, one style sheet and one page, which need nothing from elsewhere.
const from = join(packageRoot, 'src', 'console')
const to = join(packageRoot, 'dist', 'console')
mkdirSync(to, { recursive: true })
await build({
  entryPoints: { console: join(from, 'main.tsx'), style: join(from, 'style.css') },
  outdir: to,
  ...{ bundle: true, format: 'esm', target: 'es2022', minify: true, legalComments: 'inline', logLevel: 'warning' },
  ...{ jsx: 'automatic', jsxImportSource: 'preact' },
})
for (const file of ['index.html', 'icon.svg']) copyFileSync(join(from, file), join(to, file))
