import { otherwise, setup } from './postgres-setup.js'
import { startServers } from './servers.js'
import { describeWays } from './suite.js'

// Some columns have no binary form, so the whole log comes as text.
describeWays('PostgreSQL to MySQL, as text', {
  engines: ['postgres', 'mysql'],
  needs: ['postgres15', 'mariadb'],
  ...{ setup, otherwise },
  start: () => startServers('postgres', 'mysql'),
})
