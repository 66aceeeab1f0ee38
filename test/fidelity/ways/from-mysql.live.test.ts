import { startServers } from './servers.js'
import { describeWays } from './suite.js'

describeWays('MySQL to PostgreSQL', {
  engines: ['mysql', 'postgres'],
  needs: ['mariadb', 'postgres15'],
  setup: [],
  otherwise: [],
  start: () => startServers('mysql', 'postgres'),
})

describeWays('MySQL to MySQL', {
  engines: ['mysql', 'mysql'],
  needs: ['mariadb'],
  setup: [],
  otherwise: [],
  start: () => startServers('mysql', 'another'),
})
