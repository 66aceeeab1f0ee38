import { describeValidation } from './suite.js'

describeValidation('mariadb', 'postgres15')
