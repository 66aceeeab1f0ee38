import { describeFidelity } from './suite.js'

describeFidelity('mariadb', 'embedded-postgres')
