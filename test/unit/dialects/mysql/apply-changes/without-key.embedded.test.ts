import { describeWithoutKey } from './without-key.js'

describeWithoutKey('embedded-mysql')
