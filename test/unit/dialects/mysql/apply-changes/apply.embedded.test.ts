import { describeApply } from './apply.js'

describeApply('embedded-mysql')
