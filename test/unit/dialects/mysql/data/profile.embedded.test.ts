import { describeProfile } from './profile-suite.js'

describeProfile('embedded-mysql')
