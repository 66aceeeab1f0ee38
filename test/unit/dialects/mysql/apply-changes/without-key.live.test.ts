import { describeWithoutKey } from './without-key.js'

describeWithoutKey('mariadb')
