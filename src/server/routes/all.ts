import type { Route } from '../route.js'
import { auditRoutes } from './audit.js'
import { conversionRoutes } from './conversions.js'
import { cutoverRoutes } from './cutover.js'
import { endpointRoutes } from './endpoints.js'
import { inventoryRoutes } from './inventory.js'
import { metaRoutes } from './meta.js'
import { operationRoutes } from './operations.js'
import { sessionRoutes } from './sessions.js'
import { taskActionRoutes } from './task-actions.js'
import { taskSettingsRoutes } from './task-settings.js'
import { taskRoutes } from './tasks.js'

/** Every address of the server but those of the console's files. */
export const routes: readonly Route[] = [
  ...metaRoutes(() => routes),
  ...sessionRoutes,
  ...endpointRoutes,
  ...taskRoutes,
  ...taskSettingsRoutes,
  ...taskActionRoutes,
  ...cutoverRoutes,
  ...conversionRoutes,
  ...inventoryRoutes,
  ...operationRoutes,
  ...auditRoutes,
]
