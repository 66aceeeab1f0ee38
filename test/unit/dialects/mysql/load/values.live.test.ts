import { describeOwnValues } from './values.js'

describeOwnValues('mariadb')
