import { otherwise, setup } from './postgres-setup.js'
import { ofOneServer } from './samples.js'
import { startServers } from './servers.js'
import { describeWays } from './suite.js'

// All columns have a binary form, so the log comes in binary form.
describeWays('PostgreSQL to MySQL', {
  engines: ['postgres', 'mysql'],
  needs: ['postgres15', 'mariadb'],
  without: ofOneServer,
  ...{ setup, otherwise },
  start: () => startServers('postgres', 'mysql'),
})

describeWays('PostgreSQL to PostgreSQL', {
  engines: ['postgres', 'postgres'],
  needs: ['postgres15'],
  without: ofOneServer,
  ...{ setup, otherwise },
  start: () => startServers('postgres', 'postgres'),
})
