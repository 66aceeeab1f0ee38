import { describeValidation } from './suite.js'

describeValidation('embedded-mysql', 'embedded-postgres')
