import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../rules/assets.js'
import { templatesModule } from './precompile.js'

const target = join(packageRoot, 'src/report/templates.generated.ts')
writeFileSync(`${target}.new`, templatesModule(join(packageRoot, 'src/report/templates')))
renameSync(`${target}.new`, target)
