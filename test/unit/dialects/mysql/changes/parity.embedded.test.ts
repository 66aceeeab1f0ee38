import { describeParity } from './parity.js'

describeParity('embedded-mysql')
