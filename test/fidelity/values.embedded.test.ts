import { describeFidelity } from './suite.js'

describeFidelity('embedded-mysql', 'embedded-postgres')
