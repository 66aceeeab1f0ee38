import { describeApply } from './apply.js'

describeApply('mariadb')
