import { logicalPostgres15 } from './logical-server.js'
import { paritySuite } from './parity.js'
import { streamSuite } from './stream.js'

paritySuite('a value in the stream of a PostgreSQL 15', 'postgres15', logicalPostgres15)
streamSuite('changes of a PostgreSQL 15', 'postgres15', logicalPostgres15)
