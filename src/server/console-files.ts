import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { packageRoot } from '../rules/assets.js'

const files: Readonly<Record<string, { readonly file: string; readonly type: string }>> = {
  '/': { file: 'index.html', type: 'text/html; charset=utf-8' },
  '/console.js': { file: 'console.js', type: 'text/javascript; charset=utf-8' },
  '/style.css': { file: 'style.css', type: 'text/css; charset=utf-8' },
  '/icon.svg': { file: 'icon.svg', type: 'image/svg+xml' },
}

/** Where the build puts the console. */
export const consoleFolder = join(packageRoot, 'dist', 'console')

/** These files and no others: no path of a request ever reaches the file system. They hold nothing that needs a token. */
export function serveConsole(app: FastifyInstance): void {
  for (const [url, { file, type }] of Object.entries(files))
    app.get(url, (_, reply) => {
      const path = join(consoleFolder, file)
      return existsSync(path) ? reply.type(type).send(readFileSync(path)) : reply.callNotFound()
    })
}
