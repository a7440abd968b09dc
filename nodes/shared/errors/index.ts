export { errorLines, firstText, readCommonError } from './errorBody';
export { ErrorFactory, type FaultDetails, faultDetails } from './errorFactory';
export { failedItem } from './failedItem';
export { type Fault, faultOf, isRead, maySendAgain } from './faults';
export { Secret } from './redact';
