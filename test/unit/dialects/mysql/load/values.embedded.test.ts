import { describeOwnValues } from './values.js'

describeOwnValues('embedded-mysql')
