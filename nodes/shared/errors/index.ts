export { errorLines, firstText, readCommonError } from './errorBody';
export { ErrorFactory, type FaultDetails, faultBehind, faultDetails } from './errorFactory';
export { failedItem } from './failedItem';
export { type Fault, faultOf, isRead, kindOf, maySendAgain } from './faults';
export { Secret } from './redact';
