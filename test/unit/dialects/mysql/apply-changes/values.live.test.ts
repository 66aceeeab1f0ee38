import { describeStreamedValues } from './values.js'

describeStreamedValues('mariadb')
