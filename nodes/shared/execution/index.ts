export { createContextWithoutItem } from './context';
export { type IfItExists, createUnlessExists, ifItAlreadyExists } from './createIfMissing';
export { execute } from './execute';
export { requireEach, toList, toNumber } from './lists';
export { mapSequentially } from './mapSequentially';
export { nodeProperties } from './nodeProperties';
export { isAuthorizedToResume, resumeWith, sleepingItem } from './sleepingExecution';
export { subtitleOf, triggerSubtitleOf } from './subtitle';
export { deadlineOf, waitFields } from './waiting';
