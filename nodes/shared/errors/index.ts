export { testRules } from './answered';
export { errorLines, firstText, readCommonError, toPlainText } from './errorBody';
export { ErrorFactory } from './errorFactory';
export { faultBehind, faultDetails, type FaultDetails } from './faultDetails';
export { failedItem } from './failedItem';
export type { ReceivedText } from './redact';
export { type Fault, faultOf, isRead, kindOf, maySendAgain } from './faults';
export { Secret } from './secret';
