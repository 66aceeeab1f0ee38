import { describeShop } from './suite.js'

describeShop('embedded-mysql')
