import { logicalEmbedded } from './logical-server.js'
import { paritySuite } from './parity.js'
import { streamSuite } from './stream.js'

paritySuite('a value in the stream of the embedded PostgreSQL', 'embedded-postgres', logicalEmbedded)
streamSuite('changes of the embedded PostgreSQL', 'embedded-postgres', logicalEmbedded)
