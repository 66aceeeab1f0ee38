import { describeShop } from './suite.js'

describeShop('mariadb')
