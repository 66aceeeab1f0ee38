import { describeStreamedValues } from './values.js'

describeStreamedValues('embedded-mysql')
